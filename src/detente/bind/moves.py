"""From moves as written to moves that can be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domains.domain import Domain, Reading
from ..domains.move import OTHERS, Argument, Move, Written, arguments
from ..ground.faults import did_you_mean, meant
from ..study.faults import Faults, show
from ..study.numbers import number
from ..study.records import MoveText, Node, Study
from ..world.records import DEFICIT_RULES, World

ALIASES = {
    "seller": "sellers",
    "buyer": "buyers",
    "industry": "industries",
    "exporter": "sellers",
    "importer": "buyers",
}
"""Singular words that a study may use for one label."""


def moves(reading: Reading) -> dict[str, Written]:
    """Return every move of a study that can be resolved, by name."""
    study = reading.study
    kinds = {kind.kind: (kind, domain) for domain in reading.domains for kind in domain.moves}
    made = {name: _move(text, kinds, reading) for name, text in study.moves.items()}
    return {name: Written(name, study.moves[name].place, move) for name, move in made.items() if move}


def _move(text: MoveText, kinds: Mapping[str, tuple[type[Move], Domain]], reading: Reading) -> Move | None:
    study, faults = reading.study, reading.faults
    if text.kind not in kinds:
        faults.add(text.place, f"no kind of move '{text.kind}'", did_you_mean(text.kind, kinds))
        return None
    kind, domain = kinds[text.kind]
    if not isinstance(text.arguments.value, dict):
        faults.add(text.arguments.place, f"`{text.kind}` needs a table of arguments", _form(kind))
        return None
    if refused := kind.refused(study.as_of):
        faults.add(text.place, *refused)
    known, given, before = arguments(kind), dict[str, Any](), len(faults.found)
    for word, node in text.arguments.value.items():
        name = word if word in known else ALIASES.get(word, word)
        place = text.arguments.keys.get(word, node.place)
        if name not in known:
            faults.add(place, f"`{text.kind}` takes no '{word}'", did_you_mean(word, known))
        else:
            spec = known[name]
            given[name] = (
                domain.argument(spec, text, node, reading)
                if spec.kind in domain.arguments
                else _argument(spec, node, reading)
            )
    told = meant(text.arguments.value, (*known, *ALIASES))
    for name, spec in known.items():
        if spec.needed and name not in given and name not in told | {ALIASES.get(word) for word in told}:
            faults.add(text.arguments.place, f"`{text.kind}` needs `{name}`: {spec.meaning}", _form(kind))
    if len(faults.found) == before:
        _rules(kind, text, given, faults)
    return kind(**given) if len(faults.found) == before else None


def _form(kind: type[Move]) -> str:
    return "it takes " + ", ".join(f"`{name}` ({spec.meaning})" for name, spec in arguments(kind).items())


def _argument(spec: Argument, node: Node, reading: Reading) -> Any:
    """Read one argument by its kind."""
    study, world, faults = reading.study, reading.world, reading.faults
    if spec.kind == "number":
        return number(node, faults, study, spec.unit)
    if spec.kind == "by economy":
        return _by_economy(spec, node, study, world, faults)
    if spec.kind == "pair":
        return _pair(node, world, faults)
    if spec.kind in ("economies", "industries"):
        return _labels(
            node, world.economies if spec.kind == "economies" else world.industries, spec.kind, faults
        )
    names = {"economy": world.economies, "authority": world.authorities, "words": DEFICIT_RULES}[spec.kind]
    return node.value if faults.known(node, names, spec.kind if spec.kind != "words" else "rule") else ""


def _labels(node: Node, known: tuple[str, ...], what: str, faults: Faults) -> tuple[str, ...]:
    noun = {"economies": "economy", "industries": "industry"}[what]
    nodes = node.value if isinstance(node.value, list) else [node]
    return tuple(one.value for one in nodes if faults.known(one, known, noun))


def _pair(node: Node, world: World, faults: Faults) -> Any:
    if not isinstance(node.value, list) or len(node.value) != 2:
        faults.add(
            node.place,
            f"{show(node)} is not two economies or groups",
            "write [USA, RUS] or [RUS, [EU28, USA]]",
        )
        return None
    one, other = (_labels(group, world.economies, "economies", faults) for group in node.value)
    if set(one) & set(other):
        faults.add(
            node.place,
            f"{', '.join(sorted(set(one) & set(other)))} stands on both sides",
            "name it on one side",
        )
    return one, other


def _by_economy(spec: Argument, node: Node, study: Study, world: World, faults: Faults) -> dict[str, Any]:
    if not isinstance(node.value, dict):
        faults.add(node.place, f"{show(node)} is not a table by economy", "write {CHN: 0.8, others: 1}")
        return {}
    found: dict[str, Any] = {}
    for code, given in node.value.items():
        key = Node(code, node.keys.get(code, node.place))
        if faults.known(key, (*world.economies, OTHERS), "economy"):
            found[code] = number(given, faults, study, spec.unit)
    return found


def _rules(kind: type[Move], text: MoveText, given: dict[str, Any], faults: Faults) -> None:
    """Add faults for arguments that contradict one another."""
    place = text.arguments.place
    if kind.one_of and sum(given.get(name) is not None for name in kind.one_of) != 1:
        words = " and ".join(f"`{name}`" for name in kind.one_of)
        faults.add(place, f"`{text.kind}` needs one of {words}", f"write {kind.one_of[0]}: 10 %, say")
    if fault := kind.contradicted(given):
        faults.add(place, *fault)
