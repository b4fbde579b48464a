"""The pages as HTML: the list of studies, a study's live page, the password's door."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..audit import sentences
from ..audit.records import Interval
from ..ground.faults import StudyError
from ..report.sections import slug
from .comparison import Found, found
from .finished_runs import Shelved
from .library import Library
from .live import desk_of
from .open_studies import Desk, Desks
from .outline import outline
from .refusals import Refused

PARTS = (
    ("live", "Live", "move an assumption, see what follows"),
    ("explore", "Explore", "run an ensemble, look into the space of assumptions"),
    ("compare", "Compare", "two runs side by side"),
    ("read", "Read", "verdicts, report, assumptions and data of a run"),
    ("edit", "Edit", "the study's text, checked as you type"),
)
"""The parts of a study's page: path, name, and what one does there."""


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


async def home(request: Request) -> Response:
    """List the studies that can be opened."""
    desks: Desks = request.app.state.desks
    listed = await run_in_threadpool(_listed, desks.library)
    return page("home.html", studies=listed, here="")


async def live(request: Request) -> Response:
    """Show a study's live page."""
    desk = await desk_of(request)
    shown = await run_in_threadpool(outline, desk.problem)
    run, over = await run_in_threadpool(_over, desk)
    return page(
        "live.html", desk=desk, study=desk.problem.study, outline=shown, run=run, over=over, here="live"
    )


def _over(desk: Desk) -> tuple[Shelved | None, dict[str, Found]]:
    """Return the largest finished run of a study as it stands, if there is one, and its verdict on each claim."""
    largest = next(desk.alike.judged(), None)
    if largest is None:
        return None, {}
    over = {}
    for claim, one in largest.verdicts.items():
        interval = Interval(**one["interval"]) if one["interval"] else None
        over[claim] = found(one["word"], one["share"], interval)
    return largest.run, over


async def login(request: Request) -> Response:
    """Ask for the password."""
    return page("login.html", here="")


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
