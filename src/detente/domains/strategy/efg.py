"""Trees in Gambit's `.efg` files."""

from __future__ import annotations

from fractions import Fraction

from ...ground.faults import Fault, Place, StudyError
from ..forms import ADD_UP, CHANCE, END, Extensive, Step, fitted
from .gambit import Words, braced, decimal, quoted


def write_efg(game: Extensive) -> str:
    """Return a tree as the text of a file; numbers read back as they are."""
    head = f"EFG 2 R {quoted(game.title)} {braced([quoted(name) for name in game.players])}"
    lines = [head, quoted(""), ""]
    lottery = outcome = 0
    for step in game.steps:
        paid = "0"
        if step.payoffs:
            outcome += 1
            paid = (
                f"{outcome} {quoted(step.outcome)} {braced([decimal(value) for value in step.payoffs], ', ')}"
            )
        if step.player == END:
            lines.append(f"t {quoted(step.name)} {paid}")
        elif step.player == CHANCE:
            lottery += 1
            named = zip(step.moves, fitted(step.chances), strict=True)
            moves = braced([f"{quoted(move)} {chance}" for move, chance in named])
            lines.append(f"c {quoted(step.name)} {lottery} {quoted(step.set_name)} {moves} {paid}")
        else:
            who = f"{step.player + 1} {step.set} {quoted(step.set_name)}"
            moves = braced([quoted(move) for move in step.moves])
            lines.append(f"p {quoted(step.name)} {who} {moves} {paid}")
    return "\n".join([*lines, ""])


def read_efg(text: str, file: str) -> Extensive:
    """Read a file's text. Raises StudyError."""
    reader = Reader(Words(text, file))
    try:
        steps = reader.steps()
    except StudyError as error:
        raise StudyError([*reader.faults, *error.faults]) from None
    if reader.faults:
        raise StudyError(reader.faults)
    return Extensive(reader.title, reader.players, steps)


Look = tuple[str, tuple[str, ...], tuple[Fraction, ...]]
"""How an information set looks: its name, its moves and, of a lottery, their chances."""


class Reader:
    """Reads nodes, knowing the sets and outcomes that came before."""

    def __init__(self, words: Words) -> None:
        """Take the head of the file. Raises StudyError."""
        self.words = words
        words.take("EFG")
        words.take("2")
        words.take("R", "D")
        self.title, self.players = words.text_(), words.texts()
        if not self.players:
            raise words.fail("a player before this")
        if words.is_text():
            words.text_()
        self.faults: list[Fault] = []
        self.known: dict[tuple[int, int], Look] = {}
        self.paid: dict[int, tuple[str, tuple[Fraction, ...]]] = {}

    def steps(self) -> tuple[Step, ...]:
        """Take all nodes. Raises StudyError where they do not make one tree."""
        found: list[Step] = []
        left = 1
        while left:
            if not self.words.more:
                raise self.words.fail(
                    "another node", "every move must lead to a node; a tree ends in `t` nodes"
                )
            found.append(self.step())
            left += len(found[-1].moves) - 1
        if self.words.more:
            raise self.words.fail("the end of the file", "the tree is complete before this node")
        return tuple(found)

    def step(self) -> Step:
        """Take one node."""
        words = self.words
        kind = words.take("c", "p", "t")
        name = words.text_() if words.is_text() else ""
        if kind == "t":
            outcome, payoffs = self.outcome()
            return Step(
                END, payoffs=payoffs or (Fraction(0),) * len(self.players), name=name, outcome=outcome
            )
        player = CHANCE if kind == "c" else words.whole(1, len(self.players)) - 1
        place = words.whole(1)
        set_name, moves, chances = self.look_alike(player, place)
        outcome, payoffs = self.outcome()
        return Step(player, 0 if kind == "c" else place, moves, chances, payoffs, name, set_name, outcome)

    def look_alike(self, player: int, place: int) -> Look:
        """Take an information set: its name and moves, or what is known of it from an earlier node."""
        words, before = self.words, self.known.get((player, place))
        at = words.place
        name = words.text_() if words.is_text() else (before[0] if before else "")
        if not words.sees("{"):
            if before is None:
                raise words.fail("the moves of this information set, in braces")
            return before
        moves, chances = self.lottery() if player == CHANCE else (words.texts(), ())
        if not moves:
            raise words.fail("a move before this", "a node without a move is an end: write `t`")
        if player == CHANCE and abs(sum(chances, Fraction(-1))) > ADD_UP:
            what = f"chances add up to {float(sum(chances)):.6g}"
            self.faults.append(Fault(at, what, "make them add up to 1"))
        elif player == CHANCE:
            chances = fitted(chances)
        if before:
            self.same_set(at, player, place, before, (name, moves, chances))
            name, moves, chances = before[0] or name, *before[1:]
        self.known[player, place] = (name, moves, chances)
        return name, moves, chances

    def same_set(self, at: Place, player: int, place: int, before: Look, here: Look) -> None:
        """Add a fault where a set is written in another way than before; a name left out is none."""
        what = f"chance's set {place}" if player == CHANCE else f"information set {place}"
        if len(here[1]) != len(before[1]):
            what += f" has {len(here[1])} moves here and {len(before[1])} before"
            self.faults.append(Fault(at, what, "nodes that look alike must have the same moves"))
        elif here[1] != before[1]:
            what += f" has the moves {', '.join(here[1])} here and {', '.join(before[1])} before"
            mend = "nodes that look alike must have the same moves in the same order"
            self.faults.append(Fault(at, what, mend))
        elif here[2] != before[2]:
            what += f" has the chances {' '.join(map(str, here[2]))} here and {' '.join(map(str, before[2]))} before"
            self.faults.append(Fault(at, what, "give another lottery a number of its own"))
        elif here[0] and before[0] and here[0] != before[0]:
            what += f" is named '{here[0]}' here and '{before[0]}' before"
            self.faults.append(Fault(at, what, "give another set a number of its own"))

    def lottery(self) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
        """Take the moves of chance and how likely each is."""
        words, moves, chances = self.words, [], []
        words.take("{")
        while not words.sees("}"):
            moves.append(words.text_())
            at = words.place
            chances.append(words.value())
            if chances[-1] < 0:
                self.faults.append(Fault(at, "a chance is below 0", "write a number from 0 to 1"))
        words.take("}")
        return tuple(moves), tuple(chances)

    def outcome(self) -> tuple[str, tuple[Fraction, ...]]:
        """Take an outcome, or the number of one that came before; 0 is none."""
        words = self.words
        at = words.place
        place = words.whole(0)
        name = words.text_() if words.is_text() else ""
        before = self.paid.get(place)
        if words.sees("{"):
            begin = words.place
            values = words.values(len(self.players))
            if place == 0:
                self.faults.append(
                    Fault(begin, "outcome 0 pays nothing", "number it from 1, or leave out its payoffs")
                )
            elif before and before[1] != values:
                what = f"outcome {place} pays {pays(values)} here and {pays(before[1])} before"
                self.faults.append(Fault(begin, what, "give another outcome a number of its own"))
            before = self.paid.setdefault(place, (name, values))
        if place and before is None:
            raise words.fail(f"the payoffs of outcome {place}")
        if before and name and before[0] and name != before[0]:
            what = f"outcome {place} is named '{name}' here and '{before[0]}' before"
            self.faults.append(Fault(at, what, "give another outcome a number of its own"))
        return before or ("", ())


def pays(values: tuple[Fraction, ...]) -> str:
    """Return payoffs in words."""
    return ", ".join(map(decimal, values))
