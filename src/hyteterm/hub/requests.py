"""Reading a request: its size, its form, and whose it is."""

import asyncio
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from hyteterm.domain.delivery import MAX_BATCH, Envelope
from hyteterm.hub import terminals, tokens
from hyteterm.hub.admission import Limits
from hyteterm.hub.problems import Problem, bad_request
from hyteterm.hub.store import Store, Transaction
from hyteterm.hub.terminals import Terminal
from hyteterm.hub.tokens import TokenKind

_SKIPPED: Final = 8
"""A body too large is read and dropped up to this many times the limit, so that the answer
reaches a client that is still sending."""

M = TypeVar("M", bound=BaseModel)


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TerminalEnrolment(_Form):
    """The body of ``POST /v1/terminals``."""

    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=80)


class ProfessionalEnrolment(_Form):
    """The body of ``POST /v1/professionals``."""

    code: str = Field(min_length=1, max_length=40)


class UnitNotice(_Form):
    """The body of ``POST /v1/unit``."""

    professional_id: str = Field(min_length=1, max_length=80)
    accepting: bool
    waiting_time: str = Field(max_length=80)


class Deliveries(_Form):
    """The body of ``POST /v1/deliveries`` and ``POST /v1/status-changes``."""

    envelopes: list[Envelope] = Field(min_length=1)


_KNOWN: Final = frozenset(
    {
        *range(MAX_BATCH),
        *TerminalEnrolment.model_fields,
        *ProfessionalEnrolment.model_fields,
        *UnitNotice.model_fields,
        *Deliveries.model_fields,
        *Envelope.model_fields,
    }
)


async def body(request: Request, limits: Limits) -> bytes:
    """The request's body.  Raises `Problem`."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("wrong-content-type")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem("wrong-content-type")
    read = bytearray()
    size = 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= limits.body_bytes:
                    read += chunk
                elif size > _SKIPPED * limits.body_bytes:
                    break
    except TimeoutError:
        raise Problem("too-slow", headers={"Connection": "close"}) from None
    if size > limits.body_bytes:
        raise Problem("too-large")
    return bytes(read)


def parsed(model: type[M], read: bytes) -> M:
    """The body as ``model``; deep nesting and wrong fields are refused.  Raises `Problem`."""
    try:
        return model.model_validate_json(read)
    except ValidationError as error:
        raise bad_request(error, _KNOWN) from None


def batch(read: bytes) -> list[Envelope]:
    """The envelopes of a delivery.  Raises `Problem`; 413 over `MAX_BATCH`."""
    found = parsed(Deliveries, read).envelopes
    if len(found) > MAX_BATCH:
        raise Problem("too-large", f"envelopes: {MAX_BATCH} at most")
    return found


async def bearer(request: Request, store: Store) -> tuple[Terminal, TokenKind]:
    """The terminal whose token the request carries.  Raises `Problem`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("no-token", headers={"WWW-Authenticate": "Bearer"})

    async def work(tx: Transaction) -> tuple[Terminal, TokenKind] | None:
        found = await tokens.find(tx, token.strip())
        terminal = await terminals.get(tx, found[0]) if found else None
        return (terminal, found[1]) if found and terminal else None

    found = await store.read(work)
    if found is None:
        raise Problem("unknown-token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return found
