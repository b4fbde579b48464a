import pytest

from detente.audit.units import comparisons, unit
from detente.study.expression import parse

from .laboratory import PLACE

UNITS = {"gain": "USD bn", "loss": "USD bn", "share": "share", "volume": "bcm/yr", "bare": ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gain > 0", "USD bn"),
        ("gain > 5 * loss", "USD bn"),
        ("gain / 2 < min(loss, 3) + 1", "USD bn"),
        ("gain > 3 rounds", ""),
        ("gain > volume", ""),
        ("gain * loss > 0", ""),
        ("gain / loss > 1", ""),
        ("share > -0.5 %", "share"),
        ("abs(-volume) >= 10", "bcm/yr"),
        ("exp(gain) > 1", ""),
        ("1 < 2", ""),
        ("bare > 1", ""),
    ],
)
def test_the_unit_of_a_margin(text, said):
    assert unit(parse(text, PLACE).tree, lambda reference: UNITS[reference.name]) == said


def test_comparisons_come_in_the_order_of_the_text():
    tree = parse("gain > 1 and not (loss < 2 or 3 < volume < 4)", PLACE).tree
    assert [one.text for one in comparisons(tree)] == ["gain > 1", "loss < 2", "3 < volume", "volume < 4"]
