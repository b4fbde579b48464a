"""Claims tried at chosen points: every point is computed by the models, many claims' points side by side."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from ..bind.records import BoundClaim, Problem
from .loop import DRAW, Evaluate
from .normals import Normals
from .truth import judged_in

BLOCK = 128
"""Points that are computed together: as many as draws of a run, so that no code is compiled for them alone."""


@dataclass(frozen=True)
class Target:
    """A claim whose truth is to change, with the columns that only jump held where they are."""

    claim: BoundClaim
    held: Float[np.ndarray, " held"]


class Tried:
    """What was found at points, `[point]` each: truth 1, 0 or -1 (unknown), signed margin."""

    def __init__(self, truth: Int[np.ndarray, " point"], margin: Float[np.ndarray, " point"]) -> None:
        self.truth, self.margin = truth, margin


class Bench:
    """Tries targets at points, and counts how many were computed."""

    def __init__(
        self, problem: Problem, normals: Normals, targets: Sequence[Target], evaluate: Evaluate
    ) -> None:
        self.problem, self.normals, self.targets = problem, normals, targets
        self._evaluate = evaluate
        self.points = 0

    def __call__(self, owner: Int[np.ndarray, " point"], free: Float[np.ndarray, "point free"]) -> Tried:
        """Return what each point does to the claim of the target that owns it."""
        held = np.stack([self.targets[one].held for one in owner]) if len(owner) else np.empty((0, 0))
        truth, margin = np.full(len(owner), -1), np.full(len(owner), np.nan)
        if len(owner):
            columns = self.compute(free, held)
            for target in np.unique(owner):
                mine = owner == target
                some = {name: column[mine] for name, column in columns.items()}
                found = self.judge(int(target), some, int(mine.sum()))
                truth[mine], margin[mine] = found.truth, found.margin
        return Tried(truth, margin)

    def judge(self, target: int, columns: Mapping[str, np.ndarray], points: int) -> Tried:
        """Return what a target's claim is where its columns are at hand, `[point]` each."""
        found = judged_in(self.problem, self.targets[target].claim, columns, points)
        return Tried(found.truth, found.margin)

    def compute(
        self, free: Float[np.ndarray, "point free"], held: Float[np.ndarray, "point held"]
    ) -> dict[str, np.ndarray]:
        """Return every column at some points, in one round of the models."""
        self.points += len(free)
        short = -len(free) % BLOCK
        free, held = (np.concatenate([part, np.repeat(part[-1:], short, axis=0)]) for part in (free, held))
        blocks = [slice(start, start + BLOCK) for start in range(0, len(free), BLOCK)]
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            found = list(threads.map(lambda block: self._block(free[block], held[block]), blocks))
        return {name: np.concatenate([one[name] for one in found])[: len(free) - short] for name in found[0]}

    def _block(self, free: np.ndarray, held: np.ndarray) -> dict[str, np.ndarray]:
        values = self.normals.values(free, held)
        outcomes = self._evaluate({DRAW: np.zeros(len(free)), **values})
        return values | {name: np.asarray(column, dtype=float) for name, column in outcomes.items()}


def flipped(tried: Tried, aim: Int[np.ndarray, " point"]) -> Bool[np.ndarray, " point"]:
    """Tell at which points the claim is what it is to become."""
    return np.asarray(tried.truth == aim)
