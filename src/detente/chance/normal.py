"""Normal with a mean and a standard deviation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .distribution import Distribution, quiet, said


@dataclass(frozen=True)
class Normal(Distribution):
    """Normal with a mean and a standard deviation."""

    mean: float
    sd: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"normal with mean {said(self.mean)} and standard deviation {said(self.sd, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.sd > 0 else "the standard deviation is not above 0"

    def median(self, part: int = 0) -> float:
        """Return the mean."""
        return self.mean

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        from scipy import special

        return np.asarray(self.mean + self.sd * special.ndtri(u))

    def score(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return standard normal numbers."""
        return np.asarray((values - self.mean) / self.sd)

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density."""
        with np.errstate(all="ignore"):
            return quiet(
                np.exp(-(((values - self.mean) / self.sd) ** 2) / 2) / (self.sd * np.sqrt(2 * np.pi))
            )
