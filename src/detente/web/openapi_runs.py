"""What the JSON routes about runs and texts take and give."""

from __future__ import annotations

from ..runs.draws import allowed
from . import limits
from .schemas import MARK, MAYBE, NAME, NUMBER, TEXT, TRUE, WHOLE, Schema, rows, table

ORDER: Schema = {
    "type": "object",
    "required": ["draws", "seed"],
    "properties": {
        "draws": {"enum": [one for one in allowed() if one <= limits.DRAWS]},
        "seed": {"type": "integer", "minimum": 0, "maximum": limits.SEEDS - 1},
        "flips": TRUE,
        "version": TEXT,
    },
}
STATE = table(
    run=TEXT,
    study=TEXT,
    draws=WHOLE,
    seed=WHOLE,
    stage=TEXT,
    done=WHOLE,
    left=MAYBE,
    ended={"enum": ["", "done", "stopped", "failed"]},
    number=WHOLE,
    may_stop=TRUE,
)
KEPT = table(
    run=TEXT,
    draws=WHOLE,
    seed=WHOLE,
    done=WHOLE,
    finished=TRUE,
    when=NUMBER,
    same_text=TRUE,
    resumes=TRUE,
)
LISTED = table(kept=rows(KEPT), going=rows(STATE))
COST = table(work=TEXT, time=TEXT, disk=TEXT, flips=TEXT, seconds=NUMBER, bytes=WHOLE)
FOUND = table(
    run=TEXT,
    study=TEXT,
    draws=WHOLE,
    seed=WHOLE,
    verdicts=rows(table(claim=TEXT, says=TEXT, word=TEXT, sentence=TEXT, share=MAYBE, low=MAYBE, high=MAYBE)),
    axes=rows(table(name=TEXT, meaning=TEXT, unit=TEXT, low=NUMBER, high=NUMBER, variants=rows(TEXT))),
)
POINTS = table(
    x=rows(NUMBER),
    y=rows(NUMBER),
    claims={"type": "object", "additionalProperties": {"type": "string", "pattern": "^[01?]*$"}},
    shown=WHOLE,
    draws=WHOLE,
)
BOX: Schema = {
    "type": "object",
    "required": ["box"],
    "properties": {
        "box": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 2,
            "additionalProperties": {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2},
        }
    },
}
HERE = table(
    share=MAYBE,
    words=TEXT,
    interval_words=TEXT,
    unknown_words=TEXT,
    low=NUMBER,
    high=NUMBER,
    unknown=NUMBER,
    held=WHOLE,
)
REGION = table(
    count=WHOLE,
    draws=WHOLE,
    claims={"type": "object", "additionalProperties": {"oneOf": [HERE, {"type": "null"}]}},
)
FAULT = table(line=WHOLE, column=WHOLE, what=TEXT, mend=TEXT, caret=TEXT)
EVENTS = table(data=TEXT)
"""An event: its data is a state, as JSON."""
RUNS: tuple[tuple[str, str, str, Schema | None, Schema], ...] = (
    ("get", "/api/studies/{study}/runs", "The runs of a study.", None, LISTED),
    ("get", "/api/studies/{study}/cost", "What a run will cost, before it is begun.", None, COST),
    ("post", "/api/studies/{study}/run", "Begin a run, or go on with it.", ORDER, STATE),
    ("get", "/api/runs/{run}", "The verdicts of a finished run.", None, FOUND),
    ("get", "/api/runs/{run}/events", "How far a run is, as server-sent events.", None, EVENTS),
    ("post", "/api/runs/{run}/stop", "Stop a run; what is finished is kept.", None, STATE),
    ("get", "/api/runs/{run}/points", "Draws along two assumptions.", None, POINTS),
    ("post", "/api/runs/{run}/region", "How claims fare in a part of the space.", BOX, REGION),
    (
        "post",
        "/api/check",
        "The faults of a text.",
        table(text=TEXT, name=NAME),
        table(faults=rows(FAULT), holds=TEXT),
    ),
    ("post", "/api/texts", "Hold a sound text to be opened.", table(text=TEXT, name=NAME), table(study=TEXT)),
    (
        "post",
        "/api/files",
        "Write a study file.",
        table(file=NAME, text=TEXT, mark=MARK),
        table(file=TEXT, mark=MARK),
    ),
)
"""Method, path, what it does, what it takes, what it gives."""
QUERIES = {
    "/api/runs/{run}/points": ("x", "y"),
    "/api/studies/{study}/cost": ("draws", "seed", "flips"),
}
"""What else is asked for in an address."""
