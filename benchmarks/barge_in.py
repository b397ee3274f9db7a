"""Does the caller give way to who interrupts, and talk on through coughs, murmurs, typing and music?

The real call, in simulated time (frames as fast as they are read: nothing here waits for a thread), with the real
speech detector. The caller speaks a long line; a second into it something is heard in the microphone. Interruptions and
murmurs are spoken by voices of this computer, coughs, breaths, typing and music are synthesised, noise clips come from
the shared folder where it is given. A speaker needs some time to do as it is told; `SPEAKER_S` is added for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audio.frames import SPEECH_RATE_HZ, Samples, read_only
from audio.levels import normalise_speech
from audio.scripted import FrameClock, ScriptedMicrophone, ScriptedTranscriber, SilentSpeaker, ToneVoice
from benchmarks.turn_cases import spoken
from simulator.call import events
from simulator.call.conversation import Minds
from simulator.call.runner import CallRunner, Ears, Mouth

if TYPE_CHECKING:
    from audio.ports import Voice
    from audio.vad import SileroDetector
    from simulator.personas.model import Persona

INTERRUPTIONS: Final = {
    "en": (
        "Wait a moment please, I want to ask you something.",
        "Hold on, I did not get that last part.",
        "Sorry, can I stop you there for a second?",
        "Excuse me, what was your name again?",
        "No no, that is not what I mean at all.",
        "I understand, but let me explain what we can do.",
        "Please listen to me for a moment.",
        "May I say something about that?",
        "Let me stop you there, I have found the problem.",
        "One question before you go on.",
    ),
    "nl": (
        "Wacht even, ik wil u iets vragen.",
        "Mag ik u heel even onderbreken?",
        "Sorry, dat laatste heb ik niet verstaan.",
        "Nee hoor, dat bedoel ik helemaal niet.",
        "Ik begrijp het, maar laat me even uitpraten.",
        "Momentje alstublieft, ik zoek het voor u op.",
        "Mag ik daar iets over zeggen?",
        "Ho ho, een ding tegelijk graag.",
        "Luistert u even naar mij.",
        "Een vraag voordat u verdergaat.",
    ),
}
MURMURS: Final = {
    "en": ("Mhm.", "Yes.", "Okay.", "Right.", "I see.", "Hm.", "Oh.", "Sure."),
    "nl": ("Hm.", "Ja.", "Oké.", "Precies.", "Ja ja.", "Oh.", "Juist.", "Mhm."),
}
BEFORE_S: Final = 1.0
LISTENS_S: Final = 4.0
SPEAKER_S: Final = 0.05
"""From the order to a softer voice to the ear: what is asked of the sound card, and one of its blocks."""

DOWN_WITHIN_S: Final = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Something heard while the caller speaks."""

    name: str
    kind: str
    samples: Samples
    interrupts: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the caller did."""

    name: str
    kind: str
    interrupts: bool
    down_after_s: float | None
    """From the first sample of the sound to a softer or silent voice, the speaker's own time included; None: never."""
    stopped_after_s: float | None


def interruptions(voices: Sequence[tuple[str, Voice]], count: int) -> Iterator[Sound]:
    """Yield lines that claim the floor, by all voices, at various levels."""
    rng = np.random.default_rng(1)
    said = [(language, voice, line) for language, voice in voices for line in INTERRUPTIONS[language]]
    for language, voice, line in [said[index % len(said)] for index in range(count)]:
        yield Sound(line, f"{voice.name} {language}", _heard_at(spoken(voice, line), float(rng.uniform(-6, 4))), True)


def others(voices: Sequence[tuple[str, Voice]], noises: Sequence[tuple[str, Samples]], count: int) -> Iterator[Sound]:
    """Yield what claims nothing: a third of them murmurs, the others coughs, breaths, typing, music and noise clips."""
    rng = np.random.default_rng(2)
    murmurs = [(voice, line) for language, voice in voices for line in MURMURS[language]]
    order = rng.permutation(len(murmurs))[: count // 3]
    yield from (
        Sound(murmurs[i][1], "murmur", _heard_at(spoken(*murmurs[i]), float(rng.uniform(-8, 0))), False) for i in order
    )
    makers = (("cough", cough), ("breath", breath), ("typing", typing), ("music", music))
    left = count - len(order)
    clips = min(len(noises), left // 3)
    for index in range(clips):
        name, samples = noises[index]
        start = int(rng.integers(0, max(1, len(samples) - 3 * SPEECH_RATE_HZ)))
        yield Sound(name, "noise clip", read_only(samples[start : start + 3 * SPEECH_RATE_HZ]), False)
    for index in range(left - clips):
        kind, make = makers[index % len(makers)]
        yield Sound(f"{kind} {index}", kind, make(rng), False)


def cough(rng: np.random.Generator) -> Samples:
    """Return a cough or two: a burst of noise, shaped by a throat, with a voiced tail."""
    parts = []
    for _ in range(int(rng.integers(1, 3))):
        count = round(float(rng.uniform(0.18, 0.32)) * SPEECH_RATE_HZ)
        times = np.arange(count) / SPEECH_RATE_HZ
        burst = _filtered(rng.normal(0.0, 1.0, count), 400.0, 2500.0) * np.exp(-times / 0.07)
        voiced = 0.4 * np.sign(np.sin(2 * np.pi * float(rng.uniform(110, 190)) * times))
        tail = _filtered(voiced, 200.0, 1200.0) * np.exp(-np.square((times - 0.12) / 0.05))
        parts += [burst + 0.5 * tail, np.zeros(round(0.12 * SPEECH_RATE_HZ))]
    return _at_peak(np.concatenate(parts), float(rng.uniform(0.3, 0.8)))


def breath(rng: np.random.Generator) -> Samples:
    """Return a breath into the microphone: noise that swells and fades."""
    count = round(float(rng.uniform(0.5, 1.2)) * SPEECH_RATE_HZ)
    swell = np.square(np.sin(np.pi * np.arange(count) / count))
    return _at_peak(_filtered(rng.normal(0.0, 1.0, count), 300.0, 3500.0) * swell, float(rng.uniform(0.05, 0.25)))


def typing(rng: np.random.Generator) -> Samples:
    """Return two seconds of typing: short clicks, some six a second."""
    sound = np.zeros(2 * SPEECH_RATE_HZ)
    place = 0
    while (place := place + round(float(rng.uniform(0.06, 0.28)) * SPEECH_RATE_HZ)) < len(sound) - 800:
        click = rng.normal(0.0, 1.0, 640) * np.exp(-np.arange(640) / float(rng.uniform(40, 120)))
        sound[place : place + 640] += float(rng.uniform(0.4, 1.0)) * click
    return _at_peak(_filtered(sound, 500.0, 6000.0), float(rng.uniform(0.1, 0.5)))


def music(rng: np.random.Generator) -> Samples:
    """Return three seconds of music: chords with overtones and a beat."""
    times = np.arange(3 * SPEECH_RATE_HZ) / SPEECH_RATE_HZ
    sound = np.zeros(len(times))
    for beat in range(6):
        envelope = np.where(times >= beat * 0.5, np.exp(-(times - beat * 0.5) / 0.35), 0.0)
        root = 196.0 * 2.0 ** (int(rng.integers(0, 8)) / 12.0)
        for step in (0, 4, 7):
            note = root * 2.0 ** (step / 12.0)
            sound += envelope * sum(np.sin(2 * np.pi * note * over * times) / over for over in (1, 2, 3))
    return _at_peak(sound, float(rng.uniform(0.1, 0.4)))


def reaction(sound: Sound, persona: Persona, detector: SileroDetector) -> Reaction:
    """Return what a caller does about a sound heard in the middle of a line."""
    clock = FrameClock()
    microphone = ScriptedMicrophone(clock, seed=len(sound.name))
    speaker = SilentSpeaker(clock)
    detector.reset()
    heard = _Heard()
    long = persona.model_copy(update={"lines": persona.lines.model_copy(update={"opening": (_LONG_LINE,)})})
    runner = CallRunner(
        long,
        Ears(microphone, detector, ScriptedTranscriber()),
        Mouth(ToneVoice(), speaker),
        clock,
        Minds(_Nobody(), _Nobody()),
        observers=(heard,),
        inline=True,
    )
    begins_s = microphone.say(sound.samples, SPEECH_RATE_HZ, after_s=BEFORE_S)
    heard.until(begins_s + LISTENS_S, runner)
    runner.start()
    runner.wait(60.0)
    runner.close()
    audible = np.flatnonzero(np.abs(sound.samples) > 0.02 * np.abs(sound.samples).max())
    onset_s = begins_s + int(audible[0]) / SPEECH_RATE_HZ
    stopped_s = heard.interrupted_s()
    lowered = [at_s for at_s, gain in speaker.gains if gain < 1.0]
    downs = [at_s for at_s in (*lowered[:1], stopped_s) if at_s is not None and at_s >= onset_s - 0.5]
    return Reaction(
        sound.name,
        sound.kind,
        sound.interrupts,
        min(downs) - onset_s + SPEAKER_S if downs else None,
        stopped_s - onset_s + SPEAKER_S if stopped_s is not None else None,
    )


def run(
    voices: Sequence[tuple[str, Voice]],
    noises: Sequence[tuple[str, Samples]],
    persona: Persona,
    detector: SileroDetector,
    count: int = 60,
) -> dict[str, Any]:
    """Return what the caller did about so many interruptions and as many other sounds."""
    meant = [reaction(each, persona, detector) for each in interruptions(voices, count)]
    not_meant = [reaction(each, persona, detector) for each in others(voices, noises, count)]
    downs = sorted(each.down_after_s for each in meant if each.down_after_s is not None)
    stops = sorted(each.stopped_after_s for each in meant if each.stopped_after_s is not None)
    false_stops = [each for each in not_meant if each.stopped_after_s is not None]
    lowered = [each for each in not_meant if each.down_after_s is not None]
    return {
        "interruptions": len(meant),
        "down_within_200_ms": sum(down <= DOWN_WITHIN_S for down in downs),
        "median_down_s": downs[len(downs) // 2] if downs else None,
        "p95_down_s": downs[max(0, round(0.95 * len(downs)) - 1)] if downs else None,
        "stopped": len(stops),
        "median_stopped_s": stops[len(stops) // 2] if stops else None,
        "not_down": [f"{each.kind}: {each.name}" for each in meant if (each.down_after_s or 9.0) > DOWN_WITHIN_S],
        "others": len(not_meant),
        "false_stops": len(false_stops),
        "falsely_stopped_by": [f"{each.kind}: {each.name}" for each in false_stops],
        "lowered_for_nothing": len(lowered),
        "speaker_s": SPEAKER_S,
        "time": "simulated",
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """Return the result as lines to read."""
    lines = [
        f"talking over each other (simulated time, {result['speaker_s'] * 1000:.0f} ms added for the speaker)",
        f"  {result['interruptions']} interruptions: voice down within 200 ms in {result['down_within_200_ms']}, "
        f"median {result['median_down_s'] or 0.0:.2f} s, p95 {result['p95_down_s'] or 0.0:.2f} s; "
        f"stopped in {result['stopped']}, median after {result['median_stopped_s'] or 0.0:.2f} s",
        f"  {result['others']} coughs, murmurs, breaths, typing, music, noises: {result['false_stops']} false stops, "
        f"lowered for a moment in {result['lowered_for_nothing']}",
    ]
    lines += [f"    not down in time: {name}" for name in result["not_down"]]
    lines += [f"    stopped by {name}" for name in result["falsely_stopped_by"]]
    return lines


_LONG_LINE: Final = " ".join(["and I have been waiting for this since Monday morning"] * 4) + "."


class _Nobody:
    """Nothing is understood here: every turn is without words."""

    def assess(self, turn: Any, context: Any) -> Any:  # noqa: ANN401, ARG002
        raise AssertionError("Nothing was said in words.")

    def understand(self, assessment: Any, state: Any, circumstances: Any = None) -> Any:  # noqa: ANN401, ARG002
        raise AssertionError("Nothing was said in words.")


class _Heard:
    def __init__(self) -> None:
        self.events: list[Any] = []
        self._until_s = 0.0
        self._runner: CallRunner | None = None

    def until(self, at_s: float, runner: CallRunner) -> None:
        self._until_s, self._runner = at_s, runner

    def interrupted_s(self) -> float | None:
        """When the caller was stopped; the hanging up at the end is none."""
        cuts = [each.at_s for each in self.events if isinstance(each, events.CallerInterrupted)]
        return next((at_s for at_s in cuts if at_s < self._until_s), None)

    def notice(self, event: Any) -> None:  # noqa: ANN401
        self.events.append(event)
        if isinstance(event, events.MicrophoneLevelMeasured) and event.at_s >= self._until_s and self._runner:
            self._runner.hang_up()


def _heard_at(samples: Samples, level_db: float) -> Samples:
    normal = normalise_speech(samples, SPEECH_RATE_HZ)
    return read_only(np.clip(normal * 10.0 ** (level_db / 20.0), -1.0, 1.0))


def _filtered(samples: np.ndarray[Any, Any], low_hz: float, high_hz: float) -> np.ndarray[Any, Any]:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1.0 / SPEECH_RATE_HZ)
    spectrum *= 1.0 / (1.0 + (low_hz / np.maximum(hertz, 1.0)) ** 4) / (1.0 + (hertz / high_hz) ** 4)
    return np.fft.irfft(spectrum, len(samples))


def _at_peak(samples: np.ndarray[Any, Any], peak: float) -> Samples:
    return read_only(samples / np.abs(samples).max() * peak)
