"""The ear of the call: detector and endpointing together, with the little that must be remembered between frames."""

from __future__ import annotations

from audio.endpointing import (
    EndpointSettings,
    EndpointState,
    Phase,
    UtteranceEnded,
    advance,
    end_now,
    utterance_so_far,
)
from audio.frames import AudioFrame, Utterance
from audio.ports import SpeechDetector


class Hearing:
    """Follows the trainee's speech frame by frame; one thread at a time.

    Args:
        detector: tells speech from other sound.
        settings: what counts as speech, and as its end.
    """

    def __init__(self, detector: SpeechDetector, settings: EndpointSettings) -> None:
        self._detector = detector
        self._settings = settings
        self._state = EndpointState(settings)
        self._heard_until_s = 0.0
        self.probability = 0.0
        """That the latest frame held speech, in [0, 1]."""
        self._offered_s: float | None = None

    @property
    def speech_since_s(self) -> float | None:
        """When the speech being heard began, on the call's clock; None when nobody speaks."""
        return self._state.speech_start_s if self._state.in_speech else None

    @property
    def speech_length_s(self) -> float:
        """From the first to the latest speech of what is being heard, pauses at the end left out; 0 in quiet."""
        return self._state.speech_end_s - self._state.speech_start_s if self._state.in_speech else 0.0

    @property
    def speech_end_s(self) -> float:
        """When the latest speech ended, on the call's clock; 0 when none was heard yet."""
        return self._state.speech_end_s

    def so_far(self) -> Utterance | None:
        """Return what is being heard as if it ended now; None when nobody speaks."""
        return utterance_so_far(self._state)

    def complete_but_for_silence(self) -> Utterance | None:
        """Return, once a pause, the utterance that will have been said if the pause turns out to be its end.

        That is as soon as the pause holds the whole post-roll: from then on only silence would be added, and the
        utterance is the same, sample for sample, as the one `hear` would give.
        """
        state = self._state
        if state.phase is not Phase.STOPPING or self._offered_s == state.speech_end_s:
            return None
        if self._heard_until_s - state.speech_end_s < self._settings.post_roll_ms / 1000.0:
            return None
        self._offered_s = state.speech_end_s
        return utterance_so_far(state)

    def hear(self, frame: AudioFrame, end_silence_s: float | None = None) -> tuple[UtteranceEnded, ...]:
        """Take a frame into account; return the utterances that ended with it (none, seldom more than one).

        Args:
            frame: the next one.
            end_silence_s: how long a pause ends the utterance; the settings' when left out.
        """
        self._heard_until_s = frame.end_s
        self.probability = self._detector.probability(frame)
        self._state, happened = advance(self._state, self.probability, frame, end_silence_s)
        return _ended(happened)

    def finish(self) -> tuple[UtteranceEnded, ...]:
        """End what is being heard at once; return it, or nothing when nobody speaks."""
        self._state, happened = end_now(self._state)
        return _ended(happened)

    def reset(self) -> None:
        """Forget everything heard, as at the start of a call."""
        self._detector.reset()
        self._state = EndpointState(self._settings)


def _ended(happened: tuple[object, ...]) -> tuple[UtteranceEnded, ...]:
    return tuple(event for event in happened if isinstance(event, UtteranceEnded))
