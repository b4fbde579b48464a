import csv
import datetime as dt
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.chance.kinds import Uniform
from detente.domains.records import Case, OutcomeCell
from detente.domains.table import DOMAINS
from detente.report.show import show
from detente.study.records import Assumption, Event, Node, NotModelled
from detente.world.sources import TableSource

from ..audit.laboratory import PLACE, column, problem

EVIL = '<script>alert(1)</script> & "quoted"'
CLAIMS = {
    "decided": "a > b",
    "same": "1 > 0.5",
    "restated": "a > 0.25",
    "modelled": "gain[USA, cut] > 0 and gain[USA, cut] < 2",
    "never": "loss[USA, cut] > 0",
    "later": None,
}


def outcomes(values):
    never = np.full_like(values["a"], np.nan)
    income = values["a"] / 100 - 0.005
    return {
        "gain[USA,cut]": values["a"] - values["b"] ** 2,
        "loss[USA,cut]": never,
        "real_income[USA,cut]": income,
        "real_income[RUS,cut]": never,
        "status[cut]": np.zeros(len(never), dtype=int),
    }


def judged(folder):
    found = problem((column("a"), column("b", source="a table")), CLAIMS)
    claims = dict(found.study.claims)
    claims["later"] = replace(claims["later"], supported_by=(Node("decided", PLACE),), says=EVIL)
    claims["decided"] = replace(
        claims["decided"], supported_by=(Node("modelled", PLACE),), beside="2 % published"
    )
    told = replace(
        found.study,
        claims=claims,
        question=EVIL,
        assumptions={
            "a": Assumption("a", f"the a {EVIL}", Uniform(0, 1), "1/year", "judgement", PLACE),
            "b": Assumption("b", "the b", Uniform(0, 1), "", "a table", PLACE),
        },
        not_modelled=(NotModelled("motives", "no model speaks of them"),),
        hindsight=(Event(dt.date(2019, 4, 25), "they met", "a newspaper", (Node("later", PLACE),)),),
    )
    cases = (Case("start", "the start world", ()), Case("cut", "all trade ends", ()))
    world = SimpleNamespace(
        home="",
        digest="",
        economies=("USA", "RUS"),
        estimates=("one number is a guess",),
        sources=(TableSource("flows.csv", "trade", "a data base", "2014", "US$ bn", "CC BY 4.0"),),
    )
    cells = tuple(
        OutcomeCell(
            "real_income", (code,), "cut", f"real_income[{code},cut]", "share", ("economy", "world"), "trade"
        )
        for code in ("USA", "RUS")
    )
    found = replace(found, study=told, cases=cases, world=world, cells=found.cells + cells, domains=DOMAINS)
    return judge(found, outcomes, folder, draws=256)


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    return judged(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def page(judgement, tmp_path_factory):
    return show(judgement, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def text(page):
    return page.read_text(encoding="utf-8")


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_every_claim_is_there_and_every_link_inside_leads_somewhere(text, judgement, page):
    tags = Tags(text).found
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {f"claim-{name}" for name in judgement.verdicts} <= set(ids)
    for tag, attributes in tags:
        if tag == "a":
            target = attributes["href"]
            beside = target.startswith("data/") and (page.parent / target).is_file()
            assert beside or target.removeprefix("#") in ids, target


def test_nothing_is_loaded_and_nothing_runs(text):
    tags = Tags(text).found
    assert not {"script", "iframe", "object", "embed", "link", "base", "form"} & {tag for tag, _ in tags}
    assert not [one for _, one in tags if "src" in one or any(name.startswith("on") for name in one)]
    assert not re.search(r"https?://|url\((?!#)|@import", text)
    policy = next(one["content"] for tag, one in tags if one.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_what_a_study_says_is_text(text):
    assert "alert(1)" in text
    assert "<script" not in text


def test_the_page_is_small(page):
    assert page.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    "words",
    [
        "not modelled yet",
        "restates an assumption",
        "undecided",
        "could not be told in any draw",
        "in every draw",
        "2 % published",
        "who gains and who loses",
        "they met",
        "no model speaks of them",
        "uniform between 0 and 1 1/year",
        "one number is a guess",
        "CC BY 4.0",
        "detente run study.yaml --draws 256 --seed 1",
        "solved: 256",
    ],
)
def test_the_page_says(text, words):
    assert words in text


def test_every_figure_has_its_data(page, text):
    named = set(re.findall(r'href="data/([\w-]+\.csv)"', text))
    written = {path.name for path in (page.parent / "data").glob("*.csv")}
    assert named
    assert named | {"verdicts.csv", "assumptions.csv"} == written
    for name in written:
        rows = list(csv.reader((page.parent / "data" / name).read_text(encoding="utf-8").splitlines()))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1


def test_drawings_take_the_width_they_get(text):
    drawings = [one for tag, one in Tags(text).found if tag == "svg"]
    assert drawings
    assert all("viewbox" in one and "width" not in one for one in drawings)


def test_results_are_json(page, judgement):
    found = json.loads((page.parent / "results.json").read_text(encoding="utf-8"))
    assert set(found["verdicts"]) == set(judgement.verdicts)


def test_the_same_judgement_gives_the_same_page(judgement, text, tmp_path):
    assert show(judgement, tmp_path).read_text(encoding="utf-8") == text


def test_a_report_needs_no_jax():
    code = "import sys, detente.report.show; assert 'jax' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
