"""What a sound check finds: how loud, how clean, how much of the speaker comes back by the microphone; pure.

Complaint number one about voice agents is that they hear themselves. So the check plays a sweep through the speaker,
listens, and works out from the two how late and how weak the sound comes back. What was found is an enum, so that every
screen says it in its own language; `advice` says it in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import SPEECH_RATE_HZ, SpeechChunk, read_only
from audio.levels import (
    SILENCE_DBFS,
    SPEECH_LEVEL_DBFS,
    WINDOW_S,
    amplitude,
    decibels,
    peak_dbfs,
    speech_level_dbfs,
)

RECORDING_S: Final = 3.0
"""How long the trainee speaks into the microphone to hear it back."""

SILENT_PEAK_DBFS: Final = -85.0
"""A microphone that never exceeds this hears nothing at all: it is muted, or another one is meant. The noise of the
quietest real microphone lies above it."""

QUIETEST_SHARE: Final = 0.1
"""The noise floor is that of the quietest tenth of the windows: between words nobody speaks."""

NOISY_DBFS: Final = -45.0
"""A room above this drowns soft syllables of a voice at -25 dBFS."""

TOO_SOFT_DBFS: Final = -42.0
"""Speech below this is near the noise of 16-bit sound cards' inputs."""

LEAST_SPEECH_ABOVE_NOISE_DB: Final = 8.0
"""What is not this much louder than the quietest tenth is no speech."""

CLIPPED_AMPLITUDE: Final = 0.985
CLIPPED_SHARE: Final = 0.0005
"""More than one sample in two thousand at full scale is heard as crackling; a single loud consonant is not."""

SWEEP_S: Final = 1.5
SWEEP_BAND_HZ: Final = (150.0, 7_000.0)
SWEEP_DBFS: Final = -20.0
"""Peak of the sweep: as loud as the caller's voice is on average, so that nobody tears the headset off."""

AFTER_SWEEP_S: Final = 0.8
"""How long is listened after the sweep: a Bluetooth speaker is up to 0.4 s late, a room rings another 0.3 s."""

ECHO_TAIL_S: Final = 0.15
"""How much of the room's answer after the first arrival counts as echo."""

ECHO_ABOVE_BACKGROUND: Final = 8.0
"""An arrival is believed when it is this many times the background of the impulse response: the largest of 20 000
values of pure noise is 4.3 times it."""

HEADSET_LOSS_DB: Final = 46.0
"""An echo weaker than this does little harm. 3GPP TS 26.131 asks a headset for 46 dB of loss from receiver to
microphone (TCLw). Measured here with a caller's voice at its usual level and room noise of -60 and -65 dBFS: the speech
detector takes 39 to 73 % of the frames of an echo for speech at 35 dB, 4 to 13 % at 45 dB, none at 50 dB."""

RECOGNISED_SHARE: Final = 0.8
"""From here on the sentence counts as recognised."""

UNRECOGNISED_SHARE: Final = 0.4
"""Below this it counts as not recognised."""


class SoundFinding(StrEnum):
    """Something that a sound check found to be wrong."""

    MICROPHONE_SILENT = "microphone-silent"
    """Nothing at all comes from the microphone: muted, or the wrong one."""
    NO_SPEECH = "no-speech"
    """There is sound, but nobody spoke."""
    TOO_SOFT = "too-soft"
    """The voice is faint: the microphone is far away, or turned down."""
    CLIPPED = "clipped"
    """The voice is louder than the microphone can take."""
    NOISY = "noisy"
    """The room is loud."""
    ECHO = "echo"
    """The speaker is heard by the microphone: a headset is needed, else the call is half duplex."""
    PARTLY_RECOGNISED = "partly-recognised"
    """Some words of the sentence were not recognised."""
    NOT_RECOGNISED = "not-recognised"
    """Most words of the sentence were not recognised."""


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """How the trainee's voice comes in."""

    speech_dbfs: float
    """RMS of the spoken parts."""
    peak_dbfs: float
    noise_dbfs: float
    """RMS of the quietest tenth: the noise of room and microphone."""
    clipped_share: float
    """Samples at full scale, of all."""
    findings: tuple[SoundFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class EchoReport:
    """What of the speaker comes back by the microphone."""

    heard: bool
    """True when the sweep was found in what the microphone heard."""
    delay_ms: float | None = None
    """From the moment the sweep was to sound to its arrival, devices' own delays included; None where unheard."""
    attenuation_db: float | None = None
    """How much weaker it came back than it was sent; None where unheard."""
    caller_dbfs: float | None = None
    """How loud the caller's voice would come back; None where unheard."""
    findings: tuple[SoundFinding, ...] = ()

    @property
    def half_duplex(self) -> bool:
        """Whether a call without a headset must not listen while the caller speaks."""
        return SoundFinding.ECHO in self.findings


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What was recognised of a sentence read aloud."""

    said: str
    heard: str
    share: float
    """Words recognised of those said, in [0, 1]."""
    findings: tuple[SoundFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundCheck:
    """A whole check of one microphone with one speaker; parts that were not done are None."""

    microphone: str
    """The device's name."""
    speaker: str
    recording: RecordingReport | None = None
    echo: EchoReport | None = None
    reading: ReadingReport | None = None

    @property
    def findings(self) -> tuple[SoundFinding, ...]:
        """Everything that was found to be wrong, each once, in the order of the check."""
        parts = (self.recording, self.echo, self.reading)
        return tuple(dict.fromkeys(finding for part in parts if part is not None for finding in part.findings))

    @property
    def half_duplex(self) -> bool:
        """Whether a call on these devices must not listen while the caller speaks."""
        return self.echo is not None and self.echo.half_duplex


def assess_recording(samples: NDArray[np.float32], sample_rate_hz: int = SPEECH_RATE_HZ) -> RecordingReport:
    """Return how loud and clean a recording of a voice is.

    Args:
        samples: float32, shape (n,), in [-1, 1]; some seconds in which somebody speaks, with pauses.
        sample_rate_hz: their rate.
    """
    peak, speech, noise = peak_dbfs(samples), speech_level_dbfs(samples, sample_rate_hz), noise_floor_dbfs(samples)
    clipped = float(np.mean(np.abs(samples) >= CLIPPED_AMPLITUDE)) if len(samples) else 0.0
    findings = []
    if peak <= SILENT_PEAK_DBFS:
        return RecordingReport(speech, peak, noise, clipped, (SoundFinding.MICROPHONE_SILENT,))
    if speech - noise < LEAST_SPEECH_ABOVE_NOISE_DB:
        findings.append(SoundFinding.NO_SPEECH)
    elif speech < TOO_SOFT_DBFS:
        findings.append(SoundFinding.TOO_SOFT)
    if clipped > CLIPPED_SHARE:
        findings.append(SoundFinding.CLIPPED)
    if noise > NOISY_DBFS:
        findings.append(SoundFinding.NOISY)
    return RecordingReport(speech, peak, noise, clipped, tuple(findings))


def noise_floor_dbfs(samples: NDArray[np.float32], sample_rate_hz: int = SPEECH_RATE_HZ) -> float:
    """Return the RMS level of the quietest tenth of a sound; `SILENCE_DBFS` for less than a window."""
    window = max(1, round(WINDOW_S * sample_rate_hz))
    whole = len(samples) // window
    if whole == 0:
        return SILENCE_DBFS
    power = np.sort(np.mean(np.square(samples[: whole * window].reshape(whole, window), dtype=np.float64), axis=1))
    return decibels(float(np.sqrt(power[: max(1, round(whole * QUIETEST_SHARE))].mean())))


def sweep(sample_rate_hz: int = SPEECH_RATE_HZ) -> SpeechChunk:
    """Return the sound that looks for an echo: a tone that climbs evenly in octaves through the band of speech.

    An exponential sweep (Farina 2000) has its energy spread in time, so that it is found under noise at a level nobody
    minds.
    """
    count = round(SWEEP_S * sample_rate_hz)
    low_hz, high_hz = SWEEP_BAND_HZ
    time_s = np.arange(count) / sample_rate_hz
    growth = np.log(high_hz / low_hz)
    phase = 2.0 * np.pi * low_hz * SWEEP_S / growth * (np.exp(time_s / SWEEP_S * growth) - 1.0)
    edge = round(0.02 * sample_rate_hz)
    shape = np.ones(count)
    shape[:edge] = np.sin(np.linspace(0.0, np.pi / 2.0, edge)) ** 2
    shape[-edge:] = shape[:edge][::-1]
    return SpeechChunk(read_only(amplitude(SWEEP_DBFS) * shape * np.sin(phase)), sample_rate_hz)


def assess_echo(heard: NDArray[np.float32], sent: NDArray[np.float32], sent_at: int) -> EchoReport:
    """Return how late and how weak a sweep came back.

    The impulse response from speaker to microphone is the quotient of both spectra inside the sweep's band; its
    largest value is the first arrival, and the energy around it the echo.

    Args:
        heard: what the microphone heard, float32, shape (n,), at `SPEECH_RATE_HZ`; begins at least 0.1 s before the
            sweep was sent.
        sent: the sweep at the same rate, as `sweep` made it.
        sent_at: the sample of `heard` at which the sweep was to sound.
    """
    if peak_dbfs(heard) <= SILENT_PEAK_DBFS:
        return EchoReport(False)
    response = _impulse_response(heard, sent)
    size = np.abs(response)
    at = int(size.argmax())
    background = float(np.sqrt(np.mean(np.square(np.delete(response, _around(at, len(response)))))))
    if size[at] < ECHO_ABOVE_BACKGROUND * background:
        return EchoReport(False)
    around = _around(at, len(response))
    # Noise is spread unevenly by the division, so what is taken off is that of the moments before the arrival.
    before = response[max(0, around[0] - 2 * len(around)) : around[0]]
    noise_power = float(np.mean(np.square(before))) if len(before) else background**2
    kept = float(np.sum(np.square(response[around]))) - noise_power * len(around)
    attenuation_db = -decibels(float(np.sqrt(max(kept, 0.0))))
    findings = (SoundFinding.ECHO,) if attenuation_db < HEADSET_LOSS_DB else ()
    return EchoReport(
        True,
        1000.0 * (at - sent_at) / SPEECH_RATE_HZ,
        attenuation_db,
        max(SILENCE_DBFS, SPEECH_LEVEL_DBFS - attenuation_db),
        findings,
    )


def assess_reading(said: str, heard: str) -> ReadingReport:
    """Return how much of a sentence read aloud was recognised, by the alignment of the word error rate."""
    reference, hypothesis = _bare(said), _bare(heard)
    share = 1.0
    if reference:
        import jiwer

        aligned = jiwer.process_words(reference, hypothesis or " ")
        share = aligned.hits / (aligned.hits + aligned.substitutions + aligned.deletions)
    findings: tuple[SoundFinding, ...] = ()
    if share < UNRECOGNISED_SHARE:
        findings = (SoundFinding.NOT_RECOGNISED,)
    elif share < RECOGNISED_SHARE:
        findings = (SoundFinding.PARTLY_RECOGNISED,)
    return ReadingReport(said, heard, share, findings)


def advice(findings: Iterable[SoundFinding]) -> tuple[str, ...]:
    """Return a sentence for each finding: what is wrong and what to do, in English."""
    return tuple(_ADVICE[finding] for finding in findings)


_ADVICE: Final = {
    SoundFinding.MICROPHONE_SILENT: (
        "Nothing at all comes from the microphone. It may be muted, on the headset or in the system's settings, or "
        "another microphone is meant: choose another."
    ),
    SoundFinding.NO_SPEECH: "No voice was heard. Speak a sentence after the tone, or choose another microphone.",
    SoundFinding.TOO_SOFT: (
        "Your voice is faint. Bring the microphone to a thumb's width from the corner of your mouth, or turn it up."
    ),
    SoundFinding.CLIPPED: "Your voice is too loud for the microphone. Turn it down, or move it away a little.",
    SoundFinding.NOISY: "The room is loud. Close the door or the window, or choose a headset with its own microphone.",
    SoundFinding.ECHO: (
        "The microphone hears the speaker, so the caller would hear themselves. Use a headset. Without one the call "
        "does not listen while the caller speaks (half duplex)."
    ),
    SoundFinding.PARTLY_RECOGNISED: (
        "Some words were not recognised. Speak as on the telephone, not faster, with the microphone near your mouth."
    ),
    SoundFinding.NOT_RECOGNISED: (
        "What you read was hardly recognised. Check the language, the microphone and the room, and read it once more."
    ),
}


def _impulse_response(heard: NDArray[np.float32], sent: NDArray[np.float32]) -> NDArray[np.float64]:
    size = 1 << (len(heard) + len(sent) - 1).bit_length()
    spectrum = np.fft.rfft(sent, size)
    power = np.abs(spectrum) ** 2
    frequency_hz = np.fft.rfftfreq(size, 1.0 / SPEECH_RATE_HZ)
    inside = (frequency_hz >= 1.2 * SWEEP_BAND_HZ[0]) & (frequency_hz <= 0.95 * SWEEP_BAND_HZ[1])
    quotient = np.where(inside, np.fft.rfft(heard, size) * np.conj(spectrum) / np.maximum(power, 1e-12), 0.0)
    response: NDArray[np.float64] = np.fft.irfft(quotient, size)[: len(heard)]
    # The band holds a part of all frequencies, and so much of the energy of a single unweakened arrival.
    scaled: NDArray[np.float64] = response / np.sqrt(inside.mean())
    return scaled


def _around(at: int, count: int) -> NDArray[np.int_]:
    before, after = round(0.002 * SPEECH_RATE_HZ), round(ECHO_TAIL_S * SPEECH_RATE_HZ)
    return np.arange(max(0, at - before), min(count, at + after))


def _bare(text: str) -> str:
    kept = "".join(each if each.isalnum() or each == "'" else " " for each in text.lower())
    return " ".join(kept.split())
