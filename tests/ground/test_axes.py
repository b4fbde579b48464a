import dataclasses

import numpy as np

from detente.domains.domain import statuses_of
from detente.domains.gas.lanes import AXES, LINE_AXES
from detente.domains.gas.records import Gas
from detente.domains.table import DOMAINS
from detente.domains.table import outcomes as every_outcome
from detente.ground.axes import axes_of
from detente.ground.status import SolveStatus
from detente.world.embedded import load
from detente.world.records import ARRAYS, LABELS, World


def test_axes_are_read_from_the_types_of_fields():
    assert axes_of(World)["inputs"] == ("economy", "input", "industry")
    assert axes_of(World)["deficit_rule"] == () and "economies" not in axes_of(World)
    assert axes_of(Gas)["base_flow"] == ("year", "supply", "market") and "reach" not in axes_of(Gas)


def test_every_array_of_a_world_is_declared_as_one():
    world = load("world-2014")
    given = {
        one.name for one in dataclasses.fields(world) if isinstance(getattr(world, one.name), np.ndarray)
    }
    assert given | {"deficit_rule", "export_tax", "substitution"} == set(ARRAYS)
    assert {name: getattr(world, name).ndim for name in given} == {
        name: len(axes) for name, axes in axes_of(World).items() if name in given
    }
    assert set(ARRAYS).isdisjoint(LABELS)


def test_axes_of_a_gas_world():
    assert AXES["capacity"] == 2 and AXES["regasification"] == 0 and "years" not in AXES
    assert LINE_AXES["km"] == LINE_AXES["cut_chance"] == 1 and LINE_AXES["capital"] == 0
    assert {"name", "sections", "onward", "reserved"}.isdisjoint(LINE_AXES)


def test_an_axis_that_an_outcome_has_twice_is_named_twice():
    assert every_outcome()["exports_of"].dims == ("economy", "partner", "industry", "world")
    assert all(len(set(one.dims)) == len(one.dims) for one in every_outcome().values())


def test_codes_of_a_status_go_by_the_order_of_its_members():
    class Ended(SolveStatus):
        SOLVED = ("solved",)
        LATE = ("too late", "{who} came too late")

    assert [int(one) for one in Ended] == [0, 1] and Ended.of(1) is Ended(1) is Ended.LATE
    assert Ended.LATE.told(who="Ann") == "Ann came too late" and Ended.SOLVED.told() == "solved"


def test_statuses_of_columns():
    assert statuses_of(DOMAINS, "gas_status[built]").__module__ == "detente.domains.gas.status"
    assert statuses_of(DOMAINS, "residual[built]") is None and statuses_of(DOMAINS, "status") is None
