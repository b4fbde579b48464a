"""The axes of a record's arrays, read from where they are declared: the types of its fields."""

from __future__ import annotations

import re

ARRAY = re.compile(r"""^(?:Float|Int|Bool)\[[\w.]+, ["'](?P<axes>[^"']*)["']\]""")
"""How the type of an array is written, its axes in quotes (jaxtyping)."""
DRAWS = ("*draw", "draw")


def axes_of(record: type) -> dict[str, tuple[str, ...]]:
    """Return the axes of each field of a record that is an array, in the order of its fields, draws apart."""
    kinds = {name: getattr(kind, "__forward_arg__", kind) for name, kind in record.__annotations__.items()}
    typed = ((name, ARRAY.match(str(kind))) for name, kind in kinds.items())
    return {
        name: tuple(axis for axis in found["axes"].split() if axis not in DRAWS)
        for name, found in typed
        if found
    }
