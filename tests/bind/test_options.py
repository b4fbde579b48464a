"""An option that is written as something else than it is, is a fault at its place, and never an error of ours."""

import pytest

from detente.bind.problem import bind
from detente.domains.table import options
from detente.ground.faults import StudyError
from detente.study.read import parse_study

STUDY = """study: odd
question: Is every option read?
argument: {{title: A}}
as_of: 2018-08-31
world: world-2014
economies: [RUS, USA]
options: {{{name}: {value}}}
claims: {{a: {{says: It is., holds: "1 > 0"}}}}
"""
ODD = (
    "true",
    "3",
    "words",
    "[a, 1]",
    "{a: 1}",
    "{}",
    "[]",
    "{USA: {RUS: x}}",
    "-1 %",
    "2018-08-31",
    "{at: [1]}",
)


@pytest.mark.parametrize("name", options())
@pytest.mark.parametrize("value", ODD)
def test_an_odd_option_is_a_fault_or_read(name, value):
    try:
        bind(parse_study(STUDY.format(name=name, value=value), "odd.yaml"))
    except StudyError as error:
        assert all(fault.what and fault.place.line >= 1 for fault in error.faults)
