"""A county's own referral types, from its file to the referral that leaves."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from hyteterm.domain.referral_types import BUILT_IN, adopt, kinds_in_use, type_name
from hyteterm.local_cache.home import Home
from hyteterm.translation import gettext
from hyteterm.workspace import Workspace
from hyteterm.workspace.examination import examine
from tests.homes import NURSE, PIN

FOREST: dict[str, Any] = {
    "code": "forest",
    "label": {"fi": "metsälähete", "sv": "skogsremiss", "en": "forest referral"},
    "stems": ["metsä", "skog"],
    "required": ["name", "phone", "goal", "reason"],
    "receiver": "home-municipality",
    "consent": ["contact", "reason", "goal"],
    "next_step": {"fi": "Metsäopas soittaa sinulle."},
}


@pytest.fixture(autouse=True)
def only_ours_afterwards() -> Iterator[None]:
    yield
    adopt(())


def write(home: Home, *types: dict[str, Any]) -> None:
    (home.path / "referral_types.json").write_text(json.dumps({"types": types}))


def test_an_own_type_is_typed_named_and_sent_by_its_own_rules(home: Home) -> None:
    write(home, FOREST)
    with Workspace(home) as workspace:
        workspace.session.unlock(NURSE.id, PIN)
        desk = workspace.referrals
        quick = desk.quick_line("286")
        line = "metsälähete Matti Mallikas 0500000201 s58; uupunut"
        draft = quick.typed(desk.new_draft(None, "286"), line)
        assert draft.referral.type == "forest"
        assert type_name("forest", gettext, "sv") == "skogsremiss"
        draft = desk.chosen(draft, "service", _exercise(workspace))
        draft = desk.chosen(draft, "type", "forest")
        draft = desk.with_consent(draft, wider=False)
        assert {item.value for item in draft.referral.consent.items} == set(FOREST["consent"])
        assert [field for field, _message in desk.missing(draft)] == ["goal"]
        payload = desk.preview(desk.typed(draft, "goal", "metsään"))
        assert payload is not None
        assert (payload.reason, payload.goal, payload.birth_year) == ("uupunut", "metsään", None)


def test_an_own_type_without_a_client_carries_none(home: Home) -> None:
    write(home, {**FOREST, "code": "advice", "carries_client": False, "consent": [],
                 "required": ["municipality", "reason"]})  # fmt: skip
    with Workspace(home) as workspace:
        workspace.session.unlock(NURSE.id, PIN)
        desk = workspace.referrals
        draft = desk.quick_line("286").typed(
            desk.new_draft(None, "286"), "metsä Matti Mallikas 0500000201; kysymys"
        )
        payload = desk.preview(draft)
        assert payload is not None
        assert (payload.name, payload.phone, payload.reason) == ("", "", "kysymys")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Forest!"},
        {"label": {}},
        {"stems": []},
        {"consent": ["contact", "violence"]},
        {"consent": ["reason"]},
        {"takes_identity_code": True},
        {"required": ["shoe-size"]},
        {"colour": "green"},
    ],
)
def test_a_file_that_is_wrong_is_told_and_ours_are_used(home: Home, wrong: dict[str, Any]) -> None:
    write(home, FOREST, {**FOREST, **wrong})
    workspace = Workspace(home)
    (finding,) = [one for one in examine(workspace) if one.subject == "types"]
    assert not finding.good
    assert "types.1" in finding.text
    assert kinds_in_use() == BUILT_IN


def test_a_file_that_is_no_json_is_told_at_the_start(home: Home) -> None:
    (home.path / "referral_types.json").write_text("{")
    with Workspace(home) as workspace:
        workspace.session.unlock(NURSE.id, PIN)
        assert any("referral_types.json" in one for one in workspace.opening_notices())


def _exercise(workspace: Workspace) -> str:
    from hyteterm.domain.service_hit import ServiceQuery

    query = ServiceQuery("Kouvolan liikuntaneuvonta", municipality="286", limit=1)
    return workspace.catalogue.search(query).hits[0].id
