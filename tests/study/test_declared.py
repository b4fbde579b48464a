"""What a number carries is the unit of its assumption."""

import pytest

from detente.chance.kinds import Beta, Uniform
from detente.study.read import parse_study

STUDY = """study: units
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
assumptions:
  x: {is: it, source: judgement, GIVEN}
claims: {one: {says: It is., not_modelled_yet: no model}}
"""


def read(given):
    return parse_study(STUDY.replace("GIVEN", given), "f.yaml")


@pytest.mark.parametrize(
    ("given", "unit", "known"),
    [
        ("uniform: 75 to 90 bcm/year", "bcm/year", True),
        ("uniform: 75 bcm/yr to 90 bcm/year", "bcm/year", True),
        ("fixed: 29180 USD bn/year", "USD bn/year", True),
        ("fixed: 2 mb/d, unit: mn barrels/day", "mn barrels/day", False),
        ("triangular: [1 kt, 2 kt, 3 kt], unit: kt", "kt", True),
        ("normal: [3, 1 mn persons]", "mn persons", True),
        ("lognormal: {median: 10 USD/MMBtu, 90%: 5 to 20}", "USD/MMBtu", True),
        ("'beta': [2, 3], on: 0 to 5 TEU", "TEU", True),
        ("discrete: {1 years: 0.2, 2 years: 0.8}", "years", True),
        ("path: {mean: 8 USD/MMBtu, sd: 1.5, half_life: 2 years, years: 2018 to 2020}", "USD/MMBtu", True),
        ("uniform: 5 % to 10 %", "share", False),
        ("uniform: 5 % to 10 %, unit: '%'", "share", True),
        ("uniform: 5 % to 10 %, unit: 1/round", "1/round", True),
        ("uniform: 5 to 10", "1", False),
        ("uniform: 5 to 10, unit: 1", "1", True),
        ("uniform: 5 to 10, unit: sheep/year", "sheep/year", True),
    ],
)
def test_the_unit_of_an_assumption(given, unit, known):
    study = read(given)
    if "mb/d" in given:
        assert ["are in mb/d, and its unit is mn barrel/day" in str(fault) for fault in study.faults] == [
            True
        ]
        return
    assert not study.faults
    assert (study.assumptions["x"].unit, study.assumptions["x"].unit_known) == (unit, known)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("uniform: 75 to 90 bcm/year, unit: USD bn", "are in bcm/year, and its unit is USD bn"),
        ("uniform: 1 to 3 USD mn, unit: USD bn", "are in USD mn, and its unit is USD bn"),
        ("uniform: 75 bcm to 90 USD", "has numbers in bcm and USD"),
        ("normal: [100 USD bn, 10 %]", "'10 %' has % and '100 USD bn' has none"),
        ("uniform: 5 to 10, unit: '%'", "is 5 five per cent, or 500"),
        ("uniform: 5 to 10, unit: percentage points", "is 5 five per cent, or 500"),
        ("uniform: 5 % to 10 %, unit: USD bn", "are in %, and its unit is USD bn"),
        ("uniform: 1 to 3 mn", "with and without mn"),
        ("gamma: [2 years, 3]", "a plain number is wanted here, not one in years"),
        ("'beta': [2 km, 3]", "not one in km"),
        ("discrete: {1: 2 km, 2: 3}", "not one in km"),
        ("from: elasticities, at: {mining: 3 years}", "not one in years"),
        (
            "path: {mean: 8, sd: 1.5, half_life: 6 months, years: 2018 to 2020}",
            "half-life is in years, not in months",
        ),
        ("uniform: 100 to 140 yeers", "the unit 'yeers' is not known; did you mean 'years'"),
        ("uniform: 100 to 140 tons", "the unit 'tons' is not known; did you mean 'tonnes'"),
    ],
)
def test_units_that_do_not_fit_are_a_fault_on_the_line(given, words):
    (fault,) = read(given).faults
    assert words in str(fault) and fault.place.line == 7


def test_the_numbers_stay_as_they_are_written():
    assert read("uniform: 1 mn to 3 mn").assumptions["x"].distribution == Uniform(1e6, 3e6)
    assert read("uniform: 75 to 90 bcm/year").assumptions["x"].distribution == Uniform(75, 90)
    assert read("'beta': [2, 3], on: 0 to 5 TEU").assumptions["x"].distribution == Beta(2, 3, 0, 5)
