import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ground.faults import Place, StudyError
from detente.study.evaluate import evaluate, judge
from detente.study.expression import parse

HERE = Place("test.yaml", 3, 7)


def number(text, **names):
    return evaluate(parse(text, HERE), lambda reference: names[reference.name], np)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("25 %", 0.25),
        ("80 % * 5", 4),
        ("10 - 3 - 2", 5),
        ("max(1, 4, 2) + min(3, 2)", 6),
        ("abs(-3) + sqrt(16) + exp(0) + log(1)", 8),
        ("12 / 3 / 2", 2),
        ("1e-3 * 2", 0.002),
    ],
)
def test_arithmetic_is_as_in_school(text, value):
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("1 +", 10),
        ("a.b", 9),
        ("__import__('os')", 7),
        ("eval(1)", 7),
        ("a ** 2", 10),
        ("(a", 9),
        ("a[1", 10),
        ("1 2", 9),
        ("", 7),
        ("lambda: 1", 13),
        ("a < 3 USD m", 13),
        ("2 USD/tcm/100fathomless", 9),
        ("1 + (a < 2)", 14),
        ("a < 1 and b", 17),
        ("min(a > 1, 2)", 13),
        ("(a < 1).sum", 10),
        ("(a < 1) < 2", 10),
        ("any(a)", 11),
        ("a sign b < 1", 9),
        ("a < abs(1, 2)", 11),
        ("2 USD/0km < a", 9),
    ],
)
def test_what_is_not_allowed_is_a_fault_with_a_caret(text, column):
    with pytest.raises(StudyError) as error:
        parse(text, HERE)
    (fault,) = error.value.faults
    assert (fault.place.line, fault.place.column) == (3, column)
    assert fault.caret.splitlines()[1].index("^") - 4 == column - 7


def test_a_fault_in_a_later_line_has_that_line():
    with pytest.raises(StudyError) as error:
        parse("a + \n  ]", HERE)
    assert (error.value.faults[0].place.line, error.value.faults[0].place.column) == (4, 3)


def test_depth_and_length_are_bounded():
    for text in ("(" * 5000, "-" * 3000 + "1", "1" * 5000, "not " * 900 + "a"):
        with pytest.raises(StudyError):
            parse(text, HERE)


def test_references_are_found_once_with_their_labels():
    found = parse("x[A, [B, C]] < y and x[A, [B, C]] > z", HERE).references()
    assert [(one.name, one.indices) for one in found] == [("x", ("A", ("B", "C"))), ("y", ()), ("z", ())]


def test_a_list_is_reduced_over_its_axis():
    table = np.array([[1.0, 5.0], [3.0, 2.0]])
    assert number("min(x[[A, B]])", x=table).tolist() == [1, 2]
    assert number("x[[A, B]].sum", x=table).tolist() == [4, 7]


def test_truth_has_three_values_by_kleene():
    known, unknown = np.array([1.0, -1.0]), np.array([np.nan, np.nan])
    look = {"a": known, "b": unknown}.__getitem__
    both = judge(parse("a > 0 and b > 0", HERE), lambda ref: look(ref.name), np)
    either = judge(parse("a > 0 or b > 0", HERE), lambda ref: look(ref.name), np)
    inverse = judge(parse("not (b > 0)", HERE), lambda ref: look(ref.name), np)
    assert both.truth.tolist() == [-1, 0]
    assert either.truth.tolist() == [1, -1]
    assert inverse.truth.tolist() == [-1, -1]


def test_a_list_without_reduction_must_hold_for_all():
    table = np.array([[1.0, 1.0], [3.0, -2.0]])
    assert judge(parse("x[[A, B]] > 0", HERE), lambda ref: table, np).truth.tolist() == [1, 0]


def test_one_unknown_of_a_list_does_not_hide_one_that_is_false():
    table = np.array([[np.nan, np.nan], [3.0, -2.0]])
    assert judge(parse("x[[A, B]] > 0", HERE), lambda ref: table, np).truth.tolist() == [-1, 0]


NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_sign_of_the_margin_is_the_truth(a, b, c):
    values = {"a": a, "b": b, "c": c}
    for text in ("a < b", "a >= b", "a < b and b < c", "a < b or c > a", "not (a > b)", "a < b < c"):
        found = judge(parse(text, HERE), lambda reference: np.array([values[reference.name]]), np)
        if found.margin[0] > 0:
            assert found.truth[0] == 1
        if found.margin[0] < 0:
            assert found.truth[0] == 0


@given(st.text(alphabet="ab12.[](),<>=+-*/^% andortx\n", max_size=40))
def test_any_text_is_parsed_or_refused_at_a_place_in_it(text):
    try:
        parse(text, HERE)
    except StudyError as error:
        assert all(fault.place.line >= 3 and fault.place.column >= 1 for fault in error.faults)


def test_a_margin_can_be_differentiated():
    claim = parse("a * a < 9 and a > 1", HERE)
    slope = jax.grad(lambda a: judge(claim, lambda reference: a, jnp).margin)
    assert slope(2.9) == pytest.approx(-5.8)
    assert slope(1.1) == pytest.approx(1.0)
