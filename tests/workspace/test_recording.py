"""Record texts, a county's own templates, and the mark that the statistics count."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hyteterm.domain.service import service_id
from hyteterm.local_cache.access_log import Action
from hyteterm.local_cache.home import Home
from hyteterm.translation import set_language
from hyteterm.workspace import Workspace
from hyteterm.workspace.recording import own_templates
from hyteterm.workspace.session import Locked
from tests.homes import NURSE, PIN

EXERCISE = service_id("demo", "kouvola-liikuntaneuvonta")


def referred(workspace: Workspace, reason: str = "polvi", *, violence: bool = False) -> str:
    draft = workspace.referrals.new_draft(EXERCISE, "286")
    for field, text in (("name", "Matti Mallikas"), ("phone", "0500000201"), ("born", "1958")):
        draft = workspace.referrals.typed(draft, field, text)
    draft = workspace.referrals.typed(draft, "reason", reason)
    draft = workspace.referrals.with_consent(draft, wider=False)
    return workspace.referrals.queue(workspace.referrals.with_violence(draft, violence))


def test_the_copy_is_noted_in_the_access_log(unlocked: Workspace) -> None:
    referral = referred(unlocked)
    record = unlocked.recording.record([referral])
    assert record.text.startswith("Liikkumisesta keskusteltu.")
    assert record.notices == ()
    entries = [entry.access for entry in unlocked.session.vault.access_log.entries()]
    (copied,) = [access for access in entries if access.action is Action.COPY]
    assert copied.subject_id == referral
    assert "Mallikas" not in copied.reason


def test_the_text_is_in_the_professionals_language(unlocked: Workspace, home: Home) -> None:
    referral = referred(unlocked)
    (home.path / "record_templates.json").write_text(
        json.dumps({"exercise": {"text": {"fi": "Suomeksi", "sv": "På svenska"}}}), "utf-8"
    )
    set_language("sv")
    assert unlocked.recording.record([referral]).text == "På svenska."


def test_several_are_recorded_at_once(unlocked: Workspace) -> None:
    ids = [referred(unlocked), referred(unlocked, "tasapaino")]
    text = unlocked.recording.record(ids).text
    assert "Syy: polvi." in text
    assert "Syy: tasapaino." in text
    unlocked.recording.mark(ids)
    assert all(unlocked.recording.recorded_at(each) for each in ids)


def test_the_share_counts_what_left_and_is_recorded(unlocked: Workspace) -> None:
    first, second, third = referred(unlocked), referred(unlocked), referred(unlocked)
    unlocked.recording.mark([first, third])
    unlocked.recording.mark([first])  # once is enough
    unlocked.referrals.take_back(third)
    since = datetime.now(UTC) - timedelta(days=1)
    until = since + timedelta(days=2)
    assert unlocked.recording.share(since, until) == (1, 2)
    assert unlocked.recording.share(until, until + timedelta(days=1)) == (0, 0)
    unlocked.recording.unmark(first)
    assert unlocked.recording.share(since, until) == (0, 2)
    assert unlocked.recording.recorded_at(second) is None


def test_the_mark_survives_a_new_start(unlocked: Workspace, home: Home) -> None:
    referral = referred(unlocked)
    unlocked.recording.mark([referral])
    unlocked.close()
    with Workspace(home) as again:
        again.session.unlock(NURSE.id, PIN)
        assert again.recording.recorded_at(referral) is not None


def test_violence_left_out_is_told_and_a_draft_has_no_text(unlocked: Workspace) -> None:
    record = unlocked.recording.record([referred(unlocked, "mies lyö häntä kotona", violence=True)])
    assert "lyö" not in record.text
    assert record.notices
    assert unlocked.recording.record(["not-queued"]).text == ""


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        '{"exercise": {"text": {"fi": "{hetu}"}}}',
        '{"exercise": {"text": {"fi": "{service"}}}',
        '{"exercise": {"koodi": "X"}}',
    ],
)
def test_a_broken_file_of_the_county_is_told_and_ours_is_used(
    unlocked: Workspace, home: Home, text: str
) -> None:
    (home.path / "record_templates.json").write_text(text, "utf-8")
    record = unlocked.recording.record([referred(unlocked)])
    assert "record_templates.json" in record.notices[0]
    assert record.text.startswith("Liikkumisesta keskusteltu.")


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert own_templates(tmp_path / "record_templates.json") == ({}, False)


def test_a_locked_terminal_records_nothing(workspace: Workspace) -> None:
    with pytest.raises(Locked):
        workspace.recording.record(["x"])
