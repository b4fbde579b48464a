"""A number that is none leaves unknown all that rests on it, and nothing else; no warning is heard."""

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.domains.peace.courses import courses
from detente.domains.trade.status import Status as Trade
from detente.solve.evaluate import Evaluator
from detente.study.read import parse_study
from tests.domains.entry.studies import STUDY, Played, draws, outcomes, problem

COUNT = 4
PEACE_CLAIM = """
  back: {says: It is., holds: "no_return[all_first, 2016] > no_return[all_first, 1994] and
    years_to_settlement[in_steps, 2016] < years_to_settlement[all_first, 2016] and settled[in_steps, 2016] > 0"}
hindsight:"""
WHOLE = STUDY.replace("\nhindsight:", PEACE_CLAIM)
NUMBERS = {
    "odds_of_weight: odds": ("odds_of_weight: w0", 2.0),
    "odds_of_lifting: odds": ("odds_of_lifting: w1", 2.0),
    "{CHN: 0.5, RUS": ("{CHN: w2, RUS", 0.5),
    "discount: rate": ("discount: w3", 0.05),
    "thaw: 0.8": ("thaw: w4", 0.8),
    "rent: 0.3": ("rent: w5", 0.3),
    "rent_first: 0.6": ("rent_first: w6", 0.6),
    "rent_later: 0.2": ("rent_later: w7", 0.2),
    "{CHN: cost,": ("{CHN: w8,", 1.0),
    "entry_fall: 0.05": ("entry_fall: w9", 0.05),
    "domestic: {CHN: home}": ("domestic: {CHN: w10}", 1.0),
    "idle: 2": ("idle: w11", 2.0),
    "added: 0.5": ("added: w12", 0.5),
    "window: 3": ("window: w13", 3.0),
    "expiry: 0.1": ("expiry: w14", 0.1),
}
"""Every number of the study's game and process, each drawn under a name of its own, and its value."""
AT = {f"w{place}": at for place, (_, at) in enumerate(NUMBERS.values())}


@pytest.fixture(scope="module")
def drawn():
    text = WHOLE
    for old, (new, _) in NUMBERS.items():
        assert old in text
        text = text.replace(old, new, 1)
    given = "".join(
        f"  {name}: {{is: x, uniform: {0.8 * at} to {1.2 * at}, source: judgement}}\n"
        for name, at in AT.items()
    )
    bound = problem(text.replace("options:", given + "options:", 1))
    both = Played(bound, lambda values: outcomes(bound, COUNT) | courses(bound, values, COUNT))
    known = draws(bound, COUNT) | {name: np.full(COUNT, at) for name, at in AT.items()}
    return lambda changes: both(known | changes)


def same(one, other):
    return np.isclose(one, other, rtol=1e-12, atol=0) | (one == other)


@pytest.mark.parametrize("name", AT, ids=NUMBERS)
def test_a_game_and_its_process_know_nothing_of_what_rests_on_no_number(drawn, name):
    at = AT[name]
    none, low, middle, high = (
        drawn({name: np.array([w, at, at, at])}) for w in (np.nan, 0.8 * at, at, 1.2 * at)
    )
    for cell in none:
        rests = not (same(low[cell][0], middle[cell][0]) and same(middle[cell][0], high[cell][0]))
        assert np.isnan(none[cell][0]) or (not rests and same(none[cell][0], low[cell][0])), cell
        np.testing.assert_array_equal(none[cell][1:], middle[cell][1:])
    assert any(np.isnan(column[0]) for column in none.values())


@pytest.mark.parametrize("odds", [np.nan, 0.0, -1.0, 1e-300, 1e300])
def test_years_to_a_settlement_on_no_odds_are_unknown_and_not_endless(odds):
    bound = problem(WHOLE)
    values = draws(bound, COUNT)
    values["odds"] = np.array([odds, 1.0, 2.0, 0.5])
    for column in courses(bound, values, COUNT).values():
        assert np.isnan(column[0]) or (np.isfinite(column[0]) and abs(np.log10(odds)) == 300)
        assert np.isfinite(column[1:]).all()


COIN = """study: coin
question: What of one over a coin?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [RUS, EU28]
assumptions:
  coin: {is: a coin, discrete: {0: 0.2, 1: 0.8}, source: judgement}
quantities:
  over: {is: one over the coin, value: 1 / coin}
moves:
  ban: {is: a ban, ban: {seller: RUS, buyer: EU28, industries: [mining], share: over / 2}}
  duty: {is: a duty, tariff: {sellers: RUS, buyers: EU28, add: log(coin)}}
  grow: {is: growth, productivity: {economy: RUS, factor: exp(1000 * (1 - coin))}}
  give: {is: aid, aid: {giver: EU28, receiver: RUS, amount: 0 * over}}
worlds: {banned: [ban], charged: [duty], grown: [grow], given: [give], calm: []}
claims:
  one: {says: c, holds: "real_income[RUS, banned] < 0 or real_income[RUS, charged] < 0 or real_income[RUS, grown] < 0
    or real_income[RUS, given] < 0 or real_income[RUS, calm] < 0"}
"""


def test_a_world_with_a_move_of_no_number_is_unsolved_and_says_so():
    bound = bind(parse_study(COIN, "coin.yaml"))
    found = Evaluator(bound)({"coin": np.array([0.0, 1.0])})
    for world in ("banned", "charged", "grown", "given"):
        assert found[f"status[{world}]"].tolist() == [Trade.INPUT, Trade.SOLVED], world
        assert np.isnan(found[f"real_income[RUS,{world}]"][0])
        assert np.isfinite(found[f"real_income[RUS,{world}]"][1])
    assert found["status[calm]"].tolist() == [Trade.SOLVED, Trade.SOLVED]
    assert np.abs(found["real_income[RUS,calm]"]).max() < 1e-9
