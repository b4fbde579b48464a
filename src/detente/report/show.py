"""Show a judgement: one HTML file, the data of its figures, and all results as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from altair.utils.schemapi import debug_mode
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..audit.forecasts import mean_score
from ..audit.kept import RESULTS, STUDY
from ..audit.records import Judgement
from ..audit.sentences import percent
from . import corridor, lines, settlements, strategy
from .figures import Figure, Row
from .sections import Section, ended, sections, slug
from .thesis import thesis
from .together import together
from .words import change
from .worlds import Gains, gains

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
    shown, worlds, gas = sections(judgement), gains(judgement), lines.lines(judgement)
    road, played = corridor.view(judgement), strategy.strategy(judgement)
    for name, rows in (
        *_tables(judgement, shown, (*worlds, *gas)),
        *corridor.tables(road),
        *strategy.tables(played),
    ):
        _write(folder / DATA / f"{name}.csv", rows)
    summary = json.dumps(judgement.summary(), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / RESULTS).write_text(summary + "\n", encoding="utf-8")
    (folder / STUDY).write_text(judgement.study.text, encoding="utf-8", newline="\n")
    page = folder / PAGE
    page.write_text(html(judgement, shown, worlds, gas, road, played), encoding="utf-8")
    return page


def html(
    judgement: Judgement,
    shown: Iterable[Section],
    worlds: Iterable[Gains],
    gas: Iterable[Gains],
    road: corridor.View,
    played: strategy.Strategy | None,
) -> str:
    """Return the page as text."""
    shown = tuple(shown)
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
        sections=shown,
        thesis=thesis(shown),
        worlds=tuple(worlds),
        lines=tuple(gas),
        shares=lines.shares(judgement),
        road=road,
        game=played,
        peace=strategy.peace(judgement),
        settlements=settlements.views(judgement),
        brier=mean_score(judgement.forecasts),
        ranges=lines.ranges(judgement),
        sources=(*lines.provenance(judgement), *settlements.provenance(judgement)),
        together=together(judgement),
        ended=ended,
        again=command(judgement),
    )


def command(judgement: Judgement) -> str:
    """Return the command that repeats the run."""
    study, run = judgement.study, judgement.run
    path = Path(study.file)
    name = path.stem if path.parent.name == "library" else study.file
    return f"detente run {name} --draws {run.draws} --seed {run.seed}"


def _drawn(figure: Figure) -> Markup:
    """Return a drawing, named by its title for who does not see it; every text in it was escaped when it was drawn."""
    return Markup(figure.svg.replace("<svg", f'<svg aria-label="{escape(figure.title)}"', 1))


def _tables(
    judgement: Judgement, shown: Iterable[Section], worlds: Iterable[Gains]
) -> Iterable[tuple[str, Iterable[Row]]]:
    """Yield each data file's name and rows."""
    shown = tuple(shown)
    yield "verdicts", [_verdict_row(one) for one in shown]
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
    if tied := together(judgement).rows:
        yield "correlations", tied
    for section in shown:
        drawings = [figure for *_, figure in section.margins] + [section.drivers, *section.corner]
        yield from ((figure.name, figure.rows) for figure in drawings if figure)
    split = [
        {"rule": one.rule, "party": one.party, **{f"p{end}": value for end, value in one.values.items()}}
        for one in lines.shares(judgement)
    ]
    if split:
        yield "split", split
    yield from settlements.tables(settlements.views(judgement))
    for world in worlds:
        if world.figure:
            yield world.figure.name, world.figure.rows


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


def _write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as CSV, the columns of the first row first."""
    rows = list(rows)
    names = list(rows[0]) if rows else []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
