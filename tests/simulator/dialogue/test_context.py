"""What the scorer is told of a call before a turn."""

import random

from simulator.dialogue.context import turn_context
from simulator.dialogue.responding import open_call
from simulator.language import Language
from simulator.scoring.grammar import grammar
from simulator.scoring.jargon import find_jargon
from simulator.scoring.text import Words
from tests.simulator.dialogue.people import persona


def terms(name: str, organisation: str) -> list[str]:
    who = persona(name=name, organisation=organisation, known_terms=["modem"])
    context = turn_context(who, open_call(who, random.Random(1))[0])
    turn = Words.of("Kwispelnet sees Zwijnsvoorde here, and your modem has a VLAN.")
    return [use.term for use in find_jargon(turn, grammar(Language.ENGLISH), context.known_terms, ())]


def test_a_callers_own_name_and_whom_the_call_is_with_are_no_jargon() -> None:
    assert terms("Mieke Zwijnsvoorde", "Kwispelnet") == ["VLAN"]
    assert terms("Pat Example", "") == ["Kwispelnet", "Zwijnsvoorde", "VLAN"]
