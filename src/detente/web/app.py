"""The page's routes, in one table, and what becomes of what goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ..ground.faults import DetenteError, StudyError
from . import live, pages
from .desk import Desks
from .gate import told
from .openapi import openapi
from .refusals import Refused, Superseded
from .static_files import static

Handler = Callable[[Request], Awaitable[Response]]

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", pages.home),
    ("GET", "/login", pages.login),
    ("GET", "/live/{study}", pages.live),
    ("GET", "/static/{name}", static),
    ("GET", "/api/openapi.json", openapi),
    ("GET", "/api/studies/{study}/ready", live.ready),
    ("POST", "/api/studies/{study}/point", live.solved),
    ("POST", "/api/studies/{study}/flip", live.flip),
    ("POST", "/api/studies/{study}/save", live.save),
)
"""Method, path, and what answers."""


def app(desks: Desks) -> Starlette:
    """Return the page; the gate stands before it."""
    made = Starlette(
        routes=[Route(path, safely(answer), methods=[method]) for method, path, answer in ROUTES]
    )
    made.state.desks = desks
    return made


def safely(answer: Handler) -> Handler:
    """Return a handler whose errors become answers: no traceback reaches a user."""

    async def guarded(request: Request) -> Response:
        try:
            return await answer(request)
        except Exception as error:
            return failed(request, refusal(error))

    return guarded


def refusal(error: Exception) -> Refused:
    """Return an error as a refusal."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, Superseded):
        return Refused(409, str(error), "", superseded=True)
    if isinstance(error, StudyError):
        faults = [
            {"line": one.place.line, "column": one.place.column, "what": one.what, "mend": one.mend}
            for one in error.faults
        ]
        return Refused(422, str(error.faults[0]), "mend the study's file", faults=faults)
    if isinstance(error, DetenteError):
        return Refused(422, str(error))
    return Refused(500, f"this should not happen ({type(error).__name__}: {error})", "please report it")


def failed(request: Request, refused: Refused) -> Response:
    """Return a refusal as the asker reads it."""
    headers = {"retry-after": str(refused.more["after"])} if "after" in refused.more else {}
    if request.url.path.startswith("/api/"):
        return JSONResponse(refused.plain(), refused.status, headers)
    return HTMLResponse(told(refused), refused.status, headers)
