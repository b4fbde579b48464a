"""What a request that is refused gets: a sentence that says what is wrong, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape
from starlette.responses import HTMLResponse, JSONResponse, Response

from ..ground.faults import DetenteError, StudyError


@dataclass(frozen=True)
class Sentence:
    """What is wrong, and what mends it."""

    what: str
    mend: str


@dataclass(frozen=True)
class Failure:
    """What a refusal says as JSON."""

    error: Sentence


class Refused(DetenteError):
    """A request that the page does not take: an HTTP status, what is wrong, what mends it."""

    def __init__(self, status: int, what: str, mend: str = "", **more: object) -> None:
        super().__init__(what + (f"; {mend}" if mend else ""))
        self.status, self.what, self.mend, self.more = status, what, mend, more

    def plain(self) -> dict[str, object]:
        """Return it fit for JSON."""
        return {"error": {"what": self.what, "mend": self.mend, **self.more}}

    def answer(self, path: str) -> Response:
        """Return it as who asked for a path reads it: JSON, or a small page."""
        headers = {"retry-after": str(self.more["after"])} if "after" in self.more else {}
        if path.startswith("/api/"):
            return JSONResponse(self.plain(), self.status, headers)
        return HTMLResponse(_page(self), self.status, headers)


class Superseded(Refused):
    """A point that was not solved, since the same page asked for a newer one."""

    def __init__(self) -> None:
        super().__init__(409, "a newer point was asked for", superseded=True)


def refusal(error: Exception) -> Refused:
    """Return any error as a refusal: no traceback reaches a user."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, StudyError):
        faults = [
            {"line": one.place.line, "column": one.place.column, "what": one.what, "mend": one.mend}
            for one in error.faults
        ]
        return Refused(422, str(error.faults[0]), "mend the study's file", faults=faults)
    if isinstance(error, DetenteError):
        return Refused(422, str(error))
    return Refused(500, f"this should not happen ({type(error).__name__}: {error})", "please report it")


def _page(refused: Refused) -> str:
    faults = refused.more.get("faults")
    rows = [f"<li>{_fault(one)}</li>" for one in faults] if isinstance(faults, list) else []
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><title>Détente</title>'
        '<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/page.css">'
        f'<main class="narrow"><h1>{escape(refused.what[:1].upper() + refused.what[1:])}.</h1>'
        f"<p>{escape(refused.mend)}</p><ul>{''.join(rows)}</ul></main></html>"
    )


def _fault(one: dict[str, object]) -> str:
    where = f"line {one['line']}, column {one['column']}: "
    return f"{where}{escape(one['what'])}; {escape(one['mend'])}"
