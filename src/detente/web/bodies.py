"""The body of a request as a table, and who asks."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from .refusals import Refused

TAB = 64
"""Most letters of the name that a page gives itself."""


async def table(request: Request) -> dict[str, Any]:
    """Return a request's JSON table. Raises Refused where it is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused(415, "JSON is wanted here", "send it as application/json")
    try:
        found = json.loads(await request.body(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(400, "the request is not JSON", "send a table") from None
    if not isinstance(found, dict):
        raise Refused(422, "a table is wanted here", 'send {"values": {}}')
    return found


def text(given: dict[str, Any], name: str, most: int = 200, default: str | None = None) -> str:
    """Return an entry that is text. Raises Refused where it is none, or too long."""
    value = given.get(name, default)
    if not isinstance(value, str) or len(value) > most:
        raise Refused(422, f"`{name}` is to be text of at most {most} letters", "send it")
    return value


def asker(request: Request, given: dict[str, Any]) -> str:
    """Return who asks: the visitor and the page, so that two pages of one visitor do not stand in each other's way."""
    return f"{request.state.visitor} {text(given, 'tab', TAB, '')}"


def _no_number(word: str) -> Any:
    raise ValueError(word)
