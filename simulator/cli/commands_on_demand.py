"""A group of commands each of which is imported when it is asked for, so that the others cost no time at the start."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class CommandsOnDemand(click.Group):
    """A group whose commands are imported when they are asked for.

    Args:
        places: each command and where it is, as 'module:attribute', in the order of the help.
        settings: what click's group takes.
    """

    def __init__(self, *, places: Mapping[str, str], **settings: Any) -> None:  # noqa: ANN401  (click's values)
        super().__init__(**settings)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click calls it so)
        """Return the commands in the order of the list, not of the alphabet."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or None when there is none of that name."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, attribute = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command
