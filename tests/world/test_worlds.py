import datetime as dt
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from detente.ground.faults import DataError
from detente.world import embedded
from detente.world.aggregate import aggregate, keep_economies
from detente.world.estimate import resize, seed
from detente.world.events import events
from detente.world.measures import read_measures
from detente.world.rebalance import accounts, check, gaps, totals


@pytest.fixture(scope="module")
def world():
    return embedded.load("world-2014")


def closed(world):
    return max(float(np.abs(gap).max()) for gap in gaps(accounts(world)).values())


def abroad(world):
    return world.flows * (1 - np.eye(len(world.economies)))


def test_accounts_close(world):
    book = accounts(world)
    assert closed(world) <= 1e-9
    income = book.value_added + book.duties + book.deficit
    np.testing.assert_allclose(book.final.sum(1), income, rtol=1e-9)
    assert abs(book.deficit.sum()) <= 1e-9 * book.value_added.sum()
    assert (world.flows >= 0).all() and (world.tariff >= 0).all() and (world.inputs >= 0).all()
    assert (world.inputs.sum(1) < 1).all() and (book.value_added > 0).all()


def test_value_added_is_what_the_source_states(world):
    stated = {row["code"]: float(row["gdp_musd"]) / 1e3 for row in embedded._rows("world-2014", "economies")}
    found = accounts(world).value_added
    for code, gdp in stated.items():
        assert found[world.economy(code)] == pytest.approx(gdp, rel=1e-3)


def test_accounts_that_do_not_close_are_reported(world):
    book = accounts(world)
    with pytest.raises(DataError, match="final spending against income, JPN, is off by"):
        worse = book.value_added.copy()
        worse[world.economy("JPN")] *= 1 + 1e-8
        check(book._replace(value_added=worse), world.economies)
    check(book, world.economies)


def test_every_flow_has_an_elasticity_within_its_range(world):
    assert (world.theta_low <= world.theta).all() and (world.theta <= world.theta_high).all()
    assert (world.theta_low > 0).all()


def test_no_rule_is_changed_yet(world):
    assert (world.tariff_now == world.tariff).all()
    assert (world.open == 1).all() and (world.delivered == 1).all() and (world.productivity == 1).all()
    assert (world.force == 0).all() and (world.transfer == 0).all() and world.quota_cap.shape == (0,)
    assert world.target == "PRK" and set(world.authorities) == {"KOR", "UN"}


def test_sources_are_named(world):
    assert len(world.sources) >= 2 and world.estimates


DUTIES = [
    ("BRA", "JPN", "vehicles", 0.189, 0.000),
    ("CHN", "JPN", "vehicles", 0.143, 0.003),
    ("CHN", "EU28", "vehicles", 0.155, 0.017),
    ("EU28", "JPN", "vehicles", 0.065, 0.001),
    ("IND", "JPN", "vehicles", 0.095, 0.001),
    ("USA", "JPN", "vehicles", 0.021, 0.003),
    ("BRA", "CHN", "textiles", 0.274, 0.055),
    ("IND", "USA", "food", 0.282, 0.010),
    ("JPN", "USA", "food", 0.104, 0.028),
    ("NOR", "USA", "food", 0.184, 0.025),
    ("KOR", "AUS", "food", 0.439, 0.014),
    ("KOR", "USA", "agriculture", 0.757, 0.003),
]
"""Who charges, on whose goods, of what: the duty, and what the other charges on the same goods (TRAINS 2014)."""


@pytest.mark.parametrize(("buyer", "seller", "industry", "duty", "other"), DUTIES)
def test_duties_are_those_of_the_buyer(world, buyer, seller, industry, duty, other):
    j, n, i = world.industries.index(industry), world.economy(buyer), world.economy(seller)
    assert world.tariff[j, n, i] == pytest.approx(duty, abs=6e-4)
    assert world.tariff[j, i, n] == pytest.approx(other, abs=6e-4)


def test_duties_of_the_united_states_are_near_what_its_treasury_collected(world):
    """US$ 34 bn in fiscal 2014 (Monthly Treasury Statement); the transposed table gave 68."""
    assert accounts(world).duties[world.economy("USA")] == pytest.approx(34, rel=0.15)


def test_unknown_world():
    with pytest.raises(DataError, match="no embedded world 'world-2015'; did you mean 'world-2014'"):
        embedded.load("world-2015")


def test_reading_a_world_and_a_study_imports_no_jax():
    code = (
        "import sys; from detente.world import embedded; import detente.domains.table; "
        "embedded.load(); print(sorted({'jax', 'scipy', 'duckdb', 'altair', 'xarray'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


GROUPS = {
    "Korea": ("KOR", "PRK"),
    "America": ("USA", "CAN", "MEX"),
    "China": ("CHN",),
}


@pytest.fixture(scope="module")
def grouped(world):
    used = {member for members in GROUPS.values() for member in members}
    economies = {**GROUPS, "Others": [code for code in world.economies if code not in used]}
    industries = {
        "things": world.industries[:10],
        "services": world.industries[10:],
    }
    return aggregate(world, economies, industries), economies, industries


def test_aggregation_sums_are_exact(world, grouped):
    small, economies, industries = grouped
    before, after = accounts(world), accounts(small)
    assert small.flows.sum() == pytest.approx(world.flows.sum(), rel=1e-13)
    for row, members in enumerate(economies.values()):
        places = [world.economy(code) for code in members]
        for name in ("value_added", "duties", "deficit"):
            whole = getattr(before, name)[places].sum()
            assert getattr(after, name)[row] == pytest.approx(whole, rel=1e-11, abs=1e-8)
        for column, goods in enumerate(industries.values()):
            cells = np.ix_(places, [world.industry(code) for code in goods])
            for name in ("output", "spending", "final"):
                whole = getattr(before, name)[cells].sum()
                assert getattr(after, name)[row, column] == pytest.approx(whole, rel=1e-11)
    assert closed(small) <= 1e-9


def test_aggregated_flows_are_those_of_the_members(world, grouped):
    small, economies, industries = grouped
    buyers = [world.economy(code) for code in economies["America"]]
    sellers = [world.economy(code) for code in economies["Korea"]]
    goods = [world.industry(code) for code in industries["things"]]
    cells = np.ix_(goods, buyers, sellers)
    assert small.flows[0, 1, 0] == pytest.approx(world.flows[cells].sum(), rel=1e-13)
    duty = (world.flows * world.tariff)[cells].sum() / world.flows[cells].sum()
    assert small.tariff[0, 1, 0] == pytest.approx(duty, rel=1e-12)
    assert small.target == "Korea"
    assert world.theta[:10].min() < small.theta[0] < world.theta[:10].max()


def test_a_measure_stays_within_shares_when_aggregated(world, grouped):
    small, *_ = grouped
    assert small.measure_bans.max() <= 1 and small.measure_bans.min() >= 0
    assert 0 < small.measure_bans[world.authorities.index("UN"), 0, 2, 0] < 1


def test_kept_economies_and_the_rest(world):
    small = keep_economies(world, ["KOR", "PRK", "CHN"])
    assert small.economies == ("KOR", "PRK", "CHN", "ROW")
    pick = [world.economy(code) for code in small.economies[:3]]
    np.testing.assert_allclose(small.flows[:, :3, :3], world.flows[:, pick][:, :, pick], rtol=1e-13)
    np.testing.assert_allclose(accounts(small).value_added[:3], accounts(world).value_added[pick], rtol=1e-12)
    assert small.industries == world.industries
    np.testing.assert_allclose(small.theta, world.theta, rtol=1e-13)
    assert closed(small) <= 1e-9


@pytest.mark.parametrize(
    ("economies", "says"),
    [
        ({"A": ("KOR", "ZZZ")}, "group A: no economy 'ZZZ'"),
        ({"A": ("KOR",)}, "economy AUS is in 0 groups"),
    ],
)
def test_groups_must_hold_every_economy_once(world, economies, says):
    same = {code: [code] for code in world.industries}
    with pytest.raises(DataError, match=says):
        aggregate(world, economies, same)
    twice = {code: [code] for code in world.economies} | {"again": ["KOR"]}
    with pytest.raises(DataError, match="economy KOR is in 2 groups"):
        aggregate(world, twice, same)


@pytest.mark.parametrize("factor", [0.7, 1.0, 1.5, 2.5])
def test_an_economy_resized(world, factor):
    wanted = accounts(world).value_added[world.economy("PRK")] * factor
    other = resize(world, "PRK", wanted)
    place, rest = world.economy("PRK"), world.economy("ROW")
    assert accounts(other).value_added[place] == pytest.approx(wanted, rel=1e-9)
    assert (abroad(other) == abroad(world)).all()
    assert closed(other) <= 1e-9
    np.testing.assert_allclose(other.flows.sum((1, 2)), world.flows.sum((1, 2)), rtol=1e-12)
    np.testing.assert_allclose(accounts(other).deficit, accounts(world).deficit, rtol=1e-9, atol=1e-9)
    others = [n for n in range(len(world.economies)) if n not in (place, rest)]
    assert (other.flows[:, others] == world.flows[:, others]).all()
    assert (other.inputs[others] == world.inputs[others]).all()


def empty_pair(world):
    """Return a buyer and a seller between whom some good, but not every one, does not flow."""
    bought = world.flows > 0
    for buyer in world.economies:
        for seller in world.economies:
            flows = bought[:, world.economy(buyer), world.economy(seller)]
            if buyer != seller and not flows.all() and flows.any():
                return buyer, seller
    raise AssertionError("every pair trades every good")


def test_trade_seeded_between_a_pair(world):
    pair = ("KOR", "PRK")
    buyer, seller = (world.economy(code) for code in pair)
    hole = world.flows.copy()
    hole[:4, buyer, seller] = 0
    holed = replace(world, flows=hole)
    other = seed(holed, (pair,), 0.5)
    assert (other.flows[:4, buyer, seller] > 0).all()
    foreign = abroad(holed)
    share = foreign[0, :, seller].sum() / foreign[0].sum()
    assert other.flows[0, buyer, seller] == pytest.approx(0.5 * share * foreign[0, buyer].sum(), rel=1e-12)
    before = totals(holed.flows, holed.tariff, holed.inputs)
    after = accounts(other)
    np.testing.assert_allclose(after.spending, before.spending, rtol=1e-12)
    elsewhere = [n for n in range(len(world.economies)) if n != buyer]
    assert (other.flows[:, elsewhere] == hole[:, elsewhere]).all()
    income = after.value_added + after.duties + after.deficit
    np.testing.assert_allclose(after.final.sum(1), income, rtol=1e-9)


def test_nothing_is_seeded_at_a_realisation_of_zero_or_where_trade_is(world):
    buyer, seller = empty_pair(world)
    none = seed(world, ((buyer, seller),), 0.0)
    assert (none.flows == world.flows).all()
    some = seed(world, ((buyer, seller),), 1.0)
    traded = world.flows[:, world.economy(buyer), world.economy(seller)] > 0
    grown = some.flows[:, world.economy(buyer), world.economy(seller)]
    assert (grown[traded] <= world.flows[traded, world.economy(buyer), world.economy(seller)]).all()


def share_banned(as_of, industry):
    rows = [row for row in read_measures(as_of) if row.authority == "UN" and row.direction == "export"]
    return {row.industry: row.share for row in rows}.get(industry)


def test_measures_by_date():
    assert {row.authority for row in read_measures(dt.date(2016, 12, 31))} == {"KOR"}
    assert read_measures(dt.date(2016, 2, 9)) == ()
    assert len(read_measures(dt.date(2016, 2, 10))) == 1
    assert share_banned(dt.date(2017, 8, 4), "agriculture") is None
    assert share_banned(dt.date(2017, 8, 5), "agriculture") == 0.5
    assert share_banned(dt.date(2017, 12, 21), "agriculture") == 0.5
    assert share_banned(dt.date(2017, 12, 22), "agriculture") == 1.0
    assert read_measures(dt.date(2030, 1, 1)) == read_measures(None)


def test_a_world_on_a_date_holds_the_measures_known_then():
    early = embedded.load("world-2014", dt.date(2016, 12, 31))
    assert early.authorities == ("KOR",) and early.as_of == dt.date(2016, 12, 31)
    autumn = embedded.load("world-2014", dt.date(2017, 9, 30))
    un = autumn.measure_bans[autumn.authorities.index("UN")]
    seller, buyer = autumn.economy("PRK"), autumn.economy("CHN")
    assert un[autumn.industry("textiles"), buyer, seller] == 1.0
    assert un[autumn.industry("agriculture"), buyer, seller] == 0.5
    assert un[autumn.industry("machinery"), buyer, seller] == 0.0
    assert (un[:, seller, seller] == 0).all()


def test_a_quantity_cap_is_a_quota_and_not_a_ban(world):
    un = world.authorities.index("UN")
    cell = world.industry("refining"), world.economy("PRK"), world.economy("CHN")
    assert world.measure_bans[un][cell] == 0
    assert world.measure_caps[un].sum(0)[cell] == 0.89


def test_events_by_date_and_field():
    every = events("reactions")
    cut = sorted(event.date for event in every)[len(every) // 2]
    assert 0 < len(events("reactions", cut)) <= len(every)
    assert all(event.date <= cut for event in events("reactions", cut))
    first = every[0]
    field, words = next((name, text) for name, text in first.fields if text)
    assert first.matches({field: words.split()[0]})
    assert not first.matches({field: "nobody-at-all"})
    with pytest.raises(DataError, match="no table of events 'reaction'; did you mean 'reactions'"):
        events("reaction")
