"""`callsim sessions`: the calls made, read back, reviewed, scored anew, handed on and deleted."""

from __future__ import annotations

import importlib
from typing import Final

import click

COMMANDS: Final = {
    "list": "listing:list_sessions",
    "show": "listing:show",
    "review": "reviewing:review",
    "calibrate": "calibrating:calibrate",
    "export": "exporting:export",
    "import": "importing:import_recording",
    "delete": "deleting:delete",
    "rescore": "rescoring:rescore",
}
"""Each command and where it is; loaded only when it is used."""


class SessionCommands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click calls it so)
        """Return the commands in the order of the list, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or None when there is none of that name."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, attribute = target.split(":")
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), attribute)
        return command


@click.group(cls=SessionCommands)
def sessions() -> None:
    """List the calls made, read one back, review, score anew, export, delete."""
