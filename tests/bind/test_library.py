"""The shipped studies: each binds, keeps to what was known on its date, and says where it got it."""

import datetime as dt
import re

import pytest

from detente.bind.problem import bind
from detente.study.read import parse_study, read, shipped
from detente.world import events, measures, sources

MONTHS = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize("name", shipped())
def test_it_binds_and_has_an_argument_claims_and_hindsight(name):
    study = bind(read(name)).study
    assert study.argument.title and study.argument.author
    assert study.argument.date is None or study.argument.date <= study.as_of
    assert 5 <= len(study.claims) <= 20 and all(claim.where for claim in study.claims.values())
    assert study.not_modelled or study.id == "korea-2018"
    assert study.hindsight and all(event.date > study.as_of and event.source for event in study.hindsight)


@pytest.mark.parametrize("name", shipped())
def test_no_source_of_a_range_is_later_than_the_study(name):
    study = read(name)
    for one in study.assumptions.values():
        for month, year in re.findall(rf"({'|'.join(MONTHS)}) (20\d\d)", one.source):
            known = (int(year), MONTHS.index(month) + 1) <= (study.as_of.year, study.as_of.month)
            assert known, (one.id, one.source)


@pytest.fixture
def with_later_rows(monkeypatch):
    """Every dated table, with rows of 2035 that would change what is learnt from it."""
    whole = sources.table_text

    def table_text(folder, name):
        text = whole(folder, name)
        first, *rows = text.splitlines()
        if folder != "politics" or "date" not in first.split(","):
            return text
        at = first.split(",").index("date")
        dated = [
            re.sub(r"\d{4}-\d\d-\d\d", "2035-01-01", row, count=1) for row in rows if row.count(",") >= at
        ]
        return "\n".join([first, *rows, *dated * 3]) + "\n"

    for module in (events, measures):
        monkeypatch.setattr(module, "table_text", table_text)
    caches = [
        one for module in (events, measures) for one in vars(module).values() if hasattr(one, "cache_clear")
    ]
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


def facts(name, later=False):
    """What the tables tell a study."""
    text = read(name).text
    if later:
        text = re.sub(r"(?m)^as_of: \S+", "as_of: 2036-01-01", text)
        text = text[: text.index("\nhindsight:")]
    problem = bind(parse_study(text, f"{name}.yaml"))
    columns = {column.name: column.distribution for column in problem.columns}
    return columns, problem.world.measure_bans.tobytes(), problem.world.measure_caps.tobytes()


@pytest.mark.parametrize("name", shipped())
def test_a_later_dated_row_changes_nothing(name, request):
    known = facts(name)
    request.getfixturevalue("with_later_rows")
    assert facts(name) == known


def test_a_row_that_is_known_does_change_what_is_learnt(request):
    known = facts("tariffs-2018")
    request.getfixturevalue("with_later_rows")
    assert facts("tariffs-2018", later=True) != known
