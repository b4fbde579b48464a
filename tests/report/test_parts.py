import doctest

import numpy as np

from detente.audit import sentences
from detente.audit.records import WORDS, AtomSummary, Driver
from detente.domains import domain
from detente.domains.negotiation.view import issue_figures
from detente.report import figures, glossary, sections, weighed, words
from detente.report.tree import ordered
from detente.study.records import Claim, Node

from ..audit.laboratory import PLACE


def claim(name, *supports):
    nodes = tuple(Node(one, PLACE) for one in supports)
    return Claim(name, name, "", None, "", nodes, "", False, PLACE)


def test_examples_in_the_words():
    for module in (
        domain,
        glossary,
        weighed,
        sentences,
        words,
        sections,
        issue_figures,
    ):
        assert doctest.testmod(module).failed == 0


def test_conclusions_come_before_their_supports():
    claims = {one.id: one for one in (claim("c"), claim("a", "b", "d"), claim("b", "c"), claim("d", "c"))}
    assert ordered(claims) == [(0, "a"), (1, "b"), (2, "c"), (1, "d")]


def test_claims_that_support_each_other_are_shown_once():
    claims = {one.id: one for one in (claim("a", "b"), claim("b", "a"), claim("c", "c"))}
    assert sorted(name for _, name in ordered(claims)) == ["a", "b", "c"]


def atom(edges, counts, low=float("nan"), high=float("nan")):
    quantiles = {5: low, 25: low, 50: low, 75: high, 95: high}
    return AtomSummary("x > 0", "", low, quantiles, edges, counts, 1.0, 0)


def test_a_margin_that_does_not_vary_is_not_drawn():
    assert figures.margin("m", atom((), ()), "") is None
    assert figures.margin("m", atom((0.5, 1.5), (256,), 1.0, 1.0), "") is None


def test_a_margin_on_one_side_still_shows_zero():
    drawing = figures.margin("m", atom((1.0, 2.0, 3.0), (1, 3), 1.1, 2.9), "here")
    assert drawing.source == "here"
    assert ">0<" in drawing.svg or ">0.0<" in drawing.svg
    assert [row["draws"] for row in drawing.rows] == [1, 3]


def test_what_does_not_stand_out_is_not_drawn():
    driver = Driver("a", "the a", "", "judgement", True, 0.01, 0.02, 0.02, False)
    assert figures.drivers("d", [driver], "") is None
    assert figures.drivers("d", [], "") is None


def test_text_in_a_drawing_is_escaped():
    driver = Driver("<b>&", "", "", "judgement", True, 0.5, 0.5, 0.01, True)
    drawing = figures.drivers("d", [driver], "")
    assert "&lt;b&gt;&amp;" in drawing.svg
    assert "<b>" not in drawing.svg


def test_an_income_that_is_nowhere_known_is_left_out():
    nan = dict.fromkeys((5, 25, 50, 75, 95), float("nan"))
    assert figures.incomes("w", "A world", {"USA": nan}, "") is None
    known = dict.fromkeys((5, 25, 50, 75, 95), 0.01)
    drawing = figures.incomes("w", "A world", {"USA": nan, "RUS": known}, "")
    assert ">RUS<" in drawing.svg
    assert ">USA<" not in drawing.svg


def test_a_quantile_has_the_digits_that_its_draws_bear():
    """In repeated samples, the last digit said is no finer than the median's standard error, nor ten times coarser."""
    rng = np.random.default_rng(1)
    draws = rng.normal(3.0, 2.0, (400, 1024))
    said = words.even({5: 3 - 2 * 1.645, 50: 3.0, 95: 3 + 2 * 1.645}, 1024)[50]
    step = 10.0 ** -len(said.partition(".")[2])
    error = np.median(draws, axis=1).std()
    assert error <= step <= 10 * error
    assert words.even({5: 0.2, 50: 0.2, 95: 0.2}, 1024) == {5: "0.2", 50: "0.2", 95: "0.2"}


def test_every_word_of_a_verdict_is_in_the_glossary_once():
    names = [one.name for one in glossary.TERMS]
    assert len(names) == len(set(names)) and set(WORDS) <= set(names)
    assert [one.name for one in glossary.terms({"gas"}) if one.name in ("bcm", "dominant")] == ["bcm"]
