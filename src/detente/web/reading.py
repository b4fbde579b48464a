"""The part *Read*: a finished run as it may be read, its report with the data of each figure, two runs side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from ..compare.compare import compare
from ..report.words import DATA, PAGE
from .open_studies import OpenStudy
from .pages import page
from .refusals import Refused
from .requests import Opened, Stored
from .stored_runs import StoredRun
from .verdicts import KINDS, side, told

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


def read(opened: Opened, stored: Stored, run: str = "") -> Response:
    """Show a finished run: its verdicts, each leading to its page in the report; its assumptions; its data."""
    runs = [one for one in stored.of(opened.problem.study.id) if one.finished]
    wanted = run or _newest(opened, runs)
    if not wanted:
        return page("read.html", opened=opened, study=opened.problem.study, here="read", runs=runs, run=None)
    space = stored.space(wanted)
    study = space.problem.study
    return page(
        "read.html",
        opened=opened,
        study=study,
        here="read",
        runs=runs,
        run=wanted,
        found=told(space),
        report=f"/report/{quote(wanted)}",
        figures=_figures(stored.path(wanted)),
        assumptions=study.assumptions.values(),
    )


def _newest(opened: OpenStudy, runs: Sequence[StoredRun]) -> str:
    """Return the newest run of the study's text, or of another text of it; empty where there is none."""
    text = hashlib.sha256(opened.problem.study.text.encode()).hexdigest()
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


def report(run: str, file: str, stored: Stored) -> Response:
    """Serve a run's report, its results, or its copy of the study."""
    folder = stored.path(run)
    if file not in FILES or not _inside(folder / file, folder):
        raise Refused(404, f"this run has no file '{file[:80]}'", "write its report again")
    return FileResponse(folder / file, media_type=FILES[file])


def data(run: str, file: str, stored: Stored) -> Response:
    """Serve the data of a figure of a run's report, or its picture."""
    folder = stored.path(run)
    if file not in _data(folder):
        raise Refused(404, f"this run's report has no data '{file[:80]}'", "write its report again")
    path = folder / DATA / file
    return FileResponse(
        path, media_type=ENDINGS[path.suffix], filename=file, content_disposition_type=_as(path)
    )


def _as(path: Path) -> str:
    """Tell whether a file is shown or kept: pictures are shown."""
    return "inline" if path.suffix in (".svg", ".png") else "attachment"


def compared(opened: Opened, stored: Stored, first: str = "", second: str = "") -> Response:
    """Show two runs side by side."""
    study = opened.problem.study
    runs = [one for one in stored.all() if one.finished]
    own = [one.run for one in runs if one.study == study.id]
    first = first or (own[1] if len(own) > 1 else "")
    second = second or (own[0] if own else "")
    found = compare(stored.space(first).run, stored.space(second).run) if first and second else None
    return page(
        "compare.html",
        opened=opened,
        study=study,
        here="compare",
        runs=runs,
        first=first,
        second=second,
        found=found,
        kinds=KINDS,
        sides=[side(one) for one in found.claims] if found and first != second else [],
    )
