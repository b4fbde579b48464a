import itertools

import numpy as np
import pytest

from detente.flips.nearest import ways
from detente.study.evaluate import judge
from detente.study.expression import parse
from tests.audit.laboratory import PLACE


def tree(text):
    return parse(text, PLACE).tree


def test_a_conjunction_fails_in_many_ways_and_holds_in_one():
    both = tree("a > 0 and b > 0")
    assert ways(both, True) == (frozenset({(0, True), (1, True)}),)
    assert ways(both, False) == (frozenset({(0, False)}), frozenset({(1, False)}))


@pytest.mark.parametrize(
    "text",
    [
        "a > 0 or b > 0",
        "not (a > 0 and b > 0) or c > 0",
        "(a > 0 or b > 0) and not c > 0",
        "not (a > 0 or not (b > 0 and c > 0))",
    ],
)
@pytest.mark.parametrize("holds", [True, False])
def test_the_ways_are_all_there_are(text, holds):
    # A claim takes a truth exactly where one of the ways has all of its comparisons as it wants them.
    found = ways(tree(text), holds)
    for signs in itertools.product((-1.0, 1.0), repeat=3):
        values = dict(zip("abc", map(np.asarray, signs), strict=True))
        judged = judge(parse(text, PLACE), lambda one, its=values: its[one.name], np)
        truths = [bool(atom.margin > 0) for atom in judged.atoms]
        taken = any(all(truths[place] == wanted for place, wanted in way) for way in found)
        assert taken == (bool(judged.truth) == holds)


def test_so_many_ways_are_cut_off():
    text = " and ".join(f"(a > {k} or b > {k})" for k in range(12))
    assert 1 <= len(ways(tree(text), True)) <= 24
