"""A finished run of a study with a game, on made-up outcomes in place of trade solves: quick, and all of it known."""

from __future__ import annotations

import json

import numpy as np

from detente.audit.finished import RESULTS, STUDY
from detente.audit.judge import judge
from detente.bind.problem import bind
from detente.bind.setting import fix
from detente.study.read import parse_study
from tests.domains.entry.studies import STUDY as GAME
from tests.domains.entry.studies import Played, outcomes

CLAIMS = """  linked_pays:
    says: 'The corridor pays RUS {more} than #1.'
    where: paragraph 2
    holds: real_income[RUS, linked] > real_income[KOR, round]
    supported_by: [told, cheap]
  cheap: {says: Entering is cheap., holds: cost < 1.5 USD bn}
  later: {says: It lasts., not_modelled_yet: it waits for a model of time, supported_by: [cheap]}
hindsight:"""
MOOD = "assumptions:\n  mood: {is: a mood, choice: [calm, angry], source: judgement}\n"
TEXT = GAME.replace("hindsight:", CLAIMS).replace("assumptions:\n", MOOD)
UNSOLVED = 7
"""Every so many draws the world `round` was not solved."""


def evaluate(problem, values):
    """Return columns of every model but the game's."""
    count = len(values["cost"])
    found = outcomes(problem, count)
    for place, cell in enumerate(problem.cells):
        if cell.name not in found and cell.domain != "entry":
            found[cell.name] = values["rate"] * (place + 1) - values["cost"]
    ended = np.zeros(count)
    for case in problem.cases:
        failed = (values["draw"] % UNSOLVED == 0) & (case.name == "round")
        found[f"status[{case.name}]"] = ended + 3 * failed
        for cell in problem.cells:
            if cell.case == case.name and cell.outcome == "real_income":
                found[cell.name] = np.where(failed, np.nan, found[cell.name])
    return found


def made(folder, draws=1024, settings=None, text=TEXT):
    """Judge the study into a folder as `detente run` does, but for the report; return the judgement."""
    problem = bind(fix(parse_study(text, "small.yaml"), settings or {}))
    found = judge(problem, Played(problem, lambda values: evaluate(problem, values)), folder, draws=draws)
    (folder / RESULTS).write_text(json.dumps(found.summary()), encoding="utf-8")
    (folder / STUDY).write_text(text, encoding="utf-8", newline="\n")
    return found
