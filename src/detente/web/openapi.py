"""What the JSON routes take and give, as OpenAPI: tests put it to the server, and so may you."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .. import __version__
from .bodies import TAB
from .openapi_runs import EVENTS, QUERIES, RUNS
from .schemas import MARK, MAYBE, NAME, NUMBER, TEXT, TRUE, Schema

ERROR: Schema = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "object", "required": ["what", "mend"], "properties": {"what": TEXT, "mend": TEXT}}
    },
}
POINT: Schema = {
    "type": "object",
    "properties": {
        "values": {"type": "object", "additionalProperties": {"type": ["number", "string"]}},
        "off": {"type": "array", "items": TEXT},
        "tab": {"type": "string", "maxLength": TAB},
        "version": TEXT,
    },
}
CLAIM: Schema = {
    "type": "object",
    "required": ["truth", "margin", "words", "parts"],
    "properties": {
        "truth": {"enum": ["true", "false", "unknown"]},
        "margin": MAYBE,
        "words": TEXT,
        "parts": {"type": "array", "items": {"type": "object"}},
    },
}
SOLVED: Schema = {
    "type": "object",
    "required": ["claims", "cells", "parts", "unsolved", "milliseconds"],
    "properties": {
        "claims": {"type": "object", "additionalProperties": CLAIM},
        "cells": {"type": "object", "additionalProperties": {"type": "array"}},
        "parts": {"type": "object", "additionalProperties": NUMBER},
        "unsolved": {"type": "array", "items": {"type": "object"}},
        "milliseconds": NUMBER,
    },
}
READY: Schema = {
    "type": "object",
    "required": ["stage", "done", "failed", "seconds"],
    "properties": {"stage": TEXT, "done": TRUE, "failed": TRUE, "seconds": NUMBER},
}
FLIP: Schema = {
    "type": "object",
    "required": ["claim", "want"],
    "properties": {"claim": TEXT, "want": {"enum": ["true", "false"]}, "version": TEXT},
}
JUMP: Schema = {
    "type": "object",
    "required": ["values", "words", "searching"],
    "properties": {"values": {"type": ["object", "null"]}, "words": TEXT, "searching": TRUE},
}
SAVE: Schema = {
    "type": "object",
    "properties": {
        **{name: POINT["properties"][name] for name in ("values", "off", "version")},
        "file": NAME,
        "mark": MARK,
    },
}
SAVED: Schema = {
    "type": "object",
    "required": ["text", "file", "left", "written"],
    "properties": {"text": TEXT, "file": TEXT, "left": {"type": "array", "items": TEXT}, "written": TRUE},
}
OPERATIONS: tuple[tuple[str, str, str, Schema | None, Schema], ...] = (
    ("get", "/api/studies/{study}/ready", "How far the models of a study are.", None, READY),
    ("post", "/api/studies/{study}/point", "Solve one draw with every model.", POINT, SOLVED),
    ("post", "/api/studies/{study}/flip", "Tell the nearest point where a claim turns.", FLIP, JUMP),
    ("post", "/api/studies/{study}/save", "Return a point as a study, or write it as a file.", SAVE, SAVED),
    *RUNS,
)
"""Method, path, what it does, what it takes, what it gives."""
REFUSALS = ("400", "401", "403", "404", "408", "409", "410", "413", "415", "421", "422", "429", "500", "503")


def description() -> dict[str, Any]:
    """Return the OpenAPI description of the JSON routes."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path, summary, takes, gives in OPERATIONS:
        operation: dict[str, Any] = {
            "summary": summary,
            "responses": {"200": _json(gives, "It is done.")}
            | {one: _json(ERROR, "Refused.") for one in REFUSALS},
        }
        asked = [_parameter("path", name) for name in re.findall(r"{(\w+)}", path)]
        asked += [_parameter("query", name) for name in QUERIES.get(path, ())]
        if asked:
            operation["parameters"] = asked
        if takes is not None:
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
        paths.setdefault(path, {})[method] = operation
    return {"openapi": "3.1.0", "info": {"title": "Détente", "version": __version__}, "paths": paths}


async def openapi(request: Request) -> Response:
    """Return the description."""
    return JSONResponse(description())


def _parameter(place: str, name: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": True, "schema": TEXT}


def _json(schema: Schema, words: str) -> dict[str, Any]:
    if schema is EVENTS:
        return {"description": words, "content": {"text/event-stream": {"schema": schema}}}
    return {"description": words, "content": {"application/json": {"schema": schema}}}
