"""The built-in referral types as data, and a county's own beside them."""

from datetime import date

import pytest

from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.quick_entry import Context, Field, parse
from hyteterm.domain.referral_types import BUILT_IN, ReceiverRule, ReferralKind, kind_of, with_own
from hyteterm.domain.vocabulary import ReferralType
from hyteterm.translation import translations

TODAY = date(2026, 11, 20)


def test_every_type_of_the_vocabulary_is_described_once() -> None:
    assert [kind.code for kind in BUILT_IN] == list(ReferralType)


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: str(kind.code))
def test_each_type_is_complete(kind: ReferralKind) -> None:
    assert all((kind.label, kind.next_step, kind.reason_hint, kind.stems))
    assert {Field(one) for one in (*kind.required, *kind.asked)} <= set(Field)
    assert ("service" in kind.required) is (kind.receiver is ReceiverRule.SERVICE)
    assert ("name" in kind.required) is kind.carries_client
    assert (ConsentItem.CONTACT in kind.consent_items) is kind.carries_client
    assert (ConsentItem.IDENTITY_CODE in kind.consent_items) is kind.takes_identity_code
    assert ConsentItem.VIOLENCE not in kind.consent_items


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: str(kind.code))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_type_is_found_by_its_name_in_swedish_and_english(
    kind: ReferralKind, language: str
) -> None:
    name = kind.text("label", translations(language).gettext, language)
    assert name != kind.label
    found = parse(name, Context(TODAY))
    assert kind.code in {
        found.type,
        *(fill for one in found.ambiguous for option in one.options for _, fill in option.fills),
    }


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: str(kind.code))
def test_each_type_is_found_by_its_finnish_name(kind: ReferralKind) -> None:
    found = parse(kind.label, Context(TODAY))
    assert (found.type, found.unknown) == (kind.code, ())


def test_only_the_consultation_goes_without_the_client() -> None:
    assert [kind.code for kind in BUILT_IN if not kind.carries_client] == ["violence-consultation"]


def test_a_county_adds_its_own_type_and_replaces_another() -> None:
    own = ReferralKind("forest", "metsälähete", stems=("metsä",))
    other = ReferralKind("culture", "taidelähete", stems=("taide",))
    kinds = with_own([own, other])
    assert len(kinds) == len(BUILT_IN) + 1
    assert kind_of("culture", kinds) is other
    assert kind_of("nothing", kinds) is None
    context = Context(TODAY, types=kinds)
    assert parse("metsälähete matti virtanen", context).type == "forest"
    assert parse("taide matti virtanen", context).type == "culture"
    assert parse("kulttuuri matti virtanen", context).type == ""
