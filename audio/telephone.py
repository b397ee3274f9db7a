"""The telephone around the caller's voice: music while the caller is on hold, the engaged tone when they hung up."""

from __future__ import annotations

import threading
from typing import Final

from audio.errors import DeviceError
from audio.frames import SpeechChunk
from audio.hold_music import hold_music
from audio.ports import Speaker
from audio.tones import Tone, tone

ENGAGED_PERIODS: Final = 2
"""Enough to know that the caller is gone."""

ENGAGED_LIMIT_S: Final = 2.5
"""How long closing waits for the engaged tone."""

REFILL_S: Final = 0.25
"""How soon the music begins again after a round."""


class TelephoneSpeaker:
    """A speaker that also makes a telephone's own sounds.

    Args:
        speaker: where everything sounds.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._waiting: threading.Event | None = None
        self._player: threading.Thread | None = None
        self._engaged = threading.Event()

    def start_music(self) -> None:
        """Let the music sound, round after round, until `stop_music`; does not block."""
        if self._waiting is not None:
            return
        self._waiting = threading.Event()
        self._player = threading.Thread(target=self._play_music, args=(self._waiting,), name="hold music", daemon=True)
        self._player.start()

    def stop_music(self) -> None:
        """Let the music end at once; nothing happens where there is none."""
        waiting, player = self._waiting, self._player
        if waiting is None or player is None:
            return
        waiting.set()
        self._waiting = self._player = None
        player.join()
        self._speaker.abort()

    def sound_engaged(self) -> None:
        """Sound the engaged tone; `close` then waits for it."""
        self.stop_music()
        try:
            self._speaker.play(tone(Tone.BUSY, periods=ENGAGED_PERIODS))
        except DeviceError:
            return  # A call that is over needs no speaker.
        self._engaged.set()

    def play(self, chunk: SpeechChunk) -> float:
        """Queue a chunk; see `audio.ports.Speaker`.

        Raises:
            audio.errors.DeviceError: the device went away.
        """
        return self._speaker.play(chunk)

    def busy(self) -> bool:
        """Tell whether something is sounding or waiting to sound."""
        return self._speaker.busy()

    def drain(self) -> None:
        """Block until all that is queued has sounded."""
        self._speaker.drain()

    def abort(self) -> float:
        """Fall silent at once; see `audio.ports.Speaker`."""
        return self._speaker.abort()

    def set_gain(self, gain: float, ramp_s: float) -> None:
        """Make what sounds softer or louder; see `audio.ports.Speaker`."""
        self._speaker.set_gain(gain, ramp_s)

    def close(self) -> None:
        """Let the engaged tone sound to its end, fall silent and let the device go. May be called twice."""
        self.stop_music()
        if self._engaged.is_set():
            self._engaged.clear()
            draining = threading.Thread(target=self._speaker.drain, daemon=True)
            draining.start()
            draining.join(ENGAGED_LIMIT_S)
        self._speaker.close()

    def _play_music(self, waiting: threading.Event) -> None:
        music = hold_music()
        while not waiting.is_set():
            try:
                self._speaker.play(music)
            except DeviceError:
                return  # Whoever speaks next is told; waiting in silence harms nobody.
            while self._speaker.busy() and not waiting.is_set():
                waiting.wait(REFILL_S)
