"""What the suggestions are made from: the client's side and the services' side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hyteterm.domain.calculators import ScoreResult
from hyteterm.domain.card_answers import CardAnswers, Variant, variant_of_age
from hyteterm.domain.service import Service
from hyteterm.domain.suggestion_rules import VARIANT_GROUPS
from hyteterm.domain.vocabulary import LowThreshold, PriceKind, TargetGroup, Theme


class AvailableService(Protocol):
    """What the rules need to know of a service."""

    @property
    def id(self) -> str: ...
    @property
    def themes(self) -> Sequence[Theme]: ...
    @property
    def target_groups(self) -> Sequence[TargetGroup]: ...
    @property
    def municipalities(self) -> Sequence[str]: ...
    @property
    def nationwide(self) -> bool: ...
    @property
    def price(self) -> PriceKind: ...
    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def low_threshold(self) -> Sequence[LowThreshold]: ...
    @property
    def referral_type(self) -> str: ...
    @property
    def distance_rank(self) -> int | None:
        """0 is nearest; None when not known."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An `AvailableService` with no more than that."""

    id: str
    themes: tuple[Theme, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    municipalities: tuple[str, ...] = ()
    nationwide: bool = False
    price: PriceKind = PriceKind.UNKNOWN
    languages: tuple[str, ...] = ()
    low_threshold: tuple[LowThreshold, ...] = ()
    referral_type: str = ""
    distance_rank: int | None = None


def candidate(service: Service, distance_rank: int | None = None) -> Candidate:
    """The candidate that a catalogue service makes."""
    return Candidate(
        id=service.id,
        themes=service.themes,
        target_groups=service.target_groups,
        municipalities=service.municipalities,
        nationwide=service.nationwide,
        price=service.price.kind,
        languages=service.languages,
        low_threshold=service.low_threshold,
        referral_type=service.referral_type,
        distance_rank=distance_rank,
    )


@dataclass(frozen=True, slots=True)
class SuggestionRequest:
    """The client's side."""

    card: CardAnswers
    municipality: str = ""
    """Three-digit code; empty: not known or protected, every municipality is looked at."""
    language: str = "fi"
    birth_year: int | None = None
    year: int = 0
    """This year; needed with ``birth_year``."""
    declined_themes: frozenset[Theme] = frozenset()
    """Besides those in which the card says no to support."""
    declined_services: frozenset[str] = frozenset()
    hidden_themes: frozenset[Theme] = frozenset()
    """See `hyteterm.domain.safety.hidden_themes`."""
    results: tuple[ScoreResult, ...] = ()
    results_steer: bool = False
    """The county has switched on that calculators steer suggestions."""

    @property
    def declined(self) -> frozenset[Theme]:
        """Everything in which nothing may be suggested."""
        return self.declined_themes | self.card.declined

    @property
    def groups(self) -> frozenset[TargetGroup]:
        """Groups the client is known to be in; empty: nothing is known."""
        chosen = self.card.variant
        by_age = variant_of_age(self.birth_year, self.year)
        # a carer has an age too; any other choice of the professional outweighs the birth year
        variants = (chosen, by_age) if chosen in (None, Variant.CARERS) else (chosen,)
        return frozenset(
            group for variant in variants if variant for group in VARIANT_GROUPS[variant]
        )
