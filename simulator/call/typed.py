"""A call without sound: the trainee types, the caller's words appear; the same events, machine and conversation.

Time is reckoned, not measured, so that the same lines give the same record: both sides speak at
`spoken_line.WORDS_A_SECOND` (150 words a minute), the trainee begins `THINKING_S` after the caller's last word, and
the caller answers after the persona's own reply delay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from simulator.call import commands, events
from simulator.call.account import record_of
from simulator.call.announcer import Announcer
from simulator.call.begun import BegunCall
from simulator.call.conversation import Answer, Conversation, Minds
from simulator.call.events import CallEvent
from simulator.call.machine import Phase, advance
from simulator.call.ports import CallObserver
from simulator.call.spoken_line import speaking_time_s
from simulator.dialogue.rehearsing import says_nothing
from simulator.dialogue.responding import hang_up
from simulator.dialogue.state import CallerReply, Circumstances, Ending
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind
from simulator.scoring.record import CallRecord, Side, TurnRecord

THINKING_S: Final = 0.5
"""How long a typing trainee is reckoned to wait before speaking: an ordinary gap between speakers in a phone call."""


class TypedCall:
    """One typed call; every method returns when the caller has answered.

    Args:
        persona: who rings.
        minds: assess and understand what the trainee types.
        seed: of the caller's choices.
        observers: are told every event, as in a spoken call.
    """

    def __init__(self, persona: Persona, minds: Minds, seed: int = 0, observers: Sequence[CallObserver] = ()) -> None:
        self._persona = persona
        self._conversation = Conversation(persona, minds, seed)
        self._announcer = Announcer(observers, self._follow, self.now_s)
        self._phase = Phase.RINGING
        self._now_s = 0.0
        self._asked_at_s: float | None = None
        self._reply: CallerReply | None = None
        self._ending: Ending | None = None
        self._handover_announced = False
        self._last: events.CallerReplied | None = None

    @property
    def phase(self) -> Phase:
        """Who has the floor: `LISTENING` between lines, `ENDED` after the last."""
        return self._phase

    @property
    def is_over(self) -> bool:
        """True once the call has ended."""
        return self._phase is Phase.ENDED

    @property
    def ending(self) -> Ending | None:
        """How the call ended; None while it goes on."""
        return self._ending

    def now_s(self) -> float:
        """Return the reckoned seconds since the phone was picked up."""
        return self._now_s

    def open(self) -> CallerReply | None:
        """Pick up the phone; return the caller's first line."""
        return self._answered(events.CallAnswered(0.0))

    def say(self, text: str) -> CallerReply | None:
        """Say something; return what the caller says to it, or None when the call is over.

        Args:
            text: what the trainee says; `SILENCE_MARK` or nothing at all is a silence.
        """
        said = " ".join(text.split())
        self.resume()
        if says_nothing(said):
            return self.silence()
        if self.is_over:
            return None
        begins_s = self._now_s + THINKING_S
        self._announcer.announce(events.TraineeSpeechStarted(begins_s))
        self._now_s = begins_s + speaking_time_s(said)
        self._asked_at_s = self._now_s
        self._announcer.announce(events.TraineeTurnEnded(self._now_s))
        assessment = self._conversation.assess(said)
        self._handover_announced = assessment.shows(ActKind.HANDOVER)
        heard = self._conversation.take(assessment, Circumstances())
        turn = TurnRecord(
            number=self._conversation.next_turn(),
            side=Side.TRAINEE,
            text=said,
            start_s=begins_s,
            end_s=self._now_s,
            assessment=assessment,
        )
        return self._answered(events.TraineeTurnHeard(turn, heard))

    def silence(self) -> CallerReply | None:
        """Say nothing for as long as this caller bears; return what the caller says to that."""
        if self.is_over:
            return None
        self.resume()
        silent_s = self._persona.turn_taking.silent_s
        self._now_s += silent_s
        self._asked_at_s = None
        return self._answered(events.SilenceNoticed(self._now_s, silent_s))

    def transfer(self) -> CallerReply | None:
        """Put the caller through to the second line; return the caller's last words, or None when the call is over."""
        if self.is_over or self._conversation.state is None:
            return None
        self.resume()
        self._asked_at_s = None
        return self._answered(events.TransferStarted(self._now_s, self._handover_announced))

    def say_again(self) -> None:
        """Let the caller's last line be heard once more."""
        if self._phase is Phase.LISTENING and self._last is not None:
            number = self._last.turn.number
            self._announcer.announce(events.LineRepeated(self._now_s, number))
            self._announcer.announce(events.CallerSpeechStarted(self._now_s, number, 0.0))
            self._now_s += speaking_time_s(self._last.turn.text)
            self._announcer.announce(events.CallerSpeechEnded(self._now_s, number))

    def pause(self) -> None:
        """Let the call stand still; reckoned time stands still between lines anyway."""
        if self._phase.can_pause:
            self._announcer.announce(events.CallPaused(self._now_s, events.PauseReason.TRAINEE))

    def resume(self, message: str = "") -> None:
        """Let the call go on; whoever says something while it stands still resumes it, too."""
        if self._phase.is_paused:
            self._announcer.announce(events.CallResumed(self._now_s, message))

    def note(self, text: str) -> None:
        """Keep something the trainee wrote down."""
        if self._phase is not Phase.RINGING:
            self._announcer.announce(events.NoteTaken(self._now_s, text))

    def hang_up(self) -> None:
        """Put down the phone, as the trainee."""
        if not self.is_over:
            state = self._conversation.state
            ending = Ending.TRAINEE_HUNG_UP if state is None else hang_up(state).ending
            self._announcer.announce(events.CallEnded(self._now_s, ending))

    def begun(self) -> BegunCall:
        """Return the call as it stands, to be gone on with by voice; this one is not to be gone on with any more."""
        return BegunCall(self._conversation, self._announcer.announced(), self._now_s)

    def record(self) -> CallRecord:
        """Return what was said so far, as it is scored."""
        return record_of(self._announcer.announced(), self._persona.id, self._persona.language)

    def _answered(self, event: CallEvent) -> CallerReply | None:
        self._reply = None
        self._announcer.announce(event)
        return self._reply

    def _follow(self, event: CallEvent) -> None:
        if isinstance(event, events.CallEnded) and self._phase is not Phase.ENDED:
            self._ending = event.ending
        self._phase, orders = advance(self._phase, event)
        for order in orders:
            match order:
                case commands.SpeakOpening():
                    self._speak(self._conversation.opening())
                case commands.AnswerTurn(heard=heard):
                    self._speak(self._conversation.answer(heard))
                case commands.AnswerSilence(silent_s=silent_s):
                    self._speak(self._conversation.answer_silence(silent_s))
                case commands.AnswerTransfer(announced=announced):
                    self._speak(self._conversation.answer_transfer(announced))
                case commands.EndCall():
                    state = self._conversation.state
                    ending = None if state is None else state.ending
                    self._announcer.announce(events.CallEnded(self._now_s, ending))
                case _:
                    pass

    def _speak(self, answer: Answer) -> None:
        self._conversation.say(answer)
        self._reply = answer.reply
        delay_s = 0.0 if self._asked_at_s is None else self._persona.turn_taking.reply_delay_s
        begins_s = self._now_s + delay_s
        ends_s = begins_s + speaking_time_s(answer.reply.text)
        turn = TurnRecord(
            number=self._conversation.next_turn(),
            side=Side.CALLER,
            text=answer.reply.text,
            start_s=begins_s,
            end_s=ends_s,
            position=answer.state.position,
            facts_told=answer.reply.facts_told,
            reason=answer.reply.reason.value,
        )
        self._last = events.CallerReplied(turn, answer.state)
        self._announcer.announce(self._last)
        self._announcer.announce(events.CallerSpeechStarted(begins_s, turn.number, delay_s))
        self._now_s = ends_s
        self._announcer.announce(events.CallerSpeechEnded(ends_s, turn.number))
