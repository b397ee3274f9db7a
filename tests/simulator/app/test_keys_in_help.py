"""Every key a screen answers to is in its help, and no screen is without a way back."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import Screen

from simulator.app.app import CallSimApp
from simulator.app.keys import LABEL_PREFIX, TIP_PREFIX
from simulator.app.screens.base import CallSimModal, CallSimScreen, QuickScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.palette import Palette
from simulator.app.screens.ringing import RingingScreen
from simulator.app.wording import Wording
from simulator.language import Language

BASES: set[type[Screen[object]]] = {QuickScreen, CallSimScreen, CallSimModal}
"""What screens are made from."""

WITH_LIBRARYS_KEYS: set[type[Screen[object]]] = {Palette}
"""A list of commands with the keys of any list; that Escape leads out of it is seen on the walk to every screen."""

WAYS_BACK = {"leave", "decline", "hang_up", "answer(False)", "neither"}


def own_screens() -> set[type[Screen[object]]]:
    """Return the screens of this app."""
    import importlib
    import pkgutil

    import simulator.app.screens

    for module in pkgutil.iter_modules(simulator.app.screens.__path__):
        importlib.import_module(f"simulator.app.screens.{module.name}")
    found: set[type[Screen[object]]] = set()
    waiting: list[type[Screen[object]]] = [Screen]
    while waiting:
        each = waiting.pop()
        found.add(each)
        waiting += each.__subclasses__()
    return (
        {screen for screen in found if screen.__module__.startswith("simulator.app.screens")}
        - BASES
        - WITH_LIBRARYS_KEYS
    )


def bindings(screen: type[object]) -> list[Binding]:
    """Return what a screen declares."""
    return [each for each in getattr(screen, "BINDINGS", []) if isinstance(each, Binding)]


def test_every_key_has_a_label_and_a_sentence_in_both_languages() -> None:
    for owner in (CallSimApp, *own_screens()):
        for binding in bindings(owner):
            assert binding.description.startswith(LABEL_PREFIX), (owner, binding)
            for language in Language:
                say = Wording(language).say
                assert say(binding.description)
                assert say(TIP_PREFIX + binding.description.removeprefix(LABEL_PREFIX)).endswith(".")


def test_escape_leads_out_of_every_screen_but_the_first() -> None:
    for screen in own_screens() - {HomeScreen}:
        on_escape = {binding.action for binding in bindings(screen) if "escape" in binding.key.split(",")}
        assert on_escape & WAYS_BACK, screen
    assert RingingScreen in own_screens()


def test_no_key_of_a_screen_means_two_things() -> None:
    for screen in own_screens():
        keys = [name for binding in bindings(screen) for name in binding.key.split(",")]
        assert len(keys) == len(set(keys)), screen
