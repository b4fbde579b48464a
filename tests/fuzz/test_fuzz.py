"""The corpus that fuzzing left, read again, and claims and studies made by hypothesis from their grammar."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ground.faults import StudyError
from detente.study.expression import parse

from .targets import BASE, HERE, TARGETS, language, study

CORPUS = Path(__file__).with_name("corpus")
NAMES = st.sampled_from(
    [
        "leak",
        "cost",
        "theta[mining]",
        "real_income[RUS, dark]",
        "money[[USA, RUS], dark]",
        "real_wage[[USA, RUS, EU28], dark]",
        "sign",
        "x",
        "min",
    ]
)
NUMBERS = st.sampled_from(["0", "1", "0.5", "5 %", "3 USD bn/year", "1e308", "2 km", "7 years"])
SIGNS = st.sampled_from(["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or"])
CALLS = st.sampled_from(
    ["min", "max", "sum", "mean", "abs", "exp", "log", "sqrt", "all", "any", "eval", "not"]
)


def _grown(inner):
    """Return expressions made of smaller ones, in sense and nonsense."""
    two = st.tuples(inner, SIGNS, inner).map(" ".join)
    return st.one_of(
        two,
        two.map("({})".format),
        st.tuples(CALLS, st.lists(inner, min_size=1, max_size=3).map(", ".join)).map(
            lambda one: "{}({})".format(*one)
        ),
        st.tuples(inner, st.sampled_from(["sum", "max", "all", "__class__"])).map(".".join),
        inner.map("-{}".format),
    )


CLAIMS = st.recursive(st.one_of(NAMES, NUMBERS), _grown, max_leaves=12)
HARMFUL = [
    "().__class__.__bases__[0]",
    "__import__('os').system('x')",
    "leak.__class__",
    "getattr(leak, 'x')",
    "[x for x in leak]",
    "leak := 1",
    "lambda: leak",
    "f'{leak}'",
    "leak if leak else cost",
    "{leak: 1}",
    "leak; cost",
    "print(leak) < 1",
    "open(leak) < 1",
    "leak @ cost < 1",
    "leak // 2 < 1",
    "leak ** 2 < 1",
    "~leak < 1",
    "leak & cost < 1",
    "0x10 < leak",
    "1_000 < leak",
    "'leak' < cost",
]


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_found_keeps_every_promise(name):
    texts = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    assert len(texts) > 100
    for text in texts:
        TARGETS[name](text)


@settings(max_examples=300, deadline=None)
@given(CLAIMS)
def test_a_claim_grown_from_the_grammar_keeps_every_promise(text):
    language(text)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_study_with_lines_moved_doubled_or_lost_keeps_every_promise(data):
    lines = BASE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["lose", "double", "swap", "indent", "value"]))
        if change == "lose":
            lines[one] = ""
        elif change == "double":
            lines.insert(other, lines[one])
        elif change == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        elif change == "indent":
            lines[one] = "  " + lines[one]
        else:
            lines[one] = lines[one].partition(":")[0] + ": " + data.draw(CLAIMS)
    study("\n".join(lines))


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_leads_out_of_the_allow_list(text):
    with pytest.raises(StudyError) as error:
        parse(text, HERE)
    assert len(error.value.faults) == 1
