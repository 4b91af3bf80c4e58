"""From a card's answers to services: what to suggest, in which order, and why.

Pure and table-driven (`hyteterm.domain.suggestion_rules`): the same card and catalogue
always give the same list.  Scores of calculators count only where the county has said so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hyteterm.domain import suggestion_rules as rules
from hyteterm.domain.card_answers import CardAnswers
from hyteterm.domain.service_path import ServicePath
from hyteterm.domain.suggestion_request import AvailableService, SuggestionRequest
from hyteterm.domain.suggestion_rules import FIT_POINTS, Fit
from hyteterm.domain.vocabulary import (
    LOW_THRESHOLD_LABELS,
    TARGET_GROUP_LABELS,
    THEME_LABELS,
    LowThreshold,
    PriceKind,
    TargetGroup,
    Theme,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as data: a message id, its values, and values that are message ids themselves."""

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


def reason_text(reason: Reason, translate: Callable[[str], str]) -> str:
    """The reason in words (“uni 3/10, toivoo tukea”)."""
    labels = {name: translate(label) for name, label in reason.labels.items()}
    return translate(reason.message).format(**reason.values, **labels)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One service, under the theme that speaks most for it."""

    service_id: str
    theme: Theme
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    points: int
    reasons: tuple[Reason, ...]
    referral_types: tuple[str, ...] = ()


def wanted_themes(request: SuggestionRequest) -> tuple[Theme, ...]:
    """Themes in which something is suggested, the most wanted first."""
    wanted = _wanted(request)
    return tuple(sorted(wanted, key=lambda theme: -wanted[theme].points))


def suggest(
    request: SuggestionRequest,
    services: Iterable[AvailableService],
    per_theme: int = 3,
) -> tuple[Suggestion, ...]:
    """At most ``per_theme`` services for each wanted theme, best first.

    A service stands once, under its most wanted theme; equal points go by id.
    """
    wanted = _wanted(request)
    found = [s for service in services if (s := _suggestion(request, wanted, service))]
    found.sort(key=lambda s: (-s.points, s.service_id))
    taken: dict[Theme, int] = {}
    chosen = []
    for suggestion in found:
        if taken.setdefault(suggestion.theme, 0) < per_theme:
            taken[suggestion.theme] += 1
            chosen.append(suggestion)
    return tuple(chosen)


def fitting_paths(
    request: SuggestionRequest, paths: Iterable[ServicePath]
) -> tuple[ServicePath, ...]:
    """Paths of a wanted theme that are for the client, the most wanted theme first."""
    order = wanted_themes(request)
    fitting = []
    for path in paths:
        ranks = [order.index(theme) for theme in path.themes if theme in order]
        barred = request.declined | request.hidden_themes
        groups = path.target_groups
        fits = _for_client(request, groups) and not _for_unusual_age(request, groups)
        if ranks and path.themes[0] not in barred and fits:
            fitting.append((min(ranks), path))
    return tuple(path for _rank, path in sorted(fitting, key=lambda one: (one[0], one[1].id)))


def guidance_letter(
    birth_year: int | None, year: int, ages: Sequence[int] = rules.LETTER_AGES
) -> Reason | None:
    """The county's guidance letter, when the client reaches one of ``ages`` in ``year``."""
    if birth_year is None or year - birth_year not in ages:
        return None
    return Reason(rules.LETTER, {"age": year - birth_year})


# --- Themes -----------------------------------------------------------------------------


def _wanted(request: SuggestionRequest) -> dict[Theme, _Wanted]:
    wanted = {}
    barred = request.declined | request.hidden_themes
    for theme in Theme:
        if theme in barred:
            continue
        by_card = _by_card(request.card, theme)
        by_result = _by_result(request, theme)
        if both := [found for found in (by_card, by_result) if found]:
            wanted[theme] = _Wanted(
                max(one.points for one in both),
                tuple(reason for one in both for reason in one.reasons),
                tuple(kind for one in both for kind in one.referral_types),
            )
    return wanted


def _by_card(card: CardAnswers, theme: Theme) -> _Wanted | None:
    answer = card.theme(theme)
    if theme is Theme.SAFETY and not card.alone:
        return None
    for rule in rules.THEME_RULES:
        scored = (
            answer.score is None
            if rule.at_most is None
            else answer.score is not None and answer.score <= rule.at_most
        )
        chosen = theme in card.topics or not rule.chosen
        if answer.support is rule.wish and scored and chosen:
            values: dict[str, str | int] = {}
            points = rule.points
            if answer.score is not None:
                values["score"] = answer.score
                points += (10 - answer.score) * rules.POINTS_PER_MISSING_SCORE
            return _Wanted(points, (Reason(rule.reason, values, {"theme": THEME_LABELS[theme]}),))
    return None


def _by_result(request: SuggestionRequest, theme: Theme) -> _Wanted | None:
    if not request.results_steer:
        return None
    fitting = [
        (rule, result)
        for result in request.results
        for rule in rules.INSTRUMENT_RULES
        if result.worth_raising and rule.instrument is result.instrument and theme in rule.themes
    ]
    if not fitting:
        return None
    return _Wanted(
        max(rule.points for rule, _result in fitting),
        tuple(
            Reason(
                rules.INSTRUMENT_REASON,
                {"name": result.name, "points": result.points, "maximum": result.maximum},
            )
            for _rule, result in fitting
        ),
        tuple(rule.referral_type for rule, _result in fitting if rule.referral_type),
    )


# --- Services ---------------------------------------------------------------------------


def _suggestion(
    request: SuggestionRequest, wanted: Mapping[Theme, _Wanted], service: AvailableService
) -> Suggestion | None:
    main = service.themes[0] if service.themes else None
    themes = sorted(
        (theme for theme in service.themes if theme in wanted),
        key=lambda theme: -wanted[theme].points - (theme is main) * FIT_POINTS[Fit.MAIN_THEME],
    )
    if not themes or not _offered(request, service):
        return None
    theme = themes[0]
    fits = _fits(request, wanted[theme], theme, service)
    points = wanted[theme].points + sum(points for points, _reason in fits)
    because = tuple(reason for _points, reason in fits if reason is not None)
    return Suggestion(service.id, theme, points, (*wanted[theme].reasons, *because))


def _offered(request: SuggestionRequest, service: AvailableService) -> bool:
    here = (
        not request.municipality
        or service.nationwide
        or request.municipality in service.municipalities
    )
    charged = (
        request.card.free is True
        and service.price is PriceKind.CHARGED
        and rules.FREE_IN_PRACTICE.isdisjoint(service.low_threshold)
    )
    barred = rules.PLAIN_THEMES & (request.declined | request.hidden_themes)
    return (
        here
        and not charged
        and service.id not in request.declined_services
        and barred.isdisjoint(service.themes)
        and _for_client(request, service.target_groups)
    )


def _for_client(request: SuggestionRequest, target_groups: Sequence[TargetGroup]) -> bool:
    named = frozenset(target_groups)
    if named and named <= rules.NOT_FOR_CLIENTS:
        return False
    ages = named & rules.AGE_GROUPS
    known = request.groups
    other_age = bool(ages) and bool(known & rules.AGE_GROUPS) and not ages & known
    return not other_age or bool(named & known)


def _for_unusual_age(request: SuggestionRequest, target_groups: Sequence[TargetGroup]) -> bool:
    """Whether it is for the young or the old only, and the client's age is not known."""
    ages = frozenset(target_groups) & rules.AGE_GROUPS
    return bool(ages) and not request.groups and ages.isdisjoint(rules.USUAL_AGES)


_Fits = list[tuple[int, Reason | None]]


def _fits(
    request: SuggestionRequest, wanted: _Wanted, theme: Theme, service: AvailableService
) -> _Fits:
    return [
        *_group_fit(request, theme, service),
        *_practice_fit(request, service),
        *_plain_fit(request, wanted, theme, service),
    ]


def _group_fit(request: SuggestionRequest, theme: Theme, service: AvailableService) -> _Fits:
    named = frozenset(service.target_groups)
    if not named:
        return []
    own = [group for group in TargetGroup if group in named & request.groups]
    if own:
        own.sort(key=lambda group: group in rules.AGE_GROUPS)
        kind = Fit.OWN_GROUP if own[0] in rules.AGE_GROUPS else Fit.OWN_CIRCUMSTANCE
        reason = Reason(rules.GROUP_REASON, labels={"group": TARGET_GROUP_LABELS[own[0]]})
        return [(FIT_POINTS[kind], reason)]
    if named & rules.THEME_GROUPS.get(theme, frozenset()):
        return [(FIT_POINTS[Fit.THEME_GROUP], None)]
    if not request.groups and named & rules.USUAL_AGES:
        return []
    # only a group that the card knows nothing of: still possible, but behind the others
    return [(FIT_POINTS[Fit.OTHER_GROUP], None)]


_FREE_REASON: Final = Reason(rules.FREE_REASON)


def _practice_fit(request: SuggestionRequest, service: AvailableService) -> _Fits:
    wished = frozenset(
        practice
        for wish, practices in rules.WISHED_PRACTICES.items()
        if getattr(request.card, wish) is True
        for practice in practices
    )
    practices = [practice for practice in LowThreshold if practice in service.low_threshold]
    practices.sort(key=lambda practice: practice not in wished)
    return [
        (
            FIT_POINTS[Fit.WISHED_PRACTICE if practice in wished else Fit.PRACTICE],
            Reason(LOW_THRESHOLD_LABELS[practice]),
        )
        for practice in practices[: rules.MOST_PRACTICES]
    ]


def _plain_fit(
    request: SuggestionRequest, wanted: _Wanted, theme: Theme, service: AvailableService
) -> _Fits:
    fits: _Fits = []
    if theme is service.themes[0]:
        fits.append((FIT_POINTS[Fit.MAIN_THEME], None))
    if service.price is PriceKind.FREE:
        kind = Fit.FREE_AS_WISHED if request.card.free else Fit.FREE
        fits.append((FIT_POINTS[kind], _FREE_REASON))
    if service.languages:
        own = request.language in service.languages
        fits.append((FIT_POINTS[Fit.OWN_LANGUAGE if own else Fit.OTHER_LANGUAGE], None))
    if request.municipality and request.municipality in service.municipalities:
        fits.append((FIT_POINTS[Fit.OWN_MUNICIPALITY], None))
    rank = service.distance_rank
    if rank is not None and 0 <= rank < len(rules.DISTANCE_POINTS):
        fits.append((rules.DISTANCE_POINTS[rank], Reason(rules.NEAR_REASON) if rank == 0 else None))
    if service.referral_type:
        fitting = (*rules.THEME_REFERRALS.get(theme, ()), *wanted.referral_types)
        kind = Fit.REFERRAL if service.referral_type in fitting else Fit.OTHER_REFERRAL
        fits.append((FIT_POINTS[kind], Reason(rules.REFERRAL_REASON)))
    return fits
