"""The page's routes, in one table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from .. import __version__
from . import edit, explore, live, pages, reading
from .limits import Streams
from .open_studies import OpenStudies
from .refusals import Failure
from .requests import Route, no_page
from .runs import Runs

ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/", pages.home),
    ("GET", "/login", pages.login),
    ("GET", "/live/{study}", pages.live),
    ("GET", "/explore/{study}", explore.shown),
    ("GET", "/compare/{study}", reading.compared),
    ("GET", "/read/{study}", reading.read),
    ("GET", "/edit/{study}", edit.shown),
    ("GET", "/report/{run}/{file}", reading.report),
    ("GET", "/report/{run}/data/{file}", reading.data),
    ("GET", "/static/{name}", pages.static),
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
ALL_REFUSALS: tuple[int | str, ...] = ("4XX", "5XX")
FAILED = {
    "description": "Refused.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}},
}
"""A refusal is JSON where an answer is a stream, too."""


def app(studies: OpenStudies, runs: Runs) -> FastAPI:
    """Return the page; the gate stands before it."""
    made = FastAPI(
        title="Détente",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        exception_handlers={HTTPException: no_page},
    )
    made.router.route_class = Route
    for method, path, answer in ROUTES:
        described, streams = path.startswith("/api/"), answer is explore.events
        told: dict[str, Any] = FAILED if streams else {**FAILED, "model": Failure}
        made.add_api_route(
            path,
            answer,
            methods=[method],
            summary=answer.__doc__,
            responses=dict.fromkeys(ALL_REFUSALS, told) if described else None,
            response_class=EventSourceResponse if streams else JSONResponse,
            include_in_schema=described,
        )
    made.state.studies, made.state.runs = studies, runs
    made.state.streams, made.state.checking = Streams(), asyncio.Semaphore(1)
    return made
