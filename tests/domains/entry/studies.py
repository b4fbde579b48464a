"""A small study with a game of entry, and made-up outcomes in place of trade solves."""

import numpy as np

from detente.bind.problem import bind
from detente.chance.cube import median as middle
from detente.domains.entry.evaluate import GameSolver
from detente.study.read import parse_study

STUDY = """study: small
question: Who enters?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS, PRK, KOR]
assumptions:
  steps: {is: chances of phases, from: transitions, source: the chronology}
  odds: {is: an odds ratio, lognormal: {median: 1, 90%: [0.5, 2]}, source: judgement}
  rate: {is: discount rate, uniform: 3 % to 12 %, unit: 1/year, source: judgement}
  cost: {is: cost of entering, uniform: 0.1 to 3, unit: USD bn, source: judgement}
  home: {is: cost at home, uniform: 0 to 2, unit: USD bn/year, source: judgement}
  consent: {is: whether consent is needed, choice: [needed, not_needed], source: judgement}
options:
  peace: {chances: steps, odds_of_weight: odds, odds_of_lifting: odds, partners: {CHN: 0.5, RUS: 0.5}}
moves:
  cheaper: {is: cheaper trade, trade_cost: {between: [CHN, PRK], factor: 0.9}}
  closer: {is: cheaper trade, trade_cost: {between: [RUS, PRK], factor: 0.9}}
  better: {is: better work, productivity: {economy: PRK, factor: 1.02}}
  cut: {is: a round, ban: {between: [USA, RUS], share: 0.01}}
worlds:
  round: {is: one round, moves: [cut]}
  linked: {is: a corridor, moves: [better]}
game:
  powers: [CHN, RUS]
  host: PRK
  others: [KOR]
  years: 5
  waiting: RUS
  discount: rate
  entering: {any: [better], CHN: [cheaper], RUS: [closer]}
  realised: {freeze: 0, talks: 0.3, thaw: 0.8, settlement: 1}
  rent: 0.3
  rent_first: 0.6
  rent_later: 0.2
  entry_cost: {CHN: cost, RUS: cost}
  entry_fall: 0.05
  domestic: {CHN: home}
  corridor: {power: RUS, parties: [RUS, PRK, KOR], trade: linked, phases: [thaw, settlement],
             council: {when: consent, phases: [settlement]}}
  reactions:
    sanctions: {against: RUS, world: round, idle: 2, added: 0.5, window: 3, expiry: 0.1}
  plays:
    unanswered: {added: {sanctions: 0}}
    dearer: {domestic: {CHN: home + 0.1}}
    in_steps: {schedule: in_steps}
claims:
  told: {says: It is., holds: "value_now[RUS, RUS, main] > value_barred[RUS, RUS, main] and
    deterrence_cost[RUS, unanswered] <= 0 and enters_now[RUS, unanswered] >= enters_now[RUS, main] and
    entry_pays[CHN, dearer] < entry_pays[CHN, main] and game_value[PRK, in_steps] > 0"}
hindsight:
  - {date: 2019-01-01, what: it came, source: papers, chance: "entered_by[RUS, 1, main]", happened: true}
"""
MONEY = {
    "entered_CHN": {"CHN": 0.4, "RUS": -0.01, "PRK": 2.0},
    "entered_RUS": {"RUS": 0.1, "PRK": 1.5},
    "entered_CHN_RUS": {"CHN": 0.4, "RUS": 0.1, "PRK": 2.4, "KOR": 0.1},
    "linked": {"RUS": 0.2, "PRK": 0.3, "KOR": 0.5},
    "round": {"RUS": -0.3, "CHN": 0.01},
}
"""US$ bn a year; zero where nothing is said."""


def problem(text=STUDY):
    return bind(parse_study(text, "small.yaml"))


def draws(bound, count, seed=0):
    """Columns about their middle, each draw its own."""
    random = np.random.default_rng(seed)
    values = {}
    for column in bound.columns:
        at = middle(column)
        values[column.name] = at * random.uniform(0.7, 1.3, count)
        if column.name == "consent":
            values[column.name] = np.arange(count) % 2.0
    return values


def outcomes(bound, count, changes=None):
    """What the other models would give, with changes by cell."""
    found = {f"gdp[{code},start]": np.full(count, 2000.0) for code in bound.world.economies}
    for world, money in MONEY.items():
        for code in bound.world.economies:
            found[f"money[{code},{world}]"] = np.full(count, money.get(code, 0.0))
    return found | (changes or {})


class Played:
    """A problem's game on outcomes that a function gives in place of the other domains."""

    def __init__(self, bound, models):
        self.problem, self.models, self.game = bound, models, GameSolver(bound)

    def __call__(self, values):
        columns = self.models(values)
        count = len(next(iter(values.values())))
        return columns | self.game(self.problem, {**values, **columns}, count)
