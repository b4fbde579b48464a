import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quantecon.game_theory import NormalFormGame, Player, pure_nash_brute

from detente.domains.strategy.dominance import by_mixture, dominated, eliminate, eliminate_exactly
from detente.domains.strategy.pure import best_replies, pure_equilibria
from detente.ground.faults import DataError
from tests.domains.strategy.tables import COORDINATION, PRISONERS, STAG_HUNT


def test_a_random_game_has_one_pure_equilibrium_on_average():
    """Any number of players and moves (Goldberg, Goldman and Newman 1968; Powers 1990)."""
    rng = np.random.default_rng(1)
    for shape in ((40_000, 2, 3, 3), (20_000, 3, 2, 3, 2)):
        count = pure_equilibria(rng.random(shape)).reshape(shape[0], -1).sum(axis=1)
        assert abs(count.mean() - 1) < 4 * count.std() / np.sqrt(shape[0])


def test_every_pure_equilibrium_is_the_second_solvers():
    rng = np.random.default_rng(2)
    batch = rng.integers(0, 5, (500, 3, 2, 3, 2)).astype(float)
    mine = pure_equilibria(batch)
    for draw in range(len(batch)):
        others = [
            Player(np.moveaxis(own, [*range(place, 3), *range(place)], range(3)))
            for place, own in enumerate(batch[draw])
        ]
        assert set(pure_nash_brute(NormalFormGame(others))) == {
            tuple(cell) for cell in np.argwhere(mine[draw]).tolist()
        }


def test_two_pure_equilibria_of_the_stag_hunt_three_of_coordination_one_dilemma():
    assert pure_equilibria(STAG_HUNT[None])[0].tolist() == [[True, False], [False, True]]
    assert pure_equilibria(COORDINATION[None])[0].tolist() == np.eye(3, dtype=bool).tolist()
    assert pure_equilibria(PRISONERS[None])[0].tolist() == [[False, False], [False, True]]
    assert [moves[0].tolist() for moves in dominated(PRISONERS[None])] == [[True, False]] * 2


def test_equilibria_are_where_everybody_replies_best():
    payoffs = np.random.default_rng(3).random((50, 4, 2, 2, 3, 2))
    assert (best_replies(payoffs).all(axis=1) == pure_equilibria(payoffs)).all()


def test_iterated_elimination_goes_round_by_round():
    """Gibbons 1992, figure 1.1.1: right goes, then down, then left."""
    payoffs = np.array([[[[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]]], dtype=float)
    left = eliminate(payoffs)
    assert left.rounds[0] == 3
    assert [moves[0].tolist() for moves in left.moves] == [[True, False], [False, True, False]]
    assert eliminate_exactly(payoffs[0])[1] == [(1, 2), (0, 1), (1, 0)]


def test_a_mixture_dominates_what_no_move_does():
    payoffs = np.array([[[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]]], dtype=float)[None]
    assert not dominated(payoffs)[0].any()
    assert dominated(payoffs, mixed=True)[0][0].tolist() == [False, False, True]
    weakly = payoffs.copy()
    weakly[0, 0, 2] = 1.5
    assert not dominated(weakly, mixed=True)[0].any()


@settings(deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_mixtures_of_two_are_all_there_are_for_three_moves(seed, ties):
    rng = np.random.default_rng(seed)
    own = rng.integers(0, 4, (3, 3)).astype(float) if ties else rng.random((3, 3))
    batch = np.stack([own, np.zeros((3, 3))])[None]
    assert dominated(batch, mixed=True)[0][0].tolist() == by_mixture(own).tolist()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_eliminated_is_never_played_and_one_at_a_time_ends_the_same(seed):
    payoffs = np.random.default_rng(seed).random((1, 2, 3, 3))
    left = eliminate(payoffs, mixed=True)
    alive, _ = eliminate_exactly(payoffs[0])
    assert [moves[0].tolist() for moves in left.moves] == [moves.tolist() for moves in alive]
    kept = left.moves[0][0][:, None] & left.moves[1][0][None]
    assert not (pure_equilibria(payoffs)[0] & ~kept).any()


def test_the_unit_and_zero_of_payoffs_do_not_matter():
    payoffs = np.random.default_rng(4).random((200, 2, 3, 4))
    other = 7 * payoffs - 3
    assert (pure_equilibria(payoffs) == pure_equilibria(other)).all()
    assert all((a == b).all() for a, b in zip(eliminate(payoffs).moves, eliminate(other).moves, strict=True))


def test_a_tie_everywhere_is_an_equilibrium_everywhere():
    flat = np.zeros((1, 3, 2, 2, 2))
    assert pure_equilibria(flat).all()
    assert not any(moves.any() for moves in dominated(flat, mixed=True))


def test_axes_that_do_not_fit_are_refused():
    for bad in (np.zeros((5, 2, 3)), np.zeros((5, 3, 2, 2)), np.zeros((1, 2, 0, 3))):
        with pytest.raises(DataError):
            pure_equilibria(bad)


def test_a_quarter_of_a_million_tables_take_half_a_second():
    payoffs = np.random.default_rng(5).random((250_000, 2, 3, 3))
    took = []
    for _ in range(3):
        start = time.process_time()
        pure_equilibria(payoffs)
        dominated(payoffs)
        took.append(time.process_time() - start)
    assert min(took) < 0.5
