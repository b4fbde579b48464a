"""From a claim's truth in every draw to its verdict."""

from __future__ import annotations

from ..bind.records import Column, Problem
from ..study.records import Claim
from . import margins, sentences
from .corners import corner
from .counterexample import SHOWN, nearest
from .evidence import Evidence
from .records import NOT_MODELLED, RESTATES, Verdict
from .rules import break_even, restates
from .shares import share_of, word_between
from .table import Table
from .truth import Judged
from .variants import by_variant

BADGE_ABOVE = 0.5
"""The part that judgement decides from which a verdict carries a badge."""


def verdict(problem: Problem, judged: Judged, evidence: Evidence, table: Table) -> Verdict:
    """Return the verdict on a modelled claim."""
    share = share_of(judged.truth)
    restated = restates(judged, evidence.rule, evidence.columns)
    word = RESTATES if restated else word_between(share.bounds)
    solved = restated is None and not share.unknown
    sourced = solved and not any(driver.judged for driver in evidence.deciding)
    judgement = evidence.judged_share
    rule = evidence.rule
    deciding = _deciding(evidence)
    parts = margins.atoms(problem, judged)
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
        margin=margins.whole(judged, parts),
        drivers=evidence.drivers,
        fits=evidence.fits,
        judged_share=judgement,
        badge=sentences.badge(judgement) if judgement is not None and judgement > BADGE_ABOVE else "",
        is_probability=sourced,
        restates=restated,
        break_even=break_even(rule) if rule is not None and rule.decides else None,
        counterexample=nearest(judged, deciding, len(evidence.drivers) - len(deciding), table),
        corner=None if restated else corner(judged, evidence.columns, evidence.drivers, table),
        by_variant=variants,
    )


def not_modelled(claim: Claim) -> Verdict:
    """Return the verdict on a claim that no model decides yet: the reason why."""
    return Verdict(claim=claim.id, word=NOT_MODELLED, sentence=sentences.not_modelled(claim.not_modelled_yet))


def _deciding(evidence: Evidence) -> list[Column]:
    """Return the columns of the five largest clear drivers; if none is clear, all that may matter."""
    clear = [driver.column for driver in evidence.drivers if driver.clear][:SHOWN]
    by_name = {column.name: column for column in evidence.columns}
    return [by_name[name] for name in clear or [driver.column for driver in evidence.drivers]]
