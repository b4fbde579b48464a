import json
import shutil

import pytest
from click.testing import CliRunner

from detente.cli.main import main

STUDY = """
study: small
question: Does it hold?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  size: {is: the size, uniform: SIZE, source: judgement}
  cost: {is: the cost, uniform: 0 to TOP, source: judgement}
  rule: {is: the rule, choice: [mild, harsh], source: judgement}
quantities:
  gain: {is: what is gained, value: size - FACTOR * cost}
moves:
  duty: {is: a duty, tariff: {seller: CHN, buyer: USA, add: DUTY}}
worlds:
  taxed: {is: with a duty, moves: [duty]}
claims:
  pays: {says: It pays., holds: gain > LIMIT}
  cheap: {says: It is cheap., holds: cost * COST < 0.25}
  LAST: {says: The last one., holds: size * cost < 0.9}
"""
FIRST = {
    "SIZE": "0 to 1",
    "FACTOR": "1",
    "DUTY": "5 %",
    "LIMIT": "0",
    "LAST": "old",
    "COST": "cost",
    "TOP": "1",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder, and the runs that are already in it, by what they are of."""
    return tmp_path_factory.mktemp("runs"), {}


@pytest.fixture
def runs(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder, known = made

    def run(*words, **changed):
        key = str((words, sorted(changed.items())))
        if key not in known:
            text, path = STUDY, folder / f"{len(known)}.yaml"
            for name, value in (FIRST | changed).items():
                text = text.replace(name, value)
            path.write_text(text, encoding="utf-8")
            known[key] = path, folder / str(len(known))
            done = CliRunner().invoke(
                main, ["run", str(path), "--draws", "4096", "--out", str(known[key][1]), *words]
            )
            assert done.exit_code == 0, done.output
        path, out = known[key]
        copy = tmp_path / f"run{len(list(tmp_path.glob('run*')))}"
        shutil.copytree(out, copy)
        shutil.copy(path, tmp_path / f"{copy.name}.yaml")
        return copy.name

    return run


def diff(*words):
    done = CliRunner().invoke(main, ["diff", *words], env={"COLUMNS": "160"})
    assert "Traceback" not in done.output
    return done


def as_json(*words):
    done = diff(*words, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    return found, {one["claim"]: one for one in found["claims"]}


def test_a_run_beside_itself_differs_in_nothing(runs):
    one = runs()
    found, claims = as_json(one, one)
    assert found["changed"] == [] and found["new"] == [] and found["gone"] == []
    assert not any(claim["moved"] for claim in claims.values())
    said = diff(one, one).output
    assert "nothing changed" in said and "3 verdicts did not move" in said


def test_the_assumption_that_moved_a_verdict_is_named_and_by_how_much(runs):
    # P(size > cost) is 1/2 for size on 0 to 1 and 3/4 for size on 0.5 to 1.
    one, two = runs(), runs(SIZE="0.5 to 1")
    found, claims = as_json(one, two)
    (changed,) = found["changed"]
    assert (changed["kind"], changed["name"]) == ("assumption", "size")
    assert changed["before"] == "uniform between 0 and 1"
    pays = claims["pays"]
    assert pays["moved"]
    (cause,) = pays["causes"]
    assert cause["told"] and cause["by"] == "first"
    assert cause["move"] == pytest.approx(0.25, abs=0.01)
    assert cause["interval"]["low"] < 0.25 < cause["interval"]["high"]
    assert cause["effective"] == pytest.approx(2048, rel=0.02)
    assert abs(pays["left"]) < 0.01
    assert pays["sentence"].startswith("size moved it by +2") and "left to" not in pays["sentence"]
    assert not claims["cheap"]["moved"]
    assert claims["cheap"]["causes"] == []  # it does not rest on the size
    said = diff(one, two).output
    assert "size: uniform between 0 and 1 -> uniform between 0.5 and 1" in said
    assert "effective draws of 4,096, of the first run" in said


def test_where_the_first_run_does_not_reach_the_second_tells(runs):
    one, two = runs(SIZE="0.5 to 1"), runs()
    cause = as_json(one, two)[1]["pays"]["causes"][0]
    assert cause["by"] == "second"
    assert cause["move"] == pytest.approx(-0.25, abs=0.01)


def test_where_neither_reaches_it_says_so(runs):
    one, two = runs(), runs(SIZE="0.8 to 1.8")
    pays = as_json(one, two)[1]["pays"]
    assert not pays["causes"][0]["told"] and pays["left"] is None
    assert "80 % of it lies where these draws do not reach" in pays["causes"][0]["note"]
    assert "What size did cannot be told." in pays["sentence"]
    assert "cannot be told" in diff(one, two).output


def test_a_fixed_assumption_is_stood_for_by_draws_near_it(runs):
    one, two = runs(), runs("--set", "size=0.9")
    cause = as_json(one, two)[1]["pays"]["causes"][0]
    assert cause["told"] and "stand for 0.9" in cause["note"]
    assert cause["move"] == pytest.approx(0.4, abs=0.02)


def test_a_claims_own_test_is_a_cause(runs):
    one, two = runs(), runs(LIMIT="0.5")
    found, claims = as_json(one, two)
    assert [(one["kind"], one["name"]) for one in found["changed"]] == [("claim", "pays")]
    (cause,) = claims["pays"]["causes"]
    assert cause["kind"] == "test" and cause["move"] == pytest.approx(0.125 - 0.5, abs=0.01)
    assert claims["pays"]["sentence"] == f"its test moved it by {100 * cause['move']:+.1f} points."


def test_what_no_reweighting_can_stand_for_is_left(runs):
    one, two = runs(), runs(FACTOR="2", DUTY="10 %", SIZE="0.5 to 1")
    found, claims = as_json(one, two)
    kinds = {(one["kind"], one["name"]) for one in found["changed"]}
    assert kinds == {("assumption", "size"), ("quantity", "gain"), ("move", "duty")}
    assert "quantity gain" in claims["pays"]["sentence"]
    assert claims["pays"]["left"] < -0.1


def test_new_and_gone_claims_are_listed(runs):
    one, two = runs(), runs(LAST="recent")
    found, _ = as_json(one, two)
    assert found["new"] == ["recent"] and found["gone"] == ["old"]
    assert "new claims: recent" in diff(one, two).output


def test_several_changes_at_once_are_weighed_together(runs):
    one, two = runs(), runs(SIZE="0.5 to 1", TOP="0.8")
    causes = {cause["name"]: cause for cause in as_json(one, two)[1]["pays"]["causes"]}
    together = causes["all told by the first run's draws"]
    assert together["kind"] == "assumptions"
    # P(size > cost) for size on 0.5 to 1, cost on 0 to 0.8: 1 - (0.3^2 / 2) / (0.5 * 0.8) = 0.8875.
    assert together["move"] == pytest.approx(0.8875 - 0.5, abs=0.015)
    assert together["effective"] < causes["size"]["effective"]


def kept_where_a_study_looks(runs):
    """Return the study of a run that lies in runs/small."""
    one = runs()
    shutil.move(one, "runs/small")
    return f"{one}.yaml"


def test_a_study_stands_for_its_run(runs):
    assert diff(kept_where_a_study_looks(runs), "runs/small").exit_code == 0


def test_a_study_changed_since_its_run_is_refused(runs, tmp_path):
    path = tmp_path / kept_where_a_study_looks(runs)
    path.write_text(path.read_text(encoding="utf-8").replace("0 to 1", "0 to 2"), encoding="utf-8")
    done = diff(path.name, "runs/small")
    assert done.exit_code == 3 and "of another text of small" in done.output


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("korea-2018", "no run is kept there"),
        ("empty", "no run is kept there"),
        ("nowhere.yaml", "cannot be read"),
    ],
)
def test_what_is_no_run_is_refused_with_a_sentence(runs, tmp_path, first, text):
    (tmp_path / "empty").mkdir()
    done = diff(first, runs())
    assert done.exit_code in (1, 3) and text in done.output


def test_a_run_without_its_study_says_what_it_cannot_tell(runs, tmp_path):
    one, two = runs(), runs(SIZE="0.5 to 1")
    (tmp_path / one / "study.yaml").unlink()
    found, claims = as_json(one, two)
    assert "not at hand" in found["notes"][0]
    assert claims["pays"]["moved"]


def test_an_unfinished_run_and_one_without_results_are_refused(runs, tmp_path):
    one = runs()
    (tmp_path / one / "results.json").unlink()
    assert "writes it again" in diff(one, one).output
    path = tmp_path / one / "manifest.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    found["batches"] = {}
    path.write_text(json.dumps(found), encoding="utf-8")
    done = diff(one, one)
    assert done.exit_code == 3 and "not finished" in done.output


def test_a_flip_that_moved_is_told(runs):
    # size - cost falls to -0.3 nearest where both move alike: 2 Phi(t) - 1 = 0.3, at sqrt(2) t.
    one, two = runs(LIMIT="-0.3"), runs(LIMIT="-0.3", SIZE="0.5 to 1")
    _, claims = as_json(one, two)
    before, after = claims["pays"]["flips"]
    assert before == pytest.approx(0.545, rel=0.01)
    assert after > 1.5 * before
    assert f"pays: turned {before:.2g} standard deviations from the centre" in diff(one, two).output
    assert "turned" not in diff(one, one).output
