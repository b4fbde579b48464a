"""Actors keep one colour in every figure, told apart by everybody, on white and on black."""

import doctest
from itertools import combinations

import numpy as np
import pytest

from detente.audit.notebook import BADGES
from detente.audit.records import WORDS
from detente.report import colours
from detente.report.figures import chances, incomes

SEEN = {
    "all colours": np.eye(3),
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""Machado, Oliveira and Fernandes 2009, IEEE Transactions on Visualization 15:1291-1298, at full severity."""
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour):
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light):
    x = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    light = sorted(float(TO_XYZ[1] @ linear(colour)) + 0.05 for colour in (one, other))
    return light[1] / light[0]


def test_examples():
    assert doctest.testmod(colours).failed == 0


@pytest.mark.parametrize("eye", SEEN)
def test_actors_are_told_apart(eye):
    """20 in CIE 1976 is some nine differences that can just be seen."""
    known = {
        name: lab(SEEN[eye] @ linear(colour))
        for name, colour in {**colours.ACTORS, "": colours.OTHER}.items()
    }
    for one, other in combinations(known, 2):
        assert np.linalg.norm(known[one] - known[other]) > 20, (one, other)


@pytest.mark.parametrize("colour", [*colours.ACTORS.values(), colours.OTHER, colours.FOR, colours.AGAINST])
def test_actors_stand_out_on_white_and_on_black(colour):
    assert contrast(colour, "#ffffff") > 2.9 and contrast(colour, "#000000") > 3


def test_white_letters_can_be_read_on_every_badge():
    assert set(BADGES) == set(WORDS)
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour, _ in BADGES.values())


def test_an_actor_has_its_colour_in_every_figure():
    spread = dict.fromkeys((5, 25, 50, 75, 95), 0.01)
    drawn = [
        incomes("i", "A world", {"RUS": spread, "KOR": spread}, ""),
        chances(
            "c",
            "Entries",
            "years",
            [{"name": name, "x": x, "chance": 0.5} for name in ("KOR", "RUS") for x in (0, 1)],
            "",
        ),
    ]
    for figure in drawn:
        assert colours.ACTORS["RUS"] in figure.svg and colours.ACTORS["KOR"] in figure.svg
