from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.forms import CHANCE, END, Extensive, Step, Table, fitted
from detente.domains.strategy.efg import read_efg, write_efg
from detente.domains.strategy.gambit import decimal
from detente.domains.strategy.nfg import read_nfg, write_nfg
from detente.domains.strategy.tree import tree_of
from detente.ground.faults import StudyError
from tests.domains.strategy.tables import HORSE, POKER, random_tree

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)

BAYES = """EFG 2 R "General Bayesian game" { "Player 1" "Player 2" }
""

c "ROOT" 1 "(0,1)" { "1G" 1/3 "1B" 2/3 } 0
p "" 1 1 "(1,1)" { "H" "L" } 1 "bonus" { .5, 0 }
t "" 2 "Outcome 1" { 10 2 }
t "" 3 "Outcome 2" { 0 10 }
p "" 1 2 "(1,2)" { "h" "l" } 0
t "" 2
t "" 4 "" { 1e1, -2/4 }
"""


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.lists(st.integers(1, 3), min_size=1, max_size=3), st.data())
def test_tables_read_back_exactly(title, sizes, data):
    count = len(sizes) * int(np.prod(sizes))
    payoffs = np.array(data.draw(st.lists(NUMBERS, min_size=count, max_size=count)))
    names = [tuple(data.draw(TEXTS) for _ in range(size)) for size in sizes]
    table = Table(title, tuple("ABC"[: len(sizes)]), tuple(names), payoffs.reshape(len(sizes), *sizes))
    assert read_nfg(write_nfg(table), "x.nfg") == table


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000))
def test_trees_read_back_exactly(seed):
    game = random_tree(np.random.default_rng(seed), 5, 3)
    steps = tuple(
        Step(s.player, s.set, s.moves, fitted(s.chances) if s.chances else (), s.payoffs, "n", "s", "")
        if s.player == CHANCE
        else s
        for s in game.steps
    )
    game = Extensive(game.title, game.players, steps)
    assert read_efg(write_efg(game), "x.efg") == game


def test_poker_and_the_horse_read_back():
    for game in (POKER, HORSE):
        assert read_efg(write_efg(game), "x.efg") == game


def test_a_file_as_gambit_writes_it():
    game = read_efg(BAYES, "bayes.efg")
    tree = tree_of(game)
    assert game.steps[0].chances == (Fraction(1, 3), Fraction(2, 3))
    assert tree.payoffs.tolist() == [[10.5, 2], [0.5, 10], [10, 2], [10, -0.5]]
    assert [step.player for step in game.steps] == [CHANCE, 0, END, END, 0, END, END]


def test_tables_with_payoffs_listed_and_counts_of_moves():
    text = 'NFG 1 R "two" { "A" "B" } { 2 2 } 1 1 0 2 0 2 1 1'
    table = read_nfg(text, "x.nfg")
    assert table.payoffs[0].tolist() == [[1, 0], [0, 1]]
    assert table.payoffs[1].tolist() == [[1, 2], [2, 1]]
    with_outcomes = 'NFG 1 R "two" { "A" "B" } { { "a" "b" } { "c" } } "note" { { "win" 1, -1 } } 1 0'
    assert read_nfg(with_outcomes, "x.nfg").payoffs[:, :, 0].tolist() == [[1, 0], [-1, 0]]


def test_chances_add_up_to_exactly_one():
    for chances in ((1 / 3,) * 3, (0.1, 0.2, 0.7), (1 / 7, 2 / 7, 4 / 7), (0.123456789012, 0.876543210988)):
        assert sum(fitted(chances)) == 1
        assert fitted(fitted(chances)) == fitted(chances)
        assert np.allclose(np.array(fitted(chances), dtype=float), chances, atol=1e-15)
    assert fitted((1 / 3,) * 3) == (Fraction(1, 3),) * 3


def test_numbers_are_written_without_exponents():
    assert decimal(1e-300).startswith("0.000") and float(decimal(1e-300)) == 1e-300
    assert decimal(-2.0) == "-2"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('EFG 3 R "x" { "A" }', "x.efg:1:5: 2 is wanted"),
        ('EFG 2 R "x" { "A" } p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 }', "another node is wanted"),
        ('EFG 2 R "x" { "A" } t "" 1 "" { 1 } t "" 1', "the end of the file is wanted"),
        ('EFG 2 R "x" { "A" } t "" 7', "the payoffs of outcome 7"),
        ('EFG 2 R "x" { "A" } t "" 1 "" { one }', "a number is wanted"),
        ('EFG 2 R "x" { "A" } t "" 1 "" { 1/0 }', "a number is wanted"),
        ('EFG 2 R "x" { "A" } p "" 2 1 "" { "a" } 0', "a whole number from 1 to 1"),
        ('EFG 2 R "x" { "A" } p "" 1 1 "" { } 0', "a node without a move is an end"),
        ('EFG 2 R "x" { "A" } c "" 1 "" { "a" .3 "b" .3 } 0 t "" 0 t "" 0', "chances add up to 0.6"),
        ('EFG 2 R "x" { "A" } c "" 1 "" { "a" 2 "b" -1 } 0 t "" 0 t "" 0', "below 0"),
        (
            'EFG 2 R "x" { "A" } p "" 1 1 "" { "a" "b" } 0 p "" 1 1 "" { "c" } 0 t "" 0 t "" 0',
            "1 moves here and 2 before",
        ),
        ('EFG 2 R "x', "a quotation does not end"),
        ('EFG 2 R "x" { }', "a player"),
        ("", "EFG is wanted, and the file ends here"),
    ],
)
def test_what_is_wrong_in_a_tree_has_a_place(text, says):
    with pytest.raises(StudyError) as error:
        read_efg(text, "x.efg")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('NFG 1 R "x" { "A" "B" } { 2 2 } 1 2 3', "a payoff for each of 2 players"),
        ('NFG 1 R "x" { "A" "B" } { 2 2 } 1 2 3 4 5 6 7 8 9', "the end of the file"),
        ('NFG 1 R "x" { "A" "B" } { 2 0 }', "a whole number from 1"),
        ('NFG 1 R "x" { "A" } { { "a" } } { { "" 1 } } 2', "a whole number from 0 to 1"),
        ('NFG 1 R "x" { "A" } { { } }', "a move of every player"),
        ('NFG 1 R "x" { "A" } { 1 } nan', "a number is wanted"),
    ],
)
def test_what_is_wrong_in_a_table_has_a_place(text, says):
    with pytest.raises(StudyError) as error:
        read_nfg(text, "x.nfg")
    assert says in str(error.value)
