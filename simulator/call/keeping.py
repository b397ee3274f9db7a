"""A recorder that cannot stop the call: what it fails to keep is said in words, once."""

from __future__ import annotations

import logging
from collections.abc import Callable

from audio.frames import AudioFrame, SpeechChunk
from simulator.call.ports import CallRecorder, KeepingError

_log = logging.getLogger(__name__)


class SafeRecorder:
    """Hands the sound on to a recorder and survives whatever that does.

    Args:
        recorder: None keeps nothing.
        complain: is given a sentence when something could not be kept; the same one at each failure of a kind.
    """

    def __init__(self, recorder: CallRecorder | None, complain: Callable[[str], None]) -> None:
        self._recorder = recorder
        self._complain = complain
        self._logged = False

    def trainee_frame(self, frame: AudioFrame) -> None:
        """Keep a microphone frame, if possible."""
        self._try(lambda recorder: recorder.trainee_frame(frame))

    def caller_chunk(self, chunk: SpeechChunk, start_s: float, turn_number: int) -> None:
        """Keep a piece of the caller's voice, if possible."""
        self._try(lambda recorder: recorder.caller_chunk(chunk, start_s, turn_number))

    def caller_cut(self, at_s: float) -> None:
        """Forget what was never heard, if possible."""
        self._try(lambda recorder: recorder.caller_cut(at_s))

    def _try(self, keep: Callable[[CallRecorder], None]) -> None:
        if self._recorder is None:
            return
        try:
            keep(self._recorder)
        except KeepingError as error:
            self._complain(str(error))
        except Exception as error:
            if not self._logged:
                self._logged = True
                _log.exception("The recorder failed")
            self._complain(f"The sound is not kept ({type(error).__name__}: {error}). The call goes on.")
