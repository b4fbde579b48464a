"""The part *Live*: one draw solved with every model, at the point that the page asks for."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .bodies import asker, table, text
from .files import saved as written
from .jumps import nearest
from .open_studies import Desk, Desks
from .point import Point, point
from .refusals import Refused
from .saved import saved

STUDY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")
"""What a study may be called."""


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


async def centre(desk: Desk) -> dict[str, Any]:
    """Return what the page is told of the centre; it is solved once."""
    if desk.centre is None:
        columns = await asyncio.wrap_future(desk.models().waiting.ask("", Point({})))
        desk.centre = await run_in_threadpool(desk.teller.told, columns)
    return desk.centre


async def flip(request: Request) -> Response:
    """Tell the nearest point known at which a claim is as wanted; begin to search where none is known."""
    desk, given = await desk_of(request), await table(request)
    same(desk, given)
    claim, want = text(given, "claim"), text(given, "want")
    if claim not in {one.id for one in desk.teller.claims}:
        raise Refused(422, f"no claim '{claim[:80]}' that a model decides", "send the name of one")
    if want not in ("true", "false"):
        raise Refused(422, "`want` is `true` or `false`", "send one of them")
    if not desk.models().ready.done:
        raise Refused(503, "the models are being made ready", "wait a moment", after=1)
    if (await centre(desk))["claims"][claim]["truth"] == want:
        words = f"It is {want} with every assumption at its centre."
        return JSONResponse({"values": {}, "words": words, "searching": False})
    return JSONResponse(await run_in_threadpool(jump, desk, claim, want == "true"))


def jump(desk: Desk, claim: str, holds: bool) -> dict[str, Any]:
    """Return the point of a claim's nearest flip, and the words that go with it."""
    known = desk.jumps.found(claim, holds)
    if known.trouble:
        raise Refused(422, f"no flip could be sought: {known.trouble}", "`detente run` may tell more")
    if known.since is not None:
        seconds = round(time.monotonic() - known.since)
        words = f"seeking where claims turn, {seconds} s so far; it takes from seconds to some minutes"
        return {"values": None, "words": words, "searching": True}
    found = nearest(desk.problem, known.flips.get(claim, ()), holds)
    if found is None:
        words = f"No point was found at which it {'holds' if holds else 'fails'}, in {known.source}."
        return {"values": None, "words": words, "searching": False}
    words = f"{found.sentence} From {known.source}; a nearer point may exist."
    return {"values": dict(found.values), "words": words, "searching": False}


async def save(request: Request) -> Response:
    """Return a point as a study; where a file is named, write it there, over what its writer has seen alone."""
    desk, given = await desk_of(request), await table(request)
    same(desk, given)
    asked, file = point(desk.problem, given), text(given, "file", 80, "")
    mark = text(given, "mark", 64, "")
    name = file.rpartition(".")[0] or f"{desk.problem.study.id}-here"
    if not STUDY.fullmatch(name):
        raise Refused(
            422, f"'{name[:80]}' is no name for a study", "write letters, digits, - and _, then .yaml"
        )
    made = await run_in_threadpool(saved, desk.problem, asked, name)
    if file:
        desks: Desks = request.app.state.desks
        await run_in_threadpool(written, desks.library, file, made.text, mark)
    told = {"text": made.text, "file": file or f"{name}.yaml", "left": list(made.left), "written": bool(file)}
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
