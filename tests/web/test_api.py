"""The JSON routes: what they answer, what they refuse, and that nothing of one visitor reaches another."""

import math
import socket

import httpx
import pytest

from detente.bind.problem import bind
from detente.study.read import parse_study

from .served import STUDY

POINT = f"/api/studies/{STUDY.name}/point"
SAVE = f"/api/studies/{STUDY.name}/save"

OUTSIDE = [
    "..%2fline.yaml",
    "%2e%2e%2fsecret.yaml",
    "%2e%2e",
    ".hidden.yaml",
    "%2fetc%2fpasswd",
    "line.yaml%00",
]
OUTSIDE += ["secret.yaml", "below%2fline.yaml"]
NO_FILES = ["../out.yaml", "/tmp/out.yaml", "a/b.yaml", "a\\b.yaml", "out.txt", ".out.yaml", "con.yaml"]
NO_FILES += ["korea-2018.yaml", "-.yaml"]


def solved(client, **point):
    answer = client.post(POINT, json=point)
    assert answer.status_code == 200, answer.text
    return answer.json()


def value(answer, cell="gas_value[KOR,built]"):
    return answer["cells"][cell][0]


def test_a_point_is_solved_and_told_in_words(site):
    with site.visitor() as client:
        centre, cheap = solved(client), solved(client, values={"lng": 5.5})
    assert centre["claims"]["serves_korea"]["truth"] == "true" and value(centre) > 0
    told = cheap["claims"]["serves_korea"]
    assert told["truth"] == "false" and told["margin"] == pytest.approx(value(cheap)) and value(cheap) < 0
    assert told["words"] == f"by {-told['margin']:.4g} USD bn"
    assert "believed" not in centre["claims"]


def test_a_variant_and_a_move_switched_off_change_the_answer(site):
    with site.visitor() as client:
        centre, market = solved(client), solved(client, values={"rule": "market"})
        off = solved(client, off=["line"])
    assert value(market) != value(centre) and value(off) == 0
    assert value(off, "gas_value[KOR,shipped]") == value(centre, "gas_value[KOR,shipped]") != 0


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ({"values": {"lgn": 5}}, "did you mean 'lng'"),
        ({"values": {"lng": 50}}, "its range is 5 to 14"),
        ({"values": {"lng": "dear"}}, "is to be a number"),
        ({"values": {"lng": True}}, "is to be a number"),
        ({"values": {"rule": "makret"}}, "did you mean 'market'"),
        ({"values": {"rule": 1}}, "no variant"),
        ({"values": [1]}, "a table"),
        ({"off": ["lien"]}, "did you mean 'line'"),
        ({"off": [3]}, "no move '3'"),
        ({"tab": 7}, "`tab` is to be text"),
        ({"tab": "x" * 65}, "`tab` is to be text"),
        ({"valeus": {}}, "no `valeus` is wanted here; did you mean 'values'"),
        ({"values": {"lng": 10**400}}, "is to be a number"),
        ({"tab": 7, "off": 1}, "`off`, a list; `tab` is to be text"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_mends_it(site, point, words):
    with site.visitor() as client:
        answer = client.post(POINT, json=point)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert words in f"{error['what']}; {error['mend']}" and error["mend"]


def test_what_is_no_json_or_no_study_is_refused(site):
    with site.visitor() as client:
        js = {"content-type": "application/json"}
        assert client.post(POINT, content="{", headers=js).status_code == 400
        assert client.post(POINT, content='{"values": {"lng": NaN}}', headers=js).status_code == 400
        assert client.post(POINT, content="[" * 100_000, headers=js).status_code == 400
        twice = client.post(POINT, content='{"values": {"lng": 6, "lng": 7}}', headers=js)
        assert twice.status_code == 400 and "`lng` stands there twice" in twice.json()["error"]["what"]
        half = client.post(POINT, content='{"off": ["\\ud800"]}', headers=js)
        assert half.status_code == 422 and "half of a letter" in half.json()["error"]["what"]
        assert client.post(POINT, content="[]", headers=js).status_code == 422
        assert client.post(POINT, content="{}").status_code == 415
        assert client.post(POINT, json={"version": "older"}).status_code == 409
        assert client.get("/api/studies/nothing/ready").status_code == 404
        assert client.get(POINT).status_code == 405


def test_what_is_not_here_is_told_in_words_and_heads_are_answered_as_ever(site):
    with site.visitor() as client:
        for path in ("/", "/static/page.css", f"/api/studies/{STUDY.name}/ready", "/api/openapi.json"):
            assert client.head(path).status_code == 200 and client.head(path).content == b""
        for path in ("/nothing", "/docs", "/redoc"):
            answer = client.get(path)
            assert answer.status_code == 404 and "There is nothing here." in answer.text
        assert client.get("/api/nothing").json()["error"]["mend"]
        wrong = client.put(POINT, json={})
        assert wrong.status_code == 405 and wrong.headers["allow"] == "POST" and wrong.json()["error"]["what"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_path_leads_out_of_the_folder(site, name, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text(STUDY.read_text(encoding="utf-8"), encoding="utf-8")
    for link, target in (
        (site.home / "secret.yaml", outside),
        (site.home / ".hidden.yaml", site.home / STUDY.name),
    ):
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(target)
        except OSError:
            pytest.skip("this system makes no links")
    with site.visitor() as client:
        assert client.get(f"/api/studies/{name}/ready").status_code == 404
        assert client.get(f"/live/{name}").status_code == 404
        assert "secret" not in client.get("/").text


@pytest.mark.parametrize(
    "file",
    [
        "../out.yaml",
        "/tmp/out.yaml",
        "a/b.yaml",
        "a\\b.yaml",
        "out.txt",
        ".out.yaml",
        "con.yaml",
        "korea-2018.yaml",
        "-.yaml",
    ],
)
def test_a_study_is_written_into_the_folder_alone(site, file):
    before = sorted(site.home.rglob("*"))
    with site.visitor() as client:
        assert client.post(SAVE, json={"file": file, "mark": ""}).status_code == 422
    assert sorted(site.home.rglob("*")) == before


def test_a_saved_point_is_a_study_whose_centre_is_the_point(site):
    point = {"values": {"lng": 6.25, "rule": "market", "cut": 0.31}, "off": ["by_sea"]}
    with site.visitor() as client:
        here = solved(client, **point)
        made = client.post(SAVE, json={**point, "file": "kept.yaml"}).json()
        assert made["written"] and made["left"] == []
        bind(parse_study(made["text"], "kept.yaml"))
        site.ready("kept.yaml")
        answer = client.post("/api/studies/kept.yaml/point", json={}).json()
        names = [one for one in here["cells"] if "shipped" not in one]
        assert [answer["cells"][one][0] for one in names] == pytest.approx(
            [here["cells"][one][0] for one in names]
        )
    (site.home / "kept.yaml").unlink()


def test_a_saved_point_replaces_a_file_only_as_its_writer_has_seen_it(site):
    file, values = site.home / "again.yaml", {"lng": 6.25}
    with site.visitor() as client:
        first = client.post(SAVE, json={"file": file.name}).json()["text"]
        refused = client.post(SAVE, json={"values": values, "file": file.name})
        assert refused.status_code == 409 and refused.json()["error"]["exists"]
        assert file.read_text(encoding="utf-8") == first
        seen = {"values": values, "file": file.name, "mark": refused.json()["error"]["mark"]}
        file.write_text("another's", encoding="utf-8")
        changed = client.post(SAVE, json=seen)
        assert changed.status_code == 409 and "has changed" in changed.json()["error"]["what"]
        assert file.read_text(encoding="utf-8") == "another's"
        made = client.post(SAVE, json={**seen, "mark": changed.json()["error"]["mark"]})
        assert made.status_code == 200 and file.read_text(encoding="utf-8") == made.json()["text"] != first
        assert client.post(SAVE, json={**seen, "mark": "x" * 65}).status_code == 422
    file.unlink()


def test_a_study_with_faults_is_told_with_their_places(site):
    text = STUDY.read_text(encoding="utf-8").replace("uniform: 5 to 14", "uniform: 14 to 5")
    (site.home / "wrong.yaml").write_text(text, encoding="utf-8")
    with site.visitor() as client:
        answer = client.get("/api/studies/wrong.yaml/ready")
        page = client.get("/live/wrong.yaml")
        listed = client.get("/").text
    (site.home / "wrong.yaml").unlink()
    assert answer.status_code == 422 and 10 in [one["line"] for one in answer.json()["error"]["faults"]]
    assert page.status_code == 422 and "line 10" in page.text
    assert "the low end is not below the high end" in listed


def test_the_page_is_told_when_the_file_has_changed(site):
    path = site.home / "changing.yaml"
    path.write_text(STUDY.read_text(encoding="utf-8"), encoding="utf-8")
    with site.visitor() as client:
        version = client.get("/live/changing.yaml").text.partition('data-version="')[2].partition('"')[0]
        site.ready("changing.yaml")
        at = "/api/studies/changing.yaml/point"
        assert client.post(at, json={"version": version}).status_code == 200
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        answer = client.post(at, json={"version": version})
        assert answer.status_code == 409 and answer.json()["error"]["changed"]
    path.unlink()


def test_without_a_cookie_the_api_is_closed(site):
    with httpx.Client(base_url=site.origin, headers={"origin": site.origin}) as stranger:
        assert stranger.post(POINT, json={}).status_code == 401
        assert stranger.get("/api/openapi.json").status_code == 401


def test_numbers_that_are_not_known_are_told_so(site):
    with site.visitor() as client:
        off = solved(client, off=["line", "by_sea"])
    assert all(one[0] is None or math.isfinite(one[0]) for one in off["cells"].values())


def test_an_answers_body_does_not_wait_for_its_head_to_be_acknowledged(site):
    assert site.door.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
