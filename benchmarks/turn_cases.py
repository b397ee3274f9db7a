"""Trainee turns with known pauses and known ends: spoken by voices of this computer, and cut from recorded clips.

The lines lie in benchmarks/turns, one a line, with a mark where the speaker hesitates. A whole line is synthesised and
cut at the mark, so that the voice before the hesitation hangs as it does in a sentence that goes on. Of a recorded clip
nothing but its words is known; it is cut between two of them. Where the words lie is asked of the recogniser, and the
cut is moved to the quietest place nearby.
"""

from __future__ import annotations

import difflib
import random
import re
import zlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, Samples, Utterance, Word, read_only
from audio.levels import normalise_speech
from audio.resample import resample

if TYPE_CHECKING:
    from audio.ports import Transcriber, Voice
    from audio.vad import SileroDetector
    from benchmarks.transcription import Clip

LINES: Final = Path(__file__).parent / "turns"
PAUSES_S: Final = (0.3, 0.45, 0.6, 0.75, 0.9, 1.05, 1.2, 1.35, 1.5)
LATER: Final = "-later"
"""The part of the lines that was written when nothing was tuned any more."""

LEAD_S: Final = 0.5
TAIL_S: Final = 3.0
ROOM_DBFS: Final = -66.0
"""A quiet office through a headset."""

FADE_S: Final = 0.04
MARGIN_SAMPLES: Final = SPEECH_RATE_HZ // 5
AUDIBLE_DB: Final = 40.0
"""What is this much softer than the loudest sample is no sound of speech any more."""

SEARCH_S: Final = 0.06
"""How far a cut may be moved to the quietest place."""


@dataclass(frozen=True, slots=True, eq=False)
class TurnCase:
    """One turn with one pause in it, as a microphone hears it."""

    name: str
    language: str
    source: str
    """The voice, or 'clip'."""
    line: int
    """Number of the line or the clip; the same for all voices that speak it."""
    samples: Samples
    """float32 at `SPEECH_RATE_HZ`: room, first part, pause, second part, room."""
    pause_from_s: float
    """When the last sample of speech before the pause was heard."""
    pause_s: float
    end_s: float
    """When the last sample of speech was heard."""


def lines(language: str, part: str = "") -> list[tuple[str, str]]:
    """Return the turns of a language, each as what is said before and after the hesitation; of a part, `LATER`."""
    text = (LINES / f"{language}{part}.txt").read_text(encoding="utf-8")
    parts = [row.split("|") for row in text.splitlines() if row and not row.startswith("#")]
    return [(before.strip(), after.strip()) for before, after in parts]


def spoken(voice: Voice, text: str) -> Samples:
    """Return a text as a voice says it, at `SPEECH_RATE_HZ`."""
    chunks = [resample(each.samples, each.sample_rate_hz, SPEECH_RATE_HZ) for each in voice.synthesize(text)]
    return read_only(np.concatenate(chunks))


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A sound whose speech lies between known places."""

    samples: Samples
    """With a little of what came before and after: a voice fades, and cut short it sounds interrupted."""
    end: int
    """Where the last speech ends."""


def trimmed(samples: Samples, detector: SileroDetector) -> Speech | None:
    """Return a sound around its first and last frame of speech, so that its end is known; None without speech."""
    detector.reset()
    speech = np.flatnonzero(detector.probabilities(samples) >= 0.5)
    if len(speech) < 10:
        return None
    first = max(0, speech[0] * FRAME_SAMPLES - MARGIN_SAMPLES)
    last = (speech[-1] + 1) * FRAME_SAMPLES
    whole = samples[first : last + MARGIN_SAMPLES]
    loud = np.flatnonzero(np.abs(whole) > np.abs(whole).max() * 10.0 ** (-AUDIBLE_DB / 20.0))
    return Speech(whole, min(last - first, int(loud[-1]) + 1))


def is_finished(transcript: str) -> bool:
    """Tell whether a transcript ends as a sentence does; of one without a mark at its end nobody says so."""
    said = transcript.rstrip()
    return said.endswith((".", "?", "!")) and not said.endswith("..")


def spoken_cases(
    voice: Voice,
    language: str,
    transcriber: Transcriber,
    detector: SileroDetector,
    limit: int = 0,
    known: Container[str] = (),
    part: str = "",
) -> Iterator[TurnCase]:
    """Yield a case for each line of a language, or of a part, but for those whose name is known already."""
    for number, (before, after) in enumerate(lines(language, part)[: limit or None]):
        if spoken_name(voice, language, number, part) in known:
            continue
        whole = trimmed(spoken(voice, f"{before} {after}"), detector)
        if whole is None:
            continue
        cut = _cut_after_words(whole.samples, before, after, transcriber)
        yield _case(spoken_name(voice, language, number, part), language, voice.name, number, whole, cut)


def spoken_name(voice: Voice, language: str, number: int, part: str = "") -> str:
    """Return the name of a line's case: who says what in it."""
    said = "|".join(lines(language, part)[number])
    return f"{voice.name} {language} {number} {zlib.crc32(said.encode()):08x}"


def clip_cases(
    clips: Sequence[Clip],
    transcriber: Transcriber,
    detector: SileroDetector,
    seed: int = 0,
    known: Container[str] = (),
    number: int = 0,
) -> Iterator[TurnCase]:
    """Yield a case for each clip that is long enough to pause in, but for those known by name already.

    Args:
        clips: recorded, or spoken by a voice.
        transcriber: says where words lie.
        detector: says where speech lies.
        seed: of the lot that chooses behind which word the pause comes.
        known: names not to be done again.
        number: of the first clip; on it depends how long its pause is.
    """
    for at, clip in enumerate(clips, start=number):
        if clip.file in known:
            continue
        rng = random.Random(f"{seed} {clip.file}")
        whole = trimmed(clip.samples, detector)
        if whole is None or whole.end < 1.5 * SPEECH_RATE_HZ:
            continue
        length_s = whole.end / SPEECH_RATE_HZ
        words = [w for w in _words(whole.samples, transcriber) if 0.5 < w.end_s < length_s - 0.4]
        at_s = rng.choice(words).end_s if words else length_s / 2
        yield _case(clip.file, clip.language, "clip", at, whole, _quietest(whole.samples, at_s))


def room(duration_s: float, seed: int = 0) -> Samples:
    """Return the noise of a quiet room."""
    rng = np.random.default_rng(seed)
    return read_only(rng.normal(0.0, 10.0 ** (ROOM_DBFS / 20.0), round(duration_s * SPEECH_RATE_HZ)))


def _case(name: str, language: str, source: str, number: int, whole: Speech, cut: int) -> TurnCase:
    level = normalise_speech(whole.samples, SPEECH_RATE_HZ)
    pause_s = PAUSES_S[(number // 2) % len(PAUSES_S)]
    first, second = _faded(level[:cut]), _faded(level[cut:])
    silence = np.zeros(round(pause_s * SPEECH_RATE_HZ), np.float32)
    lead = np.zeros(round(LEAD_S * SPEECH_RATE_HZ), np.float32)
    tail = np.zeros(round(TAIL_S * SPEECH_RATE_HZ), np.float32)
    turn = np.concatenate([lead, first, silence, second, tail])
    turn = turn + room(len(turn) / SPEECH_RATE_HZ, seed=number)[: len(turn)]
    return TurnCase(
        name,
        language,
        source,
        number,
        read_only(np.clip(turn, -1.0, 1.0)),
        LEAD_S + len(first) / SPEECH_RATE_HZ,
        pause_s,
        LEAD_S + pause_s + whole.end / SPEECH_RATE_HZ,
    )


def _faded(samples: Samples) -> Samples:
    edge = min(len(samples), round(FADE_S * SPEECH_RATE_HZ))
    shaped = np.array(samples, np.float32)
    shaped[:edge] *= np.linspace(0.0, 1.0, edge, dtype=np.float32)
    shaped[len(shaped) - edge :] *= np.linspace(1.0, 0.0, edge, dtype=np.float32)
    return shaped


def _words(whole: Samples, transcriber: Transcriber) -> tuple[Word, ...]:
    padded = read_only(np.pad(whole, 3_200))
    length_s = len(padded) / SPEECH_RATE_HZ
    heard = transcriber.transcribe(Utterance(padded, -0.2, 0.0, length_s - 0.4)).words
    return tuple(Word(word.text, word.start_s - 0.2, word.end_s - 0.2, word.probability) for word in heard)


def _cut_after_words(whole: Samples, before: str, after: str, transcriber: Transcriber) -> int:
    """Return where the part before the mark ends: by the recognised words, else by the share of its letters."""
    heard = _words(whole, transcriber)
    expected = _plain(f"{before} {after}")
    count = len(_plain(before))
    matcher = difflib.SequenceMatcher(
        None, expected, [_plain(word.text)[0] if _plain(word.text) else "" for word in heard]
    )
    for block in matcher.get_matching_blocks():
        if block.a < count <= block.a + block.size:
            return _quietest(whole, heard[block.b + count - 1 - block.a].end_s)
        if block.a == count and block.size:
            return _quietest(whole, heard[block.b].start_s)
    return _quietest(whole, len(before) / len(before + after) * len(whole) / SPEECH_RATE_HZ)


def _plain(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold())


def _quietest(whole: Samples, at_s: float) -> int:
    """Return the place of the quietest 20 ms around a moment."""
    window = SPEECH_RATE_HZ // 50
    first = max(window, round((at_s - SEARCH_S) * SPEECH_RATE_HZ))
    last = min(len(whole) - window, round((at_s + SEARCH_S) * SPEECH_RATE_HZ))
    places = range(first, max(first + 1, last), window // 4)
    return min(places, key=lambda place: float(np.square(whole[place - window // 2 : place + window // 2]).sum()))
