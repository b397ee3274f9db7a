"""The sound of a call on disk: a file a turn, and both sides on the real clock.

While the call runs, each side is a raw track in which a sample's place is its time on the call's clock; a gap is
silence. When a turn ends its stretch is copied to a file of its own, so that a power cut costs at most the turn being
spoken. At the end both tracks become `call.flac`; when the program died before that, the next one does it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.errors import SoundFileError
from audio.frames import SPEECH_RATE_HZ, AudioFrame, SpeechChunk, seconds_to_samples
from audio.resample import resample
from audio.soundfiles import read_samples, write_flac
from simulator.call import events
from simulator.call.events import CallEvent
from simulator.call.ports import KeepingError
from simulator.scoring.record import CallRecord, Side
from simulator.sessions.files import OWNER_FILE, make_folder, open_for_owner

CALL_NAME: Final = "call.flac"
AUDIO_NAME: Final = "audio"
MARGIN_S: Final = 0.2
"""What a trainee turn's file holds before and after the speech, so that no first or last sound is clipped."""

JITTER_S: Final = 0.02
"""A frame whose time is off by less than this joins the one before: devices report times with some jitter, and a click
at every frame would be worse than a shift nobody hears. More than this is a gap (or a drift caught up with)."""

ROOM_FOR_WORDS_BYTES: Final = 4_000_000
"""Sound takes 64 kB a second and words a few kB a minute: the last room of a full disk is left to the words, the scores
and what the next call needs to begin."""

_FULL_SCALE: Final = 32767.0


def turn_name(number: int, side: Side) -> str:
    """Return the name of a turn's sound file inside the audio folder."""
    return f"{number:03d}-{side.value}.flac"


class Track:
    """One side of the call as raw 16-bit samples in a file; a sample's place is its time.

    Args:
        path: the file; made when absent.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = open_for_owner(path, os.O_RDWR | os.O_CREAT)

    def write(self, samples: NDArray[np.float32], at_sample: int) -> None:
        """Put samples at their place; what lies before the call's beginning is left out.

        Raises:
            OSError: the disk is full or went away.
        """
        if self._handle is None:
            return
        skipped = max(0, -at_sample)
        pcm = np.round(np.clip(samples[skipped:], -1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes()
        place = 2 * (at_sample + skipped)
        os.lseek(self._handle, place, os.SEEK_SET)
        while pcm:
            pcm = pcm[os.write(self._handle, pcm) :]

    def read(self, from_sample: int, to_sample: int) -> NDArray[np.float32]:
        """Return a stretch; what lies outside the track is silence."""
        wanted = max(0, to_sample - max(0, from_sample))
        if self._handle is None:
            return np.zeros(wanted, dtype=np.float32)
        os.lseek(self._handle, 2 * max(0, from_sample), os.SEEK_SET)
        pcm = os.read(self._handle, 2 * wanted)
        found = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.float32) / _FULL_SCALE
        stretch = np.zeros(wanted, dtype=np.float32)
        stretch[: len(found)] = found
        return stretch

    def cut(self, at_sample: int) -> None:
        """Forget what lies from a place on."""
        if self._handle is not None and at_sample < len(self):
            os.ftruncate(self._handle, 2 * max(0, at_sample))

    def sync(self) -> None:
        """Make sure that what was written survives a power cut."""
        if self._handle is not None:
            os.fsync(self._handle)

    def close(self) -> None:
        """Let the file go. May be called twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __len__(self) -> int:
        return 0 if self._handle is None else os.fstat(self._handle).st_size // 2


class SessionRecording:
    """Keeps the sound of a call in a session's folder; a recorder and an observer of the call.

    Args:
        folder: the session's; `audio/` is made in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._audio = folder / AUDIO_NAME
        make_folder(self._audio)
        self._trainee = Track(folder / _raw_name(Side.TRAINEE))
        self._caller = Track(folder / _raw_name(Side.CALLER))
        self._trainee_next = 0
        self._caller_from: dict[int, int] = {}

    def trainee_frame(self, frame: AudioFrame) -> None:
        """Keep a microphone frame at its place.

        Raises:
            KeepingError: the disk is full or went away.
        """
        start = seconds_to_samples(frame.start_s, SPEECH_RATE_HZ)
        if not frame.dropped_samples and abs(start - self._trainee_next) <= JITTER_S * SPEECH_RATE_HZ:
            start = self._trainee_next
        self._trainee_next = start + len(frame.samples)
        self._write(self._trainee, frame.samples, start)

    def caller_chunk(self, chunk: SpeechChunk, start_s: float, turn_number: int) -> None:
        """Keep a piece of the caller's voice at its place.

        Raises:
            KeepingError: the disk is full or went away.
        """
        start = seconds_to_samples(start_s, SPEECH_RATE_HZ)
        self._caller_from.setdefault(turn_number, start)
        self._write(self._caller, resample(chunk.samples, chunk.sample_rate_hz, SPEECH_RATE_HZ), start)

    def caller_cut(self, at_s: float) -> None:
        """Forget what of the caller's voice lies after a moment.

        Raises:
            KeepingError: the disk went away.
        """
        try:
            self._caller.cut(seconds_to_samples(at_s, SPEECH_RATE_HZ))
        except OSError as error:
            raise self._failed(error) from error

    def notice(self, event: CallEvent) -> None:
        """Write a turn's own file when the turn is over.

        Raises:
            KeepingError: the disk is full or went away.
        """
        try:
            match event:
                case events.TraineeTurnHeard(turn=turn):
                    self._trainee.sync()
                    self._write_turn(
                        self._trainee,
                        turn_name(turn.number, Side.TRAINEE),
                        seconds_to_samples(turn.start_s - MARGIN_S, SPEECH_RATE_HZ),
                        min(seconds_to_samples(turn.end_s + MARGIN_S, SPEECH_RATE_HZ), len(self._trainee)),
                    )
                case events.CallerSpeechEnded(turn_number=number) | events.CallerInterrupted(turn_number=number):
                    self._caller.sync()
                    if number in self._caller_from:
                        self._write_turn(
                            self._caller,
                            turn_name(number, Side.CALLER),
                            self._caller_from.pop(number),
                            len(self._caller),
                        )
                case _:
                    pass
        except (OSError, SoundFileError) as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Write `call.flac` and let the raw tracks go; they stay where that fails, for the next attempt.

        Raises:
            KeepingError: the disk is full or went away.
        """
        self._trainee.close()
        self._caller.close()
        try:
            finish_tracks(self._folder)
        except (OSError, SoundFileError) as error:
            raise self._failed(error) from error

    def _write(self, track: Track, samples: NDArray[np.float32], at_sample: int) -> None:
        try:
            if shutil.disk_usage(self._folder).free < ROOM_FOR_WORDS_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            track.write(samples, at_sample)
        except OSError as error:
            raise self._failed(error) from error

    def _write_turn(self, track: Track, name: str, from_sample: int, to_sample: int) -> None:
        if to_sample > max(0, from_sample):
            write_flac(self._audio / name, track.read(from_sample, to_sample), SPEECH_RATE_HZ)
            (self._audio / name).chmod(OWNER_FILE)

    def _failed(self, error: Exception) -> KeepingError:
        why = (error.strerror or "it failed").lower() if isinstance(error, OSError) else str(error).rstrip(".")
        return KeepingError(
            f"The sound of the call cannot be kept in {self._folder}: {why}. The call goes on, and its words are kept "
            "as long as there is room for them."
        )


def finish_tracks(folder: Path) -> bool:
    """Make `call.flac` of the raw tracks a call left behind, and remove them; return whether there were any.

    Raises:
        OSError: the disk is full or read-only; the raw tracks stay.
        SoundFileError: the file cannot be written; the raw tracks stay.
    """
    paths = [folder / _raw_name(side) for side in (Side.TRAINEE, Side.CALLER)]
    if not any(path.exists() for path in paths):
        return False
    sides = [np.fromfile(path, dtype="<i2") if path.exists() else np.zeros(0, dtype="<i2") for path in paths]
    if max(len(side) for side in sides):
        _write_stereo(folder, [side.astype(np.float32) / _FULL_SCALE for side in sides])
    for path in paths:
        path.unlink(missing_ok=True)
    return True


def rebuild_call_sound(folder: Path, record: CallRecord) -> bool:
    """Make `call.flac` anew from the turns' files and the times in the record; return whether there were any.

    Raises:
        OSError: the disk is full or read-only.
        SoundFileError: a turn's file is damaged, or the new one cannot be written.
    """
    pieces: dict[Side, list[tuple[int, NDArray[np.float32]]]] = {Side.TRAINEE: [], Side.CALLER: []}
    for turn in record.turns:
        path = folder / AUDIO_NAME / turn_name(turn.number, turn.side)
        if path.exists():
            margin_s = MARGIN_S if turn.side is Side.TRAINEE else 0.0
            start = max(0, seconds_to_samples(turn.start_s - margin_s, SPEECH_RATE_HZ))
            pieces[turn.side].append((start, read_samples(path, SPEECH_RATE_HZ)))
    if not any(pieces.values()):
        return False
    _write_stereo(folder, [_laid_out(pieces[side]) for side in (Side.TRAINEE, Side.CALLER)])
    return True


def _laid_out(pieces: Iterable[tuple[int, NDArray[np.float32]]]) -> NDArray[np.float32]:
    placed = list(pieces)
    track = np.zeros(max((start + len(samples) for start, samples in placed), default=0), dtype=np.float32)
    for start, samples in placed:
        track[start : start + len(samples)] = samples
    return track


def _write_stereo(folder: Path, sides: list[NDArray[np.float32]]) -> None:
    stereo = np.zeros((max(len(side) for side in sides), 2), dtype=np.float32)
    for channel, side in enumerate(sides):
        stereo[: len(side), channel] = side
    path = folder / CALL_NAME
    write_flac(path, stereo, SPEECH_RATE_HZ)
    path.chmod(OWNER_FILE)


def _raw_name(side: Side) -> str:
    return f".{side.value}.pcm"
