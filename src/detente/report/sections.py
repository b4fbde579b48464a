"""A section a claim: the words, figures and tables that the page shows about it."""

from __future__ import annotations

from dataclasses import dataclass

from ..audit.records import AtomSummary, Judgement, Verdict
from ..audit.sentences import range_of, told
from ..study.records import Assumption, Claim
from . import figures
from .corner import corner_figures
from .figure import Figure
from .tree import ordered, supports
from .words import margin_words, slug


@dataclass(frozen=True)
class Section:
    """All that the page shows about one claim."""

    claim: Claim
    verdict: Verdict
    depth: int
    css: str
    """Class of the badge that carries the verdict's word."""
    share: str
    interval: str
    margins: tuple[tuple[AtomSummary, str, Figure | None], ...]
    """Each comparison, what it comes to in words, and its figure where it varies."""
    drivers: Figure | None
    corner: tuple[Figure, ...]
    assumptions: tuple[Assumption, ...]
    supported_by: tuple[str, ...]
    supports: tuple[str, ...]
    also: tuple[str, ...]
    """Of these, those other than the claim below which it stands."""


def sections(judgement: Judgement) -> tuple[Section, ...]:
    """Return a section for every claim, conclusions before what supports them."""
    claims = judgement.study.claims
    above: dict[str, list[str]] = {name: [] for name in claims}
    for name, claim in claims.items():
        for below in supports(claim):
            above.setdefault(below, []).append(name)
    found, path = [], list[str]()
    for depth, name in ordered(claims):
        path[depth:] = [name]
        found.append(_section(judgement, name, path[:-1], tuple(above[name])))
    return tuple(found)


def source_line(judgement: Judgement) -> str:
    """Return where the numbers of a figure come from."""
    run = judgement.run
    return f"Source: {judgement.study.id}, {run.draws:,} draws, seed {run.seed}"


def _section(judgement: Judgement, name: str, path: list[str], above: tuple[str, ...]) -> Section:
    """Return a claim's section: `path` leads down to it, and it supports those `above`."""
    claim, verdict, source = judgement.study.claims[name], judgement.verdicts[name], source_line(judgement)
    margins = tuple(
        (atom, margin_words(atom), figures.margin(f"margin-{slug(name)}-{place}", atom, source))
        for place, atom in enumerate(verdict.atoms, 1)
    )
    return Section(
        claim=claim,
        verdict=verdict,
        depth=len(path),
        css=slug(verdict.word),
        share=told(verdict),
        interval="" if verdict.interval is None else range_of(verdict.interval),
        margins=margins,
        drivers=figures.drivers(f"drivers-{slug(name)}", verdict.drivers, source),
        corner=corner_figures(judgement, name, slug(name), source),
        assumptions=_assumptions(judgement, name),
        supported_by=tuple(one for one in supports(claim) if one in judgement.study.claims),
        supports=above,
        also=tuple(one for one in above if one not in (name, *path[-1:])),
    )


def _assumptions(judgement: Judgement, name: str) -> tuple[Assumption, ...]:
    """Return the assumptions that a claim hangs on: those it names, and those that drive it through models."""
    bound = next((one for one in judgement.problem.claims if one.id == name), None)
    named = set(bound.depends_on) if bound else set()
    driving = {one.column.partition("[")[0] for one in judgement.verdicts[name].drivers if one.clear}
    return tuple(one for key, one in judgement.study.assumptions.items() if key in named | driving)
