"""The plainest schemas of what goes to and fro."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
TRUE: Schema = {"type": "boolean"}
MAYBE: Schema = {"type": ["number", "null"]}
NAME: Schema = {"type": "string", "maxLength": 80}
"""Of a study or its file."""
MARK: Schema = {"type": "string", "maxLength": 64}
"""SHA-256 of what the writer of a file has seen of it; empty where there is to be none."""


def table(**properties: Schema) -> Schema:
    """Return the schema of a table in which all of these stand."""
    return {"type": "object", "required": list(properties), "properties": properties}


def rows(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}
