"""The axes of a record's arrays, read from where they are declared: the types of its fields."""

from __future__ import annotations

import re
from dataclasses import fields

ARRAY = re.compile(r"""^(?:Float|Int|Bool)\[[\w.]+, ["'](?P<axes>[^"']*)["']\]""")
"""How the type of an array is written, its axes in quotes (jaxtyping)."""
DRAWS = ("*draw", "draw")


def axes_of(record: type) -> dict[str, tuple[str, ...]]:
    """Return the axes of each field of a record that is an array, in the order of its fields, draws apart."""
    typed = ((one.name, ARRAY.match(str(one.type))) for one in fields(record))
    return {
        name: tuple(axis for axis in found["axes"].split() if axis not in DRAWS)
        for name, found in typed
        if found
    }
