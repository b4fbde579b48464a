"""Wheels for machines without a network: the right ones are named, and installing from them needs no network."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = runpy.run_path(str(ROOT / "offline.py"))
PLATFORMS, LOCK = OFFLINE["PLATFORMS"], (ROOT / "requirements.lock").read_text(encoding="utf-8")
DEAD = "http://127.0.0.1:9"
"""Where no proxy answers."""


@pytest.mark.parametrize("python", OFFLINE["PYTHONS"])
@pytest.mark.parametrize("name", PLATFORMS)
def test_the_lock_has_one_version_of_all_that_is_required_for_every_machine(name, python):
    answers = PLATFORMS[name].answers(python)
    lock = OFFLINE["locked"](LOCK, answers)
    needed = {one for one, _ in OFFLINE["needed_by"](OFFLINE["wanted"](["import", "cluster"]), answers)}
    assert {"jax", "duckdb", "pymrio", "distributed"} <= needed <= set(lock)
    assert all(one.hashes and all(sum_.startswith("sha256:") for sum_ in one.hashes) for one in lock.values())
    assert ("colorama" in lock) == name.startswith("windows")
    assert lock["jax"].version == lock["jaxlib"].version


def test_versions_follow_the_markers_of_the_lock():
    text = (
        "a==1 ; python_full_version < '3.12' \\\n    --hash=sha256:aa\n"
        "a==2 ; python_full_version >= '3.12' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
        "B.c==3 \\\n    --hash=sha256:dd\n"
    )
    for python, version in (("3.11", "1"), ("3.12", "2"), ("3.13", "2")):
        found = OFFLINE["locked"](text, PLATFORMS["linux-x86_64"].answers(python))
        assert found["a"].version == version and set(found) == {"a", "b-c"}
    assert found["a"].line("a", hashed=True) == "a==2 --hash=sha256:bb --hash=sha256:cc"


def test_markers_and_extras_are_followed_and_what_has_no_wheel_is_named(monkeypatch):
    requires = {
        "a": ["b>=1 ; sys_platform == 'win32'", "c[x]", "d ; extra == 'y'", "e ; python_version < '3.12'"],
        "c": ["f ; extra == 'x'", "g ; extra == 'z'"],
    }
    none = {"f"}

    def metadata(lines, target, python):
        names = {line.partition("==")[0] for line in lines}
        return {name: requires.get(name, []) for name in names - none}, names & none

    closure = OFFLINE["closure"]
    monkeypatch.setitem(closure.__globals__, "metadata", metadata)
    lock = {name: OFFLINE["Locked"]("1", ()) for name in "abcdefg"}
    assert closure(["a"], lock, PLATFORMS["linux-x86_64"], "3.11") == ({"a", "c", "e", "f"}, {"f"})
    assert closure(["a"], lock, PLATFORMS["windows-amd64"], "3.12") == ({"a", "b", "c", "f"}, {"f"})
    lock.pop("b")
    with pytest.raises(OFFLINE["Gap"], match="b is needed on Windows and is not in"):
        closure(["a"], lock, PLATFORMS["windows-amd64"], "3.12")


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_instructions_never_ask_for_a_network(name):
    text = OFFLINE["instructions"](PLATFORMS[name], ["3.11", "3.12"])
    (install,) = [
        line for line in text.splitlines() if "install" in line and "pip" in line and "    " in line
    ]
    assert "--no-index --find-links . detente" in install
    assert ("Scripts\\" in text) == name.startswith("windows")


def test_a_wrong_word_is_told():
    for words, says in ((["--extra", "none"], "no extra 'none'"), (["--platform", "vax"], "invalid choice")):
        done = subprocess.run(
            [sys.executable, str(ROOT / "offline.py"), *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2 and says in done.stderr, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("DETENTE_OFFLINE"), reason="DETENTE_OFFLINE=1 fetches some 200 MB of wheels"
)
def test_what_was_gathered_installs_and_runs_with_the_network_off(tmp_path):
    version = ".".join(map(str, sys.version_info[:2]))
    words = ["--platform", "here", "--python", version, "--out", str(tmp_path / "out")]
    subprocess.run([sys.executable, str(ROOT / "offline.py"), *words], check=True)
    (folder,) = (tmp_path / "out").iterdir()
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line.split()[1] for line in sums} == {one.name for one in folder.glob("*.whl")}
    assert not {one for one in folder.iterdir() if one.suffix in (".gz", ".zip")}
    inside = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    proxies = {f"{kind}_{word}": DEAD for kind in ("http", "https", "all") for word in ("proxy",)}
    apart = {key: value for key, value in os.environ.items() if not re.match("PIP_|PYTHONPATH", key)}
    apart |= (
        proxies | {key.upper(): value for key, value in proxies.items()} | {"PIP_CONFIG_FILE": os.devnull}
    )
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    install = [str(inside / "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-cache-dir"]
    subprocess.run([*install, "--find-links", ".", "detente"], check=True, cwd=folder, env=apart)
    done = subprocess.run(
        [str(inside / "detente"), "list"], check=True, env=apart, cwd=tmp_path, capture_output=True, text=True
    )
    assert "korea-2018" in done.stdout
    listed = subprocess.run(
        [*install[:3], "list", "--format", "freeze"], check=True, env=apart, capture_output=True, text=True
    )
    assert "pytest==" not in listed.stdout and "detente==" in listed.stdout
