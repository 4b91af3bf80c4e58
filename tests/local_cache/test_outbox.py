"""The outbox: what waits, who may send it, and what the hub said."""

import subprocess
import sys
import time as wall_time
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from hyteterm.domain.delivery import Content, DeliveryKind, delivery_id
from hyteterm.domain.identifier import new_id
from hyteterm.local_cache.disk_full import DiskFull
from hyteterm.local_cache.outbox import OtherBytes, Outbox
from hyteterm.local_cache.outbox_row import DeliveryState, HubKey, Terminal
from hyteterm.local_cache.outbox_schema import OPEN_STATES
from hyteterm.local_cache.outbox_sending import LEASE_SECONDS, HubView
from hyteterm.local_cache.sealing import ContentTooLarge, NoHubKey, hub_key, sealed
from hyteterm.local_cache.sqlite import SchemaMismatch

from .storage import Clock, Storage


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Outbox:
    return Outbox.open(tmp_path / "outbox.db", clock.trusted())


def add(
    outbox: Outbox,
    subject: str | None = None,
    revision: int = 1,
    *,
    kind: str = "referral",
    sealed: bytes = b"sealed",
    hold: float = 0.0,
) -> str:
    subject = subject or new_id()
    id = delivery_id(new_id() if kind == "status-change" else subject, revision)
    outbox.add(id, kind, subject, sealed, "k1", hold=hold)
    return id


def claimed(outbox: Outbox, limit: int = 50, owner: str = "me") -> list[str]:
    return [delivery.id for delivery in outbox.sending.claim(owner, limit)]


def deliver(outbox: Outbox, id: str, version: int = 1) -> None:
    outbox.sending.finish(id, DeliveryState.DELIVERED, "", {"referral_version": version})


def test_deliveries_leave_in_the_order_of_queueing(outbox: Outbox) -> None:
    ids = [add(outbox) for _ in range(5)]
    assert claimed(outbox, 3) == ids[:3]
    assert claimed(outbox) == ids[3:]
    assert claimed(outbox) == []


def test_the_same_delivery_again_changes_nothing(outbox: Outbox) -> None:
    id = add(outbox, sealed=b"one")
    first = outbox.delivery(id)
    assert first is not None
    assert outbox.add(id, "referral", "s", b"one", "k1") == first.sequence
    assert outbox.counts().waiting == 1
    with pytest.raises(OtherBytes):
        outbox.add(id, "referral", "s", b"two", "k1")


def test_a_delivery_is_held_for_ten_seconds(outbox: Outbox, clock: Clock) -> None:
    id = add(outbox, hold=10)
    assert (outbox.counts().waiting, outbox.counts().held) == (1, 1)
    assert claimed(outbox) == []
    assert outbox.sending.held_for() == pytest.approx(10)
    clock.pass_(10)
    assert outbox.counts().held == 0
    assert claimed(outbox) == [id]


def test_take_back_works_until_a_sender_has_had_it(outbox: Outbox) -> None:
    first, second = add(outbox), add(outbox)
    assert outbox.take_back(first)
    assert not outbox.take_back(first)
    assert outbox.delivery(first) is None
    assert claimed(outbox) == [second]
    assert not outbox.take_back(second)
    outbox.sending.release("me", [second], reached_hub=True)
    assert not outbox.take_back(second)
    assert claimed(outbox) == [second]


def test_what_surely_was_not_sent_can_still_be_taken_back(outbox: Outbox) -> None:
    id = add(outbox)
    claimed(outbox)
    outbox.sending.release("me", [id], reached_hub=False)
    assert outbox.take_back(id)


def test_a_number_is_never_used_twice(outbox: Outbox) -> None:
    id = add(outbox)
    row = outbox.delivery(id)
    assert row is not None
    outbox.take_back(id)
    again = outbox.delivery(add(outbox))
    assert again is not None
    assert again.sequence > row.sequence


def test_a_dead_senders_claim_ends_with_its_lease(outbox: Outbox, clock: Clock) -> None:
    id = add(outbox)
    assert claimed(outbox, owner="dead") == [id]
    assert claimed(outbox, owner="next") == []
    clock.pass_(LEASE_SECONDS)
    assert claimed(outbox, owner="next") == [id]
    outbox.sending.retry_later("dead", id, 1000)
    row = outbox.delivery(id)
    assert row is not None
    assert row.state is DeliveryState.CLAIMED


def test_the_one_syncer_frees_claims_of_the_dead_at_once(outbox: Outbox) -> None:
    id = add(outbox)
    claimed(outbox, owner="dead")
    assert outbox.sending.recover() == 1
    assert claimed(outbox) == [id]


def test_backoff_is_not_waited_for_when_somebody_asks_for_it(outbox: Outbox, clock: Clock) -> None:
    id = add(outbox)
    claimed(outbox)
    outbox.sending.retry_later("me", id, 300)
    assert claimed(outbox) == []
    assert outbox.sending.next_due() == pytest.approx(clock.wall + 300)
    held = add(outbox, hold=10)
    outbox.sending.hurry()
    assert claimed(outbox) == [id]
    clock.pass_(10)
    assert claimed(outbox) == [held]


def test_a_delivery_that_waits_holds_up_only_its_own_subject(outbox: Outbox) -> None:
    stuck = add(outbox, "subject-1")
    later = add(outbox, "subject-1", kind="status-change")
    other = add(outbox, "subject-2")
    assert claimed(outbox) == [stuck, other]
    outbox.sending.retry_later("me", stuck, 300)
    deliver(outbox, other)
    assert claimed(outbox) == []
    assert outbox.sending.next_due() == pytest.approx(Clock().wall + 300)
    deliver(outbox, stuck)
    assert claimed(outbox) == [later]


def test_steps_and_deliveries_are_claimed_for_one_address_each(outbox: Outbox) -> None:
    first = add(outbox)
    step = add(outbox, kind="status-change")
    second = add(outbox)
    assert claimed(outbox) == [first, second]
    assert claimed(outbox) == [step]


def test_a_batch_stays_within_its_bytes_but_one_always_goes(outbox: Outbox) -> None:
    big = add(outbox, sealed=b"x" * 5000)
    small = add(outbox, sealed=b"y")
    assert [one.id for one in outbox.sending.claim("me", 50, max_bytes=1000)] == [big]
    assert [one.id for one in outbox.sending.claim("me", 50, max_bytes=1000)] == [small]


def test_three_thousand_waiting_rows_are_found_and_counted(outbox: Outbox, clock: Clock) -> None:
    with outbox.transaction():
        for _ in range(1000):
            deliver(outbox, add(outbox))
        ids = [add(outbox) for _ in range(3200)]
    start = wall_time.perf_counter()
    counts = outbox.counts()
    taken = claimed(outbox)
    outbox.sending.next_due()
    assert wall_time.perf_counter() - start < 1.0
    assert counts.waiting == 3200
    assert taken == ids[:50]
    while batch := claimed(outbox):
        taken += batch
    assert taken == ids


def test_the_backlog_is_read_from_its_partial_index(outbox: Outbox) -> None:
    plan = outbox._connection.rows(
        f"EXPLAIN QUERY PLAN SELECT count(*) FROM deliveries WHERE state IN {OPEN_STATES}"
    )
    assert "backlog" in str(plan)


def test_outcomes_wait_for_the_vault(outbox: Outbox) -> None:
    good, bad = add(outbox), add(outbox)
    claimed(outbox)
    deliver(outbox, good, version=4)
    outbox.sending.finish(bad, DeliveryState.REFUSED, "no-receiver", {})
    untold = outbox.untold()
    assert [(one.id, one.state, one.reason, one.referral_version) for one in untold] == [
        (good, DeliveryState.DELIVERED, "", 4),
        (bad, DeliveryState.REFUSED, "no-receiver", None),
    ]
    outbox.mark_told(untold)
    assert outbox.untold() == []
    counts = outbox.counts()
    assert (counts.waiting, counts.quarantined) == (0, 1)
    assert [row.id for row in outbox.quarantined()] == [bad]


def test_a_correction_closes_what_was_refused(outbox: Outbox) -> None:
    bad = add(outbox, "subject-1", 1)
    outbox.sending.finish(bad, DeliveryState.REFUSED, "no-receiver", {})
    add(outbox, "subject-1", 2)
    assert outbox.counts().quarantined == 0
    states = [row.state for row in outbox.of_subject("subject-1")]
    assert states == [DeliveryState.CLOSED, DeliveryState.WAITING]


def test_a_quarantined_delivery_can_be_sent_again_or_closed(outbox: Outbox) -> None:
    first, second = add(outbox), add(outbox)
    for id in (first, second):
        outbox.sending.finish(id, DeliveryState.REFUSED, "too-large", {})
    assert outbox.requeue(first)
    assert not outbox.requeue(first)
    assert outbox.close_quarantined(second)
    assert claimed(outbox) == [first]
    assert outbox.counts().quarantined == 0


def test_a_restored_hub_gets_everything_again(outbox: Outbox) -> None:
    ids = [add(outbox) for _ in range(3)]
    refused = add(outbox)
    for id in ids:
        deliver(outbox, id)
    outbox.sending.finish(refused, DeliveryState.REFUSED, "no-receiver", {})
    ours = outbox.sending.highest_delivered()
    assert outbox.sending.drive_again(HubView("epoch-1", 3, ours), "epoch-1") == 0
    assert outbox.sending.drive_again(HubView("epoch-1", None, ours), "epoch-1") == 0
    assert outbox.sending.drive_again(HubView("epoch-1", 2, ours), "epoch-1") == 3
    for id in ids:
        deliver(outbox, id)
    assert outbox.sending.drive_again(HubView("epoch-2", 9), "epoch-1") == 3
    assert claimed(outbox) == ids


def test_sealed_bytes_are_kept_until_the_referral_is_closed(outbox: Outbox, clock: Clock) -> None:
    old, open_, fresh = add(outbox, "closed"), add(outbox, "open"), None
    for id in (old, open_):
        deliver(outbox, id)
    clock.pass_(31 * 86_400)
    fresh = add(outbox, "closed", 2)
    deliver(outbox, fresh)
    assert outbox.purge(["closed"]) == 0, "the vault has not been told yet"
    outbox.mark_told(outbox.untold())
    assert outbox.purge(["closed"]) == 1
    assert outbox.delivery(old) is None
    assert outbox.delivery(fresh) is not None
    assert outbox.delivery(open_) is not None
    assert outbox._connection.row("SELECT count(*) FROM sealed_bytes")[0] == 2


def test_the_terminal_and_its_contacts_are_known_while_locked(
    outbox: Outbox, clock: Clock, tmp_path: Path
) -> None:
    assert outbox.terminal is None
    assert outbox.contact.online is None
    assert outbox.lease_seconds_left == 0.0
    terminal = Terminal("t", "desk", "u", "Unit", "https://hub", "secret", (HubKey("k", b"x"),))
    outbox.terminal = terminal
    assert "secret" not in repr(terminal)
    outbox.contact_succeeded()
    clock.pass_(86_400)
    outbox.contact_failed("unreachable", 30)
    outbox.contact_failed("unreachable", 60)
    with Outbox.open(tmp_path / "outbox.db", clock.trusted()) as other:
        assert other.terminal == terminal
        assert other.contact.online is False
        assert other.contact.failures == 2
        assert other.contact.next_at == pytest.approx(clock.wall + 60)
        assert other.lease_seconds_left == pytest.approx(13 * 86_400)


def test_a_clock_set_back_does_not_stop_the_queue(
    outbox: Outbox, clock: Clock, tmp_path: Path
) -> None:
    clock.wall += 365 * 86_400
    id = add(outbox, hold=10)
    clock.wall -= 365 * 86_400
    with Outbox.open(tmp_path / "outbox.db", clock.trusted()) as restarted:
        assert claimed(restarted) == []
        clock.pass_(10)
        assert claimed(restarted) == [id]


def test_a_full_disk_queues_nothing(outbox: Outbox) -> None:
    connection = outbox._connection
    connection.rows(f"PRAGMA max_page_count = {connection.row('PRAGMA page_count')[0] + 1}")
    with pytest.raises(DiskFull):
        add(outbox, sealed=b"x" * 100_000)
    assert outbox.counts().waiting == 0


def test_an_outbox_of_a_newer_program_is_left_alone(outbox: Outbox, tmp_path: Path) -> None:
    outbox._connection.rows("PRAGMA user_version = 99")
    outbox.close()
    with pytest.raises(SchemaMismatch):
        Outbox.open(tmp_path / "outbox.db", Clock().trusted())


def test_counting_the_outbox_drags_no_heavy_library_in() -> None:
    code = (
        "import sys, hyteterm.local_cache.outbox; "
        "print([n for n in ('httpx', 'pydantic', 'cryptography') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_only_the_hub_opens_what_was_sealed(storage: Storage) -> None:
    content = Content(kind=DeliveryKind.FEEDBACK, professional_id="n", body={"smile": 4})
    id = delivery_id(new_id(), 1)
    terminal = storage.outbox.terminal
    key = hub_key(terminal, storage.time.now())
    data = sealed(content, terminal_id="terminal-1", delivery_id=id, key=key)
    assert storage.open_sealed(id, data) == content
    with pytest.raises(InvalidTag):
        storage.open_sealed(delivery_id(new_id(), 1), data)
    huge = content.model_copy(update={"body": {"text": "x" * 300_000}})
    with pytest.raises(ContentTooLarge):
        sealed(huge, terminal_id="terminal-1", delivery_id=id, key=key)
    with pytest.raises(NoHubKey):
        hub_key(None, storage.time.now())


STATES = ("take back", "claim", "release", "deliver", "refuse", "pass time")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(0, 5)), max_size=40))
def test_whatever_happens_a_delivery_is_waiting_or_has_an_outcome(
    tmp_path_factory: pytest.TempPathFactory, happenings: list[tuple[str, int]]
) -> None:
    clock = Clock()
    with Outbox.open(tmp_path_factory.mktemp("o") / "outbox.db", clock.trusted()) as outbox:
        ids = [add(outbox) for _ in range(6)]
        taken_back = set()
        for what, which in happenings:
            id = ids[which]
            if what == "take back" and outbox.take_back(id):
                taken_back.add(id)
            elif what == "claim":
                claimed(outbox, which)
            elif what == "release":
                outbox.sending.release("me", [id], reached_hub=bool(which % 2))
            elif what == "deliver" and id not in taken_back:
                deliver(outbox, id)
            elif what == "refuse" and id not in taken_back:
                outbox.sending.finish(id, DeliveryState.REFUSED, "x", {})
            elif what == "pass time":
                clock.pass_(which * 40)
        clock.pass_(LEASE_SECONDS)
        finished = {one.id for one in outbox.untold()}
        assert set(claimed(outbox)) | finished | taken_back == set(ids)
        assert not finished & taken_back
