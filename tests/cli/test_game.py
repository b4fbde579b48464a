import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "game.yaml"
HUNT = """game: Stag hunt
players: {Row: [stag, hare], Column: [stag, hare]}
payoffs:
  stag, stag: [10, 10]
  stag, hare: [1, 8]
  hare, stag: [8, 1]
  hare, hare: [5, 5]
"""
ENTRY = """game: Chain store
players: [Entrant, Incumbent]
tree:
  player: Entrant
  moves:
    in:
      player: Incumbent
      moves: {fight: [-1, -1], yield: [1, 1]}
    out: [0, 2]
"""


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(text, *words):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["game", "x.yaml", *words])

    return run


def test_the_example_is_solved(command):
    result = command(EXAMPLE.read_text(encoding="utf-8"))
    assert result.exit_code == 0, result.output
    for word in ("bet .3333, fold .6667", "call .6667, fold .3333", "sequential"):
        assert word in result.output


def test_a_table_is_solved_with_logit_play(command):
    result = command(HUNT, "--logit", "0.1,0.3,0.5,1", "--json")
    found = json.loads(result.stdout)
    assert len(found["equilibria"]) == 3
    stags = [one["mixtures"]["Row"]["stag"] for one in found["logit"]]
    assert stags == pytest.approx([0.470628, 0.369284, 0.195846, 0.020264], abs=5e-7)
    assert "3 equilibria" in command(HUNT).output


def test_a_tree_is_played_backward_and_drawn(command, tmp_path):
    result = command(ENTRY, "--figure", "tree.svg", "--write", "entry.efg")
    assert result.exit_code == 0, result.output
    assert "played from the start: in, yield" in result.output
    assert "Entrant 1, Incumbent 1 (subgame perfect, the only one)" in result.output
    assert "xmlns" in (tmp_path / "tree.svg").read_text(encoding="utf-8")
    again = CliRunner().invoke(main, ["game", "entry.efg", "--write", "entry.nfg", "--json"])
    assert json.loads(again.stdout)["course"] == "in, yield"
    table = CliRunner().invoke(main, ["game", "entry.nfg", "--figure", "path.svg"])
    assert "2 equilibria" in table.output or "equilibria" in table.output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("game: x\nplayers: [A]\n", "x.yaml:1:1: a game has either `payoffs` or a `tree`"),
        (HUNT.replace("[1, 8]", "[1]"), "1 numbers here; write one payoff a player, 2 in all"),
        (HUNT.replace("[1, 8]", "[1, many]"), "x.yaml:5:19: 'many' is no payoff"),
        (HUNT.replace("[1, 8]", "[1, .nan]"), "is no payoff"),
        (HUNT.replace("stag, hare:", "stag, hair:"), "Column has no move 'hair'"),
        (HUNT.replace("  stag, hare: [1, 8]\n", ""), "no payoffs at 'stag, hare'; every cell needs them"),
        (HUNT.replace("stag, hare:", "stag:"), "1 moves for 2 players"),
        (HUNT.replace("[stag, hare],", "[stag, stag],"), "the move 'stag' stands twice"),
        (HUNT.replace("[stag, hare],", "[],"), "name one move at least"),
        (ENTRY.replace("[0, 2]", "{}"), "nobody moves here"),
        (
            ENTRY.replace("{fight: [-1, -1], yield: [1, 1]}", "{}"),
            "no move leads on and no payoffs end the game",
        ),
        (ENTRY.replace("player: Incumbent", "player: Incumbant"), "did you mean 'Incumbent'?"),
        (ENTRY.replace("player: Incumbent", "playr: Incumbent"), "no key 'playr' here"),
        (ENTRY.replace("[0, 2]", "nothing"), "'nothing' is neither a node nor an end"),
        (
            EXAMPLE.read_text(encoding="utf-8").replace("king: 1/2", "king: 1/3"),
            "chances add up to 0.833333; write numbers from 0 to 1 that add up to 1",
        ),
        (
            EXAMPLE.read_text(encoding="utf-8").replace("{call: [-2, 2], fold", "{fold: [-2, 2], call"),
            "the set 'sees a bet' has the moves call, fold elsewhere",
        ),
    ],
)
def test_faults_have_a_place_and_no_traceback(command, text, says):
    result = command(text)
    assert result.exit_code == 1, result.output
    assert says in result.output
    assert "Traceback" not in result.output


def test_names_are_shown_as_written(command, tmp_path):
    names = '{ "[red]A" "B[/]" } { { "[/x]" "b" } { "c" "d" } }'
    (tmp_path / "x.nfg").write_text(
        f'NFG 1 R "rich [red]markup[/red] [bold" {names} 3 3 0 5 5 0 1 1', "utf-8"
    )
    result = CliRunner().invoke(main, ["game", "x.nfg", "--logit", "1"])
    assert result.exit_code == 0, result.output
    for word in (
        "rich [red]markup[/red] [bold: [red]A, B[/]",
        "[/x]",
        "strictly dominated, in this order: [red]A: b",
    ):
        assert word in result.output
    tree = ENTRY.replace("Entrant", "'[bold]'").replace("in:", "'[/in]':")
    assert "played from the start: [/in], yield" in command(tree).output


def test_nobody_moves_in_a_tree_of_one_end(command, tmp_path):
    (tmp_path / "x.efg").write_text('EFG 2 R "none" { "A" "B" }\nt "" 1 "w" { 1, 2 }\n', "utf-8")
    result = CliRunner().invoke(main, ["game", "x.efg", "--figure", "x.svg"])
    assert result.exit_code == 0, result.output
    assert "worth: A 1, B 2" in result.output and "nobody moves" in result.output


def test_logit_play_of_a_tree_is_refused_in_a_sentence(command, tmp_path):
    result = command(ENTRY, "--logit", "1", "--write", "x.nfg")
    assert result.exit_code == 3, result.output
    assert "logit play is traced for tables, and this is a tree" in result.output
    assert not (tmp_path / "x.nfg").exists()


def test_two_faults_come_at_once(command):
    result = command(HUNT.replace("[1, 8]", "[1, many]").replace("[8, 1]", "[8]"))
    assert "2 faults" in result.output


def test_a_tie_everywhere_is_said(command):
    flat = HUNT
    for pair in ("[10, 10]", "[1, 8]", "[8, 1]", "[5, 5]"):
        flat = flat.replace(pair, "[0, 0]")
    result = command(flat, "--logit", "1")
    assert result.exit_code == 0 and "a tie everywhere" in result.output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--logit", "1,0.5"), 2, "must ascend"),
        (("--logit", "a"), 2, "not a list of numbers"),
        (("--write", "x.txt"), 3, "end the name so"),
        (("--write", "x.efg"), 3, "has no tree"),
        (("--write", "nowhere/x.nfg"), 3, "cannot be written"),
    ],
)
def test_wrong_options_get_a_sentence(command, words, code, says):
    result = command(HUNT, *words)
    assert result.exit_code == code, result.output
    assert says in result.output
