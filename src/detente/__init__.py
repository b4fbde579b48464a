"""Détente: a laboratory that puts a geopolitical argument to the test.

`load("korea-2018").run(draws=1024)` judges a study, `kept("runs/korea-2018")` opens a finished run, and
`trade.solve(apply(moves, world))` is a single solve.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "apply", "figures", "kept", "load", "load_world", "show", "trade"]

PLACES = {
    "load": ("detente.run", "load"),
    "show": ("detente.run", "show"),
    "kept": ("detente.audit.finished", "kept"),
    "figures": ("detente.run", "figures"),
    "apply": ("detente.domains.move", "apply"),
    "trade": ("detente.domains.trade.alone", ""),
    "load_world": ("detente.world.home", "load"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that a start stays light."""
    if name not in PLACES:
        raise AttributeError(f"module 'detente' has no attribute '{name}'")
    module, attribute = PLACES[name]
    found = import_module(module)
    return getattr(found, attribute) if attribute else found
