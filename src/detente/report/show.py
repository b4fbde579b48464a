"""Show a judgement: one HTML file, the data of its figures, and all results as JSON."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from altair.utils.schemapi import debug_mode
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..audit.finished import RESULTS, STUDY
from ..audit.forecasts import mean_score
from ..audit.notebook import BADGES
from ..audit.records import Judgement
from ..audit.sentences import counted, percent, range_of, told
from ..domains.domain import ended
from ..ground.json_text import json_text
from .colours import actor
from .content import Content, command, content, figures, snippet, tables
from .figure import Figure, write
from .glossary import HINDSIGHT, TOGETHER, terms
from .thesis import thesis
from .weighed import anchor, weighed
from .words import DATA, PAGE, even, slug


def show(judgement: Judgement, folder: str | Path, *, png: bool = False) -> Path:
    """Write `report.html`, `results.json`, `study.yaml` and `data/` into a folder; return the page's path.

    `data/` has the data of every figure as CSV and its picture as SVG, with `png` as PNG, too, which takes longer
    than all the rest. The page stands alone: no script, nothing loaded from elsewhere, drawings inside. It is
    replaced if there.
    """
    folder = Path(folder)
    (folder / DATA).mkdir(parents=True, exist_ok=True)
    with debug_mode(False):  # charts are checked against Vega-Lite's schema in tests, not for every reader
        return _write_all(judgement, folder, png)


def _write_all(judgement: Judgement, folder: Path, png: bool) -> Path:
    """Write the page and everything beside it."""
    found = content(judgement)
    for name, rows in tables(found):
        write(folder / DATA / f"{name}.csv", rows)
    for figure in figures(found):
        figure.save(folder / DATA / f"{figure.name}.svg")
        if png:
            figure.save(folder / DATA / f"{figure.name}.png")
        else:  # one of an earlier report might be of another version
            (folder / DATA / f"{figure.name}.png").unlink(missing_ok=True)
    summary = json_text(judgement.summary())
    (folder / RESULTS).write_text(summary + "\n", encoding="utf-8")
    (folder / STUDY).write_text(judgement.study.text, encoding="utf-8", newline="\n")
    page = folder / PAGE
    page.write_text(html(found, png=png), encoding="utf-8")
    return page


def html(found: Content, *, png: bool = False) -> str:
    """Return the page as text, with links to pictures as PNG where there are."""
    judgement = found.judgement
    run, weights, shown = judgement.run, weighed(judgement), tuple(found.views.values())
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("detente.report"), PackageLoader("detente", "domains")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=percent, slug=slug, drawn=_drawn)
    return environment.get_template(PAGE).render(
        judgement=judgement,
        png=png,
        study=judgement.study,
        problem=judgement.problem,
        run=run,
        sections=found.sections,
        thesis=thesis(found.sections),
        claims=found.claims,
        badges=BADGES,
        colour=actor,
        views=shown,
        brier=mean_score(judgement.forecasts),
        ranges=[
            (name, weights.ranked(name, tuple(one.ranges.values())))
            for name, one in found.views.items()
            if one.ranges
        ],
        sources=(*judgement.problem.world.sources, *(source for one in shown for source in one.sources)),
        together=found.together,
        ended=partial(ended, found.judgement.problem.domains),
        weighed=weights,
        numbers=weights.numbers,
        listed=set(weights.numbers.values()),
        anchor=anchor,
        terms=list(terms(_parts(found))),
        again=command(judgement),
        even=lambda ends, **how: even(ends, run.draws, **how),
        counted=lambda share: counted(share, run.draws),
        told=told,
        range_of=range_of,
        snippet=lambda figure: snippet(judgement, figure),
    )


def _parts(found: Content) -> set[str]:
    """Return the parts of the report whose words a reader may look up."""
    there = {one.part for one in found.views.values() if one.part}
    there |= {HINDSIGHT} if found.judgement.forecasts else set()
    return there | ({TOGETHER} if found.together.pairs else set())


def _drawn(figure: Figure) -> Markup:
    """Return a drawing, named by its title for who does not see it; every text in it was escaped when it was drawn."""
    return Markup(figure.svg.replace("<svg", f'<svg aria-label="{escape(figure.title)}"', 1))
