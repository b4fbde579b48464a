"""The command `detente serve`: a local page to play with a study."""

from __future__ import annotations

import contextlib
import os
import threading
import webbrowser
from pathlib import Path

import click

from .paths import NAME

PASSWORD = "DETENTE_PASSWORD"
"""The environment variable that holds the password of a page that is served beyond this machine."""


@click.command()
@click.argument("study", required=False, type=NAME)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Of the page; 0 takes a free one.  [default: 8420]"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at; see above.")
@click.option("--no-browser", is_flag=True, help="Print the link, and open no browser.")
def serve(study: str | None, port: int | None, host: str, no_browser: bool) -> None:
    """Open a page on which an assumption is moved and every verdict answers; Ctrl-C stops it.

    Without a STUDY the page lists those that come with the program and those of this folder. The link that is
    printed works once, and for this machine alone.

    Another --host lets other machines in. That needs a password, from the variable DETENTE_PASSWORD or asked for here:
    whoever has it can run studies and write study files as you; and nothing is encrypted on the way.
    """
    from ..web.hosts import loopback
    from ..web.serve import door

    home, name = _where(study)
    password = "" if loopback(host) else _password(host)
    found = door(home, study=name, host=host, port=port, password=password, tell=_another)
    click.echo(f"serving {name or 'the studies here'}; Ctrl-C stops")
    if password:
        click.echo(
            f"{host} can be reached from other machines: the password opens the page to anyone who has it"
        )
        click.echo(
            "what goes to and fro is not encrypted; on a network you do not trust, use an SSH tunnel instead"
        )
    click.echo(found.link)
    if not no_browser:
        threading.Timer(0.5, webbrowser.open, [found.link]).start()
    # None comes where the shell that started this ignores Ctrl-C: the server ends by itself then.
    with contextlib.suppress(KeyboardInterrupt):
        found.serve()
    click.echo("stopped")


def _where(study: str | None) -> tuple[Path, str]:
    """Return the folder of studies and the study's name in it. Raises StudyError for one that cannot be read."""
    from ..study.read import read, shipped

    if study is None or study in shipped():
        return Path(), study or ""
    read(study)
    path = Path(study)
    return path.parent, path.name


def _another(link: str) -> None:
    click.echo(f"the link was used; for another browser: {link}")


def _password(host: str) -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    click.echo(f"{host} can be reached from other machines, so the page needs a password.", err=True)
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return password
