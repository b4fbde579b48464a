"""The game of entry and the peace process in the report."""

import csv
import re

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.audit.sentences import percent
from detente.domains.entry.entry import Terms
from detente.domains.entry.solved import Solved
from detente.domains.entry.terms import table_of, terms_of
from detente.domains.entry.turning import own
from detente.domains.entry.view.strategy import strategy
from detente.domains.peace.courses import courses
from detente.domains.peace.view.peace import view as peace
from detente.domains.recorded import nearest
from detente.report.show import show
from tests.domains.entry.studies import STUDY, Played, outcomes, problem

TEXT = STUDY.replace("  told: {", '  back: {says: No., holds: "no_return[all_first, 2016] > 0.9"}\n  told: {')


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    bound = problem(TEXT)

    def models(values):
        count = len(next(iter(values.values())))
        cells = {
            cell.name: np.zeros(count) for cell in bound.cells if cell.outcome in ("real_income", "money")
        }
        status = {f"status[{case.name}]": np.zeros(count) for case in bound.cases}
        return cells | outcomes(bound, count) | status | courses(bound, values, count)

    return judge(bound, Played(bound, models), tmp_path_factory.mktemp("run"), draws=256)


def test_chances_of_entering_grow_with_the_years_and_start_where_the_table_says(judgement):
    found = strategy(judgement)
    for power in found.powers:
        assert 0 <= power.enters_now <= power.ever <= 1 and power.is_first <= power.ever
        assert power.code in ("CHN", "RUS") and power.why.startswith(power.code)
    rows = [row for row in found.timeline.rows if row["name"] == "RUS"]
    chances = [row["chance"] for row in rows]
    assert chances == sorted(chances) and chances[0] == pytest.approx(found.powers[1].enters_now)


def test_waiting_is_weighed_for_the_power_the_host_and_the_others(judgement):
    found = strategy(judgement).waiting
    assert {one.player for one in found} == {"RUS", "PRK", "KOR"} and len(found) == 18
    assert all(one.quantiles[5] <= one.quantiles[50] <= one.quantiles[95] for one in found)
    assert all(0 <= one.better <= 1 for one in found)


def test_the_process_shows_its_thaws_and_the_chance_of_no_return(judgement):
    found = peace(judgement).shown
    assert found.now.phase == "thaw" and found.thaws[-1].back is None and len(found.thaws) == 7
    ((schedule, year, ends, mean),) = found.rows
    assert (schedule, year) == ("all_first", "2016") and 0 < ends[5] <= ends[95] < 1 and 0 < mean < 1


def test_the_page_says_who_enters_what_waiting_costs_and_the_score(judgement, tmp_path):
    text = re.sub("<[^>]+>", "", show(judgement, tmp_path).read_text(encoding="utf-8"))
    for words in (
        "Who enters, and when",
        "What waiting costs",
        "Does the process go back?",
        "Mean Brier score",
    ):
        assert words in text
    assert not re.search(r"\bnan\b", text)
    with (tmp_path / "data" / "waiting.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 18


def test_the_first_moves_are_those_of_the_nearest_draw_in_every_order(judgement):
    found = strategy(judgement).opening
    assert found.draw == nearest(judgement.problem, judgement.table).draw
    paths = {(*turn.before, turn.power): turn for turn in found.turns}
    assert set(paths) == {("CHN",), ("RUS",), ("CHN", "RUS"), ("RUS", "CHN")}
    for power, other in (("CHN", "RUS"), ("RUS", "CHN")):
        chance = np.mean([paths[power,].enters, paths[other, power].enters])
        assert chance == pytest.approx(judgement.column(f"enters_now[{power},main]")[found.draw])
    for turn in found.turns:
        assert turn.enters == (turn.gain > 0 and not turn.refused)
    assert len(found.tree.rows) == 4 and found.tree.svg.count("RUS") == 4


def test_how_sure_a_move_is_agrees_with_the_recorded_draws(judgement):
    for power in strategy(judgement).powers:
        now, never = power.sure
        assert now.played.startswith(percent(power.enters_now))
        column = judgement.column(f"dominates_never[{power.code},main]")
        assert set(np.unique(column)) <= {0.0, 1.0}
        assert never.dominant.startswith(percent(column.mean()))
        assert 0 <= now.regret[5] <= now.regret[95]
        regrets = judgement.column(f"regret_never[{power.code},main]")
        assert ((regrets == 0) == (column == 1)).all()


def test_at_a_break_even_entering_at_once_pays_as_much_as_never(judgement):
    problem, at = judgement.problem, nearest(judgement.problem, judgement.table)
    found = strategy(judgement).break_even
    names = {column.name for column in own(problem)}
    assert names == {"odds", "rate", "cost", "home", "consent"} and found.tried == len(names)
    smooth = [one for one in found.turnings if one.column not in ("consent",)]
    assert smooth
    table, player = table_of(problem.options["entry"]), list(problem.options["entry"].powers)
    for one in smooth:
        worth = []
        for value in (0.97 * one.value, one.value, 1.03 * one.value):
            rows = {name: np.array([number]) for name, number in at.values.items()} | {
                one.column: np.array([value])
            }
            terms = terms_of(problem, problem.options["entry"].plays["main"], rows, rows, 1)
            solved = Solved(table, Terms(*(np.asarray(each)[0] for each in terms)))
            worth.append(float(solved.entry_pays(player.index(one.power))))
        assert worth[0] * worth[2] < 0 and abs(worth[1]) < max(abs(worth[0]), abs(worth[2]))
        assert (worth[0] > 0) == one.enters.startswith("below")


def test_what_another_model_reads_is_not_moved():
    text = TEXT.replace("factor: 1.02}", "factor: 1 + home / 100 USD bn/year}")
    assert {column.name for column in own(problem(text))} == {"odds", "rate", "cost", "consent"}
