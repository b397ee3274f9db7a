"""When does the trainee's turn begin, and when is it over?

A pure machine over speech probabilities, one a frame of 32 ms. It keeps a little of what came before speech
(pre-roll), because the first phoneme of a word is quieter than the detector's threshold, and it has two thresholds
(hysteresis), because a voice dips within words.

`advance` is called for every frame. How long a silence ends the turn may differ from frame to frame: the caller of the
machine knows what was said so far, and who is on the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

import numpy as np

from audio.frames import SPEECH_RATE_HZ, AudioFrame, Utterance, read_only, samples_to_seconds

LIMIT_SEARCH_SHARE: Final = 0.25
"""An utterance that grows too long is cut at the least speech-like frame in this last part of it."""


class Phase(Enum):
    """Where the trainee's turn stands."""

    QUIET = auto()
    """Nobody speaks."""
    STARTING = auto()
    """Something that may be speech has begun; it could still be a click or a cough."""
    SPEAKING = auto()
    """The trainee speaks."""
    STOPPING = auto()
    """The trainee paused; the turn is over when the pause lasts."""


class EndReason(Enum):
    """Why an utterance ended."""

    SILENCE = auto()
    """The trainee was silent for long enough."""
    LIMIT = auto()
    """It grew longer than an utterance may be; the trainee goes on in the next one."""
    MANUAL = auto()
    """Somebody said so: a key was pressed, or the sound ended."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """What counts as speech, and as its end."""

    start_threshold: float = 0.5
    """A frame this probable begins or resumes speech; Silero's own default."""
    stop_threshold: float = 0.35
    """A frame less probable than this is silence once speech has begun; Silero's own default, 0.15 below start."""
    min_speech_ms: float = 128.0
    """Less speech than this is dismissed as a noise; a spoken 'ja' holds about 200 ms."""
    max_start_gap_ms: float = 96.0
    """How long a dip may be while it is not yet known to be speech."""
    end_silence_ms: float = 700.0
    """How long a pause ends the turn, unless `advance` is told otherwise."""
    pre_roll_ms: float = 320.0
    """How much sound before the first speech frame belongs to the utterance."""
    post_roll_ms: float = 128.0
    """How much of the silence that ended it belongs to the utterance. Once it is heard, the utterance is shown to those
    who judge whether the turn is over: measured, an eighth of a second tells them most, a quarter less."""
    max_utterance_s: float = 60.0
    """An utterance this long is ended, and the next one begins at once."""

    def __post_init__(self) -> None:
        """Refuse settings with which the machine could not work.

        Raises:
            ValueError: thresholds out of order, or a negative time.
        """
        if not 0.0 <= self.stop_threshold <= self.start_threshold <= 1.0:
            raise ValueError(
                f"Thresholds must satisfy 0 <= stop <= start <= 1; got stop {self.stop_threshold}, "
                f"start {self.start_threshold}."
            )
        times = (
            self.min_speech_ms,
            self.max_start_gap_ms,
            self.end_silence_ms,
            self.pre_roll_ms,
            self.post_roll_ms,
        )
        if min(times) < 0.0 or self.max_utterance_s <= 0.0:
            raise ValueError("Times must not be negative, and an utterance must be allowed some seconds.")

    def with_patience(self, factor: float) -> EndpointSettings:
        """Return the same settings with an end silence `factor` times as long (a caller who waits, or does not)."""
        return replace(self, end_silence_ms=self.end_silence_ms * factor)


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """It is speech: enough of it was heard."""

    at_s: float
    """When it began, before it was known; on the call's clock."""


@dataclass(frozen=True, slots=True)
class PauseBegan:
    """The trainee fell silent, perhaps only to breathe; a good moment to begin transcribing."""

    at_s: float
    """When the last speech frame ended, on the call's clock."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The pause was only a pause."""

    at_s: float
    """When speech went on, on the call's clock."""


@dataclass(frozen=True, slots=True)
class UtteranceEnded:
    """The utterance is complete."""

    utterance: Utterance
    reason: EndReason = EndReason.SILENCE


@dataclass(frozen=True, slots=True)
class NoiseDismissed:
    """What began like speech was too short to be any."""

    at_s: float
    """When it began, on the call's clock."""


EndpointEvent = SpeechStarted | PauseBegan | SpeechResumed | UtteranceEnded | NoiseDismissed


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """A frame of the utterance being heard, linked to those before, so that adding one copies nothing."""

    frame: AudioFrame
    probability: float
    before: _Kept | None


@dataclass(frozen=True, slots=True, eq=False)
class EndpointState:
    """All that the machine remembers between two frames; make the first with just the settings."""

    settings: EndpointSettings = field(default_factory=EndpointSettings)
    phase: Phase = Phase.QUIET
    pre_roll: tuple[AudioFrame, ...] = ()
    """In QUIET: the last frames, as many as the pre-roll holds."""
    kept: _Kept | None = None
    """In the other phases: the frames of the utterance, newest first."""
    kept_samples: int = 0
    speech_samples: int = 0
    """In STARTING: how much speech was heard."""
    speech_start_s: float = 0.0
    speech_end_s: float = 0.0
    """When the newest speech frame ended."""

    @property
    def in_speech(self) -> bool:
        """Tell whether an utterance is being heard (SPEAKING or STOPPING)."""
        return self.phase in (Phase.SPEAKING, Phase.STOPPING)


def advance(
    state: EndpointState,
    probability: float,
    frame: AudioFrame,
    end_silence_s: float | None = None,
) -> tuple[EndpointState, tuple[EndpointEvent, ...]]:
    """Take one frame into account.

    Args:
        state: where the turn stood.
        probability: that the frame holds speech, in [0, 1].
        frame: the frame; frames must come in order.
        end_silence_s: how long a pause ends the turn, judged now; the settings' when left out, `math.inf` when only
            `end_now` may end it.

    Returns:
        Where the turn stands now, and what happened, in order: SpeechStarted (PauseBegan SpeechResumed)*
        [PauseBegan] UtteranceEnded, or NoiseDismissed.
    """
    settings = state.settings
    silence_s = settings.end_silence_ms / 1000.0 if end_silence_s is None else end_silence_s
    match state.phase:
        case Phase.QUIET:
            if probability < settings.start_threshold:
                return _quiet(settings, (*state.pre_roll, frame)), ()
            begun = replace(state, phase=Phase.STARTING, pre_roll=(), speech_start_s=frame.start_s)
            for earlier in state.pre_roll:
                begun = _keep(begun, 0.0, earlier)
            return _start(begun, probability, frame)
        case Phase.STARTING:
            return _start(state, probability, frame)
        case Phase.SPEAKING:
            kept = _keep(state, probability, frame)
            if probability >= settings.stop_threshold:
                return _within_limit(replace(kept, speech_end_s=frame.end_s))
            paused = replace(kept, phase=Phase.STOPPING)
            ended, events = _stop(paused, silence_s, frame)
            return ended, (PauseBegan(paused.speech_end_s), *events)
        case Phase.STOPPING:
            kept = _keep(state, probability, frame)
            if probability >= settings.start_threshold:
                resumed, events = _within_limit(replace(kept, phase=Phase.SPEAKING, speech_end_s=frame.end_s))
                return resumed, (SpeechResumed(frame.start_s), *events)
            return _stop(kept, silence_s, frame)


def end_now(state: EndpointState) -> tuple[EndpointState, tuple[EndpointEvent, ...]]:
    """End the trainee's turn at once: a key was pressed, or there is no more sound."""
    match state.phase:
        case Phase.QUIET:
            return state, ()
        case Phase.STARTING:
            return _quiet(state.settings, _frames(state)), (NoiseDismissed(state.speech_start_s),)
        case Phase.SPEAKING | Phase.STOPPING:
            return _end(state, EndReason.MANUAL)


def utterance_so_far(state: EndpointState) -> Utterance | None:
    """Return what would be the utterance if it ended now, or None when nobody speaks; costs one copy of its samples."""
    if not state.in_speech:
        return None
    _, events = _end(state, EndReason.MANUAL)
    (ended,) = events
    return ended.utterance


def _start(
    state: EndpointState, probability: float, frame: AudioFrame
) -> tuple[EndpointState, tuple[EndpointEvent, ...]]:
    settings = state.settings
    kept = _keep(state, probability, frame)
    if probability >= settings.stop_threshold:
        heard = replace(kept, speech_samples=kept.speech_samples + len(frame.samples), speech_end_s=frame.end_s)
        if samples_to_seconds(heard.speech_samples, SPEECH_RATE_HZ) * 1000.0 < settings.min_speech_ms:
            return heard, ()
        speaking, events = _within_limit(replace(heard, phase=Phase.SPEAKING))
        return speaking, (SpeechStarted(heard.speech_start_s), *events)
    if (frame.end_s - kept.speech_end_s) * 1000.0 <= settings.max_start_gap_ms:
        return kept, ()
    return _quiet(settings, _frames(kept)), (NoiseDismissed(kept.speech_start_s),)


def _stop(state: EndpointState, silence_s: float, frame: AudioFrame) -> tuple[EndpointState, tuple[EndpointEvent, ...]]:
    if frame.end_s - state.speech_end_s >= silence_s - 1e-9:
        return _end(state, EndReason.SILENCE)
    if _too_long(state):
        return _end(state, EndReason.LIMIT)
    return state, ()


def _too_long(state: EndpointState) -> bool:
    return samples_to_seconds(state.kept_samples, SPEECH_RATE_HZ) >= state.settings.max_utterance_s


def _within_limit(state: EndpointState) -> tuple[EndpointState, tuple[EndpointEvent, ...]]:
    """Cut an utterance that has grown too long where it is least like speech; the rest begins the next one."""
    if not _too_long(state):
        return state, ()
    kept = list(_newest_first(state))[::-1]
    first = min(len(kept) - 1, int(len(kept) * (1.0 - LIMIT_SEARCH_SHARE)))
    cut = min(range(first, len(kept)), key=lambda index: (kept[index].probability, -index))
    done = [each.frame for each in kept[: cut + 1]]
    sure = _speech_probability(kept[: cut + 1], state.speech_start_s, done[-1].end_s)
    utterance = _utterance(done, state.speech_start_s, done[-1].end_s, sure)
    begun_s = kept[cut + 1].frame.start_s if cut + 1 < len(kept) else done[-1].end_s
    rest = EndpointState(state.settings, Phase.SPEAKING, speech_start_s=begun_s, speech_end_s=state.speech_end_s)
    for each in kept[cut + 1 :]:
        rest = _keep(rest, each.probability, each.frame)
    return rest, (UtteranceEnded(utterance, EndReason.LIMIT), SpeechStarted(begun_s))


def _end(state: EndpointState, reason: EndReason) -> tuple[EndpointState, tuple[UtteranceEnded]]:
    """Close the utterance behind its post-roll; the silence after it is the pre-roll of the next one."""
    frames = _frames(state)
    last_s = state.speech_end_s + state.settings.post_roll_ms / 1000.0
    count = sum(1 for each in frames if each.end_s <= last_s + 1e-9)
    if count == 0:
        count = min(1, len(frames))
    sure = _speech_probability(_newest_first(state), state.speech_start_s, state.speech_end_s)
    utterance = _utterance(frames[:count], state.speech_start_s, state.speech_end_s, sure)
    return _quiet(state.settings, frames[count:]), (UtteranceEnded(utterance, reason),)


def _speech_probability(kept: Iterable[_Kept], speech_start_s: float, speech_end_s: float) -> float:
    """Return the mean probability of the frames between the first and the last speech."""
    within = [
        each.probability
        for each in kept
        if each.frame.start_s >= speech_start_s - 1e-9 and each.frame.end_s <= speech_end_s + 1e-9
    ]
    return sum(within) / len(within) if within else 1.0


def _utterance(
    frames: list[AudioFrame], speech_start_s: float, speech_end_s: float, speech_probability: float
) -> Utterance:
    """Join frames; what was dropped between them becomes silence, so that times within stay true."""
    pieces = []
    for index, frame in enumerate(frames):
        if index and frame.dropped_samples:
            pieces.append(np.zeros(frame.dropped_samples, np.float32))
        pieces.append(frame.samples)
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    start_s = frames[0].start_s if frames else speech_start_s
    return Utterance(read_only(samples), start_s, speech_start_s, speech_end_s, speech_probability)


def _keep(state: EndpointState, probability: float, frame: AudioFrame) -> EndpointState:
    return replace(
        state,
        kept=_Kept(frame, probability, state.kept),
        kept_samples=state.kept_samples + len(frame.samples) + frame.dropped_samples,
    )


def _newest_first(state: EndpointState) -> Iterator[_Kept]:
    link = state.kept
    while link is not None:
        yield link
        link = link.before


def _frames(state: EndpointState) -> list[AudioFrame]:
    return [link.frame for link in _newest_first(state)][::-1]


def _quiet(settings: EndpointSettings, frames: list[AudioFrame] | tuple[AudioFrame, ...]) -> EndpointState:
    pre_roll: list[AudioFrame] = []
    length_s = 0.0
    for frame in reversed(frames):
        length_s += frame.end_s - frame.start_s
        if length_s * 1000.0 > settings.pre_roll_ms + 1e-6:
            break
        pre_roll.append(frame)
        if frame.dropped_samples:
            break
    return EndpointState(settings, pre_roll=tuple(reversed(pre_roll)))
