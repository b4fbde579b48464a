"""Numbers of moves that make no sense: out of their range with every assumption at its middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..study.expression import Expression
from ..study.faults import Faults
from .move import Argument, Written, arguments


def check(made: Mapping[str, Written], value: Callable[[Expression], float], faults: Faults) -> None:
    """Add a fault for each number of a move that is out of its range at its middle, `value`.

    The other draws are the solver's to tell.
    """
    for written in made.values():
        for name, spec in arguments(type(written.move)).items():
            given = getattr(written.move, name)
            for one in given.values() if isinstance(given, dict) else (given,):
                if isinstance(one, Expression):
                    within(one, f"`{written.move.kind}`: `{name}`", spec, value, faults)


def within(
    one: Expression, what: str, spec: Argument, value: Callable[[Expression], float], faults: Faults
) -> None:
    """Add a fault for a number that is out of its range at its middle, `value`.

    An expression that names something unknown has its fault already and is left out.
    """
    try:
        number = float(value(one))
    except (KeyError, RecursionError):
        return
    if not spec.least <= number <= spec.most:
        where = " with the assumptions at their middle" if one.references() else ""
        faults.add(one.place, f"{what} is {number:g}{where}", f"it must be {_range(spec)}")


def _range(spec: Argument) -> str:
    """Say a range."""
    low = "above 0" if 0 < spec.least < 1e-6 else f"at least {spec.least:g}"
    return f"{low} and at most {spec.most:g}" if spec.most < float("inf") else low
