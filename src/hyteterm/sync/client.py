"""The terminal's side of the central API: requests, and what can go wrong with them.

An answer counts only when it has the form this API gives: a captive portal that says
200 with a page of its own is no hub (`NotTheHub`).
"""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from hyteterm import __version__

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 20.0
"""Between two pieces of an answer."""
WHOLE_ANSWER_SECONDS: Final = 60.0
"""From its first byte to its last; a whole catalogue may take longer."""
MAX_ANSWER: Final = 16 * 1024 * 1024
"""Bytes of an answer in memory; a whole catalogue goes to a file instead."""
MAX_RETRY_AFTER: Final = 3600.0

M = TypeVar("M", bound=BaseModel)


class SyncProblem(Exception):
    """The hub could not be asked, or refused; ``code`` is for people and logs."""

    code = "hub"

    def __init__(self, code: str = "") -> None:
        self.code = code or self.code
        super().__init__(self.code)


class HubUnreachable(SyncProblem):
    """No line, no such host, or it took too long."""

    code = "unreachable"

    def __init__(self, code: str = "", *, sent: bool = True) -> None:
        super().__init__(code)
        self.sent = sent
        """Whether the request may have reached the hub."""


class NotTheHub(SyncProblem):
    """Something answered that is not the hub: a captive portal, a proxy, a wrong address."""

    code = "not-the-hub"


class InsecureHub(SyncProblem):
    """The hub's address is not https, and not on this machine."""

    code = "insecure"


class TokenRefused(SyncProblem):
    """The hub does not know the terminal's token: an administrator must enrol it anew."""

    code = "token"


class HubBusy(SyncProblem):
    """Too many requests, or out of service for a while."""

    code = "busy"

    def __init__(self, code: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.retry_after = retry_after
        """Seconds, as the hub asks; None: it did not say."""


class HubFailed(SyncProblem):
    """The hub failed (5xx)."""

    code = "failed"


class TooLarge(SyncProblem):
    """The request is too large for the hub or a proxy (413)."""

    code = "too-large"


class Gone(SyncProblem):
    """The cursor is too old (410) or of another history."""

    code = "gone"


class RequestRefused(SyncProblem):
    """Any other 4xx; ``code`` is the problem document's."""

    code = "refused"

    def __init__(self, code: str = "", *, status: int = 400) -> None:
        super().__init__(code)
        self.status = status


@dataclass(frozen=True, slots=True)
class HubAnswer:
    """An answer of the hub, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def model(self, model: type[M]) -> M:
        """The body as ``model``.  Raises `NotTheHub` when it is anything else."""
        try:
            return model.model_validate_json(self.body)
        except ValidationError:
            raise NotTheHub from None


class HubClient:
    """A connection to one hub; kept open between requests.  A context manager."""

    def __init__(self, base_url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        """``transport``: for tests that put faults on the line.  Raises `InsecureHub`."""
        local = is_loopback(base_url)
        if not local and urlsplit(base_url).scheme != "https":
            raise InsecureHub
        self._http = httpx.Client(
            base_url=base_url,
            transport=transport,
            # A proxy of the house is on the way to other machines, not to this one.
            trust_env=not local,
            verify=_authorities(base_url, local=local or transport is not None),
            follow_redirects=False,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            headers={"User-Agent": f"hyteterm/{__version__}"},
        )

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(
        self,
        path: str,
        token: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HubAnswer:
        """A GET.  Raises the `SyncProblem` kinds; 304 is an answer like 200."""
        return self._asked("GET", path, token, params=params, headers=headers)

    def post(
        self, path: str, token: str, body: dict[str, Any], *, answers: frozenset[int] = frozenset()
    ) -> HubAnswer:
        """A POST of JSON.  ``answers``: further statuses that are answers and no problem."""
        return self._asked("POST", path, token, json=body, answers=answers)

    def _asked(
        self,
        method: str,
        path: str,
        token: str,
        *,
        answers: frozenset[int] = frozenset(),
        **request: Any,
    ) -> HubAnswer:
        with self.streamed(method, path, token, answers=answers, **request) as response:
            body = bytearray()
            end = time.monotonic() + WHOLE_ANSWER_SECONDS
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_ANSWER:
                    raise NotTheHub("answer-too-large")
                if time.monotonic() > end:
                    raise HubUnreachable
            return HubAnswer(response.status_code, response.headers, bytes(body))

    @contextmanager
    def streamed(
        self,
        method: str,
        path: str,
        token: str,
        *,
        answers: frozenset[int] = frozenset(),
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> Iterator[httpx.Response]:
        """An answer whose body has not been read yet; its status has been judged."""
        authorised = dict(headers or {})
        if token:
            authorised["Authorization"] = f"Bearer {token}"
        try:
            with self._http.stream(method, path, headers=authorised, **request) as response:
                _judge(response, answers)
                yield response
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.ProxyError,
        ) as error:
            code = "certificate" if _certificate_at_fault(error) else ""
            raise HubUnreachable(code, sent=False) from None
        except httpx.DecodingError:
            raise NotTheHub from None
        except httpx.TransportError:
            raise HubUnreachable from None
        except httpx.InvalidURL:
            raise NotTheHub from None


def is_loopback(url: str) -> bool:
    """Whether the address is on this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_JSON: Final = ("application/json", "application/x-ndjson")
_PROBLEM: Final = "application/problem+json"


def _judge(response: httpx.Response, answers: frozenset[int]) -> None:
    """Raises unless the status and the form say that the hub has answered."""
    status = response.status_code
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if status == 304:
        return
    if status in (200, 201, 206) or (status in answers and kind in _JSON):
        if kind not in _JSON:
            raise NotTheHub
        return
    if status in (429, 503):
        raise HubBusy(retry_after=_retry_after(response.headers))
    if status >= 500:
        raise HubFailed
    if status == 413:
        raise TooLarge
    # From here on only the hub itself is believed: a portal's 401 or 404 says nothing.
    if kind != _PROBLEM:
        raise NotTheHub
    code = _problem_code(response)
    if status == 401:
        raise TokenRefused
    if status == 410 or code == "bad-cursor":
        raise Gone
    raise RequestRefused(code, status=status)


def _problem_code(response: httpx.Response) -> str:
    """The code of a problem document; whatever else it says stays unread."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > 64 * 1024:
            raise NotTheHub
    try:
        return _Problem.model_validate_json(bytes(body)).code
    except ValidationError:
        raise NotTheHub from None


class _Problem(BaseModel):
    code: str = "refused"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a ``Retry-After``; a date is counted from the hub's own clock."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isdecimal():
        return min(float(value), MAX_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(value)
        now = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
        return min(max(0.0, (at - now).total_seconds()), MAX_RETRY_AFTER)
    except (ValueError, TypeError):
        return None


def _certificate_at_fault(error: BaseException | None) -> bool:
    """Whether the hub's certificate was the reason: a clock that is wrong, or another's host."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _authorities(url: str, *, local: bool) -> ssl.SSLContext | bool:
    """Whose certificates count: for others the system's (a county has its own) and the public ones.

    An ``http`` address on this machine gets a context that trusts nobody: none is asked, and
    reading the public ones would cost 30 ms a connection.
    """
    if local:
        insecure = urlsplit(url).scheme == "http"
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if insecure else True
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
