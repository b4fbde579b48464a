import numpy as np
import pytest
from quantecon.game_theory import NormalFormGame, Player, support_enumeration

from detente.domains.strategy.pure import best_replies, pure_equilibria
from detente.domains.strategy.support import equilibria
from detente.ground.faults import DataError
from tests.domains.strategy.tables import COORDINATION, STAG_HUNT


def listed(found, draw=0):
    places = found.found[draw]
    return sorted(
        tuple(np.round(np.concatenate(pair), 9))
        for pair in zip(found.first[draw, places], found.second[draw, places], strict=True)
    )


def test_the_coordination_game_has_seven_equilibria():
    found = equilibria(COORDINATION[None])
    assert found.found.sum() == 7
    assert not found.degenerate[0]
    assert any(np.allclose(one, 1 / 3) for one in listed(found))


def test_the_stag_hunts_mixture():
    assert listed(equilibria(STAG_HUNT[None]))[1] == pytest.approx((2 / 3, 1 / 3, 2 / 3, 1 / 3), abs=1e-8)


def test_ten_thousand_random_games_against_a_second_solver():
    """All 10,000 are solved here in one batch and held against equilibrium conditions; every fortieth there."""
    rng = np.random.default_rng(7)
    payoffs = rng.normal(size=(10_000, 2, 3, 3))
    found = equilibria(payoffs)
    count = found.found.sum(axis=1)
    assert (count % 2 == 1).all()
    assert not found.degenerate.any()
    first, second = np.nan_to_num(found.first), np.nan_to_num(found.second)
    for own, other, mine in ((payoffs[:, 0], second, first), (payoffs[:, 1].swapaxes(1, 2), first, second)):
        pays = np.einsum("dmt,dpt->dpm", own, other)
        short = pays.max(axis=2) - (pays * mine).sum(axis=2)
        assert short[found.found].max() < 1e-9
    pure = ((first == 1).any(axis=2) & (second == 1).any(axis=2) & found.found).sum(axis=1)
    assert (pure == pure_equilibria(payoffs).reshape(10_000, -1).sum(axis=1)).all()
    for draw in range(0, 10_000, 40):
        theirs = support_enumeration(NormalFormGame((Player(payoffs[draw, 0]), Player(payoffs[draw, 1].T))))
        theirs = sorted(tuple(np.round(np.concatenate(pair), 9)) for pair in theirs)
        assert np.allclose(theirs, listed(found, draw), atol=1e-7)


def test_oblong_tables_too():
    payoffs = np.random.default_rng(8).normal(size=(100, 2, 2, 4))
    found = equilibria(payoffs)
    for draw in range(100):
        game = NormalFormGame((Player(payoffs[draw, 0]), Player(payoffs[draw, 1].T)))
        theirs = sorted(tuple(np.round(np.concatenate(pair), 9)) for pair in support_enumeration(game))
        assert np.allclose(theirs, listed(found, draw), atol=1e-7)


def test_a_degenerate_table_is_marked_and_still_has_an_equilibrium():
    """The second player is indifferent at the first's first move: a continuum, of which end points are found."""
    payoffs = np.array([[[2, 2, 0], [1, 3, 0], [1, 0, 3]], [[0, 1, 1], [0, 0, 0], [0, 0, 0]]], dtype=float)
    found = equilibria(payoffs[None])
    assert found.degenerate[0]
    assert found.found.any()
    flat = equilibria(np.zeros((1, 2, 3, 3)))
    assert flat.degenerate[0] and flat.found.sum() == 9
    rng = np.random.default_rng(9)
    coarse = rng.integers(0, 3, (300, 2, 3, 3)).astype(float)
    listed_ = equilibria(coarse)
    assert listed_.found.any(axis=1).all()
    ties = best_replies(coarse)
    assert (listed_.found.sum(axis=1) % 2 == 1)[
        ~listed_.degenerate & ~ties.all(axis=1).any(axis=(1, 2))
    ].all()


def test_the_unit_and_zero_of_payoffs_do_not_matter():
    payoffs = np.random.default_rng(10).normal(size=(50, 2, 3, 3))
    moved = payoffs * np.array([1e-6, 1e6])[:, None, None] + np.array([1e3, -5.0])[:, None, None]
    one, two = equilibria(payoffs), equilibria(moved)
    assert two.close.all() and not one.close.any()
    for draw in range(50):
        assert np.allclose(listed(one, draw), listed(two, draw), atol=1e-5)


def test_more_than_two_players_are_refused():
    with pytest.raises(DataError, match="3 players"):
        equilibria(np.zeros((1, 3, 2, 2, 2)))
    with pytest.raises(DataError, match="too many"):
        equilibria(np.zeros((1, 2, 20, 20)))
