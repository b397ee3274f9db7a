"""The voice loop, measured: how soon the caller answers, whom it cuts off, what stops it, what it invents on noise.

Sections, each with its own count, all printed, nothing asserted:

gap          the gap between turns in real time, stage by stage, beside a plain loop on the same turns
pauses       pauses inside turns and ends of turns: cut-offs, ends found in time, waiting against cutting off
barge-in     interruptions, and coughs, murmurs, breaths, typing, music that are none
noise        silence and noise clips: words, answered turns
drift        a half-hour call through the virtual headset: drift between channels, memory, lost sound
recognition  word error rates and seconds, beside faster-whisper's defaults

Usage: python -m benchmarks.voice_loop [--only SECTION ...] [--turns N] [--language en] [--json]
       (also: callsim bench voice). Recorded clips are taken from --shared or CALLSIM_SHARED_DATA where given.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audio.transcription import threads_for

if TYPE_CHECKING:
    from audio.frames import Samples
    from audio.models import ModelStore
    from audio.ports import Voice
    from benchmarks.transcription import Clip
    from simulator.personas.reader import LoadedPersona

SECTIONS: Final = ("gap", "pauses", "barge-in", "noise", "drift", "recognition")
TRAINEE_VOICES: Final = {"en": ("piper:en_US-joe-medium", "espeak:en-gb+f2"), "nl": ("espeak:nl+f1", "espeak:nl+m3")}
HUMAN_VOICES: Final = {
    "en": ("piper:en_US-joe-medium", "kokoro:jf_alpha", "espeak:en-gb+f2"),
    "nl": ("piper:nl_BE-nathalie-medium", "kokoro:jf_alpha", "espeak:nl+f1"),
}
"""The first that is there speaks where it matters how human a pause sounds."""

CALLERS: Final = {"en": "ruth-double-charge", "nl": "karin-geen-internet"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and with what."""

    models: Path
    shared: Path | None
    only: tuple[str, ...] = SECTIONS
    language: str = "en"
    turns: int = 20
    """Of the gap section."""
    lines: int = 0
    """Of the pauses section, for each voice; all when 0."""
    sounds: int = 60
    """Of the barge-in section: so many interruptions and as many others."""
    trials: int = 100
    """Of the noise section."""
    trial_s: float = 60.0
    minutes: float = 30.0
    """Of the drift section."""
    recogniser: str = "whisper-base"
    voice: str | None = None
    """The caller's in the gap section; Piper's where it is installed."""
    ahead: bool = False
    """True where all lines of the caller are spoken before the call, instead of in its idle time."""
    clips: int = 0
    """Of the recognition section, for each language and kind; all when 0."""
    threads: int = threads_for(os.cpu_count() or 1)
    extra_voices: tuple[str, ...] = ()
    """More voices for trainee turns in the pauses section, such as kokoro:jf_alpha."""


Section = Callable[[Plan], tuple[Any, Sequence[str]]]


def run(plan: Plan) -> Iterator[tuple[str, Any, Sequence[str]]]:
    """Yield, for each section asked for: its name, its figures, and the same as lines to read."""
    for name in SECTIONS:
        if name in plan.only:
            figures, told = _SECTION_OF[name](plan)
            yield name, figures, told


def _gap(plan: Plan) -> tuple[Any, Sequence[str]]:
    from benchmarks import gap
    from simulator.cli.composition import make_minds
    from simulator.cli.spoken_call import SpokenCallPlan, load_speech

    loaded = _persona(plan.language)
    store = _store(plan)
    with tempfile.TemporaryDirectory(prefix="gap-") as folder:
        previous = os.environ.get("XDG_CACHE_HOME")
        minds = make_minds(loaded.persona)
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            call = SpokenCallPlan(Path(folder), plan.models, recogniser=plan.recogniser, voice=_caller_voice(plan))
            speech = load_speech(loaded, call, minds)
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if previous is not None:
                os.environ["XDG_CACHE_HOME"] = previous
        figures = gap.run(
            loaded.persona,
            speech,
            minds,
            _voices(plan, plan.language, HUMAN_VOICES[plan.language])[0],
            store.resolve(plan.recogniser),
            _clips(plan),
            count=plan.turns,
            threads=plan.threads,
            ahead=plan.ahead,
        )
    return figures, gap.lines_of(figures)


def _pauses(plan: Plan) -> tuple[Any, Sequence[str]]:
    from audio.transcription import TranscriptionSettings, WhisperTranscriber
    from audio.vad import SileroDetector
    from benchmarks import pauses, turn_cases
    from simulator import directories
    from simulator.cli.spoken_call import load_completion

    detector, completion = SileroDetector(), load_completion(plan.models)
    kept = directories.cache_directory() / "benchmark" / f"pauses-6-{plan.recogniser}-{completion is not None}.jsonl"
    seen, later = [], []
    for language in ("en", "nl"):
        known = {each.case: each for each in pauses.remembered(kept) if each.language == language}
        folder = _store(plan).resolve(plan.recogniser)
        # A pause is put behind a word, so words are looked up where the cases are made, and heard as in a call after.
        finder = WhisperTranscriber(folder, language, plan.threads, TranscriptionSettings(aligns_words=True))
        transcriber = WhisperTranscriber(folder, language, plan.threads)
        clips = [clip for clip in _clips(plan) if clip.speech and clip.language == language]
        broken_off = {clip.file for clip in clips if not turn_cases.is_finished(clip.transcript)}
        voices = _voices(plan, language, HUMAN_VOICES[language])[:1]
        voices += _voices(plan, language, plan.extra_voices)
        speakers = {"": voices, turn_cases.LATER: voices[:1]}
        cases = [turn_cases.clip_cases(clips, finder, detector, known=known)]
        cases += [
            turn_cases.spoken_cases(voice, language, finder, detector, plan.lines, known, part)
            for part, speaking in speakers.items()
            for voice in speaking
        ]
        for case in itertools.chain(*cases):
            pauses.remember(kept, pauses.observed(case, detector, completion, transcriber))
        names = {
            part: {
                turn_cases.spoken_name(voice, language, number, part)
                for voice in speaking
                for number in range(len(turn_cases.lines(language, part)[: plan.lines or None]))
            }
            for part, speaking in speakers.items()
        }
        of_language = [each for each in pauses.remembered(kept) if each.language == language]
        seen += [
            replace(each, finished=each.case not in broken_off)
            for each in of_language
            if each.case in names[""] | {clip.file for clip in clips}
        ]
        later += [each for each in of_language if each.case in names[turn_cases.LATER]]
    figures = pauses.summary(seen, smart_turn=completion is not None, later=later)
    return figures, pauses.lines_of(figures)


def _barge_in(plan: Plan) -> tuple[Any, Sequence[str]]:
    from audio.vad import SileroDetector
    from benchmarks import barge_in

    voices = [
        (language, voice) for language in ("en", "nl") for voice in _voices(plan, language, TRAINEE_VOICES[language])
    ]
    figures = barge_in.run(voices, _noises(plan), _persona("en").persona, SileroDetector(), plan.sounds)
    return figures, barge_in.lines_of(figures)


def _noise(plan: Plan) -> tuple[Any, Sequence[str]]:
    from audio.transcription import WhisperTranscriber
    from audio.vad import SileroDetector
    from benchmarks import noise

    transcribers = {
        language: WhisperTranscriber(_store(plan).resolve(plan.recogniser), language, plan.threads)
        for language in ("en", "nl")
    }
    personas = {language: _persona(language).persona for language in transcribers}
    figures = noise.run(_noises(plan), transcribers, personas, SileroDetector(), plan.trials, plan.trial_s)
    return figures, noise.lines_of(figures)


def _drift(plan: Plan) -> tuple[Any, Sequence[str]]:
    from benchmarks import long_call

    figures = long_call.run(plan.minutes, plan.models, plan.recogniser)
    return figures, long_call.lines_of(figures)


def _recognition(plan: Plan) -> tuple[Any, Sequence[str]]:
    from benchmarks import transcription

    if plan.shared is None:
        told = "recognition: name a folder with speech/index.csv by --shared or CALLSIM_SHARED_DATA; nothing measured"
        return None, [told]
    # Noises have a section of their own.
    rows = transcription.run(plan.shared / "speech", plan.models, plan.clips, plan.threads, noises=False)
    return [asdict(row) for row in rows], transcription.lines_of(rows)


_SECTION_OF: Final[dict[str, Section]] = {
    "gap": _gap,
    "pauses": _pauses,
    "barge-in": _barge_in,
    "noise": _noise,
    "drift": _drift,
    "recognition": _recognition,
}


def _store(plan: Plan) -> ModelStore:
    from audio.models import ModelStore

    return ModelStore(plan.models)


def _voices(plan: Plan, language: str, names: Sequence[str]) -> list[Voice]:
    """Return the named voices that are there, which keep what they say between two runs."""
    from audio.errors import AudioError
    from audio.spoken_cache import CachedVoice
    from audio.voices import open_voice
    from simulator import directories

    found: list[Voice] = []
    for name in names:
        try:
            voice = open_voice(name, _store(plan), language)
        except AudioError:
            continue
        found.append(CachedVoice(voice, directories.cache_directory() / "benchmark", kind=f"benchmark {language}"))
    return found


def _caller_voice(plan: Plan) -> str | None:
    if plan.voice is not None or plan.language != "en":
        return plan.voice
    return "en_US-joe-medium" if "piper-en_US-joe-medium" in _store(plan).installed() else None


def _clips(plan: Plan) -> list[Clip]:
    from benchmarks.transcription import read_clips

    return read_clips(plan.shared / "speech", 0) if plan.shared is not None else []


def _noises(plan: Plan) -> list[tuple[str, Samples]]:
    return [(clip.file, clip.samples) for clip in _clips(plan) if not clip.speech]


def _persona(language: str) -> LoadedPersona:
    from simulator.cli.options import personas_at
    from simulator.personas.reader import load_library

    personas = load_library(personas_at(None)).personas
    wanted = [each for each in personas if each.persona.id == CALLERS[language]]
    return (wanted or [each for each in personas if each.persona.language.value == language])[0]


def main(arguments: Sequence[str] | None = None) -> None:
    shared = os.environ.get("CALLSIM_SHARED_DATA")
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", action="append", choices=SECTIONS, default=[])
    parser.add_argument("--models", type=Path, default=os.environ.get("CALLSIM_MODELS"))
    parser.add_argument("--shared", type=Path, default=Path(shared) if shared else None)
    parser.add_argument("--language", default="en", choices=("en", "nl"))
    parser.add_argument("--turns", type=int, default=Plan.turns)
    parser.add_argument("--lines", type=int, default=0)
    parser.add_argument("--sounds", type=int, default=60)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--recogniser", default="whisper-base")
    parser.add_argument("--voice")
    parser.add_argument("--ahead", action="store_true", help="all lines of the caller are spoken before the call")
    parser.add_argument("--trainee-voice", action="append", default=[])
    parser.add_argument("--clips", type=int, default=0)
    parser.add_argument("--threads", type=int, default=threads_for(os.cpu_count() or 1))
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.models is None:
        parser.error("name --models, or set CALLSIM_MODELS")
    plan = Plan(
        chosen.models,
        chosen.shared,
        only=tuple(chosen.only) or SECTIONS,
        language=chosen.language,
        turns=chosen.turns,
        lines=chosen.lines,
        sounds=chosen.sounds,
        trials=chosen.trials,
        minutes=chosen.minutes,
        recogniser=chosen.recogniser,
        voice=chosen.voice,
        ahead=chosen.ahead,
        clips=chosen.clips,
        threads=chosen.threads,
        extra_voices=tuple(chosen.trainee_voice),
    )
    found = {}
    for name, figures, told in run(plan):
        found[name] = figures
        if not chosen.json:
            print("\n".join(told), flush=True)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
