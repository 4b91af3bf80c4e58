"""Errors of the API as ``application/problem+json`` (RFC 9457).

A problem names a code of the table below; it never repeats what the client sent.
"""

from collections.abc import Container
from typing import Final

from pydantic import ValidationError
from starlette.responses import JSONResponse, Response

PROBLEMS: Final[dict[str, tuple[int, str]]] = {
    # code: (HTTP status, title)
    "bad-request": (400, "The request is not of the form this call takes"),
    "bad-cursor": (400, "This is not a cursor of this API"),
    "no-token": (401, "A bearer token is needed"),
    "unknown-token": (401, "The token is unknown or has been revoked"),
    "wrong-token": (403, "This call needs the terminal's other token"),
    "wipe-ordered": (403, "The terminal has been ordered to wipe itself"),
    "unknown-professional": (403, "The professional is unknown"),
    "wrong-unit": (403, "The professional belongs to another unit"),
    "revoked": (403, "The professional's right to act has been revoked"),
    "unknown-code": (403, "The code is unknown"),
    "code-used": (409, "The code has been used"),
    "code-expired": (403, "The code has expired"),
    "not-found": (404, "There is no such address"),
    "method-not-allowed": (405, "This address does not take this method"),
    "too-slow": (408, "The request took too long to arrive"),
    "cursor-gone": (410, "The changes since this cursor are gone: take the whole catalogue"),
    "too-large": (413, "The request is too large: send less at a time"),
    "wrong-content-type": (415, "The body must be application/json, not compressed"),
    "range": (416, "The range lies outside the catalogue"),
    "too-many-requests": (429, "The hub is busy: try again later"),
    "hub-fault": (500, "The hub failed; nothing was stored"),
    "store-unavailable": (503, "The hub's store cannot be used now; nothing was stored"),
}


class Problem(Exception):
    """An answer that is an error; ``code`` is one of `PROBLEMS`."""

    def __init__(self, code: str, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.headers = headers or {}

    def response(self) -> Response:
        """The problem document."""
        status, title = PROBLEMS[self.code]
        document: dict[str, object] = {
            "type": f"urn:hyteterm:problem:{self.code}",
            "title": title,
            "status": status,
            "code": self.code,
        }
        if self.detail:
            document["detail"] = self.detail
        return JSONResponse(
            document,
            status,
            {"Cache-Control": "no-store", **self.headers},
            media_type="application/problem+json",
        )


def bad_request(error: ValidationError, known: Container[int | str]) -> Problem:
    """Which of the ``known`` fields were wrong and how, without their values.

    A key that is not known may hold anything, so it is not named.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)
    places = (
        f"{'.'.join(str(part) for part in one['loc'] if part in known) or 'body'}: {one['type']}"
        for one in found[:5]
    )
    return Problem("bad-request", "; ".join(places))
