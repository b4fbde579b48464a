import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ground.faults import DataError
from tests.domains.entry.second.forward import forward
from tests.domains.entry.second.preempt import Timing, preemption
from tests.domains.entry.second.stochastic import Payoffs, Rules, solve


def still(states):
    """Return rules of chance under which nothing moves."""
    return np.arange(states)[:, None], np.ones((1, states, 1))


def rubinstein(patience, grid=400, rounds=60):
    """Return the first mover's share: shares on a grid, offer and answer in turn, nothing after the last round.

    States: nothing on the table; each share offered to the proposer; each share agreed (by the proposer of
    an odd or an even round); past.
    """
    offered = 1 + np.arange(grid + 1)
    odd, even = offered + grid + 1, offered + 2 * (grid + 1)
    states = 1 + 3 * (grid + 1)
    share = np.linspace(0, 1, grid + 1)
    worth = [np.zeros(states), np.zeros(states)]
    worth[0][odd], worth[1][odd] = share, 1 - share
    worth[0][even], worth[1][even] = 1 - share, share
    last = np.stack(worth)[None]
    follows = np.arange(states)[:, None]
    value = last
    discount = np.array([patience])
    for turn in range(rounds, 0, -1):
        proposer, agreed = (0, odd) if turn % 2 else (1, even)
        goes = np.full((2, states, grid + 1), -1)
        goes[proposer, 0] = offered
        goes[1 - proposer, offered, 0] = agreed
        goes[1 - proposer, offered, 1] = 0
        rules = Rules(np.array([[proposer, 1 - proposer]]), goes, follows, 1)
        after = np.where(np.isin(np.arange(states), np.r_[odd, even]), last, discount[..., None] * value)
        flow, once = np.zeros((1, 2, states)), np.zeros((1, 2, 2, 1, grid + 1))
        value = solve(
            rules, Payoffs(flow, once, after, discount, np.ones((1, 1)), np.ones((1, states, 1)))
        ).value
    return value[0, 0, 0]


@pytest.mark.parametrize(("patience", "share"), [((0.9, 0.9), 0.526316), ((0.9, 0.8), 0.714286)])
def test_rubinsteins_share_by_backward_induction(patience, share):
    """Rubinstein 1982: (1 - d2) / (1 - d1 d2), within what a grid of 1/400 can say."""
    assert rubinstein(patience) == pytest.approx(share, abs=2 / 400 / (1 - max(patience)) * 0.2)


def race(step, race_, horizon=25.0, order=(0.5, 0.5)):
    """Return rules and payoffs of two players that may each move once, on a grid of dates."""
    r, cost, g, before, alone, left, together = race_
    goes = np.full((2, 4, 2), -1)
    goes[0, [0, 2], 0], goes[0, [0, 2], 1] = [0, 2], [1, 3]
    goes[1, [0, 1], 0], goes[1, [0, 1], 1] = [0, 1], [2, 3]
    periods = round(horizon / step)
    flow = np.array([[before, alone, left, together], [before, left, alone, together]], dtype=float)[None]
    spent = (1 - np.exp(-r * step)) / r

    def once(period):
        paid = np.zeros((1, 2, 2, 1, 2))
        paid[0, [0, 1], [0, 1], 0, 1] = -cost * np.exp(-g * step * period)
        return paid

    follows, chance = still(4)
    rules = Rules(np.array([[0, 1], [1, 0]]), goes, follows, periods)
    end = flow / r - flow * spent
    return rules, Payoffs(
        flow * spent, once, end, np.full((1, 1), np.exp(-r * step)), np.array([order]), chance
    )


ORACLE = (0.1, 20, 0.2, 0, 3, 0, 1.5)


@pytest.mark.parametrize("step", [0.1, 0.04])
def test_a_race_on_a_fine_grid_comes_to_the_preemption_date(step):
    rules, payoffs = race(step, ORACLE)
    course = forward(rules, payoffs, solve(rules, payoffs), 0)
    gone = 1 - course.state[:, 0, 0]
    first = (np.argmax(gone > 0.5) - 1) * step
    dates = preemption(Timing(*ORACLE))
    assert abs(first - dates.first[0]) <= 2 * step
    both = (np.argmax(course.state[:, 0, 3] > 0.5) - 1) * step
    assert abs(both - dates.follower[0]) <= 2 * step
    assert solve(rules, payoffs).value[0, :, 0] == pytest.approx(dates.value[0], abs=10 * step)


def test_a_single_player_stops_at_the_closed_form():
    """With the other barred, entry is a problem of optimal stopping: ln((r + g) K / flow) / g."""
    step = 0.02
    rules, payoffs = race(step, ORACLE, order=(0.5, 0.5))
    goes = rules.goes.copy()
    goes[1, :, 1] = -1
    course_rules = rules._replace(goes=goes)
    course = forward(course_rules, payoffs, solve(course_rules, payoffs), 0)
    date = (np.argmax(course.state[:, 0, 1] > 0.5) - 1) * step
    assert date == pytest.approx(preemption(Timing(*ORACLE)).leader[0], abs=2 * step)


def small(seed, draws=3, periods=2):
    """Return a small random game: two players, three states, three actions, chance and both orders."""
    rng = np.random.default_rng(seed)
    goes = rng.integers(-1, 3, (2, 3, 3))
    follows = rng.integers(0, 3, (3, 2))
    orders = np.array([[0, 1, -1], [1, 0, 1]])
    rules = Rules(orders, goes, follows, periods)
    weight = rng.random((draws, 3, 1))
    flows = rng.normal(size=(periods, draws, 2, 3))
    paid = rng.normal(size=(periods, draws, 2, 2, 3, 3))
    mix = rng.random((draws, 1))
    payoffs = Payoffs(
        lambda period: flows[period],
        lambda period: paid[period],
        rng.normal(size=(draws, 2, 3)),
        np.full((draws, 1), 0.9),
        np.concatenate([mix, 1 - mix], axis=1),
        np.concatenate([weight, 1 - weight], axis=2),
    )
    return rules, payoffs


def recursion(rules, payoffs, draw, period, state):
    """Return values from the start of a period by plain recursion."""

    def moves(order, step, state):
        if step == len(order):
            value = payoffs.flow(period)[draw, :, state]
            if period == rules.periods - 1:
                return value + payoffs.last[draw, :, state]
            later = sum(
                payoffs.chance[draw, state, branch] * recursion(rules, payoffs, draw, period + 1, to)
                for branch, to in enumerate(rules.follows[state])
            )
            return value + payoffs.discount[draw] * later
        mover = order[step]
        allowed = [] if mover < 0 else [a for a in range(3) if rules.goes[mover, state, a] >= 0]
        if not allowed:
            return moves(order, step + 1, state)
        paid = payoffs.once(period)[draw, :, mover, state]
        tried = [paid[:, a] + moves(order, step + 1, rules.goes[mover, state, a]) for a in allowed]
        return max(tried, key=lambda value: value[mover])

    chances = payoffs.order_chance[draw]
    return sum(p * moves(list(order), 0, state) for p, order in zip(chances, rules.orders, strict=True))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_it_is_plain_recursion(seed):
    rules, payoffs = small(seed)
    solved = solve(rules, payoffs)
    for draw in range(3):
        for state in range(3):
            assert np.allclose(solved.value[draw, :, state], recursion(rules, payoffs, draw, 0, state))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_what_is_played_forward_is_worth_what_was_solved_backward(seed):
    rules, payoffs = small(seed)
    solved = solve(rules, payoffs)
    course = forward(rules, payoffs, solved, 1)
    assert np.allclose(course.state.sum(axis=2), 1)
    only = payoffs._replace(
        once=np.zeros((3, 2, 2, 3, 3)), flow=np.zeros((3, 2, 3)), discount=np.ones((3, 1))
    )
    solved = solve(rules, only)
    course = forward(rules, only, solved, 1)
    assert np.allclose(np.einsum("ds,dps->dp", course.state[-1], only.last), solved.value[:, :, 1])


def test_a_draw_does_not_depend_on_its_neighbours():
    rules, payoffs = small(3)
    whole = solve(rules, payoffs)
    flow, once = payoffs.flow, payoffs.once
    alone = Payoffs(
        lambda period: flow(period)[1:2],
        lambda period: once(period)[1:2],
        *[part[1:2] for part in payoffs[2:]],
    )
    assert (solve(rules, alone).value[0] == whole.value[1]).all()


def test_ties_go_to_the_first_action_and_are_counted():
    rules, payoffs = race(0.5, (0.1, 0, 0.2, 0, 0, 0, 0), horizon=2.0)
    solved = solve(rules, payoffs)
    assert solved.ties[0] == solved.decisions == 4 * 2 * 4
    assert set(np.unique(solved.policy)) == {-1, 0}


def test_many_actions_have_their_places():
    goes = np.zeros((1, 1, 300), dtype=int)
    follows, chance = still(1)
    paid = np.zeros((1, 1, 1, 1, 300))
    paid[..., 250] = 1.0
    zero, one = np.zeros((1, 1, 1)), np.ones((1, 1))
    solved = solve(Rules(np.array([[0]]), goes, follows, 2), Payoffs(zero, paid, zero, one, one, chance))
    assert (solved.policy == 250).all() and solved.value.item() == 2 and solved.ties[0] == 0


def test_bad_games_are_refused():
    rules, payoffs = small(1)
    with pytest.raises(DataError, match="no period"):
        solve(rules._replace(periods=0), payoffs)
    with pytest.raises(DataError, match="do not add up"):
        solve(rules, payoffs._replace(chance=payoffs.chance * 0.9))
    with pytest.raises(DataError, match="orders do not add up"):
        solve(rules, payoffs._replace(order_chance=payoffs.order_chance + 0.1))
    with pytest.raises(DataError, match="not a number"):
        solve(rules, payoffs._replace(last=payoffs.last * np.nan))
    with pytest.raises(DataError, match="not there"):
        solve(rules._replace(goes=rules.goes + 5), payoffs)
    with pytest.raises(DataError, match="axes do not fit"):
        solve(rules, payoffs._replace(last=payoffs.last[:2]))
