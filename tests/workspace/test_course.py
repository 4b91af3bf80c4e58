"""The way through a card: what comes next, and whose wish is asked."""

from datetime import UTC, datetime

import pytest

from hyteterm.domain.card_answers import ALONE, SELF_HARM, Support
from hyteterm.domain.vocabulary import Theme
from hyteterm.workspace.conversation import new_conversation
from hyteterm.workspace.course import Course

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def course() -> Course:
    """A card with nothing on it."""
    return Course(new_conversation(municipality="286", language="fi", others_hear=False, at=NOW))


def to(course: Course, theme: Theme | None) -> None:
    course.conversation.change(at=theme)


def test_topics_are_gone_through_in_the_order_in_which_they_were_chosen(course: Course) -> None:
    for theme in (Theme.NATURE, Theme.EXERCISE):
        course.conversation.toggle_topic(theme)
    assert course.following is Theme.NATURE
    to(course, Theme.NATURE)
    course.score(4)
    assert course.following is Theme.EXERCISE
    to(course, Theme.EXERCISE)
    course.score(4)
    assert course.following is None


def test_a_theme_left_open_is_not_asked_again_in_this_sitting(course: Course) -> None:
    to(course, Theme.EXERCISE)
    course.pass_over()
    to(course, Theme.SAFETY)
    assert course.following is Theme.NUTRITION
    to(course, Theme.EXERCISE)
    course.score(3)
    assert course.passed == frozenset()


def test_the_wish_is_the_open_themes_once_it_is_scored_and_the_last_ones_before(
    course: Course,
) -> None:
    to(course, Theme.SLEEP)
    assert course.wish_theme is None
    course.score(3)
    to(course, Theme.MIND)
    assert course.wish_theme is Theme.SLEEP
    course.wish(Support.YES)
    course.score(5)
    assert course.wish_theme is Theme.MIND
    assert course.conversation.answers.theme(Theme.SLEEP).support is Support.YES


def test_the_wish_of_a_theme_that_was_hidden_is_not_asked(course: Course) -> None:
    to(course, Theme.MIND)
    course.score(5)
    to(course, Theme.CULTURE)
    course.conversation.change(others_hear=True)
    assert course.wish_theme is None


def test_safety_takes_a_score_only_of_a_client_who_is_alone_and_leaves_no_wish(
    course: Course,
) -> None:
    to(course, Theme.SAFETY)
    assert not course.may_score
    course.conversation.answer(ALONE, True)
    assert course.may_score
    course.score(9)
    assert course.direct_question == ""
    course.score(6)
    assert course.direct_question == "safety.afraid"
    course.put_safety_away()
    assert course.scored_last is None
    assert not course.conversation.answers.alone
    course.put_safety_away()
    assert Theme.SAFETY in course.conversation.shown
    assert not course.may_score


def test_a_low_mood_asks_about_self_harm_once(course: Course) -> None:
    to(course, Theme.MIND)
    course.score(8)
    assert course.direct_question == ""
    course.score(2)
    assert course.direct_question == SELF_HARM
    course.conversation.answer(SELF_HARM, "no")
    assert course.direct_question == ""


def test_the_rows_above_and_below_end_at_the_ends(course: Course) -> None:
    to(course, Theme.EXERCISE)
    assert (course.beside(-1), course.beside(1)) == (None, Theme.NUTRITION)
    to(course, Theme.HEALTH)
    assert course.beside(1) is None
    to(course, None)
    assert course.beside(1) is None
