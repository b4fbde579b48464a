"""The map: it draws offline, names what it can, and leaves room."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from detente.domains.freight.facts import load
from detente.domains.freight.view.map import SOURCE, Label, Window, map_of, placed
from detente.report.figure import svg


def words(text):
    return set(re.findall(r">([^<>]+)</text>", text))


def test_the_embedded_network_is_drawn_with_title_legend_and_source():
    said = words(svg(map_of(load(), "Rail against the sea")))
    assert {"Rail against the sea", "railway", "road", "ship", "opened or renewed", SOURCE} <= said
    assert {"Busan", "Seoul", "Pyongyang", "Wonsan", "Moscow", "Rotterdam", "Shanghai", "Yokohama"} <= said


def test_a_network_in_which_nothing_opens_has_one_map():
    links = tuple(replace(link, opens=False, old=False) for link in load().links)
    said = words(svg(map_of(replace(load(), links=links))))
    assert "opened or renewed" not in said and "what opens or is renewed, from nearer" not in said


def test_a_network_without_courses_is_drawn_straight():
    assert "BUS" in words(svg(map_of(replace(load(), courses=(), names=()), "x")))


@given(
    st.lists(
        st.tuples(st.floats(-179, 179), st.floats(-70, 75)),
        min_size=1,
        max_size=6,
    )
)
def test_a_window_holds_its_places_on_paper(places):
    window = Window.about(places)
    for place in places:
        x, y = window.on_paper(place)
        assert window.holds(place)
        assert -1 <= x <= window.size[0] + 1 and -1 <= y <= window.size[1] + 1


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=12))
def test_no_label_covers_another_or_leaves_the_picture(points):
    found = placed([Label("Vladivostok", x, y) for x, y in points], points, (400, 300))
    for number, one in enumerate(found):
        left, top, right, bottom = one.box
        assert left >= 0 and top >= 0 and right <= 400 and bottom <= 300
        for other in found[number + 1 :]:
            a, b, c, d = other.box
            assert right <= a or c <= left or bottom <= b or d <= top
