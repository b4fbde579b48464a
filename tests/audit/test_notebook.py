"""Runs, verdicts and claims as a notebook and a terminal show them."""

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import detente
from detente.audit.judge import judge
from detente.audit.notebook import BADGES

from .laboratory import column, no_outcomes, problem

EVIL = "<script>alert(1)</script>"
CLAIMS = {"sure": "a > 0.05", "both": "a + b > 1", "later": None}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    asked = problem((column("a"), column("b")), CLAIMS)
    claims = dict(asked.study.claims)
    claims["both"] = replace(claims["both"], says=EVIL)
    asked = replace(asked, study=replace(asked.study, claims=claims, question=f"Is it {EVIL}?"))
    return judge(asked, no_outcomes, tmp_path_factory.mktemp("run"), draws=1024)


class Balanced(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.seen = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def shown(one):
    text = one._repr_html_()
    page = Balanced(text)
    assert not page.open and not page.seen & {"script", "style", "link", "img"}
    return text


def test_a_run_is_a_table_with_a_line_a_claim(found):
    text = shown(found)
    assert text.count("<tr>") == 4 and "1,024 draws" in text and "not modelled yet" in text
    assert "&lt;script&gt;" in text and BADGES["open"][0] in text
    told = repr(found).splitlines()
    assert len(told) == 4 and told[2].split()[:2] == ["both", "open"]
    assert "50" in told[2]


def test_a_verdict_says_what_decides_it(found):
    text = shown(found.verdicts["both"])
    assert found.verdicts["both"].sentence in text and "Decided most by: the" in text
    assert repr(found.verdicts["both"]) == f"both: {found.verdicts['both'].sentence}"
    assert "not modelled yet" in shown(found.verdicts["later"])


def test_a_claim_says_what_it_is_held_to(found):
    claims = found.study.claims
    assert "Held to be true where <code>a + b &gt; 1</code>" in shown(claims["both"])
    assert repr(claims["sure"]) == "sure: sure. [a > 0.05]"
    assert "not modelled yet: needs a model" in shown(claims["later"]) and len(repr(claims["later"])) < 80


ALONE = {
    "Verdict": "from detente.audit.records import Verdict; one = Verdict('c', 'holds', 'It holds.')",
    "Verdict of another version": "from detente.audit.records import Verdict; one = Verdict('c', 'new', 'It.')",
    "Judgement": """
from types import SimpleNamespace as Some
from detente.audit.records import Judgement, RunRecord, Verdict
claim = Some(says="It is so.")
study = Some(id="s", question="Is it so?", claims={"c": claim})
run = RunRecord(16, 1, 16, 1, 0, 1.0, "runs/s", {}, {})
one = Judgement(Some(study=study), run, {"c": Verdict("c", "holds", "It holds.")}, None)
""",
    "Claim": """
from detente.ground.faults import Place
from detente.study.records import Claim
one = Claim("c", "It is so.", "", None, "a model", (), "", False, Place("f"))
""",
    "Figure": """
import altair as alt
from detente.report.figure import Figure
one = Figure("f", "A figure", "ours", alt.Chart(alt.InlineData(values=[{}])).mark_point(), ())
""",
    "Fault": "from detente.ground.faults import Fault, Place; one = Fault(Place('f'), 'what', 'mend')",
    "StudyError": """
from detente.ground.faults import Fault, Place, StudyError
one = StudyError([Fault(Place("f"), "what", "mend")])
""",
}


@pytest.mark.parametrize("made", ALONE.values(), ids=ALONE)
def test_every_record_shows_itself_in_a_process_that_imported_nothing_else(made):
    shown = "\nprint(one); repr(one); getattr(one, '_repr_html_', str)(); print('shown')"
    found = subprocess.run([sys.executable, "-c", made + shown], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines()[-1] == "shown" and len(found.stdout) > 10


def test_no_record_that_shows_itself_is_left_out():
    home = Path(detente.__file__).parent
    shows = re.compile(r"^    def (?:__repr__|__str__|_repr_\w+_)\(", re.M)
    found = set()
    for path in home.rglob("*.py"):
        for part in re.split(r"^(?=class )", path.read_text(encoding="utf-8"), flags=re.M):
            if shows.search(part):
                found.add(re.match(r"class (\w+)", part)[1])
    assert found - {"Place"} <= set(ALONE)  # a fault prints its place
