"""A tree as written in a small file: nodes within nodes, read into steps in prefix order."""

from __future__ import annotations

from fractions import Fraction

from ...ground.faults import did_you_mean
from ...study.faults import Faults, show
from ...study.fractions import exactly, numbers
from ...study.records import Node
from ..forms import ADD_UP, CHANCE, END, Step, fitted

MOVER = {"player", "moves", "set", "name"}
LOTTERY = {"chance", "then", "name"}


def steps_of(root: Node, players: tuple[str, ...], faults: Faults) -> tuple[Step, ...]:
    """Return the nodes of a tree, with a fault at everything that is wrong."""
    branches = Branches(players, faults)
    branches.read(root)
    if not any(step.player == END for step in branches.steps) and not faults.found:
        faults.add(root.place, "the game has no end", "let moves lead to lists of payoffs")
    return tuple(branches.steps)


class Branches:
    """Collects steps, counting information sets by player."""

    def __init__(self, players: tuple[str, ...], faults: Faults) -> None:
        """Begin with no node."""
        self.players, self.faults = players, faults
        self.steps: list[Step] = []
        self.sets: list[dict[str, tuple[int, tuple[str, ...]]]] = [{} for _ in players]

    def read(self, node: Node) -> None:
        """Read a node and all below it."""
        if isinstance(node.value, list):
            paid = numbers(node, len(self.players), "payoff", self.faults)
            self.steps.append(Step(END, payoffs=paid))
        elif not isinstance(node.value, dict):
            self.faults.add(
                node.place,
                f"'{show(node)}' is neither a node nor an end",
                "write a table with `player` and `moves`, or with `chance` and `then`, or a list of payoffs",
            )
        elif "chance" in node.value:
            self.lottery(node)
        else:
            self.mover(node)

    def lottery(self, node: Node) -> None:
        """Read a node where chance moves."""
        self.known_keys(node, LOTTERY)
        chances = self.faults.table_of(node.value["chance"])
        then = self.below(node, "then")
        found = [exactly(item, "chance", self.faults) for item in chances.values()]
        likely = [value for value in found if value is not None]
        place = node.value["chance"].place
        if len(likely) == len(found) and (
            abs(sum(likely, Fraction(-1))) > ADD_UP or min(likely, default=0) < 0
        ):
            what = (
                f"chances add up to {float(sum(likely)):.6g}"
                if min(likely, default=0) >= 0
                else "a chance is below 0"
            )
            self.faults.add(place, what, "write numbers from 0 to 1 that add up to 1")
        for move in [*chances, *then]:
            if move not in chances or move not in then:
                at = node.keys["then"] if move in chances else node.value["then"].keys[move]
                what = "what follows" if move in chances else "the chance of"
                self.faults.add(at, f"{what} '{move}' is missing", "name the same in `chance` and `then`")
        if len(likely) == len(chances) and likely:
            likely = list(fitted(likely))
        self.steps.append(Step(CHANCE, 0, tuple(chances), tuple(likely), name=self.name(node)))
        for move in chances:
            if move in then:
                self.read(then[move])

    def mover(self, node: Node) -> None:
        """Read a node where a player moves."""
        self.known_keys(node, MOVER)
        player = node.value.get("player")
        moves = self.below(node, "moves")
        if player is None:
            self.faults.add(node.place, "nobody moves here", "write `player`, or `chance`")
        elif self.faults.known(player, self.players, "player"):
            who = self.players.index(player.value)
            place, name = self.look_alike(node, who, tuple(moves))
            self.steps.append(Step(who, place, tuple(moves), name=self.name(node), set_name=name))
        for below in moves.values():
            self.read(below)

    def look_alike(self, node: Node, player: int, moves: tuple[str, ...]) -> tuple[int, str]:
        """Return the number and name of an information set; a node without one is told from all others."""
        sets = self.sets[player]
        name = show(node.value["set"]) if "set" in node.value else ""
        key = name or f" {len(self.steps)}"
        place, before = sets.setdefault(key, (len(sets) + 1, moves))
        if before != moves:
            what = f"the set '{name}' has the moves {', '.join(before)} elsewhere"
            self.faults.add(
                node.place, what, "nodes that look alike must have the same moves in the same order"
            )
        return place, name

    def below(self, node: Node, key: str) -> dict[str, Node]:
        """Return what follows a node, by move."""
        if key not in node.value:
            self.faults.add(node.place, f"`{key}` is missing", "say what follows each move")
            return {}
        found = self.faults.table_of(node.value[key])
        if isinstance(node.value[key].value, dict) and not found:
            self.faults.add(
                node.value[key].place, "no move leads on and no payoffs end the game", "write one"
            )
        return found

    def name(self, node: Node) -> str:
        """Return a node's own name."""
        return show(node.value["name"]) if "name" in node.value else ""

    def known_keys(self, node: Node, keys: set[str]) -> None:
        """Add a fault for every other key."""
        for key in node.value:
            if key not in keys:
                self.faults.add(node.keys[key], f"no key '{key}' here", did_you_mean(key, sorted(keys)))
