"""An economy taken out of the rest of the world: by the method of the embedded one, and never added on top."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ground.faults import DataError, StudyError
from detente.world import embedded
from detente.world.aggregate import aggregate, keep_economies
from detente.world.books import imbalances
from detente.world.estimate import resize, retrade, seed
from detente.world.facts import Facts, Tables
from detente.world.folder import world_of
from detente.world.rebalance import accounts, gaps, totals
from detente.world.split import Newcomer, split
from detente.world.split_file import read
from detente.world.template import facts as facts_of


def facts_from(world):
    titles = tuple(world.industries)
    tables = Tables(world.economies, world.industries, titles, world.flows, world.tariff, world.inputs,
                    world.theta, world.theta_low, world.theta_high)  # fmt: skip
    return Facts(tables, np.asarray(accounts(world).value_added), world.sources)


@pytest.fixture(scope="module")
def whole():
    return embedded.load("world-2014")


@pytest.fixture(scope="module")
def without(whole):
    """The embedded world with North Korea back in the rest of the world."""
    groups = {code: [code] for code in whole.economies if code not in ("PRK", "ROW")} | {
        "ROW": ["PRK", "ROW"]
    }
    return facts_from(aggregate(whole, groups, {code: [code] for code in whole.industries}))


def trade_of(world, code):
    own = world.economy(code)
    cells = [(p, j) for p in range(len(world.economies)) if p != own for j in range(len(world.industries))]
    name = lambda p, j: (world.economies[p], world.industries[j])  # noqa: E731
    exports = {name(p, j): float(world.flows[j, p, own]) for p, j in cells}
    return exports, {name(p, j): float(world.flows[j, own, p]) for p, j in cells}


def newcomer(world, code):
    own, book = world.economy(code), accounts(world)
    added = (1 - world.inputs[own].sum(0)) * book.output[own]
    shares = dict(zip(world.industries, added / added.sum(), strict=True))
    return Newcomer(code, float(added.sum()), shares, *trade_of(world, code))


def test_north_korea_split_out_again_is_the_embedded_one(whole, without):
    found = split(without, newcomer(whole, "PRK"))
    assert set(found.tables.economies) == set(whole.economies) and found.tables.economies[-1] == "ROW"
    order = [found.tables.economies.index(code) for code in whole.economies]
    flows = found.tables.flows[:, order][:, :, order]
    prk, rest = whole.economy("PRK"), whole.economy("ROW")
    cells = [n for n in range(len(whole.economies)) if n not in (prk, rest)]
    np.testing.assert_allclose(flows[:, cells], whole.flows[:, cells], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(flows[:, prk, cells], whole.flows[:, prk, cells], rtol=1e-9)
    assert found.gdp[order][prk] == pytest.approx(17.396, rel=1e-4)
    home = flows[:, prk, prk].sum() / whole.flows[:, prk, prk].sum()
    assert home == pytest.approx(1, abs=0.1), "home purchases hang on how inputs are thinned"
    assert not imbalances(found)


def test_the_world_stays_what_it_was_good_by_good(whole, without):
    found = split(without, newcomer(whole, "PRK"))
    before, after = totals(*without.tables[3:6]), totals(*found.tables[3:6])
    for name in ("output", "spending", "final"):
        np.testing.assert_allclose(
            getattr(after, name).sum(0), getattr(before, name).sum(0), rtol=1e-10, err_msg=name
        )
    for name in ("value_added", "duties"):
        np.testing.assert_allclose(
            getattr(after, name).sum(), getattr(before, name).sum(), rtol=1e-10, err_msg=name
        )
    same = [code for code in without.tables.economies if code != "ROW"]
    rows = [without.tables.economies.index(code) for code in same]
    again = [found.tables.economies.index(code) for code in same]
    for name in ("output", "spending", "final", "value_added", "duties", "deficit"):
        np.testing.assert_allclose(
            getattr(after, name)[again], getattr(before, name)[rows], rtol=1e-9, atol=1e-9, err_msg=name
        )
    assert (after.final >= -1e-12).all() and (found.tables.inputs.sum(1) < 1).all()


@given(gdp=st.floats(1, 400), scale=st.floats(0.01, 1), seed=st.integers(0, 9))
@settings(max_examples=25, deadline=None)
def test_whatever_is_split_out_is_taken_out(gdp, scale, seed):
    rng = np.random.default_rng(seed)
    without = facts_of("world-2014")
    shares = dict(zip(without.tables.industries, rng.dirichlet(np.ones(16)), strict=True))
    imports = {("CHN", "machinery"): 0.3 * scale, ("ROW", "mining"): 0.2 * scale}
    try:
        found = split(without, Newcomer("NEW", gdp, shares, {}, imports))
    except DataError as error:
        assert "NEW would leave ROW less than nothing of" in str(error) and gdp > 50
        return
    assert found.tables.flows.sum() == pytest.approx(without.tables.flows.sum(), rel=1e-12)
    assert found.gdp.sum() == pytest.approx(without.gdp.sum(), rel=1e-9)
    assert found.gdp[found.tables.economies.index("NEW")] == pytest.approx(gdp, rel=1e-9)
    assert not imbalances(found)


def refused(without, **changed):
    shares = dict.fromkeys(without.tables.industries, 1 / 16)
    told = {"code": "NEW", "gdp": 20.0, "shares": shares, "exports": {}, "imports": {("CHN", "food"): 1.0}}
    with pytest.raises(DataError) as caught:
        split(without, Newcomer(**{**told, **changed}))
    return str(caught.value)


def test_what_cannot_be_taken_out_is_named_with_its_cell(without):
    assert "NEW sells more abroad than it makes of textiles" in refused(
        without, exports={("CHN", "textiles"): 90.0}
    )
    said = refused(without, imports={("CHN", "food"): 9000.0})
    assert "ROW buys US$" in said and "million of food from CHN, less than NEW is to take of it" in said
    assert "CHN is in this world already" in refused(without, code="CHN")
    assert "no MARS or no food" in refused(without, imports={("MARS", "food"): 1.0})
    assert "sum to 1" in refused(without, shares={"food": 0.5})
    with pytest.raises(DataError, match="there is no REST to split"):
        split(without, Newcomer("NEW", 1.0, {"food": 1.0}, {}, {}), rest="REST")


@pytest.fixture(scope="module")
def kept(whole):
    return keep_economies(whole, ["PRK", "CHN", "KOR", "RUS"])


@pytest.mark.parametrize("partner", ["CHN", "ROW"])
def test_trade_with_a_partner_as_an_assumption(kept, partner):
    own, other, rest = (kept.economy(code) for code in ("PRK", partner, "ROW"))
    base = accounts(kept)
    found = resize(retrade(kept, "PRK", partner, 2.0, 0.5), "PRK", base.value_added[own])
    assert found.flows[:, other, own].sum() == pytest.approx(2.0)
    assert found.flows[:, own, other].sum() == pytest.approx(0.5)
    after = accounts(found)
    np.testing.assert_allclose(found.flows.sum((1, 2)), kept.flows.sum((1, 2)), rtol=1e-12)
    assert after.value_added[own] == pytest.approx(base.value_added[own], rel=1e-9)
    assert max(float(np.abs(gap).max()) for gap in gaps(after).values()) <= 1e-9
    if partner != "ROW":
        np.testing.assert_allclose(found.flows[:, other].sum(1), kept.flows[:, other].sum(1), rtol=1e-12)
    untouched = [n for n in range(len(kept.economies)) if n not in (own, other, rest)]
    assert (found.flows[:, untouched] == kept.flows[:, untouched]).all()
    same = retrade(kept, "PRK", partner)
    assert (same.flows == kept.flows).all()


def test_more_trade_than_the_rest_has_is_not_a_number(kept):
    assert np.isnan(retrade(kept, "PRK", "CHN", exports=1e6).flows).any()


TEXT = """
split: CUB
gdp: 80
industries: {agriculture: 0.05, food: 0.10, mining: 0.03, construction: 0.07, trade: 0.25, services: 0.50}
trade:
  EU28: {exports: 0.6, imports: 2.2}
  CHN: {exports: 0.3, imports: 1.1}
composition:
  all: {exports: {food: 0.5, mining: 0.3, services: 0.2}, imports: {food: 0.4, machinery: 0.4, chemicals: 0.2}}
  CHN: {exports: {mining: 1}}
source: an example
year: 2014
licence: none
estimates: [All of it is invented.]
"""


def told(path):
    with pytest.raises(StudyError) as caught:
        read(path, facts_of("world-2014"))
    return str(caught.value)


def test_the_small_file_of_a_newcomer(tmp_path):
    path = tmp_path / "cuba.yaml"
    path.write_text(TEXT, encoding="utf-8")
    facts = facts_of("world-2014")
    new, sentences = read(path, facts)
    assert new.exports["CHN", "mining"] == pytest.approx(0.3) and new.exports[
        "EU28", "food"
    ] == pytest.approx(0.3)
    assert new.imports["CHN", "machinery"] == pytest.approx(0.44) and "never added on top" in sentences[0]
    found = split(facts, new)
    assert found.gdp[found.tables.economies.index("CUB")] == pytest.approx(80) and not imbalances(found)
    kept = keep_economies(world_of(found), ["CUB", "CHN", "EU28"])
    assert (accounts(kept).spending[0] == 0).any(), "some goods it neither buys nor makes"
    grown = resize(retrade(kept, "CUB", "CHN", 0.4, 1.5), "CUB", 95.0)
    assert accounts(grown).value_added[0] == pytest.approx(95, rel=1e-9)
    assert max(float(np.abs(gap).max()) for gap in gaps(accounts(grown)).values()) <= 1e-9
    sown = seed(kept, (("CHN", "CUB"), ("CUB", "CHN")), 0.1)
    assert np.isfinite(sown.flows).all() and (sown.flows != kept.flows).any()
    listed = "buyer,seller,industry,value_musd\nCUB,RUS,mining,100\nRUS,CUB,food,50\nCUB,CUB,food,1\nCUB,RSU,food,-1\n"
    (tmp_path / "more.csv").write_text(listed, encoding="utf-8")
    path.write_text(TEXT + "flows: more.csv\n", encoding="utf-8")
    said = told(path)
    assert (
        "more.csv:4:1: not between CUB and a partner" in said
        and "no seller 'RSU'; did you mean 'RUS'?" in said
    )
    (tmp_path / "more.csv").write_text("\n".join(listed.splitlines()[:3]), encoding="utf-8")
    new, _ = read(path, facts)
    assert new.imports["RUS", "mining"] == pytest.approx(0.1) and new.exports["RUS", "food"] == pytest.approx(
        0.05
    )


def test_faults_of_the_small_file_come_at_once(tmp_path):
    path = tmp_path / "cuba.yaml"
    bad = TEXT.replace("food: 0.10", "foood: 0.30").replace("  CHN: {exports: 0.3", "  CHI: {exports: 0.3")
    bad = bad.replace("imports: {food: 0.4", "import: {food: 0.4")
    path.write_text(bad, encoding="utf-8")
    assert "no key 'import' here" in told(path)
    path.write_text(bad.replace("import: {food", "imports: {fod"), encoding="utf-8")
    said = told(path)
    assert "cuba.yaml:4:33: no industry 'foood' in this world; did you mean 'food'?" in said
    assert "shares of value added sum to 1.2" in said and "no partner 'CHI' in this world" in said
    assert "no industry 'fod'" in said
    path.write_text(
        "split: X\ngdp: 1\nindustries: {food: 1}\nsource: a\nyear: 1\nlicence: b\n", encoding="utf-8"
    )
    assert "no trade is told" in told(path)
    path.write_text(TEXT.split("composition")[0] + TEXT[TEXT.index("source") :], encoding="utf-8")
    assert "of what the exports with EU28 are made is not told" in told(path)
