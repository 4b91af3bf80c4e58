"""A PTV interface on loopback, with the quirks and faults of the real one."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Fault = Callable[[BaseHTTPRequestHandler], bool]
"""Answers instead of the interface; gives whether it did."""


def service(number: int, *, changed: str = "2026-01-01T00:00:00", **members: Any) -> dict[str, Any]:
    """A service body."""
    return {
        "id": f"50000000-0000-4000-8000-{number:012}",
        "serviceNames": [{"language": "fi", "value": f"Palvelu {number}", "type": "Name"}],
        "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "municipalities": [{"code": "286"}]}],
        "publishingStatus": "Published",
        "modified": changed,
        **members,
    }


def channel(number: int, *, phone: str, services: list[str] | None = None) -> dict[str, Any]:
    """A phone channel."""
    return {
        "id": f"c0000000-0000-4000-8000-{number:012}",
        "serviceChannelType": "Phone",
        "serviceChannelNames": [{"language": "fi", "value": "Neuvonta", "type": "Name"}],
        "phoneNumbers": [{"number": phone, "prefixNumber": "+358", "language": "fi"}],
        "services": [{"service": {"id": each}} for each in services or []],
        "publishingStatus": "Published",
        "modified": "2026-01-01T00:00:00",
    }


@dataclass
class FakePtv:
    """What the interface holds, what it was asked, and how it misbehaves."""

    services: list[dict[str, Any]] = field(default_factory=list)
    channels: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 50
    requests: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    """Each is asked once per request, in order, until one answers; then it is used up."""
    url: str = ""

    def bodies(self, kind: str) -> list[dict[str, Any]]:
        """All bodies of a kind."""
        return self.services if kind == "Service" else self.channels

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        parts = urlsplit(handler.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.requests.append(handler.path)
        self.agents.add(handler.headers.get("User-Agent", ""))
        for fault in list(self.faults):
            if fault(handler):
                self.faults.remove(fault)
                return
        kind, *rest = parts.path.removeprefix("/api/v11/").strip("/").split("/")
        bodies = self.bodies(kind)
        if rest == ["list"]:
            wanted = query["guids"].split(",")
            assert len(wanted) <= 100
            published = [body for body in bodies if body["publishingStatus"] == "Published"]
            reply(handler, 200, [body for body in published if body["id"] in wanted])
            return
        page = int(query.get("page", "1"))
        if rest[:2] == ["list", "area"]:
            found: list[Any] = bodies
        else:
            status, since = query.get("status", "Published"), query.get("date", "")
            found = [
                {"id": body["id"], "name": "x"}
                for body in bodies
                if body["publishingStatus"] == status and body["modified"] >= since
            ]
        pages = max(1, -(-len(found) // self.page_size))
        items = found[(page - 1) * self.page_size : page * self.page_size]
        envelope = {"pageNumber": page, "pageSize": self.page_size, "pageCount": pages}
        reply(handler, 200, {**envelope, "itemList": items})


def reply(handler: BaseHTTPRequestHandler, status: int, document: Any, **headers: str) -> None:
    """Send ``document`` as JSON, or as it is when it is bytes."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def status_fault(status: int, document: Any = b"", **headers: str) -> Fault:
    """The next request gets this status."""

    def fault(handler: BaseHTTPRequestHandler) -> bool:
        reply(handler, status, document, **headers)
        return True

    return fault


def broken_line(path_part: str) -> Fault:
    """The next request to such a path is cut in the middle of the answer."""

    def fault(handler: BaseHTTPRequestHandler) -> bool:
        if path_part not in handler.path:
            return False
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"pageNumber"')
        handler.close_connection = True
        return True

    return fault


class Running:
    """Serve a `FakePtv` on a free port of loopback."""

    def __init__(self, ptv: FakePtv) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ptv.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        ptv.url = f"http://127.0.0.1:{self._server.server_port}/api/v11/"

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
