from types import SimpleNamespace

from detente.audit.records import NOT_MODELLED, WORDS, Driver
from detente.report.thesis import FORMS, thesis


def driver(column, on_truth, clear=True, judged=True):
    return Driver(column, f"the {column}", "", "judgement", judged, on_truth, None, 0.01, clear)


def section(word, share, *drivers):
    return SimpleNamespace(verdict=SimpleNamespace(word=word, share=share, drivers=drivers))


def test_the_conclusion_is_the_first_claim_that_has_a_verdict_and_hangs_on_its_clear_drivers():
    drivers = [
        driver(name, index, name != "noise") for name, index in zip("abc", (0.5, 0.3, 0.2), strict=True)
    ]
    drivers += [driver("noise", 0.1, clear=False), driver("d", 0.05)]
    found = thesis(
        [section("not modelled yet", None), section("leans", 0.7, *drivers), section("holds", 1.0)]
    )
    assert found.section.verdict.word == "leans"
    assert [one.meaning for one in found.hinges] == ["the a", "the b", "the c"]
    assert found.hinges[0].decides == "decides 50 % of whether it holds alone"
    assert found.among == "Of 2 claims judged: 1 holds, 1 leans towards holding."


def test_every_verdict_word_has_its_forms():
    assert set(FORMS) == set(WORDS) - {NOT_MODELLED}


def test_a_study_without_a_verdict_has_no_conclusion():
    assert thesis([section("not modelled yet", None)]) is None
    assert thesis([]) is None


def test_a_conclusion_that_nothing_decides_hangs_on_nothing():
    assert thesis([section("holds", 1.0, driver("a", 0.1, clear=False))]).hinges == ()
