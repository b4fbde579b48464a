"""Paste real output into the manual between its marks: run `python docs/paste.py`; a test holds the pages to it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import re
import runpy
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner
from ruamel.yaml import YAML

from detente.bind.moves import ALIASES
from detente.bind.problem import bind
from detente.cli.main import main
from detente.domains.gas.described import TERMS
from detente.domains.move import Argument, arguments
from detente.domains.table import DOMAINS, moves
from detente.ground.faults import StudyError
from detente.solve.evaluate import keep_compiled
from detente.study.read import parse_study
from detente.world.measures import read_measures

RANGES = {domain.name: domain.ranges for domain in DOMAINS if domain.ranges()}

DOCS = Path(__file__).resolve().parent
PAGES = [
    DOCS / "moves.md",
    *sorted((DOCS / "moves").glob("*.md")),
    *sorted((DOCS / "studies").glob("*.md")),
    DOCS / "tutorial.md",
    DOCS / "python.md",
    DOCS / "diff.md",
    DOCS / "options.md",
    DOCS / "how-to" / "own-world.md",
    DOCS / "how-to" / "import.md",
]
MARK = re.compile(
    r"(?P<open><!-- paste: (?P<what>[^\n]+?) -->\n)(?P<old>.*?)(?P<close><!-- end -->)", re.DOTALL
)
PASSING = (
    (re.compile(r"\d+\.\d s\b"), "0.0 s"),
    (re.compile(r"about \d+ s on"), "about 0 s on"),
    (re.compile(r"\\"), "/"),
    (re.compile(r" \(kept from an earlier import of the same files\)"), ""),
)
"""What differs from run to run, and from machine to machine: times, and how paths are written."""
WIDTH = "100"
STUDY = """
study: example
question: What does the move change?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, KOR, PRK]
claims: {told: {says: The start world is there., holds: "real_income[USA, start] > -1"}}
"""
"""What a page's few lines of YAML need to be a whole study; it comes after them, so that lines keep their numbers."""
FORMS = {
    "number": "a number or an expression",
    "economy": "a code",
    "economies": "a code or a list",
    "industries": "a code or a list",
    "pair": "`[A, B]`, each a code or a list",
    "authority": "a code",
    "words": "a word",
    "line": "a line's name",
    "line or plan": "a line's name, or a table",
    "owner": "a code",
    "supply": "a name",
    "market": "a code",
    "lengths": "a table, `{MNG: 960 km}`",
    "price rule": "a rule, or a `choice` of rules",
    "by economy": "a table, `{CHN: 0.8, others: 1}`",
}
NUMBERS = ("number", "by economy", "lengths")


def numbers(table: str) -> str:
    """Return the numbers that an option takes by name, with range and unit."""
    rows = [
        f"| `{one.name}` | {one.meaning} | {one.low:g} to {one.high:g} | {one.mid:g} | {one.unit} |"
        for one in RANGES[table]().values()
    ]
    return "\n".join(["| name | what it is | range | middle | unit |", "|---|---|---|---|---|", *rows, ""])


def filled(page: Path) -> str:
    """Return a page with everything between its marks as it is now."""
    keep_compiled()
    text = page.read_text(encoding="utf-8")
    with workplace():
        return MARK.sub(
            lambda mark: mark["open"] + pasted(mark["what"], text[: mark.start()]) + mark["close"], text
        )


@contextlib.contextmanager
def workplace() -> Iterator[None]:
    """Work in a new folder that holds the tutorial's files."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.chdir(folder):
        for file in (*(DOCS / "tutorial").glob("*.yaml"), *(DOCS / "examples").glob("*.csv")):
            shutil.copy(file, folder)
        yield


def pasted(what: str, before: str) -> str:
    """Return what a mark stands for; `before` is the page above it."""
    word, _, rest = what.partition(" ")
    makers: dict[str, Callable[[], str]] = {
        "moves": index,
        "in_force": lambda: measures(dt.date.fromisoformat(rest)),
        "arguments": lambda: table(arguments(moves()[rest]), defaults(moves()[rest])),
        "numbers": lambda: numbers(rest),
        "terms": lambda: table(TERMS, {}),
        "output": lambda: fence("text", output(last_block(before, "python"))),
        "faults": lambda: fence("text", faults(last_block(before, "yaml"))),
        "file": lambda: fence("yaml", Path(rest).read_text(encoding="utf-8")),
        "write": lambda: written(rest, before),
        "run": lambda: output(last_block(before, "python")),
        "detente": lambda: fence("text", f"$ {what}\n{command(rest)}"),
    }
    return makers[word]()


def index() -> str:
    """Return the table of the kinds of move."""
    rows = [
        f"| [`{name}`](moves/{name}.md) | {kind.meaning} | {named(kind)} |" for name, kind in moves().items()
    ]
    return "\n".join(["| kind | what it is | arguments |", "|---|---|---|", *rows, ""])


def named(kind: type) -> str:
    """Return the names of a kind's arguments."""
    return ", ".join(f"`{name}`" for name in arguments(kind))


def defaults(kind: type) -> dict[str, object]:
    """Return what a kind's arguments are if they are left out."""
    return {field.name: field.default for field in dataclasses.fields(kind)}


def table(known: dict[str, Argument], missing: dict[str, object]) -> str:
    """Return a table of arguments."""
    rows = [row(name, spec, missing.get(name)) for name, spec in known.items()]
    head = ["| argument | is written | unit | if left out | meaning |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def row(name: str, spec: Argument, default: object) -> str:
    """Return the line of one argument."""
    also = [f"`{word}`" for word, plural in ALIASES.items() if plural == name]
    words = f"`{name}`" + (f" (or {', '.join(also)})" if also else "")
    unit = spec.unit if spec.kind in NUMBERS else ""
    missing = "a fault" if spec.needed else "" if default is None else f"{default:g}"
    return f"| {words} | {FORMS.get(spec.kind, spec.kind)} | {unit} | {missing} | {spec.meaning} |"


def measures(date: dt.date) -> str:
    """Return the table of the measures that are in force on a date."""
    head = [
        "| since | authority | North Korea's | with | industry | share | |",
        "|---|---|---|---|---|---|---|",
    ]
    words = {"export": "exports", "import": "imports", "both": "exports and imports"}
    rows = [
        f"| {one.date} | {one.authority}, {one.name} | {words[one.direction]} | {one.partner} | {one.industry} "
        f"| {one.share:g} | {'*cap* ' * one.is_cap}{one.note} |"
        for one in read_measures(date)
    ]
    return "\n".join([*head, *rows, ""])


def last_block(text: str, language: str) -> str:
    """Return the last fenced block of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[-1]


def written(file: str, text: str) -> str:
    """Write the last fenced block into a file, as the reader is asked to; it needs no output."""
    block = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)[-1]
    Path(file).write_text(block, encoding="utf-8", newline="\n")
    return ""


def fence(language: str, text: str) -> str:
    """Return text as a fenced block, without blanks at the ends of its lines."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return f"```{language}\n{lines}\n```\n"


def output(code: str) -> str:
    """Run a page's Python and return what it prints."""
    file = Path("example.py")
    file.write_text(code, encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        runpy.run_path(str(file))
    return printed.getvalue()


def command(line: str) -> str:
    """Run a command of `detente` and return what it prints; what is no message for the user is raised."""
    environment = {"COLUMNS": WIDTH, "NO_COLOR": "1", "FORCE_COLOR": None, "TERM": "dumb"}
    return CliRunner().invoke(main, shlex.split(line), env=environment, catch_exceptions=False).output


def faults(lines: str) -> str:
    """Return the faults of a few lines of a study about moves; empty if there is none."""
    given = YAML(typ="safe").load(lines)
    worlds = "" if "worlds" in given else f"worlds: {{changed: [{', '.join(given['moves'])}]}}\n"
    try:
        bind(parse_study(lines + STUDY + worlds, "my.yaml"))
    except StudyError as error:
        return str(error)
    return ""


def lasting(text: str) -> str:
    """Return a page without what differs from run to run."""
    for pattern, same in PASSING:
        text = pattern.sub(same, text)
    return text


def paste() -> None:
    """Bring every page up to date; a page that differs in passing things only is left alone."""
    for page in PAGES:
        new = filled(page)
        if lasting(new) != lasting(page.read_text(encoding="utf-8")):
            page.write_text(new, encoding="utf-8")
            print("pasted into", page.name, file=sys.stderr)


if __name__ == "__main__":
    paste()
