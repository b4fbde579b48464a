"""The words of a report, each in a sentence or two: one line here is one term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .words import slug

ALWAYS, GAME, GAS, SPLIT, TALKS, PEACE, HINDSIGHT, TOGETHER = (
    "",
    "game",
    "gas",
    "split",
    "talks",
    "peace",
    "hindsight",
    "together",
)
"""The part of a report that a term belongs to."""


@dataclass(frozen=True)
class Term:
    """A word and what it means."""

    name: str
    meaning: str
    part: str = ALWAYS

    @property
    def anchor(self) -> str:
        """Return its id in a page."""
        return anchor(self.name)


def anchor(name: str) -> str:
    """Return the id of a term in a page.

    >>> anchor("leans against")
    'term-leans-against'
    """
    return f"term-{slug(name)}"


TERMS = (
    Term("assumption", "an uncertain number, or a choice between models, with its range and its source."),
    Term(
        "draw",
        "one value for every assumption, taken from their ranges; the models are solved once in each.",
    ),
    Term("centre", "every number at its median, every choice at its likeliest variant."),
    Term("claim", "a statement of the argument, with a test: a comparison of numbers that models give."),
    Term("margin", "how far a comparison is from turning, in the unit of its sides; above 0 it holds."),
    Term(
        "share of draws",
        "in how many of the draws a claim is true. It is a probability only where every range that "
        "decides it has a source.",
    ),
    Term(
        "95 % interval",
        "where the share would lie with ever more draws, nineteen times of twenty; widened by draws that "
        "could not be solved. It says nothing of whether the ranges or the models are right.",
    ),
    Term("holds", "true in 90 % of the draws or more."),
    Term("leans", "true in 60 to 90 % of the draws."),
    Term("open", "true in 40 to 60 % of the draws."),
    Term("leans against", "true in 10 to 40 % of the draws."),
    Term("fails", "true in 10 % of the draws or fewer."),
    Term(
        "undecided",
        "the draws that could not be solved would make another verdict if they were all true than if all "
        "were false.",
    ),
    Term(
        "restates an assumption",
        "one range alone decides the claim, so that it says no more than that range does; it gets no "
        "verdict.",
    ),
    Term("not modelled yet", "no model decides the claim; what it waits for is said."),
    Term(
        "by judgement",
        "ranges that rest on nobody's numbers but the author's decide more than half of what single "
        "assumptions decide.",
    ),
    Term("driver", "an assumption that decides a claim: one whose index stands out from noise."),
    Term(
        "first-order index",
        "the share of the variance of a claim's truth (or margin) that would go if this assumption alone "
        "were known.",
    ),
    Term(
        "total index",
        "the share that would be left if all others were known: with what the assumption decides only "
        "together with others. Total indices may sum to more than 1.",
    ),
    Term(
        "surrogate",
        "a polynomial that stands in for the models, fitted to the draws; total indices come from it, "
        "and its fit is told.",
    ),
    Term("break-even", "the value of one assumption at which a claim turns."),
    Term(
        "corner",
        "a box in one to three assumptions in which a claim mostly goes the other way than elsewhere.",
    ),
    Term("coverage", "the share of all draws of the rarer outcome that lie in a corner."),
    Term("density", "the share of a corner's draws that have that outcome."),
    Term(
        "flip",
        "the nearest point to the centre that was found at which a claim turns; the models were run "
        "there once more.",
    ),
    Term(
        "reliability index",
        "how far a flip is from the centre, in standard deviations over all assumptions together: below "
        "1 a small change turns the claim, above 3 only one that the ranges hardly allow.",
    ),
    Term("counterexample", "the draw nearest to the centre in which a claim goes the other way."),
    Term("start world", "the world on the study's date, with no move made; changes are counted against it."),
    Term("real income", "what an economy's income buys: its welfare in the trade model."),
    Term("replicate", "one of 16 independent parts of the draws; how they differ gives the interval."),
    Term(
        "rank correlation",
        "how closely two assumptions move together: 1 always the same way, 0 not at all, -1 always opposite.",
        TOGETHER,
    ),
    Term("present value", "what is paid over years, counted in money of today by a discount rate."),
    Term(
        "entering at once",
        "what a power's entry in the first half-year is worth to it over never entering.",
        GAME,
    ),
    Term("dominant", "best whatever the others do.", GAME),
    Term("regret", "what the best plan would have paid more, in the worst case.", GAME),
    Term("reaction", "what others do to a power because it entered: tariffs or sanctions.", GAME),
    Term("MMBtu", "a million British thermal units, 1.055 GJ: the unit in which gas is priced.", GAS),
    Term("bcm", "a billion cubic metres of gas.", GAS),
    Term("LNG", "gas that is liquefied and shipped.", GAS),
    Term(
        "netback",
        "a price for pipeline gas that follows what LNG costs at the buyer, less a discount.",
        GAS,
    ),
    Term("transit fee", "what a country takes for letting gas through.", GAS),
    Term(
        "Shapley value",
        "a way to share a joint gain: each party gets what it adds on average over all orders in which "
        "they might join (Shapley 1953).",
        SPLIT,
    ),
    Term(
        "nucleolus",
        "a way to share a joint gain that makes the most aggrieved group of parties as content as can be "
        "(Schmeidler 1969).",
        SPLIT,
    ),
    Term("capability", "what an actor can bring to bear in talks; the strongest has 1.", TALKS),
    Term("salience", "how much a question matters to an actor, from 0 to 1.", TALKS),
    Term(
        "Condorcet election",
        "the place on the scale that beats every other in a vote weighted by capability and salience.",
        TALKS,
    ),
    Term("phase", "a stretch of a peace process, coded from dated events by a written rule.", PEACE),
    Term(
        "Brier score",
        "the squared gap between a chance given and what came: 0 is perfect, 0.25 is what always saying "
        "one half gets.",
        HINDSIGHT,
    ),
)


def terms(parts: set[str]) -> Iterator[Term]:
    """Yield the terms of a report that has these parts, by the alphabet."""
    yield from sorted(
        (one for one in TERMS if one.part in {ALWAYS, *parts}), key=lambda one: one.name.casefold()
    )
