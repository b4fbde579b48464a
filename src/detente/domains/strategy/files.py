"""Games in files: small YAML files, and Gambit's `.nfg` and `.efg`."""

from __future__ import annotations

from pathlib import Path

from ...ground.faults import RunError
from ...study.page import text_of
from ..forms import Extensive, Table
from .efg import read_efg, write_efg
from .nfg import read_nfg, write_nfg
from .reading import read as read_small


def read(path: Path) -> Table | Extensive:
    """Read a game by its file's ending. Raises StudyError."""
    ending = path.suffix.lower()
    if ending == ".nfg":
        return read_nfg(text_of(path), str(path))
    if ending == ".efg":
        return read_efg(text_of(path), str(path))
    return read_small(path)


def written(game: Table | Extensive, path: Path) -> str:
    """Return the text that a path's ending asks for; a tree as `.nfg` is its reduced normal form.

    Raises RunError for another ending, or a table asked for as a tree.
    """
    ending = path.suffix.lower()
    if ending == ".nfg":
        return write_nfg(game if isinstance(game, Table) else as_table(game))
    if ending == ".efg" and isinstance(game, Extensive):
        return write_efg(game)
    if ending == ".efg":
        raise RunError(f"{path}: a table of payoffs has no tree; write it as .nfg")
    raise RunError(f"{path}: games are written as .nfg or .efg; end the name so")


def as_table(game: Extensive) -> Table:
    """Return a tree's reduced normal form, a strategy named by its moves."""
    from .strategic import strategic
    from .tree import tree_of

    tree = tree_of(game)
    form = strategic(tree)
    first = {int(place): node for node, place in reversed(list(enumerate(tree.set))) if place >= 0}
    moves = tuple(
        tuple(
            "/".join(game.steps[first[place]].moves[move] for place, move in enumerate(plan) if move >= 0)
            or "-"
            for plan in kept.tolist()
        )
        for kept in form.plans
    )
    return Table(game.title, game.players, moves, form.payoffs)
