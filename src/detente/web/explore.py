"""The part *Explore*: ensembles that are run from the page, and the space of assumptions that their draws fill."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from ..run import FLIPS
from ..runs.draws import allowed
from . import limits
from .cost import Cost, cost
from .pages import page
from .refusals import Refused
from .requests import Asked, Begun, Drawn, OfText, Opened, Stored, Visitor, Wanted
from .runs import Runs, State, name_of
from .space import Points, Region
from .verdicts import Told, told

LOOK = 0.15
"""Seconds between looks at how far a run is."""

FLIPS_WANTED = Wanted("`flips` is to be true or false")
WHOLE = Wanted("`{name}` is to be a whole number")
Digits = Annotated[
    str,
    Field(pattern="^[0-9]{1,19}$"),
    Wanted("`draws` and `seed` are to be whole numbers", "send ?draws=1024&seed=1&flips=false"),
]
Axis = Annotated[str, Query(), Wanted("`{name}` is to be the name of an assumption")]
Ends = Annotated[
    list[float],
    Field(min_length=2, max_length=2),
    Wanted("'{name}' is to have two ends", "send [low, high], two finite numbers"),
]
DRAWS = [one for one in allowed() if one <= limits.DRAWS]


class Order(OfText):
    """A run that is to be begun."""

    draws: Annotated[int, WHOLE, Field(json_schema_extra={"enum": DRAWS})]
    seed: Annotated[int, WHOLE, Field(json_schema_extra={"minimum": 0, "maximum": limits.SEEDS - 1})]
    flips: Annotated[bool, FLIPS_WANTED] = False


class Question(Asked):
    """A run whose cost is asked for."""

    draws: Digits
    seed: Digits
    flips: Annotated[Literal["true", "false"], FLIPS_WANTED] = "false"


class Box(Asked):
    """A part of the space."""

    box: Annotated[
        dict[str, Ends],
        Field(min_length=1, max_length=2),
        Wanted("`box` is a table of one or two assumptions", 'send {"box": {"name": [low, high]}}'),
    ]


@dataclass(frozen=True)
class KeptRun:
    """A run that lies in the folder."""

    run: str
    draws: int
    seed: int
    done: int
    finished: bool
    when: float
    same_text: bool
    resumes: bool


@dataclass(frozen=True)
class Listed:
    """The runs of a study that are kept, and those that go on."""

    kept: list[KeptRun]
    going: list[State]


def shown(opened: Opened) -> Response:
    """Show the page."""
    study = opened.problem.study
    return page("explore.html", opened=opened, study=study, here="explore", draws=DRAWS, flips=FLIPS)


def listed(opened: Opened, runs: Begun, stored: Stored, visitor: Visitor) -> Listed:
    """List the runs of a study that are kept, and those that go on."""
    study = opened.problem.study
    text = hashlib.sha256(study.text.encode()).hexdigest()
    kept = [
        KeptRun(
            run=one.run,
            draws=one.draws,
            seed=one.seed,
            done=one.done,
            finished=one.finished,
            when=one.when,
            same_text=one.text == text,
            resumes=not one.finished and one.run == name_of(opened.problem, one.draws, one.seed),
        )
        for one in stored.of(study.id)
    ]
    return Listed(kept, [_state(runs, one, visitor) for one in runs.going(study.id)])


def _state(runs: Runs, state: State, visitor: str) -> State:
    return replace(state, may_stop=runs.may_stop(state.run, visitor))


def costed(opened: Opened, stored: Stored, asked: Annotated[Question, Query()]) -> Cost:
    """Tell what a run will cost, before it is begun."""
    draws, seed = _ordered(int(asked.draws), int(asked.seed))
    return cost(opened, stored, draws, seed, asked.flips == "true")


def begun(opened: Opened, runs: Begun, visitor: Visitor, asked: Order) -> State:
    """Begin a run, or go on with it."""
    asked.check(opened)
    draws, seed = _ordered(asked.draws, asked.seed)
    problem = opened.problem
    if not problem.claims:
        raise Refused(422, "no claim of this study is decided by a model", "write what one of them `holds`")
    flips = FLIPS if asked.flips else 0
    file = problem.study.file
    state = runs.begin(problem, file, draws=draws, seed=seed, flips=flips, visitor=visitor)
    return _state(runs, state, visitor)


def stopped(run: str, runs: Begun, visitor: Visitor) -> State:
    """Stop a run; what is finished of it is kept."""
    return _state(runs, runs.stop(run, visitor), visitor)


async def followed(run: str, runs: Begun, visitor: Visitor, request: Request) -> AsyncIterator[None]:
    """Hold a place among the streams while a run is followed. Raises Refused where there is no run, or no place."""
    if runs.state(run) is None:
        raise Refused(404, f"no run '{run[:80]}' was begun here", "open the page again")
    streams: limits.Streams = request.app.state.streams
    with streams.take(visitor):
        yield


async def events(
    run: str, runs: Begun, visitor: Visitor, place: Annotated[None, Depends(followed)]
) -> AsyncIterator[State]:
    """Tell how far a run is, as server-sent events, until it has ended."""
    number = -1
    while state := runs.state(run):
        if state.number != number:
            number = state.number
            yield _state(runs, state, visitor)
        if state.ended or runs.ending():
            return
        await asyncio.sleep(LOOK)


def found(space: Drawn) -> Told:
    """Tell the verdicts of a finished run, and the assumptions along which its draws can be laid out."""
    return told(space)


def points(space: Drawn, x: Axis, y: Axis) -> Points:
    """Tell where draws lie along two assumptions, and whether each claim holds there."""
    return space.points(x, y)


def region(space: Drawn, asked: Box) -> Region:
    """Tell how often each claim holds among the draws in a part of the space."""
    return space.region(asked.box)


def _ordered(draws: int, seed: int) -> tuple[int, int]:
    """Return how many draws are ordered, and their seed. Raises Refused for what cannot be run from the page."""
    if draws not in DRAWS:
        known = ", ".join(f"{one:,}" for one in DRAWS)
        raise Refused(422, f"{draws:,} draws cannot be run from the page", f"choose one of {known}")
    if not 0 <= seed < limits.SEEDS:
        raise Refused(
            422, "the seed is out of its range", f"give a whole number from 0 to {limits.SEEDS - 1:,}"
        )
    return draws, seed
