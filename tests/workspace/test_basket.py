"""A referral to each service of the basket, and all of them back again."""

from collections.abc import Sequence

import pytest

from hyteterm.domain.consent import ConsentItem
from hyteterm.domain.referral_status import Status
from hyteterm.domain.service import service_id
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.workspace import Workspace
from hyteterm.workspace.basket import EVERYBODY_REFUSED, NOBODY_ASKED, Answer, Batch
from hyteterm.workspace.session import Locked

EXERCISE = service_id("demo", "kouvola-liikuntaneuvonta")
CULTURE = service_id("demo", "kouvola-kulttuurineuvonta")


def friends(workspace: Workspace) -> str:
    """A service of an NGO that takes referrals."""
    hits = workspace.catalogue.services_for_referrals("286", "ngo")
    return next(hit.id for hit in hits if hit.referral_type == "ngo")


def begun(workspace: Workspace, ids: Sequence[str]) -> Batch:
    for each in ids:
        workspace.basket.toggle(each)
    batch = workspace.basket.begin("286")
    assert batch is not None
    for field, text in (
        ("name", "Matti Mallikas"),
        ("phone", "050 000 0201"),
        ("born", "1958"),
        ("reason", "polvi, haluaa ryhmään"),
    ):
        batch = workspace.basket.changed(batch, workspace.referrals.typed(batch.draft, field, text))
    return batch


def answered(workspace: Workspace, batch: Batch, *answers: Answer) -> Batch:
    for group, answer in zip(batch.groups, answers, strict=True):
        batch = workspace.basket.answered(batch, group, answer)
    return batch


def test_one_client_and_a_yes_for_each_receiver(unlocked: Workspace) -> None:
    batch = begun(unlocked, [EXERCISE, friends(unlocked), CULTURE])
    assert [len(group.services) for group in batch.groups] == [2, 1]
    batch = answered(unlocked, batch, Answer.BASIC, Answer.BASIC)
    assert unlocked.basket.missing(batch) == []
    ids = unlocked.basket.queue(batch)
    assert len(ids) == 3
    assert len(unlocked.basket.basket) == 0
    sent = [unlocked.referrals.referral(each) for each in ids]
    referrals = [each.referral for each in sent if each is not None and each.referral is not None]
    assert {each.status for each in sent if each} == {Status.QUEUED}
    assert len({each.client.reference for each in referrals}) == 1
    assert {each.type for each in referrals} == {"exercise", "culture", "ngo"}
    for referral in referrals:
        assert referral.consent.recipient == referral.receiver.organisation
        ngo = referral.type == "ngo"
        assert (ConsentItem.REASON in referral.consent.items) is not ngo
    assert [row.id for row in unlocked.referrals.sent() if row.status is Status.DRAFT] == []


def test_who_is_refused_gets_nothing(unlocked: Workspace) -> None:
    batch = begun(unlocked, [EXERCISE, friends(unlocked)])
    batch = answered(unlocked, batch, Answer.NO, Answer.WIDER)
    unlocked.basket.keep(batch)
    (only,) = unlocked.basket.queue(batch)
    stored = unlocked.referrals.referral(only)
    assert stored is not None
    assert stored.referral is not None
    assert stored.referral.type == "ngo"
    assert ConsentItem.REASON in stored.referral.consent.items
    assert [row.id for row in unlocked.referrals.sent()] == [only]


def test_what_is_missing_is_told_first_the_typed_then_the_asked(unlocked: Workspace) -> None:
    unlocked.basket.toggle(EXERCISE)
    batch = unlocked.basket.begin("286")
    assert batch is not None
    fields = [field for field, _message in unlocked.basket.missing(batch)]
    assert fields[-1] == "consent"
    assert {"name", "phone", "reason"} <= set(fields)
    batch = begun(unlocked, [CULTURE])
    assert unlocked.basket.missing(batch) == [("consent", NOBODY_ASKED)]
    refused = answered(unlocked, batch, Answer.NO)
    assert unlocked.basket.missing(refused) == [("consent", EVERYBODY_REFUSED)]


def test_an_order_of_non_disclosure_takes_every_yes_back(unlocked: Workspace) -> None:
    batch = answered(unlocked, begun(unlocked, [EXERCISE]), Answer.BASIC)
    draft = unlocked.referrals.with_non_disclosure(batch.draft, True)
    batch = unlocked.basket.changed(batch, draft)
    assert batch.answer(batch.groups[0]) is None
    batch = answered(unlocked, batch, Answer.BASIC)
    assert [field for field, _message in unlocked.basket.missing(batch)] == ["safe_contact"]


def test_all_go_or_none_when_the_disk_fills_up(
    unlocked: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begun(unlocked, [EXERCISE, CULTURE, friends(unlocked)])
    batch = answered(unlocked, batch, Answer.BASIC, Answer.BASIC)
    queue = unlocked.referrals.queue
    calls: list[str] = []

    def full_at_the_third(draft: object) -> str:
        calls.append("queue")
        if len(calls) == 3:
            raise DiskFull
        return queue(draft)  # type: ignore[arg-type]

    monkeypatch.setattr(unlocked.referrals, "queue", full_at_the_third)
    with pytest.raises(DiskFull):
        unlocked.basket.queue(batch)
    (draft,) = unlocked.referrals.sent()
    assert (draft.status, draft.client_name) == (Status.DRAFT, "Matti Mallikas")
    assert unlocked.line.state().waiting == 0
    assert len(unlocked.basket.basket) == 3


def test_what_was_begun_goes_on_when_the_basket_changes(unlocked: Workspace) -> None:
    batch = answered(unlocked, begun(unlocked, [EXERCISE, friends(unlocked)]), *2 * [Answer.BASIC])
    unlocked.basket.keep(batch)
    unlocked.basket.toggle(CULTURE)
    again = unlocked.basket.begin("286")
    assert again is not None
    assert again.draft.typed["name"] == "Matti Mallikas"
    assert again.draft.id == batch.draft.id
    # The city was asked about one service, and now there are two.
    assert [again.answer(group) for group in again.groups] == [None, Answer.BASIC]
    unlocked.basket.clear()
    unlocked.basket.toggle(EXERCISE)
    new = unlocked.basket.begin("286")
    assert new is not None
    assert new.draft.typed.get("name", "") == ""


def test_an_identity_code_stays_only_where_the_law_needs_it(unlocked: Workspace) -> None:
    hits = unlocked.catalogue.services_for_referrals("286", "social-guidance")
    social = next(hit.id for hit in hits if hit.referral_type == "social-guidance")
    batch = begun(unlocked, [social, EXERCISE])
    draft = unlocked.referrals.typed(batch.draft, "born", "130458-911Y")
    assert draft.referral.client.identity_code
    batch = answered(unlocked, unlocked.basket.changed(batch, draft), *2 * [Answer.BASIC])
    kept = {
        made.referral.type: made.referral.client.identity_code
        for group in batch.groups
        for made in unlocked.basket.drafts(batch, group)
    }
    assert kept["social-guidance"]
    assert kept["exercise"] == ""


def test_a_basket_without_referrals_and_a_locked_terminal(workspace: Workspace) -> None:
    assert workspace.basket.begin("286") is None
    workspace.basket.toggle("withdrawn")
    assert workspace.basket.services() == []
    workspace.basket.toggle(EXERCISE)
    with pytest.raises(Locked):
        workspace.basket.begin("286")


def test_each_receiver_hears_of_violence_only_by_an_own_yes(unlocked: Workspace) -> None:
    batch = begun(unlocked, [EXERCISE, friends(unlocked)])
    told = unlocked.referrals.typed(batch.draft, "reason", "mies lyö kotona, haluaa ryhmään")
    batch = unlocked.basket.changed(batch, told)
    batch = answered(unlocked, batch, Answer.BASIC, Answer.BASIC)
    # The NGO gets no reason, so only the municipality's needs the yes.
    assert [field for field, _message in unlocked.basket.missing(batch)] == ["consent"]
    batch = unlocked.basket.with_violence(batch, batch.groups[0])
    assert unlocked.basket.missing(batch) == []
    drafts = [unlocked.basket.drafts(batch, group)[0] for group in batch.groups]
    items = [ConsentItem.VIOLENCE in draft.referral.consent.items for draft in drafts]
    assert items == [True, False]
    again = unlocked.basket.answered(batch, batch.groups[0], Answer.BASIC)
    assert unlocked.basket.missing(again) != []
