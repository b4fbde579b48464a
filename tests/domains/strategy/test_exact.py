"""What ties in a file ties in the game, whatever the unit and the zero of its payoffs."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.forms import Extensive, Table, told_apart
from detente.domains.strategy.dominance import eliminate_exactly
from detente.domains.strategy.efg import read_efg
from detente.domains.strategy.extreme import extreme
from detente.domains.strategy.findings import found_in
from detente.domains.strategy.nfg import read_nfg
from detente.domains.strategy.support import equilibria
from detente.ground.faults import DataError, StudyError
from detente.study.fractions import number
from tests.domains.strategy.tables import HORSE, POKER, chance, end, mover

SEVENTY_FIVE = np.array(
    [
        [
            [9504, -660, 19976, -20526, 1776, -8976],
            [-111771, 31680, -130944, 168124, -8514, 52764],
            [397584, -113850, 451176, -586476, 29216, -178761],
            [171204, -45936, 208626, -263076, 14124, -84436],
            [1303104, -453420, 1227336, -1718376, 72336, -461736],
            [737154, -227040, 774576, -1039236, 48081, -300036],
        ],
        [
            [72336, 48081, 29216, 14124, 1776, -8514],
            [-461736, -300036, -178761, -84436, -8976, 52764],
            [1227336, 774576, 451176, 208626, 19976, -130944],
            [-1718376, -1039236, -586476, -263076, -20526, 168124],
            [1303104, 737154, 397584, 171204, 9504, -111771],
            [-453420, -227040, -113850, -45936, -660, 31680],
        ],
    ]
)
"""von Stengel 1999, Discrete and Computational Geometry 21:557-568."""

MANY = st.integers(0, 10**6)
POWERS = st.integers(-12, 15)


def as_set(one):
    return {(tuple(a), tuple(b)) for a, b in zip(one.first.tolist(), one.second.tolist(), strict=True)}


def table(payoffs):
    return Table("t", ("A", "B"), tuple(tuple("abcdef"[:n]) for n in payoffs.shape[1:]), payoffs)


def drawn(seed, most=4):
    """Return a table of some kind: coarse, with decimals, with fractions, or with a payoff far from the others."""
    rng = np.random.default_rng(seed)
    shape = (2, *rng.integers(1, most + 1, 2))
    kind, whole = rng.integers(4), rng.integers(0, 3, shape).astype(object) * Fraction(1)
    if kind == 1:
        whole = rng.integers(-30, 30, shape).astype(object) / Fraction(10)
    elif kind == 2:
        whole = whole / (Fraction(1) * rng.integers(1, 7, shape).astype(object))
    elif kind == 3:
        whole[:, 0] -= 10**12
    return whole


def by_brute_force(payoffs):
    """Return all extreme equilibria: corners by solving every choice of binding conditions, in fractions."""

    def corners(own):
        moves, replies = own.shape
        rows = [[Fraction(int(k == j)) for k in range(moves)] + [Fraction(0)] for j in range(moves)]
        rows += [[*own[:, reply], Fraction(-1)] for reply in range(replies)]
        found = {}
        for tight in combinations(range(moves + replies), moves):
            matrix = [[*rows[k], Fraction(0)] for k in tight]
            matrix.append([Fraction(1)] * moves + [Fraction(0), Fraction(1)])
            at = solved(matrix)
            if at is None or min(at[:moves]) < 0:
                continue
            gains = [sum(own[k, reply] * at[k] for k in range(moves)) - at[moves] for reply in range(replies)]
            if max(gains) <= 0:
                idle = {k for k in range(moves) if at[k] == 0}
                found[tuple(at[:moves])] = idle, {k for k in range(replies) if gains[k] == 0}
        return found

    rows, columns = payoffs.shape[1:]
    return {
        (x, y)
        for x, (idle, best) in corners(payoffs[1]).items()
        for y, (still, good) in corners(payoffs[0].T).items()
        if idle | good == set(range(rows)) and still | best == set(range(columns))
    }


def solved(matrix):
    """Solve a square system by elimination; None where it is singular."""
    size = len(matrix)
    for k in range(size):
        pivot = next((row for row in range(k, size) if matrix[row][k]), None)
        if pivot is None:
            return None
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        matrix[k] = [value / matrix[k][k] for value in matrix[k]]
        for row in range(size):
            if row != k and matrix[row][k]:
                matrix[row] = [a - matrix[row][k] * b for a, b in zip(matrix[row], matrix[k], strict=True)]
    return [row[-1] for row in matrix]


@settings(deadline=None, max_examples=60)
@given(MANY, POWERS, POWERS, st.integers(-1, 1))
def test_all_extreme_equilibria_by_brute_force_in_any_unit(seed, unit, zero, sign):
    payoffs = drawn(seed, 3)
    expected = by_brute_force(payoffs)
    assert as_set(extreme(payoffs)) == expected
    moved = payoffs * Fraction(10) ** unit + sign * Fraction(10) ** zero
    assert as_set(extreme(moved)) == expected
    assert eliminate_exactly(moved)[1] == eliminate_exactly(payoffs)[1]


@settings(deadline=None, max_examples=60)
@given(MANY, st.integers(-12, 15))
def test_floats_find_the_same_or_leave_it_to_fractions(seed, unit):
    payoffs = (drawn(seed) * Fraction(10) ** unit).astype(float)
    many, one = equilibria(payoffs[None]), extreme(payoffs)
    pairs = zip(many.first[many.found].tolist(), many.second[many.found].tolist(), strict=True)
    mine = sorted(a + b for a, b in pairs)
    assert many.degenerate[0] == one.continuum
    assert np.allclose(mine, sorted([*map(float, a + b)] for a, b in as_set(one)), atol=1e-6)


def test_seventy_five_equilibria():
    assert len(extreme(SEVENTY_FIVE).first) == 75
    found = equilibria(np.stack([SEVENTY_FIVE.astype(float), 1e-9 * SEVENTY_FIVE]))
    assert found.found.sum(axis=1).tolist() == [75, 75]
    assert not found.degenerate.any()


@pytest.mark.parametrize("first", [1, 1000, Fraction(1, 10**9)])
def test_meeting_places(first):
    """With n places any set of them is the support of one equilibrium."""
    own = np.diag(np.array([first, *[1] * 6], dtype=object))
    assert len(extreme(np.stack([own, own])).first) == 127
    assert equilibria(np.stack([own, own]).astype(float)[None]).found.sum() == 127


def test_a_war_that_is_never_begun_hides_no_mixture():
    cyclic = np.array([[[0, 1, 1, -1, -1][(k - j) % 5] for k in range(5)] for j in range(5)])
    war = np.stack([np.full(5, -10_000), -10_000 - np.arange(5)])
    payoffs = np.stack([np.vstack([own, row]) for own, row in zip((cyclic, -cyclic), war, strict=True)])
    fifth = (Fraction(1, 5),) * 5
    assert as_set(extreme(payoffs)) == {((*fifth, Fraction(0)), fifth)}
    assert equilibria(payoffs.astype(float)[None]).found.sum() == 1


@pytest.mark.parametrize("worst", [-1e3, -1e10, -1e12, -1e15, -1e300])
def test_a_forbidden_cell_makes_no_dominated_move_an_equilibrium(worst):
    own = np.array([[3, 0], [5, 1], [worst, worst]])
    found = found_in(table(np.stack([own, np.array([[3, 5], [0, 1], [worst, worst]])])))
    assert [one.value for one in found.equilibria] == [(1, 1)]
    assert not found.remarks
    assert {("A", "a"), ("A", "c"), ("B", "a")} == set(found.gone)


def test_a_tie_of_decimals_in_a_tree_is_a_tie():
    """1/10 + 2/10 is 3/10: the first is indifferent between a sure 3/10 and the lottery."""
    lottery = chance(("a", "b", "c"), (0.1, 0.2, 0.7))
    second = mover(1, 1, "l", "r")
    ends = [second, end(1, 1), end(1, 0), second, end(1, 1), end(1, 0), second, end(0, 1), end(0, 0)]
    steps = (mover(0, 1, "sure", "lottery"), second, end(0.3, 1), end(0.3, 0), lottery, *ends)
    found = found_in(Extensive("dom", ("First", "Second"), steps))
    assert [one.play[0][1] for one in found.equilibria] == [
        {"sure": 1, "lottery": 0},
        {"sure": 0, "lottery": 1},
    ]
    assert "continuum" in found.remarks[0]
    alone = Extensive(
        "one", ("A",), (mover(0, 1, "sure", "lottery"), end(0.3), lottery, end(1), end(1), end(0))
    )
    assert "1 of 1 decisions are ties" in found_in(alone).remarks[0]


def test_ties_of_three_players_are_pure_equilibria():
    lottery = (chance(("a", "b", "c"), (0.1, 0.2, 0.7)),)
    third = mover(2, 1, "sure", "lottery")
    steps = (mover(0, 1, "go", "stop"), mover(1, 1, "go", "stop"), third, end(1, 1, 0.3), *lottery)
    steps += (end(1, 1, 1), end(1, 1, 1), end(1, 1, 0), third, end(0, 0, 0.3), *lottery)
    steps += (end(0, 0, 1), end(0, 0, 1), end(0, 0, 0), end(0, 0, 0))
    found = found_in(Extensive("three", ("A", "B", "C"), steps))
    assert sorted(
        tuple(max(chances, key=chances.get) for _, chances in one.play) for one in found.equilibria
    ) == [
        ("go", "go", "lottery"),
        ("go", "go", "sure"),
        ("stop", "stop", "lottery"),
        ("stop", "stop", "sure"),
    ]


def test_only_one_equilibrium_of_seltens_horse_is_perfect():
    notes = {one.value: one.note for one in found_in(HORSE).equilibria}
    assert notes[1, 1, 1] == "sequential, trembling-hand perfect"
    assert notes[3, 3, 2].startswith("Nash, not sequential")
    assert found_in(POKER).equilibria[0].note == "sequential, trembling-hand perfect"


def test_weak_dominance_tells_perfection_of_two():
    own = np.array([[1, 0], [0, 0]])
    found = found_in(table(np.stack([own, own])))
    assert {one.value: one.note for one in found.equilibria} == {
        (1, 1): "trembling-hand perfect",
        (0, 0): "not trembling-hand perfect: weakly dominated",
    }


def test_an_own_move_that_keeps_play_away_is_not_held_against_what_follows_it():
    """Out, then anything: the first's later set is never reached by its own doing."""
    later = (mover(0, 2, "bad", "good"), end(-1, 0), end(1, 1))
    steps = (mover(0, 1, "out", "in"), end(2, 0), mover(1, 1, "l", "r"), *later, mover(0, 2, "bad", "good"))
    steps += (end(-1, 0), end(1, 1))
    found = found_in(Extensive("out", ("A", "B"), steps))
    assert found.equilibria
    assert all(
        one.note == "sequential, trembling-hand perfect" for one in found.equilibria if one.play[2][1]["good"]
    )


def test_a_tree_of_one_end_is_worth_what_it_pays():
    found = found_in(read_efg('EFG 2 R "x" { "A" "B" } t "" 1 "w" { 1, 2 }', "x.efg"))
    assert found.equilibria[0].value == (1, 2)
    assert found.remarks == ("nobody moves in this game",)


def test_payoffs_all_near_ten_to_the_fifteen_and_beyond():
    own = np.array([[2, 0], [3, 1]], dtype=object)
    for far in (10**11, 10**15, 10**20, -(10**30)):
        found = found_in(table(np.stack([own, own.T]) + far), (1.0,))
        assert [one.play[0][1] for one in found.equilibria] == [{"a": 0, "b": 1}]
        assert found.gone == (("A", "a"), ("B", "a"))
        assert found.logit[0][1][0]["b"] == pytest.approx(1 / (1 + np.exp(-1)))


def test_numbers_stay_as_they_are_written():
    assert number("1/3") == Fraction(1, 3)
    assert number("0.1") + number("0.2") == number("0.3")
    assert number("12345678901234567890.5") == Fraction(24691357802469135781, 2)
    for bad in ("1e9999999999", "1e400", "nan", "1/0", "-inf", "1e-9999999", True):
        with pytest.raises((ValueError, ZeroDivisionError)):
            number(bad)


def test_logit_play_of_a_tree_is_refused():
    with pytest.raises(DataError, match="traced for tables"):
        found_in(POKER, (1.0,))


def test_labels_alike_or_blank_are_told_apart():
    text = 'NFG 1 R "x" { "A" "A" } { { "" "c" } { "d" "d" } } 0 0 0 0 0 0 0 0'
    found = found_in(read_nfg(text, "x.nfg"), (1.0,)).plain()
    assert found["players"] == ["A (1)", "A (2)"]
    assert [list(chances) for _, chances in found["equilibria"][0]["play"]] == [
        ["move 1", "c"],
        ["d (1)", "d (2)"],
    ]
    assert set(found["logit"][0]["mixtures"]) == {"A (1)", "A (2)"}
    assert len(set(told_apart(("a", "a", "a (1)", "", "move 4"), "move"))) == 5


HEAD = 'EFG 2 R "x" { "A" "B" }\n'
TWO = 't "" 1 "w" { 1 1 }\nt "" 2 "" { 0 0 }\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'p "" 1 1 "" { "l" "r" } 0\nc "" 1 "" { "a" 1/2 "b" 1/2 } 0\n'
            + TWO
            + 'c "" 1 "" { "a" 1/4 "b" 3/4 } 0\nt "" 1\nt "" 2\n',
            "x.efg:6:8: chance's set 1 has the chances 1/4 3/4 here and 1/2 1/2 before",
        ),
        (
            'p "" 1 1 "" { "l" "r" } 0\np "" 2 1 "" { "u" "d" } 0\n'
            + TWO
            + 'p "" 2 1 "" { "d" "u" } 0\nt "" 1\nt "" 2\n',
            "x.efg:6:10: information set 1 has the moves d, u here and u, d before",
        ),
        (
            'p "" 1 1 "" { "l" "r" } 0\nt "" 1 "w" { 1 1 }\nt "" 1 "w" { 2 0.5 }\n',
            "x.efg:4:12: outcome 1 pays 2, 0.5 here and 1, 1 before",
        ),
        (
            'p "" 1 1 "" { "l" "r" } 0\nt "" 1 "w" { 1 1 }\nt "" 1 "v" { 1 1 }\n',
            "x.efg:4:6: outcome 1 is named 'v' here and 'w' before",
        ),
        (
            'p "" 1 1 "s" { "l" "r" } 0\nt "" 1 "w" { 1 1 }\np "" 1 1 "z" { "l" "r" } 0\nt "" 1\nt "" 1\n',
            "information set 1 is named 'z' here and 's' before",
        ),
        ('t "" 0 "" { 1 1 }\n', "outcome 0 pays nothing"),
    ],
)
def test_what_a_file_says_in_two_ways_is_a_fault_at_its_line(text, says):
    with pytest.raises(StudyError) as error:
        read_efg(HEAD + text, "x.efg")
    assert says in str(error.value)


def test_the_same_lottery_in_other_words_is_none():
    text = 'c "" 1 "" { "a" 1/2 "b" 0.5 } 0\n' + TWO
    again = (
        'p "" 1 1 "" { "l" "r" } 0\n'
        + text
        + 'c "" 1 "" { "a" .50 "b" 2/4 } 0\nt "" 1\nt "" 2 "" { 0.0 0 }\n'
    )
    assert found_in(read_efg(HEAD + again, "x.efg")).equilibria[0].value == (0.5, 0.5)


def test_gambit_finds_the_same_extreme_equilibria():
    """Gambit 16.7 finds none where payoffs differ by 1e12, and an equilibrium twice at times."""
    gambit = pytest.importorskip("pygambit")
    for seed in range(60):
        payoffs = drawn(seed)
        if min(payoffs.ravel()) < -(10**6):
            continue
        rational = np.vectorize(lambda value: gambit.Rational(str(value)), otypes=[object])(payoffs)
        game = gambit.Game.from_arrays(rational[0], rational[1])
        theirs = {
            tuple(tuple(Fraction(str(chance)) for _, chance in one[player]) for player in game.players)
            for one in gambit.nash.enummixed_solve(game, rational=True).equilibria
        }
        assert as_set(extreme(payoffs)) == theirs
