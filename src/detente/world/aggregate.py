"""Fewer economies or industries: sums of the accounts, exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..ground.faults import DataError
from .rebalance import totals
from .records import World, foreign

REST = "ROW"


def keep_economies(world: World, kept: Sequence[str]) -> World:
    """Return the world with all economies but the kept ones summed to `ROW`, which comes last."""
    groups = {code: [code] for code in kept if code != REST}
    rest = [code for code in world.economies if code not in groups]
    if rest:
        groups[REST] = rest
    return aggregate(world, groups, {code: [code] for code in world.industries})


def aggregate(
    world: World, economies: Mapping[str, Sequence[str]], industries: Mapping[str, Sequence[str]]
) -> World:
    """Return the world of the groups given; every group's accounts are the sums of its members'.

    Flows, duties and inputs add up; duties inside a group stay in its accounts; trade elasticities are
    weighted by foreign trade (alike where a group has none); a measure's share is weighted by the base
    year's flows. Made before any rule changes. Raises DataError where a member is missing, unknown or in two groups.
    """
    m = _membership(world.economies, economies, "economy")
    g = _membership(world.industries, industries, "industry")
    flows = _fold(world.flows, m, g)
    duties = _fold(world.flows * world.tariff, m, g)
    tariff = np.divide(duties, flows, out=np.zeros_like(flows), where=flows > 0)
    output = totals(world.flows, world.tariff, world.inputs).output
    used = np.einsum("nkj,nj,nN,kK,jJ->NKJ", world.inputs, output, m, g, g, optimize=True)
    made = np.broadcast_to((m.T @ output @ g)[:, None, :], used.shape)
    inputs = np.divide(used, made, out=np.zeros_like(used), where=made > 0)
    trade = (world.flows * foreign(len(world.economies))).sum((1, 2))
    trade = np.where(g @ (trade @ g) > 0, trade, 1.0)
    weight = trade[:, None] * g / (trade @ g)
    bans = [_weighted(layer, world.flows, m, g) for layer in world.measure_bans]
    caps = [[_weighted(cap, world.flows, m, g) for cap in layer] for layer in world.measure_caps]
    n, j = len(economies), len(industries)
    return replace(
        world,
        economies=tuple(economies),
        industries=tuple(industries),
        target=next((name for name, members in economies.items() if world.target in members), ""),
        flows=flows,
        tariff=tariff,
        inputs=inputs,
        theta=world.theta @ weight,
        theta_low=world.theta_low @ weight,
        theta_high=world.theta_high @ weight,
        measure_bans=np.array(bans).reshape(len(world.authorities), j, n, n),
        measure_caps=np.array(caps).reshape(len(world.authorities), world.measure_caps.shape[1], j, n, n),
        tariff_now=tariff,
        delivered=np.ones_like(flows),
        open=np.ones_like(flows),
        productivity=np.ones((n, j)),
        transfer=np.zeros(n),
        force=np.zeros((len(world.authorities), n)),
        quota_cells=np.zeros((0, j, n, n)),
    )


def _membership(labels: tuple[str, ...], groups: Mapping[str, Sequence[str]], what: str) -> np.ndarray:
    """Return 1 where a label `[row]` belongs to a group `[column]`; each label to exactly one."""
    matrix = np.zeros((len(labels), len(groups)))
    for column, (name, members) in enumerate(groups.items()):
        if not members:
            raise DataError(f"group {name} is empty: name the {what} codes that it sums")
        for member in members:
            if member not in labels:
                raise DataError(f"group {name}: no {what} '{member}' in this world")
            matrix[labels.index(member), column] += 1
    for label, times in zip(labels, matrix.sum(1), strict=True):
        if times != 1:
            raise DataError(f"{what} {label} is in {int(times)} groups; it must be in exactly one")
    return matrix


def _fold(array: np.ndarray, m: np.ndarray, g: np.ndarray) -> np.ndarray:
    folded: np.ndarray = np.einsum("jni,jJ,nN,iI->JNI", array, g, m, m, optimize=True)
    return folded


def _weighted(share: np.ndarray, flows: np.ndarray, m: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Weight shares by flows; where nothing flows, by the number of cells, so that a ban stays a ban."""
    flow, cells = _fold(flows, m, g), _fold(np.ones_like(flows), m, g)
    by_cell = _fold(share, m, g) / cells
    weighted: np.ndarray = np.divide(_fold(share * flows, m, g), flow, out=by_cell, where=flow > 0)
    return weighted
