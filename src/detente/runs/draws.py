"""The points at which a study is computed: 16 independent scramblings of a Sobol sequence.

Each scrambling is a replicate of the whole experiment, so the spread between them gives honest intervals
(Owen 1997, SIAM Journal on Numerical Analysis 34:1884-1910). Each scrambling also gives its dimensions to the
assumptions in an order of its own: a few pairs of a sequence's dimensions stay correlated in every scrambling, and
so would the same two assumptions. Any block of draws can be made by itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from ..chance.copula import Copula, values
from ..chance.cube import sampled
from ..domains.domain import Problem
from ..domains.records import Column, Correlation
from ..ground.faults import RunError

REPLICATES = 16
DEFAULT, QUICK, SMALLEST, LARGEST = 16_384, 1_024, 256, 16 * 2**26


@dataclass(frozen=True)
class Draws:
    """All draws of a study by number: draw r * (total / 16) + k is point k of scrambling r."""

    columns: tuple[Column, ...]
    total: int
    seed: int
    correlations: tuple[Correlation, ...] = ()

    def __post_init__(self) -> None:
        check(self.total, self.seed)
        dimensions = len(sampled(self.columns))
        if dimensions > qmc.Sobol.MAXDIM:
            raise RunError(
                f"{dimensions:,} uncertain numbers are more than a Sobol sequence has dimensions "
                f"({qmc.Sobol.MAXDIM:,}); fix some of them, or aggregate industries"
            )

    @classmethod
    def of(cls, problem: Problem, total: int, seed: int) -> Draws:
        """Return the draws of a problem."""
        return cls(problem.columns, total, seed, problem.correlations)

    @property
    def points(self) -> int:
        """Return the number of points of each scrambling."""
        return self.total // REPLICATES

    def values(self, first: int, last: int) -> dict[str, np.ndarray]:
        """Return the value of each column in draws `first` to `last - 1`, `[draw]` each."""
        copula = Copula.of([column.name for column in self.columns], self.correlations)
        return values(self.columns, copula, self.cube(first, last))

    def digest(self) -> str:
        """Return the SHA-256 of the first points: another way of sampling shows in it."""
        return hashlib.sha256(self.cube(0, REPLICATES).tobytes()).hexdigest()

    def cube(self, first: int, last: int) -> np.ndarray:
        """Return the independent points of draws `first` to `last - 1` in the unit cube, `[draw, dimension]`.

        The same numbers come out however the draws are cut into blocks.
        """
        if not 0 <= first <= last <= self.total:
            raise ValueError(f"draws {first} to {last} are not within 0 to {self.total}")
        pieces = [np.empty((0, len(sampled(self.columns))))]
        for replicate in range(first // self.points, -(-last // self.points)):
            start = replicate * self.points
            pieces.append(
                self._piece(replicate, max(first, start) - start, min(last, start + self.points) - start)
            )
        return np.concatenate(pieces)

    def _piece(self, replicate: int, first: int, last: int) -> np.ndarray:
        dimensions = len(sampled(self.columns))
        if first >= last or dimensions == 0:
            return np.empty((last - first, dimensions))
        child = np.random.SeedSequence(self.seed).spawn(REPLICATES)[replicate]
        scrambling, order = (np.random.Generator(np.random.PCG64(seed)) for seed in child.spawn(2))
        sequence = qmc.Sobol(dimensions, scramble=True, rng=scrambling)
        if first:
            points = sequence.fast_forward(first).random(last - first)
        else:  # A first block must be a power of two long, or SciPy warns; the rest is cut off.
            points = sequence.random(2 ** (last - 1).bit_length())[:last]
        return np.asarray(points)[:, order.permutation(dimensions)]


def check(total: int, seed: int) -> None:
    """Raise RunError, saying what mends it, unless the draws are 16 times a power of two, 256 or more."""
    if seed < 0:
        raise RunError(f"the seed {seed} is below 0; give a whole number from 0 on")
    if total in allowed():
        return
    below = [number for number in allowed() if number < total]
    above = [number for number in allowed() if number > total]
    near = [f"{number:,}" for number in (*below[-1:], *above[:1])]
    raise RunError(
        f"{total:,} draws cannot be spread evenly over {REPLICATES} scramblings of a Sobol sequence; "
        f"ask for {' or '.join(near)}"
    )


def allowed() -> tuple[int, ...]:
    """Return every number of draws that may be asked for."""
    return tuple(REPLICATES * 2**power for power in range(4, 27))
