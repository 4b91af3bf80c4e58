"""Runs the central API: as the process of its own, or in a thread of a test or the demo."""

import socket
import sys
import threading
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import uvicorn

from hyteterm.hub.admission import Limits
from hyteterm.hub.app import create_app
from hyteterm.hub.store import Store, open_store
from hyteterm.hub.times import Clock, hub_clock

READY: Final = "hub ready"
"""What the line on stdout begins with when requests are taken; the URL follows."""
_START_TIMEOUT_S: Final = 30.0


class NotServed(Exception):
    """The hub may not, or cannot, serve there; the text says why."""


def serve(
    database: str | Path,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    certificate: Path | None = None,
    private_key: Path | None = None,
    behind_proxy: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; running requests are answered first.

    ``port`` 0 takes any free one.  When requests are taken, ``hub ready URL`` is written
    to stdout (or ``ready(URL)`` is called).  Beyond loopback it wants a certificate, or a
    proxy in front of it that has one.  Raises `NotServed`, `DatabaseRefused`.
    """
    if not _is_loopback(host) and certificate is None and not behind_proxy:
        raise NotServed("beyond loopback the hub needs a certificate, or a proxy that has one")
    store = open_store(database)
    try:
        with _listening(host, port) as listener:
            server = _server(
                store,
                certificate,
                private_key,
                behind_proxy,
                _said(ready or _say, listener, certificate),
            )
            server.run(sockets=[listener])
    finally:
        store.close()


class HubThread:
    """A hub on loopback in a thread of this process; a context manager."""

    def __init__(
        self,
        database: str | Path,
        *,
        port: int = 0,
        limits: Limits | None = None,
        clock: Clock = hub_clock,
        store: Store | None = None,
    ) -> None:
        """``store``: use this one (and leave it open) instead of opening ``database``."""
        self._owned = store is None
        self.store: Store = store if store is not None else open_store(database)
        self._listener = _listening("127.0.0.1", port)
        self.url = _url(self._listener, None)
        self._started = threading.Event()
        self._server = _server(
            self.store, None, None, False, self._started.set, limits=limits, clock=clock
        )
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(_START_TIMEOUT_S):
            raise NotServed("the hub did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_START_TIMEOUT_S)
        self._listener.close()
        if self._owned:
            self.store.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])


class _Server(uvicorn.Server):
    """uvicorn that tells when it takes requests."""

    def __init__(self, config: uvicorn.Config, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._told()


def _server(
    store: Store,
    certificate: Path | None,
    private_key: Path | None,
    behind_proxy: bool,
    told: Callable[[], None],
    *,
    limits: Limits | None = None,
    clock: Clock = hub_clock,
) -> _Server:
    config = uvicorn.Config(
        create_app(store, limits=limits, clock=clock),
        http="h11",
        ws="none",
        lifespan="on",
        # The access log would hold addresses and queries of everybody: there is none.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=behind_proxy,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        backlog=512,
        ssl_certfile=certificate,
        ssl_keyfile=private_key,
    )
    return _Server(config, told)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol named, asyncio leaves Nagle's algorithm on: 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise NotServed(f"{host}:{port}: {error.strerror}") from None
    return listener


def _url(listener: socket.socket, certificate: Path | None) -> str:
    host, port = listener.getsockname()[:2]
    scheme = "http" if certificate is None else "https"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _said(
    ready: Callable[[str], None], listener: socket.socket, certificate: Path | None
) -> Callable[[], None]:
    return lambda: ready(_url(listener, certificate))


def _say(url: str) -> None:
    sys.stdout.write(f"{READY} {url}\n")
    sys.stdout.flush()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
