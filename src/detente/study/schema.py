"""What a study file may hold, as pydantic models: the shape is checked here, names are resolved in `bind`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, ValidationError

from ..ground.faults import Fault, Place, did_you_mean
from .records import Node

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Quantity = int | float | str
Span = list[Quantity] | str


class Part(BaseModel):
    """A table of the file: no key that is not named here."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ArgumentPart(Part):
    """Where the argument was made."""

    title: Text
    author: str = ""
    date: dt.date | None = None
    url: str = ""


class ActorPart(Part):
    """Somebody who can move."""

    name: Text
    economy: Label | None = None


class RatePart(Part):
    """Dated rows from which a yearly rate is learnt."""

    model_config = ConfigDict(extra="allow")
    rows: Label
    since: dt.date


class PathPart(Part):
    """A mean-reverting path by year."""

    mean: Quantity
    start: Quantity | None = None
    sd: Quantity
    half_life: Quantity
    years: str
    low: Quantity | None = None
    high: Quantity | None = None


class AssumptionPart(Part):
    """An uncertain number: its meaning, one distribution, a unit, and a source or `judgement`."""

    is_: Text = Field(alias="is")
    source: Text
    unit: str = "1"
    range: Span | None = None
    uniform: Span | None = None
    triangular: list[Quantity] | None = None
    normal: list[Quantity] | None = None
    lognormal: list[Quantity] | dict[str, Any] | None = None
    beta: list[Quantity] | None = None
    on: Span | None = None
    gamma: list[Quantity] | None = None
    dirichlet: dict[str, Quantity] | None = None
    discrete: dict[str, Quantity] | None = None
    choice: list[Label] | dict[str, Quantity] | None = None
    path: PathPart | None = None
    fixed: Quantity | None = None
    from_: Label | None = Field(default=None, alias="from")
    rate: RatePart | None = None


class QuantityPart(Part):
    """A named expression over assumptions."""

    is_: Text = Field(alias="is")
    value: Quantity
    unit: str = "1"


class MovePart(BaseModel):
    """A move: what it is, and one kind with its arguments."""

    model_config = ConfigDict(extra="allow")
    is_: Text | None = Field(default=None, alias="is")


class WorldPart(Part):
    """A world to compare, with a meaning."""

    is_: Text = Field(alias="is")
    moves: list[Name]


class ClaimPart(Part):
    """A statement of the argument and its test."""

    says: Text
    where: str = ""
    holds: Text | bool | None = None
    not_modelled_yet: Text | None = None
    supported_by: list[Name] = []
    beside: str = ""
    forecast: bool = False


class OmissionPart(Part):
    """A statement that the study leaves out, and why."""

    says: Text
    why: Text


class EventPart(Part):
    """What happened after the study's date."""

    date: dt.date
    what: Text
    source: Text
    claims: list[Name] = []


class StudyPart(Part):
    """A whole study file."""

    study: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    question: Text
    argument: ArgumentPart
    as_of: dt.date
    world: Label
    economies: list[Label] | None = None
    industries: dict[Name, list[Label]] | None = None
    options: dict[str, Any] = {}
    actors: dict[Name, ActorPart] = {}
    assumptions: dict[Name, AssumptionPart] = {}
    quantities: dict[Name, QuantityPart] = {}
    moves: dict[Name, MovePart] = {}
    start: list[Name] = []
    worlds: dict[Name, list[Name] | WorldPart] = {}
    claims: dict[Name, ClaimPart]
    not_modelled: list[OmissionPart] = []
    hindsight: list[EventPart] = []


class Whole(RootModel[StudyPart]):
    """The file as one model, for its JSON Schema."""


def shape_faults(root: Node) -> list[Fault]:
    """Return every fault of shape in a file's tree, each at its place."""
    try:
        StudyPart.model_validate(plain(root))
    except ValidationError as error:
        found = [_fault(root, dict(item)) for item in error.errors()]
        return list({(fault.place, fault.what): fault for fault in found}.values())
    return []


def plain(node: Node) -> Any:
    """Return a node's value without places."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


MESSAGES = {
    "missing": ("`{key}` is missing", "add it"),
    "string_type": ("text is wanted here", "write it in quotes if it looks like a number"),
    "list_type": ("a list is wanted here", "write [a, b]"),
    "dict_type": ("a table is wanted here", "write key: value, a line each"),
    "model_type": ("a table is wanted here", "write key: value, a line each"),
    "string_too_short": ("nothing stands here", "write something, or remove the key"),
    "bool_type": ("true or false is wanted here", "write true or false"),
}


def _fault(root: Node, error: dict[str, Any]) -> Fault:
    """Turn one of pydantic's errors into a fault at its place in the file."""
    place, key = _locate(root, error["loc"])
    kind = str(error["type"])
    if kind == "extra_forbidden":
        return Fault(place, f"no key '{key}' here", did_you_mean(key, _allowed(error["loc"])))
    if kind in MESSAGES:
        what, mend = MESSAGES[kind]
        return Fault(place, what.format(key=key), mend)
    if kind.startswith("date"):
        return Fault(place, f"`{key}` is not a date", "write year-month-day, as 2018-08-31")
    if kind == "string_pattern_mismatch":
        return Fault(place, f"'{key}' is not a name", "begin with a letter; use letters, digits and _")
    return Fault(place, f"`{key}`: {str(error['msg']).lower()}", "")


def _locate(root: Node, loc: tuple[Any, ...]) -> tuple[Place, str]:
    """Return the place of an error, and its last key."""
    node, place, key = root, root.place, "the file"
    for step in loc:
        if isinstance(node.value, dict) and str(step) in node.value:
            key, place, node = str(step), node.keys[str(step)], node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            place = node.place
            key = str(node.value) if isinstance(node.value, str) else key
        elif isinstance(step, str) and re.fullmatch(r"[a-z_]+", step) and step == loc[-1]:
            key = step
    return place, key


def _allowed(loc: tuple[Any, ...]) -> list[str]:
    """Return the keys allowed in the table in which an extra one stands."""
    model: type[BaseModel] = StudyPart
    parts: dict[str, type[BaseModel]] = {
        "argument": ArgumentPart,
        "actors": ActorPart,
        "assumptions": AssumptionPart,
        "quantities": QuantityPart,
        "worlds": WorldPart,
        "claims": ClaimPart,
        "not_modelled": OmissionPart,
        "hindsight": EventPart,
        "path": PathPart,
    }
    for step in loc[:-1]:
        model = parts.get(str(step), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def json_schema(kinds: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a study file; `kinds` gives the schemas of the kinds of move."""
    schema = Whole.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A study of Détente"
    if kinds:
        move = schema["$defs"]["MovePart"]
        move["properties"].update(kinds)
        move["additionalProperties"] = False
    return schema
