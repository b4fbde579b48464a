"""Numbers of moves that make no sense: out of their range with every assumption at its middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..bind.options import WorldOptions
from ..study.expression import Expression
from ..study.faults import Faults
from ..study.records import Study
from .middle import middles
from .move import Argument, Written, arguments
from .problem import Column

SUBSTITUTION = Argument("number", "elasticity of substitution among inputs", least=0.0)


def check(
    study: Study,
    made: Mapping[str, Written],
    options: WorldOptions,
    columns: tuple[Column, ...],
    faults: Faults,
) -> None:
    """Add a fault for each number of a move or an option that is out of its range.

    The other draws are the solver's to tell.
    """
    value = middles(study, columns)
    if options.input_substitution:
        within(options.input_substitution, "`input_substitution`", SUBSTITUTION, value, faults)
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
