"""What lies beside a page: every figure's data, pictures, and Python that makes it again."""

import re
import runpy
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import altair
import pytest

import detente
from detente.ground.faults import RunError
from detente.report.content import snippet
from detente.report.figure import Figure, sized
from detente.study.read import read

DOCS = Path(__file__).resolve().parents[2] / "docs"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def data(small):
    return small / "runs" / "small" / "data"


@pytest.fixture(scope="module")
def text(data):
    return (data.parent / "report.html").read_text(encoding="utf-8")


def figures(text):
    return re.findall(r'href="data/([\w-]+)\.svg"', text)


def test_every_figure_has_data_pictures_and_python(data, text):
    names = figures(text)
    assert len(names) == len(set(names)) == text.count("<figcaption>") > 5
    for name in names:
        for kind in ("csv", "svg", "png"):
            assert f'href="data/{name}.{kind}"' in text
        assert (data / f"{name}.png").read_bytes().startswith(PNG)
        assert (data / f"{name}.csv").stat().st_size > 10
        assert f'detente.figures(run)["{name}"]' in unescape(text)
    assert {path.stem for path in data.glob("*.svg")} == set(names)


def test_a_picture_is_a_drawing_of_its_own_with_title_and_source(data, text):
    for name in figures(text):
        whole = ET.parse(data / f"{name}.svg").getroot()
        said = " ".join(part.text for part in whole.iter("{http://www.w3.org/2000/svg}text") if part.text)
        assert "Source: small, 256 draws, seed 1." in said
        assert float(whole.get("width")) > 300 and whole.find("{http://www.w3.org/2000/svg}rect") is not None


def test_the_python_makes_the_same_picture_again(small, data, text, tmp_path, monkeypatch):
    monkeypatch.chdir(small)
    before = {path.name: path.read_bytes() for path in data.glob("*.svg")}
    codes = [
        unescape(one) for one in re.findall(r"<pre><code>(import detente.*?)</code></pre>", text, re.DOTALL)
    ]
    assert len(codes) == len(before)
    done = {}
    monkeypatch.setattr(detente, "figures", lambda run: done.setdefault("all", kept(run)), raising=False)
    from detente.run import figures as kept

    for code in codes:
        (tmp_path / "snippet.py").write_text(code, encoding="utf-8")
        runpy.run_path(str(tmp_path / "snippet.py"))
        name = re.search(r'save\("(.*)"\)', code)[1]
        assert (small / name).read_bytes() == before[name]


def test_a_figure_is_shown_in_a_notebook_and_kept_as_asked(tmp_path):
    chart = altair.Chart(altair.InlineData(values=[{"a": 1, "b": 2}])).mark_bar().encode(x="a:Q", y="b:Q")
    figure = Figure(
        "one", "A <title> with a unit (%)", "Source: a test", sized(chart, 100), ({"a": 1, "b": 2},)
    )
    assert figure._repr_html_().count("<svg") == 2 and "&lt;title&gt;" in figure._repr_html_()
    for name, begin in (("x.svg", b"<svg"), ("x.png", PNG), ("x.pdf", b"%PDF"), ("x.csv", b"a,b\r\n1,2")):
        figure.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begin)
    with pytest.raises(RunError, match="choose one of these"):
        figure.save(tmp_path / "x.gif")
    with pytest.raises(RunError, match="cannot write"):
        figure.save(tmp_path / "none" / "x.svg")


def test_a_page_without_pngs_does_not_speak_of_them(small, tmp_path, monkeypatch):
    monkeypatch.chdir(small)
    run = detente.load("small.yaml", {"patience": "2"}).run(draws=256, out=tmp_path / "set", flips=0)
    text = detente.show(run).read_text(encoding="utf-8")
    assert not re.search(r'href="data/[^"]*png"', text) and not list(
        (tmp_path / "set" / "data").glob("*.png")
    )
    assert 'detente.load("small.yaml", {"patience": "2"})' in unescape(text)
    assert "--set patience=2" in text


def test_the_python_in_the_manual_is_what_the_report_gives():
    study, run = read("korea-2018"), SimpleNamespace(draws=16384, seed=1, folder="runs/korea-2018")
    figure = Figure("drivers-sooner_is_better", "", "", altair.Chart(), ())
    assert snippet(SimpleNamespace(study=study, run=run), figure) in (DOCS / "report.md").read_text(
        encoding="utf-8"
    )
