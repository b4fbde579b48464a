"""Least squares over replicates: one fit to all draws, and one without each replicate, for little more."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from ..runs.draws import REPLICATES

RIDGE = 1e-9
"""Of a matrix's mean diagonal, so that terms that are tied do not stop a fit."""


@dataclass(frozen=True)
class Fit:
    """Coefficients of some terms, and the sums that they come from."""

    rows: np.ndarray
    """`[term, draw]`, 0 where y is not known."""
    gram: np.ndarray
    """`[replicate, term, term]`."""
    moment: np.ndarray
    """`[replicate, term]`."""
    squares: float
    """Of y."""

    @classmethod
    def of(cls, rows: np.ndarray, y: np.ndarray) -> Fit:
        """Return the fit of y `[draw]` to some rows."""
        parts = [(rows[:, one], y[one]) for one in _blocks(len(y))]
        gram = np.stack([part @ part.T for part, _ in parts])
        return cls(rows, gram, np.stack([part @ its for part, its in parts]), float(y @ y))

    def only(self, kept: np.ndarray) -> Fit:
        """Return the fit with some of its terms, `[term]` true or false."""
        if kept.all():
            return self
        some = np.flatnonzero(kept)
        return Fit(self.rows[some], self.gram[:, some[:, None], some], self.moment[:, some], self.squares)

    @functools.cached_property
    def best(self) -> np.ndarray:
        """Return the coefficients of all draws, `[term]`."""
        return np.asarray(np.linalg.solve(_steady(self.gram.sum(axis=0)), self.moment.sum(axis=0)))

    def strength(self) -> np.ndarray:
        """Return each coefficient in standard errors, `[term]`."""
        left = max(self.squares - float(self.best @ self.moment.sum(axis=0)), 0.0)
        variance = np.diag(np.linalg.inv(_steady(self.gram.sum(axis=0))))
        errors = np.sqrt(np.maximum(variance, 0) * left / max(self.rows.shape[1] - len(self.best), 1))
        return np.asarray(np.abs(self.best) / np.maximum(errors, 1e-300))

    @functools.cached_property
    def without(self) -> np.ndarray:
        """Return the coefficients without each replicate in turn, `[replicate, term]`."""
        gram, moment = self.gram.sum(axis=0) - self.gram, self.moment.sum(axis=0) - self.moment
        return np.stack([np.linalg.solve(_steady(g), m) for g, m in zip(gram, moment, strict=True)])

    def inside(self) -> np.ndarray:
        """Return what the fit to all draws says, `[draw]`; 0 where y is not known."""
        return np.asarray(self.best @ self.rows)

    def outside(self) -> np.ndarray:
        """Return what the fit without each draw's own replicate says, `[draw]`."""
        blocks = _blocks(self.rows.shape[1])
        return np.concatenate([one @ self.rows[:, at] for one, at in zip(self.without, blocks, strict=True)])


def _blocks(draws: int) -> list[slice]:
    """Return where the draws of each replicate are."""
    points = draws // REPLICATES
    return [slice(r * points, (r + 1) * points) for r in range(REPLICATES)]


def _steady(gram: np.ndarray) -> np.ndarray:
    """Return a matrix that can be inverted even if terms are tied."""
    scale = max(float(np.trace(gram)) / len(gram), 1e-300)
    return np.asarray(gram + RIDGE * scale * np.eye(len(gram)))
