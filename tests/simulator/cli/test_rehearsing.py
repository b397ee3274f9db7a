"""Rehearsals at the command line: what a walk that breaks its promise is told as."""

from __future__ import annotations

import string

import pytest

from simulator.cli.rehearsing import FAULTS, WALK_NAMES, WALKS, typed_faults, typed_walk
from simulator.dialogue.walk_faults import WalkFault
from simulator.language import Language


@pytest.mark.parametrize("language", list(Language))
def test_every_fault_is_a_sentence_about_its_walk(language):
    assert set(FAULTS[language]) == set(WalkFault)
    assert set(WALK_NAMES[language]) == set(WALKS)
    for sentence in FAULTS[language].values():
        assert [name for _, name, _, _ in string.Formatter().parse(sentence) if name] == ["walk"]


def test_a_walk_that_breaks_its_promise_says_so_in_the_language_asked_for(shipped_personas):
    from simulator.cli.composition import make_minds
    from simulator.personas.reader import load_persona

    loaded = load_persona(shipped_personas / "amy-missing-bin.persona.yaml")
    minds = make_minds(loaded.persona)
    lines = ["..."]
    english = typed_walk(loaded, "good", lines, minds, 1)
    dutch = typed_walk(loaded, "good", lines, minds, 1, Language.DUTCH)
    assert english.fault == "the good rehearsal is not solved"
    assert dutch.fault == "het goede proefgesprek wordt niet opgelost"
    persona = loaded.persona.model_copy(
        update={"rehearsal": loaded.persona.rehearsal.model_copy(update={"good": ("...",), "bad": (), "silent": ()})}
    )
    assert ("good", english.fault) in typed_faults(persona, minds)
