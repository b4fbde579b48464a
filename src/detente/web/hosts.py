"""Names of this machine: which a request may ask for, and which addresses and ports a link can be printed for."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from ..ground.faults import RunError

GIVEN = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:]*)(?::\d{1,5})?")
"""A `Host` header: a name, or an address, and maybe a port."""
# fmt: off
REFUSED = frozenset({
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
    109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
    526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
    3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
})
# fmt: on
"""Ports that no browser opens (WHATWG, Fetch, section "port blocking")."""


@dataclass(frozen=True)
class Hosts:
    """Under which names the page may be asked for; the port does not matter, a tunnel has one of its own."""

    names: frozenset[str] = frozenset({"localhost"})
    """In small letters."""
    anywhere: bool = False
    """Whether any numeric address will do, beside those of this machine alone: DNS cannot be rebound to one."""

    def serve(self, given: str) -> bool:
        """Tell whether a `Host` header names this server."""
        found = GIVEN.fullmatch(given.lower())
        if not found:
            return False
        name = found[1].removesuffix(".")
        try:
            return self.anywhere or ipaddress.ip_address(name.strip("[]")).is_loopback
        except ValueError:
            return name in self.names


def hosts(host: str) -> Hosts:
    """Return under which names a page that is served at a host may be asked for."""
    if loopback(host):
        return Hosts()
    own = (host, socket.gethostname(), socket.getfqdn())
    return Hosts(frozenset({"localhost", *(name.lower() for name in own)}), anywhere=True)


def loopback(host: str) -> bool:
    """Tell whether an address is of this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check(host: str, port: int | None) -> None:
    """Raise RunError where no browser could open a link to this host and port."""
    if not host.strip():
        raise RunError("--host is empty; give an address, as 127.0.0.1")
    if "%" in host:
        raise RunError(f"--host {host}: browsers open no address with a zone (%); give one without")
    if port in REFUSED:
        raise RunError(
            f"--port {port}: browsers refuse to open it, as another service's; give another, as 8420"
        )
