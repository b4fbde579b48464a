"""The commands `detente bundle` and `detente verify`: a run in one file, and whether a run is what it says."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from .paths import NAME, PATH, THERE

UNSOUND = 4
"""The exit code where a check fails."""


@click.command()
@click.argument("run", type=NAME)
@click.option("--out", type=PATH, help="The file.  [default: STUDY.detente.zip]")
def bundle(run: str, out: Path | None) -> None:
    """Write a finished run as one file: study, draws, results, report, versions and hashes.

    RUN is the folder of a run, or a study whose run is in runs/STUDY.
    """
    from rich.filesize import decimal

    from ..audit.bundle import pack
    from ..audit.finished import kept

    opened = kept(run)
    target = out or Path(f"{opened.manifest.fingerprint.study}.detente.zip")
    click.echo(f"{target}  {decimal(pack(opened.folder, target))}")


@click.command()
@click.argument("run", type=THERE)
@click.option(
    "--again", type=click.IntRange(0), default=1, show_default=True, help="Batches to compute again."
)
@click.option("--out", type=PATH, help="Keep what a bundle holds in this folder.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
def verify(run: Path, again: int, out: Path | None, settings: tuple[str, ...]) -> None:
    """Check a run, a folder or a bundle: is it what it says, and do its verdicts follow from its draws?

    The hashes of its files, the assumptions of every draw against the seed, the share of every claim against
    the draws, and a batch of draws computed again with every model. Exit code 4 where a check fails.
    """
    from ..audit.bundle import unpack
    from ..audit.finished import kept
    from ..audit.verify import verify as checks
    from ..bind.problem import bind
    from ..bind.setting import fix
    from ..run import evaluator
    from .settings import fixed

    if run.is_dir() and out:
        raise click.UsageError("--out is where a bundle's files go, and this is a folder: leave it out")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as passing:
        folder = run if run.is_dir() else out or Path(passing)
        if folder != run:
            unpack(run, folder)
            click.echo("ok      bundle: every file is what it was when the bundle was made")
        opened, sound = kept(folder), True
        problem = bind(fix(opened.study, fixed(settings))) if opened.problem and opened.study else None
        for one in checks(opened, problem, evaluator, again):
            sound &= one.sound
            click.echo(f"{'ok' if one.sound else 'WRONG':<8}{one.what}: {one.found}")
    if not sound:
        sys.exit(UNSOUND)
