"""The course of a spoken call: what a frame changes, what an event means, who is heard and who answers.

Pure decisions lie elsewhere (the machine, the bearing, the endpointing); here they meet. Everything runs on one of two
threads, with the call's lock held wherever something is decided: `hear` on the `listen` thread, and what takes time as
jobs on the `turn` thread. A third one judges how a turn sounds, beside the recogniser.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, assert_never

from audio.endpointing import EndReason, UtteranceEnded
from audio.frames import AudioFrame, Utterance
from simulator.call import commands, events
from simulator.call.announcer import Announcer
from simulator.call.bearing import Bearing, Verdict
from simulator.call.begun import BegunCall
from simulator.call.caller_voice import CallerVoice
from simulator.call.commands import CallCommand
from simulator.call.conversation import Conversation, Minds
from simulator.call.delivery import Delivery
from simulator.call.equipment import CallSettings, Ears, Mouth
from simulator.call.events import CallEvent
from simulator.call.hearing import Hearing
from simulator.call.intake import Intake
from simulator.call.keeping import SafeRecorder
from simulator.call.machine import Phase, advance
from simulator.call.manners import Manners
from simulator.call.meter import LevelMeter
from simulator.call.pausing import judge_for
from simulator.call.ports import CallObserver, CallRecorder
from simulator.call.spoken_line import SpokenLine
from simulator.call.standstill import Standing, Standstill
from simulator.call.surroundings import Surroundings, Wishes
from simulator.call.thinking import HeardSpeech, PreparedAnswer, Thinker
from simulator.call.turns import caller_turn, trainee_turn
from simulator.call.yielding import Yielding, settings_for
from simulator.dialogue.responding import hang_up
from simulator.dialogue.state import Circumstances, Ending, HeardTurn
from simulator.personas.model import Persona

UNFINISHED_S: Final = 2.0
"""How long a trainee who was cut off by a pause may stay silent after it before the turn counts as finished."""


class Course:
    """One call, frame by frame.

    Args:
        persona: who rings.
        ears: microphone, speech detector, recogniser, when a turn is over.
        mouth: voice and speaker.
        minds: assess and understand what the trainee says.
        seed: of the caller's choices.
        observers: are told every event, one at a time, in order.
        recorder: keeps the sound of both sides; None keeps nothing.
        settings: how the call is held.
        around: clock and threads.
        inline: True when time stands still while the caller thinks.
        begun: the call up to now, where it goes on with one that was begun in another way: the trainee hears the
            caller's last line once more, and has the floor.
    """

    def __init__(
        self,
        persona: Persona,
        ears: Ears,
        mouth: Mouth,
        minds: Minds,
        seed: int,
        observers: Sequence[CallObserver],
        recorder: CallRecorder | None,
        settings: CallSettings,
        around: Surroundings,
        inline: bool,
        begun: BegunCall | None = None,
    ) -> None:
        self._persona = persona
        self._ears = ears
        self._around = around
        self._now_s = around.now_s
        self._worker = around.worker
        self._inline = inline
        self._settings = settings
        safe = SafeRecorder(recorder, self._complain)
        self._conversation = Conversation(persona, minds, seed) if begun is None else begun.conversation
        self._thinker = Thinker(self._conversation, ears.transcriber, mouth.voice, self._complain)
        self.announcer = Announcer(observers, self._follow, self._now_s, () if begun is None else begun.happened)
        self.wishes = Wishes(repeat=begun is not None, half_duplex=settings.half_duplex)
        self.standstill = Standstill()
        self.phase = Phase.RINGING if begun is None else Phase.LISTENING
        self.ending: Ending | None = None
        voice = CallerVoice(mouth.speaker, safe, self._now_s, around.origin_s, self._complain)
        last = None if begun is None else begun.last_line(mouth.voice)
        self._delivery = Delivery(voice, self._worker, self.announcer.lock, self._now_s, self._say_begun, last)
        self._intake = Intake(safe, LevelMeter(settings.level_interval_s), around.origin_s, self.announce)
        self._hearing = Hearing(ears.detector, ears.endpointing)
        self._judge = judge_for(persona, ears, self._complain)
        self._bearing = Bearing(persona.turn_taking, settings.barge_in_after_s)
        self._yielding = Yielding(settings_for(self._bearing.barge_in_after_s), voice.set_gain, self._say_lowered)
        self._parts: list[Utterance] = []
        self._thought = 0
        """Grows when thinking about a turn is given up; work for an older number is thrown away."""
        self._heard_early: tuple[float, Callable[[], None]] | None = None
        """A turn whose words turned out unfinished: when it is over after all, and what is to be done then."""
        self._turn_ended_s: float | None = None
        self._ended_by_silence = False
        self._quiet_since_s = 0.0 if begun is None else begun.at_s
        self._deaf_until_s = 0.0
        self._manners = Manners()
        self._breaking_in = False
        self._standing: Standing | None = None
        self._stood_since_s = 0.0
        self._resumed_s: float | None = None
        self._reported: set[str] = set()

    def announce(self, event: CallEvent) -> None:
        """Tell everyone what happened, and do what it means."""
        self.announcer.announce(event)

    def trouble(self, message: str, *, fatal: bool) -> None:
        """Say that something failed; the same thing once."""
        if fatal or message not in self._reported:
            self._reported.add(message)
            self.announce(events.TroubleArose(self._now_s(), message, fatal))

    def hang_up(self) -> None:
        """End the call as the trainee; a caller who was ending it keeps that ending."""
        with self.announcer.lock:
            if self.phase is Phase.ENDED:
                return
            state = self._conversation.state
            self._stop_voice()
            ending = Ending.TRAINEE_HUNG_UP if state is None else hang_up(state).ending
            self.announce(events.CallEnded(self._now_s(), ending))

    def hear(self, frame: AudioFrame) -> None:
        """Take a microphone frame into account; on the `listen` thread."""
        unheard = self.wishes.muted or self.phase is Phase.ON_HOLD or self.phase.is_paused
        frame = self._intake.take(frame, unheard=unheard)
        with self.announcer.lock:
            self._grant_wishes(frame)
            self._notice_due(frame.end_s)
            self._follow_speech(frame)
            self._notice_time(frame.end_s)

    # What was asked for.

    def _grant_wishes(self, frame: AudioFrame) -> None:
        wishes = self.wishes
        self._stand_still_or_go_on()
        if self.phase.is_paused:
            wishes.end_turn = wishes.repeat = False
            return
        if wishes.end_turn:
            wishes.end_turn = False
            self._end_trainee_turn(frame.end_s)
        if (wishes.hold is True or wishes.transfer) and self.phase is Phase.TRAINEE_SPEAKING:
            self._end_trainee_turn(frame.end_s)
        elif not (self.phase is Phase.THINKING and self._parts):
            self._change_hold()
            self._put_through()
        if wishes.repeat:
            wishes.repeat = False
            if self.phase is Phase.LISTENING and self._delivery.last is not None:
                self.announce(events.LineRepeated(self._now_s(), self._delivery.last.turn_number))

    def _stand_still_or_go_on(self) -> None:
        wanted = self.standstill.now()
        if wanted == self._standing or not (self.phase.can_pause or self.phase.is_paused):
            return
        now_s = self._now_s()
        if self._standing is None:
            self._stood_since_s = now_s
        self._standing = wanted
        if wanted is not None:
            self.announce(events.CallPaused(now_s, wanted.reason, wanted.message))
            self._hearing.reset()
            return
        stood_s = now_s - self._stood_since_s
        self._bearing.stood_still(stood_s)
        if self._turn_ended_s is not None:
            self._turn_ended_s += stood_s
        line = self._delivery.line
        if line is not None and line.asked_at_s is not None:
            line.asked_at_s += stood_s
        self._resumed_s = now_s
        self._hearing.reset()
        self.announce(events.CallResumed(now_s, self.standstill.goes_on_with()))

    def _change_hold(self) -> None:
        held, self.wishes.hold = self.wishes.hold, None
        if held is None:
            return
        without = {Phase.RINGING, Phase.ON_HOLD, Phase.PUTTING_THROUGH, Phase.CLOSING, Phase.ENDED}
        if held and self.phase not in without:
            self.announce(events.HoldStarted(self._now_s(), self._manners.put_on_hold()))
        elif not held and self.phase is Phase.ON_HOLD:
            self._hearing.reset()
            self.announce(events.HoldEnded(self._now_s()))

    def _put_through(self) -> None:
        wanted, self.wishes.transfer = self.wishes.transfer, False
        beyond = {Phase.RINGING, Phase.PUTTING_THROUGH, Phase.CLOSING, Phase.ENDED}
        if wanted and self._conversation.state is not None and self.phase not in beyond:
            self.announce(events.TransferStarted(self._now_s(), self._manners.handover_announced))

    # What time brings.

    def _notice_due(self, now_s: float) -> None:
        """Begin what is due, and notice a line that has sounded to its end."""
        if self.phase.is_paused:
            return
        self._delivery.notice_due(now_s)
        line = self._delivery.finished(now_s)
        if line is not None:
            self._end_line(line, line.end_s)
        if self._heard_early is not None and now_s >= self._heard_early[0]:
            _, job = self._heard_early
            self._heard_early = None
            self._worker.submit(job)

    def _end_line(self, line: SpokenLine, at_s: float) -> None:
        self._yielding.over()
        self._deaf_until_s = at_s + self._settings.echo_tail_s
        self.announce(events.CallerSpeechEnded(at_s, line.turn_number))

    def _notice_time(self, now_s: float) -> None:
        if self.phase is Phase.LISTENING:
            silent_s = now_s - self._quiet_since_s
            if self._bearing.too_silent(silent_s):
                self.announce(events.SilenceNoticed(now_s, silent_s))
        elif self.phase is Phase.TRAINEE_SPEAKING and not self._left_unfinished(now_s):
            since_s = self._parts[0].speech_start_s if self._parts else self._hearing.speech_since_s
            match self._bearing.judge(0.0 if since_s is None else now_s - since_s):
                case Verdict.WEIGH:
                    so_far = self._hearing.so_far()
                    said = (*self._parts, so_far) if so_far is not None else tuple(self._parts)
                    self._worker.submit(
                        partial(self._weigh_monologue, said, self._manners.circumstances(), self._thought)
                    )
                case Verdict.BREAK_IN:
                    self._breaking_in = True
                    self._end_trainee_turn(now_s)
                case Verdict.LISTEN:
                    pass

    def _left_unfinished(self, now_s: float) -> bool:
        """End a turn that a pause cut in two when the trainee does not go on with it; tell whether it was."""
        if self._resumed_s is None or self._hearing.speech_since_s is not None or self._settings.manual_turns:
            return False
        if now_s - max(self._resumed_s, self._hearing.speech_end_s) < UNFINISHED_S:
            return False
        if self._parts:
            self._turn_over(self._resumed_s)
        else:
            self.announce(events.TraineeSpeechDismissed(now_s))
        return True

    # The trainee speaks.

    def _follow_speech(self, frame: AudioFrame) -> None:
        if self.phase in {Phase.RINGING, Phase.ON_HOLD, Phase.ENDED} or self.phase.is_paused:
            return
        if self.wishes.half_duplex and (self._delivery.line is not None or frame.start_s < self._deaf_until_s):
            self._hearing.reset()
            return
        ended = self._hearing.hear(frame, self._end_silence_s())
        since_s = self._hearing.speech_since_s
        if since_s is not None and not (self._breaking_in and self.phase is Phase.THINKING):
            if self.phase in {Phase.LISTENING, Phase.THINKING, Phase.CALLER_SPEAKING}:
                self.announce(events.TraineeSpeechStarted(since_s))
            if self.phase is Phase.OVERLAPPING and not self._delivery.sounds:
                # Not a word was heard yet, so nobody is interrupted: the trainee goes on, and keeps the floor.
                self._yield_floor()
        interruptible = self.phase in {Phase.CALLER_SPEAKING, Phase.OVERLAPPING} and self._delivery.sounds
        if interruptible and self._delivery.can_be_stopped and self._yielding.watch(frame, self._hearing.probability):
            self._yield_floor()
        for each in ended:
            self._take_utterance(each)
        self._think_ahead()

    def _end_silence_s(self) -> float:
        return math.inf if self._settings.manual_turns else self._judge.end_silence_s(self._hearing.speech_end_s)

    def _yield_floor(self) -> None:
        if self._delivery.can_be_stopped:
            self._manners.interrupted = self._stop_voice() or self._manners.interrupted

    def _take_utterance(self, ended: UtteranceEnded) -> None:
        utterance = ended.utterance
        match self.phase:
            case Phase.TRAINEE_SPEAKING:
                self._parts.append(utterance)
                if ended.reason is EndReason.SILENCE:
                    self._turn_over(utterance.speech_end_s, by_silence=True)
            case Phase.OVERLAPPING if ended.reason is EndReason.SILENCE:
                self.announce(events.TraineeSpeechDismissed(utterance.speech_end_s))
            case _:
                pass

    def _think_ahead(self) -> None:
        """In a pause long enough to hold all that the utterance will hold, judge, hear and answer it already.

        Where time stands still while the caller thinks, nothing is gained by thinking ahead: there only the sound is
        judged, since it decides how long to wait.
        """
        if self.phase is not Phase.TRAINEE_SPEAKING or (self._inline and not self._judge.listens):
            return
        pausing = self._hearing.complete_but_for_silence()
        if pausing is None:
            return
        so_far = (*self._parts, pausing)
        judging = self._judge.listen if self._inline else self._judge.follow_melody
        self._around.judge.submit(partial(judging, so_far))
        if not self._inline:
            self._worker.submit(partial(self._think_ahead_of, so_far, self._manners.circumstances(), self._thought))

    def _end_trainee_turn(self, now_s: float) -> None:
        if self.phase is not Phase.TRAINEE_SPEAKING:
            return
        self._parts.extend(each.utterance for each in self._hearing.finish())
        self._turn_over(self._parts[-1].speech_end_s if self._parts else now_s)

    def _turn_over(self, at_s: float, *, by_silence: bool = False) -> None:
        self._bearing.turn_over()
        self._resumed_s = None
        self._turn_ended_s = at_s
        self._ended_by_silence = by_silence
        silence_s = max(0.0, self._now_s() - at_s)
        self.announce(events.TraineeTurnEnded(at_s, silence_s, self._judge.sounds_complete if by_silence else None))

    # What an event means.

    def _follow(self, event: CallEvent) -> None:
        if isinstance(event, events.CallEnded) and self.phase is not Phase.ENDED:
            self.ending = event.ending
        self.phase, orders = advance(self.phase, event)
        for order in orders:
            self._carry_out(order)

    def _carry_out(self, order: CallCommand) -> None:
        match order:
            case commands.SpeakOpening():
                self._answer(partial(self._thinker.prepare, self._conversation.opening))
            case commands.HearTurn():
                self._worker.submit(partial(self._hear_turn, self._thought))
            case commands.AnswerTurn(heard=heard):
                self._answer(partial(self._thinker.answer_to, heard))
            case commands.AnswerSilence(silent_s=silent_s):
                self._turn_ended_s = None
                choose = partial(self._conversation.answer_silence, silent_s)
                self._answer(partial(self._thinker.prepare, choose))
            case commands.AnswerTransfer(announced=announced):
                self._turn_ended_s = None
                self._answer(partial(self._thinker.prepare, partial(self._conversation.answer_transfer, announced)))
            case commands.TakeTurnBack():
                self._thought += 1
                self._heard_early = None
            case commands.SpeakReply():
                self._delivery.speak()
            case commands.StopVoice():
                self._stop_voice()
            case commands.HushVoice():
                self._yielding.over()
                self._delivery.stand_still()
            case commands.GoOnSpeaking():
                self._delivery.go_on()
            case commands.RepeatLine():
                self._delivery.repeat()
            case commands.KeepTurnOpen():
                self._parts.extend(each.utterance for each in self._hearing.finish())
            case commands.WatchSilence():
                self._quiet_since_s = self._now_s()
            case commands.EndCall():
                state = self._conversation.state
                self.announce(events.CallEnded(self._now_s(), None if state is None else state.ending))
            case commands.AbandonCall():
                self._stop_voice()
                self.announce(events.CallEnded(self._now_s(), None))
            case commands.LetGo():
                self._thought += 1
                self._heard_early = None
                self._delivery.forget()
                self._ears.microphone.close()
                self._around.over()
            case _:
                assert_never(order)

    def _answer(self, prepare: Callable[[], PreparedAnswer]) -> None:
        self._worker.submit(partial(self._reply, prepare, self._thought))

    def _stop_voice(self) -> bool:
        """Let the caller fall silent; return whether words that sounded were cut off from words that did not."""
        silenced = self._delivery.silence()
        self._yielding.over()
        if silenced is None:
            return False
        if silenced.all_sounded:
            self._end_line(silenced.line, silenced.at_s)
            return False
        spoken = silenced.words_spoken
        untold = () if silenced.line.repeats else self._conversation.cut(spoken)
        self.announce(events.CallerInterrupted(silenced.at_s, silenced.line.turn_number, spoken, untold))
        return bool(spoken)

    # The turn thread.

    def _think_ahead_of(self, utterances: tuple[Utterance, ...], circumstances: Circumstances, thought: int) -> None:
        if self._gone_on(utterances, thought):
            return
        speech = self._thinker.hear(utterances, circumstances)
        self._judge.read(utterances, speech.text, speech.closes, speech.last_word)
        if self._judge.lacks_words(utterances[-1].speech_end_s):
            self._around.judge.submit(partial(self._judge.listen, utterances))
        if not self._gone_on(utterances, thought):
            self._thinker.think_ahead(utterances, circumstances)

    def _gone_on(self, utterances: tuple[Utterance, ...], thought: int) -> bool:
        still_pausing = self._hearing.speech_end_s == utterances[-1].speech_end_s
        return thought != self._thought or not (still_pausing or self.phase.takes_answers)

    def _weigh_monologue(self, utterances: tuple[Utterance, ...], around: Circumstances, thought: int) -> None:
        heard = self._thinker.hear(utterances, around).heard
        welcome = heard is not None and (heard.assessment.summary.is_summary or heard.offered)
        with self.announcer.lock:
            if thought == self._thought:
                self._bearing.weighed(welcome)

    def _hear_turn(self, thought: int) -> None:
        with self.announcer.lock:
            utterances, circumstances = tuple(self._parts), self._manners.circumstances()
        speech = self._thinker.hear(utterances, circumstances)
        with self.announcer.lock:
            if thought != self._thought or not self.phase.takes_answers:
                return
            if self._hears_more_coming(utterances, speech, thought):
                return
            self._parts.clear()
            if speech.heard is None:
                self._breaking_in = False
                self._thinker.forget()
                self.announce(events.TraineeSpeechDismissed(self._now_s()))
            else:
                self._take_turn(utterances, speech, speech.heard)

    def _hears_more_coming(self, utterances: tuple[Utterance, ...], speech: HeardSpeech, thought: int) -> bool:
        """Put a turn off whose words, known only now, are unfinished: the trainee may only be thinking."""
        if self._inline or not self._ended_by_silence or not utterances:
            return False
        self._judge.read(utterances, speech.text, speech.closes, speech.last_word)
        spoken_until_s = utterances[-1].speech_end_s
        over_s = spoken_until_s + self._judge.end_silence_s(spoken_until_s)
        if self._now_s() >= over_s:
            return False
        self._heard_early = (over_s, partial(self._hear_turn, thought))
        return True

    def _take_turn(self, utterances: tuple[Utterance, ...], speech: HeardSpeech, heard: HeardTurn) -> None:
        self._manners.turn_taken(heard.assessment)
        turn = trainee_turn(self._conversation.next_turn(), utterances, speech, heard)
        self.announce(events.TraineeTurnHeard(turn, heard, speech.transcription_s, speech.assessment_s))
        if not self.phase.is_paused:
            self._change_hold()
            self._put_through()

    def _reply(self, prepare: Callable[[], PreparedAnswer], thought: int) -> None:
        prepared = prepare()
        answer = prepared.answer
        with self.announcer.lock:
            if thought != self._thought or not self.phase.takes_answers:
                return
            self._conversation.say(answer)
            self._thinker.forget()
            now_s = self._now_s()
            asked_at_s = self._turn_ended_s
            due_s = now_s if asked_at_s is None else asked_at_s + self._persona.turn_taking.reply_delay_s
            line = SpokenLine(
                self._conversation.next_turn(), answer.reply.text, max(now_s, due_s), asked_at_s, self._breaking_in
            )
            self._yielding.over()
            self._delivery.take_up(line, prepared)
            self._breaking_in = False
            replied = events.CallerReplied(
                caller_turn(line, answer), answer.state, prepared.synthesis_s, prepared.choosing_s
            )
            self.announce(replied)

    def _say_begun(self, line: SpokenLine, start_s: float) -> None:
        delay_s = 0.0 if line.asked_at_s is None else max(0.0, start_s - line.asked_at_s)
        self.announce(events.CallerSpeechStarted(start_s, line.turn_number, delay_s))

    def _say_lowered(self, lowered: bool) -> None:
        self.announce(events.VoiceLowered(self._now_s(), lowered))

    def _complain(self, message: str) -> None:
        self.trouble(message, fatal=False)
