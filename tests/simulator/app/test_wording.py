"""Both languages say the same things, and the code asks for nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import simulator.app
from audio.sound_check import SoundFinding
from simulator.app.call_view import Floor
from simulator.app.progress import Why
from simulator.app.screens.sound_check import SoundStep
from simulator.app.services import Place, PlaceFault, ThemeChoice
from simulator.app.wording import FILES, Wording, ending_in_words
from simulator.dialogue.state import Ending
from simulator.language import Language
from simulator.leary import Octant
from simulator.scoring.scorecard import Criterion
from simulator.sessions.review import VALUES, LabelKind, Verdict
from simulator.sessions.session import Keep

PACKAGE = Path(simulator.app.__file__).parent
COMPUTED = {
    *(f"octant-{octant.value}" for octant in Octant),
    *(f"coach-{octant.value}" for octant in Octant),
    *(f"criterion-{criterion.value}" for criterion in Criterion),
    *(f"language-{language.value}" for language in Language),
    *(f"ending-{ending.value.replace('_', '-')}" for ending in Ending),
    *(f"floor-{floor.value}" for floor in Floor),
    *(f"home-suggest-{why.value}" for why in Why),
    *(f"theme-{theme.name.lower()}" for theme in ThemeChoice),
    *(f"finding-{finding.value}" for finding in SoundFinding),
    *(f"sound-step-{step.value}" for step in SoundStep),
    *(f"sound-now-{step.value}" for step in SoundStep),
    *(f"keep-{keep.value}" for keep in Keep),
    *(f"folder-{folder}" for folder in ("sessions", "callers", "models", "settings")),
    *(f"place-{place.value}{part}" for place in Place for part in ("", "-title", "-what")),
    *(f"place-{kind}-{place.value}" for place in Place for kind in ("chosen", "usual")),
    *(f"place-fault-{fault.value}" for fault in PlaceFault),
    *(f"walk-{walk}" for walk in ("good", "bad", "silent", "jargon")),
    *(f"verdict-{verdict.value}" for verdict in Verdict),
    *(f"label-{kind.value.replace('_', '-')}" for kind in LabelKind),
    *(
        f"label-{kind.value.replace('_', '-')}-{value}"
        for kind, values in VALUES.items()
        for value in values
        if kind is not LabelKind.OCTANT
    ),
}
"""Keys the code puts together from a value."""


class Variables(Visitor):
    """Collects the variables a message is filled with."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (named by the library)
        self.found.add(node.id.name)


def messages(language: str) -> dict[str, frozenset[str]]:
    """Return each message's key with the names of its variables."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((PACKAGE / "locales" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                seen = Variables()
                seen.visit(entry)
                found[entry.id.name] = frozenset(seen.found)
    return found


def used_keys() -> set[str]:
    """Return the keys that stand in the code as text, or follow from the name of a key binding."""
    used: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\bsay\(\s*\"([a-z0-9-]+)\"", code))
        used |= set(re.findall(r"\bsay\(\"[a-z0-9-]+\" if [^,()]+ else \"([a-z0-9-]+)\"", code))
        for name in re.findall(r"\bkey\(\s*\"[^\"]+\",\s*\"[^\"]+\",\s*\"([a-z-]+)\"", code):
            used |= {f"key-{name}", f"tip-{name}"}
    return used


def test_both_languages_have_the_same_messages_with_the_same_variables() -> None:
    assert messages("nl") == messages("en")


def test_every_file_of_a_language_is_read() -> None:
    for language in Language:
        assert {path.name for path in (PACKAGE / "locales" / language.value).iterdir()} == set(FILES)


def test_every_key_in_the_code_exists_and_every_message_is_used() -> None:
    there = set(messages("en"))
    used = used_keys()
    assert used - there == set()
    assert COMPUTED - there == set()
    assert there - used - COMPUTED == set()


def test_an_unknown_key_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError, match="no-such-key"):
        Wording(Language.DUTCH).say("no-such-key")


def test_a_missing_value_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="briefing-rings-you"):
        Wording(Language.DUTCH).say("briefing-rings-you")


def test_values_are_made_harmless() -> None:
    said = Wording(Language.ENGLISH).say("briefing-rings-you", name="A\x1b[31mB\u202e")
    assert said == "A\N{REPLACEMENT CHARACTER}[31mB rings you."


def test_counting_in_both_languages() -> None:
    dutch, english = Wording(Language.DUTCH), Wording(Language.ENGLISH)
    assert dutch.say("home-calls-made", count=1) == "1 gesprek gevoerd"
    assert english.say("home-calls-made", count=2) == "2 calls made"


def test_how_a_call_ended_in_words() -> None:
    assert ending_in_words(None, Wording(Language.DUTCH)) == "afgebroken"
    assert ending_in_words("hung_up", Wording(Language.ENGLISH)) == "caller hung up"
