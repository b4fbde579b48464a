"""Styles and scripts: read once from the package, so that no path of a request ever reaches the disk."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from .refusals import Refused

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}
"""By ending; the system's own table may say otherwise."""


@cache
def known() -> dict[str, tuple[bytes, str]]:
    """Return every file with its type, by name."""
    folder = files(__package__).joinpath("static")
    found = {}
    for one in folder.iterdir():
        ending = one.name[one.name.rfind(".") :]
        if ending in TYPES:
            found[one.name] = one.read_bytes(), TYPES[ending]
    return found


async def static(request: Request) -> Response:
    """Return a style or a script. Raises Refused where there is none of that name."""
    name = request.path_params["name"]
    if name not in known():
        raise Refused(404, "no such file", "open the page again")
    data, kind = known()[name]
    return Response(data, media_type=kind)
