"""eSpeak NG as an engine: text to sound and text to phonemes.

The library of the espeakng-loader package is called through eSpeak NG's C interface (`speak_lib.h`); where that library
cannot be loaded, an installed `espeak-ng` program does the same work.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np

from audio.errors import SynthesisError
from audio.frames import Samples

WORDS_PER_MINUTE: Final = 165
"""eSpeak NG's pace for a rate of 1; its own default of 175 is brisk for listening over a telephone."""

SLOWEST_WPM: Final = 80
FASTEST_WPM: Final = 450
"""What eSpeak NG accepts (`espeakRATE` in speak_lib.h)."""

# Values of speak_lib.h.
AUDIO_OUTPUT_SYNCHRONOUS: Final = 2
INITIALIZE_DONT_EXIT: Final = 0x8000
CHARS_UTF8: Final = 1
PARAMETER_RATE: Final = 1
PHONEMES_IPA: Final = 0x02

PROGRAM_TIMEOUT_S: Final = 60.0

ALIASES: Final = {"en-gb": "en"}
"""eSpeak NG files British English under plain 'en'; its library, unlike its program, knows it by no other name."""


class EspeakEngine(Protocol):
    """What both ways of reaching eSpeak NG can do; any thread, one call at a time."""

    def speak(self, voice: str, text: str, words_per_minute: int) -> tuple[Samples, int]:
        """Return the sound of a text and its sample rate.

        Raises:
            SynthesisError: there is no such voice, or eSpeak NG failed.
        """
        ...

    def phonemes(self, voice: str, text: str) -> str:
        """Return a text's phonemes in IPA, words separated by spaces; punctuation is lost.

        Raises:
            SynthesisError: there is no such voice, or eSpeak NG failed.
        """
        ...


class EspeakLibrary:
    """eSpeak NG's library in this process. Its state is one per process, hence the lock and `espeak_engine`."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._lock = threading.Lock()
        self._pieces: list[Samples] = []
        # ctypes keeps no reference to a callback by itself.
        self._callback = self._make_callback()
        data = espeakng_loader.get_data_path().encode()
        rate_hz = self._library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data, INITIALIZE_DONT_EXIT)
        if rate_hz <= 0:
            raise OSError("eSpeak NG found no voice data")
        self._rate_hz = int(rate_hz)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def speak(self, voice: str, text: str, words_per_minute: int) -> tuple[Samples, int]:
        """Return the sound of a text and its sample rate; see `EspeakEngine`."""
        data = text.encode()
        with self._lock:
            self._select(voice)
            self._pieces.clear()
            self._library.espeak_SetParameter(PARAMETER_RATE, words_per_minute, 0)
            status = self._library.espeak_Synth(data, len(data) + 1, 0, 0, 0, CHARS_UTF8, None, None)
            samples = np.concatenate(self._pieces) if self._pieces else np.zeros(0, dtype=np.float32)
        if status != 0:
            raise SynthesisError(f"eSpeak NG failed on '{text}' (status {status}).")
        return samples, self._rate_hz

    def phonemes(self, voice: str, text: str) -> str:
        """Return a text's phonemes in IPA; see `EspeakEngine`."""
        clauses = []
        with self._lock:
            self._select(voice)
            # The function moves the pointer past the clause it has read, and sets it to NULL at the end.
            rest = ctypes.c_char_p(text.encode())
            while rest.value:
                clause = self._library.espeak_TextToPhonemes(ctypes.byref(rest), CHARS_UTF8, PHONEMES_IPA)
                clauses.append(clause.decode("utf-8", errors="replace") if clause else "")
        return " ".join(clause.strip() for clause in clauses if clause.strip())

    def _select(self, voice: str) -> None:
        if self._library.espeak_SetVoiceByName(_file_name(voice).encode()) != 0:
            raise SynthesisError(f"eSpeak NG has no voice '{voice}'.")

    def _make_callback(self) -> Any:  # noqa: ANN401  (a ctypes function object has no type of its own)
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

        def keep(wave: Any, count: int, _events: int | None) -> int:  # noqa: ANN401
            if wave and count > 0:
                self._pieces.append(np.ctypeslib.as_array(wave, (count,)).astype(np.float32) / 32768.0)
            return 0

        return kind(keep)


class EspeakProgram:
    """An installed `espeak-ng` program, one run a sentence.

    Args:
        path: the program.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def speak(self, voice: str, text: str, words_per_minute: int) -> tuple[Samples, int]:
        """Return the sound of a text and its sample rate; see `EspeakEngine`."""
        wav = self._run(["-v", voice, "-s", str(words_per_minute), "--stdout"], text)
        # A WAV written to a pipe states no true length, so that its header is read by hand: the rate stands at byte 24.
        start = wav.find(b"data") + 8
        if not wav.startswith(b"RIFF") or start < 8:
            raise SynthesisError(f"eSpeak NG gave no sound for '{text}'.")
        body = wav[start : start + (len(wav) - start) // 2 * 2]
        return np.frombuffer(body, dtype="<i2").astype(np.float32) / 32768.0, int.from_bytes(wav[24:28], "little")

    def phonemes(self, voice: str, text: str) -> str:
        """Return a text's phonemes in IPA; see `EspeakEngine`."""
        return " ".join(self._run(["-v", voice, "-q", "--ipa"], text).decode("utf-8", errors="replace").split())

    def _run(self, arguments: list[str], text: str) -> bytes:
        try:
            done = subprocess.run(
                [self._path, *arguments, "-b", "1", "--stdin"],
                input=text.encode(),
                capture_output=True,
                timeout=PROGRAM_TIMEOUT_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SynthesisError(f"The program {self._path} failed on '{text}' ({error}).") from error
        return done.stdout


@lru_cache(maxsize=1)
def espeak_engine() -> EspeakEngine:
    """Return this process's eSpeak NG.

    Raises:
        SynthesisError: neither the library nor the program is there.
    """
    try:
        return EspeakLibrary()
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        program = shutil.which("espeak-ng")
        if program is None:
            raise SynthesisError(
                f"eSpeak NG cannot be loaded ({error}) and there is no program espeak-ng. Install the package "
                "espeak-ng of your system."
            ) from error
        return EspeakProgram(program)


def pace(rate: float) -> int:
    """Return eSpeak NG's words per minute for a rate relative to the voice's own."""
    return int(np.clip(round(WORDS_PER_MINUTE * rate), SLOWEST_WPM, FASTEST_WPM))


def _file_name(voice: str) -> str:
    language, plus, variant = voice.partition("+")
    return f"{ALIASES.get(language, language)}{plus}{variant}"


Phonemizer = Callable[[str, str], str]
"""From an eSpeak NG voice and a text to IPA."""
