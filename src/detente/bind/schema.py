"""The JSON Schema of a study file, with every kind of move and its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domains import table
from ..domains.move import Argument, arguments
from ..study.schema import json_schema
from .moves import ALIASES

LABELS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
NUMBER = {"type": ["number", "string"]}
FORMS: dict[str, dict[str, Any]] = {
    "number": NUMBER,
    "economy": {"type": "string"},
    "authority": {"type": "string"},
    "words": {"type": "string"},
    "economies": LABELS,
    "industries": LABELS,
    "pair": {"type": "array", "items": LABELS, "minItems": 2, "maxItems": 2},
    "by economy": {"type": "object", "additionalProperties": NUMBER},
}


def study_schema() -> dict[str, Any]:
    """Return the schema that `detente schema` prints and editors complete from."""
    found: dict[str, dict[str, Any]] = {}
    for domain in table.DOMAINS:
        forms = {**FORMS, **domain.forms}
        for name, (meaning, given) in domain.described.items():
            forms[name] = {"anyOf": [{"type": "string"}, _kind(meaning, given, forms)]}
        found |= {kind.kind: _kind(kind.meaning, arguments(kind), forms) for kind in domain.moves}
    return json_schema(found)


def _kind(
    meaning: str, given: Mapping[str, Argument], forms: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the schema of one kind's arguments, singular words included."""
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
