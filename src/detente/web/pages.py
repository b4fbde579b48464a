"""The pages as HTML: the list of studies, a study's live page, the password's door."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from ..audit import sentences
from ..audit.records import Interval
from ..ground.faults import StudyError
from ..report.words import slug
from .library import Library
from .open_studies import OpenStudy
from .outline import outline
from .refusals import Refused
from .requests import Opened, Studies
from .stored_runs import StoredRun
from .verdicts import Found, found

PARTS = (
    ("live", "Live", "move an assumption, see what follows"),
    ("explore", "Explore", "run an ensemble, look into the space of assumptions"),
    ("compare", "Compare", "two runs side by side"),
    ("read", "Read", "verdicts, report, assumptions and data of a run"),
    ("edit", "Edit", "the study's text, checked as you type"),
)
"""The parts of a study's page: path, name, and what one does there."""
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}
"""By ending; the system's own table may say otherwise."""


@cache
def environment() -> Environment:
    """Return what fills the templates in; every value is escaped."""
    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(slug=slug, number=sentences.number, trim_judgement=_beside)
    return made


def _beside(source: str) -> str:
    """Return what a source says beside the word that the badge says already.

    >>> _beside("judgement; it may go either way"), _beside("a table; range judgement")
    ('it may go either way', 'a table; range judgement')
    """
    return source.removeprefix("judgement").lstrip(";:, ")


def page(template: str, **values: Any) -> Response:
    """Return a template filled in."""
    return HTMLResponse(environment().get_template(template).render(parts=PARTS, **values))


def home(studies: Studies) -> Response:
    """List the studies that can be opened."""
    return page("home.html", studies=_listed(studies.library), here="")


def live(opened: Opened) -> Response:
    """Show a study's live page."""
    run, over = _over(opened)
    study, shown = opened.problem.study, outline(opened.problem)
    return page("live.html", opened=opened, study=study, outline=shown, run=run, over=over, here="live")


def _over(opened: OpenStudy) -> tuple[StoredRun | None, dict[str, Found]]:
    """Return the largest finished run of a study as it stands, if there is one, and its verdict on each claim."""
    largest = next(opened.matching.judged(), None)
    if largest is None:
        return None, {}
    over = {}
    for claim, one in largest.verdicts.items():
        interval = Interval(**one["interval"]) if one["interval"] else None
        over[claim] = found(one["word"], one["share"], interval)
    return largest.run, over


def login() -> Response:
    """Ask for the password."""
    return page("login.html", here="")


@cache
def known() -> dict[str, tuple[bytes, str]]:
    """Return every style and script with its type, by name: no path of a request ever reaches the disk."""
    folder = files(__package__).joinpath("static")
    found = {}
    for one in folder.iterdir():
        ending = one.name[one.name.rfind(".") :]
        if ending in TYPES:
            found[one.name] = one.read_bytes(), TYPES[ending]
    return found


def static(name: str) -> Response:
    """Return a style or a script. Raises Refused where there is none of that name."""
    if name not in known():
        raise Refused(404, "no such file", "open the page again")
    data, kind = known()[name]
    return Response(data, media_type=kind)


def _listed(library: Library) -> list[tuple[str, str, bool]]:
    """Return each study's name, its question or its first fault, and whether it can be opened."""
    found = []
    for name in library.names():
        try:
            study = library.study(name, library.text(name))
            fault = str(study.faults[0]) if study.faults else ""
        except (StudyError, Refused) as error:
            study, fault = None, str(error).partition("\n")[0]
        found.append((name, fault or (study.question if study else ""), not fault))
    return found
