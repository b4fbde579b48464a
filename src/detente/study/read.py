"""Read a study: text in, `Study` out, with every fault of the text collected in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..ground.faults import Fault, Place, StudyError, meant
from ..ground.paths import path_of
from .assume import assumption
from .correlate import correlations
from .expression import FUNCTIONS, WORDS, Expression, parse
from .page import text_of
from .records import Actor, Claim, Event, MoveText, NamedQuantity, Node, NotModelled, Source, Study, WorldText
from .schema import ClaimPart, StudyPart
from .shape import checked, date_of
from .supports import known, supports
from .tree import tree
from .unread import SETTINGS, unread

NO_DATE = dt.date.max


def shipped() -> tuple[str, ...]:
    """Return the names of the studies that come with the program."""
    folder = files(__package__).joinpath("library")
    return tuple(
        sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))
    )


def shipped_text(name: str) -> str:
    """Return the text of a study that comes with the program."""
    return files(__package__).joinpath("library", f"{name}.yaml").read_text(encoding="utf-8")


def read(study: str | Path) -> Study:
    """Read a study file, or a shipped study by its name. Faults are collected in `Study.faults`.

    Raises StudyError where there is no such file, or it cannot be read as text.
    """
    if str(study) in shipped():
        return parse_study(shipped_text(str(study)), f"{study}.yaml")
    path = path_of(study)
    return parse_study(text_of(path, shipped()), str(path if str(study).startswith("~") else study))


def parse_study(text: str, file: str) -> Study:
    """Read a study from its text; `file` names it in faults."""
    root, faults = tree(text, file)
    if root is None or not isinstance(root.value, dict):
        found = faults or [Fault(Place(file), "the file is not a table", "begin with `study: name`")]
        return _assemble(Node({}, Place(file)), text, file, found)
    _, shapes = checked(root, StudyPart)
    return _assemble(root, text, file, [*faults, *shapes])


def _assemble(root: Node, text: str, file: str, faults: list[Fault]) -> Study:
    """Build the records of what is sound; each fault met on the way joins the list."""
    top: dict[str, Node] = root.value
    assumptions = {
        name: one
        for name, node in _table(top, "assumptions").items()
        if (one := assumption(name, node, _key(top, "assumptions", name), faults))
    }
    quantities = _quantities(top, faults)
    claims = _claims(top, faults)
    as_of = _date(top.get("as_of")) or NO_DATE
    study = Study(
        id=_text(top.get("study")),
        file=file,
        text=text,
        question=_text(top.get("question")),
        argument=_source(top.get("argument")),
        as_of=as_of,
        settings={name: top[name] for name in SETTINGS if name in top},
        start=tuple(_list(top.get("start"))),
        without=tuple(_list(top.get("without"))),
        actors=_actors(top),
        assumptions=assumptions,
        quantities=quantities,
        moves=_moves(top, faults),
        worlds=_worlds(top),
        claims=claims,
        not_modelled=tuple(
            NotModelled(_text(_get(node, "says")), _text(_get(node, "why")))
            for node in _list(top.get("not_modelled"))
        ),
        hindsight=_events(top, as_of, claims, faults),
        faults=(),
        correlations=correlations(top.get("correlations"), faults),
    )
    _names(top, faults)
    supports(claims, faults)
    return replace(
        study,
        faults=tuple(dict.fromkeys(faults)),
        unread=unread(top, study),
        misspelt=meant(top, StudyPart.model_fields),
    )


def _quantities(top: dict[str, Node], faults: list[Fault]) -> dict[str, NamedQuantity]:
    found: dict[str, NamedQuantity] = {}
    for name, node in _table(top, "quantities").items():
        expression = _expression(_get(node, "value"), faults)
        if expression and expression.is_comparison:
            what = f"the quantity '{name}' is a comparison, and no number"
            faults.append(Fault(expression.place, what, "write it where a claim says what `holds`"))
        elif expression:
            unit = _text(_get(node, "unit"))
            place, meaning = _key(top, "quantities", name), _text(_get(node, "is"))
            found[name] = NamedQuantity(name, meaning, expression, unit or "1", place, bool(unit))
    return found


def _claims(top: dict[str, Node], faults: list[Fault]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for name, node in _table(top, "claims").items():
        holds, pending = _get(node, "holds"), _text(_get(node, "not_modelled_yet"))
        place = _key(top, "claims", name)
        strange = set(_names_in(node)) - {*ClaimPart.model_fields}
        if (holds is None) == (not pending) and not strange:
            what = f"claim '{name}' needs one of `holds` and `not_modelled_yet`"
            faults.append(Fault(place, what, "write what must hold, or why nothing decides it yet"))
        expression = _expression(holds, faults)
        if expression and not expression.is_comparison:
            what = f"claim '{name}' compares nothing"
            faults.append(
                Fault(expression.place, what, "write a comparison, as real_income[RUS, cut] > -1 %")
            )
            expression = None
        found[name] = Claim(
            id=name,
            says=_text(_get(node, "says")),
            where=_text(_get(node, "where")),
            holds=expression,
            not_modelled_yet=pending,
            supported_by=tuple(_list(_get(node, "supported_by"))),
            beside=_text(_get(node, "beside")),
            forecast=_flag(_get(node, "forecast")),
            place=place,
        )
    return found


def _moves(top: dict[str, Node], faults: list[Fault]) -> dict[str, MoveText]:
    found: dict[str, MoveText] = {}
    for name, node in _table(top, "moves").items():
        kinds = [key for key in node.value if key != "is"] if isinstance(node.value, dict) else []
        place = _key(top, "moves", name)
        if len(kinds) != 1:
            what = f"move '{name}' has {'no kind' if not kinds else 'several kinds: ' + ', '.join(kinds)}"
            faults.append(Fault(place, what, "write exactly one, as ban: {between: [USA, RUS]}"))
            continue
        found[name] = MoveText(name, kinds[0], _text(_get(node, "is")), node.value[kinds[0]], place)
    return found


def _worlds(top: dict[str, Node]) -> dict[str, WorldText]:
    found: dict[str, WorldText] = {}
    for name, node in _table(top, "worlds").items():
        moves = _list(node) or _list(_get(node, "moves"))
        meaning = _text(_get(node, "is")) or name.replace("_", " ")
        found[name] = WorldText(name, meaning, tuple(moves), _key(top, "worlds", name))
    return found


def _actors(top: dict[str, Node]) -> dict[str, Actor]:
    return {
        name: Actor(name, _text(_get(node, "name")), _get(node, "economy"), _key(top, "actors", name))
        for name, node in _table(top, "actors").items()
    }


def _events(
    top: dict[str, Node], as_of: dt.date, claims: dict[str, Claim], faults: list[Fault]
) -> tuple[Event, ...]:
    found: list[Event] = []
    for node in _list(top.get("hindsight")):
        date, about = _date(_get(node, "date")), _list(_get(node, "claims"))
        if date is None:
            continue
        if as_of != NO_DATE and date <= as_of:
            what = f"{date} is not after the study's date"
            faults.append(Fault(node.place, what, "hindsight is for later events"))
        known(about, claims, faults)
        chance, happened = _get(node, "chance"), _get(node, "happened")
        if (chance is None) != (happened is None):
            what = "an event with one of `chance` and `happened`"
            faults.append(Fault(node.place, what, "write both: what was forecast, and whether it came about"))
        found.append(
            Event(
                date,
                _text(_get(node, "what")),
                _text(_get(node, "source")),
                tuple(about),
                _expression(chance, faults),
                _flag(happened),
            )
        )
    return tuple(found)


def _names(top: dict[str, Node], faults: list[Fault]) -> None:
    """Add faults for names that stand for two things, or for a word of the claim language."""
    for part in ("assumptions", "quantities"):
        for name in _table(top, part):
            if name in FUNCTIONS or name in WORDS:
                faults.append(
                    Fault(_key(top, part, name), f"'{name}' is a word of the claim language", "rename it")
                )
    for name in _table(top, "quantities").keys() & _table(top, "assumptions").keys():
        line = _key(top, "assumptions", name).line
        what = f"'{name}' is an assumption already, in line {line}"
        faults.append(Fault(_key(top, "quantities", name), what, "rename one"))


def _expression(node: Node | None, faults: list[Fault]) -> Expression | None:
    if node is None or isinstance(node.value, (dict, list)) or node.value is None:
        return None
    try:
        return parse(str(node.value), node.place)
    except StudyError as error:
        faults.extend(error.faults)
        return None


def _table(top: dict[str, Node], part: str) -> dict[str, Node]:
    node = top.get(part)
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _key(top: dict[str, Node], part: str, name: str) -> Place:
    return top[part].keys[name]


def _get(node: Node | None, key: str) -> Node | None:
    """Return what stands under a key; None where nothing, or null, does."""
    found = node.value.get(key) if node is not None and isinstance(node.value, dict) else None
    return found if found is not None and found.value is not None else None


def _names_in(node: Node) -> list[str]:
    return list(node.value) if isinstance(node.value, dict) else []


def _list(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _text(node: Node | None) -> str:
    return "" if node is None or isinstance(node.value, dict | list | None) else str(node.value)


def _flag(node: Node | None) -> bool:
    return node is not None and node.value is True


def _date(node: Node | None) -> Any:
    value = date_of(node.value) if node is not None else None
    return value if isinstance(value, dt.date) else None


def _source(node: Node | None) -> Source:
    return Source(
        _text(_get(node, "title")),
        _text(_get(node, "author")),
        _date(_get(node, "date")),
        _text(_get(node, "url")),
    )
