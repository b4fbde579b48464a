"""A small study that several benchmarks run: three duties in 8 economies by 16 industries."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

import detente
from detente.chance.cube import median as centre
from detente.run import Laboratory
from detente.solve.evaluate import Evaluator

WHOM = ("USA", "CHN", "RUS", "PRK", "KOR", "JPN", "EU28", "ROW")
DUTIES = {"usa_on_china": ("USA", "CHN"), "china_on_usa": ("CHN", "USA"), "europe_on_russia": ("EU28", "RUS")}
"""Who taxes whose goods."""
STUDY = """
study: tariffs
question: Whom do three duties hurt?
argument: {title: A benchmark}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS, PRK, KOR, JPN, EU28]
"""


def text(elasticities: bool) -> str:
    """Return the study; with trade elasticities drawn or not."""
    lines = [STUDY.rstrip()]
    if elasticities:
        lines.append("options: {elasticities: theta}")
    lines.append("assumptions:")
    if elasticities:
        lines.append("  theta: {is: trade elasticities, from: elasticities, source: Caliendo and Parro 2015}")
    lines += [f"  {name}: {{is: duty added, uniform: 0 to 0.25, source: judgement}}" for name in DUTIES]
    lines.append("moves:")
    for name, (buyer, seller) in DUTIES.items():
        lines.append(f"  m_{name}: {{is: a duty, tariff: {{buyer: {buyer}, seller: {seller}, add: {name}}}}}")
    lines.append(f"worlds: {{duties: [{', '.join(f'm_{name}' for name in DUTIES)}]}}")
    lines.append("claims:")
    for one in WHOM:
        lines.append(f'  c_{one.lower()}: {{says: It loses., holds: "real_income[{one}, duties] < 0"}}')
    return "\n".join(lines) + "\n"


@functools.cache
def laboratory(elasticities: bool = False) -> Laboratory:
    """Return the study, bound once a process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tariffs.yaml"
        path.write_text(text(elasticities), encoding="utf-8")
        return detente.load(path)


@functools.cache
def evaluator(elasticities: bool = False) -> Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]]:
    """Return what evaluates the study's draws, `[draw]` columns in and out."""
    problem = laboratory(elasticities).problem
    return Evaluator(problem, {one.name: centre(one) for one in problem.columns})
