"""The figures of F7: fetched when there is a line, otherwise as they were last fetched."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hyteterm.domain import finnish_time
from hyteterm.domain.statistics import COLUMNS, MonthlyStatistics, month_of
from hyteterm.domain.survey import SurveyFigures

if TYPE_CHECKING:
    from hyteterm.domain.feedback import Feedback, FeedbackForm
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.workspace.connection import Connection
    from hyteterm.workspace.session import Session
    from hyteterm.workspace.usage import Usage

FOLDER: Final = "tilastot"
"""Folder of the CSV files in the home."""


class FormUnreadable(Exception):
    """The county's ``feedback.json`` cannot be used; ``where`` says which part of it."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


@dataclass(frozen=True, slots=True)
class Request:
    """A question to the central API, to be asked on any thread."""

    home: Home
    hub_url: str
    token: str
    month: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """Figures, and when they came."""

    figures: MonthlyStatistics
    at: datetime


class StatisticsDesk:
    """The month's figures, the survey's results and the clients' feedback."""

    def __init__(
        self,
        home: Home,
        session: Session,
        line: Connection,
        usage: Usage,
        time: Callable[[], TrustedTime],
    ) -> None:
        self._home = home
        self._session = session
        self._line = line
        self._usage = usage
        self._time = time

    @property
    def this_month(self) -> str:
        """``YYYY-MM`` on a Finnish calendar."""
        return month_of(finnish_time.now())

    def kept(self, month: str) -> Fetched | None:
        """The figures of a month as they were last fetched."""
        found = self._kept(month)
        if found is None:
            return None
        return Fetched(MonthlyStatistics.model_validate_json(found[1]), found[0])

    def kept_survey(self, year: int) -> SurveyFigures | None:
        """The survey's results of a year as they were last fetched."""
        found = self._kept(f"survey-{year}")
        return None if found is None else SurveyFigures.model_validate_json(found[1])

    def request(self, month: str) -> Request:
        """What `fetch` needs.  Raises `Locked`."""
        from hyteterm.local_cache.outbox import Outbox

        token = self._session.vault.updates_token
        with Outbox.open(self._home.outbox, self._time()) as outbox:
            terminal = outbox.terminal
        return Request(self._home, terminal.hub_url if terminal else "", token, month)

    def own(self, month: str) -> dict[str, int]:
        """What was counted on this terminal, by name; not suppressed, it is its own."""
        return self._usage.sums(month)

    def own_words(self) -> dict[str, int]:
        """Words without a hit on this terminal."""
        return self._usage.words()

    def export(self, figures: MonthlyStatistics) -> Path:
        """Write the month as CSV into the home; the file's path.  Raises `OSError`.

        With a byte order mark, so that spreadsheets read ä and ö.
        """
        from hyteterm.local_cache.private_file import replace_bytes

        folder = self._home.create().path / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"tilastot-{figures.month}.csv"
        replace_bytes(path, csv_text(figures).encode("utf-8-sig"))
        return path

    # -- the clients' feedback ---------------------------------------------------------

    def feedback_form(self) -> FeedbackForm:
        """The county's own questions; none without a file.  Raises `FormUnreadable`."""
        from pydantic import ValidationError

        from hyteterm.domain.feedback import FeedbackForm

        try:
            return FeedbackForm.model_validate_json(self._home.feedback_form.read_bytes())
        except FileNotFoundError:
            return FeedbackForm()
        except ValidationError as error:
            place = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in place["loc"])
            raise FormUnreadable(f"{where}: {place['type']}".lstrip(": ")) from None
        except OSError as error:
            raise FormUnreadable(type(error).__name__) from None

    def give_feedback(self, feedback: Feedback) -> None:
        """Queue a client's feedback.  Raises `Locked`, `NoHubKey`, `DiskFull`."""
        from hyteterm.domain.delivery import DeliveryKind
        from hyteterm.domain.identifier import new_id
        from hyteterm.local_cache.outbox import Outbox
        from hyteterm.local_cache.queueing import Queueing
        from hyteterm.workspace.session import Locked

        person = self._session.professional
        if person is None:
            raise Locked
        with Outbox.open(self._home.outbox, self._time()) as outbox:
            Queueing(self._session.vault, outbox, self._time()).content(
                DeliveryKind.FEEDBACK,
                new_id(),
                feedback.model_dump(mode="json"),
                professional_id=person.id,
                hold=0.0,
            )
        self._line.changed()
        self._line.wake()

    def _kept(self, name: str) -> tuple[datetime, str] | None:
        from hyteterm.local_cache.use_store import UseStore

        if not self._home.use.exists():
            return None
        with UseStore.open(self._home.use) as store:
            return store.fetched(name)


def fetch(request: Request) -> Fetched:
    """Ask for a month's figures and keep them; on any thread.  Raises the `SyncProblem` kinds."""
    from hyteterm.sync.client import HubClient
    from hyteterm.sync.statistics import fetch_statistics

    with HubClient(request.hub_url) as client:
        figures = fetch_statistics(client, request.token, request.month)
    at = finnish_time.now()
    _keep(request.home, request.month, json.loads(figures.model_dump_json()), at)
    return Fetched(figures, at)


def fetch_survey(request: Request, year: int) -> SurveyFigures:
    """Ask for the survey's results and keep them; on any thread.  Raises the `SyncProblem` kinds."""
    from hyteterm.sync import statistics
    from hyteterm.sync.client import HubClient

    with HubClient(request.hub_url) as client:
        found = statistics.fetch_survey(client, request.token, year)
    _keep(request.home, f"survey-{year}", json.loads(found.model_dump_json()), finnish_time.now())
    return found


def _keep(home: Home, name: str, body: dict[str, Any], at: datetime) -> None:
    from hyteterm.local_cache.disk_full import DiskFull
    from hyteterm.local_cache.use_store import UseStore

    try:
        with UseStore.open(home.create().use) as store:
            store.keep_fetched(name, body, at)
    except DiskFull:
        return


def table_rows(figures: MonthlyStatistics) -> list[dict[str, object]]:
    """The figures with the stable column names; None where nothing is told."""
    return [
        {name: figures.month if name == "month" else values[name] for name in COLUMNS}
        for values in (row.model_dump() for row in figures.rows)
    ]


def csv_text(figures: MonthlyStatistics) -> str:
    """The figures as CSV with a header line; an empty count is one that is not told."""
    return rows_as_csv(table_rows(figures))


def rows_as_csv(rows: Iterable[dict[str, object]]) -> str:
    """Rows as CSV with a header line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
