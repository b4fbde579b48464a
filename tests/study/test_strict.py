"""One strict reading: every value that a part uses is the one that was checked, whatever YAML's dialects make of it."""

import dataclasses
import datetime as dt
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from detente.ground.faults import Place, StudyError
from detente.study import read
from detente.study.evaluate import evaluate
from detente.study.expression import Expression
from detente.study.page import page
from detente.study.records import Node
from detente.study.schema import StudyPart
from detente.study.shape import Part, checked, date_of, plain
from detente.study.tree import tree

WHOLE = Path(__file__).with_name("whole.yaml").read_text(encoding="utf-8")
ODD = [
    *("yes", "no", "on", "off", "y", "n", "NO", "true", "false", "True", "FALSE", "~", "null", "''"),
    *("0", "1", "2", "-1", "1.0", "1_000", "0x10", "0b11", "0o17", "010", "08", "1e3", "1:30", "+5", "1e999"),
    *(
        ".inf",
        "-.inf",
        ".nan",
        "inf",
        "nan",
        "0,5",
        "1,000",
        "5 %",
        "'5%'",
        "1/3",
        "−5",
        "5 – 20",
        "[]",
        "{}",
    ),
    *("2018-08-31", "2019-08-31", "2018-8-31", "2018-02-30", "2018-08-31T10:00:00", "2018-08-31 10:00:00Z"),
    *(
        "20180831",
        "2018-W35-5",
        "[1]",
        "{a: 1}",
        "!!bool no",
        "!!bool yes",
        "!!null x",
        "!!int x",
        "!a b",
        "=",
    ),
]


TOLD = ("is", "source")
"""Keys that every assumption has, walked in the first of them."""


def leaves(node, path=()):
    """Yield the path of every scalar, and of every list and table, below a node."""
    if path:
        yield path
    inside = node.value.items() if isinstance(node.value, dict) else enumerate(_items(node))
    for key, one in inside:
        told = path[:1] == ("assumptions",) and path[1:] != ("uniform",) and key in TOLD
        if not told:
            yield from leaves(one, (*path, key))


def _items(node):
    return node.value if isinstance(node.value, list) else []


def put(node, path, leaf):
    """Return a tree with another node at a path."""
    if not path:
        return Node(leaf.value, node.place, leaf.keys, leaf.text)
    inside = dict(node.value) if isinstance(node.value, dict) else list(node.value)
    inside[path[0]] = put(inside[path[0]], path[1:], leaf)
    return dataclasses.replace(node, value=inside)


def bare(value):
    """Return records without places and spellings, so that kinds of values show."""
    if isinstance(value, Place):
        return None
    if isinstance(value, Node):
        return bare(value.value)
    if isinstance(value, Expression):
        return value.text if value.references() else float(evaluate(value, None, np))
    if dataclasses.is_dataclass(value):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return type(value).__name__, bare(fields)
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [bare(one) for one in value]
    return repr(value)


def dated(value):
    """Return plain values in which a date in quotes is a date."""
    if isinstance(value, dict):
        return {key: dated(one) for key, one in value.items()}
    return [dated(one) for one in value] if isinstance(value, list) else repr(date_of(value))


@pytest.fixture(scope="module")
def whole():
    root, faults = tree(WHOLE, "f.yaml")
    assert not faults
    return root


@pytest.fixture
def reading(whole, monkeypatch):
    """Return a reader of the whole study with another value at a path, and the faults of that value's own text."""

    def reads(path, literal):
        leaf, faults = tree(f"x: {literal}", "f.yaml")
        changed = put(whole, path, leaf.value["x"])
        monkeypatch.setattr(read, "tree", lambda text, file: (changed, list(faults)))
        return changed, read.parse_study(WHOLE, "f.yaml")

    return reads


def test_the_whole_study_has_every_key_and_no_fault():
    assert read.parse_study(WHOLE, "f.yaml").faults == ()
    missing = {field.alias or name for name, field in StudyPart.model_fields.items()} - set(
        tree(WHOLE, "f")[0].value
    )
    assert missing == {"game"}


def test_what_is_read_is_what_was_checked(whole, reading):
    """Every field with every odd value: a fault, or the very values that the model checked."""
    accepted = 0
    for path in leaves(whole):
        for literal in ODD:
            changed, study = reading(path, literal)
            if study.faults:
                continue
            accepted += 1
            model, _ = checked(changed, StudyPart)
            held = model.model_dump(by_alias=True, exclude_unset=True)
            numbers = dated(plain(changed)), dated(held)
            assert numbers[0] == numbers[1], (path, literal)
            assert study.as_of == model.as_of
            assert [one.forecast for one in study.claims.values()] == [
                one.forecast for one in model.claims.values()
            ]
            events = [(one.date, bool(one.happened), one.what) for one in model.hindsight]
            assert [(one.date, one.happened, one.what) for one in study.hindsight] == events, (path, literal)
            assert study.argument.date == model.argument.date
    assert accepted > 500


UNTYPED = ("options", "moves")
"""Parts whose kinds of values are checked where they are resolved, each read once."""


def test_quotes_never_change_a_value(whole, reading):
    for path in (path for path in leaves(whole) if path[0] not in UNTYPED):
        for literal in ODD:
            if literal.startswith(("'", "[", "{", "!")):
                continue
            _, quoted = reading(path, f"'{literal}'")
            _, bald = reading(path, literal)
            if not quoted.faults and not bald.faults and literal not in ("~", "null"):
                assert bare(dataclasses.replace(quoted, text="")) == bare(
                    dataclasses.replace(bald, text="")
                ), (path, literal)


BOOLEANS = [("claims", "one", "forecast"), ("hindsight", 0, "happened")]


@pytest.mark.parametrize("path", BOOLEANS)
@pytest.mark.parametrize("literal", ODD)
def test_true_and_false_alone_are_true_and_false(whole, reading, path, literal):
    _, study = reading(path, literal)
    found = study.claims["one"].forecast if path[0] == "claims" else study.hindsight[0].happened
    if literal in ("true", "True"):
        assert found is True and not study.faults
    elif literal in ("false", "FALSE"):
        assert found is False and not study.faults
    else:
        place = whole.value[path[0]].value[path[1]].value[path[2]].place
        lines = {fault.place.line for fault in study.faults} - {
            1
        }  # where a tag stands in the text of its own
        assert lines == {place.line}


DATES = [("as_of",), ("argument", "date"), ("hindsight", 0, "date"), ("assumptions", "rate", "rate", "since")]


@pytest.mark.parametrize("path", DATES)
def test_a_date_is_the_same_in_quotes_and_without(reading, path):
    for literal in ODD:
        texts = [literal] if literal[0] in "'[{!" else [literal, f"'{literal}'"]
        for text in texts:
            _, study = reading(path, text)
            found = {
                "as_of": lambda study: study.as_of,
                "argument": lambda study: study.argument.date,
                "hindsight": lambda study: study.hindsight[0].date,
                "assumptions": lambda study: study.assumptions["rate"].distribution.since,
            }[path[0]]
            if literal == "2019-08-31" or (literal == "2018-08-31" and path[0] != "hindsight"):
                assert found(study) == dt.date.fromisoformat(literal)
                assert all("after" in fault.what for fault in study.faults)
            else:
                assert study.faults or (path == ("argument", "date") and study.argument.date is None)


def test_an_event_that_came_about_not_stays_so_to_the_score():
    for literal, mend in (("no", True), ("off", True), ("'false'", True), ("0", True), ("false", False)):
        text = WHOLE.replace("happened: true", f"happened: {literal}")
        study = read.parse_study(text, "f.yaml")
        assert [str(one) for one in study.faults] == (
            ["f.yaml:45:72: true or false is wanted here; write true or false"] if mend else []
        )
        assert mend or study.hindsight[0].happened is False


@pytest.mark.parametrize(
    "module",
    [
        *("bind.alone." + name for name in ("freight_part", "gas_part", "negotiate", "peace", "split")),
        *("domains.strategy.reading", "world.split_file", "study.schema"),
    ],
)
def test_every_model_of_a_file_is_strict(module):
    parts = [
        one
        for one in vars(import_module(f"detente.{module}")).values()
        if isinstance(one, type) and issubclass(one, Part)
    ]
    assert parts
    for one in parts:
        assert one.model_config["strict"] is True, one
        assert one.model_config["allow_inf_nan"] is False, one


class _Small(Part):
    on: bool
    number: float
    count: int
    word: str


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *[("on: true", f"on: {text}") for text in ("no", "'false'", "0", "off", "!!bool no")],
        *[
            ("number: 1.5", f"number: {text}")
            for text in ("'1.5'", "true", ".nan", ".inf", "1:30", "2018-08-31")
        ],
        *[("count: 2", f"count: {text}") for text in ("2.0", "'2'", "true", "010", "1e3")],
        *[("word: a", f"word: {text}") for text in ("1", "true", "2018-08-31", "~")],
    ],
)
def test_small_files_are_read_as_strictly(tmp_path, old, new):
    text = "on: true\nnumber: 1.5\ncount: 2\nword: a\n"
    file = tmp_path / "small.yaml"
    file.write_text(text, encoding="utf-8")
    part, _ = page(file, _Small)
    assert (part.on, part.number, part.count, part.word) == (True, 1.5, 2, "a")
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError) as found:
        page(file, _Small)
    line = text.split("\n").index(old) + 1
    assert {fault.place.line for fault in found.value.faults} == {line}
