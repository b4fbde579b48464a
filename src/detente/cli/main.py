"""The commands: `detente run`, `check`, `report`, `list`, `show`, `diff`, `outcomes`, `schema` and `new`."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from .. import __version__
from ..ground.faults import DetenteError, RunError, StudyError
from ..ground.json_text import json_text
from .alone import ALONE
from .paths import NAME, PATH
from .settings import fixed

LATE: dict[str, tuple[str, str]] = {
    "backtest": ("backtest", "Score what finished runs forecast against what happened."),
    "export": (
        "export",
        "Write a finished run for Word, Excel, paper, R, Stata, pandas, pyam, Argdown or Gambit.",
    ),
    "bundle": ("bundle", "Write a finished run as one file: study, draws, results, report and hashes."),
    "flip": ("flip", "Seek the nearest point at which claims of a finished run turn, longer or again."),
    "serve": ("serve", "Open a local page: move an assumption and see every verdict answer."),
    "world": ("world", "Make, check and change worlds of your own, and import them from data bases."),
    "verify": ("bundle", "Check a run or a bundle: is it what it says, do its verdicts follow?"),
} | {name: (f"alone.{module}", line) for name, (module, line) in ALONE.items()}
"""Command -> (its module here, one line of help). The module is imported when the command is used; its
command object has the command's name."""

# Else XLA tells the terminal where compiling took it over a second.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

OK, FAULTY, STOPPED, REFUSED = 0, 1, 130, 3
"""Exit codes: done; faults in the study (2 is a wrong command line); a run that cannot start; Ctrl-C."""


class Door(click.Group):
    """Turns every error meant for the user into its text and an exit code; loads models' commands late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *LATE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; one of `LATE` is imported now."""
        if cmd_name not in LATE:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"{__package__}.{LATE[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        rows = {name: command.get_short_help_str(90) for name, command in self.commands.items()}
        rows |= {name: line for name, (_, line) in LATE.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except StudyError as error:
            count = len(error.faults)
            click.echo(f"{error}\n{count} fault{'s' if count > 1 else ''}", err=True)
            sys.exit(FAULTY)
        except RunError as error:
            click.echo(str(error), err=True)
            sys.exit(REFUSED)
        except DetenteError as error:
            click.echo(str(error), err=True)
            sys.exit(FAULTY)
        except KeyboardInterrupt:
            click.echo("stopped; the same command goes on from here", err=True)
            sys.exit(STOPPED)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="detente")
def main() -> None:
    """Put a geopolitical argument to the test: a laboratory of economic statecraft.

    STUDY is the name of a shipped study (see `detente list`) or the path of a study file.

    Exit codes: 0 done, 1 faults in the study, 2 a wrong command line, 3 a run that cannot start or go on,
    130 stopped by Ctrl-C (the same command resumes).
    """


@main.command()
@click.argument("study", type=NAME)
@click.option(
    "--draws",
    type=click.IntRange(1),
    help="How many draws: 16 times a power of two, 256 or more.  [default: 16384]",
)
@click.option("--quick", is_flag=True, help="1,024 draws.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the draws.")
@click.option("--out", type=PATH, help="Folder of the run.  [default: runs/STUDY]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Fix an assumption.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
@click.option(
    "--workers", type=click.IntRange(1), help="Processes.  [default: one, with a thread a processor]"
)
@click.option("--cluster", metavar="ADDRESS", help="Of a Dask scheduler, tcp://HOST:PORT, to compute there.")
@click.option("--replace", is_flag=True, help="Write over another run in the folder.")
@click.option("--no-flips", is_flag=True, help="Do not seek the nearest point at which each claim turns.")
def run(
    study: str,
    draws: int | None,
    quick: bool,
    seed: int,
    out: Path | None,
    settings: tuple[str, ...],
    as_json: bool,
    workers: int | None,
    cluster: str | None,
    replace: bool,
    no_flips: bool,
) -> None:
    """Judge a study's claims and write its report; a stopped run goes on where it was."""
    from ..run import DRAWS, FLIPS, QUICK, load, show
    from .progress import progress
    from .tables import verdicts

    if quick and draws is not None:
        raise click.UsageError("--quick and --draws are both given: keep one")
    if workers and cluster:
        raise click.UsageError("--workers and --cluster are both given: a cluster has its own workers")
    lab = load(study, fixed(settings))
    count = QUICK if quick else DRAWS if draws is None else draws
    flips = 0 if no_flips else FLIPS
    with progress(lab.problem, count, flips, quiet=as_json) as on_progress:
        found = lab.run(
            draws=count,
            seed=seed,
            out=out,
            workers=workers,
            cluster=cluster,
            flips=flips,
            replace=replace,
            on_progress=on_progress,
            tell=lambda words: click.echo(words, err=True),
        )
    page = show(found)
    if as_json:
        click.echo(json_text(found.summary()))
    else:
        verdicts(found, page)


@main.command()
@click.argument("study", type=NAME)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Fix an assumption.")
def check(study: str, settings: tuple[str, ...]) -> None:
    """Read a study back in words, or list every fault of it; computes nothing."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: its threads cost more than check does

    from ..run import load
    from .echo import echo

    click.echo(echo(load(study, fixed(settings)).problem))


@main.command()
@click.argument("study", type=NAME)
@click.option("--out", type=PATH, help="Folder of the run.  [default: runs/STUDY]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
@click.option("--png", is_flag=True, help="Write every figure as PNG, too.")
def report(study: str, out: Path | None, settings: tuple[str, ...], png: bool) -> None:
    """Write the report of a finished run again."""
    from ..run import load, show
    from .finished import finished

    click.echo(show(finished(load(study, fixed(settings)), out), png=png))


@main.command("list")
def list_studies() -> None:
    """List the studies that come with the program."""
    from ..study.read import read, shipped

    for name in shipped():
        click.echo(f"{name:<20} {read(name).question}")


@main.command()
@click.argument("study", type=NAME)
@click.argument("claim")
@click.option("--out", type=PATH, help="Folder of the run.  [default: runs/STUDY]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
def show(study: str, claim: str, out: Path | None, settings: tuple[str, ...]) -> None:
    """Show one CLAIM of a finished run: verdict, drivers, nearest counterexample."""
    from ..ground.faults import did_you_mean
    from ..run import load
    from .finished import finished
    from .tables import one_claim

    lab = load(study, fixed(settings))
    if claim not in lab.problem.study.claims:
        raise click.BadParameter(f"no claim '{claim}'; {did_you_mean(claim, lab.problem.study.claims)}")
    one_claim(finished(lab, out), claim)


@main.command()
@click.argument("first", type=NAME)
@click.argument("second", type=NAME)
@click.option("--all", "everything", is_flag=True, help="Show claims whose verdict did not move, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def diff(first: str, second: str, everything: bool, as_json: bool) -> None:
    """Compare two finished runs: which verdicts moved, what changed, and which change moved them.

    FIRST and SECOND are folders of runs, or studies whose run is in runs/STUDY.
    """
    from ..audit.finished import kept
    from ..compare.compare import compare
    from ..ground.plain import plain
    from .diff import show

    found = compare(kept(first), kept(second))
    if as_json:
        click.echo(json_text(plain(found)))
    else:
        show(found, everything)


@main.command()
@click.argument("study", required=False, type=NAME)
def outcomes(study: str | None) -> None:
    """List the outcomes that a claim may name, with unit, meaning and model."""
    from ..domains.table import DOMAINS
    from ..run import load

    for domain in DOMAINS:
        for outcome in domain.outcomes:
            click.echo(f"{outcome.name}[{', '.join(outcome.labels)}]  ({outcome.unit}, {domain.name})")
            click.echo(f"    {outcome.meaning}")
    if study:
        for axis, labels in load(study).problem.axes.items():
            if labels:
                click.echo(f"{axis}: {', '.join(labels)}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of study files, for editors."""
    from ..bind.schema import study_schema

    click.echo(json_text(study_schema()))


@main.command()
@click.argument("path", type=PATH)
def new(path: Path) -> None:
    """Write a commented starter study, and its schema beside it."""
    from .starter import start

    click.echo(start(path))
