"""The one writer of JSON: what it writes every reader takes, for no number in it is NaN or infinite."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

NULLS = "nulls"
"""Key under which a table says why some of its numbers are null: where they stand, and what they were."""
REASONS = {"nan": "not a number", "inf": "infinite", "-inf": "infinite, below 0"}


def json_text(value: Any, indent: int | None = 1) -> str:
    """Return a value as JSON, letters beyond ASCII as they are.

    A number that is not finite becomes null; a table then says under `nulls` where that was and why.

    >>> json_text({"a": [1.0, float("inf")]}, None)
    '{"a": [1.0, null], "nulls": {"a[1]": "infinite"}}'
    """
    why: dict[str, str] = {}
    made = _finite(value, "", why)
    if why and isinstance(made, dict):
        made[NULLS] = why
    return json.dumps(made, indent=indent, ensure_ascii=False, allow_nan=False)


def _finite(value: Any, place: str, why: dict[str, str]) -> Any:
    """Return a value with nulls for numbers that are not finite; `why` gathers where they stood."""
    if isinstance(value, float) and not math.isfinite(value):
        why[place.removeprefix(".")] = REASONS[str(float(value))]
        return None
    if isinstance(value, Mapping):
        return {key: _finite(part, f"{place}.{key}", why) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part, f"{place}[{number}]", why) for number, part in enumerate(value)]
    return value
