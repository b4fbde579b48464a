import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.forms import CHANCE, Extensive
from detente.domains.strategy.backward import backward, path
from detente.domains.strategy.pure import best_replies
from detente.domains.strategy.strategic import strategic
from detente.domains.strategy.tree import tree_of
from detente.ground.faults import DataError
from tests.domains.strategy.tables import ENTRY, POKER, chance, end, mover, random_tree


def by_hand(tree, payoffs, node=0):
    """Return values by plain recursion, the first of the best moves played."""
    if node in tree.ends:
        return payoffs[np.flatnonzero(tree.ends == node)[0]]
    below = [by_hand(tree, payoffs, child) for child in tree.after[node] if child >= 0]
    if tree.player[node] == CHANCE:
        return sum(p * value for p, value in zip(tree.chance[node], below, strict=False))
    return max(below, key=lambda value: value[tree.player[node]])


def test_the_chain_store_yields():
    tree = tree_of(ENTRY)
    play = backward(tree)
    assert play.value[0].tolist() == [1, 1]
    assert path(tree, play.choice[0]) == [0, 1, 3]
    assert play.ties[0] == 0


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_it_is_plain_recursion(seed, players):
    rng = np.random.default_rng(seed)
    tree = tree_of(random_tree(rng, 5, players))
    payoffs = rng.normal(size=(7, *tree.payoffs.shape))
    play = backward(tree, payoffs)
    for draw in range(7):
        assert np.allclose(play.value[draw], by_hand(tree, payoffs[draw]))
    assert np.allclose(backward(tree).value[0], by_hand(tree, tree.payoffs))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_it_is_an_equilibrium_of_the_normal_form(seed):
    tree = tree_of(random_tree(np.random.default_rng(seed), 3))
    form = strategic(tree)
    value = backward(tree).value[0]
    stays = best_replies(form.payoffs[None])[0].all(axis=0)
    same = np.isclose(form.payoffs, value[:, None, None]).all(axis=0)
    assert (stays & same).any()


def test_ties_go_to_the_first_move_and_are_counted():
    tree = tree_of(Extensive("tie", ("A",), (mover(0, 1, "wait", "go"), end(0.3), end(0.1 + 0.2))))
    play = backward(tree)
    assert play.choice[0, 0] == 0 and play.ties[0] == 1
    rng = np.random.default_rng(4)
    flat = tree_of(random_tree(rng, 5))
    everywhere = backward(flat, np.zeros((1, *flat.payoffs.shape)))
    deciding = ((flat.player >= 0) & (flat.moves > 1)).sum()
    assert everywhere.ties[0] == deciding > 0
    assert (everywhere.choice[0, flat.player >= 0] == 0).all()


def test_information_must_be_perfect_and_axes_fit():
    with pytest.raises(DataError, match="does not know"):
        backward(tree_of(POKER))
    with pytest.raises(DataError, match="do not fit"):
        backward(tree_of(ENTRY), np.zeros((1, 2, 2)))


@pytest.mark.parametrize(
    "steps",
    [
        (mover(0, 1, "a", "b"), end(1)),
        (end(1), end(2)),
        (mover(0, 1),),
        (),
    ],
)
def test_nodes_that_make_no_tree_are_refused(steps):
    with pytest.raises(DataError):
        tree_of(Extensive("bad", ("A",), steps))


def bushy(depth):
    if depth == 0:
        return [end(0, 0)]
    return [mover(depth % 2, 0, "a", "b", "c"), *(bushy(depth - 1) * 3)]


def test_ten_thousand_nodes_take_less_than_a_millisecond_a_draw():
    steps = [
        step.__class__(step.player, place, step.moves, (), step.payoffs)
        for place, step in enumerate(bushy(8))
    ]
    tree = tree_of(Extensive("bushy", ("A", "B"), tuple(steps)))
    assert len(tree.player) == 9841
    payoffs = np.random.default_rng(1).random((64, *tree.payoffs.shape))
    took = []
    for _ in range(3):
        start = time.process_time()
        backward(tree, payoffs)
        took.append((time.process_time() - start) / 64)
    assert min(took) < 1e-3


def test_chance_in_the_middle():
    steps = (
        mover(0, 1, "sure", "gamble"),
        end(1),
        chance(("win", "lose"), (0.25, 0.75)),
        end(8),
        end(-1),
    )
    assert backward(tree_of(Extensive("gamble", ("A",), steps))).value[0, 0] == 1.25
