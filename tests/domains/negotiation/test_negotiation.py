"""The negotiation: a published run, the recipe by brute force, and what must not matter."""

import csv
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.negotiation import equations
from detente.domains.negotiation.alone import CAPABILITY, POSITION, SALIENCE, Known, drawn, land
from detente.domains.negotiation.facts import NUMBERS, ranges
from detente.domains.negotiation.solve import RULES, negotiate
from detente.world.sources import table_text

PUBLISHED = (7.389955686853767, 7.461314378277189, 7.552500865855845, 7.590144997451547)


def converters():
    rows = list(csv.DictReader(table_text("negotiation", "catalytic-converters").splitlines()))
    return tuple(
        np.array([[float(row[key]) for row in rows]]) for key in ("position", "capability", "salience")
    )


def game(seed, actors=5, draws=4):
    random = np.random.default_rng(seed)
    return (
        random.uniform(0, 100, (draws, actors)),
        random.uniform(0.1, 1, (draws, actors)),
        random.uniform(0.05, 1, (draws, actors)),
    )


games = st.builds(game, st.integers(0, 10_000), st.integers(2, 7))


@pytest.mark.parametrize("rule", ["by_kind", "weighted"])
def test_the_published_run(rule):
    found = negotiate(*converters(), rule=rule)
    np.testing.assert_allclose(found.mean[0, :4], PUBLISHED, atol=1e-9, rtol=0)
    assert found.settled[0] == -1


def test_the_rules_part_after_the_third_round_and_the_least_move_at_once():
    by_kind, weighted, least = (negotiate(*converters(), rule=rule).mean[0] for rule in RULES)
    assert by_kind[4] == pytest.approx(7.603860574707436, abs=1e-9)
    assert weighted[4] == pytest.approx(7.358130531334202, abs=1e-9)
    assert least[1] == pytest.approx(7.467958104262688, abs=1e-9)


def by_hand(x, c, s, r, span):
    """P, and EU in i's view, as the recipe says them, one number at a time."""
    n = len(x)
    D = np.abs(x[:, None] - x[None, :]) / span
    v = np.array(
        [
            [[c[k] * s[k] * (D[k, j] ** r[k] - D[k, i] ** r[k]) for j in range(n)] for i in range(n)]
            for k in range(n)
        ]
    )
    P = np.maximum(v, 0).sum(0) / np.abs(v).sum() * (D > 0)

    def eu(view, i, j):
        up, down = 2 - 4 * (0.5 - 0.5 * D[i, j]) ** r[view], 2 - 4 * (0.5 + 0.5 * D[i, j]) ** r[view]
        return s[j] * (P[i, j] * up + (1 - P[i, j]) * down) + (1 - s[j]) * up - (2 - 4 * 0.5 ** r[view])

    mine = [[eu(i, i, j) for j in range(n)] for i in range(n)]
    theirs = [[eu(i, j, i) for j in range(n)] for i in range(n)]
    return P, np.array(mine), np.array(theirs)


@settings(max_examples=30, deadline=None)
@given(games, st.integers(0, 100))
def test_the_recipe_by_hand(numbers, seed):
    x, c, s = (table[:1].T for table in numbers)
    r = np.random.default_rng(seed).uniform(0.5, 2, x.shape)
    span = np.ptp(x, axis=0)
    D = equations.distance(x, span)
    for exponent in (r, None):
        P = equations.success(D, c * s, exponent)
        mine, theirs = equations.expected(D, P, s, exponent)
        used = (np.ones_like(r) if exponent is None else r)[:, 0]
        want = by_hand(x[:, 0], c[:, 0], s[:, 0], used, span[0])
        for one, right in zip((P, mine, theirs), want, strict=True):
            np.testing.assert_allclose(one[:, :, 0], right, atol=1e-12)


def test_two_actors_in_closed_form():
    """P = w_i / (2 (w_i + w_j)); EU = 2 - 4 s_target (1 - P) at neutral risk; r = 1/2 in danger, 2 for the other."""
    x, c, s = np.array([[0.0], [1.0]]), np.array([[2.0], [1.0]]), np.array([[0.5], [0.8]])
    D = equations.distance(x, np.array([1.0]))
    P = equations.success(D, c * s)
    assert P[0, 1, 0] == pytest.approx(1.0 / 3.6) and P[1, 0, 0] == pytest.approx(0.8 / 3.6)
    mine, theirs = equations.expected(D, P, s)
    assert mine[0, 1, 0] == pytest.approx(2 - 3.2 * (1 - 1 / 3.6))
    assert theirs[0, 1, 0] == pytest.approx(2 - 2.0 * (1 - 0.8 / 3.6))
    assert equations.risk_exponent(theirs)[:, 0] == pytest.approx([0.5, 2.0])


def test_quadrants():
    x = np.array([[0.0], [10.0]])
    D = equations.distance(x, np.array([10.0]))

    def offered(mine, theirs):
        table = np.zeros((2, 2, 1))
        own, other = table.copy(), table.copy()
        own[0, 1], other[0, 1] = mine, theirs
        found = equations.offers(x, D, own, other)
        return int(found.kind[0, 1, 0]), float(found.at[0, 1, 0])

    assert offered(1, 2) == (equations.CONFRONTATION, 10)
    assert offered(-1, 2) == (equations.COMPROMISE, 5)
    assert offered(-2, 1) == (equations.CAPITULATION, 10)
    assert offered(2, 1) == offered(1, -1) == offered(-1, -1) == (equations.STAY, 0)


def spread(found):
    return found.positions[:, :4]


@settings(max_examples=30, deadline=None)
@given(games, st.sampled_from(sorted(RULES)), st.floats(0.1, 50), st.floats(-100, 100))
def test_units_do_not_matter(numbers, rule, scale, shift):
    x, c, s = numbers
    first = spread(negotiate(x, c, s, rounds=3, rule=rule))
    moved = spread(negotiate(x * scale + shift, c * 7, s, rounds=3, rule=rule))
    np.testing.assert_allclose(moved, first * scale + shift, atol=1e-6 * scale)


@settings(max_examples=30, deadline=None)
@given(games, st.sampled_from(["by_kind", "least"]))
def test_which_end_is_which_does_not_matter(numbers, rule):
    x, c, s = numbers
    first = spread(negotiate(x, c, s, rounds=3, rule=rule))
    np.testing.assert_allclose(100 - spread(negotiate(100 - x, c, s, rounds=3, rule=rule)), first, atol=1e-6)


def test_under_the_weighted_rule_which_end_is_which_does_matter():
    x, c, s = converters()
    turned = negotiate(14 - x, c, s, rule="weighted")
    assert abs(14 - turned.mean[0, -1] - negotiate(x, c, s, rule="weighted").mean[0, -1]) > 0.05


@settings(max_examples=30, deadline=None)
@given(games, st.sampled_from(sorted(RULES)), st.randoms(use_true_random=False))
def test_names_do_not_matter(numbers, rule, random):
    order = list(range(numbers[0].shape[1]))
    random.shuffle(order)
    first = spread(negotiate(*numbers, rounds=3, rule=rule))
    again = spread(negotiate(*(table[:, order] for table in numbers), rounds=3, rule=rule))
    np.testing.assert_allclose(again, first[:, :, order], atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(games, st.sampled_from(sorted(RULES)))
def test_nobody_leaves_the_range(numbers, rule):
    found = negotiate(*numbers, rule=rule)
    low, high = numbers[0].min(1)[:, None, None], numbers[0].max(1)[:, None, None]
    assert (found.positions >= low - 1e-9).all() and (found.positions <= high + 1e-9).all()
    stays = found.kind == equations.STAY
    assert (np.diff(found.positions, axis=1)[stays] == 0).all()


def test_neighbours_do_not_matter():
    numbers = game(3, 6, 300)
    whole = negotiate(*numbers, rounds=3)
    part = negotiate(*(table[7:9] for table in numbers), rounds=3)
    np.testing.assert_allclose(whole.positions[7:9], part.positions, atol=1e-9)


def test_where_all_agree_nothing_moves():
    found = negotiate(np.full((1, 3), 5.0), np.ones((1, 3)), np.ones((1, 3)))
    assert (found.positions == 5).all() and found.settled[0] == 0 and found.period[0] == 1


def test_equals_on_both_sides_tear_the_one_between():
    """By symmetry nothing decides; it is said that there was a tie."""
    found = negotiate(np.array([[0.0, 5.0, 10.0]]), np.ones((1, 3)), np.array([[0.9, 0.1, 0.9]]))
    assert found.kind[0, 0, 1] != equations.STAY and found.tied[0, 0, 1]


def test_a_round_trip_is_seen():
    x, c, s = (np.array([row]) for row in relief())
    found = negotiate(x, c, s)
    assert found.settled[0] == -1 and found.period[0] == 2


def relief():
    known = ranges().values()
    return [[(one.low + one.high) / 2 for one in known if one.number == number] for number in NUMBERS]


@settings(max_examples=40, deadline=None)
@given(games)
def test_nothing_beats_the_median(numbers):
    """Black 1948: each votes its weight for the nearer one."""
    x, c, s = numbers
    weight = c * s
    middle = equations.median(x, weight)[:, None]
    for rival in x.T:
        nearer = np.abs(x - middle) - np.abs(x - rival[:, None])
        assert ((weight * np.sign(nearer)).sum(1) <= 1e-9).all()


def test_a_median_between_exact_halves():
    assert equations.median(np.array([0.0, 1.0, 4.0, 9.0]), np.ones(4)) == 2.5
    assert equations.median(np.array([9.0, 0.0, 4.0]), np.array([1.0, 1.0, 3.0])) == 4.0


def test_draws_keep_to_their_ranges_and_options_together():
    x, c, s = (row[0] for row in converters())
    found = drawn(Known(np.stack([x, c, s]), np.stack([x, c, s])), 0.05, 500, 1)
    assert (
        np.abs(found[POSITION] - x).max() <= 0.05 * 6
        and np.abs(found[CAPABILITY] / c - 1).max() <= 0.05 + 1e-12
    )
    assert found[SALIENCE].max() <= 1
    assert (found[POSITION][:, 4] == found[POSITION][:, 5]).all() and np.ptp(found[POSITION][:, 4]) > 0
    ranged = drawn(Known(np.stack([x - 1, c, s]), np.stack([x + 1, c, s])), 0.0, 500, 1)
    assert 0.9 < np.abs(ranged[POSITION] - x).max() <= 1 and (ranged[CAPABILITY] == c).all()


def test_landing_tells_the_middle_the_band_and_every_rule():
    numbers = np.concatenate(converters())
    found = land(Known(numbers, numbers), rounds=3, rule="by_kind", still=1e-3, shake=0.0, draws=100, seed=1)
    np.testing.assert_allclose(found.mean_band, np.broadcast_to(PUBLISHED, (3, 4)), atol=1e-9)
    assert found.by_rule["by_kind"] == pytest.approx(PUBLISHED[3]) and set(found.by_rule) == set(RULES)
    assert found.benchmarks["weighted median (Black)"][0] == 7


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"s": np.array([[-0.1, 1.0]])}, "saliences"),
        ({"s": np.array([[1.1, 1.0]])}, "saliences"),
        ({"c": np.array([[-1.0, 1.0]])}, "capabilities"),
        ({"c": np.zeros((1, 2))}, "nobody"),
        ({"x": np.array([[np.nan, 1.0]])}, "finite"),
        ({key: np.ones((1, 1)) for key in "xcs"}, "two actors"),
        ({"rule": "loudest"}, "no rule 'loudest'"),
    ],
)
def test_what_cannot_be_negotiated_over_is_refused(change, says):
    given_ = {"x": np.array([[0.0, 1.0]]), "c": np.ones((1, 2)), "s": np.ones((1, 2))} | change
    with pytest.raises(ValueError, match=says):
        negotiate(**given_)


def test_it_is_quick():
    """A generous bound, as machines differ: 4,096 draws of 10 actors over 10 rounds."""
    numbers = game(0, 10, 4096)
    begin = time.perf_counter()
    negotiate(*numbers)
    assert time.perf_counter() - begin < 8
