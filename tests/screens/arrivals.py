"""Referrals that have come to the terminal's unit, put into the vault as the hub gives them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hyteterm.domain.consent import BASIC_ITEMS, ConsentRecord
from hyteterm.domain.delivery import ReferralState, UpdatesAnswer
from hyteterm.domain.referral import Receiver, ReferralPayload, Sender, TimelineEntry, Urgency
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step, after
from hyteterm.local_cache.outbox import Outbox
from hyteterm.sync.terminal_notice import COUNTY_SETTING
from hyteterm.workspace import Workspace
from tests.homes import NOW, NURSE

MATTI = "0190a000-0000-7000-8000-000000000001"
ELMA = "0190a000-0000-7000-8000-000000000002"
JONI = "0190a000-0000-7000-8000-000000000003"
NEIGHBOUR = "u-culture"
_ARRIVED = (Step.DELIVER, Actor.DELIVERY)


def receives(workspace: Workspace, *, attempts: int = 3, waiting_time: str = "") -> None:
    """The terminal's unit takes exercise referrals; there is another unit too."""
    units = [
        {
            "id": NURSE.unit_id,
            "name": "Kouvolan liikuntaneuvonta",
            "municipalities": ["286"],
            "referral_types": ["exercise"],
            "services": [],
            "accepting": True,
            "waiting_time": waiting_time,
        },
        {
            "id": NEIGHBOUR,
            "name": "Kouvolan kulttuurineuvonta",
            "municipalities": ["286"],
            "referral_types": ["culture"],
            "services": [],
            "accepting": False,
            "waiting_time": "",
        },
    ]
    with Outbox.open(workspace.home.outbox, workspace.time) as outbox:
        outbox.set_setting(
            COUNTY_SETTING, {"policies": {"contact_attempts": attempts}, "units": units}
        )


def arrive(
    workspace: Workspace,
    id: str = MATTI,
    name: str = "Matti Mallikas",
    *,
    steps: Sequence[tuple[Step, Actor]] = (),
    by: str = "A. Demo, Kouvolan liikuntaneuvonta",
    urgency: Urgency = Urgency.ROUTINE,
    hours_ago: int = 5,
    feedback: bool = True,
) -> None:
    """The hub tells of a referral that has gone through ``steps`` since it arrived."""
    at = NOW - timedelta(hours=hours_ago)
    payload = ReferralPayload(
        id=id,
        revision=1,
        type="exercise",
        created_at=at,
        sender=Sender(
            professional_id="p-9",
            name="Hilkka Hoitaja",
            role="sh",
            unit="Haminan terveysasema",
            phone="+358 5 000 0300",
        ),
        receiver=Receiver(organisation="Kouvolan kaupunki", service="Liikuntaneuvonta"),
        consent=ConsentRecord(
            items=tuple(sorted(BASIC_ITEMS)), given_at=at, feedback_to_sender=feedback
        ),
        client_reference=f"ref-{id[-1]}",
        urgency=urgency,
        name=name,
        phone="+358 50 000 0201",
        contact_time="arkisin klo 12 jälkeen",
        birth_year=1958,
        municipality="286",
        language="fi",
        reason="polvi, haluaa ryhmään",
    )
    tell(workspace, payload, steps, by=by, at=at)


def tell(
    workspace: Workspace,
    payload: ReferralPayload,
    steps: Sequence[tuple[Step, Actor]],
    *,
    by: str,
    at: datetime,
) -> None:
    """One page of updates with this referral."""
    status, timeline = Status.DELIVERED, []
    for number, (step, actor) in enumerate((_ARRIVED, *steps)):
        if number:
            status = after(step, actor, status, reason="syy", outcome=Outcome.FULFILLED)
        who = by if actor is Actor.RECEIVER else "Haminan terveysasema"
        timeline.append(
            TimelineEntry(
                step=step, actor=actor, at=at + timedelta(minutes=number), status=status, by=who
            )
        )
    state = ReferralState(
        sequence=1,
        referral_id=payload.id,
        revision=1,
        version=len(timeline),
        role=Actor.RECEIVER,
        status=status,
        attempts=sum(step is Step.NOT_REACHED for step, _actor in steps),
        timeline=timeline,
        payload=payload,
    )
    answer = UpdatesAnswer(epoch="e-1", hub_time=NOW, cursor="c", updates=[state])
    workspace.session.vault.take_updates(answer, at)
