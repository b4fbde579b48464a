"""The words of the claim language, and the small tree that an expression is parsed to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..ground.faults import Place

FUNCTIONS = ("min", "max", "sum", "mean", "abs", "exp", "log", "sqrt", "all", "any")
REDUCTIONS = ("min", "max", "sum", "mean", "all", "any")
OF_ONE = ("abs", "exp", "log", "sqrt")
"""Functions of one number; the others join several, or a list."""
COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
WORDS = ("and", "or", "not")
TRUTHS = (*COMPARISONS, *WORDS, "all", "any")
"""Operations that are true or false, and no number."""

Index = str | tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A literal, with the unit written after it; `%` is already a hundredth, and `mn` alone a million."""

    value: float
    unit: str
    at: int = field(compare=False)


@dataclass(frozen=True)
class Reference:
    """A name, with the labels in its brackets; equal to another by what it names, wherever it stands."""

    name: str
    indices: tuple[Index, ...]
    place: Place = field(compare=False)
    at: int = field(compare=False)

    @property
    def column(self) -> str:
        """The name of the column that it reads where it names an assumption: `theta[mining]`."""
        return f"{self.name}[{','.join(map(str, self.indices))}]" if self.indices else self.name


@dataclass(frozen=True)
class Operation:
    """An operator or a function and what it works on; `text` is its part of the expression.

    `unit` is that of a comparison's margin once units are settled; empty where it is a plain number.
    """

    name: str
    parts: tuple[Tree, ...]
    at: int = field(compare=False)
    text: str = ""
    unit: str = field(default="", compare=False)


Tree = Number | Reference | Operation


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield every node of a tree, parents first."""
    yield tree
    if isinstance(tree, Operation):
        for part in tree.parts:
            yield from walk(part)


def margins(tree: Tree) -> tuple[str, ...]:
    """Return the unit of each comparison's margin in the order of the text, once units are settled; empty for none."""
    return tuple(one.unit for one in walk(tree) if isinstance(one, Operation) and one.name in COMPARISONS)


def margin(tree: Tree) -> str:
    """Return the unit of a whole claim's margin: that of its comparisons, empty where these differ."""
    units = set(margins(tree))
    return units.pop() if len(units) == 1 else ""


def is_truth(tree: Tree) -> bool:
    """Tell whether a tree is true or false, and not a number."""
    return isinstance(tree, Operation) and tree.name in TRUTHS


def misplaced(tree: Tree) -> Tree | None:
    """Return the first part that is a number where truth is wanted, or the other way round; None where all fits."""
    for node in walk(tree):
        if isinstance(node, Operation):
            wanted = is_truth(node) and node.name not in COMPARISONS
            for part in node.parts:
                if is_truth(part) != wanted:
                    return part
    return None
