"""The life of a referral as one table: which step, by whom, from where to where.

Sources: the statuses that Finnish guidance models use, and the Task statuses of
FHIR R4 (`FHIR_TASK_STATUS`) at the interface.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hyteterm.domain.message import N_


class Status(StrEnum):
    """Where a referral is.  The outcome is separate from the status."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    CONTACTING = "contacting"
    STARTED = "started"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


STATUS_LABELS: Final[dict[Status, str]] = {
    Status.DRAFT: N_("luonnos"),
    Status.QUEUED: N_("jonossa"),
    Status.SENT: N_("lähetetty"),
    Status.DELIVERED: N_("perillä"),
    Status.ACCEPTED: N_("käsittelyssä"),
    Status.CONTACTING: N_("yhteydenotto"),
    Status.STARTED: N_("aloitettu"),
    Status.ON_HOLD: N_("tauolla"),
    Status.COMPLETED: N_("päättynyt"),
    Status.RETURNED: N_("palautettu"),
    Status.CANCELLED: N_("peruttu"),
    Status.ENTERED_IN_ERROR: N_("mitätöity"),
}


class Actor(StrEnum):
    """Who takes a step."""

    SENDER = "sender"
    RECEIVER = "receiver"
    DELIVERY = "delivery"
    """The terminal's sync and the hub's receipt: no person."""


class Outcome(StrEnum):
    """How a completed referral ended."""

    FULFILLED = "fulfilled"
    NOT_REACHED = "not-reached"
    DECLINED = "declined"
    DISCONTINUED = "discontinued"
    REDIRECTED = "redirected"


OUTCOME_LABELS: Final[dict[Outcome, str]] = {
    Outcome.FULFILLED: N_("toteutui"),
    Outcome.NOT_REACHED: N_("ei tavoitettu"),
    Outcome.DECLINED: N_("ei halunnut"),
    Outcome.DISCONTINUED: N_("keskeytti"),
    Outcome.REDIRECTED: N_("ohjattu muualle"),
}


class Step(StrEnum):
    """What can be done to a referral."""

    QUEUE = "queue"
    TAKE_BACK = "take-back"
    SEND = "send"
    DELIVER = "deliver"
    REFUSE = "refuse"
    CORRECT = "correct"
    ACCEPT = "accept"
    REACHED = "reached"
    NOT_REACHED = "not-reached"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    RETURN = "return"
    PASS_ON = "pass-on"
    CANCEL = "cancel"
    ENTER_IN_ERROR = "enter-in-error"
    NOTE = "note"
    REMIND = "remind"


STEP_LABELS: Final[dict[Step, str]] = {
    Step.QUEUE: N_("pantu jonoon"),
    Step.TAKE_BACK: N_("otettu takaisin luonnokseksi"),
    Step.SEND: N_("lähetetty"),
    Step.DELIVER: N_("tullut perille"),
    Step.REFUSE: N_("keskuspalvelu ei ottanut vastaan"),
    Step.CORRECT: N_("korjattu ja pantu uudelleen jonoon"),
    Step.ACCEPT: N_("otettu käsittelyyn"),
    Step.REACHED: N_("asiakas tavoitettu"),
    Step.NOT_REACHED: N_("asiakasta ei tavoitettu"),
    Step.START: N_("toiminta aloitettu"),
    Step.HOLD: N_("pantu tauolle"),
    Step.RESUME: N_("jatkettu"),
    Step.COMPLETE: N_("päätetty"),
    Step.RETURN: N_("palautettu lähettäjälle"),
    Step.PASS_ON: N_("siirretty toiselle"),
    Step.CANCEL: N_("peruttu"),
    Step.ENTER_IN_ERROR: N_("mitätöity"),
    Step.NOTE: N_("viesti"),
    Step.REMIND: N_("muistutus"),
}


WITHDRAWN: Final = N_("Asiakas on perunut suostumuksensa.")
"""The reason of a cancellation, known to both sides, so that each reads it in its language."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.  ``to`` None: the status stays."""

    step: Step
    actor: Actor
    sources: frozenset[Status]
    to: Status | None
    needs_reason: bool = False
    needs_outcome: bool = False


_S = Status
_AT_RECEIVER: Final = frozenset({_S.DELIVERED, _S.ACCEPTED, _S.CONTACTING, _S.STARTED, _S.ON_HOLD})
_ON_THE_WAY: Final = frozenset({_S.QUEUED, _S.SENT})
_UNDER_WORK: Final = _AT_RECEIVER - {_S.DELIVERED}

RULES: Final[tuple[Rule, ...]] = (
    # step, who, from, to
    Rule(Step.QUEUE, Actor.SENDER, frozenset({_S.DRAFT}), _S.QUEUED),
    Rule(Step.TAKE_BACK, Actor.SENDER, frozenset({_S.QUEUED}), _S.DRAFT),
    Rule(Step.SEND, Actor.DELIVERY, frozenset({_S.QUEUED}), _S.SENT),
    Rule(Step.DELIVER, Actor.DELIVERY, _ON_THE_WAY, _S.DELIVERED),
    Rule(Step.REFUSE, Actor.DELIVERY, _ON_THE_WAY, _S.RETURNED, needs_reason=True),
    Rule(Step.CORRECT, Actor.SENDER, frozenset({_S.RETURNED}), _S.QUEUED),
    Rule(Step.ACCEPT, Actor.RECEIVER, frozenset({_S.DELIVERED}), _S.ACCEPTED),
    Rule(Step.REACHED, Actor.RECEIVER, frozenset({_S.ACCEPTED, _S.CONTACTING}), _S.CONTACTING),
    Rule(Step.NOT_REACHED, Actor.RECEIVER, frozenset({_S.ACCEPTED, _S.CONTACTING}), _S.CONTACTING),
    Rule(Step.START, Actor.RECEIVER, frozenset({_S.ACCEPTED, _S.CONTACTING}), _S.STARTED),
    Rule(Step.HOLD, Actor.RECEIVER, _UNDER_WORK - {_S.ON_HOLD}, _S.ON_HOLD),
    Rule(Step.RESUME, Actor.RECEIVER, frozenset({_S.ON_HOLD}), _S.ACCEPTED),
    Rule(Step.COMPLETE, Actor.RECEIVER, _UNDER_WORK, _S.COMPLETED, needs_outcome=True),
    Rule(
        Step.RETURN,
        Actor.RECEIVER,
        frozenset({_S.DELIVERED, _S.ACCEPTED, _S.CONTACTING, _S.ON_HOLD}),
        _S.RETURNED,
        needs_reason=True,
    ),
    Rule(
        Step.PASS_ON,
        Actor.RECEIVER,
        frozenset({_S.DELIVERED, _S.ACCEPTED, _S.CONTACTING}),
        _S.DELIVERED,
    ),
    Rule(Step.CANCEL, Actor.SENDER, _ON_THE_WAY | _AT_RECEIVER | {_S.RETURNED}, _S.CANCELLED),
    Rule(
        Step.ENTER_IN_ERROR,
        Actor.SENDER,
        _ON_THE_WAY | _AT_RECEIVER | {_S.RETURNED, _S.COMPLETED, _S.CANCELLED},
        _S.ENTERED_IN_ERROR,
    ),
    Rule(Step.NOTE, Actor.RECEIVER, _AT_RECEIVER | {_S.COMPLETED}, None),
    Rule(Step.REMIND, Actor.SENDER, _AT_RECEIVER, None),
)

FHIR_TASK_STATUS: Final[dict[Status, str]] = {
    Status.DRAFT: "draft",
    Status.QUEUED: "draft",
    Status.SENT: "requested",
    Status.DELIVERED: "requested",
    Status.ACCEPTED: "accepted",
    Status.CONTACTING: "in-progress",
    Status.STARTED: "in-progress",
    Status.ON_HOLD: "on-hold",
    Status.COMPLETED: "completed",
    Status.RETURNED: "rejected",
    Status.CANCELLED: "cancelled",
    Status.ENTERED_IN_ERROR: "entered-in-error",
}
"""A completed referral whose client was not reached is ``failed`` (see `fhir_task_status`)."""

OPEN: Final = frozenset(
    {
        _S.QUEUED,
        _S.SENT,
        _S.DELIVERED,
        _S.ACCEPTED,
        _S.CONTACTING,
        _S.STARTED,
        _S.ON_HOLD,
        _S.RETURNED,
    }
)
"""Statuses in which somebody still has something to do."""


class StepRefused(ValueError):
    """The table does not allow this step here; ``str()`` is a code, without client data."""


def rule_for(step: Step, actor: Actor, status: Status) -> Rule:
    """The row that allows ``actor`` to take ``step`` in ``status``.  Raises `StepRefused`."""
    for rule in RULES:
        if rule.step is step and rule.actor is actor and status in rule.sources:
            return rule
    raise StepRefused(f"{actor}/{step}/{status}")


def after(
    step: Step, actor: Actor, status: Status, *, reason: str = "", outcome: Outcome | None = None
) -> Status:
    """The status after the step.  Raises `StepRefused`, also for a missing reason or outcome."""
    rule = rule_for(step, actor, status)
    if rule.needs_reason and not reason.strip():
        raise StepRefused("reason")
    if rule.needs_outcome and outcome is None:
        raise StepRefused("outcome")
    return status if rule.to is None else rule.to


def allowed_steps(actor: Actor, status: Status) -> tuple[Step, ...]:
    """The steps that ``actor`` may take in ``status``, in the order of the table."""
    return tuple(rule.step for rule in RULES if rule.actor is actor and status in rule.sources)


def whose_turn(status: Status) -> Actor | None:
    """Who should do something next; None when nobody has to."""
    if status in (Status.DRAFT, Status.RETURNED):
        return Actor.SENDER
    if status in _ON_THE_WAY:
        return Actor.DELIVERY
    return Actor.RECEIVER if status in _AT_RECEIVER else None


def fhir_task_status(status: Status, outcome: Outcome | None = None) -> str:
    """FHIR R4 Task.status of a referral."""
    if status is Status.COMPLETED and outcome is Outcome.NOT_REACHED:
        return "failed"
    return FHIR_TASK_STATUS[status]
