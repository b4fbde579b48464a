import pytest

from detente.bind.problem import bind
from detente.ground.faults import StudyError
from detente.study.read import parse_study

from ..fuzz.targets import BASE

TWO, THREE = "real_income[[RUS, USA], dark]", "real_income[[RUS, USA, EU28], dark]"


def bound(claim):
    return bind(parse_study(BASE.replace("leak < 1", claim), "f.yaml"))


@pytest.mark.parametrize("claim", [f"{TWO} < {THREE}", f"{TWO} - {THREE} < 0", f"max({THREE}, {TWO}) < 0"])
def test_lists_of_different_lengths_do_not_meet(claim):
    with pytest.raises(StudyError, match="a list of 2 meets a list of 3; reduce each") as error:
        bound(claim)
    assert len(error.value.faults) == 1


@pytest.mark.parametrize(
    "claim",
    [
        f"{TWO}.sum < {THREE}.min",
        f"{TWO} < 0 and {THREE} < 0",
        f"min({TWO}, leak) < {TWO}",
        f"{TWO} < real_income[[EU28, USA], start]",
    ],
)
def test_lists_that_are_reduced_or_as_long_may(claim):
    assert bound(claim).claims
