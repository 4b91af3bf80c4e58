"""The central API as an ASGI application: one table of calls, one way to answer each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hyteterm.domain.delivery import DeliveryAnswer, DeliveryResult
from hyteterm.domain.statistics import is_month
from hyteterm.domain.use_counts import CountsPayload
from hyteterm.hub import (
    catalogue_feed,
    counts,
    deliveries,
    enrolment,
    faults,
    requests,
    statistics,
    survey,
    updates,
)
from hyteterm.hub.admission import CodeGuard, Gate, Limits
from hyteterm.hub.catalogue_snapshot import Snapshots
from hyteterm.hub.codes import CodeRefused
from hyteterm.hub.cursor import CursorRefused
from hyteterm.hub.problems import Problem
from hyteterm.hub.store import Store, StoreUnavailable
from hyteterm.hub.terminals import Terminal
from hyteterm.hub.times import Clock, hub_clock
from hyteterm.hub.tokens import TokenKind


@dataclass(frozen=True, slots=True)
class Hub:
    """What the calls work with."""

    store: Store
    clock: Clock
    limits: Limits
    gate: Gate
    codes: CodeGuard
    snapshots: Snapshots


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was let in."""

    hub: Hub
    request: Request
    caller: Terminal | None
    kind: TokenKind | None
    body: bytes

    @property
    def terminal(self) -> Terminal:
        """The terminal whose token the request carries."""
        if self.caller is None:
            raise Problem("no-token")
        return self.caller


Handler = Callable[[Call], Awaitable[Response]]


async def enrol_terminal(call: Call) -> Response:
    """``POST /v1/terminals``"""
    form = requests.parsed(requests.TerminalEnrolment, call.body)
    call.hub.codes.check()
    try:
        answer = await enrolment.enrol_terminal(
            call.hub.store, form.code, form.name, call.hub.clock()
        )
    except CodeRefused as refusal:
        call.hub.codes.wrong()
        raise Problem(str(refusal)) from None
    return _json(answer, 201)


async def enrol_professional(call: Call) -> Response:
    """``POST /v1/professionals``"""
    form = requests.parsed(requests.ProfessionalEnrolment, call.body)
    call.hub.codes.check()
    try:
        answer = await enrolment.enrol_professional(
            call.hub.store, call.terminal, form.code, call.hub.clock()
        )
    except CodeRefused as refusal:
        call.hub.codes.wrong()
        raise Problem(str(refusal)) from None
    return _json(answer, 201)


async def terminal_notice(call: Call) -> Response:
    """``GET /v1/terminal``"""
    kind = call.kind or TokenKind.DELIVERY
    return _json(
        await enrolment.terminal_notice(call.hub.store, call.terminal, kind, call.hub.clock())
    )


async def announce_unit(call: Call) -> Response:
    """``POST /v1/unit``"""
    form = requests.parsed(requests.UnitNotice, call.body)
    return _json(
        await enrolment.unit_announced(
            call.hub.store,
            call.terminal,
            form.professional_id,
            call.hub.clock(),
            accepting=form.accepting,
            waiting_time=form.waiting_time,
        )
    )


async def receive_deliveries(call: Call) -> Response:
    """``POST /v1/deliveries``"""
    return _model(await _received(call))


async def receive_status_changes(call: Call) -> Response:
    """``POST /v1/status-changes``: 409 when it is a single step on an old version."""
    answer = await _received(call)
    results = [receipt.result for receipt in answer.receipts]
    return _model(answer, 409 if results == [DeliveryResult.CONFLICT] else 200)


async def _received(call: Call) -> DeliveryAnswer:
    return await deliveries.receive(
        call.hub.store, requests.batch(call.body), call.terminal, call.hub.clock()
    )


async def give_updates(call: Call) -> Response:
    """``GET /v1/updates?since=&limit=``"""
    query = call.request.query_params
    limit = query.get("limit", str(updates.DEFAULT_LIMIT))
    if not limit.isdecimal() or not 1 <= len(limit) <= 9 or int(limit) < 1:
        raise Problem("bad-request", "limit")
    return _model(
        await updates.since(
            call.hub.store,
            call.terminal,
            query.get("since", ""),
            min(int(limit), updates.MAX_LIMIT),
            call.hub.clock(),
        )
    )


async def give_catalogue(call: Call) -> Response:
    """``GET /v1/catalogue``"""
    return await catalogue_feed.snapshot(call.hub.snapshots, call.request.headers)


async def give_catalogue_changes(call: Call) -> Response:
    """``GET /v1/catalogue/changes?since=``"""
    return await catalogue_feed.changes(
        call.hub.store, call.request.query_params.get("since", ""), call.request.headers
    )


async def give_statistics(call: Call) -> Response:
    """``GET /v1/statistics?month=YYYY-MM``"""
    month = call.request.query_params.get("month", "")
    if not is_month(month):
        raise Problem("bad-request", "month")
    return _model(await statistics.of_month(call.hub.store, month))


async def give_survey(call: Call) -> Response:
    """``GET /v1/survey?year=YYYY``"""
    year = call.request.query_params.get("year", "")
    if not is_month(f"{year}-01"):
        raise Problem("bad-request", "year")
    return _model(await survey.of_year(call.hub.store, int(year), call.hub.clock()))


async def take_counts(call: Call) -> Response:
    """``POST /v1/counts``: sums without terminal or person; whose they are is not written."""
    payload = requests.parsed(CountsPayload, call.body)
    await counts.take(call.hub.store, payload)
    return _json({"id": payload.id})


_NONE: Final[frozenset[TokenKind]] = frozenset()
_ANY: Final = frozenset(TokenKind)
_VAULT: Final = frozenset({TokenKind.UPDATES})


@dataclass(frozen=True, slots=True)
class CallRow:
    """One row of the table of calls."""

    method: str
    path: str
    handler: Handler
    tokens: frozenset[TokenKind]
    """Which tokens open it; none: it is open to all."""
    before_wipe: bool = False
    """Whether a terminal that is to wipe itself may still call it."""


CALLS: Final[tuple[CallRow, ...]] = (
    CallRow("POST", "/v1/terminals", enrol_terminal, _NONE),
    CallRow("POST", "/v1/professionals", enrol_professional, _VAULT),
    CallRow("GET", "/v1/terminal", terminal_notice, _ANY, before_wipe=True),
    CallRow("POST", "/v1/unit", announce_unit, _ANY),
    CallRow("GET", "/v1/catalogue", give_catalogue, _ANY),
    CallRow("GET", "/v1/catalogue/changes", give_catalogue_changes, _ANY),
    CallRow("POST", "/v1/deliveries", receive_deliveries, _ANY, before_wipe=True),
    CallRow("POST", "/v1/status-changes", receive_status_changes, _ANY, before_wipe=True),
    CallRow("GET", "/v1/updates", give_updates, _VAULT),
    CallRow("GET", "/v1/statistics", give_statistics, _VAULT),
    CallRow("GET", "/v1/survey", give_survey, _VAULT),
    CallRow("POST", "/v1/counts", take_counts, _ANY),
)


def create_app(
    store: Store, *, limits: Limits | None = None, clock: Clock = hub_clock
) -> Starlette:
    """The API over ``store``, which the caller opens and closes."""
    limits = limits or Limits()
    hub = Hub(
        store=store,
        clock=clock,
        limits=limits,
        gate=Gate(limits),
        codes=CodeGuard(limits),
        snapshots=Snapshots(store),
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        packing = asyncio.create_task(hub.snapshots.pack_ahead())
        yield
        packing.cancel()
        with suppress(asyncio.CancelledError):
            await packing
        hub.snapshots.close()

    app = Starlette(
        lifespan=lifespan,
        routes=[Route(row.path, _endpoint(hub, row), methods=[row.method]) for row in CALLS],
        exception_handlers={HTTPException: _http_problem},
    )
    app.router.redirect_slashes = False
    return app


def _endpoint(hub: Hub, row: CallRow) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            with hub.gate.arrival():
                call = await _admitted(hub, row, request)
            with hub.gate.work():
                return await row.handler(call)
        except Problem as problem:
            return problem.response()
        except CursorRefused:
            return Problem("bad-cursor").response()
        except StoreUnavailable as error:
            faults.report(error)
            seconds = str(hub.limits.retry_after[0])
            return Problem("store-unavailable", headers={"Retry-After": seconds}).response()
        except ClientDisconnect:
            return Problem("bad-request").response()
        except Exception as error:
            # Whatever it says may hold client data: it must not reach the server's log.
            faults.report(error)
            return Problem("hub-fault").response()

    return endpoint


async def _admitted(hub: Hub, row: CallRow, request: Request) -> Call:
    """The call, when its token, its size and its form allow it.  Raises `Problem`."""
    terminal: Terminal | None = None
    kind: TokenKind | None = None
    if row.tokens:
        terminal, kind = await requests.bearer(request, hub.store)
        if kind not in row.tokens:
            raise Problem("wrong-token")
        if terminal.wipe and not row.before_wipe:
            raise Problem("wipe-ordered")
    body = await requests.body(request, hub.limits) if row.method == "POST" else b""
    return Call(hub, request, terminal, kind, body)


async def _http_problem(request: Request, error: Exception) -> Response:
    """What the router itself refuses: an unknown address, another method."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        return Problem("method-not-allowed", headers=dict(error.headers or {})).response()
    return Problem("not-found").response()


def _json(document: object, status: int = 200) -> Response:
    return JSONResponse(document, status, {"Cache-Control": "no-store"})


def _model(answer: BaseModel, status: int = 200) -> Response:
    return Response(
        answer.model_dump_json(),
        status,
        {"Cache-Control": "no-store"},
        media_type="application/json",
    )
