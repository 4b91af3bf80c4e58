"""The course of one sitting at a card: what was left open, what comes next, which wish is asked."""

from __future__ import annotations

from typing import Final

from hyteterm.domain.card_answers import Support
from hyteterm.domain.vocabulary import Theme
from hyteterm.workspace.conversation import DIRECT_QUESTIONS, Conversation

LOW_SAFETY: Final = 6
"""A score of safety up to which the direct questions follow by themselves."""


class Course:
    """The way through the themes of a conversation."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.passed: frozenset[Theme] = frozenset()
        """Themes that were left open with Enter in this sitting."""
        self.scored_last: Theme | None = None
        """Its wish is asked beside the next question."""

    @property
    def at(self) -> Theme | None:
        """The open theme; None while topics are chosen."""
        return self.conversation.body.at

    @property
    def following(self) -> Theme | None:
        """The next theme without a score, from the open one on and around the end.

        None: everything wanted is gone through, or was looked at and left open.
        """
        order = self.conversation.wanted
        start = order.index(self.at) + 1 if self.at in order else 0
        for theme in (*order[start:], *order[:start]):
            if self.conversation.answers.theme(theme).score is None and theme not in self.passed:
                return theme
        return None

    def beside(self, by: int) -> Theme | None:
        """The theme so many rows below the open one; None beyond the ends."""
        shown = self.conversation.shown
        if self.at not in shown:
            return None
        place = shown.index(self.at) + by
        return shown[place] if 0 <= place < len(shown) else None

    def pass_over(self) -> None:
        """Leave the open theme as it is."""
        if self.at is not None and self.conversation.answers.theme(self.at).score is None:
            self.passed |= {self.at}

    @property
    def may_score(self) -> bool:
        """Whether the open theme takes a score: safety only when nobody else hears."""
        if self.at is Theme.SAFETY:
            return self.conversation.answers.alone
        return self.at is not None

    def score(self, points: int) -> None:
        """Answer the open theme, 0–10."""
        if self.at is not None:
            self.conversation.score(self.at, points)
            self.scored_last = self.at
            self.passed -= {self.at}

    @property
    def direct_question(self) -> str:
        """The first direct question of the open theme that has no answer; or empty.

        Questions about violence come up by themselves only after a low score.
        """
        conversation, theme = self.conversation, self.at
        if theme is None:
            return ""
        score = conversation.answers.theme(theme).score
        if theme is Theme.SAFETY and (score is None or score > LOW_SAFETY):
            return ""
        unanswered = (
            link
            for link in DIRECT_QUESTIONS.get(theme, ())
            if conversation.asked(link) and not conversation.value(link)
        )
        return next(unanswered, "")

    @property
    def wish_theme(self) -> Theme | None:
        """The theme whose wish is asked: the open one once it has an answer, else the last one."""
        theme = self.at
        if theme is None or self.conversation.answers.theme(theme).score is not None:
            return theme
        return self.scored_last if self.scored_last not in self.conversation.hidden else None

    def wish(self, support: Support) -> None:
        """Answer the wish that is asked now."""
        if (theme := self.wish_theme) is not None:
            self.conversation.wish(theme, support)

    def put_safety_away(self) -> None:
        """Keep the safety theme off the screen, or bring it back to be asked again."""
        self.conversation.put_safety_away()
        if self.scored_last is Theme.SAFETY:
            self.scored_last = None
