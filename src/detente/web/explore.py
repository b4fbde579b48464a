"""The part *Explore*: ensembles that are run from the page, and the space of assumptions that their draws fill."""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from ..ground.json_text import json_text
from ..run import FLIPS
from ..runs.draws import allowed
from . import limits
from .bodies import table
from .cost import cost
from .finished_runs import Shelf
from .live import desk_of, same
from .open_studies import Desk
from .pages import page
from .refusals import Refused
from .runs import Runs, State, name_of
from .space import Space
from .streams import Streams
from .verdicts import told

LOOK = 0.15
"""Seconds between looks at how far a run is."""
BEAT = 15.0
"""Seconds after which a silent stream says that it is alive."""


async def shown(request: Request) -> Response:
    """Show the page."""
    desk = await desk_of(request)
    draws = [one for one in allowed() if one <= limits.DRAWS]
    return page("explore.html", desk=desk, study=desk.problem.study, here="explore", draws=draws, flips=FLIPS)


async def listed(request: Request) -> Response:
    """List the runs of a study that are kept, and those that go on."""
    desk, runs, shelf = await desk_of(request), _runs(request), _shelf(request)
    return JSONResponse(await run_in_threadpool(_listed, desk, runs, shelf, request.state.visitor))


def _listed(desk: Desk, runs: Runs, shelf: Shelf, visitor: str) -> dict[str, Any]:
    study = desk.problem.study
    text = hashlib.sha256(study.text.encode()).hexdigest()
    kept = [
        {
            "run": one.run,
            "draws": one.draws,
            "seed": one.seed,
            "done": one.done,
            "finished": one.finished,
            "when": one.when,
            "same_text": one.text == text,
            "resumes": not one.finished and one.run == name_of(desk.problem, one.draws, one.seed),
        }
        for one in shelf.of(study.id)
    ]
    return {"kept": kept, "going": [_state(runs, one, visitor) for one in runs.going(study.id)]}


def _state(runs: Runs, state: State, visitor: str) -> dict[str, Any]:
    """Return how far a run is, and whether a visitor may stop it, fit for JSON."""
    return asdict(state) | {"may_stop": runs.may_stop(state.run, visitor)}


async def costed(request: Request) -> Response:
    """Tell what a run will cost, before it is begun."""
    desk, asked = await desk_of(request), request.query_params
    draws, seed = _ordered(*(_digits(asked.get(one, "")) for one in ("draws", "seed")))
    found = await run_in_threadpool(cost, desk, _shelf(request), draws, seed, asked.get("flips") == "true")
    return JSONResponse(asdict(found))


async def begun(request: Request) -> Response:
    """Begin a run, or go on with it."""
    desk, given = await desk_of(request), await table(request)
    same(desk, given)
    draws, seed = _ordered(_whole(given, "draws"), _whole(given, "seed"))
    if not desk.problem.claims:
        raise Refused(422, "no claim of this study is decided by a model", "write what one of them `holds`")
    flips = FLIPS if given.get("flips") is True else 0
    runs, visitor = _runs(request), request.state.visitor
    state = await run_in_threadpool(
        runs.begin,
        desk.problem,
        desk.problem.study.file,
        draws=draws,
        seed=seed,
        flips=flips,
        visitor=visitor,
    )
    return JSONResponse(_state(runs, state, visitor))


async def stopped(request: Request) -> Response:
    """Stop a run; what is finished of it is kept."""
    runs, visitor = _runs(request), request.state.visitor
    state = await run_in_threadpool(runs.stop, request.path_params["run"], visitor)
    return JSONResponse(_state(runs, state, visitor))


async def events(request: Request) -> Response:
    """Tell how far a run is, as server-sent events, until it has ended."""
    runs, name = _runs(request), request.path_params["run"]
    if runs.state(name) is None:
        raise Refused(404, f"no run '{name[:80]}' was begun here", "open the page again")
    streams: Streams = request.app.state.streams
    visitor, headers = request.state.visitor, {"x-accel-buffering": "no"}
    told = _followed(runs, name, visitor, streams.take(visitor))
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


async def _followed(runs: Runs, name: str, visitor: str, taken: Any) -> AsyncIterator[str]:
    with taken:
        number, silent = -1, 0.0
        while state := runs.state(name):
            if state.number != number:
                number, silent = state.number, 0.0
                yield f"data: {json_text(_state(runs, state, visitor), None)}\n\n"
            elif silent >= BEAT:
                silent = 0.0
                yield ": alive\n\n"
            if state.ended or runs.ending():
                return
            await asyncio.sleep(LOOK)
            silent += LOOK


async def found(request: Request) -> Response:
    """Tell the verdicts of a finished run, and the assumptions along which its draws can be laid out."""
    return JSONResponse(await run_in_threadpool(told, await _space(request)))


async def points(request: Request) -> Response:
    """Tell where draws lie along two assumptions, and whether each claim holds there."""
    space = await _space(request)
    x, y = (request.query_params.get(one, "") for one in ("x", "y"))
    return JSONResponse(await run_in_threadpool(space.points, x, y))


async def region(request: Request) -> Response:
    """Tell how often each claim holds among the draws in a part of the space."""
    space, given = await _space(request), await table(request)
    return JSONResponse(await run_in_threadpool(space.region, _box(given)))


def _box(given: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the two ends for each assumption. Raises Refused for what is no such table."""
    box = given.get("box")
    if not isinstance(box, dict) or not 0 < len(box) <= 2:
        raise Refused(
            422, "`box` is a table of one or two assumptions", 'send {"box": {"name": [low, high]}}'
        )
    for name, pair in box.items():
        if not isinstance(pair, list) or len(pair) != 2 or not all(map(_number, pair)):
            raise Refused(422, f"'{name[:80]}' is to have two ends", "send [low, high], two finite numbers")
    return {name: (float(min(pair)), float(max(pair))) for name, pair in box.items()}


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _ordered(draws: int, seed: int) -> tuple[int, int]:
    """Return how many draws are ordered, and their seed. Raises Refused for what cannot be run from the page."""
    if draws not in allowed() or draws > limits.DRAWS:
        known = ", ".join(f"{one:,}" for one in allowed() if one <= limits.DRAWS)
        raise Refused(422, f"{draws:,} draws cannot be run from the page", f"choose one of {known}")
    if not 0 <= seed < limits.SEEDS:
        raise Refused(
            422, "the seed is out of its range", f"give a whole number from 0 to {limits.SEEDS - 1:,}"
        )
    return draws, seed


def _digits(text: str) -> int:
    """Return a whole number that stands in an address."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise Refused(
            422, "`draws` and `seed` are to be whole numbers", "send ?draws=1024&seed=1&flips=false"
        )
    return int(text)


def _whole(given: dict[str, Any], name: str) -> int:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(422, f"`{name}` is to be a whole number", "send it")
    return value


def _runs(request: Request) -> Runs:
    found: Runs = request.app.state.runs
    return found


def _shelf(request: Request) -> Shelf:
    found: Shelf = request.app.state.shelf
    return found


async def _space(request: Request) -> Space:
    space = await run_in_threadpool(_shelf(request).space, request.path_params["run"])
    return await run_in_threadpool(space.made_ready)
