from __future__ import annotations

import pytest

from simulator.call.conversation import Conversation
from simulator.dialogue.state import CallerReply, Circumstances
from tests.simulator.call.stage import caller, minds


def opened(seed: int = 1) -> Conversation:
    persona = caller()
    conversation = Conversation(persona, minds(persona), seed)
    conversation.say(conversation.opening())
    return conversation


def ask(conversation: Conversation, text: str) -> CallerReply:
    answer = conversation.answer(conversation.take(conversation.assess(text)))
    conversation.say(answer)
    return answer.reply


def test_choosing_an_answer_changes_nothing_until_it_is_said() -> None:
    conversation = opened()
    before = conversation.state
    heard = conversation.take(conversation.assess("Since when is it down?"))
    first, second = conversation.answer(heard), conversation.answer(heard)
    assert first.reply == second.reply
    assert conversation.state == before
    conversation.say(first)
    assert conversation.state is not None
    assert conversation.state.told == ("since",)


def test_an_answer_thrown_away_leaves_no_trace_in_what_follows() -> None:
    straight, wavering = opened(), opened()
    wavering.answer(wavering.take(wavering.assess("You people must wait.")))
    wavering.answer_silence(9.0)
    for text in ("What colour is the light?", "Whatever.", "Whatever.", "Since when is it down?"):
        assert ask(straight, text) == ask(wavering, text)
    assert straight.state == wavering.state


@pytest.mark.parametrize(
    ("words", "untold"),
    [
        ("", ("since",)),
        ("It has", ("since",)),
        ("It has been", ("since",)),
        ("It has been down", ()),
        ("It has been down since Monday", ()),
    ],
)
def test_a_fact_is_told_once_half_of_it_could_be_understood(words: str, untold: tuple[str, ...]) -> None:
    conversation = opened()
    assert ask(conversation, "Since when is it down?").text == "It has been down since Monday morning."
    assert conversation.cut(words) == untold
    assert conversation.state is not None
    assert conversation.state.told == tuple(fact for fact in ("since",) if fact not in untold)
    assert conversation.state.used[-1] == (words or caller().lines.opening[0])


def test_nobody_answers_before_the_phone_was_picked_up() -> None:
    persona = caller()
    conversation = Conversation(persona, minds(persona), 1)
    with pytest.raises(RuntimeError, match="before having opened"):
        conversation.answer_silence(5.0)
    assert conversation.cut("It has") == ()


def test_circumstances_reach_the_caller() -> None:
    conversation = opened()
    heard = conversation.take(conversation.assess("Whatever."), Circumstances(interrupted_caller=True))
    assert heard.circumstances.interrupted_caller
    assert conversation.answer(heard).reply.text in caller().lines.on_interruption
