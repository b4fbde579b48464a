"""What assumptions decide together: total indices beside the first-order ones of a claim's drivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..runs.truth import Judged
from .polynomials import Space, thinned
from .reasons import Fit, Total
from .records import Driver
from .sentences import percent
from .surrogate import STARTS
from .totals import ENOUGH, Stand, for_margin, for_truth, totals

ECHO = 0.5
"""An index is an echo if all that its number may decide is below this part of it."""


def with_totals(
    space: Space, judged: Judged, drivers: Sequence[Driver], together: Sequence[tuple[str, ...]] = ()
) -> tuple[tuple[Driver, ...], tuple[Fit, ...]]:
    """Return the drivers of a claim with their total indices, and how well the surrogates fit.

    Numbers that are drawn together, a group each in `together`, have one total index.
    An echo is no longer clear: its first-order index comes from a number beside which the draws put it.
    """
    if not drivers:
        return (), ()
    allowed = space.within([driver.column for driver in drivers])
    truth, margin = thinned(judged.as_numbers, space.points), thinned(judged.margin, space.points)
    on_truth = for_truth(space, truth, margin, allowed, _start(space, drivers, "on_truth"))
    on_margin = for_margin(space, margin, allowed, _start(space, drivers, "on_margin"))
    of_truth, of_margin = (_totals(space, stand, drivers, together) for stand in (on_truth, on_margin))
    found = [
        replace(one, total_on_truth=of_truth.get(one.column), total_on_margin=of_margin.get(one.column))
        for one in drivers
    ]
    fits = [_fit(what, stand) for what, stand in (("truth", on_truth), ("margin", on_margin)) if stand]
    return tuple(map(_without_echo, found)), tuple(fits)


def _start(space: Space, drivers: Sequence[Driver], on: str) -> list[int]:
    """Return the places of the drivers that weigh most, best first."""
    ranked = sorted(drivers, key=lambda driver: -(getattr(driver, on) or 0.0))
    return [space.place[driver.column] for driver in ranked[:STARTS]]


def _totals(
    space: Space, stand: Stand | None, drivers: Sequence[Driver], together: Sequence[tuple[str, ...]]
) -> dict[str, Total]:
    if stand is None or stand.explained < ENOUGH:
        return {}
    wanted = stand.model.columns | space.within([driver.column for driver in drivers if driver.clear])
    found = totals(space, stand, sorted(wanted), together)
    return {space.columns[place].name: total for place, total in found.items()}


def _without_echo(driver: Driver) -> Driver:
    total = driver.total
    if not driver.clear or driver.moves_with or total is None or total.high >= ECHO * driver.index:
        return driver
    return replace(driver, clear=False, echo=True)


def _fit(what: str, stand: Stand) -> Fit:
    explained, told = max(stand.explained, 0.0), stand.explained >= ENOUGH
    sentence = (
        f"A surrogate explains {percent(explained)} of the variance of its {what} in draws not shown to it"
    )
    sentence += "." if told else f", less than {percent(ENOUGH)}: total indices on its {what} are not told."
    return Fit(what, explained, len(stand.model.terms), told, sentence)
