"""Sound files: any format libsndfile reads, in; FLAC, out."""

from __future__ import annotations

import math
import os
import shutil
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.errors import SoundFileError
from audio.frames import SPEECH_RATE_HZ, Samples, Utterance, read_only, samples_to_seconds
from audio.resample import resample

FULL_SCALE: Final = 32768.0
"""Steps from 0 to 1 in sixteen bits."""


def read_sound(path: Path, channel: int | None = None) -> Utterance:
    """Read a sound file as one utterance at `SPEECH_RATE_HZ` that begins at second 0.

    Args:
        path: the file.
        channel: which channel, from 0; None mixes all of them to one.

    Raises:
        SoundFileError: absent, unreadable, empty, in no known format, or without that channel.
    """
    samples = read_samples(path, SPEECH_RATE_HZ, channel)
    return Utterance(samples, 0.0, 0.0, samples_to_seconds(len(samples), SPEECH_RATE_HZ))


def read_samples(path: Path, sample_rate_hz: int, channel: int | None = None) -> Samples:
    """Read a sound file as read-only mono samples at a rate; see `read_sound` for the rest."""
    import soundfile

    if not path.exists():
        raise SoundFileError(f"There is no sound file {path}.")
    if path.is_dir():
        raise SoundFileError(f"{path} is a folder. Name a sound file in it.")
    try:
        data, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise SoundFileError(
            f"{path} cannot be read as sound ({_reason(error)}). Use WAV, FLAC, Ogg or MP3."
        ) from error
    except UnicodeEncodeError as error:
        raise SoundFileError(f"{path} has a name that is not valid text. Give the file another name.") from error
    if len(data) == 0:
        raise SoundFileError(f"{path} holds no sound: it has 0 samples.")
    if not np.all(np.isfinite(data)):
        raise SoundFileError(f"{path} is damaged: some of its samples are not numbers.")
    return read_only(resample(np.clip(_one_channel(path, data, channel), -1.0, 1.0), rate_hz, sample_rate_hz))


def write_flac(path: Path, samples: NDArray[np.float32], sample_rate_hz: int, comment: str = "") -> None:
    """Write samples as a 16-bit FLAC file that appears whole or not at all.

    Args:
        path: the file; its folder exists.
        samples: float32 in [-1, 1], shape (n,) or (n, channels).
        sample_rate_hz: their rate.
        comment: text kept in the file's own comment field.

    Raises:
        SoundFileError: the file cannot be written.
    """
    import soundfile

    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    try:
        with soundfile.SoundFile(
            temporary, "w", samplerate=sample_rate_hz, channels=channels, format="FLAC", subtype="PCM_16"
        ) as file:
            if comment:
                file.comment = comment
            file.write(sixteen_bits(samples))
        temporary.replace(path)
    except (soundfile.LibsndfileError, OSError) as error:
        temporary.unlink(missing_ok=True)
        # libsndfile speaks of its encoder where the disk is full.
        reason = "the disk is full" if _room_bytes(path.parent) < samples.nbytes else _reason(error)
        raise SoundFileError(f"{path} cannot be written ({reason}).") from error


def sixteen_bits(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return samples in [-1, 1] as whole numbers, so that what is read back differs by half a step at most."""
    steps: NDArray[np.int16] = np.clip(np.rint(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return steps


def _one_channel(path: Path, data: NDArray[np.float32], channel: int | None) -> NDArray[np.float32]:
    count = data.shape[1]
    if channel is None:
        mixed: NDArray[np.float32] = data.mean(axis=1, dtype=np.float32)
        return mixed
    if not 0 <= channel < count:
        raise SoundFileError(f"{path} has {count} channel{'s' if count > 1 else ''}; there is no channel {channel}.")
    return data[:, channel]


def _room_bytes(folder: Path) -> float:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return math.inf


def _reason(error: Exception) -> str:
    said = getattr(error, "error_string", None) or getattr(error, "strerror", None) or str(error)
    return str(said).strip().rstrip(".")
