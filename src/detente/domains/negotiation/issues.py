"""Issues of a negotiation, resolved: who sits at the table, and how an actor chooses among offers."""

from __future__ import annotations

from dataclasses import dataclass

from ...study.expression import Expression


@dataclass(frozen=True)
class Seat:
    """An actor of an issue, its numbers over assumptions."""

    name: str
    who: str
    """In words."""
    position: Expression
    """On the issue's scale."""
    capability: Expression
    """In any unit that all actors share."""
    salience: Expression
    """0 to 1."""
    source: str


@dataclass(frozen=True)
class Issue:
    """A question in dispute on a scale with named points."""

    name: str
    asks: str
    points: tuple[tuple[str, float], ...]
    """From low to high."""
    unit: str
    """Of the scale; empty where it has none."""
    seats: tuple[Seat, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """Return the ends of the scale."""
        return self.points[0][1], self.points[-1][1]


@dataclass(frozen=True)
class Talks:
    """The negotiation that a study asks for."""

    issues: tuple[Issue, ...]
    rules: tuple[str, ...]
    """How an actor chooses among offers: a rule for each variant of a `choice`, or one for all."""
    variant: str = ""
    rounds: int = 10
    facts: str = ""
    """The assumption with a column for each embedded number that the study does not give itself."""

    @property
    def expressions(self) -> list[Expression]:
        """Return every number of every actor."""
        seats = [seat for issue in self.issues for seat in issue.seats]
        return [one for seat in seats for one in (seat.position, seat.capability, seat.salience)]

    def issue(self, name: str) -> Issue:
        """Return an issue."""
        return next(one for one in self.issues if one.name == name)
