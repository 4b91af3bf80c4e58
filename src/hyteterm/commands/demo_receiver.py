"""A receiver of the demo that answers by itself, as a counsellor would, only sooner."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from hyteterm.commands.demo_terminal import DemoTerminal
from hyteterm.domain.referral_status import Outcome, Status, Step
from hyteterm.workspace.stepping import StepWords


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver does with a referral that has stood in a status for a while."""

    status: Status
    after: timedelta
    step: Step
    note: str = ""
    outcome: Outcome | None = None


ANSWERS: Final = (
    Answer(
        Status.DELIVERED,
        timedelta(seconds=6),
        Step.ACCEPT,
        "Kiitos lähetteestä, soitan asiakkaalle maanantaina.",
    ),
    Answer(Status.ACCEPTED, timedelta(seconds=15), Step.REACHED, "Sovimme ensimmäisen ajan."),
    Answer(Status.CONTACTING, timedelta(seconds=20), Step.START),
    Answer(
        Status.STARTED,
        timedelta(seconds=40),
        Step.COMPLETE,
        "Jatkaa ryhmässä omatoimisesti.",
        Outcome.FULFILLED,
    ),
)


class DemoReceiver(DemoTerminal):
    """One receiving unit's terminal, with its own home and vault."""

    def __init__(
        self, folder: Path, hub_url: str, terminal_code: str, professional_code: str
    ) -> None:
        super().__init__(folder, hub_url, terminal_code, professional_code)
        self.due: datetime | None = None
        """When the next answer falls due; None while nothing waits for one."""

    def work(self, now: datetime | None = None) -> int:
        """Fetch, answer what has waited long enough, deliver; how many steps were taken."""
        self._workspace.line.sync_once(catalogue=False)
        moment = now or datetime.now(UTC)
        self.due = None
        taken = sum(self._answer(row.id, moment) for row in self._workspace.received.rows())
        if taken:
            self._workspace.line.sync_once(catalogue=False)
        return taken

    def _answer(self, referral_id: str, now: datetime) -> bool:
        received = self._workspace.received
        stored = received.referral(referral_id)
        answer = next((one for one in ANSWERS if stored and one.status is stored.status), None)
        if stored is None or answer is None:
            return False
        due = stored.changed_at + answer.after
        if due > now:
            self.due = min(due, self.due or due)
            return False
        received.take(
            stored, answer.step, StepWords(note=answer.note, outcome=answer.outcome), hold=0.0
        )
        return True
