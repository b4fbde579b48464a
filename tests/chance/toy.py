"""A distribution of one file, written into the table of kinds before anything reads it; then the command line."""

import sys
from dataclasses import dataclass

from detente.chance import kinds
from detente.chance.distribution import Continuous, said
from detente.ground.forms import Quantity


@dataclass(frozen=True)
class Laplace(Continuous):
    """Peaked at its middle, falling to half within each half-life on either side."""

    keys = ("laplace",)
    form = list[Quantity]
    aside = {"cut": Quantity}
    middle: float
    scale: float

    @classmethod
    def of(cls, written):
        return cls(*written.list_of(2))

    def words(self, unit=""):
        return f"Laplace around {said(self.middle)} with scale {said(self.scale, unit)}"

    def wrong(self):
        return "" if self.scale > 0 else "the scale is not above 0"

    def median(self, part=0):
        return self.middle

    def law(self, stats):
        return stats.laplace(self.middle, self.scale)


if __name__ == "__main__":
    kinds.TABLE.append(Laplace)
    from detente.cli.main import main

    main(sys.argv[1:])
