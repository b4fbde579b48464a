"""The run on one page of A4: conclusion, what it hangs on, every verdict, and how to read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple

import vl_convert

from ..audit.records import Judgement
from ..ground.faults import RunError
from . import pen
from .content import Content, argument, command
from .letters import width, wrapped
from .sections import Section
from .thesis import Thesis, thesis

PAPER = (595.0, 842.0)
"""A4 [pt]."""
EDGE, FOOT = 42.0, 790.0
"""Of what is printed: left and right of it, and where its foot begins [pt]."""
HEAD, CLAIM, TEXT, SMALL = 17.0, 12.0, 9.5, 8.0
"""Sizes of type [pt]."""
SIZES = ((1.0, 3), (0.94, 3), (0.88, 2), (0.82, 1))
"""How large, and how many lines a claim: tried in turn, until all fits; then claims are left out, the last first."""
SHARE, BAR, WORD = 58.0, 80.0, 92.0
"""Width of the columns of shares, bars and verdicts [pt]."""
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
        head, top = _head(found, scale)
        rows = [_row(section, scale, most) for section in found.sections]
        if top + sum(high for _, high in rows) <= FOOT:
            break
    shown = [head]
    for place, (row, high) in enumerate(rows):
        left = len(rows) - place
        if top + high > FOOT - (1.6 * SMALL if left > 1 else 0):
            said = f"and {left} more claim{'s' if left > 1 else ''}, in the report"
            shown.append(pen.words([said], (EDGE, top + SMALL), SMALL, soft=True))
            break
        shown.append(f'<g transform="translate({EDGE:g},{top:.1f})">{row}</g>')
        top += high
    paper = f'<rect width="{PAPER[0]:g}" height="{PAPER[1]:g}" fill="#fff"/>'
    whole = paper + "".join(shown) + _foot(found.judgement)
    return pen.drawing(*PAPER, whole, f"{found.judgement.study.id}: the run on one page")


def in_page(found: Content) -> str:
    """Return the page as a report prints it first: without its margins, in whatever faces the reader has."""
    near = f"{EDGE - 6:g} {EDGE - 8:g} {PAPER[0] - 2 * EDGE + 12:g} {PAPER[1] - EDGE + 2:g}"
    text = re.sub(r'viewBox="[^"]*"', f'viewBox="{near}"', summary(found), count=1)
    return re.sub(r'<text ([^>]*?font-size="([\d.]+)"[^>]*)>([^<]*)', _held, pen.in_page(text))


def _held(text: re.Match[str]) -> str:
    """Return a line of text held to its width, in whatever face it is set."""
    style, size, said = text.groups()
    wide = width(unescape(said), float(size), bold="bold" in style)
    return f'<text {style} textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs">{said}'


def write(found: Content, path: Path) -> None:
    """Write the page as a PDF. Raises RunError where the file cannot be written."""
    try:
        path.write_bytes(vl_convert.svg_to_pdf(summary(found)))
    except OSError as error:
        raise RunError(f"cannot write {path}: {error}; close it if another program has it open") from error


def _head(found: Content, scale: float) -> tuple[str, float]:
    """Return the question, the argument and the conclusion, and how far down they reach."""
    study, run = found.judgement.study, found.judgement.run
    known = f"The argument: {argument(study)}. Judged with what was known on {study.as_of}: {run.draws:,} draws of "
    known += f"{len(found.judgement.problem.columns)} uncertain numbers."
    said = [
        Said(f"Détente · {study.id}", SMALL * scale, 1, soft=True),
        Said(study.question or study.argument.title, HEAD * scale, 3, bold=True),
        Said(known, SMALL * scale, 3, above=5, soft=True),
    ]
    drawn, top = _set(said, EDGE, EDGE, PAPER[0] - 2 * EDGE)
    conclusion = thesis(found.sections)
    if conclusion:
        words, end = _set(_thesis(conclusion, scale), EDGE + 14, top + 16, PAPER[0] - 2 * EDGE - 28)
        word = conclusion.section.verdict.word
        drawn += pen.card(EDGE, top + 9, PAPER[0] - 2 * EDGE, end - top + 1, word) + words
        top = end + 12
    title, top = _set([Said("Every claim", TEXT * scale, 1, above=8, bold=True)], EDGE, top, 300)
    return drawn + title, top + 4


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


def _set(said: Sequence[Said], x: float, y: float, room: float) -> tuple[str, float]:
    """Return paragraphs one below the other from a place on, and how far down they reach."""
    drawn = ""
    for one in said:
        lines = wrapped(one.text, one.size, room - one.indent, bold=one.bold, most=one.most)
        y += one.above
        drawn += pen.words(lines, (x + one.indent, y + one.size), one.size, bold=one.bold, soft=one.soft)
        y += pen.LEADING * one.size * len(lines)
    return drawn, y


def _row(section: Section, scale: float, most: int) -> tuple[str, float]:
    """Return a claim's line, drawn from its own top, and its height."""
    verdict, size = section.verdict, (TEXT - 0.5) * scale
    wide, indent = PAPER[0] - 2 * EDGE, 11.0 * min(section.depth, 6)
    room = wide - WORD - BAR - SHARE - indent - 8
    lines = wrapped(section.claim.says or section.claim.id, size, room, most=most)
    high = max(1, len(lines)) * pen.LEADING * size + 5.0 * scale
    middle = high / 2 + 0.35 * size
    drawn = f'<path d="M0 0H{wide:g}" stroke="{pen.LINE}" stroke-width="0.6"/>'
    if section.depth:
        path = f"M{indent - 7:g} 2v{high / 2 - 2:.1f}h5"
        drawn += f'<path d="{path}" fill="none" stroke="{pen.SOFT}" stroke-width="0.8"/>'
    drawn += pen.words(lines, (indent, 2.5 * scale + size), size)
    drawn += pen.badge(verdict.word, wide - WORD - BAR - SHARE, middle, size - 1)
    if verdict.share is not None:
        drawn += pen.bar(
            verdict.share, verdict.interval, (wide - BAR - SHARE, high / 2), BAR - 6, verdict.word
        )
    return drawn + pen.words([section.share], (wide, middle), size, end=True), high


def _foot(judgement: Judgement) -> str:
    """Return how to read the page, and what it is of."""
    run = judgement.run
    of = f"Source: {judgement.study.id}, {run.draws:,} draws, seed {run.seed}, detente "
    of += f"{run.versions.get('detente', '')}. To run it again: {command(judgement)}"
    said = [Said(READING, SMALL - 1, 3, soft=True), Said(of, SMALL - 1, 2, soft=True)]
    return _set(said, EDGE, FOOT + 2, PAPER[0] - 2 * EDGE)[0]
