"""From the last sample of a trainee's turn to the first sample of the caller's voice, in real time; and a plain loop.

The turns are recorded clips of people where the shared folder is given, and whole lines spoken by a voice of this
computer, said into the scripted microphone of the real call, one after each line of the caller; the speaker keeps time
by the wall clock. What a sound card adds on both sides (about 50 ms together) is not in it. Only finished sentences
count: a clip whose transcript does not end in a full stop, question or exclamation mark breaks off, or nobody says that
it does not. Waiting for more is right there; such clips come last and have a row of their own.

The plain loop hears the same turns in the same run: 0.7 s of silence end a turn, then faster-whisper with its own
defaults, then the same answer, then the whole line synthesised, then played.
"""

from __future__ import annotations

import os
import resource
import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audio.endpointing import EndpointSettings, EndpointState, UtteranceEnded, advance
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Samples, read_only
from audio.scripted import FrameClock, Pace, ScriptedMicrophone, SilentSpeaker
from benchmarks.turn_cases import is_finished, lines, room, spoken, trimmed
from simulator.call import events
from simulator.call.conversation import Conversation
from simulator.call.likely_lines import likely_sentences
from simulator.call.runner import CallRunner, Ears, Mouth

if TYPE_CHECKING:
    from audio.ports import Voice
    from audio.vad import SileroDetector
    from benchmarks.transcription import Clip
    from benchmarks.turn_cases import Speech
    from simulator.call.conversation import Minds
    from simulator.cli.spoken_call import Speech as CallSpeech
    from simulator.personas.model import Persona

PLAIN_SILENCE_S: Final = 0.7
WAITS_S: Final = 0.4
ANSWER_LIMIT_S: Final = 12.0
SHORTEST_S: Final = 1.0
LONGEST_S: Final = 8.0
RECORDED: Final = "clip "
UNFINISHED: Final = "part "
KINDS: Final = {"recorded": RECORDED, "spoken": "line ", "not finished": UNFINISHED}
"""What a turn's name begins with, by what it is."""
STAGES: Final = ("silence_s", "transcription_s", "assessment_s", "choosing_s", "synthesis_s")
STOLEN: Final = 8
"""Which word of the first line of /proc/stat counts the time that the host gave to others (proc(5): 'steal')."""

RINGS_S: Final = 10.0
"""So long the telephone rings before the call."""


class WallClock(FrameClock):
    """Real time, for a scripted microphone that hears in real time: finer than the count of its frames."""

    def __init__(self) -> None:
        super().__init__()
        self._began_s = time.monotonic()

    def now_s(self) -> float:
        """Return the seconds since it was made; any thread."""
        return time.monotonic() - self._began_s


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as it was answered; all in seconds."""

    text: str
    gap_s: float
    silence_s: float
    sounds_complete: float | None
    transcription_s: float
    assessment_s: float
    choosing_s: float
    synthesis_s: float


class _Trainee:
    """An observer that says the next turn when the caller has spoken, and hangs up after the last."""

    def __init__(self, microphone: ScriptedMicrophone, turns: Sequence[tuple[str, Speech]]) -> None:
        self._microphone = microphone
        self._turns = list(turns)
        self._runner: CallRunner | None = None
        self.ends: list[tuple[str, float]] = []
        self.events: list[Any] = []

    def attend(self, runner: CallRunner) -> None:
        self._runner = runner

    def notice(self, event: Any) -> None:  # noqa: ANN401
        if isinstance(event, events.MicrophoneLevelMeasured):
            return
        self.events.append(event)
        if isinstance(event, events.CallerSpeechEnded | events.TraineeSpeechDismissed):
            self._next()

    def _next(self) -> None:
        if not self._turns:
            if self._runner is not None:
                self._runner.hang_up()
            return
        text, speech = self._turns.pop(0)
        begins_s = self._microphone.say(speech.samples, SPEECH_RATE_HZ, after_s=WAITS_S)
        self.ends.append((text, begins_s + speech.end / SPEECH_RATE_HZ))


def turns_of(voice: Voice, language: str, detector: SileroDetector, count: int) -> list[tuple[str, Speech]]:
    """Return whole lines as a voice says them."""
    found = []
    for before, after in lines(language)[:count]:
        text = f"{before} {after}"
        speech = trimmed(spoken(voice, text), detector)
        if speech is not None:
            found.append((f"{KINDS['spoken']}{text}", speech))
    return found


def recorded_turns(clips: Sequence[Clip], detector: SileroDetector) -> list[tuple[str, Speech]]:
    """Return recorded clips of a turn's length, each with where its speech ends; finished sentences or not."""
    found = []
    for clip in clips:
        speech = trimmed(clip.samples, detector)
        if speech is not None and SHORTEST_S <= speech.end / SPEECH_RATE_HZ <= LONGEST_S:
            kind = RECORDED if is_finished(clip.transcript) else UNFINISHED
            found.append((f"{kind}{clip.file}", speech))
    return found


def endless(persona: Persona) -> Persona:
    """Return a caller who stays on the line whatever is said, bears long silences, and waits in pauses as is usual.

    A caller who breaks in on monologues sooner or later than others also waits less or more in pauses
    (`simulator.call.bearing`); of the pauses benchmark it is the usual one too.
    """
    usual = type(persona.turn_taking)()
    taking = persona.turn_taking.model_copy(
        update={"silent_s": ANSWER_LIMIT_S, "breaks_in_after_s": usual.breaks_in_after_s}
    )
    return persona.model_copy(update={"patience": 100_000, "max_turns": 100_000, "turn_taking": taking})


def measure_call(
    persona: Persona, speech: CallSpeech, minds: Minds, turns: Sequence[tuple[str, Speech]]
) -> tuple[list[Turn], list[Any]]:
    """Hold a call in real time; return the turns that were answered, and all that happened."""
    from audio.vad import SileroDetector

    clock = WallClock()
    microphone = ScriptedMicrophone(clock, Pace.REAL_TIME)
    trainee = _Trainee(microphone, turns)
    ahead = () if speech.ahead is None else (speech.ahead,)
    runner = CallRunner(
        endless(persona),
        Ears(microphone, SileroDetector(), speech.transcriber, completion=speech.completion),
        Mouth(speech.voice, SilentSpeaker(clock)),
        clock,
        minds,
        observers=(trainee, *ahead),
    )
    trainee.attend(runner)
    runner.start()
    runner.wait(len(turns) * 40.0)
    runner.close()
    if speech.ahead is not None:
        speech.ahead.close()
    return answered(trainee.events, trainee.ends), trainee.events


def answered(happened: Sequence[Any], ends: Sequence[tuple[str, float]]) -> list[Turn]:
    """Return the answered turns with their stages; a turn the caller cut into has a gap below zero and is left out."""
    found: list[Turn] = []
    ended = heard = replied = None
    for event in happened:
        match event:
            case events.TraineeTurnEnded():
                ended = event
            case events.TraineeTurnHeard():
                heard = event
            case events.CallerReplied():
                replied = event
            case events.CallerSpeechStarted(at_s=at_s) if heard is not None and ended is not None and replied:
                text, end_s = min(ends, key=lambda each: abs(each[1] - heard.turn.end_s))
                found.append(
                    Turn(
                        text,
                        at_s - end_s,
                        ended.silence_s,
                        ended.sounds_complete,
                        heard.transcription_s,
                        heard.assessment_s,
                        replied.choosing_s,
                        replied.synthesis_s,
                    )
                )
                heard = None
            case _:
                pass
    return found


def measure_plain(
    persona: Persona,
    minds: Minds,
    voice: Voice,
    model_folder: Path,
    language: str,
    turns: Sequence[tuple[str, Speech]],
    detector: SileroDetector,
    threads: int,
) -> list[Turn]:
    """Answer the same turns with a plain loop."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(model_folder), device="cpu", compute_type="int8", cpu_threads=threads)
    list(model.transcribe(np.zeros(SPEECH_RATE_HZ, np.float32), language=language)[0])
    conversation = Conversation(endless(persona), minds, 0)
    conversation.say(conversation.opening())
    found = []
    for text, speech in turns:
        known_s, sound = _end_known(speech, detector)
        began_s = time.perf_counter()
        segments, _ = model.transcribe(sound, language=language)
        said = " ".join(segment.text.strip() for segment in segments)
        heard_s = time.perf_counter()
        taken = conversation.take(conversation.assess(said or "..."))
        assessed_s = time.perf_counter()
        answer = conversation.answer(taken)
        conversation.say(answer)
        chosen_s = time.perf_counter()
        list(voice.synthesize(answer.reply.text))
        spoken_s = time.perf_counter()
        found.append(
            Turn(
                text,
                known_s + spoken_s - began_s,
                known_s,
                None,
                heard_s - began_s,
                assessed_s - heard_s,
                chosen_s - assessed_s,
                spoken_s - chosen_s,
            )
        )
    return found


def _end_known(speech: Speech, detector: SileroDetector) -> tuple[float, Samples]:
    """Return how long after the last sample 0.7 s of silence are known, and what was heard until then."""
    whole = np.concatenate([room(0.3), speech.samples, room(PLAIN_SILENCE_S + 0.5)])
    end_s = 0.3 + speech.end / SPEECH_RATE_HZ
    detector.reset()
    state = EndpointState(EndpointSettings(end_silence_ms=PLAIN_SILENCE_S * 1000.0))
    known_s, heard = PLAIN_SILENCE_S, read_only(speech.samples)
    for start in range(0, len(whole) - FRAME_SAMPLES, FRAME_SAMPLES):
        frame = AudioFrame(read_only(whole[start : start + FRAME_SAMPLES]), start / SPEECH_RATE_HZ)
        state, happened = advance(state, detector.probability(frame), frame)
        for each in happened:
            if isinstance(each, UtteranceEnded):
                known_s, heard = frame.end_s - end_s, each.utterance.samples
    return known_s, heard


def run(
    persona: Persona,
    speech: CallSpeech,
    minds: Minds,
    trainee_voice: Voice,
    model_folder: Path,
    clips: Sequence[Clip],
    *,
    count: int,
    threads: int,
    ahead: bool,
) -> dict[str, Any]:
    """Return the gaps of both ways, with their stages."""
    from audio.vad import SileroDetector

    language = persona.language.value
    detector = SileroDetector()
    recorded = recorded_turns([clip for clip in clips if clip.speech and clip.language == language], detector)
    finished = [each for each in recorded if each[0].startswith(RECORDED)][: count // 2]
    unfinished = [each for each in recorded if each[0].startswith(UNFINISHED)][: count // 2]
    turns = [*finished, *turns_of(trainee_voice, language, detector, count)][:count] + unfinished
    if ahead:
        # The lines that 'callsim personas prepare' speaks.
        if speech.ahead is not None:
            speech.ahead.rest()
        speech.voice.prepare(likely_sentences(persona, None))
    elif speech.ahead is not None:
        # It rings; meanwhile the first lines are spoken.
        speech.ahead.start()
        threading.Event().wait(RINGS_S)
    speech.voice.kept.begun.clear()
    cpu = _Load()
    ours, happened = measure_call(persona, speech, minds, turns)
    load = cpu.so_far()
    plain = measure_plain(
        persona, minds, speech.voice.engine or speech.voice, model_folder, language, turns, detector, threads
    )
    there = first_sentences_there(happened, speech.voice.kept.begun)
    gaps, plain_gaps = ([each.gap_s for each in _finished(turns)] for turns in (ours, plain))
    return {
        "turns": len(turns),
        "answered": len(ours),
        "lines_ahead": ahead,
        "rings_s": 0.0 if ahead else RINGS_S,
        "first_sentences_there": there,
        "smart_turn": speech.completion is not None,
        **rows_of("callsim", ours),
        **rows_of("plain", plain),
        "times_shorter": statistics.median(plain_gaps) / statistics.median(gaps) if gaps else None,
        "cut_off": sum(each.gap_s < 0.0 for each in ours) + max(0, _heard_turns(happened) - len(turns)),
        **load,
        "each": [[each.text, round(each.gap_s, 3), round(each.silence_s, 3), each.sounds_complete] for each in ours],
    }


def first_sentences_there(happened: Sequence[Any], begun: Iterable[tuple[str, bool]]) -> list[bool]:
    """Return, for each line the caller said to a turn, whether its first sentence was there when it was wanted.

    Args:
        happened: the events of the call.
        begun: the lines asked of the voice, in order, each with whether its first sentence was kept.
    """
    asked: dict[str, bool] = {}
    for line, kept in begun:
        # A line thought of in a pause is asked for again when it is due; what counts is the first time.
        asked.setdefault(line, kept)
    lines = [each.turn.text for each in happened if isinstance(each, events.CallerReplied)]
    return [asked[line] for line in lines[1:] if line in asked]


def lines_of(result: dict[str, Any]) -> list[str]:
    """Return the result as lines to read."""
    rows = [
        f"from the last sample of speech to the caller's first, {result['answered']} of {result['turns']} turns "
        f"answered, in real time; {_readiness(result)}"
        f"{'' if result['smart_turn'] else '; Smart Turn is not installed'}",
        "                         gap median     p95  | silence     transcribing  assessing    choosing     "
        "synthesising (median/p95)",
    ]
    for way in (f"{who}{kind}" for kind in ("", *(f", {each}" for each in KINDS)) for who in ("callsim", "plain")):
        each = result[way]
        if each:
            rows.append(
                f"  {way:21} {each['median_s']:6.3f} s {each['p95_s']:6.3f} s | "
                + "    ".join(f"{each[stage][0]:.2f}/{each[stage][1]:.2f}" for stage in STAGES)
            )
    if result["times_shorter"] is not None:
        rows.append(
            f"  {result['times_shorter']:.1f} times shorter than the plain loop on finished sentences; "
            f"{result['cut_off']} cut off"
        )
    rows.append(
        f"  processor {result['cpu_share']:.0%} of a core during the call, and {result['taken_away_share']:.0%} of one "
        f"taken away by the host; peak memory {result['peak_mb']:.0f} MB"
    )
    return rows


def _readiness(result: dict[str, Any]) -> str:
    if result["lines_ahead"]:
        before = "the caller was prepared, outside the measured time"
    else:
        before = f"the telephone rang {result['rings_s']:.0f} s before"
    there = result["first_sentences_there"]
    return f"{before}, and {sum(there)} of {len(there)} first sentences were there when they were wanted"


class _Load:
    def __init__(self) -> None:
        self._began_s, self._cpu_s, self._taken_s = time.monotonic(), time.process_time(), taken_away_s()

    def so_far(self) -> dict[str, float]:
        lasted_s = max(1e-9, time.monotonic() - self._began_s)
        return {
            "cpu_share": (time.process_time() - self._cpu_s) / lasted_s,
            "taken_away_share": (taken_away_s() - self._taken_s) / lasted_s,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000.0,
        }


def taken_away_s(stat: Path = Path("/proc/stat")) -> float:
    """Return for how long, in all, a rented computer's cores were given to others when it wanted them; 0 if unknown.

    Args:
        stat: the system's file of counts, where it has one.
    """
    try:
        counts = stat.read_text(encoding="ascii").split("\n", 1)[0].split()
        return int(counts[STOLEN]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


def _heard_turns(happened: Sequence[Any]) -> int:
    return sum(isinstance(each, events.TraineeTurnHeard) for each in happened)


def _finished(turns: Sequence[Turn]) -> list[Turn]:
    return [each for each in turns if not each.text.startswith(UNFINISHED)]


def rows_of(who: str, turns: Sequence[Turn]) -> dict[str, Any]:
    """Return the stages of all finished turns, and those of each kind."""
    kinds = {name: [each for each in turns if each.text.startswith(begins)] for name, begins in KINDS.items()}
    return {who: _stages(_finished(turns)), **{f"{who}, {name}": _stages(found) for name, found in kinds.items()}}


def _stages(turns: Sequence[Turn]) -> dict[str, Any] | None:
    if not turns:
        return None
    return {
        "median_s": statistics.median(each.gap_s for each in turns),
        "p95_s": _p95([each.gap_s for each in turns]),
        **{stage: _stage([getattr(each, stage) for each in turns]) for stage in STAGES},
    }


def _stage(lengths_s: Sequence[float]) -> tuple[float, float]:
    return statistics.median(lengths_s), _p95(lengths_s)


def _p95(lengths_s: Sequence[float]) -> float:
    return sorted(lengths_s)[max(0, round(0.95 * len(lengths_s)) - 1)]
