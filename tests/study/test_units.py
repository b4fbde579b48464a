import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.domains.negotiation.outcomes import SCALE
from detente.domains.table import DOMAINS
from detente.domains.table import outcomes as every_outcome
from detente.ground.faults import Place
from detente.study import expression
from detente.study.units import KNOWN, factor, parse, raised, times, unknown, words

RANGES = {domain.name: domain.ranges for domain in DOMAINS if domain.ranges()}


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


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        ("mb/d", "barrels/day", 1e6),
        ("barrel", "m3", 0.158987294928),  # 42 US gallons of 231 cubic inches
        ("kt", "tonnes", 1000.0),
        ("Mt", "kt", 1000.0),
        ("mn persons", "thousand people", 1000.0),
        ("households", "persons", None),
        ("mn TEU", "TEU", 1e6),
        ("bn USD", "USD mn", 1000.0),
        ("US$ bn", "USD bn", 1.0),
        ("mn", "1", 1e6),
        ("bcm", "mn m3", 1000.0),
        ("ton", "t", None),
    ],
)
def test_units_of_people_oil_goods_and_their_scales(given, wanted, expected):
    found = factor(parse(given), parse(wanted))
    assert found is None if expected is None else found == pytest.approx(expected, rel=1e-12)


def test_what_is_ambiguous_is_not_known():
    assert unknown("USD m") == ("USD_m",) and unknown("tons") == ("tons",)


SYMBOLS = st.sampled_from([*KNOWN, "kWh", "designations", "100km"])
POWERS = st.sampled_from([1, 1, 1, 2, -1, -1, -2, 0.5, -1.5])


@given(st.dictionaries(SYMBOLS, POWERS, max_size=4))
def test_a_unit_that_is_printed_reads_back(powers):
    unit = ()
    for symbol, power in powers.items():
        unit = times(unit, raised(parse(symbol), power))
    assert parse(words(unit)) == unit


def test_every_unit_that_the_program_prints_reads_back():
    tables = [one.unit for ranges in RANGES.values() for one in ranges().values()]
    for unit in {*(one.unit for one in every_outcome().values() if one.unit != SCALE), *tables}:
        assert not unknown(unit), unit
        if unit not in ("", "1", "share"):
            number = expression.parse(f"2 {unit}", Place("f.yaml")).tree
            assert parse(number.unit) == parse(unit) and number.value == 2.0
    for text in ("points", "percentage points", "%"):
        assert expression.parse(f"2 {text}", Place("f.yaml")).tree.value == 0.02
    assert parse("no unit") == parse("a plain number") == parse("1") == parse("share") == ()


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        ("%/year", "1/year", 0.01),
        ("USD bn per Mt/year", "USD*year/t", 1000.0),
        ("USD/MMBtu per USD/bbl", "barrel/MMBtu", 1.0),
        ("USD/1000m3/100km", "USD/tcm/100km", 1.0),
        ("1/1000nm", "1/km", 1 / 1852),
    ],
)
def test_units_of_the_world_s_tables(given, wanted, expected):
    assert factor(parse(given), parse(wanted)) == pytest.approx(expected, rel=1e-12)
