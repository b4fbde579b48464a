"""The gate before the page: which requests come in, and what every answer must say about itself.

A page on this machine can be reached by every other page that the user's browser shows, and by every program
that runs here; so a request must name this host (against DNS rebinding), bring the cookie that the start link
gave, and, where it writes, come from this page.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from markupsafe import escape
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import limits
from .hosts import Hosts
from .refusals import Refused

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; manifest-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox allow-same-origin allow-downloads"
)
"""Of a run's report alone. The file stands by itself, so that its styles are in its tags, where no hash can vouch for
them; in exchange it is in a sandbox in which no script runs and no form is sent, whatever a study's text holds. It
keeps its origin, or a link in it to its data would come without the cookie."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""What every answer says: nothing from another host, no script in the page, no frame around it, nothing kept."""
WITHIN = re.compile(r"/([a-z]+/[A-Za-z0-9_.~%-]+)?")
"""Where the start link may lead: a part of this page."""
READS = ("GET", "HEAD")
ENTER, LOGIN = "/enter", "/login"
STATIC, REPORT = "/static/", "/report/"
OPEN = (ENTER, LOGIN)
"""What is served to those without a cookie: the two doors, beside styles."""


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


@dataclass
class Gate:
    """Lets in requests that name this host, bring a cookie and keep to the limits; refuses all others."""

    app: ASGIApp
    sessions: Sessions
    port: int
    hosts: Hosts = Hosts()
    """Under which names the page may be asked for."""
    entered: Callable[[], None] = lambda: None
    """Told when the start link was used."""
    requests: limits.Buckets = field(default_factory=lambda: limits.Buckets(limits.RATE, limits.BURST))
    tries: limits.Buckets = field(default_factory=lambda: limits.Buckets(limits.TRIES, limits.TRIES_BURST))

    @property
    def cookie(self) -> str:
        """Return the name of this server's cookie: browsers do not tell ports apart."""
        return f"detente_{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks any other protocol

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if scope["path"].startswith(REPORT):
                    headers["content-security-policy"] = REPORT_POLICY
            await send(message)

        try:
            answer = await self._answer(scope, receive, guarded)
        except Refused as refused:
            answer = refused.answer(scope["path"])
        if answer is not None:
            await answer(scope, receive, guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """Return what answers a request itself; None where the page did. Raises Refused."""
        headers, path = Headers(scope=scope), scope["path"]
        self._host(headers)
        if scope["method"] not in READS:
            self._origin(headers, scope)
        cookie = next(filter(self.sessions.known, _cookies(headers, self.cookie)), "")
        known = bool(cookie)
        address = (scope.get("client") or ("",))[0]
        self._rate(self.requests, cookie if known else address)
        if not known and path not in OPEN and not path.startswith(STATIC):
            if self.sessions.by_password and path == "/":
                return _redirect(LOGIN)
            raise Refused(
                401, "this page opens by the link that `detente serve` printed", _how(self.sessions)
            )
        body = await self._body(headers, receive)
        if path == ENTER and scope["method"] in READS:
            return self._enter(scope, address)
        if path == LOGIN and scope["method"] == "POST":
            return self._log_in(body, address)
        state = {**scope.get("state", {}), "visitor": cookie if known else ""}
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self.app({**scope, "state": state, "method": method}, _again(body, receive), send)
        return None

    def _host(self, headers: Headers) -> None:
        """Refuse a request that names another host: a page elsewhere may have made its name point here."""
        given = headers.getlist("host")
        if len(given) != 1 or not self.hosts.serve(given[0]):
            shown = given[0][:80] if given else ""
            raise Refused(421, f"the host '{shown}' is not served here", "ask for the link that was printed")

    def _origin(self, headers: Headers, scope: Scope) -> None:
        """Refuse a write that does not come from this page."""
        wanted = f"{scope['scheme']}://{headers['host']}"
        if headers.get("origin") != wanted or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise Refused(403, "a write must come from the page itself", "open the page and use it there")

    def _rate(self, buckets: limits.Buckets, who: str) -> None:
        seconds = buckets.wait(who)
        if seconds:
            raise Refused(
                429, "too many requests", f"wait {max(1, round(seconds))} s", after=max(1, round(seconds))
            )

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        """Return a request's body. Raises Refused where it is too large or too slow."""
        length = headers.get("content-length", "0")
        too_large = Refused(413, "the request is too large", f"send at most {limits.BODY:,} bytes")
        if not length.isdecimal() or int(length) > limits.BODY:
            raise too_large
        parts, size = [], 0
        try:
            async with asyncio.timeout(limits.BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(400, "the request broke off", "send it again")
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > limits.BODY:
                        raise too_large
                    if not message.get("more_body"):
                        return b"".join(parts)
        except TimeoutError:
            raise Refused(408, "the request took too long to arrive", "send it again") from None

    def _enter(self, scope: Scope, address: str) -> Response:
        """Change the start link's token into a cookie; the page that follows is asked for by this one."""
        self._rate(self.tries, address)
        given = parse_qs(scope["query_string"].decode("ascii", "replace"))
        cookie = self.sessions.redeem(given.get("token", [""])[0])
        if cookie is None:
            raise Refused(401, "this link was used already, or is not of this server", _how(self.sessions))
        self.entered()
        return self._let_in(HTMLResponse(_entered(given.get("to", ["/"])[0])), cookie)

    def _log_in(self, body: bytes, address: str) -> Response:
        self._rate(self.tries, address)
        given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
        cookie = self.sessions.log_in(given)
        if cookie is None:
            raise Refused(401, "that is not the password", "go back and try again")
        return self._let_in(_redirect("/"), cookie)

    def _let_in(self, answer: Response, cookie: str) -> Response:
        answer.set_cookie(self.cookie, cookie, httponly=True, samesite="strict", path="/")
        return answer


def _entered(to: str) -> str:
    """Return the page that leads on to a part of this one.

    No redirect: where a link was followed from another page, a strict cookie would not come along with one.
    """
    where = escape(to if WITHIN.fullmatch(to) else "/")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="0;url={where}">'
        '<link rel="icon" href="/static/icon.svg">'
        f'<title>Détente</title><p><a href="{where}">Open the page</a></p></html>'
    )


def _how(sessions: Sessions) -> str:
    if sessions.by_password:
        return f"give the password at {LOGIN}"
    return "the terminal shows a link that was not used yet"


def _redirect(where: str) -> Response:
    return Response(status_code=303, headers={"location": where})


def _cookies(headers: Headers, name: str) -> Iterator[str]:
    """Yield the values of this server's cookie, whatever other programs' cookies beside it look like."""
    for line in headers.getlist("cookie"):
        for part in line.split(";"):
            said, _, value = part.strip().partition("=")
            if said == name and value:
                yield value


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, then waits for the end as before."""
    left = [body]

    async def once() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return once


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
