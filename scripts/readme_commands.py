"""Write the README's list of commands from the commands themselves: `python scripts/readme_commands.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from simulator.cli.main import callsim

README: Final = Path(__file__).resolve().parent.parent / "README.md"
BLOCK: Final = re.compile(r"(<!-- commands:begin -->\n).*?(<!-- commands:end -->)", re.DOTALL)


def commands_text() -> str:
    """Return every command with its arguments, options and first sentence, as Markdown."""
    with click.Context(callsim, info_name="callsim") as context:
        rows = "".join(f"{row}\n" for row in _rows(callsim, context))
    return f"```\n{rows}```\n"


def with_commands(readme: str) -> str:
    """Return the README with its list of commands made anew."""
    return BLOCK.sub(lambda found: found[1] + commands_text() + found[2], readme)


def _rows(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        with click.Context(command, info_name=name, parent=context) as below:
            if isinstance(command, click.Group):
                yield from _rows(command, below)
                continue
            arguments = [p.make_metavar(below) for p in command.params if isinstance(p, click.Argument)]
            options = [max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)]
            yield " ".join([below.command_path, *arguments])
            yield f"    {command.get_short_help_str(200)}"
            yield f"    {' '.join(options)}"


if __name__ == "__main__":
    README.write_text(with_commands(README.read_text(encoding="utf-8")), encoding="utf-8")
