"""From a data base's table to the facts of a world: fewer labels, no falls of stocks, duties, elasticities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...ground.faults import DataError
from ..embedded import WORLDS, read_tables
from ..facts import Facts, Tables
from ..layout import MILLION_TO_BILLION
from ..mend import Change, rebalanced
from ..rebalance import totals
from ..sources import TableSource
from .book import Book, Stocks, summed, without_falls
from .concordance import Goal, usual_goals
from .isic import written

Ranges = Mapping[str, tuple[float, float, float]]
"""Trade elasticity of an industry, its low and its high."""


@dataclass(frozen=True)
class Made:
    """A world made from a data base, and what was done to it on the way."""

    facts: Facts
    stocks: Stocks
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def labels(economies: Mapping[str, str], industries: Mapping[str, str], wanted: Sequence[Goal]) -> Labels:
    """Return the economies and industries of the world that concordances make, in its order."""
    rows = [name for name in dict.fromkeys(economies.values()) if name != "ROW"]
    goods = set(industries.values())
    return Labels(
        (*rows, *(["ROW"] if "ROW" in economies.values() else [])),
        tuple(goal.code for goal in wanted if goal.code in goods),
    )


@dataclass(frozen=True)
class Labels:
    """The economies and industries of a world."""

    economies: tuple[str, ...]
    industries: tuple[str, ...]


def made(
    book: Book,
    economies: dict[str, str],
    industries: dict[str, str],
    wanted: Sequence[Goal],
    *,
    tariff: np.ndarray | None = None,
    theta: Ranges | None = None,
    sources: tuple[TableSource, ...] = (),
) -> Made:
    """Return the world of a book, summed by the concordances given, with falls of stocks taken out.

    `tariff` is `[industry, buyer, seller]` in the order of `labels`; no duties if left out. What industry pays for
    its inputs includes them. Raises DataError for an industry whose elasticity is not known.
    """
    named = labels(economies, industries, wanted)
    small, told = without_falls(summed(book, economies, industries))
    order = [small.industries.index(code) for code in named.industries]
    used = small.used[:, order][:, :, :, order] * MILLION_TO_BILLION
    final = (small.final + small.stocks)[:, order] * MILLION_TO_BILLION
    flows = np.moveaxis(used.sum(3) + final, 0, 2)
    duty = np.zeros_like(flows) if tariff is None else tariff
    output = flows.sum(1).T
    bought = np.einsum("iknj,kni->nkj", used, 1 + duty)
    made_of = np.broadcast_to(output[:, None, :], bought.shape)
    shares = np.divide(bought, made_of, out=np.zeros_like(bought), where=made_of > 0)
    goals = {goal.code: goal for goal in wanted}
    columns = np.array([_elasticity(goals[code], theta or {}) for code in named.industries]).T
    titles = tuple(goals[code].title for code in named.industries)
    tables = Tables(named.economies, named.industries, titles, flows, duty, shares, *columns)
    gdp = np.asarray(totals(flows, duty, shares).value_added)
    isic = tuple(written(goals[code].isic) for code in named.industries)
    facts, changes = rebalanced(Facts(tables, gdp, sources, isic=isic))
    return Made(facts, told, changes, small.notes)


def from_arrays(
    economies: Sequence[str],
    industries: Sequence[str],
    flows: np.ndarray,
    tariff: np.ndarray,
    inputs: np.ndarray,
    theta: np.ndarray,
    *,
    gdp: np.ndarray | None = None,
    sources: tuple[TableSource, ...] = (),
) -> tuple[Facts, tuple[Change, ...]]:
    """Return the facts of a world given as arrays, rebalanced, and what that changed.

    `flows` are in US$ bn, before duty, `[industry, buyer, seller]`, `inputs` per unit of output,
    `[economy, input, industry]`, duty included; `gdp` is value added as stated [US$ bn], that of the
    arrays if left out.
    """
    tables = Tables(
        tuple(economies), tuple(industries), tuple(industries), flows, tariff, inputs, theta, theta, theta
    )
    stated = np.asarray(totals(np.maximum(flows, 0), tariff, inputs).value_added) if gdp is None else gdp
    return rebalanced(Facts(tables, stated, sources))


def _elasticity(goal: Goal, given: Ranges) -> tuple[float, float, float]:
    """Return an industry's elasticity: as given, or that of the embedded world's industry that holds it."""
    if goal.code in given:
        return given[goal.code]
    usual = read_tables(WORLDS[0])
    for place, one in enumerate(usual_goals()):
        if goal.code == one.code or (goal.isic and goal.isic <= one.isic):
            return float(usual.theta[place]), float(usual.theta_low[place]), float(usual.theta_high[place])
    raise DataError(
        f"no elasticity of {goal.code}: it is no industry of {WORLDS[0]}, nor a part of one; give a table "
        "industry,theta,low,high with --elasticities"
    )
