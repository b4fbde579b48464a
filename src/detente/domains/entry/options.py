"""Resolve the game of entry that a study asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...ground.faults import meant
from ...study.expression import Expression
from ...study.faults import Faults
from ...study.numbers import number, numbers, plain
from ...study.records import Node, Study
from ...study.variants import NEEDED, switch_of
from ..domain import WORLD, Reading
from .records import MAIN, CorridorOption, GameOption, PlayOption, Reaction

SINGLE = {"discount": "1/year", "rent": "", "rent_first": "", "rent_later": "", "entry_fall": "1/year"}
BY_POWER = {
    "entry_cost": "USD bn",
    "domestic": "USD bn/year",
    "demonstration": "USD bn/year",
    "aid": "USD bn/year",
}
BY_REACTION = {"idle": "", "added": "", "window": "years", "expiry": "1/year"}
BY_PHASE = "realised"
WORDS = (
    "powers",
    "host",
    "others",
    "years",
    "schedule",
    "entering",
    "relief",
    "corridor",
    "reactions",
    "waiting",
    "plays",
)
KEYS = (*WORDS, *SINGLE, *BY_POWER, BY_PHASE)
REQUIRED = ("powers", "host", "entering", "discount")
MOST_POWERS, LONGEST = 4, 50


def game_of(reading: Reading) -> GameOption | None:
    """Return the game that a study asks for; None where it asks for none, or it has faults."""
    study, faults, peace = reading.study, reading.faults, reading.options.get("peace")
    node = study.settings.get("game")
    if node is None:
        return None
    table, before = faults.table_of(node), len(faults.found)
    faults.keys(node, KEYS, "`game`")
    for name in set(REQUIRED) - meant(table, KEYS):
        if name not in table:
            faults.add(node.place, f"`game` lacks `{name}`", "see docs/models/entry.md")
    if peace is None and study.option("peace") is None and "schedule" not in faults.doubted:
        faults.add(
            node.place, "`game` needs the option `peace`, for its phases", "write options: {peace: ...}"
        )
    if peace is None or len(faults.found) > before:
        return None
    found = _resolved(reading, peace, table)
    return found if len(faults.found) == before else None


def _resolved(reading: Reading, peace: Any, table: dict[str, Node]) -> GameOption:
    """Return the game; its periods are the steps of the peace process."""
    study, faults, worlds = reading.study, reading.faults, reading.labels(WORLD)
    economies = reading.world.economies
    powers = _codes(table["powers"], economies, "economy", faults)
    host = _codes(table["host"], economies, "economy", faults)
    others = _codes(table["others"], economies, "economy", faults) if "others" in table else ()
    everyone = (*powers, *host, *others)
    if not 0 < len(powers) <= MOST_POWERS or len(set(everyone)) < len(everyone):
        mend = f"name 1 to {MOST_POWERS} powers, each player once"
        faults.add(table["powers"].place, "these cannot be the players", mend)
    game = GameOption(
        powers=powers,
        host=host[0] if host else "",
        others=others,
        years=plain(table.get("years"), 15, 1, LONGEST, faults),
        step=peace.step,
        phases=reading.labels("phase"),
        phase_now=peace.now,
        entering=_entering(study, table["entering"], powers, faults),
        relief=_named(table, "relief", worlds, "world", faults),
        corridor=_corridor(reading, table.get("corridor"), powers),
        reactions=_reactions(study, table.get("reactions"), powers, worlds, faults),
        waiting=_named(table, "waiting", powers, "power", faults),
        plays={},
    )
    given = _numbers(reading, game, table)
    main = PlayOption(
        _named(table, "schedule", reading.labels("schedule"), "schedule", faults) or "all_first", given
    )
    plays = {MAIN: main} | {
        name: _play(reading, game, main, one)
        for name, one in (faults.table_of(table["plays"]) if "plays" in table else {}).items()
    }
    return replace(game, plays=plays)


def _play(reading: Reading, game: GameOption, main: PlayOption, node: Node) -> PlayOption:
    """Return the game with a few numbers changed."""
    faults = reading.faults
    table = faults.table_of(node)
    numbered = (*SINGLE, *BY_POWER, BY_PHASE, *BY_REACTION)
    faults.keys(node, ("schedule", *numbered), "a play")
    schedule = _named(table, "schedule", reading.labels("schedule"), "schedule", faults) or main.schedule
    return PlayOption(schedule, {**main.numbers, **_numbers(reading, game, table)})


def _numbers(reading: Reading, game: GameOption, table: Mapping[str, Node]) -> dict[str, Expression]:
    """Return numbers by name: single ones, and tables by power, by phase and by reaction."""
    study, faults = reading.study, reading.faults
    found: dict[str, Expression] = {}
    for name, unit in SINGLE.items():
        if name in table and (one := number(table[name], faults, study, unit)):
            found[name] = one
    tables = {name: (unit, game.powers, "power") for name, unit in BY_POWER.items()}
    tables[BY_PHASE] = ("", reading.labels("phase"), "phase")
    names = tuple(reaction.name for reaction in game.reactions)
    tables |= {name: (unit, names, "reaction") for name, unit in BY_REACTION.items()}
    for name, (unit, known, what) in tables.items():
        for label, one in numbers(table.get(name), dict.fromkeys(known, unit), what, faults, study).items():
            found[f"{name}[{label}]"] = one
    for reaction, node in _items(table.get("reactions"), faults):
        for name, unit in BY_REACTION.items():
            if name in node and (made := number(node[name], faults, study, unit)):
                found[f"{name}[{reaction}]"] = made
    return found


def _items(node: Node | None, faults: Faults) -> list[tuple[str, dict[str, Node]]]:
    return [(name, faults.table_of(one)) for name, one in faults.table_of(node).items()] if node else []


def _codes(node: Node, known: tuple[str, ...], what: str, faults: Faults) -> tuple[str, ...]:
    nodes = node.value if isinstance(node.value, list) else [node]
    return tuple(str(one.value) for one in nodes if faults.known(one, known, what))


def _named(table: Mapping[str, Node], key: str, known: tuple[str, ...], what: str, faults: Faults) -> str:
    node = table.get(key)
    return str(node.value) if node is not None and faults.known(node, known, what) else ""


def _entering(
    study: Study, node: Node, powers: tuple[str, ...], faults: Faults
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, one in faults.table_of(node).items():
        if faults.known(Node(name, node.keys[name]), ("any", *powers), "power"):
            found[name] = _codes(one, tuple(study.moves), "move", faults)
    return found


def _reactions(
    study: Study, node: Node | None, powers: tuple[str, ...], worlds: tuple[str, ...], faults: Faults
) -> tuple[Reaction, ...]:
    found = []
    for name, table in _items(node, faults):
        assert node is not None
        for key in ("against", "world", *BY_REACTION):
            if key not in table:
                faults.add(node.keys[name], f"the reaction '{name}' lacks `{key}`", "write it")
        for key in table:
            known = ("against", "world", "from", "finance", *BY_REACTION)
            faults.known(Node(key, table[key].place), known, "entry of a reaction")
        against = _named(table, "against", powers, "power that may enter", faults)
        finance = numbers(table.get("finance"), dict.fromkeys(powers, ""), "power", faults, study)
        world = _named(table, "world", worlds, "world", faults)
        before = _named(table, "from", worlds, "world", faults)
        found.append(Reaction(name, against, world, before, finance))
    return tuple(found)


def _corridor(reading: Reading, node: Node | None, powers: tuple[str, ...]) -> CorridorOption | None:
    if node is None:
        return None
    study, faults, known = reading.study, reading.faults, reading.labels("phase")
    table = faults.table_of(node)
    phases = _codes(table["phases"], known, "phase", faults) if "phases" in table else known[-2:]
    parties = (
        _codes(table["parties"], tuple(_everyone(study)), "economy", faults) if "parties" in table else ()
    )
    lined = tuple(case.name for case in reading.cases if case.about("gas"))
    made = CorridorOption(
        power=_named(table, "power", powers, "power", faults),
        parties=parties,
        gas="" if "move" in faults.doubted else _named(table, "gas", lined, "world with a gas line", faults),
        trade=_named(table, "trade", reading.labels(WORLD), "world", faults),
        phases=phases,
    )
    council = table.get("council")
    if council is None:
        return made
    given = faults.table_of(council)
    if "when" not in given:
        faults.add(council.place, "`council` lacks `when`", "name a choice with the variant `needed`")
        return made
    variant, needed = switch_of(study, given["when"], NEEDED, faults)
    consented = _codes(given["phases"], known, "phase", faults) if "phases" in given else known[-1:]
    return replace(made, variant=variant, needed_at=needed, consented=consented)


def _everyone(study: Study) -> list[str]:
    """Return the economies that the study names as players."""
    game = study.settings["game"].value
    nodes = [game[key] for key in ("powers", "host", "others") if key in game]
    listed = [one for node in nodes for one in (node.value if isinstance(node.value, list) else [node])]
    return [str(one.value) for one in listed]
