"""Pauses inside turns and ends of turns: who is cut off, and how soon an end is known.

Simulated time, with the real detector, endpointing, Smart Turn and recogniser: what is decided depends on two moments
at which something becomes known, and these are taken as constants (`SOUND_KNOWN_S`, `WORDS_KNOWN_S`), which the gap
section measures on a quiet computer. A turn is taken as over when the silence has lasted as long as the judge asks and
its words are known: before that, the real call takes a turn back when the trainee goes on. A pause is cut off when that
was so before the speech went on, and a little after: speech must last a moment to be noticed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audio.endpointing import EndpointSettings, EndpointState, Phase, advance, utterance_so_far
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Utterance
from audio.turn_end import Finish, TurnEndSettings, end_silence_s, finish_of

if TYPE_CHECKING:
    from audio.ports import Transcriber, TurnCompletion
    from audio.vad import SileroDetector
    from benchmarks.turn_cases import TurnCase

FRAME_S: Final = FRAME_SAMPLES / SPEECH_RATE_HZ
SOUND_KNOWN_S: Final = 0.12
"""From the moment the turn is shown to the judges until it is known how it sounds."""

WORDS_KNOWN_S: Final = 0.35
"""And until its words are known."""

NOTICED_S: Final = 0.13
"""How long speech must have gone on to be noticed."""

NEAR_S: Final = 0.3
NO_TURN_END_S: Final = 9.0
SCALES: Final = (0.6, 0.8, 1.0, 1.2, 1.5)
FIXED_S: Final = (0.4, 0.55, 0.7, 0.9, 1.2)


LOOKS_S: Final = (0.128, 0.256, 0.384, 0.512)
"""After how much silence it is judged how the turn sounds; the first is when the turn is shown to the judges."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause as it was heard, with what is known of it."""

    case: str
    source: str
    language: str
    line: int
    """Number of the line or the clip; the same for all voices that speak it."""
    is_end: bool
    lasts_s: float
    """From the last speech noticed to the speech that went on; infinite at an end."""
    noticed_late_s: float
    """How long after the last sample of speech the detector still heard speech."""
    sounds: tuple[float, ...]
    """How complete the turn sounds after each of `LOOKS_S` of silence that there was; empty where nobody judges it."""
    text: str
    closes: float | None
    """How probable the recogniser finds a full stop or question mark behind the last word."""
    last_word: float | None
    """How probable it finds the last word itself; None where there was none."""

    @property
    def heldout(self) -> bool:
        """Tell whether it belongs to the half the waits were not fitted on."""
        return self.line % 2 == 1


def observed(
    case: TurnCase, detector: SileroDetector, completion: TurnCompletion | None, transcriber: Transcriber
) -> list[Pause]:
    """Return the inserted pause and the end of a case as they are heard."""
    settings = EndpointSettings()
    detector.reset()
    probabilities = detector.probabilities(case.samples)
    state = EndpointState(settings)
    shown: dict[float, tuple[Utterance, list[int]]] = {}
    resumed: dict[float, float] = {}
    known_s = None
    for index, probability in enumerate(probabilities):
        frame = AudioFrame(case.samples[index * FRAME_SAMPLES : (index + 1) * FRAME_SAMPLES], index * FRAME_S)
        before = state.phase
        state, _ = advance(state, float(probability), frame, math.inf)
        if before is Phase.STOPPING and state.phase is Phase.SPEAKING and known_s is not None:
            resumed[known_s] = frame.start_s
            known_s = None
        if state.phase is not Phase.STOPPING:
            continue
        silent_s = frame.end_s - state.speech_end_s
        if any(abs(silent_s - look_s) < FRAME_S / 2 for look_s in LOOKS_S):
            known_s = state.speech_end_s
            utterance = utterance_so_far(state)
            if utterance is not None:
                shown.setdefault(known_s, (utterance, []))[1].append((index + 1) * FRAME_SAMPLES)
    found = []
    for is_end, true_s in ((False, case.pause_from_s), (True, case.end_s)):
        near = [at_s for at_s in shown if abs(at_s - true_s) < NEAR_S]
        if not near:
            continue
        at_s = min(near, key=lambda each: abs(each - true_s))
        utterance, looks = shown[at_s]
        first = round(utterance.start_s * SPEECH_RATE_HZ)
        heard = transcriber.transcribe(utterance)
        found.append(
            Pause(
                case.name,
                case.source,
                case.language,
                case.line,
                is_end,
                math.inf if is_end else resumed.get(at_s, at_s + case.pause_s) - at_s,
                at_s - true_s,
                () if completion is None else tuple(completion.probability(case.samples[first:to]) for to in looks),
                heard.text,
                heard.closes,
                heard.words[-1].probability if heard.words else None,
            )
        )
    return found


def remembered(file: Path) -> list[Pause]:
    """Return the pauses that an earlier run observed; none where there was none."""
    if not file.exists():
        return []
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
    return [Pause(**{**row, "sounds": tuple(row["sounds"])}) for row in rows]


def remember(file: Path, pauses: Sequence[Pause]) -> None:
    """Add pauses to those of earlier runs: what is heard does not depend on how long is waited."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as rows:
        rows.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in pauses)


def over_after_s(pause: Pause, settings: TurnEndSettings, patience: float = 1.0) -> float:
    """Return how long after its beginning a pause would be taken for the end of the turn, if it lasted."""
    finish = finish_of(pause.text, pause.language)
    sound_s, words_s = pause.shown_after_s + SOUND_KNOWN_S, pause.shown_after_s + WORDS_KNOWN_S
    silent_s = FRAME_S
    while silent_s < NO_TURN_END_S:
        sounds = pause.sounds_complete if silent_s >= sound_s else None
        words: Finish | None = finish if silent_s >= words_s else None
        wait_s = 0.7 if sounds is None and words is None else end_silence_s(sounds, words, settings)
        if silent_s >= words_s and silent_s >= wait_s * patience - 1e-9:
            return silent_s
        silent_s += FRAME_S
    return silent_s


def rates(pauses: Sequence[Pause], settings: TurnEndSettings, patience: float = 1.0) -> dict[str, Any]:
    """Return the share of pauses cut off, and after how long ends are known, from the last sample of speech."""
    inner = [each for each in pauses if not each.is_end]
    ends = sorted(over_after_s(p, settings, patience) + p.noticed_late_s for p in pauses if p.is_end)
    cut = sum(over_after_s(each, settings, patience) < each.lasts_s + NOTICED_S for each in inner)
    return _rates(len(inner), cut, ends)


def fixed_rates(pauses: Sequence[Pause], silence_s: float) -> dict[str, Any]:
    """Return the same for a fixed silence."""
    inner = [each for each in pauses if not each.is_end]
    wait_s = max(silence_s, FRAME_S)
    ends = sorted(max(wait_s, p.shown_after_s + WORDS_KNOWN_S) + p.noticed_late_s for p in pauses if p.is_end)
    cut = sum(max(wait_s, p.shown_after_s + WORDS_KNOWN_S) < p.lasts_s + NOTICED_S for p in inner)
    return _rates(len(inner), cut, ends)


def summary(pauses: Sequence[Pause], *, smart_turn: bool) -> dict[str, Any]:
    """Return all figures: the half nothing was tuned on, all, each source, and waiting against cutting off."""
    settings = TurnEndSettings()
    heldout = [each for each in pauses if each.heldout]
    without = [_deaf(each) for each in pauses]
    sources = sorted({(each.language, each.source) for each in pauses})
    return {
        "smart_turn": smart_turn,
        "time": "simulated",
        "heldout": rates(heldout, settings),
        "all": rates(pauses, settings),
        "without_smart_turn": rates(without, settings),
        "by_source": {
            f"{language} {source}": rates([p for p in pauses if (p.language, p.source) == (language, source)], settings)
            for language, source in sources
        },
        "curve": [{"patience": scale, **rates(pauses, settings, scale)} for scale in SCALES],
        "fixed": [{"silence_s": silence_s, **fixed_rates(pauses, silence_s)} for silence_s in FIXED_S],
        "cut_off_pauses": [
            f"{each.case}: {each.text[-60:]!r} sounds {each.sounds_complete or 0.0:.2f}"
            for each in pauses
            if not each.is_end and over_after_s(each, settings) < each.lasts_s + NOTICED_S
        ],
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """Return the result as lines to read."""
    lines = [
        "pauses inside turns (0.3-1.5 s) and ends of turns, simulated time; words known "
        f"{WORDS_KNOWN_S:.2f} s after a pause is shown"
        + ("" if result["smart_turn"] else "; Smart Turn is not installed")
    ]
    lines.append(_row("the half nothing was tuned on", result["heldout"]))
    lines.append(_row("all", result["all"]))
    lines.append(_row("all, without Smart Turn", result["without_smart_turn"]))
    lines += [_row(f"  {name}", each) for name, each in result["by_source"].items()]
    lines.append("waiting against cutting off")
    lines += [_row(f"  all waits x {each['patience']}", each) for each in result["curve"]]
    lines += [_row(f"  fixed silence {each['silence_s']:.2f} s", each) for each in result["fixed"]]
    return lines


def _row(name: str, each: dict[str, Any]) -> str:
    return (
        f"{name:34} cut off {each['cut_off']:3} of {each['pauses']:3} ({each['cut_off_share']:6.1%})   "
        f"{each['ends']:3} ends known after {each['median_s']:.2f} s, p95 {each['p95_s']:.2f} s"
    )


def _rates(pauses: int, cut: int, ends: Sequence[float]) -> dict[str, Any]:
    return {
        "pauses": pauses,
        "cut_off": cut,
        "cut_off_share": cut / max(1, pauses),
        "ends": len(ends),
        "median_s": ends[len(ends) // 2] if ends else 0.0,
        "p95_s": ends[max(0, round(0.95 * len(ends)) - 1)] if ends else 0.0,
    }


def _deaf(pause: Pause) -> Pause:
    return replace(pause, sounds_complete=None)
