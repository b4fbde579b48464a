"""The part *Live*: one draw solved with every model, at the point that the page asks for."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.concurrency import run_in_threadpool

from .answers import Solved
from .files import saved as written
from .jumps import nearest
from .open_studies import OpenStudy
from .point import Point, point
from .refusals import Refused
from .requests import Mark, Name, OfText, Opened, Studies, Text, Visitor, Wanted
from .saved import saved

STUDY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")
"""What a study may be called."""


TABLE = Wanted("a point has `values`, a table, and `off`, a list", 'send {"values": {}, "off": []}')


class AskedPoint(OfText):
    """Values of assumptions that are not at their centre, and moves that are off."""

    values: Annotated[
        dict[str, Any],
        Field(json_schema_extra={"additionalProperties": {"type": ["number", "string"]}}),
        TABLE,
    ] = {}
    off: Annotated[list[Any], Field(json_schema_extra={"items": {"type": "string"}}), TABLE] = []
    tab: Mark = ""
    """The name that a page gives itself, so that two of one visitor do not stand in each other's way."""


class AskedFile(AskedPoint):
    """A point, and the file that it is written to, if there is one."""

    file: Name = ""
    mark: Mark = ""


class AskedFlip(OfText):
    """A claim, and what it is to be."""

    claim: Text
    want: Annotated[Literal["true", "false"], Wanted("`want` is `true` or `false`", "send one of them")]


@dataclass(frozen=True)
class Ready:
    """How far the models of a study are."""

    stage: str
    done: bool
    failed: bool
    seconds: float


@dataclass(frozen=True)
class Flip:
    """The nearest point known at which a claim turns; no values where none is known."""

    values: dict[str, Any] | None
    words: str
    searching: bool = False


@dataclass(frozen=True)
class Kept:
    """A study with a point fixed in it, and what it could not hold."""

    text: str
    file: str
    left: tuple[str, ...]
    written: bool


def ready(opened: Opened) -> Ready:
    """Tell how far the models of a study are; the first to ask has them made ready."""
    models = opened.models()
    state = models.ready
    return Ready(state.stage, state.done, state.failed, round(models.seconds, 1))


def centre(opened: OpenStudy) -> Solved:
    """Return what the page is told of the centre; it is solved once."""
    if opened.centre is None:
        opened.centre = opened.teller.told(opened.models().waiting.ask("", Point({})).result())
    return opened.centre


def flip(opened: Opened, asked: AskedFlip) -> Flip:
    """Tell the nearest point known at which a claim turns; begin to search where none is known."""
    asked.check(opened)
    if asked.claim not in {one.id for one in opened.teller.claims}:
        raise Refused(422, f"no claim '{asked.claim[:80]}' that a model decides", "send the name of one")
    if not opened.models().ready.done:
        raise Refused(503, "the models are being made ready", "wait a moment", after=1)
    if centre(opened).claims[asked.claim].truth == asked.want:
        return Flip({}, f"It is {asked.want} with every assumption at its centre.")
    return jump(opened, asked.claim, asked.want == "true")


def jump(opened: OpenStudy, claim: str, holds: bool) -> Flip:
    """Return the point of a claim's nearest flip, and the words that go with it."""
    known = opened.jumps.found(claim, holds)
    if known.trouble:
        raise Refused(422, f"no flip could be sought: {known.trouble}", "`detente run` may tell more")
    if known.since is not None:
        seconds = round(time.monotonic() - known.since)
        words = f"seeking where claims turn, {seconds} s so far; it takes from seconds to some minutes"
        return Flip(None, words, searching=True)
    found = nearest(opened.problem, known.flips.get(claim, ()), holds)
    if found is None:
        return Flip(
            None, f"No point was found at which it {'holds' if holds else 'fails'}, in {known.source}."
        )
    return Flip(dict(found.values), f"{found.sentence} From {known.source}; a nearer point may exist.")


def save(opened: Opened, studies: Studies, asked: AskedFile) -> Kept:
    """Return a point as a study; where a file is named, write it there, over what its writer has seen alone."""
    asked.check(opened)
    here = point(opened.problem, asked.values, asked.off)
    name = asked.file.rpartition(".")[0] or f"{opened.problem.study.id}-here"
    if not STUDY.fullmatch(name):
        raise Refused(
            422, f"'{name[:80]}' is no name for a study", "write letters, digits, - and _, then .yaml"
        )
    made = saved(opened.problem, here, name)
    if asked.file:
        written(studies.library, asked.file, made.text, asked.mark)
    return Kept(made.text, asked.file or f"{name}.yaml", made.left, bool(asked.file))


async def solved(opened: Opened, visitor: Visitor, asked: AskedPoint) -> Solved:
    """Solve one draw with every model, and tell all that the page shows of it."""
    began = time.perf_counter()
    asked.check(opened)
    here, models = point(opened.problem, asked.values, asked.off), opened.models()
    if models.ready.failed:
        raise Refused(500, models.ready.stage, "mend that, and open the page again")
    if not models.ready.done:
        raise Refused(503, "the models are being made ready", "wait a moment", after=1)
    columns = await asyncio.wrap_future(models.waiting.ask(f"{visitor} {asked.tab}", here))
    told = await run_in_threadpool(opened.teller.told, columns)
    return replace(told, milliseconds=round(1000 * (time.perf_counter() - began), 1))
