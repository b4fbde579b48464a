"""What coalitions can do: the best projects whose consents they hold."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.split import coalitions
from detente.domains.split.project import Project
from detente.domains.split.projects import value
from detente.domains.split.shapley import shapley


def test_the_value_of_a_coalition_is_its_best_set_of_projects():
    parties = ("RUS", "PRK", "KOR", "CHN")
    projects = (
        Project("line", ("RUS", "PRK", "KOR"), ("sea", "china")),
        Project("sea", ("RUS", "KOR"), ("line", "china")),
        Project("china", ("RUS", "CHN", "KOR"), ("line", "sea")),
        Project("rail", ("RUS", "PRK", "KOR")),
    )
    v = value(parties, projects, np.array([[5.0, 2.0, 3.0, 1.0], [-1.0, -2.0, 0.5, 0.2]]))
    at = {
        name: coalitions.coalition(parties, name.split())
        for name in ("RUS KOR", "RUS PRK KOR", "RUS KOR CHN")
    }
    assert v[:, at["RUS KOR"]].tolist() == [2.0, 0.0]
    assert v[:, at["RUS PRK KOR"]].tolist() == [6.0, 0.2]
    assert v[:, at["RUS KOR CHN"]].tolist() == [3.0, 0.5]
    assert v[:, -1].tolist() == [6.0, 0.7]


def test_a_bypass_moves_the_split_against_the_country_of_transit():
    parties, line = ("RUS", "PRK", "KOR"), Project("line", ("RUS", "PRK", "KOR"), ("sea",))
    sea = Project("sea", ("RUS", "KOR"), ("line",))
    without = value(parties, (line,), np.array([6.0]))
    bypass = value(parties, (line, sea), np.array([6.0, 4.0]))
    np.testing.assert_allclose(shapley(without), (2, 2, 2))
    np.testing.assert_allclose(shapley(bypass), (8 / 3, 2 / 3, 8 / 3))


def by_hand(parties, projects, worth, chosen):
    """The best set of projects, all sets tried."""
    best = 0.0
    able = [place for place, one in enumerate(projects) if set(one.needs) <= set(chosen)]
    for count in range(1, len(able) + 1):
        for some in combinations(able, count):
            named = {projects[place].name for place in some}
            if not any(named & set(projects[place].excludes) for place in some):
                best = max(best, sum(worth[place] for place in some))
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_no_set_of_projects_does_better(seed, count):
    random, parties = np.random.default_rng(seed), ("A", "B", "C", "D")
    listed = [str(place) for place in range(count)]
    projects = tuple(
        Project(
            name,
            tuple(random.choice(parties, random.integers(0, 5), replace=False)),
            tuple(other for other in listed if other != name and random.random() < 0.2),
        )
        for name in listed
    )
    worth = random.normal(1, 2, count)
    v = value(parties, projects, worth)
    for s in range(16):
        assert v[s] == pytest.approx(by_hand(parties, projects, worth, coalitions.names(parties, s)))
    some = np.array([3, 15, 0])
    np.testing.assert_array_equal(value(parties, projects, worth, some), v[some])


def test_no_project_is_worth_nothing():
    assert value(("A", "B"), (), np.zeros(0)).tolist() == [0.0] * 4


def test_many_projects_that_are_not_in_the_way_are_quick():
    parties = tuple("ABCDEFGHIJKL")
    projects = tuple(Project(str(place), (parties[place % 12], parties[place // 2])) for place in range(24))
    assert value(parties, projects, np.ones(24))[-1] == 24


def test_too_many_that_exclude_one_another_are_refused():
    listed = [str(place) for place in range(17)]
    projects = tuple(Project(name, ("A",), (listed[0],) if name != listed[0] else ()) for name in listed)
    with pytest.raises(ValueError, match="17 projects exclude one another"):
        value(("A",), projects, np.ones(17))
