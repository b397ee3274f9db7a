"""`callsim sessions`: the calls made, read back, reviewed, scored anew, handed on and deleted."""

from __future__ import annotations

from typing import Final

import click

from simulator.cli.commands_on_demand import CommandsOnDemand

COMMANDS: Final = {
    "list": "simulator.cli.sessions.listing:list_sessions",
    "show": "simulator.cli.sessions.listing:show",
    "review": "simulator.cli.sessions.reviewing:review",
    "calibrate": "simulator.cli.sessions.calibrating:calibrate",
    "export": "simulator.cli.sessions.exporting:export",
    "import": "simulator.cli.sessions.importing:import_recording",
    "delete": "simulator.cli.sessions.deleting:delete",
    "rescore": "simulator.cli.sessions.rescoring:rescore",
}
"""Each command and where it is; loaded only when it is used."""


@click.group(cls=CommandsOnDemand, places=COMMANDS)
def sessions() -> None:
    """List the calls made, read one back, review, score anew, export, delete."""
