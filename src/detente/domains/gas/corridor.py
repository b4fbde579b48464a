"""What lines change: two worlds side by side, year by year and in present value, for every party."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from .checks import sentence
from .costs import Stack, break_even
from .equations import NO_LINE
from .equilibrium import Equilibrium
from .horizon import between, factors
from .lanes import draws_of, lane
from .ledger import LEAST, Ledger, ledger, weights
from .parties import income
from .records import BILLION, Gas
from .status import Status


@dataclass(frozen=True, eq=False)
class CorridorResult:
    """What lines change. Money is US$ bn a year, or US$ bn at the present date; NaN where not solved.

    `with_` arrays have every line open; the years before it stands and its cuts enter present values only.
    """

    years: tuple[int, ...]
    markets: tuple[str, ...]
    supplies: tuple[str, ...]
    sellers: tuple[str, ...]
    parties: tuple[str, ...]
    lines: tuple[str, ...]
    flow_without: Float[np.ndarray, "draw year supply market"]
    flow_with: Float[np.ndarray, "draw year supply market"]
    """Flows by standing ways; those of lines are apart."""
    line_flow: Float[np.ndarray, "draw year line"]
    margin: Float[np.ndarray, "draw year supply market"]
    """Calibrated margins; NaN where there is no way [US$/MMBtu]."""
    price_without: Float[np.ndarray, "draw year market"]
    price_with: Float[np.ndarray, "draw year market"]
    price_cut: Float[np.ndarray, "draw year market"]
    contract_price: Float[np.ndarray, "draw year line"]
    bill_without: Float[np.ndarray, "draw year market"]
    bill_with: Float[np.ndarray, "draw year market"]
    """For the volume bought without the lines."""
    bill_cut: Float[np.ndarray, "draw year market"]
    """The same in a year in which every line is cut throughout."""
    bill_value_without: Float[np.ndarray, "draw market"]
    bill_value_with: Float[np.ndarray, "draw market"]
    """Present values, expected, at the market's own rate."""
    surplus: Float[np.ndarray, "draw year market"]
    """Change of consumers' surplus."""
    profit: Float[np.ndarray, "draw year seller"]
    """Change of profit before capital."""
    fee: Float[np.ndarray, "draw year party"]
    """Transit fees with the lines less those without."""
    npv: Float[np.ndarray, "draw party"]
    """Expected present value of the change, capital and cuts included."""
    fee_value: Float[np.ndarray, "draw party"]
    capital_value: Float[np.ndarray, "draw party"]
    cut_loss: Float[np.ndarray, "draw year party"]
    """What a year's cut of every line costs each party against a year without one; below 0 is a gain."""
    break_even: Float[np.ndarray, "draw line"]
    """LNG price at the ship at which a line's gas costs what LNG does."""
    cost: Stack
    code: Int[np.ndarray, " draw"]
    status: tuple[str, ...]
    """Of each draw, in words."""


def corridor(
    gas_with: Gas,
    gas_without: Gas,
    *,
    found: Equilibrium | None = None,
    without: Ledger | None = None,
) -> CorridorResult:
    """Solve two worlds and compare them; both have the same markets, supplies, years and parties.

    `found` and `without` are what is known already: the equilibrium of a world that differs from the first in
    price rules alone, and the ledger of the second. Raises ValueError where the worlds cannot be compared.
    """
    for name in ("markets", "supplies", "owners", "years", "parties", "present"):
        if getattr(gas_with, name) != getattr(gas_without, name):
            raise ValueError(f"the two gas worlds differ in their {name}")
    one, other = ledger(gas_with, found), without or ledger(gas_without)
    return _result(gas_with, gas_without, one, other)


def _result(gas: Gas, start: Gas, one: Ledger, other: Ledger) -> CorridorResult:
    """Put the comparison of two ledgers together."""
    draws = max(draws_of(gas), draws_of(start))
    unit = _unit_prices(gas, one)
    without = other.books[0].paid
    volume = other.found.demand[:, 0]
    worth = factors(lane(gas.discount, 1, draws), gas)
    buyers = [gas.parties.index(name) for name in gas.markets]
    spread = between(gas.years)
    bought = (spread @ volume) * BILLION * np.moveaxis(worth[:, buyers], 1, 2)
    change = one.income - other.income
    capital = one.capital - other.capital
    code = np.broadcast_to(np.maximum(one.found.status.code, other.found.status.code), draws)
    money = {
        "flow_without": _dense(other.found, 0, gas),
        "flow_with": _dense(one.found, 0, gas),
        "line_flow": _line_flow(one.found, len(gas.lines)),
        "margin": _dense(one.found, 0, gas, one.found.numbers.margin, np.nan),
        "price_without": other.found.price[:, 0],
        "price_with": one.found.price[:, 0],
        "price_cut": one.found.price[:, -1],
        "contract_price": one.contract,
        "bill_without": without,
        "bill_with": unit[0] * volume * BILLION,
        "bill_cut": unit[1] * volume * BILLION,
        "bill_value_without": (other.mean_price * bought).sum(1),
        "bill_value_with": (one.mean_price * bought).sum(1),
        "surplus": one.books[0].surplus - other.books[0].surplus,
        "profit": one.books[0].profit - other.books[0].profit,
        "fee": one.books[0].fee.sum(2) - other.books[0].fee.sum(2),
        "npv": (change * np.moveaxis(worth, 1, 2)).sum(1) - capital,
        "fee_value": _fee_value(gas, one, worth) - _fee_value(start, other, worth),
        "capital_value": capital,
        "cut_loss": income(gas, one.books[0]) - income(gas, one.books[-1]) - one.premium.sum(2),
        "break_even": break_even(gas, one.cost),
    }
    return CorridorResult(
        years=gas.years,
        markets=gas.markets,
        supplies=gas.supplies,
        sellers=gas.sellers,
        parties=gas.parties,
        lines=tuple(line.name for line in gas.lines),
        cost=one.cost,
        code=code,
        status=_words(gas, start, one, other, draws),
        **{name: _over(array, draws) for name, array in money.items()},
    )


def _unit_prices(gas: Gas, one: Ledger) -> tuple[np.ndarray, np.ndarray]:
    """Return what a market pays a unit with every line open, and with every line cut, `[draw, year, market]`."""
    bought = np.maximum(one.found.demand, LEAST) * BILLION
    buyers = [gas.parties.index(name) for name in gas.markets]
    extra = -np.minimum(one.premium[..., buyers], 0).sum(2)
    return one.books[0].paid / bought[:, 0], (one.books[-1].paid + extra) / bought[:, -1]


def _dense(
    found: Equilibrium, scenario: int, gas: Gas, values: np.ndarray | None = None, empty: float = 0.0
) -> Float[np.ndarray, "draw year supply market"]:
    """Return what standing ways carry, or other values of theirs, by supply and market."""
    stands = found.arcs.line == NO_LINE
    values = found.flow[:, scenario] if values is None else values
    table = np.full((*values.shape[:2], len(gas.supplies), len(gas.markets)), empty)
    table[:, :, found.arcs.supply[stands], found.arcs.market[stands]] = values[:, :, stands]
    return table


def _line_flow(found: Equilibrium, lines: int) -> Float[np.ndarray, "draw year line"]:
    """Return what each line carries with every line open."""
    carried = [found.flow[:, 0][:, :, found.arcs.line == place].sum(2) for place in range(lines)]
    return np.stack(carried, -1) if carried else np.zeros((*found.flow[:, 0].shape[:2], 0))


def _fee_value(gas: Gas, one: Ledger, worth: np.ndarray) -> Float[np.ndarray, "draw party"]:
    """Return the expected present value of transit fees."""
    share, spread = weights(gas, one.found), between(gas.years)
    expected = sum(
        share[:, place, :, None] * (spread @ kept.fee.sum(2)) for place, kept in enumerate(one.books)
    )
    return np.asarray((expected * np.moveaxis(worth, 1, 2)).sum(1))


def _words(gas: Gas, start: Gas, one: Ledger, other: Ledger, draws: int) -> tuple[str, ...]:
    """Return how each draw ended, in words; the world with lines is told first."""
    said = []
    for draw in range(draws):
        for world, found in ((gas, one.found.status), (start, other.found.status)):
            place = min(draw, len(found.code) - 1)
            words = sentence(int(found.code[place]), int(found.about[place]), world)
            if found.code[place] != Status.SOLVED:
                break
        said.append(words)
    return tuple(said)


def _over(array: np.ndarray, draws: int) -> np.ndarray:
    """Return an array over all draws, where it had one for all."""
    return np.broadcast_to(array, (draws, *array.shape[1:])) if len(array) != draws else array
