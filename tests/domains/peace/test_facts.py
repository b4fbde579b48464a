import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.peace.facts import PHASES, counts, read_chronology, read_rule, spells, thaws
from detente.ground.faults import StudyError
from detente.world.sources import sources, table_text

AS_OF = dt.date(2018, 8, 31)
OURS = read_chronology(table_text("politics", "chronology"), "chronology.csv")
RULE = read_rule(table_text("politics", "phase-rule"), "phase-rule.csv")
HEAD = "date,kind,parties,event\n"
SMALL = HEAD + "2000-01-01,summit,KOR PRK,first\n2001-07-01,clash,KOR PRK,second\n2002-01-01,test,PRK,third\n"


def test_the_chronology_is_coded_as_a_reader_would():
    coded = spells(OURS, RULE, AS_OF)
    phase = {dt.date(1992, 6, 1): "thaw", dt.date(1993, 6, 1): "freeze", dt.date(1996, 1, 1): "thaw"}
    phase |= {dt.date(2002, 9, 1): "talks", dt.date(2004, 1, 1): "talks", dt.date(2010, 1, 1): "freeze"}
    phase |= {dt.date(2018, 3, 1): "talks", dt.date(2018, 8, 31): "thaw"}
    for day, want in phase.items():
        assert [
            one.phase for one in coded if one.since <= day and (one.until is None or day < one.until)
        ] == [want]
    assert all(a.until == b.since for a, b in pairwise(coded))


def test_the_earlier_thaws_are_found_and_none_lasted_five_years():
    found = thaws(spells(OURS, RULE, AS_OF))
    assert [one.since.year for one in found] == [1991, 1994, 2000, 2005, 2007, 2012, 2018]
    assert found[-1].back is None
    assert max(one.years(AS_OF) for one in found[:-1]) == pytest.approx(3.86, abs=0.01)


def test_a_thaw_that_cools_to_talks_is_one_thaw():
    coded = spells(read_chronology(SMALL, "x.csv"), RULE, dt.date(2003, 1, 1))
    assert [one.phase for one in coded] == ["thaw", "talks", "freeze"]
    assert [(one.since, one.back) for one in thaws(coded)] == [(dt.date(2000, 1, 1), dt.date(2002, 1, 1))]


def test_events_among_others_change_no_phase():
    text = SMALL + "2002-06-01,summit,RUS PRK,fourth\n2002-07-01,talks,PRK KOR USA CHN RUS JPN,fifth\n"
    coded = spells(read_chronology(text, "x.csv"), RULE, dt.date(2003, 1, 1))
    assert coded[-2].phase == "freeze" and coded[-2].until == dt.date(2002, 7, 1)
    assert coded[-1].phase == "talks"


@pytest.mark.parametrize("sampling", ["all_days", "year_end"])
def test_rows_after_the_date_change_nothing(sampling):
    known = tuple(event for event in OURS if event.date <= AS_OF)
    assert len(known) < len(OURS)
    for events in (OURS, known):
        coded = spells(events, RULE, AS_OF)
        assert coded == spells(known, RULE, AS_OF)
        assert (counts(coded, AS_OF, sampling) == counts(spells(known, RULE, AS_OF), AS_OF, sampling)).all()
    assert spells(OURS, RULE, dt.date(2020, 1, 1)) != spells(known, RULE, dt.date(2020, 1, 1))


def test_counts_of_year_ends_by_hand():
    """Ends of 2000 and 2001: thaw, talks; 2002 and 2003: freeze."""
    coded = spells(read_chronology(SMALL, "x.csv"), RULE, dt.date(2003, 12, 31))
    found = counts(coded, dt.date(2003, 12, 31), "year_end")
    want = np.zeros((4, 4))
    want[2, 1] = want[1, 0] = want[0, 0] = 1
    assert (found == want).all()


def test_counts_of_all_days_by_hand():
    """Of two years from 2000-01-01 on: thaw for 547 days, talks up to the last day, the 731st."""
    coded = spells(read_chronology(SMALL, "x.csv"), RULE, dt.date(2001, 12, 31))
    found = counts(coded, dt.date(2001, 12, 31)) * 365.2425
    assert found[2].round(6).tolist() == [0, 184, 182, 0]
    assert found.sum() == pytest.approx(731 - 365)


@settings(deadline=None)
@given(st.dates(dt.date(1993, 1, 1), dt.date(2024, 12, 31)))
def test_counts_add_up_to_the_years_observed_less_one(as_of):
    coded = spells(OURS, RULE, as_of)
    years = (as_of - coded[0].since).days / 365.2425
    assert counts(coded, as_of).sum() == pytest.approx(years - 1, abs=0.01)
    assert abs(counts(coded, as_of, "year_end").sum() - (years - 1)) <= 1.01


def test_both_samplings_agree_in_kind():
    coded = spells(OURS, RULE, AS_OF)
    assert np.abs(counts(coded, AS_OF) - counts(coded, AS_OF, "year_end")).max() < 1
    assert counts(coded, AS_OF)[:, PHASES.index("settlement")].sum() == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SMALL + "1999-01-01,test,PRK,late\n", "x.csv:5:1: 1999-01-01 stands after 2002-01-01"),
        (HEAD + "2000-13-01,test,PRK,x\n", "x.csv:2:1: '2000-13-01' is not a date"),
        (HEAD + "soon,test,PRK,x\n", "'soon' is not a date"),
        ("date,kind,event\n", "no column parties"),
        ("", "no column date, kind, parties, event"),
    ],
)
def test_a_wrong_chronology_is_refused_with_its_line(text, says):
    with pytest.raises(StudyError) as error:
        read_chronology(text, "x.csv")
    assert says in str(error.value)


def test_all_faults_of_a_chronology_come_at_once():
    with pytest.raises(StudyError) as error:
        read_chronology(SMALL + "never,test,PRK,x\n1999-01-01,test,PRK,y\n", "x.csv")
    assert len(error.value.faults) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("test,PRK,to,frost,why", "rule.csv:2:1: no phase 'frost'"),
        ("test,PRK,towards,freeze,why", "no effect 'towards'"),
        ("test,PRK,down,freeze,why", "names a phase"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_line(line, says):
    with pytest.raises(StudyError) as error:
        read_rule("kind,parties,effect,phase,why\n" + line, "rule.csv")
    assert says in str(error.value)


def test_an_event_that_the_rule_does_not_know_is_refused():
    events = read_chronology(SMALL + "2002-06-01,summt,KOR PRK,x\n", "x.csv")
    with pytest.raises(StudyError, match="no rule for events of the kind 'summt'; did you mean 'summit'"):
        spells(events, RULE, dt.date(2003, 1, 1))
    assert spells(events, RULE, dt.date(2002, 5, 1))


def test_a_date_before_any_phase_is_refused():
    with pytest.raises(StudyError, match="sets a phase"):
        spells(OURS, RULE, dt.date(1990, 1, 1))


def test_other_phases_may_be_named():
    phases = ("war", "truce", "thaw", "treaty")
    rule = read_rule(
        "kind,parties,effect,phase,why\nbattle,,to,war,\nsummit,,at_least,thaw,\n", "r.csv", phases
    )
    text = HEAD + "2000-01-01,battle,A B,x\n2001-01-01,summit,A B,y\n"
    coded = spells(read_chronology(text, "x.csv"), rule, dt.date(2002, 1, 1), phases)
    assert [one.phase for one in coded] == ["war", "thaw"]


def test_the_tables_have_sources():
    assert {"phase-rule.csv", "capability.csv", "chronology.csv"} <= {
        one.table for one in sources("politics")
    }
