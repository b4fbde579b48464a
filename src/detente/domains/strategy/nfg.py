"""Tables in Gambit's `.nfg` files."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np

from ...ground.faults import StudyError
from ..forms import Table
from .gambit import Words, braced, decimal, quoted


def write_nfg(table: Table) -> str:
    """Return a table as the text of a file; numbers read back as they are."""
    head = f"NFG 1 R {quoted(table.title)} {braced([quoted(name) for name in table.players])}"
    moves = braced([braced([quoted(move) for move in own]) for own in table.moves])
    cells = np.moveaxis(table.payoffs, 0, -1)
    order = cells.transpose(*reversed(range(cells.ndim - 1)), cells.ndim - 1).reshape(-1, len(table.players))
    body = [braced([quoted(""), ", ".join(decimal(value) for value in cell)]) for cell in order.tolist()]
    places = " ".join(str(place + 1) for place in range(len(body)))
    return "\n".join([head, "", moves, quoted(""), "", "{", *body, "}", places, ""])


def read_nfg(text: str, file: str) -> Table:
    """Read a file's text, with payoffs listed or with outcomes. Raises StudyError."""
    words = Words(text, file)
    words.take("NFG")
    words.take("1")
    words.take("R", "D")
    title, players = words.text_(), words.texts()
    if not players:
        raise words.fail("a player before this")
    moves = _moves(words, len(players))
    if words.is_text():
        words.text_()
    sizes = tuple(len(own) for own in moves)
    body = (
        _outcomes(words, len(players), prod(sizes))
        if words.sees("{")
        else _listed(words, len(players), sizes)
    )
    if words.more:
        raise words.fail("the end of the file")
    cells = np.array(body, dtype=object).reshape(*reversed(sizes), len(players))
    payoffs = cells.transpose(cells.ndim - 1, *reversed(range(cells.ndim - 1)))
    return Table(title, players, moves, np.ascontiguousarray(payoffs))


def _moves(words: Words, players: int) -> tuple[tuple[str, ...], ...]:
    """Take each player's moves: their names, or how many there are."""
    words.take("{")
    named = words.sees("{")
    found: list[tuple[str, ...]] = []
    for _ in range(players):
        found.append(words.texts() if named else tuple(str(k + 1) for k in range(words.whole(1))))
        if not found[-1]:
            raise words.fail("a move of every player")
    words.take("}")
    return tuple(found)


def _outcomes(words: Words, players: int, cells: int) -> list[tuple[Fraction, ...]]:
    """Take outcomes, and the place of one for each cell; 0 pays nothing."""
    outcomes = [(Fraction(0),) * players]
    words.take("{")
    while words.sees("{"):
        words.take("{")
        if words.is_text():
            words.text_()
        outcomes.append(tuple(words.value() for _ in range(players)))
        words.take("}")
    words.take("}")
    return [outcomes[words.whole(0, len(outcomes) - 1)] for _ in range(cells)]


def _listed(words: Words, players: int, sizes: tuple[int, ...]) -> list[tuple[Fraction, ...]]:
    """Take the payoffs of each cell."""
    try:
        return [tuple(words.value() for _ in range(players)) for _ in range(prod(sizes))]
    except StudyError as error:
        if words.more:
            raise
        cells = " x ".join(map(str, sizes))
        raise words.fail(f"a payoff for each of {players} players in each of {cells} cells") from error
