"""Read assumptions: which distribution is meant, and whether its numbers make sense."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable

from ..chance import kinds as d
from ..chance.lognormal import NINETY
from ..ground.faults import Fault, Place, StudyError
from .declared import declared
from .expression import Number, Operation, parse
from .percent import agreed, ends
from .records import Assumption, Node, places
from .shape import date_of

KINDS = [
    "range",
    "uniform",
    "triangular",
    "normal",
    "lognormal",
    "beta",
    "gamma",
    "dirichlet",
    "discrete",
    "choice",
    "path",
    "fixed",
    "from",
    "rate",
]
BESIDE = ("is", "source", "unit", "on", "at")
"""What stands beside a distribution."""
SKEW = 0.1
"""How far a lognormal's median may lie from the middle of its 90 % range, in halves of the range, by logarithm."""
SPAN = re.compile(r"^(?P<low>.+?)\s+to\s+(?P<high>.+)$")


def number(node: Node) -> float:
    """Return a node's number; `25 %` is 0.25. Raises StudyError where it is none."""
    if isinstance(node.value, bool) or not isinstance(node.value, (int, float, str)):
        raise StudyError([Fault(node.place, "a number is wanted here", "write a number, or one with %")])
    return constant(str(node.value), node.place)


def constant(text: str, place: Place) -> float:
    """Return the number that a text is. Raises StudyError where it is none."""
    tree = parse(text, place).tree
    sign = 1.0
    if isinstance(tree, Operation) and tree.name == "negative":
        tree, sign = tree.parts[0], -1.0
    if not isinstance(tree, Number) or not math.isfinite(tree.value):
        raise StudyError([Fault(place, f"'{text}' is not a plain number", "write a number, or one with %")])
    return sign * tree.value


def span(node: Node) -> tuple[float, float]:
    """Return the ends of `5 to 20` or [5, 20]; one % after `-5 to 5 %` counts for both."""
    if isinstance(node.value, list):
        return numbers(node, 2)[0], numbers(node, 2)[1]
    match = SPAN.match(str(node.value))
    if not match:
        raise StudyError([Fault(node.place, f"'{node.value}' is not a range", "write 5 to 20, or [5, 20]")])
    low, high = ends(match["low"], match["high"], node.place)
    return constant(low, node.place), constant(high, node.place)


def numbers(node: Node, count: int) -> list[float]:
    """Return a list of so many numbers."""
    if not isinstance(node.value, list) or len(node.value) != count:
        raise StudyError([Fault(node.place, f"a list of {count} numbers is wanted here", "write [a, b]")])
    agreed(node.value)
    return [number(item) for item in node.value]


def weights(node: Node) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return names and weights of a table, or of a list with equal weights."""
    if isinstance(node.value, list):
        return tuple(str(item.value) for item in node.value), tuple(1.0 for _ in node.value)
    if not isinstance(node.value, dict):
        raise StudyError([Fault(node.place, "names are wanted here", "write [a, b], or {a: 0.7, b: 0.3}")])
    agreed(node.value.values())
    return tuple(node.value), tuple(number(value) for value in node.value.values())


def assumption(name: str, node: Node, place: Place, faults: list[Fault]) -> Assumption | None:
    """Return an assumption; None where it has faults, which are added to the list."""
    table: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
    if not table:
        return None
    given = [kind for kind in KINDS if kind in table and table[kind].value is not None]
    strangers = [key for key in table if key not in (*KINDS, *BESIDE)]
    if strangers and not given:
        return None  # reading has told of the key, and the distribution may be what it means
    if len(given) != 1:
        what = (
            f"'{name}' has no distribution"
            if not given
            else f"'{name}' has several distributions: {', '.join(given)}"
        )
        faults.append(Fault(place, what, "write exactly one, as uniform: 5 to 20"))
        return None
    if "at" in table and given[0] != "from":
        what = f"`at` of '{name}' holds rows of a table, and there is no table"
        faults.append(Fault(table["at"].place, what, "write `fixed` for one number"))
        return None
    try:
        distribution = READERS[given[0]](table[given[0]], table)
        unit, known = declared(name, given[0], table, place)
    except StudyError as error:
        inside = set(places(table[given[0]]))
        faults.extend(() if any(one.place in inside for one in faults) else error.faults)
        return None
    if wrong := distribution.wrong():
        faults.append(Fault(table[given[0]].place, f"{given[0]} of '{name}': {wrong}", "mend the numbers"))
        return None
    if "is" not in table or "source" not in table or strangers:
        return None
    meaning, source = str(table["is"].value), str(table["source"].value)
    return Assumption(name, meaning, distribution, unit, source, place, known)


def _lognormal(node: Node, table: dict[str, Node]) -> d.Distribution:
    if isinstance(node.value, list):
        return d.LogNormal(*numbers(node, 2))
    if not isinstance(node.value, dict) or set(node.value) != {"median", "90%"}:
        raise StudyError(
            [Fault(node.place, "a lognormal is [mu, sigma] or a table", "write {median: 1, 90%: [0.5, 2]}")]
        )
    middle, around = node.value["median"], node.value["90%"]
    agreed([middle, *(around.value if isinstance(around.value, list) else [around])])
    median, (low, high) = number(middle), span(around)
    if not 0 < low < median < high:
        what = "a lognormal's low end, median and high end must be above 0 and in order"
        raise StudyError([Fault(node.place, what, "mend the numbers")])
    fits, half = math.sqrt(low) * math.sqrt(high), (math.log(high) - math.log(low)) / 2
    if abs(math.log(median / fits)) > SKEW * half:
        drawn = f"{median / math.exp(half):.3g} to {median * math.exp(half):.3g}"
        what = f"a lognormal with median {median:g} that is as wide has its 90 % from {drawn}"
        raise StudyError([Fault(node.place, what, f"between {low:g} and {high:g} the median is {fits:.3g}")])
    return d.LogNormal(math.log(median), half / NINETY)


def _beta(node: Node, table: dict[str, Node]) -> d.Distribution:
    ends = span(table["on"]) if "on" in table else (0.0, 1.0)
    a, b = numbers(node, 2)
    return d.Beta(a, b, *ends)


def _dirichlet(node: Node, table: dict[str, Node]) -> d.Distribution:
    return d.Dirichlet(*weights(node))


def _discrete(node: Node, table: dict[str, Node]) -> d.Distribution:
    names, shares = weights(node)
    values = [Node(name, node.keys.get(name, node.place)) for name in names]
    agreed(values)
    return d.Discrete(tuple(number(one) for one in values), shares)


def _path(node: Node, table: dict[str, Node]) -> d.Distribution:
    if not isinstance(node.value, dict) or not {"mean", "sd", "half_life", "years"} <= set(node.value):
        raise StudyError([Fault(node.place, "a path lacks a part", "it needs mean, sd, half_life and years")])
    agreed(value for key, value in node.value.items() if key not in ("years", "half_life"))
    given = {key: number(value) for key, value in node.value.items() if key != "years"}
    first, last = span(node.value["years"])
    if not (first.is_integer() and last.is_integer()):
        raise StudyError([Fault(node.value["years"].place, "these are no years", "write 2018 to 2030")])
    return d.Path(
        mean=given["mean"],
        start=given.get("start", given["mean"]),
        sd=given["sd"],
        half_life=given["half_life"],
        first=int(first),
        last=int(last),
        low=given.get("low", -math.inf),
        high=given.get("high", math.inf),
    )


def _rate(node: Node, table: dict[str, Node]) -> d.Distribution:
    rows, since = (
        (node.value.get(key) for key in ("rows", "since")) if isinstance(node.value, dict) else (None, None)
    )
    first = date_of(since.value) if since is not None else None
    if rows is None or not isinstance(first, dt.date):
        raise StudyError(
            [
                Fault(
                    node.place, "a rate lacks `rows` or `since`", "write {rows: reactions, since: 2014-03-01}"
                )
            ]
        )
    filters = tuple((key, str(one.value)) for key, one in node.value.items() if key not in ("rows", "since"))
    return d.Rate(str(rows.value), filters, first)


def _from(node: Node, table: dict[str, Node]) -> d.Distribution:
    held = table["at"].value if "at" in table and isinstance(table["at"].value, dict) else {}
    return d.FromTable(str(node.value), tuple((name, number(value)) for name, value in held.items()))


READERS: dict[str, Callable[[Node, dict[str, Node]], d.Distribution]] = {
    "range": lambda node, table: d.Uniform(*span(node)),
    "uniform": lambda node, table: d.Uniform(*span(node)),
    "triangular": lambda node, table: d.Triangular(*numbers(node, 3)),
    "normal": lambda node, table: d.Normal(*numbers(node, 2)),
    "lognormal": _lognormal,
    "beta": _beta,
    "gamma": lambda node, table: d.Gamma(*numbers(node, 2)),
    "dirichlet": _dirichlet,
    "discrete": _discrete,
    "choice": lambda node, table: d.Choice(*weights(node)),
    "path": _path,
    "fixed": lambda node, table: d.Fixed(number(node)),
    "from": _from,
    "rate": _rate,
}
