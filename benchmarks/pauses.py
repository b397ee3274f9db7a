"""Pauses inside turns and ends of turns: who is cut off, and how soon an end is known.

Simulated time, with the real detector, endpointing, Smart Turn and recogniser: what is decided depends on the moment at
which words and sound become known, which is taken as a constant (`WORDS_KNOWN_S`); the gap section measures it on a
quiet computer. A turn is taken as over when the silence has lasted as long as the judge asks and its words are known:
before that, the real call takes a turn back when the trainee goes on. A pause is cut off when that was so before the
speech went on.

What is heard is remembered from run to run, since it does not depend on how long is waited: the first run takes many
minutes, the others seconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audio.endpointing import EndpointSettings, EndpointState, Phase, advance, utterance_so_far
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Utterance
from audio.prosody import Cues, as_row, cues_of, learnt_weights, log_odds
from audio.turn_end import PauseReading, TurnEndSettings, end_silence_s, words_over

if TYPE_CHECKING:
    from audio.ports import Transcriber, TurnCompletion
    from audio.vad import SileroDetector
    from benchmarks.turn_cases import TurnCase

FRAME_S: Final = FRAME_SAMPLES / SPEECH_RATE_HZ
WORDS_KNOWN_S: Final = 0.3
"""From the moment the turn is shown to the judges until its words are known, and how it sounds."""

NOTICED_S: Final = FRAME_S
"""Speech that goes on is noticed with the end of its first frame: `audio.endpointing` takes up an utterance that only
paused at once, without waiting for as much speech as begins one."""

NEAR_S: Final = 0.3
LATE_S: Final = 1.0
TUNED: Final = (
    "what was tuned on what: all weights and bounds of audio/turn_end.py and audio/prosody on other turns, spoken by",
    "voices of this computer (benchmarks/fit_turn_end.py): nothing was learnt from a recorded clip. The words' weights",
    "on other sentences (benchmarks/fit_turn_words.py); the hesitations ('let me see') on the even lines; Smart Turn,",
    "Whisper elsewhere. The way of learning, the middle wait and the upper bound were set while summary figures of",
    "these pauses were seen: they are no blind test. The lines written later are one: all was settled before",
)
SCALES: Final = (0.6, 0.8, 1.0, 1.2, 1.5)
FIXED_S: Final = (0.4, 0.55, 0.7, 0.9, 1.2)


LANGUAGES: Final = {"English": "en", "Dutch": "nl"}
GROUPS: Final[Mapping[str, Callable[[Pause], bool]]] = {
    "all": lambda _: True,
    "finished sentences": lambda each: each.finished or not each.is_end,
    "recorded": lambda each: each.recorded,
    "spoken by voices": lambda each: not each.recorded,
    **{name: lambda each, at=at: each.language == at for name, at in LANGUAGES.items()},
    **{
        f"{name}, recorded": lambda each, at=at: each.language == at and each.recorded for name, at in LANGUAGES.items()
    },
    **{
        f"{name}, spoken by voices": lambda each, at=at: each.language == at and not each.recorded
        for name, at in LANGUAGES.items()
    },
    "even numbers": lambda each: each.line % 2 == 0,
    "odd numbers": lambda each: each.line % 2 == 1,
}
LATER_GROUPS: Final = ("all", "English", "Dutch")
CURVES: Final = ("all", "English", "Dutch", "recorded")
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
    cues: tuple[float, ...] | None = None
    """How it was spoken, see `audio.prosody.Cues`; None where there was too little speech."""
    finished: bool = True
    """At an end: a sentence is over. False for clips whose transcript breaks off, or does not say."""

    @property
    def recorded(self) -> bool:
        """Tell whether a person was recorded; else a voice of this computer spoke."""
        return self.source == "clip"


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
        heard, cues = transcriber.transcribe(utterance), cues_of(utterance.samples)
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
                cues=None if cues is None else as_row(cues),
            )
        )
    return found


def remembered(file: Path) -> list[Pause]:
    """Return the pauses that an earlier run observed; none where there was none."""
    if not file.exists():
        return []
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
    tuples = ({name: tuple(each) if isinstance(each, list) else each for name, each in row.items()} for row in rows)
    return [Pause(**row) for row in tuples]


def remember(file: Path, pauses: Sequence[Pause]) -> None:
    """Add pauses to those of earlier runs: what is heard does not depend on how long is waited."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as rows:
        rows.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in pauses)


def reading_of(pause: Pause) -> PauseReading:
    """Return what is known of a pause when its words are known."""
    return PauseReading(
        pause.sounds[0] if pause.sounds else None,
        words_over(pause.text, pause.language),
        pause.closes,
        pause.last_word,
        None if pause.cues is None else log_odds(Cues(*pause.cues), learnt_weights()),
    )


def over_after_s(pause: Pause, settings: TurnEndSettings, patience: float = 1.0, without: Iterable[str] = ()) -> float:
    """Return how long after its beginning a pause would be taken for the end of the turn, if it lasted.

    Args:
        pause: as it was heard.
        settings: the waits.
        patience: how many times as long is waited.
        without: fields of `PauseReading` that are left unknown.
    """
    known = replace(reading_of(pause), **dict.fromkeys(without))
    return known_after_s(end_silence_s(known, settings) * patience)


def known_after_s(wait_s: float) -> float:
    """Return after how long a pause is taken for an end where so long is waited: a frame's end, its words known."""
    return math.ceil(max(LOOKS_S[0] + WORDS_KNOWN_S, wait_s) / FRAME_S - 1e-9) * FRAME_S


def rates(
    pauses: Sequence[Pause], settings: TurnEndSettings, patience: float = 1.0, without: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the share of pauses cut off, and after how long ends are known, from the last sample of speech."""
    after_s = {id(each): over_after_s(each, settings, patience, without) for each in pauses}
    return _rates(pauses, after_s)


def fixed_rates(pauses: Sequence[Pause], silence_s: float) -> dict[str, Any]:
    """Return the same for a fixed silence."""
    return _rates(pauses, {id(each): known_after_s(silence_s) for each in pauses})


def is_cut(pause: Pause, after_s: float) -> bool:
    """Tell whether a pause is cut off when the turn is taken as over so long after its beginning."""
    return not pause.is_end and after_s < pause.lasts_s + NOTICED_S - 1e-9


def summary(pauses: Sequence[Pause], *, smart_turn: bool, later: Sequence[Pause] = ()) -> dict[str, Any]:
    """Return all figures: both halves, all, each language and source, and waiting against cutting off.

    Args:
        pauses: as they were heard.
        smart_turn: whether it was there.
        later: of the lines that were written when nothing was tuned any more; told by themselves.
    """
    settings = TurnEndSettings()
    groups = {name: [each for each in pauses if chosen(each)] for name, chosen in GROUPS.items()}
    return {
        "smart_turn": smart_turn,
        "time": "simulated",
        "groups": {name: rates(each, settings) for name, each in groups.items()},
        "later": {
            name: rates([each for each in later if chosen(each)], settings)
            for name, chosen in GROUPS.items()
            if name in LATER_GROUPS and later
        },
        "without_smart_turn": rates(pauses, settings, without=("sounds",)),
        "without_prosody": rates(pauses, settings, without=("prosody",)),
        "curve": [
            {"group": name, "patience": scale, **rates(groups[name], settings, scale)}
            for name in CURVES
            for scale in SCALES
        ],
        "fixed": [{"silence_s": silence_s, **fixed_rates(pauses, silence_s)} for silence_s in FIXED_S],
        "cut_off_pauses": [_told(each) for each in pauses if is_cut(each, over_after_s(each, settings))],
        "late_ends": [_told(each) for each in pauses if each.is_end and over_after_s(each, settings) > LATE_S],
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """Return the result as lines to read."""
    lines = [
        "pauses inside turns (0.3-1.5 s) and ends of turns, simulated time; words known "
        f"{WORDS_KNOWN_S:.2f} s after a pause is shown"
        + ("" if result["smart_turn"] else "; Smart Turn is not installed"),
        *TUNED,
    ]
    lines += [_row(name, each) for name, each in result["groups"].items()]
    lines += [_row(f"lines written later, {name}", each) for name, each in result["later"].items()]
    lines.append(_row("all, without Smart Turn", result["without_smart_turn"]))
    lines.append(_row("all, without prosody", result["without_prosody"]))
    lines.append("waiting against cutting off")
    lines += [_row(f"  {each['group']}, waits x {each['patience']}", each) for each in result["curve"]]
    lines += [_row(f"  fixed silence {each['silence_s']:.2f} s", each) for each in result["fixed"]]
    return lines


def _row(name: str, each: dict[str, Any]) -> str:
    return (
        f"{name:34} cut off {each['cut_off']:3} of {each['pauses']:3} ({each['cut_off_share']:6.1%})   "
        f"{each['ends']:3} ends known after {each['median_s']:.2f} s, p95 {each['p95_s']:.2f} s, "
        f"{each['late']} later than {LATE_S:.0f} s"
    )


def _rates(pauses: Sequence[Pause], after_s: Mapping[int, float]) -> dict[str, Any]:
    ends = sorted(after_s[id(each)] + each.noticed_late_s for each in pauses if each.is_end)
    inner = [each for each in pauses if not each.is_end]
    cut = sum(is_cut(each, after_s[id(each)]) for each in inner)
    return {
        "pauses": len(inner),
        "cut_off": cut,
        "cut_off_share": cut / max(1, len(inner)),
        "ends": len(ends),
        "median_s": ends[len(ends) // 2] if ends else 0.0,
        "p95_s": ends[max(0, round(0.95 * len(ends)) - 1)] if ends else 0.0,
        "late": sum(each > LATE_S for each in ends),
    }


def _told(pause: Pause) -> str:
    words = words_over(pause.text, pause.language)
    sounds = f"{pause.sounds[0]:.2f}" if pause.sounds else "?"
    closes = "?" if pause.closes is None else f"{pause.closes:.2f}"
    return f"{pause.case}: sounds {sounds}, closes {closes}, words {words:+.1f}: {pause.text[-60:]!r}"
