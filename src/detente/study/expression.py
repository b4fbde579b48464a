"""The claim language: text parsed to a small tree of allowed operations. Nothing is ever executed as Python."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..ground.faults import Fault, Place, StudyError, did_you_mean
from .syntax import (
    COMPARISONS,
    FUNCTIONS,
    OF_ONE,
    REDUCTIONS,
    WORDS,
    Index,
    Number,
    Operation,
    Reference,
    Tree,
    is_truth,
    misplaced,
    walk,
)
from .units import KNOWN, PERCENT, POINTS, SAME, SCALES, unknown

__all__ = [
    "COMPARISONS",
    "FUNCTIONS",
    "WORDS",
    "Expression",
    "Number",
    "Operation",
    "Reference",
    "Tree",
    "fault_at",
    "parse",
    "walk",
]
LONGEST = 4_000
DEEPEST = 50
POWER = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6, "^": 8}
HINTS = {
    "\u2212": "write the minus sign as -",
    "\u2013": "write the minus sign as -",
    ",": "a decimal point is meant? write 0.5",
}
"""What mends signs that look like others."""
NOT, COMPARE, SIGN = 3, 4, 7
"""How tightly each operator between two parts binds, and `not`, comparisons and signs among them."""


@dataclass(frozen=True)
class Expression:
    """A parsed expression, with its text and where it stands."""

    text: str
    place: Place = field(compare=False)
    tree: Tree = field(compare=False)

    @property
    def is_comparison(self) -> bool:
        """Whether it is true or false, and not a number."""
        return is_truth(self.tree)

    def references(self) -> tuple[Reference, ...]:
        """Return every name in it, each once, in the order of the text."""
        return tuple(dict.fromkeys(node for node in walk(self.tree) if isinstance(node, Reference)))


def parse(text: str, place: Place) -> Expression:
    """Parse an expression. Raises StudyError with one fault whose caret points at the place."""
    if len(text) > LONGEST:
        raise StudyError(
            [Fault(place, f"the expression has over {LONGEST} characters", "name its parts as quantities")]
        )
    parser = _Parser(text, place)
    tree = parser.expression(0, 0)
    if parser.token:
        raise parser.fault(
            f"'{parser.token}' is not expected here",
            HINTS.get(parser.token, "put an operator before it, or remove it"),
        )
    if stray := misplaced(tree):
        what, mend = (
            (
                "a comparison stands where a number belongs",
                "compare numbers; join comparisons by and, or, not",
            )
            if is_truth(stray)
            else ("a number stands where a comparison belongs", "compare it with another, as leak < 15 %")
        )
        raise parser.fault(what, mend, stray.at)
    return Expression(text, place, tree)


def fault_at(text: str, place: Place, at: int, what: str, mend: str = "") -> Fault:
    """Return a fault at an offset of an expression, with a caret under it."""
    before = text[:at]
    line = before.count("\n")
    start = before.rfind("\n") + 1
    shown = text[start:].split("\n", 1)[0]
    column = at - start
    where = Place(place.file, place.line + line, (place.column if line == 0 else 1) + column)
    return Fault(where, what, mend, f"    {shown}\n    {' ' * column}^")


TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><=|>=|==|!=|[-+*/^()<>\[\],.%]))"
)
SCALE = r"(?:m|mn|bn|tn|thousand|million|billion|trillion)\b"
WORD = r"(?:US\$|[A-Za-z_]+3?)"
BELOW = rf"(?:/(?:\d+)?{WORD})"
SCALED = rf"(?:{SCALE}\s+(?!(?:and|or|not)\b)(?={WORD}))?{WORD}(?:\s+{SCALE})?"
UNIT = re.compile(
    rf"\s*(%{BELOW}*|percentage\s+points?\b|{SCALED}{BELOW}*(?: per {WORD}{BELOW}*)?|(?<=\s)1{BELOW}+)"
)


class _Parser:
    """A precedence climber over the text, one token of lookahead."""

    def __init__(self, text: str, place: Place) -> None:
        self.text, self.place, self.end = text, place, 0
        self.next()

    def next(self) -> None:
        """Move to the next token."""
        match = TOKEN.match(self.text, self.end)
        if match is None:
            rest = self.text[self.end :].strip()
            self.at = len(self.text) - len(self.text[self.end :].lstrip())
            if rest:
                raise self.fault(
                    f"'{rest[0]}' has no meaning here",
                    HINTS.get(rest[0], "use names, numbers, + - * / ^ and comparisons"),
                )
            self.kind, self.token, self.at = "", "", len(self.text)
            return
        self.kind = str(match.lastgroup)
        self.token = match.group(self.kind)
        self.at, self.end = match.start(self.kind), match.end()

    def fault(self, what: str, mend: str = "", at: int | None = None) -> StudyError:
        """Return an error at the current token, or at an offset."""
        return StudyError([fault_at(self.text, self.place, self.at if at is None else at, what, mend)])

    def take(self, token: str, why: str) -> None:
        """Go past a token that must stand here."""
        if self.token != token:
            raise self.fault(f"'{token}' is missing", why)
        self.next()

    def expression(self, least: int, depth: int) -> Tree:
        """Parse operators that bind at least so tightly."""
        if depth > DEEPEST:
            raise self.fault(f"more than {DEEPEST} levels deep", "name its parts as quantities")
        start = self.at
        left = self.prefix(depth)
        while True:
            at, token = self.at, self.token
            if token in COMPARISONS and least <= COMPARE:
                left = self.comparison(left, start, depth)
            elif token in POWER and self.kind != "number" and POWER[token] >= least:
                self.next()
                right = self.expression(POWER[token] + (token != "^"), depth + 1)
                left = Operation(token, (left, right), at, self.text[start : self.before()])
            else:
                return left

    def before(self) -> int:
        """Return where the last token read ends."""
        return self.at - (len(self.text[: self.at]) - len(self.text[: self.at].rstrip()))

    def comparison(self, left: Tree, start: int, depth: int) -> Tree:
        """Parse `a < b`, and chains `a < b < c`, which mean `a < b and b < c`."""
        links: list[Tree] = []
        while self.token in COMPARISONS:
            at, sign = self.at, self.token
            self.next()
            begin = self.at
            right = self.expression(COMPARE + 1, depth + 1)
            links.append(Operation(sign, (left, right), at, self.text[start : self.before()].strip()))
            left, start = right, begin
        return links[0] if len(links) == 1 else Operation("and", tuple(links), start)

    def prefix(self, depth: int) -> Tree:
        """Parse what an operand begins with."""
        at, token, kind = self.at, self.token, self.kind
        if kind == "number":
            return self.number()
        if token in ("-", "+"):
            self.next()
            inner = self.expression(SIGN, depth + 1)
            return Operation("negative", (inner,), at) if token == "-" else inner
        if token == "not":
            self.next()
            return Operation("not", (self.expression(NOT, depth + 1),), at)
        if token == "(":
            self.next()
            inner = self.expression(0, depth + 1)
            self.take(")", "close the bracket")
            return self.postfix(inner)
        if kind == "name" and token not in WORDS:
            return self.postfix(self.name(depth))
        raise self.fault(
            f"'{token}' is not expected here" if token else "the expression ends too early",
            "a number, a name or a bracket belongs here",
        )

    def number(self) -> Tree:
        """Parse a literal and the unit after it."""
        at, value = self.at, float(self.token)
        if value == float("inf"):
            raise self.fault(f"'{self.token}' is too large a number", "write one below 1e308")
        match = UNIT.match(self.text, self.end)
        unit = match.group(1) if match else ""
        unit = PERCENT if unit in POINTS else SAME.get(unit, unit) if SAME.get(unit, unit) in SCALES else unit
        if match and unit.split(" ")[0] not in WORDS:
            if strange := unknown(unit):
                mend = did_you_mean(strange[0], (*KNOWN, *SAME))
                raise self.fault(f"the unit '{strange[0]}' is not known", mend, match.start(1))
            self.end = match.end()
        else:
            unit = ""
        self.next()
        return Number(value / 100 if unit == PERCENT else value * SCALES.get(unit, 1), unit, at)

    def name(self, depth: int) -> Tree:
        """Parse a name, an outcome with its labels, or a call of an allowed function."""
        at, name = self.at, self.token
        self.next()
        if self.token == "(":
            if name not in FUNCTIONS:
                raise self.fault(f"no function '{name}'", did_you_mean(name, FUNCTIONS), at)
            self.next()
            parts = [self.expression(0, depth + 1)]
            while self.token == ",":
                self.next()
                parts.append(self.expression(0, depth + 1))
            self.take(")", "close the bracket")
            if name in OF_ONE and len(parts) > 1:
                raise self.fault(f"{name} takes one number, not {len(parts)}", "keep one", at)
            return Operation(name, tuple(parts), at, self.text[at : self.before()])
        if self.token == "[":
            return Reference(name, self.indices(), self.spot(at), at)
        return Reference(name, (), self.spot(at), at)

    def spot(self, at: int) -> Place:
        """Return the place of an offset in the file."""
        return fault_at(self.text, self.place, at, "").place

    def indices(self) -> tuple[Index, ...]:
        """Parse `[RUS, [EU28, USA], cut]`."""
        found: list[Index] = []
        self.take("[", "open the bracket")
        while True:
            if self.token == "[":
                self.next()
                group = [self.label()]
                while self.token == ",":
                    self.next()
                    group.append(self.label())
                self.take("]", "close the list")
                found.append(tuple(group))
            else:
                found.append(self.label())
            if self.token != ",":
                self.take("]", "close the bracket")
                return tuple(found)
            self.next()

    def label(self) -> str:
        """Parse a label: a name or a whole number."""
        if self.kind not in ("name", "number"):
            raise self.fault("a label is missing", "write the code of an economy, an industry or a world")
        label = self.token
        self.next()
        return label

    def postfix(self, tree: Tree) -> Tree:
        """Parse `.sum` and the other reductions."""
        while self.token == ".":
            self.next()
            if self.token not in REDUCTIONS:
                raise self.fault(f"no reduction '.{self.token}'", did_you_mean(self.token, REDUCTIONS))
            tree = Operation(self.token, (tree,), self.at)
            self.next()
        return tree
