"""The embedded gas world: its sums, its ranges, its sources, its lines, and lines elsewhere."""

import csv
from pathlib import Path

import numpy as np
import pytest

from detente.domains.freight.searoutes import sea_route
from detente.domains.gas import facts as embedded
from detente.domains.gas.corridor import corridor
from detente.domains.gas.records import BCM_A_MT, BILLION, FEE, MMBTU_A_TONNE
from detente.domains.gas.values import sea
from detente.ground.faults import DataError

ROOT = Path(__file__).resolve().parents[3]
IMPORTS, TERMINALS = (
    ROOT / "src" / "detente" / "world" / "data" / "gas" / f"{name}.csv" for name in ("imports", "terminals")
)


def test_the_base_year_is_the_matrix_of_2017():
    gas = embedded.load(years=(2017,))
    total = dict(zip(gas.markets, gas.base_flow[0].sum(0), strict=True))
    rows = csv.DictReader(IMPORTS.read_text(encoding="utf-8").splitlines())
    matrix = {}
    for row in rows:
        assert int(row["year"]) <= 2017
        matrix[row["importer"]] = matrix.get(row["importer"], 0) + float(row["bcm"])
    for market, volume in matrix.items():
        assert total[market] == pytest.approx(volume)
    assert total["KOR"] == pytest.approx(48.7, abs=0.1)
    russian = gas.base_flow[0, gas.supplies.index("SAK")]
    assert russian[gas.markets.index("KOR")] == pytest.approx(2.603)


def test_units():
    assert pytest.approx(23.2e9, rel=2e-3) == 44.04e6 * MMBTU_A_TONNE * 10.2
    assert pytest.approx(MMBTU_A_TONNE) == BILLION * BCM_A_MT * 1e3
    assert pytest.approx(0.14) == 10 * 700 * 2 * FEE * BILLION


def test_every_number_is_a_range_with_a_source_or_the_word_judgement():
    for one in embedded.ranges().values():
        assert one.low <= one.mid <= one.high, one.name
        assert one.source and one.unit and one.meaning, one.name
        if one.low < one.high and not one.judged:
            assert any(letter.isdigit() for letter in one.source), one.name
    assert all(table.source for table in embedded.load().sources)


def test_values_and_draws_replace_the_middle():
    low, high = embedded.load({"lng_price": 5}), embedded.load({"lng_price": 12})
    korea = low.markets.index("KOR")
    assert low.base_price[0, korea] == pytest.approx(5.4)
    assert high.base_price[0, korea] == pytest.approx(12.4)
    drawn = embedded.load({"lng_price": np.array([5.0, 12.0]), "growth_KOR": np.array([0.0, 1.0])})
    assert drawn.base_price.shape == (2, 6, 5) and drawn.base_flow.shape == (2, 6, 13, 5)
    np.testing.assert_allclose(drawn.base_price[1], high.base_price)
    path = embedded.load(path=np.linspace(6, 11, 6))
    np.testing.assert_allclose(path.base_price[:, korea], np.linspace(6, 11, 6) + 0.4)


def test_contracts_fade_and_never_exceed_the_base_path():
    gas = embedded.load()
    assert (gas.floor <= gas.base_flow + 1e-12).all()
    assert (np.diff(gas.floor.sum((1, 2))) < 0).all()


@pytest.mark.parametrize("bad", [{"lng_prise": 8}, {"pipe_feee": 2}])
def test_an_unknown_number_is_refused_with_a_hint(bad):
    with pytest.raises(DataError, match="did you mean"):
        embedded.load(bad)


def test_an_unknown_line_is_refused_with_a_hint():
    with pytest.raises(DataError, match="did you mean 'trans_korea'"):
        embedded.load(lines=["trans_corea"])


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"supply": "RUX"}, "no supply 'RUX'"),
        ({"buyer": "KRO"}, "no market 'KRO'; did you mean 'KOR'"),
        ({"sections": ("MNG", "KOR")}, "no party 'MNG'"),
    ],
)
def test_a_line_through_what_is_not_there_is_refused(terms, words):
    gas = embedded.load(lines=["trans_korea"])
    with pytest.raises(DataError, match=words):
        gas.with_lines(gas.lines[0].with_terms(**terms))


def test_every_line_that_is_offered_can_be_built_alone_and_with_others():
    without = embedded.load()
    for lines in (["trans_korea"], ["sea_lng"], ["china_line"], list(embedded.LINES)):
        found = corridor(embedded.load({"booked": 0.5}, lines=lines), without)
        assert found.status == ("solved",) and (found.line_flow > 1).all()
    by_sea = embedded.load(lines=["sea_lng"]).line("sea_lng")
    assert by_sea.sections == () and float(by_sea.cut_chance[0]) == 0


def test_another_pipeline_is_described_with_the_same_records():
    """A second line from West Siberia under the Baltic: 55 bcm over 1,230 km, no country of transit."""
    gas = embedded.load()
    baltic = (
        embedded.load(lines=["trans_korea"])
        .lines[0]
        .with_terms(
            name="baltic",
            supply="RUW",
            buyer="EU28",
            sections=("EU28",),
            km=np.array([1230.0]),
            fee=np.array([0.0]),
            capacity=55.0,
            capital=11.0,
            cut_chance=np.zeros(1),
            booked=0.0,
        )
    )
    found = corridor(gas.with_facts(capacity=gas.capacity + 60).with_lines(baltic), gas)
    europe, korea = (found.markets.index(name) for name in ("EU28", "KOR"))
    assert found.status == ("solved",)
    assert (found.price_with[0, :, europe] < found.price_without[0, :, europe]).all()
    assert abs(found.price_with[0, 0, korea] - found.price_without[0, 0, korea]) < 0.1


def test_sea_distances_are_those_of_the_facts():
    known = {("QAT", "KOR"): 6216, ("AUS", "KOR"): 4272, ("USA", "KOR"): 10081}
    for (supply, market), nautical in known.items():
        assert sea(supply, market)[0] == pytest.approx(nautical, rel=0.01)
    assert sea("USA", "KOR")[1] == 1 and sea("QAT", "KOR")[1] == 0


def test_sea_distances_can_be_computed_again_and_a_way_that_is_none_is_refused():
    place = {
        row["of"]: (float(row["lon"]), float(row["lat"]))
        for row in csv.DictReader(TERMINALS.read_text(encoding="utf-8").splitlines())
    }
    for supply, market in (("QAT", "KOR"), ("SAK", "JPN")):
        assert sea_route(place[supply], place[market]).miles == pytest.approx(sea(supply, market)[0], abs=1)
    with pytest.raises(DataError, match=r"no way by sea .* without ormuz"):
        sea_route(place["QAT"], place["KOR"], ("ormuz",))
