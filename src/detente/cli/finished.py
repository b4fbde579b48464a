"""A run that is kept in a folder, opened again."""

from __future__ import annotations

from pathlib import Path

import click

from ..audit.records import Judgement
from ..run import Laboratory


def finished(lab: Laboratory, out: Path | None) -> Judgement:
    """Return the judgement of a run, finishing it if it was stopped. Raises RunError where there is none."""
    return lab.open(out, tell=lambda words: click.echo(words, err=True))
