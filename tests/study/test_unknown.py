"""What no number is, is unknown: never true, never false, never a warning."""

import jax.numpy as jnp
import numpy as np
import pytest

from detente.bind.lengths import check_lengths
from detente.domains import pytrees  # noqa: F401  (double precision)
from detente.ground.faults import Place
from detente.study.evaluate import evaluate, judge
from detente.study.expression import parse
from detente.study.faults import Faults

HERE = Place("f.yaml", 3, 5)
NAN, INF = np.nan, np.inf
GIVEN = {
    "coin": np.array([0.0, 1.0]),
    "below": np.array([-2.0, 4.0]),
    "big": np.array([1e300, 1.0]),
    "gap": np.array([NAN, 1.0]),
    "never": np.array([INF, 1.0]),
    "x": np.array([[NAN, 1.0], [-3.0, 2.0], [5.0, 3.0]]),
    "y": np.array([[-1.0, 1.0], [7.0, -2.0], [NAN, -3.0]]),
}


def numbers(text, xp=np):
    return np.asarray(evaluate(parse(text, HERE), lambda one: xp.asarray(GIVEN[one.name]), xp)).tolist()


def truths(text, xp=np):
    return np.asarray(judge(parse(text, HERE), lambda one: xp.asarray(GIVEN[one.name]), xp).truth).tolist()


@pytest.mark.parametrize("xp", [np, jnp], ids=["numpy", "jax"])
@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1 / coin", [NAN, 1]),
        ("coin / coin", [NAN, 1]),
        ("-1 / coin", [NAN, -1]),
        ("never / coin", [NAN, 1]),
        ("log(coin)", [NAN, 0]),
        ("log(below)", [NAN, np.log(4)]),
        ("sqrt(below)", [NAN, 2]),
        ("below ^ 0.5", [NAN, 2]),
        ("below ^ 2", [4, 16]),
        ("coin ^ -1", [NAN, 1]),
        ("coin ^ 0", [1, 1]),
        ("gap ^ 0", [NAN, 1]),
        ("1 ^ gap", [NAN, 1]),
        ("exp(big)", [NAN, np.e]),
        ("big * big", [NAN, 1]),
        ("big ^ 2", [NAN, 1]),
        ("1e308 * coin + 1e308 * coin", [0, NAN]),
        ("0 * (1 / coin)", [NAN, 0]),
        ("(1 / coin) - (1 / coin)", [NAN, 0]),
        ("1 / (1 / coin)", [NAN, 1]),
        ("abs(gap)", [NAN, 1]),
        ("-gap", [NAN, -1]),
        ("min(1 / coin, 5)", [NAN, 1]),
        ("max(gap, 5)", [NAN, 5]),
        ("sum(gap, 5)", [NAN, 6]),
        ("mean(1 / coin, 5)", [NAN, 3]),
        ("x[[A, B, C]].max", [NAN, 3]),
        ("x[[A, B, C]].min", [NAN, 1]),
        ("x[[A, B, C]].sum", [NAN, 6]),
        ("(x[[A, B, C]] * 1e308).sum", [NAN, NAN]),
        ("never", [INF, 1]),
        ("never + 1", [INF, 2]),
        ("1 / never", [0, 1]),
        ("never - never", [NAN, 0]),
        ("0 * never", [NAN, 0]),
        ("max(never, 2)", [INF, 2]),
        ("1 / 0", NAN),
        ("log(0)", NAN),
        ("10 ^ 400", NAN),
    ],
)
def test_what_is_no_number_is_unknown(text, right, xp):
    np.testing.assert_allclose(numbers(text, xp), right, rtol=1e-12)


@pytest.mark.parametrize("xp", [np, jnp], ids=["numpy", "jax"])
@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1 / coin > 0", [-1, 1]),
        ("1 / coin < 0", [-1, 0]),
        ("1 / coin >= 0", [-1, 1]),
        ("0 < 1 / coin", [-1, 1]),
        ("1 / coin == 1", [-1, 1]),
        ("1 / coin != 1", [-1, 0]),
        ("gap == gap", [-1, 1]),
        ("not (1 / coin > 0)", [-1, 0]),
        ("1 / coin > 0 or coin < 5", [1, 1]),
        ("coin < 5 or 1 / coin > 0", [1, 1]),
        ("1 / coin > 0 or coin > 5", [-1, 1]),
        ("1 / coin > 0 and coin < 5", [-1, 1]),
        ("1 / coin > 0 and coin > 5", [0, 0]),
        ("coin > 5 and 1 / coin > 0", [0, 0]),
        ("not (1 / coin > 0 and coin > 5)", [1, 1]),
        ("-1 < 1 / coin < 2", [-1, 1]),
        ("5 < coin < 1 / coin", [0, 0]),
        ("all(1 / coin > 0, coin < 5)", [-1, 1]),
        ("all(1 / coin > 0, coin > 5)", [0, 0]),
        ("any(1 / coin > 0, coin < 5)", [1, 1]),
        ("any(1 / coin > 0, coin > 5)", [-1, 1]),
        ("never > 5", [1, 0]),
        ("min(gap, -1) < 0", [-1, 1]),
        # a list: unknown, -3 and 5 in the first draw; 1, 2 and 3 in the second
        ("x[[A, B, C]] > 0", [0, 1]),
        ("x[[A, B, C]] > -9", [-1, 1]),
        ("all(x[[A, B, C]] > 0)", [0, 1]),
        ("all(x[[A, B, C]] > 1)", [0, 0]),
        ("any(x[[A, B, C]] > 4)", [1, 0]),
        ("any(x[[A, B, C]] > 2)", [1, 1]),
        ("any(x[[A, B, C]] > 9)", [-1, 0]),
        ("(x[[A, B, C]] > 2).any", [1, 1]),
        ("any(not (x[[A, B, C]] > 2))", [1, 1]),
        ("all(not (x[[A, B, C]] > 9))", [-1, 1]),
        ("not any(x[[A, B, C]] > 2)", [0, 0]),
        ("any(x[[A, B, C]] > 0 and y[[A, B, C]] > 0)", [-1, 1]),
        ("any(x[[A, B, C]] > 2 and y[[A, B, C]] > 0)", [-1, 0]),
        ("any(x[[A, B, C]] < 0 and y[[A, B, C]] > 0)", [1, 0]),
        ("all(x[[A, B, C]] > 4 or y[[A, B, C]] > 0)", [-1, 0]),
        ("all(x[[A, B, C]] > 1 or y[[A, B, C]] > 0)", [-1, 1]),
        ("any(x[[A, B, C]] > 9, coin > 0)", [-1, 1]),
    ],
)
def test_truth_is_kleenes(text, right, xp):
    assert truths(text, xp) == right


def test_a_margin_is_unknown_where_a_part_is_and_else_signs_the_truth():
    found = judge(parse("any(x[[A, B, C]] > 2)", HERE), lambda one: GIVEN[one.name], np)
    np.testing.assert_array_equal(found.margin, [NAN, 1])
    np.testing.assert_array_equal(found.atoms[0].margin, [NAN, 1])
    found = judge(parse("all(x[[A, B, C]] > 2)", HERE), lambda one: GIVEN[one.name], np)
    np.testing.assert_array_equal(found.margin, [NAN, -1])


def test_lists_of_different_lengths_meet_nowhere_within_any():
    for text, clash in (
        ("any(x[[A, B]] > 0 and y[[A, B, C]] > 0)", True),
        ("any(x[[A, B]] > y[[A, B, C]])", True),
        ("any(x[[A, B]] > 0, y[[A, B, C]] > 0)", False),
        ("any(x[[A, B]] > 0) and all(y[[A, B, C]] > 0)", False),
        ("x[[A, B]] > 0 and y[[A, B, C]] > 0", False),
        ("any(x[[A, B]] > 0 and all(y[[A, B, C]] > 0))", False),
    ):
        faults = Faults()
        check_lengths(parse(text, HERE), faults)
        assert [fault.what for fault in faults.found] == ["a list of 2 meets a list of 3"] * clash
