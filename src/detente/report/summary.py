"""The run on one page of A4: conclusion, what it hangs on, every verdict, and how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import vl_convert

from ..audit.notebook import BADGES, GREY
from ..audit.records import Judgement
from ..ground.faults import RunError
from .content import Content, argument, command
from .figure import INK, SOFT, framed, raw
from .sheet import PAPER, Sheet
from .thesis import Thesis, thesis

A4 = (595.0, 842.0)
"""Width and height [pt]."""
EDGE, FOOT = (A4[0] - PAPER) / 2, 790.0
"""Of what is printed: left and right of it, and where its foot begins [pt]."""
HEAD, CLAIM, TEXT, SMALL = 17.0, 12.0, 9.5, 8.0
"""Sizes of type [pt]."""
SIZES = ((1.0, 3), (0.94, 3), (0.88, 2), (0.82, 1))
"""How large, and how many lines a claim: tried in turn, until all fits; then claims are left out, the last first."""
READING = (
    "A verdict says in what share of the draws of the assumptions a claim is true: it holds from 90 %, leans from "
    "60 %, is open above 40 %, leans against above 10 %, and fails below; whiskers are its 95 % interval. "
    "Shares are about the model and the ranges that the study states; neither is the world."
)


class Said(NamedTuple):
    """A paragraph: its text, size, most lines, room above it [pt], and how it is set."""

    text: str
    size: float
    most: int
    above: float = 3.0
    bold: bool = False
    soft: bool = False
    indent: float = 0.0


def summary(found: Content) -> str:
    """Return the page as an SVG."""
    for scale, most in SIZES:
        sheet = Sheet(*A4)
        top = _head(sheet, found, scale)
        if not sheet.claims(found.sections, EDGE, top, scale, most, FOOT)[1]:
            break
    _foot(sheet, found.judgement)
    return raw(framed(sheet.chart()).properties(background="white", padding=0))


def write(found: Content, path: Path) -> None:
    """Write the page as a PDF. Raises RunError where the file cannot be written."""
    try:
        path.write_bytes(vl_convert.svg_to_pdf(summary(found)))
    except OSError as error:
        raise RunError(f"cannot write {path}: {error}; close it if another program has it open") from error


def _head(sheet: Sheet, found: Content, scale: float) -> float:
    """Put the question, the argument and the conclusion; return how far down they reach."""
    study, run = found.judgement.study, found.judgement.run
    known = f"The argument: {argument(study)}. Judged with what was known on {study.as_of}: {run.draws:,} draws of "
    known += f"{len(found.judgement.problem.columns)} uncertain numbers."
    said = [
        Said(f"Détente · {study.id}", SMALL * scale, 1, soft=True),
        Said(study.question or study.argument.title, HEAD * scale, 3, bold=True),
        Said(known, SMALL * scale, 3, above=5, soft=True),
    ]
    top = _set(sheet, said, EDGE, EDGE)
    conclusion = thesis(found.sections)
    if conclusion:
        end = _set(sheet, _thesis(conclusion, scale), EDGE + 14, top + 12)
        colour, _ = BADGES.get(conclusion.section.verdict.word, (GREY, False))
        sheet.rule((EDGE + 2, top + 12), (EDGE + 2, end), colour, 4)
        top = end
    return _set(sheet, [Said("Every claim", TEXT * scale, 1, above=12, bold=True)], EDGE, top) + 4


def _thesis(found: Thesis, scale: float) -> list[Said]:
    """Return what is said of the conclusion."""
    section, text = found.section, TEXT * scale
    verdict = section.verdict
    said = [
        Said(section.claim.says or section.claim.id, CLAIM * scale, 3, bold=True),
        Said(verdict.sentence, text, 5),
    ]
    if found.hinges:
        said.append(Said("What it hangs on most", text, 1, above=6, bold=True))
    for place, one in enumerate(found.hinges, 1):
        rests = " (judgement)" if one.judged else ""
        said.append(Said(f"{place}.  {one.meaning}{rests}: {one.decides}", text, 2, above=1.5, indent=6))
    if verdict.flips:
        said.append(Said(verdict.flips[0].sentence, text, 4, above=6))
    return [*said, Said(" ".join(filter(None, (found.among, verdict.badge))), text, 2, above=6)]


def _set(sheet: Sheet, said: Sequence[Said], x: float, y: float) -> float:
    """Put paragraphs one below the other from a place on; return how far down they reach."""
    for one in said:
        at, colour = (x + one.indent, y + one.above), SOFT if one.soft else INK
        room = A4[0] - EDGE - at[0]
        y = sheet.say(one.text, at, one.size, room, bold=one.bold, colour=colour, most=one.most)
    return y


def _foot(sheet: Sheet, judgement: Judgement) -> None:
    """Put how to read the page, and what it is of."""
    run = judgement.run
    of = f"Source: {judgement.study.id}, {run.draws:,} draws, seed {run.seed}, detente "
    of += f"{run.versions.get('detente', '')}. To run it again: {command(judgement)}"
    said = [Said(READING, SMALL - 1, 3, soft=True), Said(of, SMALL - 1, 2, soft=True)]
    _set(sheet, said, EDGE, FOOT + 2)
