"""A typed walk through a call."""

from __future__ import annotations

from simulator.dialogue.rehearsing import rehearse
from simulator.dialogue.state import CallerState, Circumstances, Ending, HeardTurn, ReplyReason
from simulator.scoring.assessment import TurnAssessment, TurnContext
from tests.simulator.dialogue.people import ASK_LIGHT, ASK_SINCE, ATTACK, HELP, OFFER, persona

SCRIPT = {"help": HELP, "since": ASK_SINCE, "light": ASK_LIGHT, "offer": OFFER, "attack": ATTACK}


def assess(line: str, context: TurnContext) -> TurnAssessment:
    assert context.caller_line
    return SCRIPT[line].assessment


def understand(assessment: TurnAssessment, state: CallerState, circumstances: Circumstances) -> HeardTurn:
    assert state.ending is None
    return next(heard for heard in SCRIPT.values() if heard.assessment is assessment)


def test_a_good_walk_is_solved_and_leaves_the_rest_of_the_lines() -> None:
    walk = rehearse(persona(), ["help", "since", "light", "help", "offer", "help", "help"], assess, understand, seed=1)
    assert walk.ending is Ending.SOLVED
    assert walk.facts_reached == ("since", "light")
    assert walk.lines_left == 1
    assert len(walk.path) == len(walk.turns) + 1 == 7
    assert walk.path[-1].together > walk.path[0].together


def test_dots_are_a_silence() -> None:
    walk = rehearse(persona(), ["...", "help", "…"], assess, understand, seed=1)
    assert [turn.reply.reason for turn in walk.turns] == [
        ReplyReason.HURT_SILENCE,
        ReplyReason.EMPATHY,
        ReplyReason.HURT_SILENCE,
    ]
    assert [turn.line for turn in walk.turns] == ["", "help", ""]
    assert walk.ending is None


def test_same_seed_same_walk() -> None:
    lines = ["attack", "help", "since"]
    assert rehearse(persona(), lines, assess, understand, 3) == rehearse(persona(), lines, assess, understand, 3)
