import json

import pytest

SOURCE = '''
"""Text with 1 + 1 in it."""
LIMIT = 0.5
def price(rows: list[int | None], low: float = 2) -> float:
    """Not 3 < 4."""
    if low <= rows[0] and not low:
        return rows[1] - low * rows[2]
    rows[0] = low
    return max(one for one in (low, LIMIT) if one)
'''
CHANGES = [
    ("constant", "0.5", "1.0"),
    ("constant", "2", "3"),
    ("condition", "low <= rows[0]", "(low > rows[0])"),
    ("boundary", "low <= rows[0]", "(low < rows[0])"),
    ("condition", "low <= rows[0] and not low", "(low <= rows[0] or not low)"),
    ("sign", "not low", "(low)"),
    ("constant", "0", "1"),
    ("operator", "rows[1] - low * rows[2]", "(rows[1] + low * rows[2])"),
    ("term", "rows[1] - low * rows[2]", "(rows[1])"),
    ("operator", "low * rows[2]", "(low / rows[2])"),
    ("statement", "rows[0] = low", "pass"),
    ("exchange", "low, LIMIT", "LIMIT, low"),
    ("condition", "one", "(not one)"),
    ("operator", "max", "min"),
]


@pytest.fixture
def mutants(benchmark_folder):
    import mutants

    return mutants


def test_every_kind_of_change_is_made_and_texts_and_types_are_left_alone(mutants):
    found = mutants.mutants(SOURCE)
    made = {(one.kind, one.before, one.after) for one in found}
    assert made >= set(CHANGES)
    assert len({one.key for one in found}) == len({one.text for one in found}) == len(found)
    for one in found:
        compile(one.text, "mutant", "exec")
        assert "1 + 1" in one.text and "Not 3 < 4" in one.text and "int | None" in one.text


def test_a_change_is_made_where_it_is_told_and_nowhere_else(mutants):
    lines = SOURCE.splitlines()
    for one in mutants.mutants(SOURCE):
        changed = [
            number
            for number, (old, new) in enumerate(zip(lines, one.text.splitlines(), strict=True), 1)
            if old != new
        ]
        assert changed == [one.line]


def test_letters_of_two_bytes_do_not_shift_a_change(mutants):
    texts = [one.text for one in mutants.mutants('é = ("Détente", 1 - é)')]
    assert 'é = ("Détente", (1 + é))' in texts and 'é = (1 - é, "Détente")' in texts


class Tree:
    """Tests that notice nothing but a change of a sign."""

    def __init__(self, folder):
        self.text = ""

    def write(self, name, text):
        self.text = text

    def test(self, name, limit):
        return "killed" if "(b + c)" in self.text else "survived"


def test_survivors_are_told_kept_and_not_tried_again(mutants, monkeypatch, tmp_path, capsys):
    file = tmp_path / mutants.PACKAGE / "game" / "small.py"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a = b - c\n")
    for name, value in {"ROOT": tmp_path, "Copy": Tree, "ARGUED": tmp_path / "argued.txt"}.items():
        monkeypatch.setattr(mutants, name, value)
    words = ["game/small.py", "--record", str(tmp_path / "record.json")]
    assert mutants.main([*words, "--limit", "1"]) in (0, 1)
    assert len(json.loads((tmp_path / "record.json").read_text())["game/small.py"]) == 1
    assert mutants.main(words) == 1
    told = capsys.readouterr().out
    assert told.count("module: b - c -> (b)") >= 2 and "3 of 3 tried, 2 survived, 2 not argued for" in told
    ended = json.loads((tmp_path / "record.json").read_text())["game/small.py"]
    assert set(ended.values()) == {"killed", "survived"}
    (tmp_path / "argued.txt").write_text(
        "game/small.py | module: b - c -> (b) | c is 0\ngame/small.py | module: b - c -> (c) | so is b\n"
    )
    monkeypatch.setattr(mutants, "tried", None)
    assert mutants.main(words) == 0
    assert "2 survived, 0 not argued for" in capsys.readouterr().out


def test_every_file_and_test_that_is_named_is_there(mutants):
    package = mutants.ROOT / mutants.PACKAGE
    for glob in mutants.TARGETS:
        assert list(package.glob(glob)), glob
    for start, words in mutants.TESTS.items():
        for word in words.split():
            assert (mutants.ROOT / "tests" / word.partition("::")[0]).is_file(), (start, word)
    for line in mutants.ARGUED.read_text(encoding="utf-8").splitlines():
        if " | " in line and not line.startswith("Mutants"):
            assert (package / line.partition(" | ")[0]).is_file(), line
