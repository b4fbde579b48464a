import csv
import datetime as dt

import pytest

from detente.domains.negotiation.facts import NUMBERS, actors, ranges
from detente.world.sources import table_text

STATES = {"china": "CHN", "russia": "RUS", "north": "PRK", "south": "KOR", "japan": "JPN"}


def test_every_actor_of_an_issue_has_its_three_numbers_and_names_are_its_own():
    rows = list(csv.DictReader(table_text("negotiation", "ranges").splitlines()))
    assert len(ranges()) == len(rows) == 3 * len(actors("relief_order"))
    for who in actors("relief_order"):
        assert all(f"{who}_{number}" in ranges() for number in NUMBERS)


@pytest.mark.parametrize("one", ranges().values(), ids=lambda one: one.name)
def test_a_number_has_an_order_a_place_a_day_and_a_source(one):
    least, most = (0, float("inf")) if one.number == "capability" else (0, 1)
    assert least <= one.low <= one.mid <= one.high <= most and one.low < one.high
    assert one.source and one.judged
    assert one.date <= dt.date(2018, 8, 31)


@pytest.mark.parametrize("actor", STATES)
def test_a_capability_by_the_index_is_the_index(actor):
    year = list(csv.DictReader(table_text("politics", "capability").splitlines()))[-1]
    index = float(year[STATES[actor]]) / float(year["USA"])
    one = ranges()[f"{actor}_capability"]
    end = "high" if "high: Correlates" in one.source else "low" if "low: Correlates" in one.source else "mid"
    assert year["year"] == "2016" and "Correlates of War NMC v6, 2016" in one.source
    assert getattr(one, end) == pytest.approx(index, abs=6e-4)


def test_the_united_states_actors_share_what_it_brings():
    shares = [
        one.mid for one in ranges().values() if one.actor.startswith("usa") and one.number == "capability"
    ]
    assert len(shares) == 4 and sum(shares) == pytest.approx(1)
