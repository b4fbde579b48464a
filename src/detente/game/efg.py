"""Trees in Gambit's `.efg` files."""

from __future__ import annotations

from ..bind.alone.forms import ADD_UP, CHANCE, END, Extensive, Step, fitted, fractions_of
from ..ground.faults import Fault, StudyError
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
            named = zip(step.moves, fractions_of(step.chances), strict=True)
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
    steps = reader.steps()
    if reader.faults:
        raise StudyError(reader.faults)
    return Extensive(reader.title, reader.players, steps)


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
        self.known: dict[tuple[int, int], tuple[str, tuple[str, ...], tuple[float, ...]]] = {}
        self.paid: dict[int, tuple[str, tuple[float, ...]]] = {}

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
            return Step(END, payoffs=payoffs or (0.0,) * len(self.players), name=name, outcome=outcome)
        player = CHANCE if kind == "c" else words.whole(1, len(self.players)) - 1
        place = words.whole(1)
        set_name, moves, chances = self.look_alike(player, place)
        outcome, payoffs = self.outcome()
        return Step(player, 0 if kind == "c" else place, moves, chances, payoffs, name, set_name, outcome)

    def look_alike(self, player: int, place: int) -> tuple[str, tuple[str, ...], tuple[float, ...]]:
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
        if player == CHANCE and abs(sum(chances) - 1) > ADD_UP:
            self.faults.append(Fault(at, f"chances add up to {sum(chances):.6g}", "make them add up to 1"))
        elif player == CHANCE:
            chances = fitted(chances)
        if before and player != CHANCE and len(before[1]) != len(moves):
            what = f"information set {place} has {len(moves)} moves here and {len(before[1])} before"
            self.faults.append(Fault(at, what, "nodes that look alike must have the same moves"))
        self.known[player, place] = (name, moves, chances)
        return name, moves, chances

    def lottery(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
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

    def outcome(self) -> tuple[str, tuple[float, ...]]:
        """Take an outcome, or the number of one that came before; 0 is none."""
        words = self.words
        place = words.whole(0)
        name = words.text_() if words.is_text() else ""
        if words.sees("{"):
            self.paid[place] = (name, words.values(len(self.players)))
        if place and place not in self.paid:
            raise words.fail(f"the payoffs of outcome {place}")
        return self.paid.get(place, ("", ()))
