"""Ensembles that are run from the page: begun, followed, stopped, gone on with; and what is counted in their draws."""

import json
import os
import shutil
import signal
import subprocess
import sys

import httpx
import numpy as np
import pytest

from detente.audit.finished import kept
from detente.run import load
from detente.runs import manifest
from detente.runs.batch import path as batch
from detente.runs.store import alone
from detente.runs.truth import judged
from detente.web import limits
from detente.web.refusals import Refused
from detente.web.runs import Runs, State, name_of
from detente.web.serve import door

from .following import RUN, RUNS, begun, events, finished
from .served import STUDY

FOREIGN = {"origin": "http://evil.example"}


def test_a_run_is_told_of_from_its_beginning_to_its_end(site, told, ran):
    with site.visitor() as client:
        assert list(events(client, ran)) == told[-1:]
        listed = client.get(RUNS).json()
    assert told[-1] == told[-1] | {"ended": "done", "done": 256, "draws": 256}
    assert len(told) > 3 and not any(one["ended"] for one in told[:-1])
    assert [one["number"] for one in told] == sorted(one["number"] for one in told)
    mine = next(one for one in listed["kept"] if one["run"] == ran)
    assert mine["finished"] and mine["same_text"] and mine["done"] == 256 and not mine["resumes"]


def test_its_verdicts_are_those_of_the_command_line(site, ran, tmp_path):
    lab = load(STUDY)
    expected = lab.run(draws=256, seed=1, out=tmp_path / "run", flips=0).summary()["verdicts"]
    with site.visitor() as client:
        found = client.get(f"/api/runs/{ran}").json()
    for one in found["verdicts"]:
        verdict = expected[one["claim"]]
        assert (one["word"], one["sentence"]) == (verdict["word"], verdict["sentence"])
        assert one["share"] == verdict["share"]
    assert [one["claim"] for one in found["verdicts"]][:2] == ["serves_korea", "cheaper"]
    assert {one["name"] for one in found["axes"]} == {"lng", "cut", "share", "rule"}


def test_a_stopped_run_goes_on_where_it_was_and_ends_in_the_same_draws(site):
    with site.visitor() as client:
        run = begun(client, 1024, seed=7)["run"]
        for one in events(client, run):
            if one["done"] or one["ended"]:
                break
        stopped = client.post(f"/api/runs/{run}/stop", json={}).json()
        assert stopped["ended"] == "stopped" and 0 < stopped["done"] < 1024, stopped
        (kept_now,) = [one for one in client.get(RUNS).json()["kept"] if one["run"] == run]
        assert kept_now["done"] >= stopped["done"] and kept_now["resumes"] and not kept_now["finished"]
        assert client.get(f"/api/runs/{run}").status_code == 409
        assert client.get(f"/report/{run}/report.html").status_code == 409
        folder = site.home / "runs" / run
        whole = {number: batch(folder, number).stat().st_mtime_ns for number in manifest.read(folder).batches}
        assert begun(client, 1024, seed=7)["run"] == run
        finished(client, run)
        assert whole and all(
            batch(folder, number).stat().st_mtime_ns == when for number, when in whole.items()
        )
        assert client.get(f"/api/runs/{run}").json()["draws"] == 1024


def test_one_run_at_a_time_and_no_more_than_the_server_allows(tmp_path):
    problem = load(STUDY).problem

    class Still:
        def __init__(self, order, study, visitor):
            self.visitor = visitor
            self.state = State(order.folder.name, study, order.draws, order.seed, "")

    runs = Runs(tmp_path, Still)
    order = {"draws": 256, "seed": 1, "flips": 0}
    first = runs.begin(problem, "line.yaml", **order, visitor="one")
    assert runs.begin(problem, "line.yaml", **order, visitor="other") == first
    with pytest.raises(Refused, match="a run of yours goes on already"):
        runs.begin(problem, "line.yaml", **(order | {"seed": 2}), visitor="one")
    for number in range(1, limits.RUNS):
        runs.begin(problem, "line.yaml", **(order | {"seed": 2 + number}), visitor=f"visitor {number}")
    with pytest.raises(Refused, match="as many runs go on as this server allows"):
        runs.begin(problem, "line.yaml", **(order | {"seed": 99}), visitor="last")
    assert len(runs.going("line")) == limits.RUNS and runs.going("toll") == ()


def test_on_a_machine_of_ones_own_any_browser_may_stop_a_run_beyond_it_who_began_it_alone(tmp_path):
    for host, shared in (("127.0.0.1", False), ("0.0.0.0", True)):
        opened = door(tmp_path, host=host, port=0, password="a long password")
        assert opened.runs.shared is shared
        opened.close()


def test_a_run_of_another_visitor_is_seen_and_not_stopped(site, monkeypatch):
    monkeypatch.setattr(site.door.runs, "shared", True)
    with site.visitor() as one, site.visitor() as other:
        state = begun(one, 16_384, seed=11)
        run = state["run"]
        assert state["may_stop"] and not next(events(other, run))["may_stop"]
        (seen,) = [going for going in other.get(RUNS).json()["going"] if going["run"] == run]
        assert not seen["may_stop"] and one.get(RUNS).json()["going"][0]["may_stop"]
        refused = other.post(f"/api/runs/{run}/stop", json={})
        assert refused.status_code == 403 and "another visitor began" in refused.json()["error"]["what"]
        assert not next(events(one, run))["ended"]
        assert one.post(f"/api/runs/{run}/stop", json={}).json()["ended"] == "stopped"
        monkeypatch.setattr(site.door.runs, "shared", False)
        assert begun(one, 16_384, seed=11)["run"] == run
        assert other.post(f"/api/runs/{run}/stop", json={}).json()["ended"] == "stopped"


def test_the_name_of_a_run_stays_in_the_folder_whatever_the_study_is_called():
    problem = load(STUDY).problem
    for id in ("../../etc", "con", "", "-rf", "a" * 300, "名"):
        study = problem.study.__class__(**{**vars(problem.study), "id": id})
        name = name_of(problem.__class__(**{**vars(problem), "study": study}), 256, 1)
        assert name[0].isalnum() and len(name) < 80 and not set(name) & set("/\\:. "), name


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"draws": 257, "seed": 1}, "cannot be run from the page"),
        ({"draws": 2 * limits.DRAWS, "seed": 1}, "cannot be run from the page"),
        ({"draws": "256", "seed": 1}, "`draws` is to be a whole number"),
        ({"draws": True, "seed": 1}, "`draws` is to be a whole number"),
        ({"draws": 256, "seed": -1}, "the seed is out of its range"),
        ({"draws": 256, "seed": limits.SEEDS}, "the seed is out of its range"),
        ({"draws": 256}, "`seed` is to be a whole number"),
    ],
)
def test_a_run_that_cannot_be_is_refused_with_what_mends_it(site, order, words):
    with site.visitor() as client:
        answer = client.post(RUN, json=order)
    assert answer.status_code == 422 and words in answer.json()["error"]["what"]


def test_what_writes_must_come_from_the_page(site, ran):
    paths = [
        RUN,
        f"/api/runs/{ran}/stop",
        f"/api/runs/{ran}/region",
        "/api/check",
        "/api/texts",
        "/api/files",
    ]
    with site.visitor() as client:
        for path in paths:
            assert client.post(path, json={}, headers=FOREIGN).status_code == 403, path
    with httpx.Client(base_url=site.origin, headers={"origin": site.origin}) as stranger:
        for path in [*paths, f"/api/runs/{ran}/events", f"/report/{ran}/report.html"]:
            assert stranger.post(path, json={}).status_code == 401, path
            assert stranger.get(path).status_code == 401, path


def test_a_region_counts_the_claims_among_all_draws_inside(site, ran):
    run = kept(site.home / "runs" / ran)
    lng, rule = run.table.column("lng"), run.table.column("rule")
    inside = (lng >= 6) & (lng <= 9.5) & (rule == 0)
    with site.visitor() as client:
        box = {"lng": [6, 9.5], "rule": [-0.5, 0.5]}
        found = client.post(f"/api/runs/{ran}/region", json={"box": box}).json()
        turned = client.post(
            f"/api/runs/{ran}/region", json={"box": {"lng": [9.5, 6], "rule": [0.5, -0.5]}}
        ).json()
        nowhere = client.post(f"/api/runs/{ran}/region", json={"box": {"lng": [100, 200]}}).json()
    assert found["count"] == int(inside.sum()) > 16 and found["draws"] == 256 and turned == found
    for claim in run.problem.claims:
        truth = judged(run.problem, claim, run.table, run.draws).truth
        told = found["claims"][claim.id]
        assert told["share"] == pytest.approx(np.mean(truth[inside] == 1))
        assert told["held"] == int((truth[inside] == 1).sum())
        assert told["low"] <= told["share"] <= told["high"]
    assert nowhere["count"] == 0 and set(nowhere["claims"].values()) == {None}


def test_points_are_draws_with_the_truth_that_they_had(site, ran):
    run = kept(site.home / "runs" / ran)
    with site.visitor() as client:
        found = client.get(f"/api/runs/{ran}/points", params={"x": "lng", "y": "rule"}).json()
        same = client.get(f"/api/runs/{ran}/points", params={"x": "lng", "y": "lng"}).json()
    assert found["shown"] == 256 and found["x"] == pytest.approx(list(run.table.column("lng")), rel=1e-4)
    assert set(found["y"]) == {0.0, 1.0} and same["x"] == same["y"]
    claim = next(one for one in run.problem.claims if one.id == "serves_russia")
    truth = judged(run.problem, claim, run.table, run.draws).truth
    assert found["claims"]["serves_russia"] == "".join("1" if one else "0" for one in truth)
    assert set(found["claims"]) == {"serves_korea", "cheaper", "serves_russia"}


def test_thinned_points_fill_the_space_evenly(site, ran, monkeypatch):
    monkeypatch.setattr(limits, "POINTS", 64)
    with site.visitor() as client:
        found = client.get(f"/api/runs/{ran}/points", params={"x": "lng", "y": "share"}).json()
    assert found["shown"] == len(found["x"]) == 64 and found["draws"] == 256
    counts, _, _ = np.histogram2d(found["x"], found["y"], bins=2, range=[(5, 14), (0, 1)])
    assert counts.min() >= 12 and counts.max() <= 20


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "`box` is a table"),
        ({"box": {}}, "`box` is a table"),
        ({"box": {"lng": [1, 2], "cut": [0, 1], "share": [0, 1]}}, "`box` is a table"),
        ({"box": {"lng": [1]}}, "two ends"),
        ({"box": {"lng": [1, "2"]}}, "two ends"),
        ({"box": {"lgn": [1, 2]}}, "did you mean 'lng'"),
    ],
)
def test_a_region_that_cannot_be_is_refused(site, ran, body, words):
    with site.visitor() as client:
        answer = client.post(f"/api/runs/{ran}/region", json=body)
        assert client.get(f"/api/runs/{ran}/points", params={"x": "lgn", "y": "lng"}).status_code == 422
    error = answer.json()["error"]
    assert answer.status_code == 422 and words in f"{error['what']}; {error['mend']}"


OUTSIDE = ["..", "%2e%2e", "..%2f..", "%2fetc", "line.yaml", "linked", "no-run", "%00"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_of_a_run_leads_out_of_the_folder(site, ran, name, tmp_path):
    shutil.copytree(site.home / "runs" / ran, tmp_path / "run")
    link = site.home / "runs" / "linked"
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(tmp_path / "run", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    with site.visitor() as client:
        for path in (f"/api/runs/{name}", f"/report/{name}/report.html", f"/report/{name}/data/verdicts.csv"):
            assert client.get(path).status_code == 404, path
        assert client.post(f"/api/runs/{name}/stop", json={}).status_code == 404
        assert "linked" not in json.dumps(client.get(RUNS).json())
    link.unlink()


@pytest.mark.parametrize(
    "file",
    [
        "manifest.json",
        ".lock",
        "batch-00000.parquet",
        "..%2fline.yaml",
        "data%2f..%2fmanifest.json",
        "%2e%2e",
    ],
)
def test_of_a_run_only_what_is_to_be_read_is_served(site, ran, file):
    with site.visitor() as client:
        assert client.get(f"/report/{ran}/{file}").status_code == 404
        assert client.get(f"/report/{ran}/data/{file}").status_code == 404


def test_a_report_is_served_in_a_sandbox_of_its_own_and_nothing_else_is(site, ran):
    with site.visitor() as client:
        page = client.get(f"/report/{ran}/report.html")
        data = client.get(f"/report/{ran}/data/verdicts.csv")
        other = client.get(f"/read/{STUDY.name}", params={"run": ran})
    policy = {
        name: rest
        for name, _, rest in (
            one.strip().partition(" ") for one in page.headers["content-security-policy"].split(";")
        )
    }
    assert policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert (
        "script-src" not in policy
        and "allow-scripts" not in policy["sandbox"]
        and "allow-same-origin" in policy["sandbox"]
    )
    assert "<h1>" in page.text and page.headers["content-type"].startswith("text/html")
    assert data.headers["content-type"].startswith("text/csv") and "serves_korea" in data.text
    assert data.headers["content-disposition"].startswith("attachment")
    assert (
        "unsafe" not in other.headers["content-security-policy"]
        and "sandbox" not in other.headers["content-security-policy"]
    )
    assert f"/report/{ran}/report.html#claim-serves_korea" in other.text


def test_nobody_follows_more_runs_at_once_than_there_is_room_for(site, ran, monkeypatch):
    monkeypatch.setattr(limits, "STREAMS_OF_ONE", 0)
    with site.visitor() as client:
        assert client.get(f"/api/runs/{ran}/events").status_code == 429
        assert client.get("/api/runs/no-run/events").status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to another process there")
def test_ctrl_c_ends_the_server_its_run_and_who_follows_it_without_a_complaint(tmp_path):
    shutil.copy(STUDY, tmp_path)
    command = [sys.executable, "-m", "detente", "serve", STUDY.name, "--no-browser", "--port", "0"]
    server = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    link = next(line.strip() for line in server.stdout if line.startswith("http://"))
    origin = link.partition("/enter")[0]
    with httpx.Client(base_url=origin, headers={"origin": origin}, timeout=60) as client:
        assert client.get(link).status_code == 200
        run = begun(client, 16_384)["run"]
        with client.stream("GET", f"/api/runs/{run}/events") as followed:
            next(followed.iter_lines())
            server.send_signal(signal.SIGINT)
            rest = server.communicate(timeout=60)[0]
    assert (server.returncode, rest.splitlines()[-1], "Traceback" in rest) == (0, "stopped", False), rest
    with alone(tmp_path / "runs" / run):
        pass  # nobody is at work there any more
