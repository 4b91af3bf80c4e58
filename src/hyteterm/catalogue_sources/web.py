"""JSON from a web address: polite, patient, and not fooled by a login page that answers 200."""

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Final, Self

import httpx

from hyteterm import __version__
from hyteterm.catalogue_sources.reading import SourceError

USER_AGENT: Final = f"HyteTerm/{__version__}"

ATTEMPTS: Final = 5
LONGEST_WAIT: Final = 120.0
"""Seconds; a server that asks for more is left in peace until the next import."""

_REFUSING: Final[dict[int, str]] = {
    401: "not-allowed",
    403: "not-allowed",
    404: "not-found",
    410: "not-found",
    407: "not-allowed",
}
"""Status that no patience mends → reason."""


pause: Callable[[float], None] = time.sleep
"""Waits so many seconds; tests put a clock of theirs here."""


class Web:
    """A connection for one import."""

    def __init__(self) -> None:
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            timeout=httpx.Timeout(60.0, connect=15.0),
            follow_redirects=True,
            max_redirects=3,
        )
        self.server_time: datetime | None = None
        """What the server's clock said in its first answer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, url: str, params: Mapping[str, str] | None = None) -> Any:
        """The JSON document at ``url``.

        Tries again after a broken line, 429 and 5xx, waits as told by Retry-After.  Raises
        `SourceError`: ``bad-url``, ``no-connection``, ``not-allowed``, ``not-found``,
        ``too-busy``, ``server-error``, ``not-the-api``.
        """
        reason, detail = "no-connection", ""
        for attempt in range(ATTEMPTS):
            wait = random.uniform(0.5, 1.0) * 2**attempt
            try:
                answer = self._client.get(url, params=params)
            except (httpx.InvalidURL, httpx.UnsupportedProtocol):
                raise SourceError("bad-url") from None
            except httpx.TooManyRedirects:
                raise SourceError("not-the-api", "redirects") from None
            except httpx.TransportError:
                reason, detail = "no-connection", ""
            except httpx.DecodingError:
                raise SourceError("not-the-api") from None
            else:
                self.server_time = self.server_time or _date(answer.headers.get("Date"))
                if answer.status_code == 200:
                    return _document(answer)
                reason, detail = _reason(answer.status_code), str(answer.status_code)
                if reason not in ("too-busy", "server-error"):
                    raise SourceError(reason, detail)
                asked = _retry_after(answer.headers.get("Retry-After"))
                if asked is not None and asked > LONGEST_WAIT:
                    raise SourceError("too-busy", detail)
                wait = wait if asked is None else asked
            if attempt + 1 < ATTEMPTS:
                pause(wait)
        raise SourceError(reason, detail)


def _document(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        raise SourceError("not-the-api") from None


def _reason(status: int) -> str:
    if status == 429:
        return "too-busy"
    if status >= 500 or status == 408:
        return "server-error"
    return _REFUSING.get(status, "not-the-api")


def _date(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait: the header holds seconds or a date."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text.strip())
    until = _date(text)
    return max(0.0, (until - datetime.now(UTC)).total_seconds()) if until else None
