"""The month's figures over all units, as far as they may be told."""

from collections.abc import Iterator, Mapping

from hyteterm.domain.feedback import SOURCE, answers_shown
from hyteterm.domain.referral import TimelineEntry
from hyteterm.domain.statistics import (
    CLIENT_FEEDBACK,
    MONTHS_SHOWN,
    RECORDED,
    USE,
    WORD,
    CountedReferral,
    MonthCount,
    MonthlyStatistics,
    StatisticsRow,
    counted,
    line_rows,
    month_bounds,
    month_plus,
    referral_rows,
)
from hyteterm.domain.suppression import protected_line, small
from hyteterm.domain.use_counts import PREFIXES, SURVEY, Use
from hyteterm.domain.use_counts import RECORDED as RECORDED_PREFIX
from hyteterm.domain.use_counts import WORD as WORD_PREFIX
from hyteterm.hub import counts, feedback, referrals, times, units
from hyteterm.hub.store import Store, Transaction


async def of_month(store: Store, month: str) -> MonthlyStatistics:
    """The figures of ``YYYY-MM``.  Raises `ValueError` for another form.

    The municipality of a client under turvakielto was never sent, so it is empty.
    """
    month_bounds(month)

    async def work(tx: Transaction) -> MonthlyStatistics:
        arrived = await _referrals(tx, month)
        sums = await counts.of_month(tx, month)
        rows = [*referral_rows(arrived), *_use_rows(sums), *_feedback_rows(sums)]
        shown = {row.unit for row in rows} | {row.receiver for row in rows}
        return MonthlyStatistics(
            month=month,
            rows=rows,
            months=[
                await _month_count(tx, month_plus(month, -back))
                for back in reversed(range(MONTHS_SHOWN))
            ],
            names={unit.id: unit.name for unit in await units.every(tx) if unit.id in shown},
        )

    return await store.read(work)


async def _referrals(tx: Transaction, month: str) -> list[CountedReferral]:
    first, end = month_bounds(month)
    timelines: dict[str, list[TimelineEntry]] = {}
    for row in await tx.rows(
        "SELECT timeline.referral_id AS id, timeline.entry AS entry FROM timeline"
        " JOIN referral ON referral.id = timeline.referral_id"
        " WHERE referral.received_at >= $1 AND referral.received_at < $2"
        " ORDER BY timeline.referral_id, timeline.version",
        times.written(first),
        times.written(end),
    ):
        timelines.setdefault(row["id"], []).append(TimelineEntry.model_validate_json(row["entry"]))
    return [
        counted(
            one.payload,
            receiver=one.receiver_unit_id,
            unit=one.sender_unit_id,
            status=one.status,
            outcome=one.outcome,
            arrived=one.received_at,
            timeline=timelines.get(one.id, ()),
        )
        for one in await referrals.received_between(tx, first, end)
    ]


async def _month_count(tx: Transaction, month: str) -> MonthCount:
    first, end = month_bounds(month)
    found = await tx.row(
        "SELECT count(*) AS number FROM referral WHERE received_at >= $1 AND received_at < $2",
        times.written(first),
        times.written(end),
    )
    number = 0 if found is None else int(found["number"])
    return MonthCount(month=month, count=None if small(number) else number)


def _use_rows(sums: Mapping[str, int]) -> Iterator[StatisticsRow]:
    """What the terminals counted.  No sum stands beside these, so each is told by itself."""
    recorded = {
        name.removeprefix(RECORDED_PREFIX): count
        for name, count in sums.items()
        if name.startswith(RECORDED_PREFIX)
    }
    for item, told in line_rows(protected_line(recorded)):
        yield StatisticsRow(measure=RECORDED, item=item, count=told)
    for name, count in sorted(sums.items()):
        if name.startswith(WORD_PREFIX):
            # A rare word is not even named.
            if not small(count):
                yield StatisticsRow(measure=WORD, item=name.removeprefix(WORD_PREFIX), count=count)
        elif name in set(Use) or name.startswith(_SHOWN):
            yield StatisticsRow(measure=USE, item=name, count=None if small(count) else count)


_SHOWN = tuple(set(PREFIXES) - {RECORDED_PREFIX, WORD_PREFIX, SURVEY})


def _feedback_rows(sums: Mapping[str, int]) -> Iterator[StatisticsRow]:
    """The clients' feedback: each question's number and mean, and its spread where told."""
    for question, answers in sorted(feedback.by_question(sums).items()):
        if question == SOURCE:
            for source, told in line_rows(protected_line(answers)):
                yield StatisticsRow(measure=CLIENT_FEEDBACK, item=f"{SOURCE}.{source}", count=told)
            continue
        numbers = {int(answer): count for answer, count in answers.items()}
        shown = answers_shown(numbers, recommend=feedback.is_recommend(question))
        yield StatisticsRow(
            measure=CLIENT_FEEDBACK, item=question, count=shown.count, mean=shown.mean
        )
        if shown.promoters is not None:
            yield StatisticsRow(
                measure=CLIENT_FEEDBACK,
                item=f"{question}.score",
                count=shown.count,
                mean=float(shown.promoters),
            )
        for answer, count in sorted((shown.spread or {}).items()):
            yield StatisticsRow(measure=CLIENT_FEEDBACK, item=f"{question}.{answer}", count=count)
