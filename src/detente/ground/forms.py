"""The forms that values of a user's file have, for pydantic."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Quantity = int | float | str
Span = list[Quantity] | str


def date_of(value: Any) -> Any:
    """Return the date that a value is or, in quotes, spells as year-month-day; any other value as it is."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


Date = Annotated[dt.date, BeforeValidator(date_of)]


class Part(BaseModel):
    """A table of a file: no key that is not named here, and no value taken for another kind than it is.

    Being strict, a model holds the values of the tree itself, so that whoever reads the tree reads what was checked.
    """

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, defer_build=True, strict=True, allow_inf_nan=False
    )
