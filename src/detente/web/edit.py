"""The part *Edit*: a study's text in the page, checked as one types, and written only where that is meant."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ..bind.problem import bind
from ..ground.faults import DetenteError, StudyError
from . import limits
from .files import one_ending, opened, saved
from .library import LARGEST, Library
from .pages import page
from .refusals import Refused
from .requests import Asked, Mark, Name, Studies, Wanted

UNNAMED = "study.yaml"
"""What a text goes by that is none of a study here."""


class AskedText(Asked):
    """A study's text, and the name of the study that it was made from."""

    text: Annotated[str, Wanted()]
    name: Name


class AskedWriting(Asked):
    """A file that is to be written, over what its writer has seen of it alone."""

    file: Name
    text: Annotated[str, Wanted()]
    mark: Mark


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text, where, and what mends it."""

    line: int
    column: int
    what: str
    mend: str
    caret: str


@dataclass(frozen=True)
class Checked:
    """The faults of a text, or what it holds."""

    faults: list[Fault]
    holds: str = ""


@dataclass(frozen=True)
class Held:
    """The name that a text can be opened by."""

    study: str


@dataclass(frozen=True)
class Written:
    """A file, and the mark of what it says now."""

    file: str
    mark: str


def shown(study: str, studies: Studies) -> Response:
    """Show a study's text."""
    held = studies.library.texts.get(study)
    if held is not None:
        return RedirectResponse(f"/edit/{quote(held.of)}", 303)
    source = opened(studies.library, study)
    return page(
        "edit.html",
        opened={"name": study},
        here="edit",
        source=source,
        writable=bool(source.mark),
        file=study if source.mark else f"{study}-mine.yaml",
        lines=source.text.count("\n") + 1,
    )


async def checked(asked: AskedText, studies: Studies, request: Request) -> Checked:
    """Tell what is wrong with a text, and where; computes nothing."""
    text = written_text(asked.text, limits.TEXT)
    async with _turn(request):
        return await run_in_threadpool(check, studies.library, text, asked.name)


def check(library: Library, written: str, name: str) -> Checked:
    """Return the faults of a study's text, or what it holds; `name` is that of the study that it was made from."""
    try:
        study = library.parsed(written, name if name in library.names() else UNNAMED)
        problem = bind(study)
    except StudyError as error:
        return Checked(
            [Fault(one.place.line, one.place.column, one.what, one.mend, one.caret) for one in error.faults]
        )
    except DetenteError as error:
        return Checked([Fault(1, 1, str(error), "", "")])
    counts = {
        "claim": len(study.claims),
        "assumption": len(study.assumptions),
        "world": len(problem.cases),
    }
    holds = ", ".join(f"{count:,} {name}{'s' if count != 1 else ''}" for name, count in counts.items())
    return Checked([], holds)


def written(asked: AskedWriting, studies: Studies) -> Written:
    """Write a text as a study file of the folder, over what the writer has seen of it alone."""
    text = written_text(asked.text, LARGEST)
    return Written(asked.file, saved(studies.library, asked.file, text, asked.mark))


async def held(asked: AskedText, studies: Studies, request: Request) -> Held:
    """Hold a sound text, so that the other parts open it as it is, though it is not saved."""
    text, library = written_text(asked.text, limits.TEXT), studies.library
    if asked.name not in library.names():
        raise Refused(404, f"no study '{asked.name}' here", "open the page again")
    async with _turn(request):
        await run_in_threadpool(lambda: bind(library.parsed(text, asked.name)))
    return Held(library.texts.hold(text, asked.name))


def written_text(text: str, most: int) -> str:
    """Return a text with one kind of line ends. Raises Refused where it is too long."""
    size = len(text.encode())
    if size > most:
        raise Refused(413, f"a text of {size:,} bytes is too long for the page", f"keep it to {most:,}")
    return one_ending(text)


def _turn(request: Request) -> asyncio.Semaphore:
    """Return what lets one text be checked at a time: a long one takes the processor for some seconds."""
    found: asyncio.Semaphore = request.app.state.checking
    return found
