"""A judgement as a Word document: the conclusion, every verdict with its figure, and what they rest on."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import vl_convert

from ..audit.notebook import BADGES
from ..ground.faults import RunError
from .content import Content, command
from .figure import NAMESPACE, Figure
from .sections import Section
from .thesis import Thesis, thesis

WIDTH, WHOLE = 4.2, 6.6
"""Of a figure on the page, and of one that takes all of it [inch]."""
SHARP = 2.0
"""Dots of a picture for each of its own."""
COLUMNS = {"claim": 3.4, "verdict": 1.1, "share of draws": 1.0, "95 % interval": 1.2}
"""Of the table of verdicts, with their widths [inch]."""
MARGIN = 0.9
"""Of the page [inch]."""
SMALL = 9
"""Type in that table [point]."""
READING = (
    "A verdict says in what share of the draws of the assumptions a claim is true: it holds from 90 %, leans towards "
    "holding from 60 %, is open above 40 %, leans against above 10 %, and fails below. A share is called a probability "
    "only where everything that decides it has a source."
)


def brief(found: Content, path: Path) -> None:
    """Write a brief of some pages. Raises RunError where the file cannot be written."""
    from docx import Document
    from docx.shared import Inches

    document = Document()
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], side, Inches(MARGIN))
    study = found.judgement.study
    document.core_properties.title = study.question or study.argument.title
    document.core_properties.author = "Détente"
    for when in ("created", "modified"):  # the same run gives the same document
        setattr(document.core_properties, when, dt.datetime.combine(study.as_of, dt.time()))
    _opening(document, found)
    _verdicts(document, found)
    for section in found.sections:
        if section.claim.holds is not None:
            _claim(document, section)
    _ground(document, found)
    try:
        document.save(str(path))
    except OSError as error:
        raise RunError(f"cannot write {path}: {error}; close it if another program has it open") from error


def _opening(document: Any, found: Content) -> None:
    """Write the question, the argument, and the conclusion with what it hangs on."""
    study, run = found.judgement.study, found.judgement.run
    document.add_heading(study.question or study.argument.title, 0)
    said = ", ".join(
        filter(None, (study.argument.title, study.argument.author, str(study.argument.date or "")))
    )
    document.add_paragraph(
        f"The argument: {said}. Judged with what was known on {study.as_of}: {run.draws:,} draws of "
        f"{len(found.judgement.problem.columns)} uncertain numbers."
    )
    conclusion = thesis(found.sections)
    if conclusion:
        _thesis(document, conclusion)


def _thesis(document: Any, conclusion: Thesis) -> None:
    verdict = conclusion.section.verdict
    document.add_heading(conclusion.section.claim.says or conclusion.section.claim.id, 1)
    document.add_paragraph(verdict.sentence)
    if conclusion.hinges:
        document.add_paragraph("What it hangs on most:")
    for hinge in conclusion.hinges:
        words = f"{hinge.meaning}: {hinge.decides}" + (" (judgement)" if hinge.judged else "")
        document.add_paragraph(words, style="List Number")
    document.add_paragraph(" ".join(filter(None, (verdict.badge, conclusion.among))))


def _verdicts(document: Any, found: Content) -> None:
    """Write the table of verdicts, a conclusion above what supports it."""
    from docx.shared import Inches

    document.add_heading("Verdicts at a glance", 1)
    table = document.add_table(0, len(COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, COLUMNS.values(), strict=True):
        column.width = Inches(width)
    _row(table, COLUMNS, bold=True)
    for section in found.sections:
        says = "   " * section.depth + (section.claim.says or section.claim.id)
        _row(table, (says, section.verdict.word, section.share, section.interval))
    document.add_paragraph(READING)
    if len(found.sections) > 1:
        _picture(document, found.claims, WHOLE)


def _row(table: Any, words: Iterable[str], bold: bool = False) -> None:
    from docx.shared import Inches, Pt, RGBColor

    for cell, word, width in zip(table.add_row().cells, words, COLUMNS.values(), strict=True):
        cell.width = Inches(width)
        run = cell.paragraphs[0].add_run(word)
        run.bold, run.font.size = bold or word in BADGES, Pt(SMALL)
        if word in BADGES:
            run.font.color.rgb = RGBColor.from_string(BADGES[word][0].lstrip("#").upper())


def _claim(document: Any, section: Section) -> None:
    """Write one claim: its verdict, what mends or breaks it, and its drawings."""
    verdict = section.verdict
    document.add_heading(section.claim.says or section.claim.id, 2)
    document.add_paragraph(verdict.sentence)
    document.add_paragraph(f"Held to be true where {section.claim.holds.text if section.claim.holds else ''}")
    more = [verdict.break_even, verdict.corner, *verdict.flips[:1], verdict.counterexample]
    for words in (verdict.badge, *(one.sentence for one in more if one)):
        if words:
            document.add_paragraph(words)
    for figure in (*(drawn for *_, drawn in section.margins[:1]), section.drivers):
        if figure:
            _picture(document, figure)


def _picture(document: Any, figure: Figure, wide: float = WIDTH) -> None:
    from docx.shared import Inches

    alone = figure.svg.replace("<svg", f'<svg xmlns="{NAMESPACE}"', 1)
    document.add_picture(io.BytesIO(vl_convert.svg_to_png(alone, scale=SHARP)), width=Inches(wide))
    document.add_paragraph(f"{figure.title}. {figure.source}.", style="Caption")


def _ground(document: Any, found: Content) -> None:
    """Write the assumptions with their sources, what is left out, and how to run it again."""
    study = found.judgement.study
    document.add_heading("Assumptions", 1)
    for one in study.assumptions.values():
        words = f"{one.meaning} ({one.id}): {one.distribution.words(one.unit)}. Source: {one.source}"
        document.add_paragraph(words, style="List Bullet")
    for pair in found.together.pairs:
        words = f"Drawn together: {' and '.join(pair.between)}, rank correlation {pair.rank:g}. Source: {pair.source}"
        document.add_paragraph(words, style="List Bullet")
    for words in found.together.lapsed:
        document.add_paragraph(f"{words}.", style="List Bullet")
    if study.not_modelled:
        document.add_heading("Left out on purpose", 1)
    for left in study.not_modelled:
        document.add_paragraph(f"{left.says} {left.why}", style="List Bullet")
    document.add_heading("The run", 1)
    versions = ", ".join(f"{name} {version}" for name, version in found.judgement.run.versions.items())
    document.add_paragraph(f"To run it again: {command(found.judgement)}. Versions: {versions}.")
