"""Read the small file of `detente game`: a table of payoffs, or a tree."""

from __future__ import annotations

from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from ...ground.faults import did_you_mean
from ...study.faults import Faults, show
from ...study.fractions import numbers
from ...study.page import page
from ...study.records import Node
from ...study.schema import Text
from ...study.shape import Part
from ..forms import Extensive, Table
from .branches import steps_of

MOST = 100_000
"""Most cells of a table in a small file."""


class GamePart(Part):
    """The file: players and payoffs, or players and a tree."""

    game: Text
    players: Any
    payoffs: dict[str, Any] | None = None
    tree: Any = None


def read(path: str | Path) -> Table | Extensive:
    """Read a game. Raises StudyError with every fault of the file."""
    part, root = page(path, GamePart)
    faults = Faults()
    fields: dict[str, Node] = root.value
    if ("payoffs" in fields) == ("tree" in fields):
        faults.add(root.place, "a game has either `payoffs` or a `tree`", "write one of them")
        faults.raise_any()
    game = _table(part.game, fields, faults) if "payoffs" in fields else _tree(part.game, fields, faults)
    faults.raise_any()
    assert game is not None
    return game


def _table(title: str, fields: dict[str, Node], faults: Faults) -> Table | None:
    """Return the table, or None and faults."""
    players = faults.table_of(fields["players"])
    if not players:
        faults.add(fields["players"].place, "no player with moves", "write Name: [move, move]")
    moves = [_names(node, "move", faults) for node in players.values()]
    if faults.found or prod(len(own) for own in moves) > MOST:
        if not faults.found:
            faults.add(fields["players"].place, f"over {MOST:,} cells", "write the game as a .nfg file")
        return None
    payoffs = np.zeros((len(moves), *[len(own) for own in moves]), dtype=object)
    seen: set[tuple[str, ...]] = set()
    for key, node in fields["payoffs"].value.items():
        place, cell = fields["payoffs"].keys[key], tuple(word.strip() for word in key.split(","))
        where = _cell(cell, moves, tuple(players))
        if isinstance(where, str):
            faults.add(place, where, "write one move of each player, with commas between")
        elif cell in seen:
            faults.add(place, f"the payoffs at '{key}' stand twice", "remove or rename one")
        else:
            found = numbers(node, len(moves), "payoff", faults)
            seen.add(cell)
            if found:
                payoffs.reshape(len(moves), -1)[:, np.ravel_multi_index(where, payoffs.shape[1:])] = found
    missing = [", ".join(cell) for cell in product(*moves) if cell not in seen]
    if missing and not faults.found:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        faults.add(fields["payoffs"].place, f"no payoffs at '{missing[0]}'{more}", "every cell needs them")
    return Table(title, tuple(players), tuple(moves), payoffs)


def _tree(title: str, fields: dict[str, Node], faults: Faults) -> Extensive | None:
    """Return the tree, or None and faults."""
    players = _names(fields["players"], "player", faults)
    if faults.found:
        return None
    return Extensive(title, players, steps_of(fields["tree"], players, faults))


def _names(node: Node, what: str, faults: Faults) -> tuple[str, ...]:
    """Return the names in a list, each once."""
    found: list[str] = []
    items = faults.list_of(node)
    if isinstance(node.value, list) and not items:
        faults.add(node.place, f"no {what} here", f"name one {what} at least")
    for item in items:
        name = show(item)
        if isinstance(item.value, dict | list) or item.value is None or "," in name or not name.strip():
            faults.add(item.place, f"'{name}' is no name of a {what}", "write words without a comma")
        elif name in found:
            faults.add(item.place, f"the {what} '{name}' stands twice", "rename one")
        found.append(name.strip())
    return tuple(found)


def _cell(
    cell: tuple[str, ...], moves: list[tuple[str, ...]], players: tuple[str, ...]
) -> tuple[int, ...] | str:
    """Return the places of a cell's moves, or what is wrong with it."""
    if len(cell) != len(moves):
        return f"{len(cell)} moves for {len(moves)} players"
    for move, own, player in zip(cell, moves, players, strict=True):
        if move not in own:
            return f"{player} has no move '{move}' ({did_you_mean(move, own)})"
    return tuple(own.index(move) for move, own in zip(cell, moves, strict=True))
