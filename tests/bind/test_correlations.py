import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bind.correlations import lapsed
from detente.bind.feasible import LEAST, clash, is_feasible, nearest, rank_of
from detente.bind.problem import bind
from detente.bind.setting import fix
from detente.ground.faults import StudyError
from detente.study.read import parse_study

STUDY = """study: tied
question: Do they?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, RUS]
assumptions:
  size: {is: a, uniform: 0 to 1, source: a survey}
  cost: {is: b, triangular: [0, 0.2, 1], source: judgement}
  tilt: {is: c, normal: [0, 1], source: judgement}
  idle: {is: d, rate: {rows: reactions, by: USA, against: RUS, kind: sanction, since: 2014-03-01}, source: facts}
  rule: {is: e, choice: [mild, harsh], source: judgement}
  step: {is: f, discrete: {1: 0.5, 2: 0.5}, source: judgement}
  part: {is: g, dirichlet: {x: 2, y: 3}, source: judgement}
  road: {is: h, path: {mean: 8, sd: 1, half_life: 2, years: 2018 to 2020}, source: judgement}
  theta: {is: i, from: elasticities, source: table}
  still: {is: j, fixed: 3, source: judgement}
correlations:
  - {between: [size, cost], rank: 0.5, source: a survey}
  - {between: [idle, tilt], rank: -30 %, source: judgement}
claims:
  one: {says: It is., holds: size > cost}
"""
FIRST = "{between: [size, cost], rank: 0.5, source: a survey}"


def bound(text, **settings):
    return bind(fix(parse_study(text, "f.yaml"), settings))


def faults(*pairs, text=STUDY):
    lines = text.replace(f"  - {FIRST}\n", "".join(f"  - {pair}\n" for pair in pairs))
    with pytest.raises(StudyError) as error:
        bound(lines)
    return [str(fault) for fault in error.value.faults]


def pair(one, other, rank="0.5"):
    return f"{{between: [{one}, {other}], rank: {rank}, source: judgement}}"


def test_correlations_are_resolved():
    first, second = bound(STUDY).correlations
    assert (first.between, first.rank, first.judged) == (("size", "cost"), 0.5, False)
    assert (second.between, second.rank, second.judged) == (("idle", "tilt"), -0.3, True)
    assert first.pearson == pytest.approx(2 * np.sin(np.pi / 12))
    assert first.source == "a survey"


def test_a_study_without_them_has_none():
    problem = bound(STUDY[: STUDY.index("correlations:")] + STUDY[STUDY.index("claims:") :])
    assert problem.correlations == () and problem.lapsed == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (pair("size", "kost"), "f.yaml:19:22: no assumption 'kost'; did you mean 'cost'?"),
        (pair("size", "size"), "f.yaml:19:22: 'size' is correlated with itself; name two assumptions"),
        (pair("size", "cost", 1), "f.yaml:19:35: a rank correlation of 1 cannot be drawn; write a number"),
        (pair("size", "cost", -1.2), "a rank correlation of -1.2 cannot be drawn"),
        (pair("size", "cost", "high"), "'high' is not a plain number"),
        (pair("size", "rule"), "f.yaml:19:22: 'rule' is a choice between variants"),
        (pair("step", "size"), "'step' has single values only"),
        (pair("part", "size"), "'part' is shares that sum to 1"),
        (pair("size", "road"), "'road' is a path of years"),
        (pair("size", "theta"), "'theta' is many numbers of a table"),
        (pair("size", "still"), "'still' is fixed, and moves with nothing"),
        (pair("tilt", "idle"), "idle and tilt are correlated already, in line 19"),
        ("{between: [size], rank: 0.5, source: judgement}", "`between` names too few; add what is missing"),
        ("{between: [size, cost], rank: 0.5}", "`source` is missing"),
        (
            "{betwixt: [size, cost], rank: 0.5, source: x}",
            "no key 'betwixt' here; known: between, rank, source",
        ),
        ("7", "a table is wanted here"),
    ],
)
def test_each_fault_is_told_at_its_place_with_its_mend(given, words):
    found = faults(given)
    assert any(words in fault for fault in found), found


def test_all_faults_are_told_at_once():
    found = faults(pair("size", "kost"), pair("rule", "step"), pair("size", "cost", 2))
    assert len(found) == 4


def test_ranks_that_cannot_be_are_told_with_the_nearest_that_can():
    found = faults(pair("size", "cost", 0.9), pair("cost", "tilt", 0.9))
    assert found == [
        "f.yaml:19:5: no numbers can move together so: size and cost 0.9 (line 19), size and tilt 0 (not named), "
        "cost and tilt 0.9 (line 20); the nearest ranks that can be (Higham 2002) are size and cost 0.682, "
        "cost and tilt 0.67, idle and tilt -0.257; or name a rank of size and tilt"
    ]


def test_what_is_offered_can_be_drawn():
    ranks = {("size", "cost"): 0.9, ("cost", "tilt"): 0.9, ("size", "tilt"): -0.9}
    (found,) = faults(*(pair(*names, rank) for names, rank in ranks.items()))
    assert "not named" not in found
    offered = found.partition("(Higham 2002) are ")[2].split(", ")
    pairs = [(*words.split()[0::2][:2], words.split()[-1]) for words in offered]
    text = STUDY.replace(
        f"  - {FIRST}\n  - {{between: [idle, tilt], rank: -30 %, source: judgement}}\n",
        "".join(f"  - {pair(one, other, rank)}\n" for one, other, rank in pairs),
    )
    assert len(bound(text).correlations) == 4


def test_the_fewest_that_clash_are_named():
    matrix = np.eye(6)
    for one, other, value in ((0, 1, 0.5), (1, 2, 0.5), (3, 4, 0.95), (4, 5, 0.95), (2, 3, 0.1)):
        matrix[one, other] = matrix[other, one] = value
    assert clash(matrix) == (3, 4, 5)


def test_a_clash_of_five_is_found_whole():
    # Any four numbers may all be at -0.3 to each other; five may not.
    matrix = np.full((7, 7), 0.0) + np.eye(7)
    matrix[:5, :5] = -0.3 + 1.3 * np.eye(5)
    assert not is_feasible(matrix)
    assert clash(matrix) == (0, 1, 2, 3, 4)


def test_higham_s_example_has_his_nearest_matrix():
    # Higham 2002, section 5: tridiagonal ones; every pair may change.
    matrix = np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])
    found = nearest(matrix, np.ones((3, 3), dtype=bool))
    exact = np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]])
    assert found == pytest.approx(exact, abs=2e-3)


@given(st.integers(3, 6), st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_the_nearest_can_always_be_drawn(size, seed):
    random = np.random.default_rng(seed)
    matrix = np.tril(random.uniform(-0.95, 0.95, (size, size)), -1)
    named = random.random((size, size)) < 0.7
    named = np.tril(named, -1)
    matrix = np.where(named, matrix, 0.0)
    matrix, named = matrix + matrix.T + np.eye(size), named | named.T | np.eye(size, dtype=bool)
    found = nearest(matrix, named)
    assert (found[~named] == 0).all()
    ranks = rank_of(found)
    back = 2 * np.sin(np.pi * ranks / 6)
    np.fill_diagonal(back, 1)
    assert np.linalg.eigvalsh(back)[0] >= LEAST
    if np.linalg.eigvalsh(matrix)[0] > 0.01:
        assert found == pytest.approx(matrix, abs=1e-6)


def test_what_is_set_from_outside_moves_with_nothing_and_it_says_so():
    problem = bound(STUDY, size="0.5")
    assert [one.between for one in problem.correlations] == [("idle", "tilt")]
    assert [one.between for one in problem.lapsed] == [("size", "cost")]
    assert lapsed(problem) == [
        "size and cost (rank 0.5) do not move together: cost is drawn from its own range"
    ]
    assert lapsed(bound(STUDY, size="0.5", cost="0.1"))[0].endswith("both are set")


def test_faults_of_a_lapsed_pair_are_still_told():
    with pytest.raises(StudyError, match="no assumption 'kost'"):
        bound(STUDY.replace("[size, cost]", "[size, kost]"), size="0.5")
