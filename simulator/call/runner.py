"""A spoken call as it runs: two threads, one machine, everything that happens announced in order.

The `listen` thread reads the microphone and is the call's heartbeat: every 32 ms it records, detects speech, notices
silence and the end of the caller's line. The `turn` thread does what takes time. Both announce events; the machine
says what an event means; this class carries out the commands. Inline there is only the `listen` thread, and time
(which a fast rehearsal counts in frames) stands still while the caller thinks.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, assert_never

import numpy as np

from audio.endpointing import EndReason, UtteranceEnded
from audio.errors import AudioError
from audio.frames import AudioFrame, SpeechChunk, Utterance, read_only
from audio.ports import Clock
from simulator.call import commands, events
from simulator.call.account import record_of
from simulator.call.announcer import Announcer
from simulator.call.bearing import Bearing, Verdict
from simulator.call.caller_voice import CallerVoice
from simulator.call.commands import CallCommand
from simulator.call.conversation import Conversation, Minds
from simulator.call.equipment import CallSettings, Ears, Mouth
from simulator.call.events import CallEvent
from simulator.call.hearing import Hearing
from simulator.call.keeping import SafeRecorder
from simulator.call.machine import Phase, advance
from simulator.call.meter import LevelMeter
from simulator.call.ports import CallObserver, CallRecorder
from simulator.call.spoken_line import SpokenLine
from simulator.call.standstill import Standing, Standstill
from simulator.call.thinking import HeardSpeech, PreparedAnswer, Thinker
from simulator.call.turns import caller_turn, trainee_turn
from simulator.call.worker import TurnWorker
from simulator.dialogue.responding import hang_up
from simulator.dialogue.state import Circumstances, Ending, HeardTurn
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind
from simulator.scoring.record import CallRecord

__all__ = ["CallRunner", "CallSettings", "Ears", "Mouth"]

_log = logging.getLogger(__name__)

UNFINISHED_S: Final = 2.0
"""How long a trainee who was cut off by a pause may stay silent after it before the turn counts as finished."""

JOIN_S: Final = 5.0
"""How long `close` waits for a thread: longer than any transcription at hand."""


_ANSWERING: Final = frozenset({Phase.THINKING, Phase.PAUSED_THINKING, Phase.PUTTING_THROUGH})
"""When what was thought still counts."""


class CallRunner:
    """One call, from picking up to its end.

    Args:
        persona: who rings.
        ears: microphone, speech detector, recogniser, when a turn is over.
        mouth: voice and speaker.
        clock: shared with microphone and speaker; the call counts from `start`.
        minds: assess and understand what the trainee says.
        seed: of the caller's choices.
        observers: are told every event, one at a time, in order.
        recorder: keeps the sound of both sides; None keeps nothing.
        settings: how the call is held.
        inline: True does all work on the `listen` thread.
    """

    def __init__(
        self,
        persona: Persona,
        ears: Ears,
        mouth: Mouth,
        clock: Clock,
        minds: Minds,
        seed: int = 0,
        observers: Sequence[CallObserver] = (),
        recorder: CallRecorder | None = None,
        settings: CallSettings = CallSettings(),
        inline: bool = False,
    ) -> None:
        self._persona = persona
        self._ears = ears
        self._mouth = mouth
        self._clock = clock
        self._inline = inline
        self._recorder = SafeRecorder(recorder, self._complain)
        self._settings = settings
        self._conversation = Conversation(persona, minds, seed)
        self._thinker = Thinker(self._conversation, ears.transcriber, mouth.voice, self._complain)
        self._voice = CallerVoice(mouth.speaker, self._recorder, self.now_s, lambda: self._origin_s, self._complain)
        self._announcer = Announcer(observers, self._follow, self.now_s)
        self._worker = TurnWorker(inline, self._collapse)
        self._listener = threading.Thread(target=self._listen, name="listen", daemon=True)
        self._hearing = Hearing(ears.detector, ears.endpointing)
        self._bearing = Bearing(persona.turn_taking, settings.barge_in_after_s)
        self._over = threading.Event()
        self._origin_s = 0.0
        self._phase = Phase.RINGING
        self._ending: Ending | None = None
        self._prepared: PreparedAnswer | None = None
        self._waiting: tuple[float, Callable[[], None]] | None = None
        self._parts: list[Utterance] = []
        self._thought = 0
        """Grows when thinking about a turn is given up; work for an older number is thrown away."""
        self._turn_ended_s: float | None = None
        self._quiet_since_s = 0.0
        self._deaf_until_s = 0.0
        self._meter = LevelMeter(settings.level_interval_s)
        self._interrupted = False
        self._breaking_in = False
        self._muted = False
        self._hold_wanted: bool | None = None
        self._end_turn_wanted = False
        self._held_unannounced = False
        self._hold_announced = False
        self._handover_announced = False
        self._transfer_wanted = False
        self._repeat_wanted = False
        self._last_line: SpokenLine | None = None
        self._standstill = Standstill()
        self._standing: Standing | None = None
        self._stood_since_s = 0.0
        self._resumed_s: float | None = None
        self._reported: set[str] = set()

    @property
    def phase(self) -> Phase:
        """Who has the floor."""
        return self._phase

    def now_s(self) -> float:
        """Return the seconds since the phone was picked up; any thread."""
        return self._clock.now_s() - self._origin_s

    def start(self) -> None:
        """Pick up the phone: the clock stands at 0, the threads begin, the caller opens."""
        self._origin_s = self._clock.now_s()
        self._worker.start()
        self._listener.start()

    def hang_up(self) -> None:
        """Put down the phone, as the trainee; any thread. A caller who was ending the call keeps that ending."""
        with self._announcer.lock:
            if self._phase is Phase.ENDED:
                return
            state = self._conversation.state
            self._stop_voice()
            ending = Ending.TRAINEE_HUNG_UP if state is None else hang_up(state).ending
            self._announce(events.CallEnded(self.now_s(), ending))

    def mute(self, muted: bool) -> None:
        """Switch the trainee's microphone off or on; the caller then hears silence. Any thread."""
        with self._announcer.lock:
            if self._phase is not Phase.ENDED and muted is not self._muted:
                self._muted = muted
                self._announce(events.MicrophoneMuted(self.now_s(), muted))

    def hold(self, held: bool) -> None:
        """Put the caller on hold, or take off hold; takes effect with the next frame. Any thread.

        What the trainee is saying is heard first, so that an announced hold counts as announced. While on hold
        neither side hears the other, and nothing is recorded.
        """
        self._hold_wanted = held

    def pause(self) -> None:
        """Let the call stand still, as the trainee in practice; any thread.

        Neither side hears the other, no silence is counted and no turn ends; the clock and the recording go on. A line
        that sounds goes on afterwards with the sentence that was cut.
        """
        self._standstill.pause()

    def resume(self, message: str = "") -> None:
        """Let the call go on, as the trainee; any thread. A device that is away is still waited for."""
        self._standstill.resume(message)

    def device_lost(self, message: str) -> None:
        """Let the call stand still because a device went away; any thread.

        Args:
            message: which, and what to do, as a sentence.
        """
        self._standstill.device_lost(message)

    def device_back(self, message: str) -> None:
        """Let the call go on because a device is back, if no other is away and nobody paused it; any thread."""
        self._standstill.device_back(message)

    def transfer(self) -> None:
        """Put the caller through to the second line: a last line of the caller, and the call is over. Any thread.

        What the trainee is saying is heard first, so that a transfer that was announced counts as announced.
        """
        self._transfer_wanted = True

    def say_again(self) -> None:
        """Let the caller's last line sound once more; nothing while anybody speaks or thinks. Any thread."""
        self._repeat_wanted = True

    def note(self, text: str) -> None:
        """Keep something the trainee wrote down; any thread."""
        with self._announcer.lock:
            if self._phase not in {Phase.RINGING, Phase.ENDED}:
                self._announce(events.NoteTaken(self.now_s(), text))

    def end_turn(self) -> None:
        """Say that the trainee's turn is over, without waiting for silence; any thread."""
        self._end_turn_wanted = True

    def wait(self, timeout_s: float | None = None) -> Ending | None:
        """Block until the call is over; return how it ended, or None when time ran out or trouble cut it short."""
        self._over.wait(timeout_s)
        return self._ending

    @property
    def is_over(self) -> bool:
        """True once `CallEnded` was told to all."""
        return self._over.is_set()

    def record(self) -> CallRecord:
        """Return what was said so far, as it is scored; any thread."""
        return record_of(self._announcer.announced(), self._persona.id, self._persona.language)

    def close(self) -> None:
        """End the call if it is not over, stop the threads, let the devices go. May be called twice; any thread."""
        if self._listener.ident is not None:
            self.hang_up()
        self._ears.microphone.close()
        stopped = self._worker.close(JOIN_S)
        if self._listener.is_alive() and self._listener is not threading.current_thread():
            self._listener.join(JOIN_S)
            stopped = stopped and not self._listener.is_alive()
        if not stopped:
            _log.error("A thread of the call did not stop within %s s", JOIN_S)
        self._mouth.speaker.close()

    # The listen thread.

    def _listen(self) -> None:
        try:
            self._announce(events.CallAnswered(0.0))
            self._worker.work_off()
            for frame in self._ears.microphone.frames():
                if self._phase is Phase.ENDED:
                    break
                self._hear(frame)
                self._worker.work_off()
            if self._phase is not Phase.ENDED:
                self._trouble("The microphone gave no more sound, so the call stopped. Check its plug.", fatal=True)
        except AudioError as error:
            self._trouble(str(error), fatal=True)
        except Exception as error:
            self._collapse(error)

    def _hear(self, frame: AudioFrame) -> None:
        frame = self._as_heard(frame)
        if frame.dropped_samples:
            self._announce(events.FramesDropped(frame.start_s, frame.dropped_samples))
        self._recorder.trainee_frame(frame)
        level = self._meter.measure(frame)
        if level is not None:
            self._announce(level)
        with self._announcer.lock:
            self._grant_requests(frame)
            self._notice_due(frame.end_s)
            self._notice_end_of_line(frame.end_s)
            self._follow_speech(frame)
            self._notice_time(frame.end_s)

    def _as_heard(self, frame: AudioFrame) -> AudioFrame:
        """Return the frame on the call's clock, and without sound while muted, on hold or standing still."""
        unheard = self._muted or self._phase is Phase.ON_HOLD or self._phase.is_paused
        samples = read_only(np.zeros(len(frame.samples), dtype=np.float32)) if unheard else frame.samples
        return replace(frame, samples=samples, start_s=frame.start_s - self._origin_s)

    def _grant_requests(self, frame: AudioFrame) -> None:
        self._stand_still_or_go_on()
        if self._phase.is_paused:
            self._end_turn_wanted = self._repeat_wanted = False
            return
        if self._end_turn_wanted:
            self._end_turn_wanted = False
            self._end_trainee_turn(frame.end_s)
        if (self._hold_wanted is True or self._transfer_wanted) and self._phase is Phase.TRAINEE_SPEAKING:
            self._end_trainee_turn(frame.end_s)
        elif not (self._phase is Phase.THINKING and self._parts):
            self._change_hold()
            self._put_through()
        if self._repeat_wanted:
            self._repeat_wanted = False
            if self._phase is Phase.LISTENING and self._last_line is not None:
                self._announce(events.LineRepeated(self.now_s(), self._last_line.turn_number))

    def _stand_still_or_go_on(self) -> None:
        wanted = self._standstill.now()
        if wanted == self._standing or not (self._phase.can_pause or self._phase.is_paused):
            return
        now_s = self.now_s()
        if self._standing is None:
            self._stood_since_s = now_s
        self._standing = wanted
        if wanted is not None:
            self._announce(events.CallPaused(now_s, wanted.reason, wanted.message))
            self._hearing.reset()
            return
        stood_s = now_s - self._stood_since_s
        self._bearing.stood_still(stood_s)
        if self._turn_ended_s is not None:
            self._turn_ended_s += stood_s
        if self._voice.line is not None and self._voice.line.asked_at_s is not None:
            self._voice.line.asked_at_s += stood_s
        self._resumed_s = now_s
        self._hearing.reset()
        self._announce(events.CallResumed(now_s, self._standstill.goes_on_with()))

    def _change_hold(self) -> None:
        held, self._hold_wanted = self._hold_wanted, None
        if held is None:
            return
        without = {Phase.RINGING, Phase.ON_HOLD, Phase.PUTTING_THROUGH, Phase.CLOSING, Phase.ENDED}
        if held and self._phase not in without:
            self._held_unannounced = self._held_unannounced or not self._hold_announced
            self._announce(events.HoldStarted(self.now_s(), self._hold_announced))
            self._hold_announced = False
        elif not held and self._phase is Phase.ON_HOLD:
            self._hearing.reset()
            self._announce(events.HoldEnded(self.now_s()))

    def _put_through(self) -> None:
        wanted, self._transfer_wanted = self._transfer_wanted, False
        beyond = {Phase.RINGING, Phase.PUTTING_THROUGH, Phase.CLOSING, Phase.ENDED}
        if wanted and self._conversation.state is not None and self._phase not in beyond:
            self._announce(events.TransferStarted(self.now_s(), self._handover_announced))

    def _notice_due(self, now_s: float) -> None:
        if self._waiting is not None and now_s >= self._waiting[0] and not self._phase.is_paused:
            _, job = self._waiting
            self._waiting = None
            self._worker.submit(job)

    def _notice_end_of_line(self, now_s: float) -> None:
        line = self._voice.finished(now_s)
        if line is not None:
            self._end_line(line, line.end_s)

    def _end_line(self, line: SpokenLine, at_s: float) -> None:
        self._deaf_until_s = at_s + self._settings.echo_tail_s
        self._announce(events.CallerSpeechEnded(at_s, line.turn_number))

    def _follow_speech(self, frame: AudioFrame) -> None:
        if self._phase in {Phase.RINGING, Phase.ON_HOLD, Phase.ENDED} or self._phase.is_paused:
            return
        if self._settings.half_duplex and (self._voice.line is not None or frame.start_s < self._deaf_until_s):
            self._hearing.reset()
            return
        ended = self._hearing.hear(frame, math.inf if self._settings.manual_turns else None)
        since_s = self._hearing.speech_since_s
        if since_s is not None and not (self._breaking_in and self._phase is Phase.THINKING):
            if self._phase in {Phase.LISTENING, Phase.THINKING, Phase.CALLER_SPEAKING}:
                self._announce(events.TraineeSpeechStarted(since_s))
            if self._phase is Phase.OVERLAPPING and self._hearing.speech_length_s >= self._bearing.barge_in_after_s:
                self._yield_floor()
        for each in ended:
            self._take_utterance(each)
        self._think_ahead()

    def _yield_floor(self) -> None:
        line = self._voice.line
        if line is not None and not line.breaks_in:
            self._interrupted = self._stop_voice() or self._interrupted

    def _take_utterance(self, ended: UtteranceEnded) -> None:
        utterance = ended.utterance
        match self._phase:
            case Phase.TRAINEE_SPEAKING:
                self._parts.append(utterance)
                if ended.reason is EndReason.SILENCE:
                    self._turn_over(utterance.speech_end_s)
            case Phase.OVERLAPPING if ended.reason is EndReason.SILENCE:
                self._announce(events.TraineeSpeechDismissed(utterance.speech_end_s))
            case _:
                pass

    def _think_ahead(self) -> None:
        """In a pause long enough to hold all that the utterance will hold, hear and answer it already."""
        if self._inline or self._phase is not Phase.TRAINEE_SPEAKING:
            return
        pausing = self._hearing.complete_but_for_silence()
        if pausing is not None:
            thinking = partial(self._think_ahead_of, (*self._parts, pausing), self._circumstances(), self._thought)
            self._worker.submit(thinking)

    def _end_trainee_turn(self, now_s: float) -> None:
        if self._phase is not Phase.TRAINEE_SPEAKING:
            return
        self._parts.extend(each.utterance for each in self._hearing.finish())
        self._turn_over(self._parts[-1].speech_end_s if self._parts else now_s)

    def _turn_over(self, at_s: float) -> None:
        self._bearing.turn_over()
        self._resumed_s = None
        self._turn_ended_s = at_s
        self._announce(events.TraineeTurnEnded(at_s))

    def _notice_time(self, now_s: float) -> None:
        if self._phase is Phase.LISTENING:
            silent_s = now_s - self._quiet_since_s
            if self._bearing.too_silent(silent_s):
                self._announce(events.SilenceNoticed(now_s, silent_s))
        elif self._phase is Phase.TRAINEE_SPEAKING:
            if self._left_unfinished(now_s):
                return
            since_s = self._parts[0].speech_start_s if self._parts else self._hearing.speech_since_s
            match self._bearing.judge(0.0 if since_s is None else now_s - since_s):
                case Verdict.WEIGH:
                    so_far = self._hearing.so_far()
                    said = (*self._parts, so_far) if so_far is not None else tuple(self._parts)
                    self._worker.submit(partial(self._weigh_monologue, said, self._circumstances(), self._thought))
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
            self._announce(events.TraineeSpeechDismissed(now_s))
        return True

    # What an event means.

    def _announce(self, event: CallEvent) -> None:
        self._announcer.announce(event)

    def _follow(self, event: CallEvent) -> None:
        if isinstance(event, events.CallEnded) and self._phase is not Phase.ENDED:
            self._ending = event.ending
        self._phase, orders = advance(self._phase, event)
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
            case commands.SpeakReply():
                self._speak_when_due()
            case commands.StopVoice():
                self._stop_voice()
            case commands.HushVoice():
                self._voice.stand_still()
            case commands.GoOnSpeaking():
                self._go_on_speaking()
            case commands.RepeatLine():
                self._repeat_line()
            case commands.KeepTurnOpen():
                self._parts.extend(each.utterance for each in self._hearing.finish())
            case commands.WatchSilence():
                self._quiet_since_s = self.now_s()
            case commands.EndCall():
                self._announce(events.CallEnded(self.now_s(), self._decided()))
            case commands.AbandonCall():
                self._stop_voice()
                self._announce(events.CallEnded(self.now_s(), None))
            case commands.LetGo():
                self._thought += 1
                self._waiting = None
                self._ears.microphone.close()
                self._over.set()
            case _:
                assert_never(order)

    def _decided(self) -> Ending | None:
        state = self._conversation.state
        return None if state is None else state.ending

    def _answer(self, prepare: Callable[[], PreparedAnswer]) -> None:
        self._worker.submit(partial(self._reply, prepare, self._thought))

    def _speak_when_due(self) -> None:
        line = self._voice.line
        if line is None:
            return
        line.under_way = True
        if line.due_s <= self.now_s():
            self._worker.submit(partial(self._speak, line))
        else:
            self._waiting = (line.due_s, partial(self._speak, line))

    def _go_on_speaking(self) -> None:
        line = self._voice.line
        if line is None:
            return
        for piece in line.go_on():
            self._sound(line, piece)
        if not line.under_way:
            self._speak_when_due()
        elif line.complete and not line.announced:
            self._say_begun(line, self.now_s())

    def _repeat_line(self) -> None:
        last = self._last_line
        if last is None:
            return
        again = SpokenLine(last.turn_number, last.text, self.now_s(), repeats=True, under_way=True, complete=True)
        self._voice.begin(again)
        for piece in last.chunks:
            self._sound(again, piece)
        if not again.announced:
            self._say_begun(again, again.due_s)

    def _stop_voice(self) -> bool:
        """Let the caller fall silent; return whether words that sounded were cut off from words that did not."""
        self._waiting = None
        silenced = self._voice.silence()
        if silenced is None:
            return False
        if silenced.all_sounded:
            self._end_line(silenced.line, silenced.at_s)
            return False
        spoken = silenced.words_spoken
        untold = () if silenced.line.repeats else self._conversation.cut(spoken)
        self._announce(events.CallerInterrupted(silenced.at_s, silenced.line.turn_number, spoken, untold))
        return bool(spoken)

    def _circumstances(self) -> Circumstances:
        return Circumstances(interrupted_caller=self._interrupted, held_unannounced=self._held_unannounced)

    # The turn thread.

    def _think_ahead_of(self, utterances: tuple[Utterance, ...], circumstances: Circumstances, thought: int) -> None:
        still_pausing = self._hearing.speech_end_s == utterances[-1].speech_end_s
        if thought == self._thought and (still_pausing or self._phase in _ANSWERING):
            self._thinker.think_ahead(utterances, circumstances)

    def _weigh_monologue(self, utterances: tuple[Utterance, ...], around: Circumstances, thought: int) -> None:
        heard = self._thinker.hear(utterances, around).heard
        welcome = heard is not None and (heard.assessment.summary.is_summary or heard.offered)
        with self._announcer.lock:
            if thought == self._thought:
                self._bearing.weighed(welcome)

    def _hear_turn(self, thought: int) -> None:
        with self._announcer.lock:
            utterances, circumstances = tuple(self._parts), self._circumstances()
        speech = self._thinker.hear(utterances, circumstances)
        with self._announcer.lock:
            if thought != self._thought or self._phase not in _ANSWERING:
                return
            self._parts.clear()
            if speech.heard is None:
                self._breaking_in = False
                self._thinker.forget()
                self._announce(events.TraineeSpeechDismissed(self.now_s()))
            else:
                self._take_turn(utterances, speech, speech.heard)

    def _take_turn(self, utterances: tuple[Utterance, ...], speech: HeardSpeech, heard: HeardTurn) -> None:
        self._interrupted = self._held_unannounced = False
        self._hold_announced = heard.assessment.shows(ActKind.HOLD_ANNOUNCED)
        self._handover_announced = heard.assessment.shows(ActKind.HANDOVER)
        turn = trainee_turn(self._conversation.next_turn(), utterances, speech, heard)
        self._announce(events.TraineeTurnHeard(turn, heard, speech.transcription_s, speech.assessment_s))
        if not self._phase.is_paused:
            self._change_hold()
            self._put_through()

    def _reply(self, prepare: Callable[[], PreparedAnswer], thought: int) -> None:
        prepared = prepare()
        answer = prepared.answer
        with self._announcer.lock:
            if thought != self._thought or self._phase not in _ANSWERING:
                return
            self._conversation.say(answer)
            self._thinker.forget()
            now_s = self.now_s()
            asked_at_s = self._turn_ended_s
            due_s = now_s if asked_at_s is None else asked_at_s + self._persona.turn_taking.reply_delay_s
            line = SpokenLine(
                self._conversation.next_turn(), answer.reply.text, max(now_s, due_s), asked_at_s, self._breaking_in
            )
            self._voice.begin(line)
            self._last_line = line
            self._prepared = prepared
            self._breaking_in = False
            self._announce(events.CallerReplied(caller_turn(line, answer), answer.state, prepared.synthesis_s))

    def _speak(self, line: SpokenLine) -> None:
        prepared = self._prepared
        for piece in prepared.pieces if prepared is not None else ():
            with self._announcer.lock:
                if line.stopped:
                    return
                self._sound(line, piece)
        with self._announcer.lock:
            line.complete = True
            if not (line.announced or line.stopped or line.stands_still):
                self._say_begun(line, self.now_s())

    def _sound(self, line: SpokenLine, piece: SpeechChunk) -> None:
        start_s = self._voice.sound(line, piece)
        if start_s is not None and not line.announced:
            self._say_begun(line, start_s)

    def _say_begun(self, line: SpokenLine, start_s: float) -> None:
        line.announced = True
        delay_s = 0.0 if line.asked_at_s is None else max(0.0, start_s - line.asked_at_s)
        self._announce(events.CallerSpeechStarted(start_s, line.turn_number, delay_s))

    # Trouble.

    def _complain(self, message: str) -> None:
        self._trouble(message, fatal=False)

    def _trouble(self, message: str, *, fatal: bool) -> None:
        if fatal or message not in self._reported:
            self._reported.add(message)
            self._announce(events.TroubleArose(self.now_s(), message, fatal))

    def _collapse(self, error: Exception) -> None:
        _log.error("The call stopped on a fault in the program", exc_info=error)
        self._trouble(
            f"The call stopped on a fault in the program ({type(error).__name__}: {error}). "
            "What was said until now is kept; start a new call to go on.",
            fatal=True,
        )
