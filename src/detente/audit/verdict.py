"""From a claim's truth in every draw to its verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..chance.copula import Copula
from ..domains.domain import Problem
from ..domains.records import Column
from ..runs.table import Table
from ..runs.truth import Judged
from ..study.records import Claim
from . import margins, sentences
from .corners import corner
from .counterexample import SHOWN, nearest
from .evidence import Evidence
from .reasons import Corner
from .records import NOT_MODELLED, RESTATES, BreakEven, Driver, Verdict
from .rules import Rule, break_even, restates
from .shares import share_of, word_between
from .variants import by_variant

BADGE_ABOVE = 0.5
"""The part that judgement decides from which a verdict carries a badge."""


def verdict(problem: Problem, judged: Judged, evidence: Evidence, table: Table) -> Verdict:
    """Return the verdict on a modelled claim."""
    share = share_of(judged.truth)
    restated = restates(judged, evidence.rule, evidence.columns)
    word = RESTATES if restated else word_between(share.bounds)
    solved = restated is None and not share.unknown
    sourced = solved and not any(
        driver.judged or any(one.judged for one in driver.moves_with) for driver in evidence.deciding
    )
    judgement = evidence.judged_share
    rule = evidence.rule
    deciding = _deciding(evidence)
    copula = Copula.of([column.name for column in problem.columns], problem.correlations)
    parts = margins.atoms(judged)
    variants = () if restated else by_variant(judged, evidence.columns, evidence.drivers, table)
    said = sentences.verdict(word, share, len(judged.truth), sourced, restated.sentence if restated else "")
    return Verdict(
        claim=judged.claim.id,
        word=word,
        sentence=" ".join([said, *(one.sentence for one in variants if one.differ)]),
        share=share.share,
        interval=share.interval,
        bounds=share.bounds,
        unknown=share.unknown,
        atoms=parts,
        margin=margins.whole(judged),
        drivers=evidence.drivers,
        fits=evidence.fits,
        judged_share=judgement,
        badge=sentences.badge(judgement) if judgement is not None and judgement > BADGE_ABOVE else "",
        is_probability=sourced,
        restates=restated,
        break_even=_turns(rule, evidence.drivers),
        counterexample=nearest(judged, deciding, len(evidence.drivers) - len(deciding), table, copula),
        corner=None if restated else _corner(judged, evidence.columns, evidence.drivers, table),
        by_variant=variants,
    )


def _moving(sentence: str, names: Collection[str], drivers: Iterable[Driver]) -> str:
    """Return a finding about some assumptions that says what moves with them and is not among them."""
    said = [sentence]
    for driver in drivers:
        others = [one for one in driver.moves_with if one.column not in names]
        if driver.column in names and others:
            said.append(
                f"{driver.column} moves with {sentences.companions(others)}, whose doing part of this may be."
            )
    return " ".join(said)


def _turns(rule: Rule | None, drivers: Iterable[Driver]) -> BreakEven | None:
    """Return the break-even of a rule that decides the claim; one that errs may be another's doing."""
    if rule is None or not rule.decides:
        return None
    found = break_even(rule)
    return replace(found, sentence=_moving(found.sentence, {found.column}, drivers)) if rule.errors else found


def _corner(
    judged: Judged, columns: Sequence[Column], drivers: Sequence[Driver], table: Table
) -> Corner | None:
    found = corner(judged, columns, drivers, table)
    if found is None:
        return None
    names = {limit.column for limit in found.limits}
    return replace(found, sentence=_moving(found.sentence, names, drivers))


def not_modelled(claim: Claim) -> Verdict:
    """Return the verdict on a claim that no model decides yet: the reason why."""
    return Verdict(claim=claim.id, word=NOT_MODELLED, sentence=sentences.not_modelled(claim.not_modelled_yet))


def _deciding(evidence: Evidence) -> list[Column]:
    """Return the columns of the five largest clear drivers; if none is clear, all that may matter."""
    clear = [driver.column for driver in evidence.drivers if driver.clear][:SHOWN]
    by_name = {column.name: column for column in evidence.columns}
    return [by_name[name] for name in clear or [driver.column for driver in evidence.drivers]]
