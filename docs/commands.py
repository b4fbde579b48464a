"""Paste the help of every command into `docs/commands.md`: run `python docs/commands.py`."""

from pathlib import Path

import click

from detente.cli.main import main

PAGE = Path(__file__).with_name("commands.md")


def page() -> str:
    """Return the page."""
    parts = ["# Commands\n", "Pasted by `python docs/commands.py`.\n", _help(main, "detente")]
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        parts.append(_help(command, f"detente {name}"))
        if isinstance(command, click.Group):
            parts += [
                _help(command.commands[sub], f"detente {name} {sub}") for sub in sorted(command.commands)
            ]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    settings = dict(main.context_settings, max_content_width=100, terminal_width=100)
    context = click.Context(command, info_name=name, **settings)
    return f"## {name}\n\n```\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
