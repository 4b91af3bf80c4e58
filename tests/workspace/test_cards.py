"""Cards in the workspace: kept at once, found again, and leaving only as the client agreed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hyteterm.domain.card_answers import Support, Variant
from hyteterm.domain.safety import Alarm
from hyteterm.domain.vocabulary import Theme
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.home import Home
from hyteterm.workspace import Workspace
from hyteterm.workspace.card_body import FormBody, birth_year_of, told_birth
from hyteterm.workspace.card_forms import UnreadableFile, forms, read_form
from hyteterm.workspace.card_policy import understood
from hyteterm.workspace.card_sharing import shared_response
from hyteterm.workspace.conversation import DATE, STEP, Conversation
from tests.homes import NOW, NURSE, PIN

TODAY = date(2026, 11, 21)


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    """Unlocked by the nurse."""
    with Workspace(home) as opened:
        opened.session.unlock(NURSE.id, PIN)
        yield opened


@pytest.fixture
def card(workspace: Workspace) -> Conversation:
    """A conversation about sleep and mood, with a name."""
    conversation = workspace.cards.new("286")
    conversation.tell("name", "Maija Mallikas")
    conversation.tell("born", "1958")
    conversation.toggle_topic(Theme.SLEEP)
    conversation.score(Theme.SLEEP, 3)
    conversation.wish(Theme.SLEEP, Support.YES)
    conversation.answer("sleep.matters", "jaksaa lastenlasten kanssa")
    return conversation


# -- unfinished and finished -------------------------------------------------------------------


def test_a_saved_card_is_the_same_when_it_is_opened_again(
    workspace: Workspace, card: Conversation
) -> None:
    workspace.cards.save(card.body)
    again = workspace.cards.resume(card.id)
    assert isinstance(again, Conversation)
    assert again.answers == card.answers
    assert again.body == card.body


def test_only_the_professional_who_began_it_is_offered_an_unfinished_card(
    workspace: Workspace, card: Conversation
) -> None:
    workspace.cards.save(card.body)
    assert [one.title for one in workspace.cards.unfinished()] == ["Maija Mallikas"]
    with workspace.session.open_vault() as vault:
        assert vault.drafts.all(kind="card", owner="somebody-else") == []


def test_a_finished_card_is_no_draft_and_nothing_is_kept_twice(
    workspace: Workspace, card: Conversation
) -> None:
    workspace.cards.save(card.body)
    assert workspace.cards.finish(card) is False
    assert workspace.cards.unfinished() == []
    assert workspace.session.vault.cards.get(card.id) is not None
    workspace.cards.finish(card)
    assert len(workspace.session.vault.cards.of_client(card.body.client.reference)) == 1


def test_saving_finishing_and_looking_leave_rows_in_the_access_log(
    workspace: Workspace, card: Conversation
) -> None:
    workspace.cards.save(card.body)
    workspace.cards.save(card.body)
    workspace.cards.resume(card.id)
    workspace.cards.finish(card)
    rows = list(
        workspace.session.vault.access_log.entries(client_reference=card.body.client.reference)
    )
    assert [row.access.action for row in reversed(rows)] == [
        Action.SAVE,
        Action.VIEW,
        Action.SAVE,
    ]
    assert "Mallikas" not in json.dumps([row.access.__repr__() for row in rows])


def test_an_earlier_card_is_told_of_but_shown_only_on_the_professionals_word(
    workspace: Workspace, card: Conversation
) -> None:
    workspace.cards.finish(card)
    other = workspace.cards.new("286")
    other.tell("name", "maija  mallikas")
    assert workspace.cards.earlier_on(other) is None
    other.tell("born", "s58")
    assert workspace.cards.earlier_on(other) is not None
    workspace.cards.earlier_on(other)
    searches = [
        row.access.subject_id
        for row in workspace.session.vault.access_log.entries(
            client_reference=card.body.client.reference
        )
        if row.access.action is Action.SEARCH
    ]
    assert searches == [other.id]
    assert other.body.earlier is None
    assert workspace.cards.put_beside(other)
    assert other.body.earlier is not None
    assert other.body.earlier.theme(Theme.SLEEP).score == 3
    assert other.body.client.reference == card.body.client.reference


def test_an_unfinished_form_of_the_county_is_kept_by_its_name(workspace: Workspace) -> None:
    body = FormBody(form="alue", started_at=NOW, answers={"items": []})
    workspace.cards.save(body)
    assert [(one.form, one.title) for one in workspace.cards.unfinished()] == [("alue", "")]
    assert workspace.cards.resume(body.id) == body


# -- order ---------------------------------------------------------------------------------------


def test_safety_comes_last_until_the_client_is_alone(workspace: Workspace) -> None:
    card = workspace.cards.new("286")
    assert card.wanted[-1] is Theme.SAFETY
    card.answer("safety.alone", True)
    assert card.wanted == tuple(Theme)


def test_answers_about_safety_stay_when_the_theme_is_put_away(workspace: Workspace) -> None:
    card = workspace.cards.new("286")
    card.answer("safety.alone", True)
    card.answer("safety.afraid", "yes")
    assert card.alarms == {Alarm.VIOLENCE}
    card.answer("safety.alone", None)
    assert not card.alarms
    card.answer("safety.alone", True)
    assert card.answers.violence == {"safety.afraid"}


def test_the_birth_year_chooses_the_questions_until_somebody_does(workspace: Workspace) -> None:
    card = workspace.cards.new("286")
    for typed in ("1", "19", "195", "1958"):
        card.tell("born", typed)
    assert card.answers.variant is Variant.OLDER_PEOPLE
    card.tell("variant", Variant.CARERS)
    card.tell("born", "1971")
    assert card.answers.variant is Variant.CARERS


@pytest.mark.parametrize(
    ("typed", "kept", "year"),
    [
        ("1958", "1958", 1958),
        ("67 v", "67 v", 1959),
        ("12.3.1958", "1958", 1958),
        ("010158-999M", "1958", 1958),
        ("010158-99", "010158-", None),
        ("eilen", "eilen", None),
    ],
)
def test_no_more_than_the_birth_year_is_kept(typed: str, kept: str, year: int | None) -> None:
    assert told_birth(typed, TODAY) == kept
    assert birth_year_of(typed, TODAY) == year


# -- what leaves -----------------------------------------------------------------------------------


def test_the_shared_response_holds_neither_safety_nor_self_harm(
    workspace: Workspace, card: Conversation
) -> None:
    card.toggle_topic(Theme.SAFETY)
    card.answer("safety.alone", True)
    card.score(Theme.SAFETY, 2)
    card.answer("safety.hurt", "yes")
    card.score(Theme.MIND, 1)
    card.answer("mind.self-harm", "yes")
    card.answer("mind.worry", "mies lyö minua")
    card.answer(STEP, "soittaa turvakotiin")
    shared = shared_response(card.response("completed", NOW), card.body.client)
    text = json.dumps(shared, ensure_ascii=False)
    for word in ("safety", "self-harm", "lyö", "turvakoti", "Mallikas", "1958"):
        assert word not in text
    assert "jaksaa lastenlasten kanssa" in text
    assert shared["subject"]["identifier"]["value"] == card.body.client.reference


def test_a_shared_response_is_valid_fhir(workspace: Workspace, card: Conversation) -> None:
    fhirkit = pytest.importorskip("fhirkit", reason="fhirkit-rs is not installed")
    card.answer(DATE, "2026-12-05")
    card.answer("wishes.free", True)
    for theme in Theme:
        card.score(theme, 5)
    shared = shared_response(card.response("completed", NOW), card.body.client)
    assert [
        issue for issue in fhirkit.validate(json.dumps(shared)) if issue.severity == "error"
    ] == []


def test_a_referral_from_the_card_tells_of_the_services_themes_alone(
    workspace: Workspace, card: Conversation
) -> None:
    card.score(Theme.MIND, 2)
    card.answer("mind.matters", "oma rauha")
    card.toggle_topic(Theme.SAFETY)
    card.answer("safety.alone", True)
    card.score(Theme.SAFETY, 2)
    found = workspace.cards.suggest(workspace.cards.request(card))
    service = next(one for one in found.services if one.theme is Theme.SLEEP)
    referral = workspace.cards.referral(card, service.id).referral
    assert Theme.SAFETY not in referral.themes
    assert Theme.SLEEP in referral.themes
    assert referral.goal == "jaksaa lastenlasten kanssa"
    assert "Turvallisuus" not in referral.card_summary
    assert referral.client == card.body.client


def test_words_of_violence_do_not_become_the_goal_of_a_referral(
    workspace: Workspace, card: Conversation
) -> None:
    card.answer("sleep.matters", "mies lyö, en saa nukuttua")
    card.answer("sleep.works", "oma huone")
    referral = workspace.cards.referral(card, None).referral
    assert referral.goal == "oma huone"
    assert "lyö" not in referral.card_summary


# -- what is suggested -----------------------------------------------------------------------------


def test_suggestions_are_of_the_clients_municipality_or_nationwide(
    workspace: Workspace, card: Conversation
) -> None:
    found = workspace.cards.suggest(workspace.cards.request(card))
    assert found.services
    for one in found.services:
        service = workspace.catalogue.service(one.id)
        assert service is not None
        assert service.nationwide or "286" in service.municipalities
    assert [path.id for path in found.paths] == ["unettomuus-laakkeetta"]


def test_a_protected_client_is_not_looked_for_by_municipality(
    workspace: Workspace, card: Conversation
) -> None:
    client = card.body.client.model_copy(update={"non_disclosure": True})
    card.change(client=client)
    assert workspace.cards.request(card).municipality == ""


def test_the_countys_own_paths_take_the_place_of_the_demos(
    workspace: Workspace, card: Conversation, home: Home
) -> None:
    own = [{"id": "oma", "names": {"fi": "Oma polku"}, "themes": ["sleep"]}]
    own[0]["steps"] = [{"titles": {"fi": "Soita"}}]  # type: ignore[assignment]
    (home.path / "service_paths.json").write_text(json.dumps(own), encoding="utf-8")
    found = workspace.cards.suggest(workspace.cards.request(card))
    assert [path.id for path in found.paths] == ["oma"]


# -- the county ------------------------------------------------------------------------------------


def test_a_malformed_policy_counts_as_not_said_and_the_rest_stands() -> None:
    policy = understood(
        {"calculators": "perhaps", "findrisc_threshold": 99, "calculators_steer": True, "other": 1}
    )
    assert (policy.calculators, policy.findrisc_threshold) == (False, 12)
    assert policy.calculators_steer


def test_the_hubs_policies_stand_above_the_file(workspace: Workspace, home: Home) -> None:
    from hyteterm.local_cache.outbox import Outbox
    from hyteterm.sync.terminal_notice import COUNTY_SETTING

    (home.path / "county.json").write_text(
        '{"calculators": true, "counter_mode": true}', encoding="utf-8"
    )
    with Outbox.open(home.outbox, workspace.time) as outbox:
        outbox.set_setting(COUNTY_SETTING, {"policies": {"calculators": False}})
    assert not workspace.cards.policy.calculators
    assert workspace.cards.policy.counter_mode


def test_the_countys_forms_are_listed_and_a_broken_one_says_why(
    workspace: Workspace, home: Home
) -> None:
    folder = home.path / "cards"
    folder.mkdir()
    (folder / "rikki.json").write_text('{"resourceType": "Patient"}', encoding="utf-8")
    names = [(form.name, form.questionnaire is not None) for form in workspace.cards.forms()]
    assert names == [("hyvinvointikortti", True), ("rikki", False)]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"{}"])
def test_no_file_breaks_the_reading(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "form.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read_form(path)
    assert refused.value.message


def test_a_changed_form_is_read_again_and_none_takes_the_place_of_our_card(home: Home) -> None:
    folder = home.path / "cards"
    folder.mkdir()

    def put(title: str) -> None:
        form = {
            "resourceType": "Questionnaire",
            "title": title,
            "item": [{"linkId": "a", "type": "string"}],
        }
        (folder / "hyvinvointikortti.json").write_text(json.dumps(form), encoding="utf-8")

    put("Alueen")
    assert {form.name: form.title("fi") for form in forms(home)} == {
        "hyvinvointikortti": "Hyvinvointikortti",
        "hyvinvointikortti.json": "Alueen",
    }
    first = forms(home)[1].questionnaire
    assert forms(home)[1].questionnaire is first
    put("Alueen uusi")
    assert forms(home)[1].title("fi") == "Alueen uusi"
