"""What the command line takes as a path, and as a name that may be one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from ..ground.faults import RunError
from ..ground.paths import path_of


class PathType(click.Path):
    """A path, in which `~` is the home folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        try:
            return Path(os.fsdecode(super().convert(path_of(value), param, ctx)))
        except RunError as error:
            self.fail(str(error), param, ctx)


class NameType(click.ParamType):
    """The name of a study, a world or a run, or its path, in which `~` is the home folder."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or the path as a text."""
        try:
            return str(path_of(value)) if str(value).startswith(("~", "./~", ".\\~")) else str(value)
        except RunError as error:
            self.fail(str(error), param, ctx)


PATH, THERE, NAME = PathType(path_type=Path), PathType(path_type=Path, exists=True), NameType()
