import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import main

EXAMPLE = (Path(__file__).resolve().parents[2] / "docs" / "examples" / "freight.yaml").read_text(
    encoding="utf-8"
)
SMALL = """freight: a bay
goods: {tea: {value: 20000}}
terminals:
  East: {economy: AAA, weight: 1}
  West: {economy: BBB, weight: 1}
links:
  - {between: [East, West], mode: sea, miles: 900, borders: 1}
  - {between: [East, West], mode: rail, km: 300, borders: 1, opens: true}
pairs:
  - {between: [AAA, BBB], teu: {tea: 50000}}
"""


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(text, *words):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["freight", "x.yaml", *words])

    return run


def faults(result):
    assert result.exit_code != 0 and isinstance(result.exception, SystemExit)
    return " ".join(result.output.split())


def test_the_example_shows_ways_shares_and_what_opens_changes(command, tmp_path):
    result = command(EXAMPLE, "--figure", "map.svg")
    assert result.exit_code == 0, result.output
    assert "Seoul - Wonsan - Khasan - Vladivostok - Moscow (opens)" in result.output
    assert "99.0% >" in result.output and "gross receipts" in result.output
    assert "Vladivostok" in (tmp_path / "map.svg").read_text(encoding="utf-8")


def test_as_json_the_numbers_fit_together(command):
    found = json.loads(command(EXAMPLE, "--json").stdout)
    for lane in found["lanes"]:
        for good in ("machinery", "textiles"):
            for when in ("before", "after"):
                assert sum(way[when][good] for way in lane["ways"]) == pytest.approx(1)
            assert lane["saved"][good] >= 0
    assert all(0.9 < change <= 1 for pair in found["pairs"] for change in pair["d_hat"].values())
    assert sum(pair["teu_on_new_ways"] for pair in found["pairs"]) < 60_000


def test_a_full_railway_has_a_price_and_says_so(command):
    found = json.loads(command(EXAMPLE.replace("capacity: 60000", "capacity: 3000"), "--json").stdout)
    assert found["scarcity_price"] > 0 and "a place costs" in " ".join(found["remarks"])
    assert sum(pair["teu_on_new_ways"] for pair in found["pairs"]) == pytest.approx(3000, rel=1e-4)


def test_lengths_and_own_prices_are_taken_as_they_stand(command):
    text = SMALL.replace("mode: rail, km: 300, borders: 1", "mode: transfer, price: 500, hours: 48")
    found = json.loads(command(text, "--json").stdout)
    (way,) = [one for one in found["lanes"][0]["ways"] if one["opens"]]
    assert way["price"] == 500 and way["days"] == 2
    assert way["cost"]["tea"] == pytest.approx(500 + 0.012 * 20_000 * 2)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "between: [East, West], mode: rail",
            "between: [East, Wets], mode: rail",
            "no terminal 'Wets'; did you mean 'West'?",
        ),
        ("mode: rail", "mode: rial", "no mode 'rial'; did you mean 'rail'?"),
        ("km: 300", "price: 5, hours: -3", "x.yaml:8:"),
        ("km: 300", "price: 5", "`price` without `hours`"),
        ("km: 300", "miles: 300", "`miles` of a link by rail"),
        ("km: 300, ", "", "no length of a link by rail; write `km`"),
        (
            "mode: sea, miles: 900, borders: 1",
            "mode: sea, miles: 900, opens: true",
            "no way joins East (AAA) and West (BBB)",
        ),
        ("teu: {tea: 50000}", "teu: {teas: 50000}", "no good 'teas'; did you mean 'tea'?"),
        (
            "between: [AAA, BBB]",
            "between: [AAA, BBC]",
            "no economy with a gateway 'BBC'; did you mean 'BBB'?",
        ),
        ("weight: 1}\nlinks", "}\nlinks", "no two economies have a gateway"),
        ("pairs:", "numbers: {rail_prise: 2}\npairs:", "no number 'rail_prise'; did you mean 'rail_price'?"),
        ("pairs:", "numbers: {rail_speed: 0}\npairs:", "`rail_speed` is zero"),
        ("pairs:", "capacity: -5\npairs:", "`capacity`: input should be greater than or equal to 0"),
        ("value: 20000", "value: 0", "`value`: input should be greater than 0"),
        ("weight: 1}\n  West", "weight: 1, at: [200, 95]}\n  West", "is no place"),
    ],
)
def test_faults_are_named_where_they_are(command, old, new, told):
    assert old in SMALL
    assert told in faults(command(SMALL.replace(old, new)))


def test_a_passage_that_leaves_no_way_by_sea_is_a_fault_and_so_is_an_unknown_one(command):
    """The library itself answers 0 miles to the one, and takes the other for nothing."""
    black_sea = (
        SMALL.replace("East: {economy: AAA,", "East: {economy: AAA, at: [28.0, 43.2],")
        .replace("West: {economy: BBB,", "West: {economy: BBB, at: [4.0, 51.95],")
        .replace("miles: 900", "avoid: [bosporus]")
    )
    assert "without bosporus; avoid fewer passages" in faults(command(black_sea))
    unknown = faults(command(black_sea.replace("bosporus", "suezz")))
    assert "no sea passage 'suezz'; did you mean 'suez'?" in unknown


def test_all_faults_come_at_once(command):
    told = faults(command(SMALL.replace("mode: rail", "mode: rial").replace("{tea: 50000}", "{te: 1}")))
    assert "rial" in told and "no good 'te'" in told


def test_a_map_needs_places(command):
    assert "give every terminal `at: [longitude, latitude]`" in faults(command(SMALL, "--figure", "m.svg"))


def test_nothing_opens(command):
    result = command(SMALL.replace(", opens: true", ""))
    assert result.exit_code == 0 and "no link opens" in result.output
