"""The sound of turns inside a file that opens anywhere: MP3, which every browser plays and speech keeps well."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Final

from audio.errors import SoundFileError

COMPRESSION: Final = 0.7
"""Of libsndfile's scale from 0 (best) to 1 (smallest): about 24 kbit/s for speech at 16 kHz."""


def as_data_uri(path: Path) -> str:
    """Return a turn's recording as a `data:` address.

    Args:
        path: of the recording, in any format libsndfile reads.

    Raises:
        SoundFileError: it cannot be read.
    """
    import soundfile

    try:
        samples, rate_hz = soundfile.read(path, dtype="float32")
        kept = io.BytesIO()
        if "MP3" in soundfile.available_formats():
            kind = "audio/mpeg"
            soundfile.write(
                kept, samples, rate_hz, format="MP3", subtype="MPEG_LAYER_III", compression_level=COMPRESSION
            )
        else:
            # A library without MP3 still writes what browsers play, only larger.
            kind = "audio/flac"
            soundfile.write(kept, samples, rate_hz, format="FLAC", subtype="PCM_16")
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", None) or getattr(error, "strerror", None) or str(error)
        raise SoundFileError(f"{path} cannot be read as sound ({reason}).") from error
    return f"data:{kind};base64,{base64.b64encode(kept.getvalue()).decode()}"
