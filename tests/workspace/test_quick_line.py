"""The quick line with the real catalogue: who becomes the receiver, and what a paste keeps."""

import pytest

from hyteterm.domain.referral_form import ReferralDraft
from hyteterm.workspace import Workspace

HEADER = "Nimi: Mallikas Matti\nSynt. 14.3.1958\nPuh. 050 000 0201\nKotikunta: Kotka"


def typed(workspace: Workspace, line: str) -> ReferralDraft:
    desk = workspace.referrals
    return desk.quick_line("286").typed(desk.new_draft(None, "286"), line)


@pytest.mark.parametrize(
    ("line", "service"),
    [
        ("motionsremiss till Kotka, Eva Lindqvist 0405559090; rygg", "Kotkan liikuntaneuvonta"),
        ("liikunta kouvola matti mallikas 0500000201; polvi", "Kouvolan liikuntaneuvonta"),
        # A word inside the name, and of those the one that serves the municipality.
        ("finger lahti Osmo Oja 0405552029; muisti", "Muisti vireänä – FINGER-ryhmä"),
        ("finger kouvola Osmo Oja 0405552029; muisti", "FINGER-ryhmä"),
        # A group is chosen by a person, though there is only one in the town.
        ("ryhmä lahti Maria Malli 0405552030; seuraa", ""),
        ("liikunta kuopio Juha Malli 0405552020; muutto", ""),
    ],
)
def test_the_line_finds_its_receiver(unlocked: Workspace, line: str, service: str) -> None:
    assert typed(unlocked, line).referral.receiver.service == service


def test_a_group_without_a_service_is_asked_for_one(unlocked: Workspace) -> None:
    draft = typed(unlocked, "ryhmä lahti Maria Malli 0405552030; seuraa")
    draft = unlocked.referrals.with_consent(draft, wider=False)
    assert [field for field, _message in unlocked.referrals.missing(draft)] == ["service"]


def test_what_was_pasted_stays_while_the_line_is_typed(unlocked: Workspace) -> None:
    desk = unlocked.referrals
    quick = desk.quick_line("286")
    draft = quick.typed(desk.new_draft(None, "286"), "liikunta")
    draft = quick.pasted(draft, HEADER)
    assert draft.typed["line"] == "liikunta"
    for line in ("liikunta ", "liikunta;", "liikunta; polvi"):
        draft = quick.typed(draft, line)
    assert draft.typed["name"] == "Matti Mallikas"
    assert (draft.referral.type, draft.referral.reason) == ("exercise", "polvi")
    assert draft.referral.receiver.service == "Kotkan liikuntaneuvonta"


def test_another_paste_replaces_the_first(unlocked: Workspace) -> None:
    desk = unlocked.referrals
    quick = desk.quick_line("286")
    draft = quick.pasted(desk.new_draft(None, "286"), HEADER)
    draft = quick.pasted(draft, HEADER.replace("Mallikas Matti", "Esimerkki Elma"))
    assert draft.typed["name"] == "Elma Esimerkki"
