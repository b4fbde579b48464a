import pytest

from detente.study.units import factor, parse, raised, times, unknown, words


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        ("USD mn/year", "USD bn/year", 1e-3),
        ("USD bn/month", "USD bn/year", 12.0),
        ("USD/tcm/100km", "USD/tcm/km", 0.01),
        ("bcm/yr", "bcm/year", 1.0),
        ("years", "month", 12.0),
        ("share", "1", 1.0),
        ("USD bn", "USD bn/year", None),
        ("bcm", "MMBtu", None),
        ("sheep", "goats", None),
    ],
)
def test_a_factor_between_units_of_one_thing_and_none_between_others(given, wanted, expected):
    found = factor(parse(given), parse(wanted))
    assert found is None if expected is None else found == pytest.approx(expected, rel=1e-12)


def test_the_algebra_of_units_needs_no_registry():
    rate, time = parse("rounds/year"), parse("years")
    assert times(rate, time) == parse("rounds")
    assert times(rate, rate, -1) == ()
    assert raised(parse("year"), 2) == times(time, time)
    assert words(parse("USD bn/year")) == "USD bn/year"
    assert words(()) == "a plain number"


def test_symbols_that_nobody_knows_are_named():
    assert unknown("USD bn/fortnite") == ("fortnite",)
    assert unknown("USD/MMBtu") == unknown("kilotonne") == ()
