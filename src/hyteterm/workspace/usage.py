"""Counting use without persons, and sending the sums of months that are over."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from hyteterm.workspace.session import Locked

if TYPE_CHECKING:
    from datetime import datetime

    from hyteterm.domain.service_hit import SearchResult
    from hyteterm.domain.survey import Filling
    from hyteterm.domain.use_counts import CountsPayload, Use
    from hyteterm.local_cache.home import Home
    from hyteterm.local_cache.trusted_time import TrustedTime
    from hyteterm.local_cache.use_store import UseStore
    from hyteterm.local_cache.vault import Vault
    from hyteterm.workspace.session import Session

MOST_MONTHS: Final = 24
"""Months that are closed after a long rest; earlier ones are forgotten."""


class Usage:
    """What is counted on this terminal.  A fault of the disk never hinders the work.

    One thread, besides `send`.
    """

    def __init__(self, home: Home, session: Session, time: Callable[[], TrustedTime]) -> None:
        self.begun_survey: dict[str, frozenset[str]] = {}
        """Answers of a survey that is not sent yet: in memory only, as it has no person."""
        self._home = home
        self._session = session
        self._time = time
        self._search: SearchResult | None = None
        self._sending: threading.Thread | None = None

    # -- counting -----------------------------------------------------------------

    def count(self, what: Use) -> None:
        """One more of ``what`` this month."""
        self._add(str(what))

    def searched(self, result: SearchResult) -> None:
        """A search has answered while words were being typed.

        Words that are typed further, or taken back letter by letter, are one search: it is
        counted when other words follow, or at `search_ended`.
        """
        before = self._search
        words = result.query.words.strip()
        if before is not None:
            earlier = before.query.words.strip()
            if not words or not (words.startswith(earlier) or earlier.startswith(words)):
                self.search_ended()
            elif len(words) < len(earlier):
                return
        if words:
            self._search = result

    def search_ended(self) -> None:
        """The search led to a service, or was given up: count it, and what it did not find."""
        from hyteterm.domain.use_counts import Use, countable_words

        result, self._search = self._search, None
        if result is None:
            return
        self.count(Use.SEARCH)
        query = result.query
        filtered = query.theme or query.target_group or query.provider or query.free
        if result.total == 0 and not filtered and (words := countable_words(query.words)):
            with self._store() as store:
                if store is not None:
                    store.add_words(words)

    def filled(self, filling: Filling) -> None:
        """One filling of the survey: on its way to the hub as sums, without terminal or person."""
        from hyteterm.domain.survey import counts_of
        from hyteterm.domain.use_counts import SURVEY
        from hyteterm.local_cache.use_store import UseStore

        counts = {f"{SURVEY}{name}": count for name, count in counts_of(filling).items()}
        if counts:
            with UseStore.open(self._home.create().use) as store:
                store.put_leaving(payload(self._month(), counts))

    # -- reading --------------------------------------------------------------------

    def sums(self, month: str) -> dict[str, int]:
        """What was counted here in a month, the vault's records included when it is open."""
        from hyteterm.domain.use_counts import added

        with self._store() as store:
            counted = store.sums(month) if store is not None else {}
        try:
            return added([counted, vault_sums(self._session.vault, month)])
        except Locked:
            return counted

    def words(self) -> dict[str, int]:
        """Words without a hit, the most frequent first."""
        with self._store() as store:
            return store.words() if store is not None else {}

    # -- sending ----------------------------------------------------------------------

    def close_months(self) -> None:
        """Put the sums of months that are over on their way.  Needs the vault: raises `Locked`."""
        from hyteterm.domain.statistics import month_plus
        from hyteterm.domain.use_counts import WORD, added, sent_words

        vault = self._session.vault
        last = month_plus(self._month(), -1)
        with self._store() as store:
            if store is None:
                return
            closed = store.closed_until()
            month = max(month_plus(closed, 1), month_plus(last, -MOST_MONTHS)) if closed else last
            if not closed:
                # Nothing from before this terminal began to count.
                store.close_month(last, None, ())
                return
            while month <= last:
                words = sent_words(store.words())
                sums = added([store.sums(month), vault_sums(vault, month), words])
                store.close_month(
                    month,
                    payload(month, sums) if sums else None,
                    [word.removeprefix(WORD) for word in words],
                )
                month = month_plus(month, 1)

    def send(self) -> int:
        """Deliver what is on its way, in the caller's thread; how many the hub took.

        Raises the `SyncProblem` kinds; what was not taken stays.
        """
        from hyteterm.local_cache.outbox import Outbox
        from hyteterm.sync.client import HubClient, RequestRefused
        from hyteterm.sync.statistics import send_counts

        if not self._home.use.exists() or not self._home.outbox.exists():
            return 0
        taken = 0
        with self._store() as store, Outbox.open(self._home.outbox, self._time()) as outbox:
            terminal, waiting = outbox.terminal, store.leaving() if store is not None else []
            if terminal is None or store is None or not waiting:
                return 0
            with HubClient(terminal.hub_url) as client:
                for one in waiting:
                    try:
                        send_counts(client, terminal.delivery_token, one)
                        taken += 1
                    except RequestRefused:
                        # It would be refused every time; sums are not worth a person's time.
                        pass
                    store.has_left(one.id)
        return taken

    def send_in_background(self) -> None:
        """Deliver what is on its way, if there is a line; silent when there is none."""
        if self._sending is not None and self._sending.is_alive():
            return
        with self._store() as store:
            if store is None or not store.leaving():
                return
        self._sending = threading.Thread(target=self.send_silently, name="counts", daemon=True)
        self._sending.start()

    def opened(self) -> None:
        """The terminal was unlocked: the sums of months that are over leave."""
        self.close_months()
        self.send_in_background()

    def send_silently(self) -> None:
        """`send`, without a word when there is no line: the sums wait."""
        from hyteterm.sync.client import SyncProblem

        try:
            self.send()
        except SyncProblem:
            return

    # -- inner --------------------------------------------------------------------------

    def _month(self) -> str:
        from hyteterm.domain import finnish_time
        from hyteterm.domain.statistics import month_of

        return month_of(finnish_time.now())

    def _add(self, name: str) -> None:
        with self._store() as store:
            if store is not None:
                store.add(self._month(), name)

    @contextmanager
    def _store(self) -> Iterator[UseStore | None]:
        """The open store; None when the file cannot be used, which is no reason to stop."""
        from hyteterm.local_cache.disk_full import DiskFull
        from hyteterm.local_cache.sqlite import Error, SchemaMismatch
        from hyteterm.local_cache.store_connection import DamagedFile
        from hyteterm.local_cache.use_store import UseStore

        faults = (DiskFull, DamagedFile, SchemaMismatch, Error, OSError)
        try:
            store = UseStore.open(self._home.create().use)
        except faults:
            yield None
            return
        try:
            with store:
                yield store
        except faults:
            return


def payload(month: str, counts: dict[str, int]) -> CountsPayload:
    """Sums ready to leave, under a random id."""
    from hyteterm.domain.use_counts import CountsPayload

    return CountsPayload(id=secrets.token_hex(16), month=month, counts=counts)


def vault_sums(vault: Vault, month: str) -> dict[str, int]:
    """What the vault's own records tell of a month: cards, risk tests, advice, recorded."""
    from datetime import UTC, datetime

    from hyteterm.domain.statistics import NO, YES, month_bounds
    from hyteterm.domain.use_counts import RECORDED, Use, added
    from hyteterm.local_cache.drafts import DraftKind

    since, until = month_bounds(month)
    cards = vault.cards.finished_between(since, datetime.max.replace(tzinfo=UTC))
    recorded, made = vault.records.share(since, until)
    bodies = [card.body for card in cards if card.finished_at < until]
    begun = [card.body for card in cards]
    begun += [draft.body for draft in vault.drafts.all(kind=DraftKind.CARD)]
    sums = {
        str(Use.CARD_BEGUN): sum(_begun_in(body, since, until) for body in begun),
        str(Use.CARD_FINISHED): len(bodies),
        f"{RECORDED}{YES}": recorded,
        f"{RECORDED}{NO}": made - recorded,
    }
    return added([sums, *(card_sums(body) for body in bodies)])


def card_sums(body: dict[str, object]) -> dict[str, int]:
    """Risk tests, brief advice and segment of one finished card, as far as it has them."""
    from hyteterm.domain.segmentation import SEGMENTS, GainSought, SupportNeed, segment
    from hyteterm.domain.use_counts import ADVICE, RISK_TEST, SEGMENT, added

    counts = [{f"{RISK_TEST}{name}": 1} for name in _named(body, "results", "instrument")]
    counts += [{f"{ADVICE}{name}": 1} for name in _named(body, "advice", "subject")]
    need, gain = body.get("need"), body.get("gain")
    if need in set(SupportNeed) and gain in set(GainSought):
        kind = segment(SupportNeed(str(need)), GainSought(str(gain)), SEGMENTS)
        counts.append({f"{SEGMENT}{kind}": 1})
    return added(counts)


def _named(body: dict[str, object], field: str, name: str) -> list[str]:
    several = body.get(field)
    if not isinstance(several, list):
        return []
    return [str(one[name]) for one in several if isinstance(one, dict) and one.get(name)]


def _begun_in(body: dict[str, object], since: datetime, until: datetime) -> bool:
    from datetime import datetime

    try:
        begun = datetime.fromisoformat(str(body.get("started_at", "")))
    except ValueError:
        return False
    return begun.tzinfo is not None and since <= begun < until
