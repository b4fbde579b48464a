"""Parts of a whole in Live: what is moved stays, the others make room, and what is shown is what is solved."""

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.chance.cube import values
from detente.study.read import parse_study
from detente.web.outline import outline
from detente.web.point import Point, centres, columns_at, shares

from .served import STUDY
from .test_live import move, settled

NAME = "shares.yaml"
PARTS = ("split[seller]", "split[buyer]", "split[way]")
OLD = "  share: {is: the seller's share of what there is to share, uniform: 0 to 1, source: judgement}"
NEW = "  split: {is: who gets what there is to share, dirichlet: {seller: 2, buyer: 3, way: 1}, source: judgement}"


@pytest.fixture(scope="module")
def text():
    found = STUDY.read_text(encoding="utf-8")
    assert OLD in found and "seller_power: share}" in found
    return found.replace(OLD, NEW).replace("seller_power: share}", "seller_power: 'split[seller]'}")


@pytest.fixture(scope="module")
def whole(site, text):
    """Serve a study with parts of a whole."""
    path = site.home / NAME
    path.write_text(text, encoding="utf-8")
    site.ready(NAME)
    yield f"/api/studies/{NAME}/point"
    path.unlink()


def test_parts_that_are_moved_stay_and_the_others_share_the_rest():
    middle = {"a": 0.2, "b": 0.3, "c": 0.5}
    assert shares({}, middle) == middle
    assert shares({"a": 0.6}, middle) == pytest.approx({"a": 0.6, "b": 0.15, "c": 0.25})
    assert shares({"a": 0.6, "c": 0.4}, middle) == pytest.approx({"a": 0.6, "b": 0, "c": 0.4})
    assert shares({"a": 0.9, "b": 0.6}, middle) == pytest.approx({"a": 0.6, "b": 0.4, "c": 0})
    assert shares({"a": 0.1, "b": 0.1, "c": 0.2}, middle) == pytest.approx({"a": 0.25, "b": 0.25, "c": 0.5})
    assert shares({"a": 0.0, "b": 0.0, "c": 0.0}, middle) == middle


def test_the_centre_of_a_whole_is_where_flips_are_measured_from_and_what_the_sliders_show(text):
    problem = bind(parse_study(text, NAME))
    middle = centres(problem)
    its = [one for one in problem.columns if one.name in PARTS]
    expected = values(its, np.full((1, 3), 0.5))
    assert {name: middle[name] for name in PARTS} == {name: one[0] for name, one in expected.items()}
    assert sum(middle[name] for name in PARTS) == pytest.approx(1)
    group = next(one for one in outline(problem).groups if one.assumption.id == "split")
    assert group.whole and [one.scale.centre for one in group.controls] == [middle[name] for name in PARTS]
    at = columns_at(problem, [Point({}), Point({PARTS[0]: 0.7})], middle)
    assert np.sum([at[name] for name in PARTS], axis=0) == pytest.approx([1, 1]) and at[PARTS[0]][1] == 0.7


def test_an_answer_tells_the_parts_that_it_was_solved_with(site, whole):
    with site.visitor() as client:
        one = client.post(whole, json={"values": {PARTS[0]: 0.7}}).json()
        assert one["parts"][PARTS[0]] == 0.7 and sum(one["parts"].values()) == pytest.approx(1)
        assert list(one["parts"]) == list(PARTS)
        full = client.post(whole, json={"values": one["parts"]}).json()
        assert full["cells"] == one["cells"] and full["parts"] == pytest.approx(one["parts"])
        more = client.post(whole, json={"values": {PARTS[0]: 0.9, PARTS[1]: 0.6}}).json()
    assert more["parts"] == pytest.approx({PARTS[0]: 0.6, PARTS[1]: 0.4, PARTS[2]: 0})


def slider(part):
    return f".control[data-column='{part}'] input[type=range]"


def shown(page, part):
    return float(page.locator(f".control[data-column='{part}'] input.value").input_value())


def test_the_others_are_shown_as_they_give_way(page, site, whole, shots, request):
    page.goto(f"{site.origin}/live/{NAME}")
    page.wait_for_selector("#state.ready")
    settled(page)
    page.click("summary:has-text('3 parts')")
    before = [shown(page, one) for one in PARTS]
    assert sum(before) == pytest.approx(1, abs=1e-3)
    move(page, slider(PARTS[0]), 0.7)
    after = [shown(page, one) for one in PARTS]
    assert after[0] == 0.7 and sum(after) == pytest.approx(1, abs=1e-3)
    assert after[1] / after[2] == pytest.approx(before[1] / before[2], rel=0.01)
    move(page, slider(PARTS[1]), 0.7)
    assert shown(page, PARTS[0]) == shown(page, PARTS[1]) == 0.7 and shown(page, PARTS[2]) == 0
    told = page.locator(f".control[data-column='{PARTS[0]}'] output")
    assert told.inner_text() == "solved as 0.5: parts sum to 1"
    page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.click("#reset")
    settled(page)
    assert [shown(page, one) for one in PARTS] == before and "percentile" in told.inner_text()
