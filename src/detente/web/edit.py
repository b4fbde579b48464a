"""The part *Edit*: a study's text in the page, checked as one types, and written only where that is meant."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ..bind.problem import bind
from ..ground.faults import DetenteError, StudyError
from . import limits
from .bodies import table, text
from .files import one_ending, opened, saved
from .library import LARGEST, Library
from .open_studies import Desks
from .pages import page
from .refusals import Refused

UNNAMED = "study.yaml"
"""What a text goes by that is none of a study here."""


class Name:
    """What the page's head needs of a study whose text may have faults."""

    def __init__(self, name: str) -> None:
        """Take its name."""
        self.name = name


async def shown(request: Request) -> Response:
    """Show a study's text."""
    library, name = _desks(request).library, request.path_params["study"]
    held = library.texts.get(name)
    if held is not None:
        return RedirectResponse(f"/edit/{quote(held.of)}", 303)
    found = await run_in_threadpool(opened, library, name)
    return page(
        "edit.html",
        desk=Name(name),
        here="edit",
        opened=found,
        writable=bool(found.mark),
        file=name if found.mark else f"{name}-mine.yaml",
        lines=found.text.count("\n") + 1,
    )


async def checked(request: Request) -> Response:
    """Tell what is wrong with a text, and where; computes nothing."""
    given = await table(request)
    written, name = written_text(given, limits.TEXT), text(given, "name", 80)
    async with _turn(request):
        return JSONResponse(await run_in_threadpool(check, _desks(request).library, written, name))


def check(library: Library, written: str, name: str) -> dict[str, Any]:
    """Return the faults of a study's text, or what it holds; `name` is that of the study that it was made from."""
    try:
        study = library.parsed(written, name if name in library.names() else UNNAMED)
        problem = bind(study)
    except StudyError as error:
        faults = [
            {
                "line": one.place.line,
                "column": one.place.column,
                "what": one.what,
                "mend": one.mend,
                "caret": one.caret,
            }
            for one in error.faults
        ]
        return {"faults": faults, "holds": ""}
    except DetenteError as error:
        return {
            "faults": [{"line": 1, "column": 1, "what": str(error), "mend": "", "caret": ""}],
            "holds": "",
        }
    counts = {
        "claim": len(study.claims),
        "assumption": len(study.assumptions),
        "world": len(problem.cases),
    }
    holds = ", ".join(f"{count:,} {name}{'s' if count != 1 else ''}" for name, count in counts.items())
    return {"faults": [], "holds": holds}


async def written(request: Request) -> Response:
    """Write a text as a study file of the folder, over what the writer has seen of it alone."""
    given = await table(request)
    found, name, mark = written_text(given, LARGEST), text(given, "file", 80), text(given, "mark", 64)
    made = await run_in_threadpool(saved, _desks(request).library, name, found, mark)
    return JSONResponse({"file": name, "mark": made})


async def held(request: Request) -> Response:
    """Hold a sound text, so that the other parts open it as it is, though it is not saved."""
    given = await table(request)
    found, name = written_text(given, limits.TEXT), text(given, "name", 80)
    library = _desks(request).library
    if name not in library.names():
        raise Refused(404, f"no study '{name}' here", "open the page again")
    async with _turn(request):
        await run_in_threadpool(lambda: bind(library.parsed(found, name)))
    return JSONResponse({"study": library.texts.hold(found, name)})


def written_text(given: dict[str, Any], most: int) -> str:
    """Return the text that a request brings. Raises Refused where it is none, or too long."""
    found = given.get("text")
    if not isinstance(found, str):
        raise Refused(422, "`text` is to be text", "send it")
    try:
        size = len(found.encode())
    except UnicodeEncodeError:
        raise Refused(422, "`text` holds half of a letter", "send whole letters") from None
    if size > most:
        raise Refused(413, f"a text of {size:,} bytes is too long for the page", f"keep it to {most:,}")
    return one_ending(found)


def _turn(request: Request) -> asyncio.Semaphore:
    """Return what lets one text be checked at a time: a long one takes the processor for some seconds."""
    found: asyncio.Semaphore = request.app.state.checking
    return found


def _desks(request: Request) -> Desks:
    found: Desks = request.app.state.desks
    return found
