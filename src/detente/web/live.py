"""The part *Live*: one draw solved with every model, at the point that the page asks for."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .bodies import asker, table
from .desk import Desk, Desks
from .point import point
from .refusals import Refused


async def desk_of(request: Request) -> Desk:
    """Return the desk of the study that a request is about. Raises Refused or StudyError where there is none."""
    desks: Desks = request.app.state.desks
    found: Desk = await run_in_threadpool(desks.of, request.path_params["study"])
    return found


def same(desk: Desk, given: dict[str, Any]) -> None:
    """Refuse a request of a page that shows another text of the study."""
    if given.get("version", desk.version) != desk.version:
        raise Refused(409, "the study's file has changed", "open the page again", changed=True)


async def ready(request: Request) -> Response:
    """Tell how far the models of a study are; the first to ask has them made ready."""
    models = (await desk_of(request)).models()
    state = models.ready
    told = {
        "stage": state.stage,
        "done": state.done,
        "failed": state.failed,
        "seconds": round(models.seconds, 1),
    }
    return JSONResponse(told)


async def solved(request: Request) -> Response:
    """Solve a point with every model and tell all that the page shows of it."""
    began = time.perf_counter()
    desk, given = await desk_of(request), await table(request)
    same(desk, given)
    asked, models = point(desk.problem, given), desk.models()
    if models.ready.failed:
        raise Refused(500, models.ready.stage, "mend that, and open the page again")
    if not models.ready.done:
        raise Refused(503, "the models are being made ready", "wait a moment", after=1)
    columns = await asyncio.wrap_future(models.waiting.ask(asker(request, given), asked))
    told = await run_in_threadpool(desk.teller.told, columns)
    return JSONResponse(told | {"milliseconds": round(1000 * (time.perf_counter() - began), 1)})
