"""Show a judgement: one HTML file, the data of its figures, and all results as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from altair.utils.schemapi import debug_mode
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..audit.ended import ended
from ..audit.forecasts import mean_score
from ..audit.kept import RESULTS, STUDY
from ..audit.records import Judgement
from ..audit.sentences import percent
from . import lines, settlements, strategy
from .content import Content, command, content, tables
from .figures import Figure, Row
from .sections import slug
from .thesis import thesis
from .words import change

PAGE, DATA = "report.html", "data"


def show(judgement: Judgement, folder: str | Path) -> Path:
    """Write `report.html`, `results.json`, `study.yaml` and `data/*.csv` into a folder; return the page's path.

    The page stands alone: no script, nothing loaded from elsewhere, drawings inside. It is replaced if there.
    """
    folder = Path(folder)
    (folder / DATA).mkdir(parents=True, exist_ok=True)
    with debug_mode(False):  # charts are checked against Vega-Lite's schema in tests, not for every reader
        return _write_all(judgement, folder)


def _write_all(judgement: Judgement, folder: Path) -> Path:
    """Write the page and everything beside it."""
    found = content(judgement)
    for name, rows in tables(found):
        _write(folder / DATA / f"{name}.csv", rows)
    summary = json.dumps(judgement.summary(), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / RESULTS).write_text(summary + "\n", encoding="utf-8")
    (folder / STUDY).write_text(judgement.study.text, encoding="utf-8", newline="\n")
    page = folder / PAGE
    page.write_text(html(found), encoding="utf-8")
    return page


def html(found: Content) -> str:
    """Return the page as text."""
    judgement = found.judgement
    environment = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(change=change, percent=percent, slug=slug, drawn=_drawn)
    return environment.get_template(PAGE).render(
        judgement=judgement,
        study=judgement.study,
        problem=judgement.problem,
        run=judgement.run,
        sections=found.sections,
        thesis=thesis(found.sections),
        worlds=found.worlds,
        lines=found.gas,
        shares=lines.shares(judgement),
        road=found.road,
        game=found.played,
        peace=strategy.peace(judgement),
        settlements=found.settlements,
        brier=mean_score(judgement.forecasts),
        ranges=lines.ranges(judgement),
        sources=(*lines.provenance(judgement), *settlements.provenance(judgement)),
        together=found.together,
        ended=ended,
        again=command(judgement),
    )


def _drawn(figure: Figure) -> Markup:
    """Return a drawing, named by its title for who does not see it; every text in it was escaped when it was drawn."""
    return Markup(figure.svg.replace("<svg", f'<svg aria-label="{escape(figure.title)}"', 1))


def _write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as CSV, the columns of the first row first."""
    rows = list(rows)
    names = list(rows[0]) if rows else []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
