"""What a request brings: JSON that fits its model, the study or the run that it is about, who asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ConfigDict, Field
from pydantic.fields import FieldInfo
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..ground.faults import did_you_mean
from ..study.shape import Part
from .open_studies import OpenStudies, OpenStudy
from .refusals import Refused, refusal
from .runs import Runs
from .space import Space
from .stored_runs import StoredRuns


@dataclass(frozen=True)
class Wanted:
    """What a refusal says of a value that does not fit, and what mends it; stands in the type of the value."""

    what: str = "`{name}` is to be text"
    mend: str = "send it"


def letters(most: int) -> tuple[FieldInfo, Wanted]:
    """Return what bounds a text."""
    return Field(max_length=most), Wanted(f"`{{name}}` is to be text of at most {most} letters")


Text = Annotated[str, *letters(200)]
Name = Annotated[str, *letters(80)]
"""Of a study or its file."""
Mark = Annotated[str, *letters(64)]
"""SHA-256 of what the writer of a file has seen of it; empty where there is to be none."""


class Asked(Part):
    """What is asked: no key but those named, and nothing taken for another kind than it is."""

    model_config = ConfigDict(defer_build=False)


class OfText(Asked):
    """What is asked of a study whose text the page shows."""

    version: Annotated[str | None, Wanted()] = None

    def check(self, opened: OpenStudy) -> None:
        """Refuse a request of a page that shows another text of the study."""
        if self.version not in (None, opened.version):
            raise Refused(409, "the study's file has changed", "open the page again", changed=True)


async def _studies(request: Request) -> OpenStudies:
    found: OpenStudies = request.app.state.studies
    return found


async def _runs(request: Request) -> Runs:
    found: Runs = request.app.state.runs
    return found


async def _visitor(request: Request) -> str:
    return str(request.state.visitor)


Studies = Annotated[OpenStudies, Depends(_studies)]
Begun = Annotated[Runs, Depends(_runs)]
Visitor = Annotated[str, Depends(_visitor)]


async def _stored(studies: Studies) -> StoredRuns:
    return studies.stored


Stored = Annotated[StoredRuns, Depends(_stored)]


def _opened(study: str, studies: Studies) -> OpenStudy:
    return studies.of(study)


def _space(run: str, stored: Stored) -> Space:
    return stored.space(run).made_ready()


Opened = Annotated[OpenStudy, Depends(_opened)]
Drawn = Annotated[Space, Depends(_space)]


class Route(APIRoute):
    """A route on which whatever goes wrong becomes a sentence."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers: JSON is read more strictly than FastAPI reads it, and every error is told."""
        answer = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                _once(request.query_params.multi_items())
                if self.body_field is not None:
                    _check_json(request.headers.get("content-type", ""), await request.body())
                return await answer(request)
            except RequestValidationError as error:
                return self._unfit(error).answer(request.url.path)
            except Exception as error:
                return refusal(error).answer(request.url.path)

        return guarded

    def _unfit(self, error: RequestValidationError) -> Refused:
        """Return all that does not fit, by what each part is described to be."""
        fields: dict[str, FieldInfo] = {}
        for one in (*self.dependant.query_params, *self.dependant.body_params):
            fields |= getattr(one.field_info.annotation, "model_fields", {one.name: one.field_info})
        told = list(dict.fromkeys(_unfit(one["loc"][1:], fields) for one in error.errors()))
        return Refused(422, "; ".join(what for what, _ in told), told[0][1])


def _unfit(where: Sequence[int | str], fields: dict[str, FieldInfo]) -> tuple[str, str]:
    name = str(where[0])
    if name not in fields:
        return f"no `{name[:80]}` is wanted here", did_you_mean(name[:80], fields) or "leave it out"
    metadata: Sequence[Any] = fields[name].metadata
    if len(where) > 1:
        name, metadata = str(where[1])[:80], get_args(get_args(fields[name].annotation)[-1])
    wanted = next((one for one in metadata if isinstance(one, Wanted)), Wanted())
    return wanted.what.format(name=name), wanted.mend


def _check_json(kind: str, body: bytes) -> None:
    """Refuse what is no JSON table, holds a number that is none, or says a thing twice."""
    if kind.partition(";")[0].strip() != "application/json":
        raise Refused(415, "JSON is wanted here", "send it as application/json")
    try:
        found = json.loads(body, parse_constant=_no_number, object_pairs_hook=_once)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise Refused(422, "the request holds half of a letter", "send whole letters") from None
    except (ValueError, RecursionError):
        raise Refused(400, "the request is not JSON", "send a table") from None
    if not isinstance(found, dict):
        raise Refused(422, "a table is wanted here", 'send {"values": {}}')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a table. Raises Refused where it says a thing twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place]))
        raise Refused(400, f"`{twice[:80]}` stands there twice", "send it once")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


async def no_page(request: Request, error: Exception) -> Response:
    """Answer who asked for what is not here, or by another method."""
    assert isinstance(error, HTTPException)
    words = {404: "there is nothing here", 405: "this is not asked for in that way"}
    what = words.get(error.status_code, error.detail)
    found = Refused(error.status_code, what, "open the page again").answer(request.url.path)
    found.headers.update(error.headers or {})
    return found
