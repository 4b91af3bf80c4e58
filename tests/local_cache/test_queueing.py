"""From draft to queue: nothing is lost between the two files, and nothing goes twice."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hyteterm.domain.consent import Consent
from hyteterm.domain.delivery import DeliveryKind, ReferralState, StatusChange, UpdatesAnswer
from hyteterm.domain.identifier import new_id
from hyteterm.domain.referral import NotAllowed, TimelineEntry, disclosed
from hyteterm.domain.referral_problems import Problem
from hyteterm.domain.referral_status import Actor, Outcome, Status, Step, StepRefused
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.outbox_row import DeliveryState
from hyteterm.local_cache.queueing import referral_draft
from hyteterm.local_cache.reconciliation import reconcile, take_outcomes
from hyteterm.local_cache.sealing import NoHubKey
from hyteterm.local_cache.stored_referral import StepState, StoredReferral

from .storage import AT, NAME, NURSE, Storage, referral, sender


def stored(storage: Storage, id: str, role: Actor = Actor.SENDER) -> StoredReferral:
    found = storage.vault.referrals.get(id, role)
    assert found is not None
    return found  # type: ignore[no-any-return]


def finish(
    storage: Storage, id: str, state: DeliveryState, reason: str = "", version: int | None = None
) -> None:
    storage.outbox.sending.finish(id, state, reason, {"referral_version": version})
    take_outcomes(storage.vault, storage.outbox, storage.time)


def hub_says(storage: Storage, id: str, version: int, *steps: tuple[Step, Actor, Status]) -> None:
    timeline = [TimelineEntry(step=s, actor=a, status=t, at=AT) for s, a, t in steps]
    state = ReferralState(
        sequence=version,
        referral_id=id,
        revision=1,
        version=version,
        role=Actor.SENDER,
        status=timeline[-1].status,
        timeline=timeline,
    )
    answer = UpdatesAnswer(epoch="epoch-1", hub_time=AT, cursor=str(version), updates=[state])
    storage.vault.take_updates(answer, AT)


DELIVERED = (Step.DELIVER, Actor.DELIVERY, Status.DELIVERED)
ACCEPTED = (Step.ACCEPT, Actor.RECEIVER, Status.ACCEPTED)
RETURNED = (Step.RETURN, Actor.RECEIVER, Status.RETURNED)


def test_a_queued_referral_is_sealed_shown_and_logged(storage: Storage) -> None:
    draft = referral()
    storage.vault.drafts.save(referral_draft(draft), AT)
    done = storage.queueing.referral(draft)
    assert done.referral.revision == 1
    assert done.queued.delivery_id == f"{draft.id}.1"
    assert storage.vault.drafts.all() == []
    (row,) = storage.vault.referrals.rows(Actor.SENDER)
    assert (row.client_name, row.receiver, row.status) == (NAME, "Liikuntaneuvonta", Status.QUEUED)
    assert row.whose_turn is Actor.DELIVERY
    storage.clock.pass_(10)
    (claimed,) = storage.outbox.sending.claim("me", 50)
    content = storage.open_sealed(claimed.id, claimed.sealed)
    assert content.body == disclosed(done.referral).model_dump(mode="json")
    assert content.professional_id == NURSE.id
    (logged,) = storage.vault.access_log.entries()
    assert logged.access.action is Action.SEND
    assert logged.access.client_reference == draft.client.reference
    assert (logged.access.professional, logged.access.recipient) == (NURSE.name, "Kouvola")


def test_what_the_client_did_not_agree_to_is_not_queued(storage: Storage) -> None:
    with pytest.raises(NotAllowed) as refused:
        storage.queueing.referral(referral(consent=Consent()))
    assert refused.value.problems == (Problem.NO_CONSENT,)
    assert storage.outbox.counts().waiting == 0


def test_queueing_twice_is_refused(storage: Storage) -> None:
    draft = referral()
    storage.queueing.referral(draft)
    with pytest.raises(StepRefused):
        storage.queueing.referral(draft)
    assert storage.outbox.counts().waiting == 1


def test_without_a_hub_key_the_draft_stays_a_draft(storage: Storage) -> None:
    storage.outbox.set_setting("terminal", None)
    draft = referral()
    storage.vault.drafts.save(referral_draft(draft), AT)
    with pytest.raises(NoHubKey):
        storage.queueing.referral(draft)
    assert storage.vault.drafts.get(draft.id) is not None


def test_a_referral_taken_back_is_a_draft_again(storage: Storage) -> None:
    done = storage.queueing.referral(referral())
    back = storage.queueing.take_back(done.referral.id)
    assert back == done.referral
    draft = storage.vault.drafts.get(back.id)
    assert draft is not None
    assert draft.body == back.model_dump(mode="json")
    assert storage.vault.referrals.rows(Actor.SENDER) == []
    assert storage.outbox.counts().waiting == 0
    again = storage.queueing.referral(back)
    assert again.referral.revision == 2, "the bytes of a number are made once"
    assert [one.step for one in stored(storage, back.id).timeline] == [
        Step.QUEUE,
        Step.TAKE_BACK,
        Step.QUEUE,
    ]


def test_what_a_sender_has_had_is_cancelled_instead(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    storage.outbox.sending.claim("me", 50)
    assert storage.queueing.take_back(done.referral.id) is None
    seen = stored(storage, done.referral.id)
    storage.queueing.step(seen, Step.CANCEL, sender())
    assert stored(storage, seen.id).status is Status.CANCELLED
    (change,) = [one.change for one in stored(storage, seen.id).own_steps if one.change]
    assert change.base_version == 1, "the delivery on its way makes version 1"


def test_a_receipt_makes_it_delivered(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    finish(storage, done.queued.delivery_id, DeliveryState.DELIVERED, version=1)
    seen = stored(storage, done.referral.id)
    assert seen.status is Status.DELIVERED
    assert seen.base_version == 1
    assert [one.step for one in seen.timeline] == [Step.QUEUE, Step.DELIVER]
    hub_says(storage, seen.id, 1, DELIVERED)
    assert [one.step for one in stored(storage, seen.id).timeline] == [Step.QUEUE, Step.DELIVER]
    assert not stored(storage, seen.id).unread
    hub_says(storage, seen.id, 2, DELIVERED, ACCEPTED)
    later = stored(storage, seen.id)
    assert (later.status, later.unread, later.base_version) == (Status.ACCEPTED, True, 2)


def test_a_refused_referral_is_corrected_under_a_new_revision(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    finish(storage, done.queued.delivery_id, DeliveryState.REFUSED, "no-receiver")
    (row,) = storage.vault.referrals.rows(Actor.SENDER)
    assert (row.status, row.quarantined, row.unread) == (Status.RETURNED, "no-receiver", True)
    assert row.whose_turn is Actor.SENDER
    fixed = done.referral.model_copy(update={"reason": "korjattu syy"})
    again = storage.queueing.referral(fixed, hold=0)
    assert again.queued.delivery_id == f"{fixed.id}.2"
    (row,) = storage.vault.referrals.rows(Actor.SENDER)
    assert (row.status, row.quarantined) == (Status.QUEUED, "")
    assert storage.outbox.counts().quarantined == 0
    finish(storage, again.queued.delivery_id, DeliveryState.DELIVERED, version=1)
    assert stored(storage, fixed.id).status is Status.DELIVERED
    first = storage.vault.referrals.revision(fixed.id, 1)
    assert first == done.referral
    assert [one.step for one in stored(storage, fixed.id).timeline] == [
        Step.QUEUE,
        Step.REFUSE,
        Step.CORRECT,
        Step.DELIVER,
    ]


def test_a_correction_taken_back_waits_as_refused(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    finish(storage, done.queued.delivery_id, DeliveryState.REFUSED, "no-receiver")
    storage.queueing.referral(done.referral)
    assert storage.queueing.take_back(done.referral.id) is not None
    (row,) = storage.vault.referrals.rows(Actor.SENDER)
    assert (row.status, row.quarantined) == (Status.RETURNED, "no-receiver")
    assert storage.queueing.referral(done.referral).referral.revision == 3


def test_a_returned_referral_is_corrected_and_its_history_kept(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    id = done.referral.id
    finish(storage, done.queued.delivery_id, DeliveryState.DELIVERED, version=1)
    hub_says(storage, id, 2, DELIVERED, RETURNED)
    assert stored(storage, id).status is Status.RETURNED
    again = storage.queueing.referral(done.referral, hold=0)
    assert stored(storage, id).base_version == 3
    finish(storage, again.queued.delivery_id, DeliveryState.DELIVERED, version=3)
    assert stored(storage, id).status is Status.DELIVERED
    corrected = (Step.CORRECT, Actor.SENDER, Status.DELIVERED)
    hub_says(storage, id, 3, DELIVERED, RETURNED, corrected)
    assert [one.step for one in stored(storage, id).timeline] == [
        Step.QUEUE,
        Step.DELIVER,
        Step.RETURN,
        Step.CORRECT,
    ]


def test_a_step_shows_at_once_and_is_settled_by_the_hub(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    id = done.referral.id
    finish(storage, done.queued.delivery_id, DeliveryState.DELIVERED, version=1)
    hub_says(storage, id, 2, DELIVERED, ACCEPTED)
    queued = storage.queueing.step(stored(storage, id), Step.CANCEL, sender(), hold=0)
    seen = stored(storage, id)
    assert (seen.status, seen.settled_status) == (Status.CANCELLED, Status.ACCEPTED)
    row = storage.outbox.delivery(queued.delivery_id)
    assert row is not None
    assert (row.subject_id, row.kind) == (id, "status-change")
    finish(storage, queued.delivery_id, DeliveryState.DELIVERED, version=3)
    assert stored(storage, id).status is Status.CANCELLED
    hub_says(storage, id, 3, DELIVERED, ACCEPTED, (Step.CANCEL, Actor.SENDER, Status.CANCELLED))
    after = stored(storage, id)
    assert [one.step for one in after.timeline] == [
        Step.QUEUE, Step.DELIVER, Step.ACCEPT, Step.CANCEL,
    ]  # fmt: skip
    assert {one.state for one in after.own_steps} == {StepState.OWN, StepState.MERGED}


def test_a_step_overtaken_by_another_comes_back_as_a_conflict(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    id = done.referral.id
    finish(storage, done.queued.delivery_id, DeliveryState.DELIVERED, version=1)
    queued = storage.queueing.step(stored(storage, id), Step.CANCEL, sender(), hold=0)
    hub_says(storage, id, 2, DELIVERED, ACCEPTED)
    finish(storage, queued.delivery_id, DeliveryState.CONFLICT, "stale", version=2)
    seen = stored(storage, id)
    assert (seen.status, seen.quarantined, seen.unread) == (Status.ACCEPTED, "stale", True)
    assert storage.outbox.counts().quarantined == 1
    storage.queueing.dismiss(id, Actor.SENDER)
    assert stored(storage, id).quarantined == ""
    assert storage.outbox.counts().quarantined == 0


def test_several_steps_offline_stand_on_each_other(storage: Storage) -> None:
    received = referral(revision=1)
    state = ReferralState(
        sequence=1,
        referral_id=received.id,
        revision=1,
        version=4,
        role=Actor.RECEIVER,
        status=Status.DELIVERED,
        timeline=[
            TimelineEntry(step=Step.DELIVER, actor=Actor.DELIVERY, at=AT, status="delivered")
        ],
        payload=disclosed(received),
    )
    storage.vault.take_updates(
        UpdatesAnswer(epoch="e", hub_time=AT, cursor="1", updates=[state]), AT
    )
    for step, extra in (
        (Step.ACCEPT, {}),
        (Step.NOT_REACHED, {}),
        (Step.COMPLETE, {"outcome": Outcome.NOT_REACHED}),
    ):
        arguments: dict[str, Any] = extra
        seen = stored(storage, received.id, Actor.RECEIVER)
        storage.queueing.step(seen, step, sender(), **arguments)
    seen = stored(storage, received.id, Actor.RECEIVER)
    assert (seen.status, seen.outcome) == (Status.COMPLETED, Outcome.NOT_REACHED)
    bases = [one.change.base_version for one in seen.own_steps if one.change]
    assert bases == [4, 5, 6]
    last = seen.own_steps[-1]
    assert storage.queueing.take_back_step(seen.id, Actor.RECEIVER, last)
    assert stored(storage, seen.id, Actor.RECEIVER).status is Status.CONTACTING
    with pytest.raises(StepRefused):
        storage.queueing.step(seen, Step.ACCEPT, sender())


def test_a_power_cut_after_the_outbox_is_finished_at_the_next_start(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = referral()
    queueing = storage.queueing

    def power_cut(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queueing, "mark_queued", power_cut)
    with pytest.raises(KeyboardInterrupt):
        queueing.referral(draft)
    storage.reopen()
    assert storage.vault.drafts.get(draft.id) is not None
    found = reconcile(storage.vault, storage.outbox, storage.time)
    assert found.queued == (draft.id,)
    assert storage.vault.drafts.get(draft.id) is None
    assert stored(storage, draft.id).status is Status.QUEUED
    assert reconcile(storage.vault, storage.outbox, storage.time).queued == ()


def test_a_power_cut_before_the_outbox_leaves_a_draft(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = referral()

    def power_cut(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(storage.outbox, "add", power_cut)
    with pytest.raises(KeyboardInterrupt):
        storage.queueing.referral(draft)
    monkeypatch.undo()
    storage.reopen()
    assert reconcile(storage.vault, storage.outbox, storage.time).queued == ()
    kept = storage.vault.drafts.get(draft.id)
    assert kept is not None
    assert kept.delivery_id == ""
    assert storage.queueing.referral(draft).referral.revision == 1


def test_changed_words_after_a_cut_off_queueing_are_what_goes(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = referral()
    queueing = storage.queueing

    def power_cut(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queueing, "mark_queued", power_cut)
    with pytest.raises(KeyboardInterrupt):
        queueing.referral(draft)
    again = storage.queueing.referral(draft.model_copy(update={"reason": "uudet sanat"}), hold=0)
    (claimed,) = storage.outbox.sending.claim("me", 50)
    assert claimed.id == again.queued.delivery_id
    assert storage.open_sealed(claimed.id, claimed.sealed).body["reason"] == "uudet sanat"


def test_a_delivery_that_is_gone_brings_the_draft_back_with_a_notice(storage: Storage) -> None:
    done = storage.queueing.referral(referral())
    assert storage.outbox.take_back(done.queued.delivery_id)
    found = reconcile(storage.vault, storage.outbox, storage.time)
    assert found.returned_to_draft == (done.referral.id,)
    assert storage.vault.drafts.get(done.referral.id) is not None


def test_a_step_that_was_only_intended_is_settled_at_the_next_start(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    id = done.referral.id
    finish(storage, done.queued.delivery_id, DeliveryState.DELIVERED, version=1)
    for is_in_outbox in (True, False):
        change = StatusChange(
            id=new_id(), referral_id=id, base_version=1, step=Step.REMIND, actor=Actor.SENDER, at=AT
        )
        storage.vault.referrals.intend_step(id, Actor.SENDER, change, f"{change.id}.1", by_id="p-1")
        if is_in_outbox:
            storage.outbox.add(f"{change.id}.1", "status-change", id, b"sealed", "k1")
    found = reconcile(storage.vault, storage.outbox, storage.time)
    assert found.dropped_steps == (id,)
    states = [one.state for one in stored(storage, id).own_steps]
    assert states == [StepState.OWN, StepState.ACCEPTED, StepState.WAITING]


def test_outcomes_that_came_while_locked_are_told_after_the_unlock(storage: Storage) -> None:
    done = storage.queueing.referral(referral(), hold=0)
    storage.vault.close()
    storage.outbox.sending.finish(
        done.queued.delivery_id, DeliveryState.DELIVERED, "", {"referral_version": 1}
    )
    storage.reopen()
    found = reconcile(storage.vault, storage.outbox, storage.time)
    assert [(one.referral_id, one.state) for one in found.outcomes] == [
        (done.referral.id, DeliveryState.DELIVERED)
    ]
    assert stored(storage, done.referral.id).status is Status.DELIVERED
    assert reconcile(storage.vault, storage.outbox, storage.time).outcomes == ()


@pytest.mark.parametrize("extra_pages", [0, 2, 4, 6, 8, 12])
def test_a_full_disk_while_queueing_keeps_the_draft(storage: Storage, extra_pages: int) -> None:
    draft = referral()
    storage.vault.drafts.save(referral_draft(draft), AT)
    connection = storage.vault._connection
    pages = connection.row("PRAGMA page_count")[0]
    connection.rows(f"PRAGMA max_page_count = {pages + extra_pages}")
    try:
        storage.queueing.referral(draft)
    except DiskFull:
        assert storage.outbox.counts().waiting == 0
        assert storage.vault.drafts.get(draft.id) is not None
    connection.rows("PRAGMA max_page_count = 1000000")
    reconcile(storage.vault, storage.outbox, storage.time)
    if storage.vault.drafts.get(draft.id) is not None:
        storage.queueing.referral(draft)
    assert storage.outbox.counts().waiting == 1
    assert stored(storage, draft.id).status is Status.QUEUED


def test_a_full_outbox_disk_queues_nothing_and_keeps_the_draft(storage: Storage) -> None:
    connection = storage.outbox._connection
    connection.rows(f"PRAGMA max_page_count = {connection.row('PRAGMA page_count')[0]}")
    draft = referral(reason=" ".join(new_id() for _ in range(1000)))
    with pytest.raises(DiskFull):
        storage.queueing.referral(draft)
    assert storage.vault.drafts.get(draft.id) is not None
    assert storage.vault.referrals.rows(Actor.SENDER) == []


def test_other_deliveries_are_queued_too(storage: Storage) -> None:
    queued = storage.queueing.content(
        DeliveryKind.ERROR_REPORT, new_id(), {"service": "s"}, professional_id=NURSE.id, hold=0
    )
    (claimed,) = storage.outbox.sending.claim("me", 5)
    assert claimed.id == queued.delivery_id
    finish(storage, queued.delivery_id, DeliveryState.DELIVERED)
    assert storage.outbox.untold() == []


WRITER = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from local_cache.storage import NURSE, PIN, Clock, key_store, referral
from hyteterm.local_cache import private_storage
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.queueing import Queueing
home = Home(Path({home!r}))
time = Clock().trusted()
vault = private_storage.unlock(home, key_store(home, time), NURSE.id, PIN).vault
outbox = Outbox.open(home.outbox, time)
while True:
    print(Queueing(vault, outbox, time).referral(referral()).queued.delivery_id, flush=True)
"""


def test_killing_the_program_loses_nothing_that_was_said_to_be_queued(storage: Storage) -> None:
    root = Path(__file__).resolve().parents[1]
    text = WRITER.format(path=[str(root), str(root.parent / "src")], home=str(storage.home.path))
    for wanted in (1, 3, 6):
        child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said = [child.stdout.readline().strip() for _ in range(wanted)]
        child.kill()
        said += child.stdout.read().split("\n")[:-1]
        child.wait()
        child.stdout.close()
        reconcile(storage.vault, storage.outbox, storage.time)
        for delivery_id in said:
            assert storage.outbox.delivery(delivery_id) is not None
    waiting = {row.subject_id for row in storage.outbox.waiting(10_000)}
    queued = {row.id for row in storage.vault.referrals.rows(Actor.SENDER)}
    drafts = storage.vault.drafts.all()
    assert waiting == queued
    assert all(draft.delivery_id == "" for draft in drafts)
