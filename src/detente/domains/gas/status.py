"""How a draw of the gas model ended."""

from collections.abc import Sequence

from ...ground.status import SolveStatus


class Status(SolveStatus):
    """How a draw ended."""

    SOLVED = ("solved",)
    NOT_CONVERGED = (
        "no equilibrium found",
        "no equilibrium of the gas market found; try milder numbers",
    )
    NO_SELLER = (
        "no seller can reach a market",
        "no seller can reach {market}: open a way to it, or leave the market out",
    )
    FLOORS = (
        "infeasible floors",
        "infeasible floors: contracts oblige {supply} to deliver more than it can, or more than the base path; lower "
        "the floors or raise its capacity",
    )
    CAPACITY = (
        "the base path asks more of a supply than its capacity",
        "the base path asks more of {supply} than its capacity; raise the one or lower the other",
    )
    LINE = (
        "a line is booked for more than its supply has left",
        "infeasible floors: the line {line} is booked for more than its supply has left; book less",
    )
    INPUT = (
        "a number out of range",
        "a number of the gas world is out of range: capacities, flows, costs and lengths must not be below 0, "
        "elasticities of demand below 0, elasticities of flows above 0, shares and conduct within 0 and 1",
    )


def told(code: int, about: int, markets: Sequence[str], supplies: Sequence[str], lines: Sequence[str]) -> str:
    """Return what a status means in words, for a world of which the names alone are known."""
    places = {"market": markets, "supply": supplies, "line": lines}
    return Status.of(code).told(
        **{kind: names[about] if about < len(names) else "" for kind, names in places.items()}
    )
