"""What was found about a peace process: computed once, printed as tables or as JSON."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...bind.alone.peace import Peace
from ...domains.peace import alone, equations, posterior
from ...domains.peace.facts import Thaw, counts, thaws
from ...domains.peace.options import SCHEDULES
from ...domains.peace.prior import prior
from ...domains.peace.solve import Course
from ..terminal import Grid, Terminal, styled


@dataclass(frozen=True)
class Judged:
    """What was asked and what was found."""

    asked: Peace
    start: str
    counts: np.ndarray
    alpha: np.ndarray
    weights: dict[int, float]
    courses: dict[tuple[str, int], Course]
    past: tuple[Thaw, ...]


def judged(asked: Peace) -> Judged:
    """Return what follows from what was asked."""
    observed = counts(asked.coded, asked.as_of, asked.sampling, asked.phases)
    alpha = observed + prior(len(asked.phases), asked.each, asked.settlement)
    weights = alone.standard_weights(asked.capability, asked.behind, asked.weights_of) or {
        asked.as_of.year: 0.0
    }
    schedules = {name: equations.schedule(name, asked.lifted).tolist() for name in SCHEDULES}
    start = asked.coded[-1].phase
    known = alone.Uncertain(alpha, asked.odds_of_weight, asked.odds_of_lifting)
    found = alone.courses(
        known, weights, schedules, asked.phases.index(start), asked.years, asked.draws, asked.seed
    )
    return Judged(asked, start, observed, alpha, weights, found, thaws(asked.coded, asked.phases))


def plain(found: Judged) -> dict[str, Any]:
    """Return what was found as plain tables."""
    asked = found.asked
    held, of, (low, middle, high) = _base(found)
    return {
        "title": asked.title,
        "as_of": str(asked.as_of),
        "phase": found.start,
        "spells": [
            {"phase": one.phase, "since": str(one.since), "until": str(one.until or ""), "event": one.event}
            for one in asked.coded
        ],
        "phases": list(asked.phases),
        "counts": found.counts.tolist(),
        "prior": (found.alpha - found.counts).tolist(),
        "weights": {str(year): weight for year, weight in found.weights.items()},
        "courses": [
            {"schedule": name, "weights_of": year, **_numbers(course)}
            for (name, year), course in found.courses.items()
        ],
        "earlier_thaws": [
            {
                "since": str(one.since),
                "back": str(one.back or ""),
                "years": one.years(asked.as_of),
                "event": one.event,
            }
            for one in found.past
        ],
        "base_rate": {"years": asked.years, "held": held, "of": of, "p5": low, "p50": middle, "p95": high},
        "remarks": remarks(found),
    }


def _numbers(course: Course) -> dict[str, Any]:
    """Return one course's numbers: means, and quantiles over draws."""
    last = course.no_return[:, -1]
    years = [float(one) for one in np.quantile(course.years_to_settlement, alone.QUANTILES, method="lower")]
    return {
        "no_return": float(last.mean()),
        "no_return_quantiles": [float(one) for one in np.quantile(last, alone.QUANTILES)],
        "no_return_by_year": [float(one) for one in course.no_return.mean(axis=0)],
        "settled_by_year": [float(one) for one in course.settled.mean(axis=0)],
        "years_to_settlement_quantiles": [one if math.isfinite(one) else None for one in years],
        "settles_first": float(course.settles_first.mean()),
        "years_to_end": float(np.median(course.years_to_end)),
    }


def remarks(found: Judged) -> list[str]:
    """Return what a reader must know to read the numbers."""
    asked = found.asked
    best, before = asked.phases[-1], asked.phases[-2]
    said = [
        "the chain is read at steps of a year: a return within a year that is over by its end is not seen"
    ]
    if not found.counts[:-1, -1].any():
        years = float(found.counts[-2].sum())
        chance = float(posterior.mean(found.alpha)[-2, -1])
        said.append(
            f"no {best} has ever been observed: its chance of {chance:.1%} a year from {before} is the pseudo-count of "
            f"{asked.settlement:g} in the prior, against {years:.1f} years of {before} observed, and judgement"
        )
    if asked.settlement <= 1 and asked.settlement > 0:
        said.append(f"expected years to {best} have no finite mean over draws; quantiles are shown")
    if not asked.settlement:
        said.append(f"with no pseudo-count for {best} it can never come")
    return said


def show(found: Judged) -> None:
    """Print what was found."""
    console, asked = Terminal(), found.asked
    since = f"{found.start} since {asked.coded[-1].since}, as of {asked.as_of}"
    console.print(styled((asked.title, "bold"), f": {since}"))
    _thaws(console, found)
    _transitions(console, found)
    _courses(console, found)
    for remark in remarks(found):
        console.print(remark, style="yellow")


def _thaws(console: Terminal, found: Judged) -> None:
    """Print the thaws that were, and how many lasted."""
    asked = found.asked
    table = Grid("thaws")
    table.texts("since", "back")
    table.numbers("years")
    table.texts("began with")
    for one in found.past:
        table.add_row(str(one.since), str(one.back or "-"), f"{one.years(asked.as_of):.1f}", one.event)
    console.print(table)
    held, of, (low, middle, high) = _base(found)
    if of:
        share = f"{middle:.0%} (90 %: {low:.0%} to {high:.0%})"
        console.print(
            f"base rate: {held} of {of} that are over lasted {asked.years} years; share about {share}"
        )


def _transitions(console: Terminal, found: Judged) -> None:
    """Print how often a phase was followed by each a year later, and the posterior mean of the chances."""
    phases = found.asked.phases
    table = Grid("a year later: times counted, and chance")
    table.texts("from")
    table.numbers(*phases)
    chance = posterior.mean(found.alpha)
    for place, phase in enumerate(phases[:-1]):
        row = zip(found.counts[place], chance[place], strict=True)
        table.add_row(phase, *[f"{count:.2f}  {share:4.0%}" for count, share in row])
    console.print(table)


def _courses(console: Terminal, found: Judged) -> None:
    """Print what follows by schedule and weight."""
    asked = found.asked
    table = Grid(f"from {found.start}: mean and 90 % of draws")
    table.texts("schedule")
    table.numbers(
        "weights of", f"no return in {asked.years} y", "settles first", "years to settlement: median"
    )
    for (name, year), course in found.courses.items():
        one = _numbers(course)
        low, _, high = one["no_return_quantiles"]
        soon, middle, late = (_years(value) for value in one["years_to_settlement_quantiles"])
        table.add_row(
            name,
            f"{year} ({found.weights[year]:+.2f} sd)",
            f"{one['no_return']:.0%} ({low:.0%} to {high:.0%})",
            f"{one['settles_first']:.0%}",
            f"{middle} ({soon} to {late})",
        )
    console.print(table)


def _years(value: float | None) -> str:
    """Return years in a few words."""
    if value is None:
        return "never"
    return f"{value:.0f}" if value < 1000 else "over 1,000"


def _base(found: Judged) -> tuple[int, int, tuple[float, float, float]]:
    """Return how many thaws that are over lasted as long as asked."""
    asked = found.asked
    return alone.base_rate([one.years(asked.as_of) for one in found.past if one.back], asked.years)
