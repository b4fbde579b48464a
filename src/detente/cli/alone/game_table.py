"""What was found about a game, in the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from ...domains.strategy.findings import Findings
from ..terminal import Grid, Terminal, styled

MOST = 40
"""Most rows shown of a table."""


def show(found: Findings) -> None:
    """Print equilibria, dominance, logit play and subgame-perfect play."""
    console = Terminal()
    console.print(styled((found.title, "bold"), f": {', '.join(found.players)}"))
    if found.plan:
        _plan(console, found)
    elif found.equilibria and not found.equilibria[0].play:
        _worth(console, found)
    elif found.equilibria:
        _equilibria(console, found)
    else:
        console.print("no equilibrium found")
    if found.gone:
        gone = "; ".join(f"{player}: {move}" for player, move in found.gone)
        console.print(f"strictly dominated, in this order: {gone}")
    if found.logit:
        _logit(console, found)
    for remark in found.remarks:
        console.print(remark, style="yellow")


def _equilibria(console: Terminal, found: Findings) -> None:
    """Print one equilibrium a row."""
    count = len(found.equilibria)
    table = Grid(f"{count} equilibri{'a' if count > 1 else 'um'}")
    table.texts(*[name for name, _ in found.equilibria[0].play])
    table.numbers("receives")
    noted = any(one.note for one in found.equilibria)
    if noted:
        table.texts("")
    for one in found.equilibria[:MOST]:
        value = ", ".join(f"{value:.4g}" for value in one.value)
        played = [mixture(chances) for _, chances in one.play]
        table.add_row(*played, value, *([one.note] if noted else []))
    console.print(table)
    if count > MOST:
        console.print(f"and {count - MOST} more; --json lists all")


def _plan(console: Terminal, found: Findings) -> None:
    """Print the moves of subgame-perfect play."""
    table = Grid("subgame-perfect play")
    table.texts("after", "mover", "plays")
    for after, mover, move in found.plan[:MOST]:
        table.add_row(after or "(start)", mover, move)
    console.print(table)
    if len(found.plan) > MOST:
        console.print(f"and {len(found.plan) - MOST} more decisions; --json lists all")
    console.print(f"played from the start: {found.course or '(nothing)'}")
    _worth(console, found)


def _worth(console: Terminal, found: Findings) -> None:
    """Print what each player receives."""
    only = found.equilibria[0]
    value = ", ".join(
        f"{player} {value:.6g}" for player, value in zip(found.players, only.value, strict=True)
    )
    console.print(f"worth: {value}" + (f" ({only.note})" if only.note else ""))


def _logit(console: Terminal, found: Findings) -> None:
    """Print logit play by precision."""
    table = Grid("logit equilibrium, followed from the centre")
    table.numbers("precision")
    table.texts(*found.players)
    for precision, mixtures in found.logit:
        table.add_row(f"{precision:g}", *[mixture(chances, 6) for chances in mixtures])
    console.print(table)


def mixture(chances: Mapping[str, float], digits: int = 4) -> str:
    """Return chances in a few words: a move alone if it is certain.

    >>> mixture({"bet": 1 / 3, "fold": 2 / 3})
    'bet .3333, fold .6667'
    """
    played = {move: chance for move, chance in chances.items() if chance > 0.5 * 10**-digits}
    if len(played) == 1:
        return next(iter(played))
    return ", ".join(f"{move} {f'{chance:.{digits}f}'.removeprefix('0')}" for move, chance in played.items())
