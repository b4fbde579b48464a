"""What the small file of `detente freight` may hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...study.schema import Label, Name, Text
from ...study.shape import Part

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Two = Annotated[list[Label], Field(min_length=2, max_length=2)]


class GoodPart(Part):
    """A good that travels in containers."""

    value: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """Of a container's goods [US$]."""


class TerminalPart(Part):
    """Where links meet."""

    economy: Label
    at: list[float] | None = None
    """Longitude and latitude."""
    weight: Amount = 0.0
    """Of the economy's freight that begins or ends here; 0 for a terminal that is only passed."""


class LinkPart(Part):
    """A way between two terminals."""

    between: Two
    mode: Label
    km: Amount | None = None
    miles: Amount | None = None
    """At sea [nautical miles]."""
    avoid: list[Label] = []
    """Sea passages."""
    price: Amount | None = None
    """[US$/TEU]"""
    hours: Amount | None = None
    borders: Annotated[int, Field(ge=0, le=20)] = 0
    gauge_changes: Annotated[int, Field(ge=0, le=20)] = 0
    opens: bool = False
    renewed: bool = False
    earner: Label = ""


class PairPart(Part):
    """Freight between two economies."""

    between: Two
    teu: dict[Label, Amount] = {}
    """Containers a year by good, both ways together."""
    by_land: Share | None = None
    """What goes by land as things stand."""


class FreightPart(Part):
    """The file."""

    freight: Text
    source: str = ""
    goods: Annotated[dict[Name, GoodPart], Field(min_length=1, max_length=20)]
    terminals: Annotated[dict[Label, TerminalPart], Field(min_length=2, max_length=60)]
    links: Annotated[list[LinkPart], Field(min_length=1, max_length=200)]
    pairs: list[PairPart] = []
    value_of_day: Amount | None = None
    """[% of the goods' value a day]"""
    capacity: Amount | None = None
    """Containers that new links carry a year, both ways together [TEU/year]."""
    numbers: dict[str, Amount] = {}
