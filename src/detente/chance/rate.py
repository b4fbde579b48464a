"""Events a year, learnt from dated rows once a study is bound."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import ConfigDict

from ..ground.forms import Date, Label, Part, date_of
from .distribution import Distribution, Facts
from .gamma import Gamma
from .written import Written


class RatePart(Part):
    """Dated rows from which a yearly rate is learnt."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Label]
    rows: Label
    since: Date


@dataclass(frozen=True)
class Rate(Distribution):
    """Events a year, learnt from dated rows up to the study's date."""

    keys: ClassVar[tuple[str, ...]] = ("rate",)
    form: ClassVar[Any] = RatePart
    rows: str
    filters: tuple[tuple[str, str], ...]
    since: dt.date

    @classmethod
    def of(cls, written: Written) -> Rate:
        """Read {rows: reactions, by: USA, since: 2014-03-01}."""
        given = dict(written.table)
        rows, since = given.pop("rows", None), given.pop("since", None)
        first = date_of(since.value) if since else None
        if rows is None or rows.value is None or not isinstance(first, dt.date):
            written.refuse("a rate lacks `rows` or `since`", "write {rows: reactions, since: 2014-03-01}")
        return cls(str(rows.value), tuple((key, str(one.value)) for key, one in given.items()), first)

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        wanted = ", ".join(f"{name} {word}" for name, word in self.filters)
        return f"gamma posterior of a yearly rate, from the rows of {self.rows} ({wanted}) since {self.since}"

    def learnt(self, facts: Facts) -> Distribution | None:
        """Return the posterior of a Poisson rate a year: gamma(events, years).

        The prior is 1/rate (Jeffreys 1961, for a scale), so that the mean is events over years.
        """
        found = facts.events(self.rows, dict(self.filters), self.since)
        return Gamma(float(found[0]), found[1]) if found else None
