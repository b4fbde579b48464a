"""Who may see the page: one-time tokens of the start link, a password beyond this machine, and cookies for both."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict

SESSIONS = 1_024
"""Sessions held at once; beyond it the oldest ends."""
BITS = 32
"""Random bytes of a token and of a cookie."""


class Sessions:
    """The sessions of one server; only hashes of what opens one are kept."""

    def __init__(self, password: str = "") -> None:
        """Begin with nobody inside; without a `password`, tokens alone open the door."""
        self._password = _hash(password) if password else b""
        self._token = b""
        self._held: OrderedDict[bytes, None] = OrderedDict()

    @property
    def by_password(self) -> bool:
        """Tell whether a password opens the door."""
        return bool(self._password)

    def token(self) -> str:
        """Return a new one-time token; the one before it no longer counts."""
        made = secrets.token_urlsafe(BITS)
        self._token = _hash(made)
        return made

    def redeem(self, token: str) -> str | None:
        """Return a new cookie for the token, once; None for another one."""
        if not self._token or not hmac.compare_digest(self._token, _hash(token)):
            return None
        self._token = b""
        return self._opened()

    def log_in(self, password: str) -> str | None:
        """Return a new cookie for the password; None for another one."""
        if not self._password or not hmac.compare_digest(self._password, _hash(password)):
            return None
        return self._opened()

    def known(self, cookie: str) -> bool:
        """Tell whether a cookie is of a session held."""
        return _hash(cookie) in self._held

    def _opened(self) -> str:
        cookie = secrets.token_urlsafe(BITS)
        self._held[_hash(cookie)] = None
        while len(self._held) > SESSIONS:
            self._held.popitem(last=False)
        return cookie


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
