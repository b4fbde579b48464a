"""Names that Stata, SAS, SPSS and formulas of R take as they are: letters, digits and _, 32 at most."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 32


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return a short name for each: no two alike, whatever their capitals.

    >>> short_names(["leak", "real_income[RUS,cut]", "real_income[RUS cut]", "2030"])["real_income[RUS cut]"]
    'real_income_RUS_cut_2'
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_") or "x"
        plain = plain if plain[0].isalpha() else f"x_{plain}"
        candidate, copy = plain[:LONGEST], 1
        while candidate.casefold() in taken:
            copy += 1
            candidate = f"{plain[: LONGEST - len(str(copy)) - 1]}_{copy}"
        taken.add(candidate.casefold())
        found[name] = candidate
    return found
