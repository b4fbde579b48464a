"""The JSON Schema of a study file, with every kind of move and its arguments."""

from __future__ import annotations

from typing import Any

from ..domains.gas.described import TERMS
from ..domains.gas.facts import MARKETS, OWNERS
from ..domains.move import Argument, arguments
from ..domains.moves import KINDS
from ..study.schema import json_schema
from .moves import ALIASES

LABELS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
NUMBER = {"type": ["number", "string"]}
FORMS: dict[str, dict[str, Any]] = {
    "number": NUMBER,
    "economy": {"type": "string"},
    "authority": {"type": "string"},
    "words": {"type": "string"},
    "line": {"type": "string"},
    "owner": {"type": "string", "enum": list(OWNERS)},
    "supply": {"type": "string", "enum": [name for names in OWNERS.values() for name in names]},
    "market": {"type": "string", "enum": list(MARKETS)},
    "lengths": {"type": "object", "additionalProperties": NUMBER},
    "price rule": {"type": "string"},
    "economies": LABELS,
    "industries": LABELS,
    "pair": {"type": "array", "items": LABELS, "minItems": 2, "maxItems": 2},
    "by economy": {"type": "object", "additionalProperties": NUMBER},
}


def _described() -> dict[str, Any]:
    """Return the schema of a line's name, or of the table that describes one."""
    return {"anyOf": [FORMS["line"], _kind("a line of the study's own", TERMS)]}


def study_schema() -> dict[str, Any]:
    """Return the schema that `detente schema` prints and editors complete from."""
    return json_schema({kind.kind: _kind(kind.meaning, arguments(kind)) for kind in KINDS.values()})


def _kind(meaning: str, given: dict[str, Argument]) -> dict[str, Any]:
    """Return the schema of one kind's arguments, singular words included."""
    forms = FORMS | ({"line or plan": _described()} if "line" in given else {})
    parts = {name: {**forms[spec.kind], "description": spec.meaning} for name, spec in given.items()}
    parts |= {word: parts[name] for word, name in ALIASES.items() if name in parts}
    needed = [name for name, spec in given.items() if spec.needed]
    return {
        "type": "object",
        "description": meaning,
        "properties": parts,
        "required": needed,
        "additionalProperties": False,
    }
