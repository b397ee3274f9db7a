"""A new caller is rehearsed as the program would: the good walk ends well, the bad one worse than it began."""

import dataclasses
import functools

import pytest

from simulator.dialogue.rehearsing import rehearse
from simulator.dialogue.state import Ending
from simulator.dialogue.understanding import Understanding
from simulator.language import Language
from simulator.leary import Octant
from simulator.personas.reader import parse_persona
from simulator.personas.template import new_persona
from simulator.scoring.assessment import TraineeTurn
from simulator.scoring.assessor import Assessor
from simulator.scoring.use_encoder import UseEncoder
from tests.simulator.personas.test_template import ANSWERS


@functools.cache
def encoder():
    return UseEncoder()


@functools.cache
def assessor():
    return Assessor(encoder())


def walked(persona, lines):
    understanding = Understanding(persona, encoder())
    return rehearse(
        persona,
        lines,
        lambda line, context: assessor().assess(TraineeTurn(line), context),
        understanding.understand,
        seed=1,
    )


@pytest.mark.parametrize("octant", list(Octant))
@pytest.mark.parametrize("language", list(Language))
def test_a_new_caller_walks_as_its_rehearsal_says(language, octant):
    persona = parse_persona(new_persona(dataclasses.replace(ANSWERS[language], octant=octant)))
    good = walked(persona, persona.rehearsal.good)
    assert good.ending is Ending.SOLVED
    assert good.path[-1].together > max(0.0, good.path[0].together)
    assert "need" in good.facts_reached
    bad = walked(persona, persona.rehearsal.bad)
    assert bad.ending is not Ending.SOLVED
    assert bad.path[-1].together < bad.path[0].together
