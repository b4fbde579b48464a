"""Check the shape of a file's tree against a pydantic model, with every fault at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ..ground.faults import Fault, Place, did_you_mean, meant
from ..ground.forms import Date as Date
from ..ground.forms import Part as Part
from ..ground.forms import date_of as date_of
from .records import Node

Shape = TypeVar("Shape", bound=BaseModel)


def checked(root: Node, model: type[Shape]) -> tuple[Shape | None, list[Fault]]:
    """Return a file's tree as a model, or every fault of its shape, each at its place."""
    try:
        return model.model_validate(plain(root)), []
    except ValidationError as error:
        found = [_fault(root, model, dict(item)) for item in _first(error.errors())]
        numbers = {fault.place for fault in found if fault.what == NUMBER[0]}
        told = [fault for fault in found if fault.place not in numbers or fault.what != TEXT[0]]
        return None, list({(fault.place, fault.what): fault for fault in told}.values())


def _first(errors: list[Any]) -> Iterator[Any]:
    """Yield errors but for keys that are missing because another is misspelt."""
    strange: dict[Any, list[str]] = {}
    for one in errors:
        if one["type"] == "extra_forbidden":
            strange.setdefault(one["loc"][:-1], []).append(str(one["loc"][-1]))
    for one in errors:
        *above, key = one["loc"] or ("",)
        if one["type"] != "missing" or not meant(strange.get(tuple(above), []), [str(key)]):
            yield one


def plain(node: Node) -> Any:
    """Return a node's value without places."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


TEXT = ("text is wanted here", "write it in quotes if it looks like a number")
NUMBER = ("a number is wanted here", "write digits and a decimal point, without quotes")
MESSAGES = {
    "missing": ("`{key}` is missing", "add it"),
    "string_type": TEXT,
    "int_type": NUMBER,
    "float_type": NUMBER,
    "finite_number": NUMBER,
    "list_type": ("a list is wanted here", "write [a, b]"),
    "dict_type": ("a table is wanted here", "write key: value, a line each"),
    "model_type": ("a table is wanted here", "write key: value, a line each"),
    "string_too_short": ("nothing stands here", "write something, or remove the key"),
    "too_short": ("`{key}` names too few", "add what is missing"),
    "too_long": ("`{key}` names too many", "remove some"),
    "bool_type": ("true or false is wanted here", "write true or false"),
}


def _fault(root: Node, model: type[BaseModel], error: dict[str, Any]) -> Fault:
    """Turn one of pydantic's errors into a fault at its place in the file."""
    place, key = _locate(root, error["loc"])
    kind = str(error["type"])
    if kind == "extra_forbidden":
        return Fault(place, f"no key '{key}' here", did_you_mean(key, _allowed(model, error["loc"])))
    if kind in MESSAGES:
        what, mend = MESSAGES[kind]
        return Fault(place, what.format(key=key), mend)
    if kind == "value_error":
        what, _, mend = str(error["ctx"]["error"]).partition("; ")
        return Fault(place, what, mend)
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


def _allowed(model: type[BaseModel], loc: tuple[Any, ...]) -> list[str]:
    """Return the keys allowed in the table in which an extra one stands."""
    for step in loc[:-1]:
        for name, field in model.model_fields.items():
            if str(step) in (name, field.alias):
                model = next(_models(field.annotation), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that a field's annotation holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
