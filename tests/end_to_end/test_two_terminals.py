"""A nurse's and a counsellor's terminal with a hub between them: the loop closes, whatever happens."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hyteterm.domain.referral_status import (
    RULES,
    WITHDRAWN,
    Actor,
    Outcome,
    Status,
    Step,
    after,
    allowed_steps,
)
from hyteterm.workspace.following import NOT_CANCELLED, FollowingDesk
from hyteterm.workspace.stepping import StepWords
from tests.end_to_end.county import (
    ASSOCIATION,
    CLIENT,
    COLLEAGUE,
    COUNSELLOR,
    LEADER,
    NURSE,
    County,
    Terminal,
    both,
    steps_of,
)

WORDS = StepWords(
    reason="puhelinnumero puuttuu", note="kiitos", outcome=Outcome.FULFILLED,
    receiver_unit_id=ASSOCIATION.id,
)  # fmt: skip
WAYS: dict[Status, tuple[Step, ...]] = {
    # a status at the hub: the receiver's steps that lead there
    Status.DELIVERED: (),
    Status.ACCEPTED: (Step.ACCEPT,),
    Status.CONTACTING: (Step.ACCEPT, Step.NOT_REACHED),
    Status.STARTED: (Step.ACCEPT, Step.REACHED, Step.START),
    Status.ON_HOLD: (Step.ACCEPT, Step.START, Step.HOLD),
    Status.COMPLETED: (Step.ACCEPT, Step.START, Step.COMPLETE),
    Status.RETURNED: (Step.ACCEPT, Step.RETURN),
}
SENDERS_STEPS = {
    Step.CANCEL: FollowingDesk.cancel,
    Step.ENTER_IN_ERROR: FollowingDesk.enter_in_error,
    Step.REMIND: FollowingDesk.remind,
}


@dataclass(frozen=True)
class Edge:
    """One row of the table of steps, at one of its statuses."""

    status: Status
    step: Step
    actor: Actor

    @property
    def to(self) -> Status:
        """Where it leads."""
        return after(self.step, self.actor, self.status, reason=WORDS.reason, outcome=WORDS.outcome)


EDGES = [
    Edge(status, rule.step, rule.actor)
    for rule in RULES
    for status in WAYS
    if status in rule.sources and (rule.actor is Actor.RECEIVER or rule.step in SENDERS_STEPS)
]


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    county = County(tmp_path)
    yield county
    county.close()


@pytest.fixture
def nurse(county: County) -> Terminal:
    return county.terminal(NURSE)


@pytest.fixture
def counsellor(county: County) -> Terminal:
    return county.terminal(COUNSELLOR)


def arrived(nurse: Terminal, counsellor: Terminal, count: int = 1) -> list[str]:
    """Referrals that both sides have."""
    made = [nurse.refer() for _ in range(count)]
    nurse.sync()
    counsellor.sync()
    nurse.sync()
    return made


def act(terminal: Terminal, id: str, step: Step, actor: Actor) -> None:
    """Take a step on what is seen now."""
    if actor is Actor.RECEIVER:
        terminal.take(id, step, WORDS)
    else:
        SENDERS_STEPS[step](terminal.workspace.following, id)


def settled(nurse: Terminal, counsellor: Terminal) -> None:
    """Both lines are up, and everything has gone its way."""
    for terminal in (counsellor, nurse, counsellor, nurse):
        terminal.line(up=True)
        assert terminal.sync().problem == ""


def test_accepted_reached_started_and_finished(nurse: Terminal, counsellor: Terminal) -> None:
    (id,) = arrived(nurse, counsellor)
    assert counsellor.listed() == [id]
    for step, status in (
        (Step.ACCEPT, Status.ACCEPTED),
        (Step.REACHED, Status.CONTACTING),
        (Step.START, Status.STARTED),
    ):
        counsellor.take(id, step)
        counsellor.sync()
        nurse.sync()
        assert both(nurse, counsellor, id) == (status, status)
    counsellor.take(id, Step.COMPLETE, StepWords(note="Kiitos!", outcome=Outcome.FULFILLED))
    counsellor.sync()
    nurse.sync()
    seen = nurse.sent(id)
    assert (seen.status, seen.outcome) == (Status.COMPLETED, Outcome.FULFILLED)
    assert seen.timeline[-1].note == "Kiitos!"
    assert steps_of(seen.timeline)[-4:] == [Step.ACCEPT, Step.REACHED, Step.START, Step.COMPLETE]


@pytest.mark.parametrize("offline", ["nobody", "receiver", "sender", "both"])
def test_every_row_of_the_table_comes_through(
    offline: str, nurse: Terminal, counsellor: Terminal
) -> None:
    """``offline``: whose line is down while the steps are taken; in the end both agree."""
    referrals = dict(zip(EDGES, arrived(nurse, counsellor, len(EDGES)), strict=True))
    down = {"receiver": (counsellor,), "sender": (nurse,), "both": (counsellor, nurse)}
    for terminal in down.get(offline, ()):
        terminal.line(up=False)
    for edge, id in referrals.items():
        for step in WAYS[edge.status]:
            act(counsellor, id, step, Actor.RECEIVER)
    for edge, id in referrals.items():
        assert counsellor.received(id).status is edge.status
    settled(nurse, counsellor)
    for edge, id in referrals.items():
        assert both(nurse, counsellor, id) == (edge.status, edge.status), edge
    for terminal in down.get(offline, ()):
        terminal.line(up=False)
        assert terminal.sync().problem == "unreachable"
    for edge, id in referrals.items():
        actor = counsellor if edge.actor is Actor.RECEIVER else nurse
        act(actor, id, edge.step, edge.actor)
        own = actor.received(id) if edge.actor is Actor.RECEIVER else actor.sent(id)
        assert own.status is edge.to, edge  # at once, whatever the line
    settled(nurse, counsellor)
    for edge, id in referrals.items():
        assert both(nurse, counsellor, id) == (edge.to, edge.to), edge
        sent = nurse.sent(id)
        assert sent.from_hub[-1].step is edge.step
        assert (id in counsellor.listed()) is (edge.step is not Step.PASS_ON), edge
        assert nurse.workspace.following.conflict(id) is None
        assert counsellor.workspace.received.conflict(id) is None


COLLISIONS = [
    (status, theirs, ours)
    for status in WAYS
    for theirs in allowed_steps(Actor.RECEIVER, status)
    for ours in (Step.CANCEL, Step.REMIND)
    if ours in allowed_steps(Actor.SENDER, status)
]


@pytest.mark.parametrize("first", [Actor.RECEIVER, Actor.SENDER])
def test_both_act_at_once_and_the_later_one_sees_it_and_redoes_or_drops(
    first: Actor, nurse: Terminal, counsellor: Terminal
) -> None:
    referrals = dict(zip(COLLISIONS, arrived(nurse, counsellor, len(COLLISIONS)), strict=True))
    for (status, *_steps), id in referrals.items():
        for step in WAYS[status]:
            act(counsellor, id, step, Actor.RECEIVER)
    settled(nurse, counsellor)
    for (_status, theirs, ours), id in referrals.items():
        act(counsellor, id, theirs, Actor.RECEIVER)
        act(nurse, id, ours, Actor.SENDER)
    order = (counsellor, nurse) if first is Actor.RECEIVER else (nurse, counsellor)
    for terminal in order:
        terminal.sync()
    late, role = order[1], Actor.SENDER if first is Actor.RECEIVER else Actor.RECEIVER
    desk = late.workspace.following if role is Actor.SENDER else late.workspace.received
    for case, id in referrals.items():
        status, theirs, ours = case
        before, own = (theirs, ours) if role is Actor.SENDER else (ours, theirs)
        conflict = desk.conflict(id)
        assert conflict is not None, case
        assert [one.entry.step for one in conflict.own] == [own]
        assert steps_of(conflict.happened) == [before]
        assert conflict.fetched
        now = after(before, first, status, reason="syy", outcome=Outcome.FULFILLED)
        possible = own in allowed_steps(role, now)
        assert conflict.can_redo is possible, case
        if possible:
            assert desk.redo(id) == 1
        else:
            desk.drop(id)
        assert desk.conflict(id) is None
    settled(nurse, counsellor)
    for case, id in referrals.items():
        sent, received = both(nurse, counsellor, id)
        gone = Step.PASS_ON in case and id not in counsellor.listed()
        assert sent is received or gone, case
        assert desk.conflict(id) is None


def test_a_chain_taken_offline_is_judged_as_a_whole_and_redone_in_order(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    counsellor.line(up=False)
    for step in (Step.ACCEPT, Step.REACHED, Step.START):
        counsellor.take(id, step)
    nurse.workspace.following.remind(id)
    nurse.sync()
    counsellor.line(up=True)
    counsellor.sync()
    conflict = counsellor.workspace.received.conflict(id)
    assert conflict is not None
    assert steps_of([one.entry for one in conflict.own]) == [Step.ACCEPT, Step.REACHED, Step.START]
    assert all(one.possible for one in conflict.own)
    assert counsellor.received(id).status is Status.DELIVERED
    assert counsellor.workspace.received.redo(id) == 3
    settled(nurse, counsellor)
    assert both(nurse, counsellor, id) == (Status.STARTED, Status.STARTED)


def test_two_counsellors_accept_at_once_and_one_of_them_does(
    county: County, nurse: Terminal, counsellor: Terminal
) -> None:
    colleague = county.terminal(COLLEAGUE)
    (id,) = arrived(nurse, counsellor)
    colleague.sync()
    counsellor.take(id, Step.ACCEPT)
    colleague.take(id, Step.ACCEPT)
    colleague.sync()
    counsellor.sync()
    conflict = counsellor.workspace.received.conflict(id)
    assert conflict is not None
    assert not conflict.can_redo
    assert conflict.happened[-1].by == "Liisa Lenkki, Kouvolan liikuntaneuvonta"
    counsellor.workspace.received.drop(id)
    (row,) = counsellor.workspace.received.rows()
    assert (row.status, row.quarantined) == (Status.ACCEPTED, "")
    assert row.is_of(colleague.workspace.received.professional)
    assert not row.is_of(counsellor.workspace.received.professional)


def test_attempts_are_counted_and_then_it_goes_back_and_comes_again_corrected(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    received = counsellor.workspace.received
    counsellor.take(id, Step.ACCEPT)
    for tried in range(3):
        assert received.attempts_left(counsellor.received(id)) == 3 - tried
        counsellor.take(id, Step.NOT_REACHED)
    counsellor.sync()
    assert received.attempts_left(counsellor.received(id)) == 0
    assert counsellor.received(id).attempts == 3
    counsellor.take(id, Step.RETURN, StepWords(reason="Ei tavoitettu, 3 yritystä."))
    counsellor.sync()
    nurse.sync()
    assert nurse.sent(id).status is Status.RETURNED
    assert nurse.sent(id).timeline[-1].reason == "Ei tavoitettu, 3 yritystä."
    draft = nurse.workspace.referrals.draft(id)
    draft = nurse.workspace.referrals.typed(draft, "phone", "040 765 4321")
    nurse.workspace.referrals.queue(draft)
    settled(nurse, counsellor)
    again = counsellor.received(id)
    assert again.status is Status.DELIVERED
    assert again.payload is not None
    assert again.payload.phone == "+358407654321"
    assert received.attempts_left(again) == 3


def test_passed_on_it_leaves_this_unit_and_comes_to_the_other(
    county: County, nurse: Terminal, counsellor: Terminal
) -> None:
    leader = county.terminal(LEADER)
    (id,) = arrived(nurse, counsellor)
    assert [unit.id for unit in counsellor.workspace.units.others()] == [ASSOCIATION.id]
    counsellor.take(id, Step.ACCEPT)
    taken = counsellor.take(id, Step.PASS_ON, StepWords(receiver_unit_id=ASSOCIATION.id))
    assert counsellor.listed() == []
    assert counsellor.workspace.received.take_back(id, taken)
    assert counsellor.listed() == [id]
    counsellor.take(id, Step.PASS_ON, StepWords(receiver_unit_id=ASSOCIATION.id))
    counsellor.sync()
    leader.sync()
    assert counsellor.listed() == []
    assert counsellor.received(id).payload is None  # its purpose here has ended
    assert leader.listed() == [id]
    assert leader.received(id).status is Status.DELIVERED
    leader.take(id, Step.ACCEPT)
    leader.sync()
    nurse.sync()
    counsellor.sync()
    assert nurse.sent(id).status is Status.ACCEPTED
    assert counsellor.listed() == []
    back = leader.workspace.units.others()[0]
    leader.take(id, Step.PASS_ON, StepWords(receiver_unit_id=back.id))
    leader.sync()
    counsellor.sync()
    (row,) = counsellor.workspace.received.rows()
    assert (row.id, row.client_name, row.unread) == (id, CLIENT.name, True)
    assert leader.listed() == []


# -- the sender's side ---------------------------------------------------------------


def test_a_consent_taken_back_before_it_has_left_makes_a_draft_without_consent(
    nurse: Terminal, counsellor: Terminal
) -> None:
    id = nurse.refer()
    nurse.workspace.following.withdraw(id)
    settled(nurse, counsellor)
    assert counsellor.listed() == []
    draft = nurse.workspace.referrals.draft(id)
    assert not draft.referral.consent.stands
    assert nurse.workspace.referrals.missing(draft)[0][0] == "consent"


def test_a_consent_taken_back_later_reaches_the_receiver_with_its_reason(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    counsellor.take(id, Step.ACCEPT)
    counsellor.sync()
    nurse.sync()
    nurse.workspace.following.withdraw(id)
    settled(nurse, counsellor)
    seen = counsellor.received(id)
    assert (seen.status, seen.timeline[-1].reason) == (Status.CANCELLED, WITHDRAWN)
    assert counsellor.workspace.received.is_withdrawn(seen)
    referral = nurse.sent(id).referral
    assert referral is not None
    assert referral.consent.withdrawn_at is not None
    assert not referral.consent.stands


def test_a_consent_taken_back_wins_over_what_the_receiver_did_meanwhile(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    counsellor.take(id, Step.ACCEPT)
    counsellor.sync()
    nurse.workspace.following.withdraw(id)
    nurse.sync()
    assert nurse.workspace.following.conflict(id) is not None
    assert nurse.workspace.following.resend_withdrawals() == 1
    settled(nurse, counsellor)
    assert both(nurse, counsellor, id) == (Status.CANCELLED, Status.CANCELLED)
    assert counsellor.received(id).timeline[-1].reason == WITHDRAWN


def test_every_step_of_the_sender_is_undone_within_its_time(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    following = nurse.workspace.following
    for act_ in (following.cancel, following.remind, following.enter_in_error, following.withdraw):
        undo = act_(id).undo
        assert undo is not None
        assert undo()
        assert nurse.sent(id).status is Status.DELIVERED
    referral = nurse.sent(id).referral
    assert referral is not None
    assert referral.consent.stands
    late = following.remind(id).undo
    nurse.sync()
    assert late is not None
    assert not late()
    settled(nurse, counsellor)
    assert steps_of(counsellor.received(id).timeline) == [Step.DELIVER, Step.REMIND]


def test_an_answer_by_phone_stays_with_the_sender_and_changes_nothing(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    nurse.workspace.following.answered_by_phone(id, "aloittaa ryhmässä maanantaina")
    settled(nurse, counsellor)
    (note,) = [entry for entry in nurse.sent(id).timeline if entry.step is Step.NOTE]
    assert (note.actor, note.note) == (Actor.SENDER, "aloittaa ryhmässä maanantaina")
    assert both(nurse, counsellor, id) == (Status.DELIVERED, Status.DELIVERED)
    assert steps_of(counsellor.received(id).timeline) == [Step.DELIVER]
    counsellor.take(id, Step.ACCEPT)
    settled(nurse, counsellor)
    assert steps_of(nurse.sent(id).timeline)[-2:] == [Step.NOTE, Step.ACCEPT]
    undo = nurse.workspace.following.answered_by_phone(id, "väärä asiakas").undo
    assert undo is not None
    assert undo()
    assert "väärä" not in " ".join(entry.note for entry in nurse.sent(id).timeline)


def test_an_open_referral_of_the_same_kind_warns(nurse: Terminal, counsellor: Terminal) -> None:
    (id,) = arrived(nurse, counsellor)
    desk = nurse.workspace.referrals

    def warned(**typed: str) -> bool:
        draft = desk.chosen(desk.new_draft(None, "286"), "type", typed.pop("type", "exercise"))
        for field, text in typed.items():
            draft = desk.typed(draft, field, text)
        return nurse.workspace.following.open_alike(draft) is not None

    assert warned(name="matti koekäyttö", phone="050 765 4321")
    assert warned(name="Matti Koekäyttö", born="1958")
    assert not warned(name="Matti Koekäyttö")
    assert not warned(name="Matti Koekäyttö", born="1959")
    assert not warned(name="Matti Koekäyttö", born="1958", type="culture")
    nurse.workspace.following.cancel(id)
    assert not warned(name="Matti Koekäyttö", born="1958")


def test_what_has_ended_is_not_cancelled(nurse: Terminal, counsellor: Terminal) -> None:
    (id,) = arrived(nurse, counsellor)
    for step in WAYS[Status.COMPLETED]:
        counsellor.take(id, step, WORDS)
    settled(nurse, counsellor)
    assert nurse.workspace.following.cancel(id).message == NOT_CANCELLED
    assert nurse.sent(id).status is Status.COMPLETED


# -- what the receiver tells its senders ------------------------------------------------


def test_the_wait_and_no_new_ones_are_seen_before_sending(
    nurse: Terminal, counsellor: Terminal
) -> None:
    counsellor.line(up=False)
    counsellor.workspace.units.announce(accepting=False, waiting_time=" kuun  lopussa ")
    own = counsellor.workspace.units.own
    assert own is not None
    assert (own.accepting, own.waiting_time) == (False, "kuun lopussa")  # also before the line
    assert counsellor.sync().problem == "unreachable"
    settled(nurse, counsellor)
    draft = nurse.workspace.referrals.new_draft(None, "286")
    draft = nurse.workspace.referrals.chosen(draft, "type", "exercise")
    unit = nurse.workspace.units.receiver_of(draft.referral)
    assert unit is not None
    assert (unit.name, unit.accepting) == ("Kouvolan liikuntaneuvonta", False)
    counsellor.workspace.units.announce(accepting=True, waiting_time="noin 2 viikkoa")
    settled(nurse, counsellor)
    unit = nurse.workspace.units.receiver_of(draft.referral)
    assert unit is not None
    assert (unit.accepting, unit.waiting_time) == (True, "noin 2 viikkoa")


# -- killed in between --------------------------------------------------------------------

DYING = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
from hyteterm.domain.referral_status import Step
from hyteterm.local_cache.home import Home
from hyteterm.local_cache.outbox import Outbox
from hyteterm.local_cache.outbox_sending import Sending
from hyteterm.local_cache.vault import Vault
from hyteterm.local_cache.vault_referrals import VaultReferrals
from hyteterm.workspace.units import UnitDesk
from tests.end_to_end.county import COUNSELLOR, Terminal
def die(*args, **more):
    print("died", flush=True)
    os.kill(os.getpid(), 9)
counsellor = Terminal(Home(Path({home!r})), COUNSELLOR, {hub!r})
counsellor.unlock()
{where} = die
counsellor.take({id!r}, Step.ACCEPT)
counsellor.sync()
"""


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("Outbox.add", Status.DELIVERED),  # nothing was said to be done, and nothing was
        ("VaultReferrals.set_step", Status.ACCEPTED),  # it stands in the outbox: it goes
        ("Sending.claim", Status.ACCEPTED),
        ("Sending.finish", Status.ACCEPTED),  # the hub has it, the terminal does not know
        ("Outbox.mark_told", Status.ACCEPTED),
        ("Vault.take_updates", Status.ACCEPTED),
    ],
)
def test_killed_in_the_middle_of_a_step_both_sides_agree(
    where: str, status: Status, nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    counsellor.workspace.close()
    root = Path(__file__).resolve().parents[2]
    script = DYING.format(
        path=[str(root), str(root / "src")], home=str(counsellor.home.path),
        hub=counsellor.hub_url, where=where, id=id,
    )  # fmt: skip
    child = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert child.stdout == "died\n", child.stderr
    assert child.returncode == -9
    counsellor.die()
    settled(nurse, counsellor)
    assert both(nurse, counsellor, id) == (status, status)
    assert steps_of(nurse.sent(id).from_hub).count(Step.ACCEPT) == (status is Status.ACCEPTED)
    assert counsellor.workspace.received.conflict(id) is None
    counsellor.take(id, Step.REACHED if status is Status.ACCEPTED else Step.ACCEPT)
    settled(nurse, counsellor)
    assert both(nurse, counsellor, id)[0] is both(nurse, counsellor, id)[1]


def test_a_restart_forgets_nothing(nurse: Terminal, counsellor: Terminal) -> None:
    (id,) = arrived(nurse, counsellor)
    counsellor.line(up=False)
    counsellor.take(id, Step.ACCEPT)
    day = counsellor.workspace.received.day("2 vk")
    counsellor.workspace.received.put_mark(id, day, "soita iltapäivällä")
    counsellor.restart()
    (row,) = counsellor.workspace.received.rows()
    assert (row.status, row.next_contact, row.note) == (Status.ACCEPTED, day, "soita iltapäivällä")
    assert row.is_of(counsellor.workspace.received.professional)
    assert row.handler_id == "lauri"
    settled(nurse, counsellor)
    assert both(nurse, counsellor, id) == (Status.ACCEPTED, Status.ACCEPTED)


def test_news_is_what_the_other_side_did(nurse: Terminal, counsellor: Terminal) -> None:
    id = nurse.refer()
    nurse.sync()
    counsellor.sync()
    assert "F6" in counsellor.workspace.news([id])
    nurse.sync()
    assert nurse.workspace.news([id]) == ""
    counsellor.take(id, Step.ACCEPT)
    counsellor.sync()
    assert counsellor.workspace.news([id]) == ""
    nurse.sync()
    assert "F5" in nurse.workspace.news([id])
    nurse.workspace.following.remind(id)
    nurse.sync()
    counsellor.sync()
    assert nurse.workspace.news([id]) == ""
    assert "F6" in counsellor.workspace.news([id])


def test_a_consent_taken_back_while_correcting_cancels_what_the_receiver_has(
    nurse: Terminal, counsellor: Terminal
) -> None:
    (id,) = arrived(nurse, counsellor)
    counsellor.take(id, Step.RETURN, WORDS)
    settled(nurse, counsellor)
    desk = nurse.workspace.referrals
    desk.save_draft(desk.typed(desk.draft(id), "reason", "uusi syy"))
    nurse.workspace.following.withdraw(id)
    settled(nurse, counsellor)
    assert both(nurse, counsellor, id) == (Status.CANCELLED, Status.CANCELLED)
    assert [row.status for row in desk.sent()] == [Status.CANCELLED]
