"""A study's argument in Argdown: claims as statements, supports as relations, verdicts as tags and data.

The syntax is that of Argdown 1 (Voigt, Betz; https://argdown.org/syntax/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..audit.records import FAILS, HOLDS, LEANS, LEANS_AGAINST, NOT_MODELLED, OPEN, RESTATES, UNDECIDED
from ..ground.faults import RunError
from ..ground.json_text import json_text
from ..study.records import Claim, NotModelled, Study
from .tree import ordered, supports
from .words import slug

SPECIAL = re.compile(r"[\\@#*_\[\]{}<>]|(?<=[/:.])(?=[/*])|[:.](?=\S*[:.])|=(?===)")
"""What Argdown would read as more than text: marks, comments, and shortcodes between points or colons."""
COLOURS = {
    HOLDS: "#2a9d8f",
    LEANS: "#8ccfc6",
    OPEN: "#d9d9d9",
    LEANS_AGAINST: "#e6a893",
    FAILS: "#d1603d",
    UNDECIDED: "#eeeeee",
    RESTATES: "#e8d3a2",
    NOT_MODELLED: "#ffffff",
}
"""Of the boxes of a map, by verdict."""
LEFT_OUT, BY_JUDGEMENT, FORECAST = "left-out", "by-judgement", "forecast"


def argdown(study: Study, verdicts: Mapping[str, Any]) -> str:
    """Return the argument as a text for Argdown: conclusions first, each followed by what supports it.

    `verdicts` are those of `results.json`. Raises RunError for a study without claims.
    """
    if not study.claims:
        raise RunError(f"{study.id} makes no claim, so that there is no argument to write")
    blocks = [
        _head(study),
        *(_claim(study.claims[name], verdicts.get(name)) for _, name in ordered(study.claims)),
    ]
    blocks += [_left_out(one) for one in study.not_modelled]
    return "\n\n".join(blocks) + "\n"


def _head(study: Study) -> str:
    """Return the front matter: what it is of, and the colour of each verdict."""
    known = study.argument
    about = {
        "title": study.question,
        "subTitle": known.title,
        "author": known.author,
        "date": str(known.date or ""),
        "source": known.url,
        "study": study.id,
        "asOf": study.as_of.isoformat(),
    }
    lines = [f"{name}: {_text(value)}" for name, value in about.items() if value]
    colours = [f"        {slug(word)}: {_text(colour)}" for word, colour in COLOURS.items()]
    return "\n".join(["===", *lines, "color:", "    tagColors:", *colours, "==="])


def _claim(claim: Claim, told: Mapping[str, Any] | None) -> str:
    """Return a claim with its tags and data, and what supports it below."""
    word = told["word"] if told else NOT_MODELLED
    tags = [slug(word)] + [BY_JUDGEMENT] * bool(told and told["badge"]) + [FORECAST] * claim.forecast
    lines = [f"[{claim.id}]: {escaped(claim.says)} {' '.join('#' + tag for tag in tags)}", _data(claim, told)]
    return "\n".join([*lines, *(f"    + [{name}]" for name in supports(claim))])


def _data(claim: Claim, told: Mapping[str, Any] | None) -> str:
    """Return a claim's data, in YAML on one line."""
    data: dict[str, Any] = {"where": claim.where, "verdict": told["word"] if told else NOT_MODELLED}
    if told and told["share"] is not None:
        data |= {"share": told["share"], "unknown": told["unknown"]}
        data |= {"interval": [told["interval"]["low"], told["interval"]["high"]]} if told["interval"] else {}
    data |= {"holds": claim.holds.text} if claim.holds else {}
    data |= {"why": claim.not_modelled_yet} if claim.not_modelled_yet else {}
    return "{" + ", ".join(f"{name}: {_text(value)}" for name, value in data.items() if value != "") + "}"


def _left_out(one: NotModelled) -> str:
    """Return a statement of the argument that the study leaves out, and why."""
    return f"{escaped(one.says)} #{LEFT_OUT}\n{{why: {_text(one.why)}}}"


def escaped(text: str) -> str:
    r"""Return a text on one line that Argdown takes as it is.

    >>> escaped("#1 of [two], at U.S. prices.")
    '\\#1 of \\[two\\], at U\\.S. prices.'
    """
    return SPECIAL.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def _text(value: Any) -> str:
    """Return a value as YAML; braces inside a text would end the data, and === the front matter."""
    text = json_text(value, None)
    if isinstance(value, str):
        for sign in ("{", "}", "==="):
            text = text.replace(sign, f"\\u{ord(sign[0]):04x}{sign[1:]}")
    return text
