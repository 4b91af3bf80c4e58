"""A referral as the vault knows it: the hub's truth with this terminal's own steps on top."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hyteterm.domain.delivery import StatusChange
from hyteterm.domain.referral import Referral, ReferralPayload, TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step, StepRefused, after
from hyteterm.local_cache.store_connection import DamagedFile


class StepState(StrEnum):
    """How far a step that was taken on this terminal has come."""

    OWN = "own"
    """Concerns this terminal only (queued, taken back, refused): the hub never shows it."""
    INTENDED = "intended"
    """Being queued: not said to be done yet."""
    WAITING = "waiting"
    """In the outbox."""
    ACCEPTED = "accepted"
    """The hub's receipt is here, its update not yet."""
    MERGED = "merged"
    """A part of the hub's own timeline."""
    REFUSED = "refused"
    CONFLICT = "conflict"
    """Taken on a version that was no longer the newest."""


M = TypeVar("M", bound=BaseModel)


def restored(model: type[M], body: str | Mapping[str, Any]) -> M:
    """A model from its stored JSON.  Raises `DamagedFile`, which repeats nothing of it."""
    try:
        if isinstance(body, str):
            return model.model_validate_json(body)
        return model.model_validate(body)
    except ValidationError:
        raise DamagedFile(model.__name__) from None


class Presence(IntEnum):
    """Whether a received referral is this unit's."""

    HERE = 0
    LEAVING = 1
    """Our own passing on is on its way to the hub."""
    GONE = 2
    """The hub says that another unit has it."""


_ON_TOP = frozenset({StepState.WAITING, StepState.ACCEPTED})
_SHOWN = _ON_TOP | {StepState.OWN}


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step taken on this terminal."""

    id: str
    entry: TimelineEntry
    state: StepState
    after_version: int
    """The hub's version that it stands on."""
    change: StatusChange | None = None
    delivery_id: str = ""
    version: int | None = None
    """The hub's version after it."""
    reason: str = ""
    """Code of a refusal or conflict."""


@dataclass(frozen=True, slots=True)
class StoredReferral:
    """One referral with everything that is known of it."""

    id: str
    role: Actor
    """What this unit is to it: sender or receiver."""
    status: Status
    """With our waiting steps."""
    settled_status: Status
    """Without them."""
    version: int
    """The hub's; 0 before the first update."""
    revision: int
    outcome: Outcome | None
    attempts: int
    """Tries to reach the client, our waiting ones counted."""
    timeline: tuple[TimelineEntry, ...]
    unread: bool
    quarantined: str
    delivery_id: str
    created_at: datetime
    changed_at: datetime
    referral: Referral | None
    """What we wrote; None when it came from the hub."""
    payload: ReferralPayload | None
    """What came from the hub; None when we wrote it."""
    own_steps: tuple[OwnStep, ...]
    handler: str = ""
    """Received ones: whoever took the last step of work, as the timeline names them."""
    presence: Presence = Presence.HERE
    from_hub: tuple[TimelineEntry, ...] = ()
    """The hub's timeline alone: as many entries as `version`."""

    @property
    def last_by_others(self) -> bool:
        """Whether the newest step that the hub tells of was taken by the other side."""
        ours = {self.role} if self.role is Actor.RECEIVER else {self.role, Actor.DELIVERY}
        return bool(self.from_hub) and self.from_hub[-1].actor not in ours

    @property
    def base_version(self) -> int:
        """The version that a step taken now stands on, waiting ones and the delivery counted.

        A delivery that is still on its way will make one version, and so does each step.
        """
        accepted = [step for step in self.own_steps if step.state is StepState.ACCEPTED]
        waiting = sum(step.state is StepState.WAITING for step in self.own_steps)
        on_its_way = self.settled_status in (Status.QUEUED, Status.SENT) and not any(
            step.entry.step is Step.DELIVER for step in accepted
        )
        return max([self.version, *(step.version or 0 for step in accepted)]) + waiting + on_its_way


_WORK = frozenset({
    Step.ACCEPT, Step.REACHED, Step.NOT_REACHED, Step.START, Step.HOLD, Step.RESUME
})  # fmt: skip
_TO_NOBODY = frozenset({Step.DELIVER, Step.CORRECT, Step.PASS_ON})


def handler_of(timeline: Iterable[TimelineEntry]) -> tuple[str, str]:
    """(name, id) of who works on it: whoever took the last step of work since it came here."""
    handler = ("", "")
    for entry in timeline:
        if entry.step in _TO_NOBODY:
            handler = ("", "")
        elif entry.actor is Actor.RECEIVER and entry.step in _WORK:
            handler = (entry.by, entry.by_id)
    return handler


def presence_of(before: Presence, steps: Iterable[OwnStep]) -> Presence:
    """Whether it is here, our own waiting steps counted; what the hub has said stands."""
    if before is Presence.GONE:
        return before
    leaving = any(s.state in _ON_TOP and s.entry.step is Step.PASS_ON for s in steps)
    return Presence.LEAVING if leaving else Presence.HERE


def shown_status(status: Status, steps: Iterable[OwnStep]) -> Status:
    """``status`` after the steps that the hub's view does not hold yet.

    A step that no longer fits is left out: the hub will answer it.
    """
    for step in steps:
        if step.state in _ON_TOP:
            entry = step.entry
            try:
                status = after(
                    entry.step, entry.actor, status, reason=entry.reason, outcome=entry.outcome
                )
            except StepRefused:
                continue
    return status


def merged_timeline(
    from_hub: Sequence[TimelineEntry], steps: Iterable[OwnStep]
) -> tuple[TimelineEntry, ...]:
    """The hub's timeline with our own steps where they were taken.  No clock orders it."""
    known = {(entry.step, entry.at) for entry in from_hub}
    own = [
        step
        for step in steps
        if step.state in _SHOWN
        and (step.entry.step, step.entry.at) not in known
        and not _corrected_there(from_hub, step)
    ]
    merged: list[TimelineEntry] = []
    for version, entry in enumerate(from_hub):
        merged += [step.entry for step in own if step.after_version == version]
        merged.append(entry)
    merged += [step.entry for step in own if step.after_version >= len(from_hub)]
    return tuple(merged)


def _corrected_there(from_hub: Sequence[TimelineEntry], step: OwnStep) -> bool:
    """Whether the hub tells of this correction itself."""
    return (
        step.entry.step is Step.CORRECT
        and len(from_hub) > step.after_version
        and from_hub[step.after_version].step is Step.CORRECT
    )
