import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.forms import Extensive
from detente.domains.strategy.assess import assess, recalls, trembled
from detente.domains.strategy.backward import backward
from detente.domains.strategy.pure import pure_equilibria
from detente.domains.strategy.strategic import behaviour, strategic
from detente.domains.strategy.support import equilibria
from detente.domains.strategy.tree import tree_of
from detente.ground.faults import DataError
from tests.domains.entry.second.consistent import consistent
from tests.domains.strategy.tables import HORSE, POKER, end, mover, random_tree

SOLVED = np.array([[1, 0], [2 / 3, 1 / 3], [1 / 3, 2 / 3]])
"""Poker's sets in order: holds a king, sees a bet, holds a queen."""


def test_poker_is_solved_from_its_normal_form():
    """Bet the king always, the queen one time in three; call two times in three."""
    tree = tree_of(POKER)
    form = strategic(tree)
    found = equilibria(form.payoffs[None])
    assert found.found.sum() == 1
    mixtures = (found.first[found.found][0], found.second[found.found][0])
    assert np.allclose(behaviour(tree, form.plans, mixtures), SOLVED)


def test_pokers_equilibrium_is_sequential_and_others_are_not():
    tree = tree_of(POKER)
    judged = assess(tree, SOLVED[None])
    assert judged.sequential()[0]
    assert judged.value[0].tolist() == pytest.approx([1 / 3, -1 / 3])
    beliefs = trembled(tree, SOLVED[None])
    assert beliefs[0, [2, 7]].tolist() == pytest.approx([0.75, 0.25])
    assert consistent(tree, SOLVED, beliefs[0])
    bolder = SOLVED.copy()
    bolder[2] = [0.5, 0.5]
    worse = assess(tree, bolder[None])
    assert not worse.sequential()[0]
    assert worse.gain[0, 1] == pytest.approx(1 / 9)
    wrong = beliefs.copy()
    wrong[0, [2, 7]] = 0.5
    assert assess(tree, SOLVED[None], wrong).astray[0, 1] == pytest.approx(0.25)
    assert not consistent(tree, SOLVED, wrong[0])


def test_seltens_horse_has_an_equilibrium_that_is_not_sequential():
    """(down, across, left): Two's `across` is not best once Three plays left (Selten 1975)."""
    tree = tree_of(HORSE)
    profile = np.array([[0, 1], [1, 0], [1, 0]], dtype=float)
    cells = pure_equilibria(strategic(tree).payoffs[None])[0]
    assert cells[1, 0, 0]
    judged = assess(tree, profile[None])
    assert judged.gain[0].tolist() == [0, 3, 0]
    fine = np.array([[1, 0], [1, 0], [0, 1]], dtype=float)
    beliefs = np.zeros(len(tree.player))
    beliefs[[0, 1]] = 1
    beliefs[[3, 6]] = [0.8, 0.2]
    assert assess(tree, fine[None], beliefs[None]).sequential()[0]
    assert consistent(tree, fine, beliefs)


def test_beliefs_of_two_sets_must_come_from_the_same_mistakes():
    """Kreps and Wilson 1982, figure 5, in kind: two players see the same mistake and cannot judge it apart."""
    steps = (
        mover(0, 1, "stop", "left", "right"),
        end(1, 0, 0),
        mover(1, 1, "on", "off"),
        mover(2, 1, "x", "y"),
        end(0, 0, 0),
        end(0, 0, 1),
        end(0, 0, 0),
        mover(1, 1, "on", "off"),
        mover(2, 1, "x", "y"),
        end(0, 0, 1),
        end(0, 0, 0),
        end(0, 0, 0),
    )
    tree = tree_of(Extensive("chain", ("A", "B", "C"), steps))
    profile = np.array([[1, 0, 0], [1, 0, 0], [0.5, 0.5, 0]])
    beliefs = np.zeros(12)
    beliefs[0] = 1
    beliefs[[2, 7]] = [0.3, 0.7]
    beliefs[[3, 8]] = [0.3, 0.7]
    assert consistent(tree, profile, beliefs)
    beliefs[[3, 8]] = [0.6, 0.4]
    assert not consistent(tree, profile, beliefs)
    beliefs[[2, 7]], beliefs[[3, 8]] = [1, 0], [1, 0]
    assert consistent(tree, profile, beliefs)
    beliefs[[3, 8]] = [0, 1]
    assert not consistent(tree, profile, beliefs)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_subgame_perfect_play_is_sequential_and_beliefs_after_mistakes_consistent(seed):
    tree = tree_of(random_tree(np.random.default_rng(seed), 4))
    play = backward(tree)
    sets = int(tree.set.max(initial=-1)) + 1
    profile = np.zeros((sets, tree.after.shape[1]))
    movers = tree.set >= 0
    profile[tree.set[movers], play.choice[0, movers]] = 1
    judged = assess(tree, profile[None])
    assert judged.sequential()[0]
    assert np.allclose(judged.value, play.value)
    assert consistent(tree, profile, trembled(tree, profile[None])[0])


def test_what_does_not_add_up_is_refused():
    tree = tree_of(POKER)
    for bad in ([[0.5, 0.4], [1, 0], [1, 0]], [[1.5, -0.5], [1, 0], [1, 0]]):
        with pytest.raises(DataError, match="set 1 add up"):
            assess(tree, np.array([bad]))
    with pytest.raises(DataError, match="do not add up"):
        assess(tree, SOLVED[None], np.zeros((1, 11)))
    with pytest.raises(DataError, match="does not fit"):
        assess(tree, np.ones((1, 3, 3)))


def test_a_player_who_forgets_is_seen():
    steps = (
        mover(0, 1, "a", "b"),
        mover(0, 2, "c", "d"),
        end(1),
        end(0),
        mover(0, 2, "c", "d"),
        end(0),
        end(1),
    )
    tree = tree_of(Extensive("absent-minded", ("A",), steps))
    assert not recalls(tree)
    with pytest.raises(DataError, match="forgets"):
        assess(tree, np.full((1, 2, 2), 0.5))
    assert recalls(tree_of(POKER)) and recalls(tree_of(HORSE))
