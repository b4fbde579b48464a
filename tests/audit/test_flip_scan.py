import numpy as np
import pytest

from detente.audit.flip_limits import Limit
from detente.audit.flip_scan import FAR, NEAR, Crossing, Scan, joint
from detente.audit.flip_space import Space
from detente.audit.flip_sum import nearest_sum
from detente.chance.kinds import Normal

from .laboratory import column

SPACE = Space(tuple(column(name, Normal(0, 1)) for name in "abcdef"))
DIMS = np.arange(6)


def scan(budget=10_000, far=(0, 1, 2)):
    return Scan.of(SPACE, DIMS, budget).with_far(far)


def test_a_small_budget_takes_fewer_steps():
    assert (scan().near, scan().far) == (NEAR, (0, 1, 2))
    assert scan(budget=36).far == (0, 1)
    assert scan(budget=27).levels == NEAR
    assert scan(budget=14).levels == scan(budget=22).levels == NEAR[:1]
    for budget in (14, 22, 27, 36, 60):
        assert len(scan(budget).points) <= max(len(DIMS), 0.45 * budget)


def test_every_step_has_its_row():
    its = scan()
    for level, far in enumerate(its.levels):
        for place in range(6):
            row = its.rows[level, place]
            if far in FAR and place > 2:
                assert row == -1
            else:
                assert its.points[row] == pytest.approx(np.where(place == DIMS, far, 0.0))


def test_a_step_that_was_not_taken_is_drawn_out():
    its = scan()
    margins = its.points @ np.arange(1.0, 7.0)[:, None]
    steps = its.steps(margins, np.zeros(1))
    assert steps[:, :, 0] == pytest.approx(np.outer(its.levels, np.arange(1.0, 7.0)))


def test_turns_along_single_assumptions_are_found_and_narrowed():
    its = scan()

    def truth(points):
        return (points[:, 0] < 1.1).astype(int)

    about = Limit(truth(its.points), np.zeros(len(its.points)), (truth(its.points) - 0.5)[:, None])
    (found,) = its.crossings(about, 1, np.array([0.5]))
    assert (found.dim, found.low, found.high, found.changed) == (0, 0.5, 2.0, (0,))
    narrowed = found.narrowed([int(one < 1.1) for one in found.between()], 1)
    assert narrowed.low < 1.1 <= narrowed.high
    assert narrowed.high - narrowed.low == pytest.approx(0.375)


def test_single_turns_together_give_the_nearest_point_of_a_flat_edge():
    # a / 2 + b = 1 is met at 2 and at 1 alone, and is nearest at 1 / |(0.5, 1)|.
    crossings = [Crossing(0, 2.0, 2.0, (0,)), Crossing(1, 1.0, 1.0, (0,)), Crossing(2, 0.1, 0.1, (1,))]
    points = joint(SPACE, crossings)
    assert any(one == pytest.approx([0.4, 0.8, 0, 0, 0, 0]) for one in points)


def test_a_jump_along_one_assumption_counts_in_sums():
    # The margin falls by 3 beyond b = 0.5 at once, and slowly along a: 1 - 0.1 a - 3 (b >= 0.5).
    its = scan()
    margins = 1 - 0.1 * its.points[:, :1] - 3.0 * (its.points[:, 1:2] >= 0.5)
    steps = its.steps(margins, np.ones(1))
    point = nearest_sum(its, steps, np.ones(1), frozenset({(0, False)}))
    assert point is not None
    assert 0 < point[1] <= 0.5
    assert np.linalg.norm(point) <= 0.5


def test_what_no_sum_reaches_has_no_nearest_point():
    its = scan()
    steps = its.steps(0.01 * its.points[:, :1], np.zeros(1))
    assert nearest_sum(its, steps, np.ones(1), frozenset({(0, False)})) is None
