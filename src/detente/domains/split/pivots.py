"""Raise the least of some lines as high as it goes, then the next, and so on: the simplex method for a batch.

A point is y >= 0. Each row is a quantity that moves linearly with it. In turns the lowest of the rows that can
still move is raised as high as it goes; the columns that hold it there are shut; the others go on until none is
left. One table a draw holds every row as constant + columns @ what is free; a pivot changes what is free.
Bland's rule (1977, Mathematics of Operations Research 2:103-107) keeps it from turning in a circle.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

CLOSE = 1e-9
"""Below this a number of order 1 counts as 0."""
TIE = 1e-12
MOST_PIVOTS = 60
"""Pivots a turn and free direction, after which a draw is given up."""


class Raised(NamedTuple):
    """Where it ended."""

    y: Float[np.ndarray, "draw party"]
    first: Float[np.ndarray, " draw"]
    """How high the lowest row came in the first turn."""
    solved: Bool[np.ndarray, " draw"]


class Lanes(NamedTuple):
    """The draws at work; changed in place. Rows: what is raised, then y, then the level u."""

    table: Float[np.ndarray, "draw row one_and_slot"]
    """The constant first, then a column a slot; a shut slot's column is 0."""
    label: Int[np.ndarray, "draw slot"]
    """The row that each slot's free quantity is; -1 for the level, -2 where the slot is shut."""


def raised(
    constant: Float[np.ndarray, "draw line"], slope: Float[np.ndarray, "line party"], total: np.ndarray
) -> Raised:
    """Return the point y >= 0 with the given total at which the lowest lines are as high as can be, in turns.

    Line l is at `constant[l] + slope[l] @ y`. Constants and totals should be of order 1. Every party's own line
    must be among them, so that no direction leaves all lines unmoved.
    """
    draws, lines = constant.shape
    parties = slope.shape[1]
    base = constant + slope[:, -1] * total[:, None]
    lowest = base.min(1)
    table = np.zeros((draws, lines + parties + 1, parties + 1))
    table[:, :lines, 0] = base - lowest[:, None]
    table[:, lines + parties - 1, 0] = total
    table[:, :lines, 1:parties] = slope[:, :-1] - slope[:, -1:]
    table[:, lines : lines + parties - 1, 1:parties] = np.eye(parties - 1)
    table[:, lines + parties - 1, 1:parties] = -1.0
    label = np.tile(np.append(lines + np.arange(parties - 1), -2), (draws, 1))
    y, first, solved = np.empty((draws, parties)), np.full(draws, np.nan), np.zeros(draws, bool)
    at = np.arange(draws)
    for turn in range(parties):
        lanes = Lanes(table, label)
        _lift(lanes, lines)
        done = _climb(lanes, lines)
        if turn == 0:
            first[at] = lowest[at] + table[:, -1, 0]
        _shut(lanes)
        over = done & (label == -2).all(1)
        y[at[over]], solved[at[over]] = table[over, lines:-1, 0], True
        going = done & ~over
        table, label, at = table[going], label[going], at[going]
        if not len(at):
            break
    return Raised(y, first, solved)


def _lift(lanes: Lanes, lines: int) -> None:
    """Count what can still move from a level u, a free quantity of its own that begins at 0."""
    table, label = lanes
    moving = (np.abs(table[:, :lines, 1:]) > CLOSE).any(2)
    above = (label >= 0) & (label < lines)
    rise = np.einsum("drs,ds->dr", table[:, :, 1:], above.astype(float))
    rise[:, :lines] -= moving
    rise[:, -1] = 1.0
    table[:, -1, :] = 0.0
    slot = (label == -2).argmax(1)
    every = np.arange(len(label))
    table[every, :, slot + 1] = rise
    label[every, slot] = -1


def _climb(lanes: Lanes, lines: int) -> Bool[np.ndarray, " draw"]:
    """Raise the level until nothing free raises it further; tell which draws came to that."""
    table, label = lanes
    most = MOST_PIVOTS * label.shape[1]
    at = np.arange(len(label))
    done = np.zeros(len(label), bool)
    held = np.full(table.shape[1], np.inf)
    for _ in range(most):
        gain = (table[at, -1, 1:] > CLOSE) & (label[at] != -2)
        rising = gain.any(1)
        done[at[~rising]] = True
        at, gain = at[rising], gain[rising]
        if not len(at):
            break
        slot = np.where(gain, label[at], len(held)).argmin(1)
        column = table[at, :, slot + 1]
        falling = column < -CLOSE
        falling[:, -1] = False
        steps = np.where(falling, np.maximum(table[at, :, 0], 0.0) / np.where(falling, -column, 1.0), np.inf)
        least = steps.min(1)
        bound = np.isfinite(least)
        row = (steps <= least[:, None] + TIE).argmax(1)
        at, slot, column, row = at[bound], slot[bound], column[bound], row[bound]
        _pivot(lanes, at, slot, column, row)
    return done


def _pivot(
    lanes: Lanes,
    at: Int[np.ndarray, " some"],
    slot: Int[np.ndarray, " some"],
    column: Float[np.ndarray, "some row"],
    row: Int[np.ndarray, " some"],
) -> None:
    """Let a row's quantity take the place of a slot's as what is free."""
    table, label = lanes
    every = np.arange(len(at))
    share = column / column[every, row][:, None]
    line = table[at, row]
    line[every, slot + 1] = 0.0
    changed = table[at] - share[:, :, None] * line[:, None, :]
    changed[every, :, slot + 1] = share
    changed[every, row] = 0.0
    changed[every, row, slot + 1] = 1.0
    table[at] = changed
    label[at, slot] = row


def _shut(lanes: Lanes) -> None:
    """Shut the slots whose quantity would lower the level if it rose: in every best point it is 0."""
    table, label = lanes
    shut = (table[:, -1, 1:] < -CLOSE) | (label == -2)
    table[:, :, 1:][np.broadcast_to(shut[:, None, :], table[:, :, 1:].shape)] = 0.0
    label[shut] = -2
