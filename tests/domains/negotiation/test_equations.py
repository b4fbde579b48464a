"""The equations of challenges and offers again, one pair at a time."""

import numpy as np
import pytest

from detente.domains.negotiation import equations
from detente.domains.negotiation.equations import CAPITULATION, COMPROMISE, CONFRONTATION, STAY

ACTORS, DRAWS = 5, 3
EVERY = list(np.ndindex(ACTORS, ACTORS, DRAWS))
SEEDS = pytest.mark.parametrize("seed", range(4))


def drawn(seed):
    """Return positions (two actors share one), weights and saliences, `[actor, draw]`."""
    random = np.random.default_rng(seed)
    x, c, s = random.uniform(-5, 20, (ACTORS, DRAWS)), random.uniform(0, 2, (ACTORS, DRAWS)), None
    x[3] = x[1]
    s = random.uniform(0.05, 1, (ACTORS, DRAWS))
    return x, c * s, s


@SEEDS
def test_distance_is_a_share_of_the_range_of_the_first_round(seed):
    x, _, _ = drawn(seed)
    span = np.array([np.ptp(x[:, 0]), 0.5 * np.ptp(x[:, 1]), 0.0])
    x[:, 2] = 4.0
    found = equations.distance(x, span)
    for i, j, draw in EVERY:
        far = abs(x[i, draw] - x[j, draw])
        assert found[i, j, draw] == pytest.approx(min(1.0, far / span[draw]) if draw < 2 else 0.0)
    assert (found == 1).any()


@SEEDS
def test_votes_are_counted_one_by_one(seed):
    x, weight, _ = drawn(seed)
    r = np.random.default_rng(seed).uniform(0.5, 2, x.shape)
    D = equations.distance(x, np.ptp(x, axis=0))
    for exponent in (None, r):
        found = equations.success(D, weight, exponent)
        for draw in range(DRAWS):
            power = np.ones(ACTORS) if exponent is None else r[:, draw]
            votes = np.zeros((ACTORS, ACTORS))
            every = 0.0
            for i in range(ACTORS):
                for j in range(ACTORS):
                    for k in range(ACTORS):
                        v = D[k, j, draw] ** power[k] - D[k, i, draw] ** power[k]
                        votes[i, j] += max(v, 0.0) * weight[k, draw]
                        every += abs(v) * weight[k, draw]
            apart = x[:, None, draw] != x[None, :, draw]
            np.testing.assert_allclose(found[:, :, draw], np.where(apart, votes / every, 0), atol=1e-13)
    assert (equations.success(np.zeros_like(D), weight) == 0).all()


@SEEDS
def test_risk_runs_from_a_half_in_most_danger_to_two_in_least(seed):
    theirs = np.random.default_rng(seed).uniform(-2, 2, (ACTORS, ACTORS, DRAWS))
    theirs[:, :, 2] = 0.7
    found = equations.risk_exponent(theirs)
    for draw in range(DRAWS):
        danger = [sum(theirs[i, j, draw] for j in range(ACTORS)) for i in range(ACTORS)]
        top, bottom = max(danger), min(danger)
        for i in range(ACTORS):
            R = 0.0 if draw == 2 else (2 * danger[i] - top - bottom) / (top - bottom)
            assert found[i, draw] == pytest.approx((1 - R / 3) / (1 + R / 3))
    assert found[:, :2].max(0) == pytest.approx(2) and found[:, :2].min(0) == pytest.approx(0.5)


@SEEDS
def test_offers_are_those_of_their_quadrant(seed):
    x, _, _ = drawn(seed)
    random = np.random.default_rng(seed)
    mine, theirs = random.uniform(-2, 2, (2, ACTORS, ACTORS, DRAWS))
    mine[0, 1], theirs[0, 1] = 1.0, 1.0
    mine[0, 2], theirs[0, 2] = -1.0, 1.0
    mine[1, 0], theirs[1, 0] = 0.0, 1.0
    mine[2, 0], theirs[2, 0] = -1.0, 0.0
    mine[4, 0], theirs[4, 0] = 0.0, 0.0
    span = np.ptp(x, axis=0)
    D = equations.distance(x, span)
    found = equations.offers(x, D, mine, theirs)
    for i, j, draw in EVERY:
        own, other = mine[i, j, draw], theirs[i, j, draw]
        here, there = x[i, draw], x[j, draw]
        kind, at = STAY, here
        if here != there and other > 0:
            if own > 0 and other > own:
                kind, at = CONFRONTATION, there
            elif own < 0 and other >= -own:
                kind, at = COMPROMISE, here + -own / other * (there - here)
            elif own < 0:
                kind, at = CAPITULATION, there
        assert found.kind[i, j, draw] == kind
        assert found.at[i, j, draw] == pytest.approx(at)
        size = abs(own) + abs(other)
        middle = (abs(own) * here + abs(other) * there) / size if size else 0.0
        assert found.middle[i, j, draw] == pytest.approx(middle)
    assert (found.theirs == theirs).all() and set(np.unique(found.kind)) == {0, 1, 2, 3}


def test_positions_a_millionth_of_the_range_apart_are_one():
    D = np.array([0.9e-6, 1.1e-6]).reshape(1, 1, 2) * np.ones((2, 2, 1))
    x, ones = np.array([[0.0, 0.0], [1.0, 1.0]]), np.ones((2, 2, 2))
    assert equations.offers(x, D, 0.5 * ones, ones).kind[0, 1].tolist() == [STAY, CONFRONTATION]


@SEEDS
def test_means_and_medians_by_counting(seed):
    random = np.random.default_rng(seed)
    x, weight = random.integers(0, 9, (2, 3, 6)).astype(float)
    weight += 1
    mean, median = equations.mean(x, weight), equations.median(x, weight)
    for at in range(3):
        whole = sum(weight[at])
        assert mean[at] == pytest.approx(
            sum(w * one for w, one in zip(weight[at], x[at], strict=True)) / whole
        )
        halves = [
            one
            for one in x[at]
            if sum(weight[at][x[at] < one]) <= whole / 2 and sum(weight[at][x[at] > one]) <= whole / 2
        ]
        assert median[at] == (min(halves) + max(halves)) / 2


def test_a_tie_is_two_offers_as_good_that_lead_elsewhere():
    at = np.array([[1.0, 3.0], [2.0, 2.0 + 1e-9]])[..., None]
    among, close = np.ones((2, 2, 1), bool), np.array([1e-6])
    chosen = np.array([[1.0], [2.0]])
    assert equations.tied(at, chosen, among, close)[:, 0].tolist() == [True, False]
    among[0, 1] = False
    assert not equations.tied(at, chosen, among, close).any()
