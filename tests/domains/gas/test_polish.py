"""Flows are drawn onto the face that the solver's point lies near: exact, and no lane sees its neighbours."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize, nnls

from detente.domains.gas.polish import Programme, _on_face

ARCS, ROWS = 5, 3


def programme(seed):
    """Return a programme with every kind of bound, and its solution by another method."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(ARCS, ARCS))
    hessian = root @ root.T + 0.1 * np.eye(ARCS)
    rows = np.concatenate([rng.uniform(0, 1, (1, ARCS)), np.eye(ARCS)[:1], -np.eye(ARCS)[:1]])
    low, most = -rng.uniform(0, 1, ARCS), np.array([rng.uniform(0.1, 1), 0.5, 0.2])
    gradient = rng.normal(size=ARCS) * 2
    found = minimize(
        lambda x: x @ hessian @ x / 2 + gradient @ x,
        np.zeros(ARCS),
        jac=lambda x: hessian @ x + gradient,
        method="SLSQP",
        bounds=[(one, None) for one in low],
        constraints={"type": "ineq", "fun": lambda x: most - rows @ x, "jac": lambda x: -rows},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert found.success or found.status == 8, found.message
    return Programme(*(array[None] for array in (hessian, gradient, low, rows, most))), found.x


def is_optimal(one, flow):
    """Tell whether a flow meets the conditions of Karush, Kuhn and Tucker."""
    hessian, gradient, low, rows, most = (array[0] for array in one)
    slack = most - rows @ flow
    # The slope is z - G' y, with z and y at least 0, of the bounds that hold.
    held = np.concatenate([np.eye(ARCS)[flow - low < 1e-9], -rows[slack < 1e-9]]).T
    slope = hessian @ flow + gradient
    left = nnls(held, slope)[1] if held.size else np.linalg.norm(slope)
    return left < 1e-8 and (flow >= low - 1e-9).all() and (slack >= -1e-9).all()


@given(st.integers(0, 10**6), st.sampled_from(["right", "one too many", "one too few"]))
@settings(max_examples=80, deadline=None)
def test_a_point_near_the_solution_is_drawn_onto_it(seed, guess):
    one, near = programme(seed)
    rng = np.random.default_rng(seed + 1)
    pinned, held = near - one.low[0] < 1e-6, one.most[0] - one.rows[0] @ near < 1e-6
    if guess != "right":  # a bound that is taken wrongly is put right, or the point stays as it was
        some = np.flatnonzero(pinned == (guess == "one too few"))
        pinned[some[:1]] ^= True
    start = near + rng.normal(size=ARCS) * 1e-7
    found = _on_face(one, start[None], pinned[None], held[None])[0]
    assert is_optimal(one, found) or (guess != "right" and (found == start).all())
    assert np.abs(found - near).max() < 1e-5


def test_a_lane_that_was_not_solved_stays_so():
    one, _ = programme(1)
    nothing = np.full((1, ARCS), np.nan)
    assert np.isnan(_on_face(one, nothing, np.zeros((1, ARCS), bool), np.zeros((1, ROWS), bool))).all()


def test_flows_that_nothing_tells_apart_stay_as_they_were_and_do_not_stop_the_others():
    """Two ways of one cost into one market: any split of what it buys is a solution."""
    one, near = programme(3)
    alike = one._replace(
        hessian=np.ones((1, ARCS, ARCS)), gradient=-np.ones((1, ARCS)), low=np.full((1, ARCS), -9.0)
    )
    both = Programme(*(np.concatenate(pair) for pair in zip(alike, one, strict=True)))
    start = np.stack([np.full(ARCS, 1 / ARCS), near + 1e-7])
    pins, holds = np.zeros((2, ARCS), bool), np.zeros((2, ROWS), bool)
    pinned, held = near - one.low[0] < 1e-6, one.most[0] - one.rows[0] @ near < 1e-6
    pins[1], holds[1] = pinned, held
    found = _on_face(both, start, pins, holds)
    assert (found[0] == start[0]).all() and is_optimal(one, found[1])
