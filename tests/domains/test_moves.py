from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from detente.domains.move import apply, arguments
from detente.domains.table import moves
from detente.domains.trade import read
from detente.domains.trade.moves.aid import Aid
from detente.domains.trade.moves.ban import Ban
from detente.domains.trade.moves.deficits import Deficits
from detente.domains.trade.moves.export_tax import ExportTax
from detente.domains.trade.moves.measures import Enforce, Lift, Measures
from detente.domains.trade.moves.productivity import Productivity
from detente.domains.trade.moves.quota import Quota
from detente.domains.trade.moves.tariff import Tariff
from detente.domains.trade.moves.trade_cost import TradeCost
from detente.ground.faults import DataError
from detente.world import embedded
from detente.world.opening import left_open
from detente.world.records import ARRAYS, DEFICIT_RULES


@pytest.fixture(scope="module")
def world():
    return embedded.load("world-2014")


def changed(before, after):
    """Return the names of the arrays that a move touched."""
    return {name for name in ARRAYS if not np.array_equal(getattr(before, name), getattr(after, name))}


def cell(world, industry, buyer, seller):
    return world.industry(industry), world.economy(buyer), world.economy(seller)


def only(array, neutral, places):
    """Tell whether an array is neutral everywhere but at some places, and not there."""
    mask = np.zeros(array.shape, bool)
    for place in places:
        mask[place] = True
    return (array[~mask] == neutral).all() and (array[mask] != neutral).all()


def test_a_tariff_is_added(world):
    after = apply(Tariff(sellers=("CHN",), buyers=("USA",), industries=("electronics",), add=0.25), world)
    assert changed(world, after) == {"tariff_now"}
    assert only(after.tariff_now - world.tariff, 0, [cell(world, "electronics", "USA", "CHN")])
    here = cell(world, "electronics", "USA", "CHN")
    assert after.tariff_now[here] == pytest.approx(world.tariff[here] + 0.25, abs=1e-15)


def test_a_tariff_is_set_and_then_added_to(world):
    here = cell(world, "food", "KOR", "USA")
    move = Tariff(sellers=("USA",), buyers=("KOR",), set=0.1, add=0.02)
    assert apply(move, world).tariff_now[here] == pytest.approx(0.12, abs=1e-15)
    assert apply((move, Tariff(sellers=("USA",), set=0.0)), world).tariff_now[here] == 0


def test_a_tax_on_exports_is_added_and_set(world):
    here = cell(world, "mining", "CHN", "RUS")
    after = apply(ExportTax(sellers=("RUS",), buyers=("CHN",), industries=("mining",), add=0.2), world)
    assert changed(world, after) == {"export_tax"}
    assert only(after.export_tax, 0, [here]) and after.export_tax[here] == 0.2
    again = apply((ExportTax(sellers=("RUS",), set=0.1), ExportTax(sellers=("RUS",), add=-0.3)), after)
    assert again.export_tax[here] == pytest.approx(-0.2, abs=1e-15)
    own = np.arange(len(world.economies))
    assert (again.export_tax[:, own, own] == 0).all()


def test_a_ban_between_two_economies_is_both_ways(world):
    after = apply(Ban(between=(("USA",), ("CHN", "RUS")), industries=("mining",)), world)
    pairs = [("USA", "CHN"), ("CHN", "USA"), ("USA", "RUS"), ("RUS", "USA")]
    assert changed(world, after) == {"open"}
    assert only(after.open, 1.0, [cell(world, "mining", *pair) for pair in pairs])
    assert (after.open[:, world.economy("USA"), world.economy("CHN")] == 0).sum() == 1


def test_bans_of_a_share_compose(world):
    here = cell(world, "mining", "CHN", "PRK")
    half = Ban(sellers=("PRK",), share=0.5)
    assert apply(half, world).open[here] == 0.5
    assert apply((half, half), world).open[here] == 0.25
    assert apply((half, Ban(buyers=("CHN",), share=0.2)), world).open[here] == pytest.approx(0.4)
    assert apply((half, Ban(sellers=("PRK",))), world).open[here] == 0


def test_home_purchases_are_never_touched(world):
    moves = (Ban(), Tariff(add=1.0), TradeCost(factor=2.0), Quota(cap=0.5))
    after = apply(moves, world)
    own = np.arange(len(world.economies))
    assert (after.open[:, own, own] == 1).all() and (after.delivered[:, own, own] == 1).all()
    assert (after.tariff_now[:, own, own] == world.tariff[:, own, own]).all()
    assert (after.quota_cells[:, :, own, own] == 0).all()
    assert after.open.sum() == len(world.industries) * len(own)


def test_trade_costs_multiply(world):
    here = cell(world, "transport", "EU28", "KOR")
    cheaper = TradeCost(between=(("KOR",), ("EU28",)), factor=0.9)
    after = apply((cheaper, cheaper), world)
    assert changed(world, after) == {"delivered"}
    assert after.delivered[here] == pytest.approx(0.81)
    assert after.delivered[cell(world, "transport", "EU28", "JPN")] == 1


def test_a_quota_caps_the_sum_of_flows(world):
    after = apply(Quota(sellers=("PRK",), industries=("mining", "textiles"), cap=0.3), world)
    assert changed(world, after) == {"quota_cells", "quota_cap"}
    seller = world.economy("PRK")
    base = sum(
        world.flows[world.industry(good), buyer, seller]
        for good in ("mining", "textiles")
        for buyer in range(len(world.economies))
        if buyer != seller
    )
    assert after.quota_cap == pytest.approx([0.3 * base])
    assert after.quota_cells.sum() == 2 * (len(world.economies) - 1)
    twice = apply(Quota(buyers=("KOR",), industries=("food",), cap=0.5), after)
    assert twice.quota_cap.shape == (2,) and twice.quota_cap[0] == after.quota_cap[0]


def test_aid_sums_to_zero(world):
    after = apply((Aid(giver="KOR", receiver="PRK", amount=2.0), Aid("USA", "PRK", 1.0)), world)
    assert changed(world, after) == {"transfer"}
    assert after.transfer[[world.economy(code) for code in ("KOR", "USA", "PRK")]].tolist() == [-2, -1, 3]
    assert after.transfer.sum() == 0


def test_productivity(world):
    after = apply(Productivity("PRK", 1.05, industries=("mining",)), world)
    assert changed(world, after) == {"productivity"}
    assert only(after.productivity, 1.0, [(world.economy("PRK"), world.industry("mining"))])
    every = apply(Productivity("PRK", 1.1), after).productivity[world.economy("PRK")]
    assert every[world.industry("mining")] == pytest.approx(1.155)
    assert every[world.industry("food")] == pytest.approx(1.1)


@pytest.mark.parametrize(("place", "rule"), list(enumerate(DEFICIT_RULES)))
def test_rules_for_deficits(world, place, rule):
    assert apply(Deficits(rule), world).deficit_rule == place


def opening(world, *places):
    return float(np.asarray(left_open(world, np))[cell(world, *places)])


def test_measures_come_into_force(world):
    assert (np.asarray(left_open(world, np)) == 1).all()
    after = apply(Measures("UN"), world)
    assert changed(world, after) == {"force"}
    assert opening(after, "mining", "CHN", "PRK") == 0
    assert opening(after, "electronics", "PRK", "CHN") == 0.5
    assert opening(after, "mining", "KOR", "CHN") == 1
    assert opening(after, "services", "CHN", "PRK") == 1


def test_measures_are_enforced_by_partner(world):
    after = apply(Measures("UN", {"CHN": 0.4, "others": 0.9}), world)
    assert opening(after, "mining", "CHN", "PRK") == pytest.approx(0.6)
    assert opening(after, "mining", "JPN", "PRK") == pytest.approx(0.1)
    assert opening(after, "electronics", "PRK", "CHN") == pytest.approx(0.8)


def test_measures_and_bans_compose(world):
    after = apply((Measures("UN", {"others": 0.5}), Ban(sellers=("PRK",), share=0.5)), world)
    assert opening(after, "mining", "CHN", "PRK") == pytest.approx(0.25)
    both = apply((Measures("UN", {"others": 0.5}), Measures("KOR", {"others": 0.5})), world)
    assert opening(both, "mining", "KOR", "PRK") == pytest.approx(0.25)
    assert opening(both, "mining", "CHN", "PRK") == pytest.approx(0.5)


def test_measures_replace_what_was_in_force_of_the_same_authority(world):
    after = apply((Measures("UN"), Measures("UN", {"others": 0.25})), world)
    assert opening(after, "mining", "CHN", "PRK") == pytest.approx(0.75)


def test_enforcing_changes_the_partners_named_and_only_measures_in_force(world):
    imposed = apply(Measures("UN", {"CHN": 0.9, "others": 1}), world)
    after = apply(Enforce("UN", {"CHN": 0.5}), imposed)
    assert opening(after, "mining", "CHN", "PRK") == pytest.approx(0.5)
    assert opening(after, "mining", "JPN", "PRK") == opening(imposed, "mining", "JPN", "PRK") == 0
    assert changed(world, apply(Enforce("UN", {"CHN": 0.5}), world)) == set()


def test_lifting_undoes_measures(world):
    imposed = apply((Measures("UN"), Measures("KOR")), world)
    lifted = apply((Lift("UN"), Lift("KOR")), imposed)
    assert changed(world, imposed) == {"force"} and changed(world, lifted) == set()
    assert (np.asarray(left_open(lifted, np)) == 1).all()
    part = apply(Lift("UN", 0.25), imposed)
    assert opening(part, "mining", "CHN", "PRK") == pytest.approx(0.25)
    assert opening(part, "services", "KOR", "PRK") == 0


def test_a_cap_among_measures_is_a_quota_as_strong_as_its_enforcement(world):
    for share in (1.0, 0.5):
        after = apply(Measures("UN", {"others": share}), world)
        cells, caps = (np.asarray(array) for array in read.quotas(after))
        base = (world.flows * cells[0]).sum()
        assert caps[0] == pytest.approx(base * (1 - 0.89 * share))
    _, loose = read.quotas(world)
    assert float(loose[0]) == read.UNLIMITED


def test_a_number_a_draw(world):
    shares = np.array([0.0, 0.5, 1.0])
    after = apply(Ban(sellers=("PRK",), share=shares), world)
    assert after.open.shape == (3, *world.open.shape)
    assert after.open[(slice(None), *cell(world, "mining", "CHN", "PRK"))].tolist() == [1, 0.5, 0]
    forced = apply(Lift("UN", shares), apply(Measures("UN"), world)).force
    assert forced.shape == (3, *world.force.shape)
    assert forced[:, world.authorities.index("UN"), 0].tolist() == [1, 0.5, 0]


@pytest.mark.parametrize(
    "move",
    [
        Ban(sellers=("PKR",)),
        Ban(buyers=("PKR",)),
        Tariff(between=(("KOR",), ("PKR",)), add=0.1),
        TradeCost(industries=("minning",), factor=2.0),
        Quota(industries=("minning",), cap=0.5),
        Aid("KOR", "PKR", 1.0),
        Productivity("PKR", 1.1),
        Productivity("PRK", 1.1, industries=("minning",)),
        Deficits("fixd"),
        Measures("UNN"),
        Measures("UN", {"PKR": 0.5}),
        Lift("UNN"),
    ],
    ids=repr,
)
def test_an_unknown_label_is_reported(world, move):
    with pytest.raises(DataError, match="did you mean"):
        apply(move, world)


@pytest.mark.parametrize("kind", sorted(moves()))
def test_moves_are_frozen_and_say_what_they_take(kind):
    assert moves()[kind].kind == kind and moves()[kind].meaning
    taken = list(arguments(moves()[kind]))
    assert taken or kind == "rail_link"
    move = moves()[kind]()
    with pytest.raises(FrozenInstanceError):
        setattr(move, (taken or ["kind"])[0], 1)


def test_a_move_leaves_the_world_it_was_given(world):
    before = {name: np.array(getattr(world, name)) for name in ARRAYS}
    apply((Ban(), Tariff(add=1.0), Measures("UN"), Aid("USA", "PRK", 1.0)), world)
    assert all(np.array_equal(before[name], getattr(world, name)) for name in ARRAYS)
