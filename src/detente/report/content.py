"""What a report holds, whatever it is written as: sections, figures and their tables, made once."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from altair.utils.schemapi import debug_mode

from ..audit.records import Judgement
from ..ground.json_text import json_text
from ..study.read import shipped, shipped_text
from ..study.records import Study
from .figure import Figure, Row
from .sections import Section, sections, source_line
from .sheet import claims
from .together import Together, together
from .view import View, views


@dataclass(frozen=True)
class Content:
    """A judgement with everything that is drawn of it."""

    judgement: Judgement
    sections: tuple[Section, ...]
    claims: Figure
    """All on one picture."""
    views: Mapping[str, View]
    """What each domain shows, by its name, in the order of the page."""
    together: Together
    """Assumptions that are drawn together."""


def content(judgement: Judgement) -> Content:
    """Draw everything that a report of a judgement shows."""
    with debug_mode(False):  # charts are checked against Vega-Lite's schema in tests, not for every reader
        return _drawn(judgement)


def _drawn(judgement: Judgement) -> Content:
    found = sections(judgement)
    return Content(
        judgement=judgement,
        sections=found,
        claims=claims(found, source_line(judgement)),
        views=views(judgement),
        together=together(judgement),
    )


def tables(found: Content) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield the name and the rows of each table of data: of every figure, of the verdicts, of the assumptions."""
    judgement = found.judgement
    yield "verdicts", [_verdict_row(one) for one in found.sections]
    yield found.claims.name, found.claims.rows
    yield (
        "assumptions",
        [
            {
                "assumption": one.id,
                "meaning": one.meaning,
                "read_as": one.distribution.words(one.unit),
                "unit": one.unit,
                "source": one.source,
            }
            for one in judgement.study.assumptions.values()
        ],
    )
    if found.together.pairs:
        yield "correlations", found.together.rows
    for section in found.sections:
        drawings = [figure for *_, figure in section.margins] + [section.drivers, *section.corner]
        yield from ((figure.name, figure.rows) for figure in drawings if figure)
    turns = _flip_rows(found.sections)
    if turns:
        yield "flips", turns
    for view in found.views.values():
        yield from view.data()


def figures(found: Content) -> Iterator[Figure]:
    """Yield every figure, in the order of the page."""
    yield found.claims
    for section in found.sections:
        drawings = [figure for *_, figure in section.margins] + [section.drivers, *section.corner]
        yield from (figure for figure in drawings if figure)
    for view in found.views.values():
        yield from view.figures


def argument(study: Study) -> str:
    """Return what the argument is: its title, author and date."""
    known = study.argument
    return ", ".join(str(one) for one in (known.title, known.author, known.date) if one)


def command(judgement: Judgement) -> str:
    """Return the command that repeats the run."""
    study, run = judgement.study, judgement.run
    fixed = "".join(f" --set {shlex.quote(f'{name}={value}')}" for name, value in study.fixed.items())
    out = "" if is_usual(judgement) else f" --out {shlex.quote(run.folder)}"
    return f"detente run {asked(study)} --draws {run.draws} --seed {run.seed}{fixed}{out}"


def is_usual(judgement: Judgement) -> bool:
    """Tell whether a run is kept where `detente run` keeps one that names no folder."""
    return Path(judgement.run.folder) == Path("runs") / judgement.study.id


def asked(study: Study) -> str:
    """Return how a study is asked for: a shipped one by its name, another by its file."""
    known = study.id in shipped() and shipped_text(study.id) == study.text
    return study.id if known else study.file


def snippet(judgement: Judgement, figure: Figure) -> str:
    """Return Python that makes a figure of a run again."""
    study, run = judgement.study, judgement.run
    fixed = f", {json_text(dict(study.fixed), None)}" if study.fixed else ""
    out = "" if is_usual(judgement) else f", out={json_text(run.folder, None)}"
    return (
        "import detente\n\n"
        f"lab = detente.load({json_text(asked(study), None)}{fixed})\n"
        f"run = lab.run(draws={run.draws}, seed={run.seed}, flips=0{out})  # what is kept in {run.folder}\n"
        f'figure = detente.figures(run)["{figure.name}"]\n'
        f'figure.save("{figure.name}.svg")  # or .png, .pdf, .csv; figure.chart is an Altair chart, to be changed\n'
    )


def _verdict_row(section: Section) -> Row:
    verdict = section.verdict
    low, high = verdict.interval or (None, None)
    return {
        "claim": verdict.claim,
        "says": section.claim.says,
        "verdict": verdict.word,
        "share": verdict.share,
        "low": low,
        "high": high,
        "unknown": verdict.unknown,
    }


def _flip_rows(sections: Sequence[Section]) -> list[Row]:
    """Return a row for each assumption that a flip moves."""
    return [
        {
            "claim": section.verdict.claim,
            "holds_there": flip.holds,
            "under": f"{flip.variant} = {flip.under}" if flip.variant else "",
            "distance": flip.distance,
            "assumption": one.column,
            "meaning": one.meaning,
            "unit": one.unit,
            "at_the_centre": one.centre,
            "at_the_flip": one.value,
            "standard_deviations": one.distance,
        }
        for section in sections
        for flip in section.verdict.flips
        for one in flip.moves
    ]
