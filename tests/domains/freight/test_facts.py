"""The embedded freight network: its tables fit together, and distances are what they claim."""

import runpy
from pathlib import Path

import pytest

from detente.domains.freight.facts import MODES, land, load, ranges
from detente.domains.freight.searoutes import sea_route, simpler
from detente.domains.freight.solve import share_names
from detente.domains.freight.ways import ways
from detente.ground.faults import DataError
from detente.world.embedded import read_tables
from detente.world.sources import sources

ROOT = Path(__file__).resolve().parents[3]


def test_links_and_gateways_name_what_is_there():
    freight = load()
    assert {end for link in freight.links for end in link.ends} == set(freight.terminals)
    assert {link.mode for link in freight.links} <= set(MODES)
    weights = {}
    for economy, terminal, weight in freight.gateways:
        assert freight.economy_of[freight.terminals.index(terminal)] == economy
        weights[economy] = weights.get(economy, 0) + weight
    assert weights == pytest.approx(dict.fromkeys(weights, 1.0))
    assert set(weights) <= set(read_tables("world-2014").economies)


def test_lanes_of_a_pair_sum_to_one():
    for pair in load().pairs():
        assert sum(lane.weight for lane in load().lanes() if lane.economies == pair) == pytest.approx(1)


def test_every_share_by_land_belongs_to_a_lane():
    known = {name for lane in ways(load()).lanes for name in share_names(lane)}
    assert {name for name in ranges() if name.startswith("land_")} <= known


def test_every_industry_in_containers_has_a_value_and_a_share():
    names = {name[6:] for name in ranges() if name.startswith("value_")} - {"of_day"}
    assert names == {name[6:] for name in ranges() if name.startswith("boxed_")}
    assert names < set(read_tables("world-2014").industries)


def test_every_table_says_where_it_comes_from():
    told = {one.table for one in sources("freight")}
    assert told == {path.name for path in (ROOT / "src/detente/world/data/freight").glob("*.csv")}


def test_lengths_are_what_the_tools_measure():
    """One of each kind, from the facts: WGS84 geodesics and searoute 1.6.0."""
    lengths = {link.ends: link.length for link in load().links}
    straight = runpy.run_path(str(ROOT / "docs/models/freight_lengths.py"))["straight"]
    assert straight((127.44, 39.15), (130.30, 42.24)) == pytest.approx(lengths["WON", "RAJ"], abs=0.06)
    assert lengths["BUS", "VLA"] == pytest.approx(503.1, abs=0.1)
    assert lengths["BUS", "ROT"] == pytest.approx(10_896, abs=1)
    assert sea_route((129.04, 35.10), (130.30, 42.24)).miles == pytest.approx(lengths["BUS", "RAJ"], abs=0.06)


def test_a_dropped_restriction_is_noticed():
    busan, rotterdam = (129.04, 35.10), (4.0, 51.95)
    by_suez, by_panama = sea_route(busan, rotterdam), sea_route(busan, rotterdam, ("suez",))
    assert by_panama.miles > by_suez.miles + 1000
    with pytest.raises(DataError, match="no sea passage 'suezz'; did you mean 'suez'"):
        sea_route(busan, rotterdam, ("suezz",))
    with pytest.raises(DataError, match="without bosporus"):
        sea_route((28.0, 43.2), rotterdam, ("bosporus",))


def test_a_course_keeps_its_ends_and_its_bends():
    course = ((0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 2.0))
    assert simpler(course, 0.1) == ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0))


def test_land_is_there_and_small():
    assert len(land()) > 50 and len(land(near=True)) > 10
    folder = ROOT / "src/detente/world/data/freight"
    assert sum((folder / f"{name}.csv").stat().st_size for name in ("land", "land-near")) < 60_000
