"""The words of the interface in the person's language, from Fluent files.

A key that does not exist is a fault of the program and raises; a test holds both languages against each other
and against the keys the code uses.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from simulator.app.plain import plain
from simulator.language import Language

FILES = ("general.ftl", "screens.ftl", "keys.ftl", "coach.ftl", "trainer.ftl")
"""The files of each language, in simulator/app/locales/<language>/."""

REGIONS: Final = {Language.DUTCH: "nl-NL", Language.ENGLISH: "en-GB"}
"""Whose dates and numbers are used: the callers are Dutch and British."""

MAX_VALUE: Final = 900
"""Longer texts among the values are cut: Fluent refuses a placeable of more than 1000 characters."""


@lru_cache(maxsize=2)
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([REGIONS[language]], use_isolating=False)
    folder = files("simulator.app") / "locales" / language.value
    for name in FILES:
        bundle.add_resource(FluentResource((folder / name).read_text(encoding="utf-8")))
    return bundle


class Wording:
    """Says things in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._messages = _bundle(language)
        self._said: dict[str, str] = {}
        """Messages without values, which are the same each time."""

    def say(self, key: str, **values: object) -> str:
        """Return the message with its values filled in.

        Texts among the values are made harmless for a terminal first.

        Raises:
            KeyError: there is no such message in this language.
            ValueError: a value the message needs is missing.
        """
        if not values and key in self._said:
            return self._said[key]
        if not self._messages.has_message(key):
            raise KeyError(f"There is no message {key!r} in the {self.language.value} interface.")
        pattern = self._messages.get_message(key).value
        if pattern is None:
            raise KeyError(f"The message {key!r} is empty in the {self.language.value} interface.")
        given = {name: _cut(plain(value)) if isinstance(value, str) else value for name, value in values.items()}
        text, faults = self._messages.format_pattern(pattern, given)
        if faults:
            raise ValueError(f"The message {key!r} could not be filled in: {faults[0]}")
        if not values:
            self._said[key] = str(text)
        return str(text)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"


def ending_in_words(ending: str | None, wording: Wording) -> str:
    """Return how a call ended; None is a call cut short."""
    return wording.say("ending-cut-short" if ending is None else f"ending-{ending.replace('_', '-')}")
