"""Serve the page: bind the address, print the link, go on until stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..ground.faults import RunError
from .app import app
from .gate import ENTER, Gate, Sessions
from .hosts import check, hosts, loopback
from .library import Library
from .open_studies import OpenStudies
from .runs import Runs
from .stored_runs import StoredRuns

PORT = 8420
"""The port that is tried first; where it is taken, any free one."""
LEAST = 12
"""Letters of a password."""
CONNECTIONS = 256
"""Most connections at once."""


@dataclass(frozen=True)
class Door:
    """Where the page is served: a socket that is bound, the gate before the page, and the link that opens it."""

    socket: socket.socket
    gate: Gate
    studies: OpenStudies
    runs: Runs
    link: str

    def serve(self) -> None:
        """Serve until stopped by Ctrl-C."""
        import uvicorn

        config = uvicorn.Config(
            self.gate,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        self.runs.ending = lambda: server.should_exit
        try:
            server.run(sockets=[self.socket])
        finally:
            self.close()

    def close(self) -> None:
        """Give the address back, stop what runs, and put every study away."""
        self.socket.close()
        self.runs.close()
        self.studies.close()


def door(
    home: Path,
    *,
    study: str = "",
    host: str = "127.0.0.1",
    port: int | None = None,
    password: str = "",
    runs: Path = Path("runs"),
    tell: Callable[[str], None] = lambda link: None,
) -> Door:
    """Bind an address and return what serves there; `tell` is given each new link that opens the page.

    `home` is the folder of studies, `runs` the folder of runs.

    Raises RunError where the address cannot be had, or lies beyond this machine and no password guards it.
    """
    check(host, port)
    if not loopback(host) and len(password) < LEAST:
        raise RunError(
            f"{host} can be reached from other machines; that needs a password of {LEAST} letters or more"
        )
    bound = _bound(host, port)
    number = int(bound.getsockname()[1])
    sessions = Sessions(password)
    studies, ensembles = OpenStudies(Library(home), StoredRuns(runs)), Runs(runs, shared=not loopback(host))
    gate = Gate(app(studies, ensembles), sessions, number, hosts(host))
    shown = f"http://{_bracketed(host if host not in ('0.0.0.0', '::') else socket.gethostname())}:{number}"
    path = quote(f"/live/{quote(study, safe='')}") if study else "/"

    def link() -> str:
        return f"{shown}{ENTER}?token={sessions.token()}&to={path}" if not password else f"{shown}/"

    gate.entered = lambda: tell(link())
    return Door(bound, gate, studies, ensembles, link())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _bound(host: str, port: int | None) -> socket.socket:
    """Return a socket bound to a port, the usual one or a free one if none is given."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in (port,) if port is not None else (PORT, 0):
        try:
            bound = socket.create_server((host, number), family=family)
            # What connects inherits it. Else the body of an answer waits 40 ms for its head to be acknowledged.
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return bound
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
    raise RunError(
        f"{host}:{port if port is not None else PORT} cannot be served at ({reason}); give another --port"
    )
