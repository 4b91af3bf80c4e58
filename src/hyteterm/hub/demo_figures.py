"""Invented figures of past months, so that the demo's statistics show something.

The referrals stand in no unit's feed: they are counted and never listed.  They hold no
client at all.
"""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hyteterm.domain.consent import ConsentItem, ConsentRecord
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import Receiver, ReferralPayload, Sender, TimelineEntry
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step
from hyteterm.domain.statistics import month_bounds, month_of, month_plus
from hyteterm.domain.survey import QUESTIONS, counts_of
from hyteterm.domain.use_counts import SURVEY, added
from hyteterm.domain.vocabulary import Theme
from hyteterm.hub import counts, terminals, times, units
from hyteterm.hub.feedback import PREFIX
from hyteterm.hub.store import Transaction, open_store
from hyteterm.hub.units import Unit

MONTHS: Final = 12
TYPES: Final[tuple[tuple[str, Theme, int], ...]] = (
    # type, theme, weight
    ("exercise", Theme.EXERCISE, 9),
    ("culture", Theme.CULTURE, 4),
    ("ngo", Theme.RELATIONSHIPS, 4),
    ("lifestyle", Theme.NUTRITION, 3),
    ("sleep", Theme.SLEEP, 2),
    ("nicotine", Theme.SUBSTANCES, 1),
)
MUNICIPALITIES: Final = (("286", 6), ("285", 4), ("075", 2), ("624", 1))
USE: Final = {
    "search": 420,
    "service-opened": 160,
    "leaflet": 45,
    "card-begun": 38,
    "card-finished": 31,
    "risk-test.findrisc": 12,
    "risk-test.audit-c": 9,
    "brief-advice.alcohol": 8,
    "segment.occasional": 14,
    "segment.planned": 11,
    "recorded.yes": 21,
    "recorded.no": 8,
    "word.sirkuskoulu": 7,
}


def seed_figures(
    database: str | Path, *, senders: Sequence[Unit], receivers: Sequence[str], now: datetime
) -> None:
    """Fill the twelve months up to ``now`` with invented figures; the same ones each time.

    ``receivers``: ids of units that the hub knows.
    """
    store = open_store(database)
    chance = random.Random(2026)

    async def work(tx: Transaction) -> None:
        for unit in senders:
            await units.put(tx, unit)
        terminal = await terminals.add(tx, senders[0].id, "esittely", now)
        for back in range(MONTHS):
            month = month_plus(month_of(now), -back)
            first, end = month_bounds(month)
            last = min(end, now)
            for _ in range(46 - 3 * back + chance.randrange(6)):
                arrived = first + (last - first) * chance.random()
                await _referral(tx, chance, terminal.id, senders, receivers, arrived, now)
            for name, count in _sums(chance).items():
                await counts.add(tx, month, name, count)

    try:
        asyncio.run(store.write(work))
    finally:
        store.close()


async def _referral(
    tx: Transaction,
    chance: random.Random,
    terminal_id: str,
    senders: Sequence[Unit],
    receivers: Sequence[str],
    arrived: datetime,
    now: datetime,
) -> None:
    kind, theme, _ = chance.choices(TYPES, [weight for *_, weight in TYPES])[0]
    (municipality, _), *_ = chance.choices(MUNICIPALITIES, [weight for _, weight in MUNICIPALITIES])
    payload = ReferralPayload(
        id=new_id(),
        revision=1,
        type=kind,
        created_at=arrived,
        sender=Sender(professional_id="", name=""),
        receiver=Receiver(),
        consent=ConsentRecord(
            items=(ConsentItem.MUNICIPALITY,), given_at=arrived, feedback_to_sender=True
        ),
        municipality=municipality,
        themes=(theme,) if chance.random() < 0.8 else (theme, Theme.MIND),
    )
    story = _story(chance, arrived, now)
    newest = story[-1]
    await tx.execute(
        "INSERT INTO referral (id, revision, version, status, outcome, attempts, type,"
        " sender_unit_id, receiver_unit_id, terminal_id, received_at, payload)"
        " VALUES ($1, 1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10)",
        payload.id,
        len(story),
        newest.status,
        newest.outcome,
        kind,
        chance.choice(senders).id,
        chance.choice(receivers),
        terminal_id,
        times.written(arrived),
        payload.model_dump_json(),
    )
    for version, entry in enumerate(story, start=1):
        await tx.execute(
            "INSERT INTO timeline (referral_id, version, entry) VALUES ($1, $2, $3)",
            payload.id,
            version,
            entry.model_dump_json(),
        )


def _story(chance: random.Random, arrived: datetime, now: datetime) -> list[TimelineEntry]:
    """The steps of one referral up to ``now``."""
    outcome = chance.choices(list(Outcome), [12, 2, 2, 1, 1])[0]
    steps = (
        (0.0, Step.DELIVER, Status.DELIVERED),
        (chance.uniform(0.2, 3), Step.ACCEPT, Status.ACCEPTED),
        (chance.uniform(0.5, 9), Step.REACHED, Status.CONTACTING),
        (chance.uniform(2, 9), Step.START, Status.STARTED),
        (chance.uniform(20, 80), Step.COMPLETE, Status.COMPLETED),
    )
    found: list[TimelineEntry] = []
    at = arrived
    for days, step, status in steps:
        at += timedelta(days=days)
        if at > now and found:
            break
        ended = step is Step.COMPLETE
        found.append(
            TimelineEntry(
                step=step,
                actor=Actor.RECEIVER if found else Actor.DELIVERY,
                at=at,
                status=status,
                note="Kiitos lähetteestä." if step is Step.REACHED else "",
                outcome=outcome if ended else None,
            )
        )
    return found


def _sums(chance: random.Random) -> dict[str, int]:
    """Use, feedback and the survey of one month."""
    smiles = {5: 14, 4: 11, 3: 6}
    feedback = {f"{PREFIX}smile|{smile}": count for smile, count in smiles.items()}
    feedback[f"{PREFIX}source|completion"] = sum(smiles.values())
    use = {name: count + chance.randrange(count // 4 + 1) for name, count in USE.items()}
    fillings = [
        counts_of(
            {
                question.id: frozenset({chance.choice(question.options[:3]).id})
                for question in QUESTIONS
            }
        )
        for _ in range(8)
    ]
    survey = {f"{SURVEY}{name}": count for name, count in added(fillings).items()}
    return use | feedback | survey
