"""The first period of a study's game as a tree: backward induction over it plays, and is worth, what the game is."""

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.domains.entry.opening_game import opening_game
from detente.domains.forms import CHANCE, END
from detente.domains.recorded import Nearest
from detente.domains.strategy.backward import backward
from detente.domains.strategy.efg import read_efg, write_efg
from detente.domains.strategy.tree import tree_of
from detente.ground.faults import RunError
from detente.study.read import read
from tests.domains.entry.studies import Played, draws, outcomes, problem

COUNT = 4


@pytest.fixture(scope="module")
def bound():
    return problem()


@pytest.fixture(scope="module")
def columns(bound):
    return draws(bound, COUNT) | outcomes(bound, COUNT)


@pytest.fixture(scope="module")
def played(bound, columns):
    return Played(bound, lambda _: outcomes(bound, COUNT))(columns)


def at(columns, draw):
    return Nearest(draw, {name: float(column[draw]) for name, column in columns.items()})


@pytest.mark.parametrize("draw", range(COUNT))
def test_the_tree_is_worth_what_the_whole_game_is(bound, columns, played, draw):
    game = opening_game(bound, at(columns, draw))
    found = backward(tree_of(game))
    wanted = [played[f"game_value[{player},main]"][draw] for player in game.players]
    np.testing.assert_allclose(found.value[0], wanted, rtol=1e-10)


def test_a_power_enters_in_the_tree_as_often_as_in_the_first_period(bound, columns, played):
    seen = set()
    for draw in range(COUNT):
        game = opening_game(bound, at(columns, draw))
        tree, chosen = tree_of(game), backward(tree_of(game)).choice[0]
        entered = dict.fromkeys(bound.options["entry"].powers, 0.0)
        for first in tree.after[0]:
            node = first
            while tree.player[node] != END:
                mover, host = game.players[tree.player[node]], tree.after[node, chosen[node]]
                if game.steps[node].moves[chosen[node]] == "enters" and chosen[host] == 0:
                    entered[mover] += 1 / len(game.steps[0].moves)
                node = tree.after[node, chosen[node]]
        for power, share in entered.items():
            assert share == pytest.approx(float(played[f"enters_now[{power},main]"][draw]))
            seen.add(round(share, 3))
    assert {0.0, 1.0} & seen


def test_a_play_changes_the_payoffs(bound, columns):
    main, other = (opening_game(bound, at(columns, 1), play) for play in ("main", "unanswered"))
    assert main.steps != other.steps and "play unanswered, draw 1" in other.title


def test_it_is_written_for_gambit_with_names_that_no_two_nodes_share(bound, columns):
    game = opening_game(bound, at(columns, 0))
    back = read_efg(write_efg(game), "x.efg")
    assert [step.payoffs for step in back.steps] == [step.payoffs for step in game.steps]
    names = [step.name for step in back.steps]
    assert len(set(names)) == len(names) == 35
    assert back.steps[0].player == CHANCE and sum(back.steps[0].chances) == 1
    sets = [(step.player, step.set) for step in back.steps if step.player >= 0]
    assert len(set(sets)) == len(sets)


def test_what_has_no_tree_is_told(bound, columns):
    with pytest.raises(RunError, match="power-of-siberia-2 has no section `game`"):
        opening_game(bind(read("power-of-siberia-2")), at(columns, 0))
    with pytest.raises(RunError, match="did you mean 'dearer'"):
        opening_game(bound, at(columns, 0), "deerer")
    broken = columns | {"money[PRK,entered_RUS]": np.full(COUNT, np.nan)}
    with pytest.raises(RunError, match="in draw 2 a world that the game reads was not solved"):
        opening_game(bound, at(broken, 2))
