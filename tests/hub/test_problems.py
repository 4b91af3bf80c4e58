"""Every error is a problem document that says what, and nothing of what was sent."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from hyteterm.domain.delivery import MAX_BATCH
from hyteterm.hub.admission import Limits
from hyteterm.hub.app import CALLS, CallRow
from hyteterm.hub.problems import PROBLEMS
from hyteterm.hub.serve import HubThread

from .conftest import Place, started

SECRET = "Aino-Esimerkki-Salainen"


def problem(answer: httpx.Response, code: str) -> dict[str, object]:
    """The document, checked for its form."""
    status, title = PROBLEMS[code]
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["code"] == code
    assert document["status"] == status
    assert document["title"] == title
    assert document["type"] == f"urn:hyteterm:problem:{code}"
    assert SECRET not in answer.text
    assert isinstance(document, dict)
    return document


def each(*, tokens: bool) -> list[CallRow]:
    """The calls that want a token, or those that do not."""
    return [row for row in CALLS if bool(row.tokens) is tokens]


@pytest.mark.parametrize("row", each(tokens=True), ids=lambda row: row.path)
def test_without_a_token_or_with_an_unknown_one_nothing_opens(place: Place, row: CallRow) -> None:
    answer = place.nurse.http.request(row.method, row.path)
    problem(answer, "no-token")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    for header in ("Basic abc", "Bearer", "Bearer-abc"):
        found = place.nurse.http.request(row.method, row.path, headers={"Authorization": header})
        assert found.status_code == 401
    wrong = {"Authorization": f"Bearer {SECRET}"}
    problem(place.nurse.http.request(row.method, row.path, headers=wrong), "unknown-token")


@pytest.mark.parametrize("row", each(tokens=True), ids=lambda row: row.path)
def test_a_revoked_terminal_is_shut_out_with_both_tokens(place: Place, row: CallRow) -> None:
    place.administration.revoke_terminal(place.nurse.terminal_id)
    for token in (place.nurse.delivery_token, place.nurse.updates_token):
        headers = {"Authorization": f"Bearer {token}"}
        problem(place.nurse.http.request(row.method, row.path, headers=headers), "unknown-token")


@pytest.mark.parametrize("row", each(tokens=True), ids=lambda row: row.path)
def test_the_token_of_a_locked_terminal_opens_no_more_than_it_should(
    place: Place, row: CallRow
) -> None:
    headers = {"Authorization": f"Bearer {place.nurse.delivery_token}"}
    answer = place.nurse.http.request(row.method, row.path, headers=headers, json={})
    if len(row.tokens) == 1:
        problem(answer, "wrong-token")
    else:
        assert answer.status_code not in (401, 403)


@pytest.mark.parametrize("row", each(tokens=True), ids=lambda row: row.path)
def test_a_terminal_to_be_wiped_gets_the_order_and_may_still_deliver(
    place: Place, row: CallRow
) -> None:
    place.administration.order_wipe(place.nurse.terminal_id)
    answer = place.nurse.http.request(
        row.method,
        row.path,
        headers={"Authorization": f"Bearer {place.nurse.updates_token}"},
        json={},
    )
    if row.before_wipe:
        assert answer.status_code in (200, 400)
    else:
        problem(answer, "wipe-ordered")


@pytest.mark.parametrize("row", CALLS, ids=lambda row: row.path)
def test_another_method_or_address_is_a_problem(place: Place, row: CallRow) -> None:
    for method in ("DELETE", "PUT", "PATCH"):
        problem(place.nurse.http.request(method, row.path), "method-not-allowed")
    for path in (f"{row.path}/", f"{row.path}/{SECRET}", "/", "/v2/updates", "/fhir/Task"):
        problem(place.nurse.http.request(row.method, path), "not-found")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"envelopes": []}',
        b'{"envelopes": {}}',
        b'{"envelopes": [{"id": "' + SECRET.encode() + b'"}]}',
        b'{"' + SECRET.encode() + b'": 1, "envelopes": [{}]}',
        b'{"envelopes": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"\xff\xfe\x00",
        b'{"envelopes": [' + b'{"id":' * 4000,
    ],
)
def test_a_body_of_another_form_is_refused_without_repeating_it(place: Place, body: bytes) -> None:
    for path in ("/v1/deliveries", "/v1/status-changes", "/v1/terminals"):
        headers = {
            "Authorization": f"Bearer {place.nurse.delivery_token}",
            "Content-Type": "application/json",
        }
        problem(place.nurse.http.post(path, content=body, headers=headers), "bad-request")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": "application/json", "Content-Encoding": "zstd"},
    ],
)
def test_a_compressed_or_foreign_body_is_not_read(place: Place, headers: dict[str, str]) -> None:
    own = {"Authorization": f"Bearer {place.nurse.delivery_token}"}
    answer = place.nurse.http.post("/v1/deliveries", content=b"{}", headers=own | headers)
    problem(answer, "wrong-content-type")


@pytest.fixture
def narrow_place(tmp_path: Path) -> Iterator[Place]:
    """A hub that takes little at a time."""
    limits = Limits(body_bytes=20_000, body_seconds=0.2, wrong_codes=3)
    with HubThread(tmp_path / "hub.db", limits=limits) as hub:
        found = started(tmp_path / "hub.db", hub)
        yield found
        found.close()


def test_a_body_too_large_is_413_also_when_it_does_not_say_so(narrow_place: Place) -> None:
    nurse = narrow_place.nurse
    headers = {
        "Authorization": f"Bearer {nurse.delivery_token}",
        "Content-Type": "application/json",
    }
    large = b"x" * 60_000
    problem(nurse.http.post("/v1/deliveries", content=large, headers=headers), "too-large")
    chunks = iter([large[:30_000], large[30_000:]])
    problem(nurse.http.post("/v1/deliveries", content=chunks, headers=headers), "too-large")
    assert nurse.send(nurse.referral()).result == "accepted"


def test_more_envelopes_than_a_batch_may_have_is_413(place: Place) -> None:
    sealed = place.nurse.sealed_referral(place.nurse.referral()).model_dump()
    answer = place.nurse.post("/v1/deliveries", {"envelopes": [sealed] * (MAX_BATCH + 1)})
    problem(answer, "too-large")
    assert place.counsellor.refreshed() == []


def test_a_body_that_does_not_come_is_given_up(narrow_place: Place) -> None:
    address = urlsplit(narrow_place.hub.url)
    with socket.create_connection((address.hostname, address.port or 0), timeout=20) as line:
        line.sendall(
            b"POST /v1/deliveries HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
            b"Authorization: Bearer " + narrow_place.nurse.delivery_token.encode() + b"\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        answer = b""
        while chunk := line.recv(4096):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 408")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "too-slow"


def test_guessing_codes_is_slowed_down(narrow_place: Place) -> None:
    answers = [
        narrow_place.nurse.http.post("/v1/terminals", json={"code": f"{n}", "name": "x"})
        for n in range(5)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429, 429]
    problem(answers[0], "unknown-code")
    problem(answers[-1], "too-many-requests")


def test_more_requests_than_the_hub_can_work_on_are_told_to_come_later(tmp_path: Path) -> None:
    with HubThread(tmp_path / "hub.db", limits=Limits(at_once=0)) as hub:
        answer = httpx.get(f"{hub.url}/v1/terminal", trust_env=False)
    problem(answer, "too-many-requests")
    assert 2 <= int(answer.headers["retry-after"]) <= 20


def test_slow_requests_keep_no_other_out(tmp_path: Path) -> None:
    """Many whose bodies do not come, and one that is worked on at once."""
    limits = Limits(at_once=1, arriving=40)
    with HubThread(tmp_path / "hub.db", limits=limits) as hub, ExitStack() as lines:
        place = started(tmp_path / "hub.db", hub)
        lines.callback(place.close)
        address = urlsplit(hub.url)
        for _ in range(30):
            line = lines.enter_context(
                socket.create_connection((address.hostname, address.port or 0), timeout=20)
            )
            line.sendall(
                b"POST /v1/terminals HTTP/1.1\r\nHost: hub\r\n"
                b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            )
        assert place.nurse.send(place.nurse.referral()).result == "accepted"


def test_answers_are_not_held_back_on_the_line(place: Place) -> None:
    """asyncio turns Nagle's algorithm off only for a socket that names its protocol."""
    assert place.hub._listener.proto == socket.IPPROTO_TCP


def test_a_fault_of_the_hub_tells_nobody_what_was_sent(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str) -> object:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("hyteterm.hub.statistics.month_bounds", broken)
    problem(place.nurse.get("/v1/statistics?month=2026-11"), "hub-fault")
    assert "RuntimeError at test_problems.py" in caplog.text
    assert SECRET not in caplog.text


def test_nothing_is_logged_of_ordinary_work(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO", logger="uvicorn")
    caplog.set_level("DEBUG", logger="hyteterm")
    place.nurse.send(place.nurse.referral(name=SECRET))
    place.counsellor.refreshed()
    problem(place.nurse.get(f"/v1/updates?since={SECRET}"), "bad-cursor")
    own = [one for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert own == []
    assert tuple(capfd.readouterr()) == ("", "")
