"""The outcomes that claims may name, as a light table: what each is, its axes, unit and model."""

from __future__ import annotations

from dataclasses import dataclass

WORLD = "world"
SECOND = {"economy": "partner"}
"""The name of an axis where an outcome has it twice."""


@dataclass(frozen=True)
class Outcome:
    """A number that a model gives: its axes (before the world's name), unit and meaning."""

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    model: str
    by_world: bool = True
    """Whether each world has its own, so that a world's name stands last in the brackets."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what stands in the brackets, in order."""
        return (*self.axes, WORLD) if self.by_world else self.axes

    @property
    def dims(self) -> tuple[str, ...]:
        """Return the names of its axes, each once, the world apart: trade is between an economy and a partner.

        >>> OUTCOMES["trade"].dims
        ('economy', 'partner')
        """
        found: list[str] = []
        for axis in self.axes:
            found.append(SECOND[axis] if axis in found else axis)
        return tuple(found)


def _trade(name: str, axes: str, unit: str, meaning: str) -> Outcome:
    return Outcome(name, tuple(axes.split()), unit, meaning, "trade")


def _gas(name: str, axes: str, unit: str, meaning: str) -> Outcome:
    return Outcome(name, tuple(axes.split()), unit, meaning, "gas")


def _peace(name: str, unit: str, meaning: str) -> Outcome:
    return Outcome(name, ("schedule", "weights"), unit, meaning, "peace", by_world=False)


def _negotiation(name: str, unit: str, meaning: str) -> Outcome:
    return Outcome(name, ("issue",), unit, meaning, "negotiation", by_world=False)


def _game(name: str, axes: str, unit: str, meaning: str) -> Outcome:
    return Outcome(name, (*axes.split(), "play"), unit, meaning, "game", by_world=False)


SCALE = "scale"
"""The unit of what lies on the scale of an issue, whatever that scale's unit is."""

OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome
    for outcome in (
        _trade(
            "real_income",
            "economy",
            "share",
            "change of real income (final spending at home prices) against the start world",
        ),
        _trade("real_income_own", "economy", "share", "the same, net of transfers received"),
        _trade(
            "money",
            "economy",
            "USD bn/year",
            "what the change of real income is worth at the start world's income",
        ),
        _trade(
            "wage",
            "economy",
            "share",
            "change of the price of value added, in units of world value added, against the start world",
        ),
        _trade(
            "real_wage",
            "economy",
            "share",
            "change of the wage at home consumer prices against the start world",
        ),
        _trade(
            "consumer_prices",
            "economy",
            "share",
            "change of consumer prices, in units of world value added, against the start world",
        ),
        _trade("gdp", "economy", "USD bn/year", "value added in the world named"),
        _trade("duties", "economy", "USD bn/year", "duties collected in the world named"),
        _trade("export_taxes", "economy", "USD bn/year", "export taxes collected in the world named"),
        _trade(
            "output", "economy industry", "USD bn/year", "value of an industry's output in the world named"
        ),
        _trade(
            "output_change",
            "economy industry",
            "share",
            "change of the volume of an industry's output against the start world",
        ),
        _trade(
            "trade",
            "economy economy",
            "USD bn/year",
            "trade between two economies, both directions, before duty, in the world named",
        ),
        _trade(
            "exports",
            "economy economy",
            "USD bn/year",
            "what the first economy sells to the second, before duty, in the world named",
        ),
        _trade("exports_of", "economy economy industry", "USD bn/year", "the same for one industry"),
        _trade(
            "foreign_trade",
            "economy",
            "USD bn/year",
            "exports and imports of an economy, before duty, in the world named",
        ),
        _trade(
            "welfare_first_order",
            "economy",
            "share",
            "first-order change of welfare against 2014 (Caliendo and Parro 2015, equation 16); undefined under a ban",
        ),
        _trade(
            "terms_of_trade",
            "economy",
            "share",
            "the part of welfare_first_order from prices of exports and imports",
        ),
        _trade(
            "volume_of_trade", "economy", "share", "the part of welfare_first_order from dutiable volumes"
        ),
        _gas(
            "gas_bill",
            "market",
            "USD bn",
            "expected present value of what a market pays for the gas that it buys in the start world",
        ),
        _gas("gas_price", "market", "USD/MMBtu", "price at the market's grid, mean of the node years"),
        _gas(
            "gas_value",
            "party",
            "USD bn",
            "expected present value of what the lines change for a party, capital and cuts included",
        ),
        _gas("gas_surplus", "market", "USD bn/year", "change of consumers' surplus, mean of the node years"),
        _gas("transit_income", "party", "USD bn", "expected present value of transit fees"),
        _gas(
            "cut_loss",
            "party",
            "USD bn/year",
            "what a year's cut of the lines costs a party, mean of the node years",
        ),
        Outcome(
            "shapley",
            ("sharer",),
            "USD bn",
            "a party's Shapley value of the projects in the option `split`, the same in every world",
            "split",
        ),
        Outcome(
            "nucleolus",
            ("sharer",),
            "USD bn",
            "a party's part of them in the nucleolus, the same in every world",
            "split",
        ),
        _gas("line_price", "", "USD/MMBtu", "what the lines' buyers pay, mean of the node years"),
        _gas("line_flow", "", "bcm/year", "what the lines carry, mean of the node years"),
        _gas(
            "lng_break_even", "", "USD/MMBtu", "LNG price at the ship at which the lines' gas costs the same"
        ),
        _peace(
            "no_return",
            "share",
            "chance that no step up to the horizon of the option `peace` ends in the worst phase, under a schedule "
            "of lifting bans and with the partners' weight of a year",
        ),
        _peace("settled", "share", "chance that the last phase is reached by that horizon"),
        _peace("years_to_settlement", "years", "expected time to the last phase"),
        _negotiation(
            "settlement", SCALE, "where a disputed issue settles; unknown where the rounds do not settle"
        ),
        _negotiation(
            "settlement_low",
            SCALE,
            "the lowest weighted mean of positions in the later half of the rounds; the settlement if there is one",
        ),
        _negotiation("settlement_high", SCALE, "the highest there"),
        _negotiation("rounds_settle", "1", "1 where the rounds settle, 0 where actors go on moving"),
        _negotiation("weighted_mean", SCALE, "mean of the first positions, by capability times salience"),
        _negotiation("weighted_median", SCALE, "their median by the same weights (Black 1948)"),
        _negotiation(
            "condorcet", SCALE, "mean of the positions that win a Condorcet election, by the Markov rule"
        ),
        _game("game_value", "player", "USD bn", "present value of equilibrium play to a player"),
        _game("value_now", "power player", "USD bn", "the same if the power enters at once"),
        _game(
            "value_late", "power half_years player", "USD bn", "the same if it is barred so many half-years"
        ),
        _game("value_barred", "power player", "USD bn", "the same if it is barred for ever"),
        _game(
            "entry_pays",
            "power",
            "USD bn/year",
            "what entering at once is worth to the power over being barred for ever, as a yearly flow: the cost at "
            "home, or the value as an example, that would turn its choice",
        ),
        _game(
            "enters_now", "power", "share", "chance over orders of moves that it enters in the first period"
        ),
        _game("enters", "power", "share", "chance that it enters within the horizon"),
        _game("entered_by", "power years_on", "share", "chance that it has entered by so many years on"),
        _game("is_first", "power", "share", "chance that it is the first to enter"),
        _game(
            "first_entry", "", "years", "expected date of the first entry; the horizon where nobody enters"
        ),
        _game(
            "deterrence_cost",
            "power",
            "USD bn",
            "what the reactions that its entry adds cost it, present value",
        ),
        _game(
            "reaction_cost",
            "power player",
            "USD bn",
            "what the reactions that a power's entry adds cost a player, the sender among them, present value",
        ),
        _game(
            "moving_cost",
            "power",
            "share",
            "cost of reactions added, at home and of entry, in present value, over a year's value added",
        ),
        _game(
            "race_burns",
            "",
            "USD bn",
            "what the powers would gain in sum if they entered when that is best for all of them, present value",
        ),
        _game(
            "regret_now",
            "power",
            "USD bn",
            "the most that committing to enter at once forgoes, whatever others have committed to, present value",
        ),
        _game("regret_never", "power", "USD bn", "the same of committing never to enter"),
        _game(
            "dominates_now",
            "power",
            "share",
            "1 where entering at once is best whatever others have committed to, else 0",
        ),
        _game("dominates_never", "power", "share", "the same of never entering"),
        _game("game_ties", "", "share", "share of decisions in which entering and waiting pay the same"),
    )
}
"""One line an outcome. `trade[RUS, KOR, corridor]` names the labels of its axes and then the world."""
