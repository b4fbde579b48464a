"""Détente: a laboratory that puts a geopolitical argument to the test.

`load` reads a study, shipped or the user's own; `trade.solve(apply(moves, world))` is a single solve.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__"]
