"""The clients' feedback as sums by month, and the free words (tables count_sum, feedback_word).

A word stands under a random id and its month, without terminal, professional or answer.
"""

import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from hyteterm.domain.delivery import DeliveryResult
from hyteterm.domain.feedback import Feedback, QuestionKind, sums
from hyteterm.domain.statistics import month_of
from hyteterm.hub import counts
from hyteterm.hub.decision import Circumstances, Decision, refused
from hyteterm.hub.store import Transaction

PREFIX: Final = "feedback|"
_ANSWER: Final = re.compile(rf"{re.escape(PREFIX)}(.+)\|(\w+(?:-\w+)*)")


async def take(tx: Transaction, body: dict[str, Any], who: Circumstances) -> Decision:
    """Add the answer to the month's sums, or refuse what is no feedback."""
    try:
        feedback = Feedback.model_validate(body)
    except ValidationError:
        return refused("unreadable")
    month = month_of(who.now)
    for (question, answer), count in sums(feedback).items():
        await counts.add(tx, month, f"{PREFIX}{question}|{answer}", count)
    if word := " ".join(feedback.word.split()):
        await tx.execute(
            "INSERT INTO feedback_word (id, month, word) VALUES ($1, $2, $3)",
            secrets.token_hex(16),
            month,
            word,
        )
    return Decision(DeliveryResult.ACCEPTED)


async def words(tx: Transaction, month: str) -> list[str]:
    """The free words of a month, in no order of time; for the county to read."""
    found = await tx.rows("SELECT word FROM feedback_word WHERE month = $1 ORDER BY id", month)
    return [row["word"] for row in found]


def by_question(sums_of_month: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """The feedback among the sums of a month: question → answer → how many."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for name, count in sums_of_month.items():
        if match := _ANSWER.fullmatch(name):
            found[match[1]][match[2]] = count
    return dict(found)


def is_recommend(question: str) -> bool:
    """Whether a question asks for a recommendation score."""
    return question.startswith(f"{QuestionKind.RECOMMEND}.")
