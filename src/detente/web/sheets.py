"""The tables of outcomes that the page fills in: who gains, who enters when, gas, the split, disputes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..audit.sentences import number
from ..domains.domain import Problem
from ..domains.entry.records import MAIN, GameOption, name_of
from ..domains.negotiation.issues import Issue, Talks
from ..domains.records import START, Case, OutcomeCell
from ..domains.split.options import SplitOption

Cells = Mapping[str, OutcomeCell]
RULES = {"shapley": "Shapley value", "nucleolus": "nucleolus"}
SPANS = ("1", "2", "3", "5", "10")


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is about, and the cell in each column; None where there is none."""

    name: str
    meaning: str
    cells: tuple[OutcomeCell | None, ...]


@dataclass(frozen=True)
class Sheet:
    """A table of outcomes; `kind` says how its numbers are drawn."""

    id: str
    title: str
    words: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str = "signed"
    """`signed` (gains and losses), `share` (chances), or `plain`."""


def sheets(problem: Problem) -> tuple[Sheet, ...]:
    """Return the tables that a study has outcomes for."""
    cells = {cell.name: cell for cell in problem.cells}
    found = [_incomes(problem, cells), *_game(problem, cells), *_gas(problem, cells), _split(problem, cells)]
    return tuple(one for one in [*found, *_peace(problem), _disputes(problem, cells)] if one.rows)


def _by_world(cells: Cells, outcome: str, cases: Sequence[Case], labels: Sequence[str]) -> tuple[Row, ...]:
    rows = [
        Row(case.name, case.meaning, tuple(cells.get(f"{outcome}[{one},{case.name}]") for one in labels))
        for case in cases
    ]
    return tuple(row for row in rows if any(row.cells))


def shown(problem: Problem) -> tuple[Case, ...]:
    """Return the worlds of which gains are shown: those about trade, of a game's those that one power has entered."""
    game = problem.of(GameOption)
    crowded = {name_of(entered) for entered in game.sets if len(entered) > 1} if game else set()
    start = next(case for case in problem.cases if case.name == START)
    return tuple(
        case
        for case in problem.cases
        if case.name not in crowded and case.name != START and case.about("trade") != start.about("trade")
    )


def _incomes(problem: Problem, cells: Cells) -> Sheet:
    known = problem.world.economies
    words = "Change of real income against the start world."
    rows = _by_world(cells, "real_income", shown(problem), known)
    return Sheet("incomes", "Who gains and who loses", words, known, rows)


def _game(problem: Problem, cells: Cells) -> Iterator[Sheet]:
    game = problem.of(GameOption)
    if game is None:
        return
    years = game.labels("years_on")
    head = ("at once", *(f"by year {one}" for one in years), f"by year {game.years:g}", "first")
    rows = []
    for power in game.powers:
        names = [
            f"enters_now[{power},{MAIN}]",
            *(f"entered_by[{power},{one},{MAIN}]" for one in years),
            f"enters[{power},{MAIN}]",
            f"is_first[{power},{MAIN}]",
        ]
        rows.append(Row(power, _name_of(problem, power), tuple(cells.get(name) for name in names)))
    words = "Chance that each power has entered, in equilibrium play, and that it is the first."
    yield Sheet("entry", "Who enters when", words, head, tuple(rows), "share")
    columns = ("game_value", "value_now", "value_barred")
    wait = game.waiting or game.powers[0]
    worths = {
        player: [f"game_value[{player},{MAIN}]", *(f"{one}[{wait},{player},{MAIN}]" for one in columns[1:])]
        for player in game.players
    }
    worth = [
        Row(one, _name_of(problem, one), tuple(cells.get(name) for name in its))
        for one, its in worths.items()
    ]
    head = ("equilibrium play", f"{wait} enters at once", f"{wait} is barred")
    words = "Present value of play to each player, US$ bn."
    yield Sheet("worth", "What play is worth", words, head, tuple(worth))


def _gas(problem: Problem, cells: Cells) -> Iterator[Sheet]:
    parties, markets = _labels(problem, "gas_value"), _labels(problem, "gas_bill")
    words = "Present value of what each world's line changes for a party, US$ bn."
    rows = _by_world(cells, "gas_value", problem.cases, parties)
    yield Sheet("lines", "Gas lines: what they are worth to whom", words, parties, rows)
    words = "Present value of what a market pays for the gas that it buys in the start world, US$ bn."
    rows = _by_world(cells, "gas_bill", problem.cases, markets)
    yield Sheet("bills", "What gas costs", words, markets, rows, "plain")


def _split(problem: Problem, cells: Cells) -> Sheet:
    split = problem.of(SplitOption)
    parties = split.parties if split else ()
    rows = [
        Row(name, name, tuple(cells.get(f"{rule}[{one},{START}]") for one in parties))
        for rule, name in RULES.items()
    ]
    words = "What each party would get of the best of the joint projects, US$ bn."
    return Sheet("split", "Who gets what", words, parties, tuple(row for row in rows if any(row.cells)))


def _peace(problem: Problem) -> Iterator[Sheet]:
    cells = problem.cells_of("peace")
    for outcome in dict.fromkeys(cell.outcome for cell in cells):
        its = [cell for cell in cells if cell.outcome == outcome]
        rows = [
            Row(f"{schedule.replace('_', ' ')}, partners of {year}", "", (cell,))
            for cell in its
            for schedule, year in [cell.labels]
        ]
        kind = "share" if its[0].unit == "share" else "plain"
        meaning = problem.outcome(outcome).meaning
        title = {"no_return": "Does peace hold", "settled": "Is it settled"}.get(outcome, "How long it takes")
        words = f"{meaning[:1].upper()}{meaning[1:]}.".replace("`", "")
        yield Sheet(f"peace-{outcome}", title, words, (its[0].unit,), tuple(rows), kind)


def _disputes(problem: Problem, cells: Cells) -> Sheet:
    talks = problem.of(Talks)
    outcomes = ("settlement_low", "settlement_high", "weighted_mean", "weighted_median", "condorcet")
    rows = [
        Row(issue.name, issue.asks, tuple(cells.get(f"{one}[{issue.name}]") for one in outcomes))
        for issue in (talks.issues if talks else ())
    ]
    head = ("rounds end between", "and", "weighted mean", "weighted median", "Condorcet")
    scales = [f"{issue.name} from {_scale(issue)}" for issue in (talks.issues if talks else ())]
    words = f"Where each issue lands on its scale: {'; '.join(scales)}."
    return Sheet("disputes", "Where disputes land", words, head, tuple(rows), "plain")


def _scale(issue: Issue) -> str:
    """Say the named points of an issue's scale."""
    points = [f"{number(at, issue.unit)} ({name.replace('_', ' ')})" for name, at in issue.points]
    return " over ".join(points[:-1]) + f" to {points[-1]}"


def _labels(problem: Problem, outcome: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.labels[0] for one in problem.cells if one.outcome == outcome))


def _name_of(problem: Problem, economy: str) -> str:
    """Return the name of the actor that an economy belongs to; empty where none is named."""
    names = {str(one.economy.value): one.name for one in problem.study.actors.values() if one.economy}
    return names.get(economy, "")
