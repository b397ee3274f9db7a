"""Learn how a turn that is over sounds, and how to weigh all that is known of a pause, from turns of our own.

Sentences of this project (those of `benchmarks/fit_turn_words.py`: callers' lines, rehearsals, labelled lines; no blind
rows, no lines of the pauses benchmark) are spoken by voices of this computer, half of them in a noisy room, and broken
off behind a word chosen by lot. Each is heard as in a call: the same detector, endpointing, Smart Turn, recogniser.
Recorded clips are not learnt from: they only measure.

The words were learnt from these very sentences, so here they are judged by weights learnt without them (five parts);
so is the prosody where its own weight is learnt.

What is heard is remembered from run to run. Usage: python -m benchmarks.fit_turn_end [--turns N] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import zlib
from collections.abc import Container, Sequence
from dataclasses import astuple, dataclass, fields, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from audio import prosody
from audio.frames import SPEECH_RATE_HZ, read_only
from audio.rooms import Room, room_sound
from audio.turn_end import JudgeWeights, PauseReading, TurnEndSettings, log_odds, wait_s, words_over
from benchmarks import fit_turn_words, pauses, turn_cases

if TYPE_CHECKING:
    from audio.ports import Transcriber, Voice
    from audio.vad import SileroDetector
    from benchmarks.pauses import Pause
    from benchmarks.turn_cases import TurnCase

VOICES: Final = {
    "en": (
        *("piper:en_US-joe-medium", "kokoro:jf_gongitsune", "piper:en_US-joe-medium", "espeak:en-gb+f2"),
        *("piper:en_US-joe-medium", "kokoro:jm_kumo", "piper:en_US-joe-medium", "espeak:en-gb+m3"),
    ),
    "nl": (
        *("kokoro:jf_gongitsune", "espeak:nl+f1", "kokoro:jm_kumo", "espeak:nl+m3"),
        *("kokoro:jf_gongitsune", "kokoro:jf_nezumi", "kokoro:jm_kumo", "kokoro:jf_tebukuro"),
    ),
}
"""They take turns. The pauses benchmark's Dutch voice is none of them. eSpeak's are there because small recognisers
half mishear them, as they do people who speak Dutch."""

UNLIKE_PEOPLE: Final = "espeak:"
"""Voices about whose sound Smart Turn is not asked at all."""

MOST_CUT: Final = 0.08
"""Of the pauses inside turns, so many may be cut off where the bounds are chosen: as many as a call may cut off."""

HALF_WITHIN_S: Final = 0.62
"""So soon half of the ends must be known, from the last sample of speech."""

NOISY_EVERY: Final = 4
"""So many turns in a quiet room, and so many in a noisy one."""

TURNS: Final = 140
"""Of each language."""

WORDS: Final = (5, 18)
"""So many words a turn has."""

PARTS: Final = 5
RECOGNISER: Final = "whisper-base"
ROOMS: Final = (Room.OFFICE.value, Room.STREET.value, Room.KITCHEN.value)
NOISE_DBFS: Final = (-48.0, -30.0)
"""Between these lies the room of every second turn; speech lies at -20."""

STRENGTH: Final = 0.3
"""Of the regressions: an L2 penalty on cues brought to the same spread."""

FALLS, RISES = (-np.inf, 0.0), (0.0, np.inf)
SIGNS: Final = {
    "final_pitch_st": FALLS,
    "above_lowest_st": FALLS,
    "pitch_slope_st_s": FALLS,
    "last_nucleus_s": RISES,
    "last_nucleus_ratio": RISES,
    "unvoiced_share": RISES,
}
"""Which way each cue may speak: as those found who are named in `audio.prosody`."""

BELIEVED: Final = {"final_level_db": -0.5, "level_slope_db_s": -0.25, "flat_voice_s": 0.0}
"""Weights by the cue's spread that are not learnt. People grow softer towards the end of a turn (Duncan; Gravano and
Hirschberg) and hold vowels while they think; the voices here speak evenly to the last word and never say 'eh', so
nothing can be learnt from them about it. The direction is theirs, the sizes are a cautious guess."""

HELD: Final = -2.0
"""Log-odds for each second that a flat voice is held; also believed."""

LONGEST_HELD_S: Final = 0.5
"""More of it says no more."""

EXPECTED: Final = {"sounds": 0.25, "closes": 0.6, "words": 0.6, "last_word": 0.0, "prosody": 0.6}
"""What the judges count before anything is learnt: alike, but for Smart Turn, which learnt from people and tells ends
of these voices from their pauses little better than by lot. The penalty is on the distance from these."""

JUDGES_STRENGTH: Final = 1.0 / 60.0
"""As `STRENGTH`, of the judges' weights; of 1, 1/5, 1/20 and 1/60 it told best the turns that were not learnt from."""

STRAYS: Final = (2.0, 98.0)
"""Percentiles; a cue outside of them counts as the bound."""


def chosen_texts(language: str, count: int) -> list[tuple[int, str]]:
    """Return so many texts, in an order by lot that is always the same, each with its part, 0 to `PARTS` - 1."""
    fitting = [
        (number % PARTS, text)
        for number, text in enumerate(fit_turn_words.texts(language))
        if WORDS[0] <= len(text.split()) <= WORDS[1] and text[-1] in ".?!"
    ]
    random.Random(f"turn ends {language}").shuffle(fitting)
    return fitting[:count]


@dataclass(frozen=True, slots=True)
class Turn:
    """A text, and who speaks it."""

    voice: str
    text: str
    part: int
    """0 to `PARTS` - 1; of each text in one."""
    noisy: bool

    @property
    def name(self) -> str:
        """Who says what."""
        return f"{self.voice} {zlib.crc32(self.text.encode()):08x}"


def turns(language: str, count: int) -> list[Turn]:
    """Return so many turns; the same ones at every run."""
    texts = chosen_texts(language, count)
    voices = VOICES[language]
    return [
        Turn(voices[number % len(voices)], text, part, number // NOISY_EVERY % 2 == 1)
        for number, (part, text) in enumerate(texts)
    ]


def case(
    turn: Turn, voice: Voice, language: str, transcriber: Transcriber, detector: SileroDetector
) -> TurnCase | None:
    """Return a turn as it is spoken, with a pause in it; None where it is too short for one."""
    from benchmarks.transcription import Clip

    clip = Clip(turn.name, language, True, turn.text, turn_cases.spoken(voice, turn.text))
    found = next(turn_cases.clip_cases([clip], transcriber, detector, number=zlib.crc32(turn.name.encode())), None)
    if found is None or not turn.noisy:
        return found
    rng = np.random.default_rng(found.line)
    noise = room_sound(str(rng.choice(ROOMS)), len(found.samples), SPEECH_RATE_HZ, rng, rng.uniform(*NOISE_DBFS))
    return replace(found, samples=read_only(np.clip(found.samples + noise, -1.0, 1.0)))


def hear(language: str, count: int, models: Path, kept: Path) -> dict[str, list[Pause]]:
    """Return what is heard of the turns of a language, by their names; what was heard before is remembered."""
    from audio.models import ModelStore
    from audio.spoken_cache import CachedVoice
    from audio.transcription import TranscriptionSettings, WhisperTranscriber, threads_for
    from audio.vad import SileroDetector
    from audio.voices import open_voice
    from simulator.cli.spoken_call import load_completion

    wanted = {turn.name: turn for turn in turns(language, count)}
    known = {each.case for each in pauses.remembered(kept)}
    missing = [turn for name, turn in wanted.items() if name not in known]
    if missing:
        store, detector, completion = ModelStore(models), SileroDetector(), load_completion(models)
        folder, threads = store.resolve(RECOGNISER), threads_for(os.cpu_count() or 1)
        # A pause is put behind a word, so words are looked up where the cases are made, and heard as in a call after.
        finder = WhisperTranscriber(folder, language, threads, TranscriptionSettings(aligns_words=True))
        transcriber = WhisperTranscriber(folder, language, threads)
        voices = {
            name: CachedVoice(open_voice(name, store, language), kept.parent, kind=f"benchmark {language}")
            for name in dict.fromkeys(turn.voice for turn in missing)
        }
        for turn in missing:
            made = case(turn, voices[turn.voice], language, finder, detector)
            if made is not None:
                pauses.remember(kept, pauses.observed(made, detector, completion, transcriber))
    heard: dict[str, list[Pause]] = {}
    for each in pauses.remembered(kept):
        if each.case in wanted:
            heard.setdefault(each.case, []).append(each)
    return heard


@dataclass(frozen=True, slots=True)
class Judged:
    """A pause or an end, and what its judges say who have not seen its text."""

    pause: Pause
    part: int
    words: float
    prosody: float

    @property
    def reading(self) -> PauseReading:
        """What is known of it."""
        each = self.pause
        sounds = None if each.case.startswith(UNLIKE_PEOPLE) else each.sounds[0]
        return PauseReading(sounds, self.words, each.closes, each.last_word, self.prosody)


def judged(heard: dict[str, list[tuple[int, Pause]]]) -> list[Judged]:
    """Return what the judges say of all that was heard, each learnt from the other parts.

    Args:
        heard: by language; each with its part.
    """
    every = [each for rows in heard.values() for each in rows]
    found = []
    for part in range(PARTS):
        melody = learnt_prosody([pause for at, pause in every if at != part])
        for language, rows in heard.items():
            sentences = [each for each in fit_turn_words.examples(language) if each.group % PARTS != part]
            model = fit_turn_words.learnt(language, sentences)
            found += [
                Judged(pause, at, words_over(pause.text, language, model), prosody_of(pause, melody))
                for at, pause in rows
                if at == part
            ]
    return found


def learnt_prosody(chosen: Sequence[Pause]) -> prosody.Weights:
    """Return weights of the cues: learnt where the voices speak as people do, taken from the literature elsewhere."""
    told = [(each.cues, each.is_end) for each in chosen if each.cues is not None]
    rows, is_end = np.array([cues for cues, _ in told]), np.array([end for _, end in told])
    least, most = np.percentile(rows, STRAYS, axis=0)
    inside = np.clip(rows, least, most)
    middle, spread = inside.mean(axis=0), np.maximum(inside.std(axis=0), 1e-9)
    bounds = [(BELIEVED[name],) * 2 if name in BELIEVED else SIGNS[name] for name in prosody.NAMES]
    bias, by_spread = regression((inside - middle) / spread, is_end, bounds, STRENGTH)
    weights = by_spread / spread
    flat = prosody.NAMES.index("flat_voice_s")
    weights[flat], least[flat], most[flat] = HELD, 0.0, LONGEST_HELD_S

    def named(values: NDArray[np.float64]) -> dict[str, float]:
        return {name: round(float(value), 4) for name, value in zip(prosody.NAMES, values, strict=True)}

    return prosody.Weights(round(float(bias - (weights * middle).sum()), 4), named(weights), named(least), named(most))


def regression(
    rows: NDArray[np.float64],
    is_end: NDArray[np.bool_],
    bounds: Sequence[tuple[float, float]],
    strength: float,
    expected: NDArray[np.float64] | float = 0.0,
) -> tuple[float, NDArray[np.float64]]:
    """Return bias and weights of a logistic regression whose weights keep within bounds; ends and pauses weigh alike.

    Args:
        rows: shape (n, k).
        is_end: shape (n,).
        bounds: of each weight, k of them.
        strength: of the data against a penalty on the squares of the weights' distance from what is expected, as
            scikit-learn's C.
        expected: of each weight.
    """
    from scipy.optimize import minimize

    share = np.where(is_end, 0.5 / is_end.mean(), 0.5 / (1.0 - is_end.mean()))
    sign = np.where(is_end, 1.0, -1.0)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (values[0] + rows @ values[1:])
        slope = -sign * share / (1.0 + np.exp(np.clip(margin, -500.0, 500.0)))
        off = values[1:] - expected
        penalty = off / strength
        total = float((share * np.logaddexp(0.0, -margin)).sum() + 0.5 * (penalty * off).sum())
        return total, np.concatenate([[slope.sum()], rows.T @ slope + penalty])

    start = np.array([0.0, *(min(high, max(low, 0.0)) for low, high in bounds)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *bounds])
    return float(found.x[0]), np.asarray(found.x[1:], np.float64)


def prosody_of(pause: Pause, weights: prosody.Weights) -> float:
    """Return the log-odds of an end by how it was spoken; 0 where there was too little speech."""
    return 0.0 if pause.cues is None else prosody.log_odds(prosody.Cues(*pause.cues), weights)


def evidence(reading: PauseReading, usual: TurnEndSettings = TurnEndSettings()) -> list[float]:
    """Return what the weights of `JudgeWeights` are for, in their order, the bias left out."""
    last_word = usual.usual_last_word if reading.last_word is None else reading.last_word
    closes = usual.usual_closes if reading.closes is None else reading.closes
    sounds = usual.usual_sounds if reading.sounds is None else reading.sounds
    words = last_word * (reading.words or 0.0)
    return [log_odds(sounds), log_odds(closes), words, last_word, reading.prosody or 0.0]


JUDGE_NAMES: Final = tuple(each.name for each in fields(JudgeWeights))[1:]


def learnt_judges(rows: Sequence[Judged], without: Container[str] = ()) -> JudgeWeights:
    """Return how much each judge counts; none may count against what it says."""
    matrix = np.array([evidence(each.reading) for each in rows])
    is_end = np.array([each.pause.is_end for each in rows])
    bounds = [(0.0, np.inf)] * len(JUDGE_NAMES)
    bounds = [(0.0, 0.0) if name in without else each for name, each in zip(JUDGE_NAMES, bounds, strict=True)]
    expected = np.array([EXPECTED[name] for name in JUDGE_NAMES])
    bias, found = regression(matrix, is_end, bounds, JUDGES_STRENGTH, expected)
    return JudgeWeights(*(round(float(each), 2) for each in (bias, *found)))


def figures(rows: Sequence[Judged]) -> dict[str, Any]:
    """Return how well ends are told from pauses by each judge and by all, learnt from the other parts."""
    from sklearn.metrics import roc_auc_score

    def area(scores: Sequence[float]) -> float:
        return float(roc_auc_score([each.pause.is_end for each in rows], scores))

    return {
        "pauses": sum(not each.pause.is_end for each in rows),
        "ends": sum(each.pause.is_end for each in rows),
        "sounds": area([each.pause.sounds[0] for each in rows]),
        "closes": area([TurnEndSettings().usual_closes if (c := e.pause.closes) is None else c for e in rows]),
        "words": area([each.words for each in rows]),
        "prosody": area([each.prosody for each in rows]),
        "together": area(scores_of(rows)),
        "without prosody": area(scores_of(rows, {"prosody"})),
    }


def scores_of(rows: Sequence[Judged], without: Container[str] = ()) -> list[float]:
    """Return the log-odds of each, by weights learnt from the other parts."""
    weights = [learnt_judges([each for each in rows if each.part != part], without) for part in range(PARTS)]
    return [score(each.reading, weights[each.part]) for each in rows]


def score(reading: PauseReading, weights: JudgeWeights) -> float:
    """Return the log-odds of an end, by these weights."""
    return weights.bias + sum(w * e for w, e in zip(astuple(weights)[1:], evidence(reading), strict=True))


def bounds(scores: Sequence[float], rows: Sequence[Judged]) -> tuple[float, float]:
    """Return between which log-odds nobody knows whether the turn is over: the lower and the upper bound.

    Of all bounds that cut off no more than `MOST_CUT` of the pauses, if each lasted as long as any of `PAUSES_S`, and
    let half of the ends be known within `HALF_WITHIN_S`, those with the fewest late ends.

    Raises:
        ValueError: there are none.
    """
    at = np.array(scores)
    is_end = np.array([each.pause.is_end for each in rows])
    noticed_late_s = np.array([each.pause.noticed_late_s for each in rows])[is_end]
    found = []
    for upper, lower in product(np.arange(-1.0, 3.05, 0.1), np.arange(-2.0, 3.05, 0.1)):
        if lower > upper:
            continue
        settings = replace(TurnEndSettings(), surely_over=float(upper), surely_not=float(lower))
        after_s = np.array([pauses.known_after_s(wait_s(each, settings)) for each in at])
        cut = np.mean([after_s[~is_end] < length_s + pauses.NOTICED_S for length_s in turn_cases.PAUSES_S])
        ends_s = after_s[is_end] + noticed_late_s
        if cut <= MOST_CUT and np.median(ends_s) <= HALF_WITHIN_S:
            found.append((float(np.mean(ends_s > pauses.LATE_S)), cut, round(float(lower), 1), round(float(upper), 1)))
    if not found:
        raise ValueError("No bounds cut off so few pauses and know half of the ends so soon.")
    return min(found)[2:]


def write(weights: prosody.Weights) -> Path:
    """Write the weights of the prosody."""
    file = Path(prosody.__file__).parent / "weights.json"
    data = {"bias": weights.bias, "weights": weights.of, "least": weights.least, "most": weights.most}
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return file


def main(arguments: Sequence[str] | None = None) -> None:
    from simulator import directories

    models = os.environ.get("CALLSIM_MODELS")
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--turns", type=int, default=TURNS, help="of each language")
    parser.add_argument("--models", type=Path, default=models)
    parser.add_argument("--write", action="store_true", help="write the weights of the prosody")
    chosen = parser.parse_args(arguments)
    if chosen.models is None:
        parser.error("name --models, or set CALLSIM_MODELS")
    kept = directories.cache_directory() / "benchmark" / f"turn-ends-2-{RECOGNISER}.jsonl"
    parts = {turn.name: turn.part for language in VOICES for turn in turns(language, chosen.turns)}
    heard = {
        language: [
            (parts[each.case], each)
            for rows in hear(language, chosen.turns, chosen.models, kept).values()
            for each in rows
        ]
        for language in VOICES
    }
    rows = judged(heard)
    for name, of in (*((each, [row for row in rows if row.pause.language == each]) for each in VOICES), ("all", rows)):
        told = figures(of)
        print(f"{name}: {told.pop('pauses')} pauses, {told.pop('ends')} ends; area under the curve, not learnt from:")
        print("   " + ", ".join(f"{judge} {area:.3f}" for judge, area in told.items()))
    print("TOGETHER:", learnt_judges(rows))
    usual = {
        "usual_sounds": [each.pause.sounds[0] for each in rows],
        "usual_closes": [each.pause.closes for each in rows],
        "usual_last_word": [each.pause.last_word for each in rows],
    }
    print({name: round(float(np.median([e for e in each if e is not None])), 2) for name, each in usual.items()})
    print("surely_not, surely_over:", *bounds(scores_of(rows), rows))
    weights = learnt_prosody([each.pause for each in rows])
    print(write(weights) if chosen.write else weights)


if __name__ == "__main__":
    main()
