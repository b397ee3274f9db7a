"""Ctrl+P: what can be done, found by typing."""

from __future__ import annotations

from textual.command import CommandPalette

from simulator.app.screens.base import QuickScreen


class Palette(CommandPalette, QuickScreen[None]):
    """The library's list of commands, opened as quickly as the app's own screens."""
