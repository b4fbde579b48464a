"""Every kind of distribution: by the words that write it, and by what a run's record calls it."""

from __future__ import annotations

import ast
from typing import Any

from .beta import Beta
from .choice import Choice
from .dirichlet import Dirichlet
from .discrete import Discrete
from .distribution import Distribution
from .fixed import Fixed
from .gamma import Gamma
from .lognormal import LogNormal
from .normal import Normal
from .path import Path
from .pert import Pert
from .rate import Rate
from .table import FromTable
from .triangular import Triangular
from .uniform import Uniform

TABLE: list[type[Distribution]] = [
    Uniform,
    Triangular,
    Pert,
    Normal,
    LogNormal,
    Beta,
    Gamma,
    Dirichlet,
    Discrete,
    Choice,
    Path,
    Fixed,
    FromTable,
    Rate,
]
NUMBERS = {"inf": float("inf"), "nan": float("nan")}


def written() -> dict[str, type[Distribution]]:
    """Return the kind that each word of a study writes."""
    return {word: kind for kind in TABLE for word in kind.keys}


def forms() -> dict[str, Any]:
    """Return what may stand after each word of a distribution, those beside it included."""
    return {
        word: form
        for kind in TABLE
        for word, form in (dict.fromkeys(kind.keys, kind.form) | dict(kind.aside)).items()
    }


def read(text: str) -> Distribution | None:
    """Return the distribution that a run's record names, as `Uniform(low=1.0, high=2.0)`; None if unknown.

    >>> read("Uniform(low=1.0, high=2.0)")
    Uniform(low=1.0, high=2.0)
    """
    known = {kind.__name__: kind for kind in TABLE}
    try:
        call = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in known:
        return None
    try:
        return known[call.func.id](**{str(one.arg): _value(one.value) for one in call.keywords})
    except (TypeError, ValueError):
        return None


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Tuple):
        return tuple(map(_value, node.elts))
    if isinstance(node, ast.Name) and node.id in NUMBERS:
        return NUMBERS[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.Call) and len(node.args) == 1:  # np.float64(1.0)
        return _value(node.args[0])
    return ast.literal_eval(node)
