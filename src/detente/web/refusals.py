"""What a request that is refused gets: a sentence that says what is wrong, and what mends it."""

from __future__ import annotations

from ..ground.faults import DetenteError


class Refused(DetenteError):
    """A request that the page does not take: an HTTP status, what is wrong, what mends it."""

    def __init__(self, status: int, what: str, mend: str = "", **more: object) -> None:
        super().__init__(what + (f"; {mend}" if mend else ""))
        self.status, self.what, self.mend, self.more = status, what, mend, more

    def plain(self) -> dict[str, object]:
        """Return it fit for JSON."""
        return {"error": {"what": self.what, "mend": self.mend, **self.more}}


class Superseded(DetenteError):
    """A point that was not solved, since the same page asked for a newer one."""
