"""Assumptions that the command line fixes."""

from __future__ import annotations

import click


def fixed(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return `NAME=VALUE` pairs as a table."""
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"'{pair}' is not NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs)
