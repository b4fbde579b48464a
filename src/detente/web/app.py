"""The page's routes, in one table, and what becomes of what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ..ground.faults import DetenteError, StudyError
from . import edit, explore, live, pages, reading
from .gate import told
from .open_studies import Desks
from .openapi import openapi
from .refusals import Refused, Superseded
from .runs import Runs
from .static_files import static
from .streams import Streams

Handler = Callable[[Request], Awaitable[Response]]

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", pages.home),
    ("GET", "/login", pages.login),
    ("GET", "/live/{study}", pages.live),
    ("GET", "/explore/{study}", explore.shown),
    ("GET", "/compare/{study}", reading.compared),
    ("GET", "/read/{study}", reading.read),
    ("GET", "/edit/{study}", edit.shown),
    ("GET", "/report/{run}/{file}", reading.report),
    ("GET", "/report/{run}/data/{file}", reading.data),
    ("GET", "/static/{name}", static),
    ("GET", "/api/openapi.json", openapi),
    ("GET", "/api/studies/{study}/ready", live.ready),
    ("POST", "/api/studies/{study}/point", live.solved),
    ("POST", "/api/studies/{study}/flip", live.flip),
    ("POST", "/api/studies/{study}/save", live.save),
    ("GET", "/api/studies/{study}/runs", explore.listed),
    ("GET", "/api/studies/{study}/cost", explore.costed),
    ("POST", "/api/studies/{study}/run", explore.begun),
    ("GET", "/api/runs/{run}", explore.found),
    ("GET", "/api/runs/{run}/events", explore.events),
    ("POST", "/api/runs/{run}/stop", explore.stopped),
    ("GET", "/api/runs/{run}/points", explore.points),
    ("POST", "/api/runs/{run}/region", explore.region),
    ("POST", "/api/check", edit.checked),
    ("POST", "/api/texts", edit.held),
    ("POST", "/api/files", edit.written),
)
"""Method, path, and what answers."""


def app(desks: Desks, runs: Runs) -> Starlette:
    """Return the page; the gate stands before it."""
    made = Starlette(
        routes=[Route(path, safely(answer), methods=[method]) for method, path, answer in ROUTES]
    )
    made.state.desks, made.state.runs = desks, runs
    made.state.shelf, made.state.streams = desks.shelf, Streams()
    made.state.checking = asyncio.Semaphore(1)
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
