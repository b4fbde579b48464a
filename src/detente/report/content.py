"""What a report holds, whatever it is written as: sections, figures and their tables, made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from altair.utils.schemapi import debug_mode

from ..audit.records import Judgement
from ..study.records import Study
from . import corridor, lines, settlements, strategy
from .figures import Row
from .sections import Section, sections
from .together import View, together
from .worlds import Gains, gains


@dataclass(frozen=True)
class Content:
    """A judgement with everything that is drawn of it."""

    judgement: Judgement
    sections: tuple[Section, ...]
    worlds: tuple[Gains, ...]
    """Real incomes, world by world."""
    gas: tuple[Gains, ...]
    """Who gains by which gas line."""
    road: corridor.View
    played: strategy.Strategy | None
    settlements: tuple[settlements.View, ...]
    together: View
    """Assumptions that are drawn together."""


def content(judgement: Judgement) -> Content:
    """Draw everything that a report of a judgement shows."""
    with debug_mode(False):  # charts are checked against Vega-Lite's schema in tests, not for every reader
        return _drawn(judgement)


def _drawn(judgement: Judgement) -> Content:
    return Content(
        judgement=judgement,
        sections=tuple(sections(judgement)),
        worlds=tuple(gains(judgement)),
        gas=tuple(lines.lines(judgement)),
        road=corridor.view(judgement),
        played=strategy.strategy(judgement),
        settlements=tuple(settlements.views(judgement)),
        together=together(judgement),
    )


def tables(found: Content) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield the name and the rows of each table of data: of every figure, of the verdicts, of the assumptions."""
    judgement = found.judgement
    yield "verdicts", [_verdict_row(one) for one in found.sections]
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
    split = [
        {"rule": one.rule, "party": one.party, **{f"p{end}": value for end, value in one.values.items()}}
        for one in lines.shares(judgement)
    ]
    if split:
        yield "split", split
    yield from settlements.tables(found.settlements)
    for world in (*found.worlds, *found.gas):
        if world.figure:
            yield world.figure.name, world.figure.rows
    yield from corridor.tables(found.road)
    yield from strategy.tables(found.played)


def argument(study: Study) -> str:
    """Return what the argument is: its title, author and date."""
    known = study.argument
    return ", ".join(str(one) for one in (known.title, known.author, known.date) if one)


def command(judgement: Judgement) -> str:
    """Return the command that repeats the run."""
    study, run = judgement.study, judgement.run
    path = Path(study.file)
    name = path.stem if path.parent.name == "library" else study.file
    return f"detente run {name} --draws {run.draws} --seed {run.seed}"


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
