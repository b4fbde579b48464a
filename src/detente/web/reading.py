"""The part *Read*: a finished run as it may be read, its report with the data of each figure, two runs side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ..compare.compare import compare
from ..compare.comparison import Comparison
from ..report.show import DATA, PAGE
from .comparison import KINDS, Side, side
from .finished_runs import Shelf, Shelved
from .live import desk_of
from .open_studies import Desk
from .pages import page
from .refusals import Refused
from .verdicts import told

FILES = {PAGE: "text/html", "results.json": "application/json", "study.yaml": "text/plain"}
"""What of a run's folder is served, and as what; beside it, the files of its data."""
ENDINGS = {
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".py": "text/plain",
}


@dataclass(frozen=True)
class Figures:
    """A table of the report's data, and what it is kept as."""

    name: str
    files: tuple[str, ...]


async def read(request: Request) -> Response:
    """Show a finished run: its verdicts, each leading to its page in the report; its assumptions; its data."""
    desk, shelf = await desk_of(request), _shelf(request)
    runs = [one for one in await run_in_threadpool(shelf.of, desk.problem.study.id) if one.finished]
    wanted = request.query_params.get("run") or _newest(desk, runs)
    if not wanted:
        return page("read.html", desk=desk, study=desk.problem.study, here="read", runs=runs, run=None)
    space = await run_in_threadpool(shelf.space, wanted)
    known = space.problem.study
    return page(
        "read.html",
        desk=desk,
        study=known,
        here="read",
        runs=runs,
        run=wanted,
        found=await run_in_threadpool(told, space),
        report=f"/report/{quote(wanted)}",
        figures=_figures(shelf.path(wanted)),
        assumptions=known.assumptions.values(),
    )


def _newest(desk: Desk, runs: Sequence[Shelved]) -> str:
    """Return the newest run of the study's text, or of another text of it; empty where there is none."""
    text = hashlib.sha256(desk.problem.study.text.encode()).hexdigest()
    return next((one.run for one in runs if one.text == text), runs[0].run if runs else "")


def _figures(folder: Path) -> tuple[Figures, ...]:
    names: dict[str, list[str]] = {}
    for one in sorted(_data(folder)):
        names.setdefault(one.rpartition(".")[0], []).append(one)
    return tuple(Figures(name, tuple(files)) for name, files in names.items())


def _data(folder: Path) -> set[str]:
    """Return the names of the files of data: plain ones, in the folder itself, of a kind that is served."""
    home = folder / DATA
    if not home.is_dir() or home.resolve().parent != folder.resolve():
        return set()
    return {one.name for one in home.iterdir() if one.suffix in ENDINGS and _inside(one, home)}


def _inside(path: Path, home: Path) -> bool:
    real = path.resolve()
    return real.is_file() and real.parent == home.resolve()


async def report(request: Request) -> Response:
    """Serve a run's report, its results, or its copy of the study."""
    folder = await run_in_threadpool(_shelf(request).path, request.path_params["run"])
    name = request.path_params["file"]
    if name not in FILES or not _inside(folder / name, folder):
        raise Refused(404, f"this run has no file '{name[:80]}'", "write its report again")
    return FileResponse(folder / name, media_type=FILES[name])


async def data(request: Request) -> Response:
    """Serve the data of a figure of a run's report, or its picture."""
    folder = await run_in_threadpool(_shelf(request).path, request.path_params["run"])
    name = request.path_params["file"]
    if name not in _data(folder):
        raise Refused(404, f"this run's report has no data '{name[:80]}'", "write its report again")
    path = folder / DATA / name
    return FileResponse(
        path, media_type=ENDINGS[path.suffix], filename=name, content_disposition_type=_as(path)
    )


def _as(path: Path) -> str:
    """Tell whether a file is shown or kept: pictures are shown."""
    return "inline" if path.suffix in (".svg", ".png") else "attachment"


async def compared(request: Request) -> Response:
    """Show two runs side by side."""
    desk, shelf = await desk_of(request), _shelf(request)
    runs = [one for one in await run_in_threadpool(shelf.all) if one.finished]
    own = [one.run for one in runs if one.study == desk.problem.study.id]
    first = request.query_params.get("first") or (own[1] if len(own) > 1 else "")
    second = request.query_params.get("second") or (own[0] if own else "")
    found = await run_in_threadpool(_compared, shelf, first, second) if first and second else None
    return page(
        "compare.html",
        desk=desk,
        study=desk.problem.study,
        here="compare",
        runs=runs,
        first=first,
        second=second,
        found=found,
        kinds=KINDS,
        sides=_sides(found, first, second),
    )


def _compared(shelf: Shelf, first: str, second: str) -> Comparison:
    one, other = shelf.space(first), shelf.space(second)
    return compare(one.run, other.run)


def _sides(found: Comparison | None, first: str, second: str) -> tuple[Side, ...]:
    return tuple(side(one) for one in found.claims) if found and first != second else ()


def _shelf(request: Request) -> Shelf:
    found: Shelf = request.app.state.shelf
    return found
