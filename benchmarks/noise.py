"""Does silence or noise make words, or a turn that the caller answers?

The real call in simulated time (frames as fast as they are read: nothing here waits for a thread), with the real
detector and recogniser, in both languages. Each trial is a minute of a noise clip (or of silence, or of a quiet room)
from a random place at a random level. What the caller says into the silence is no answer; a turn is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audio.frames import SPEECH_RATE_HZ, Samples, read_only
from audio.scripted import FrameClock, ScriptedMicrophone, SilentSpeaker, ToneVoice
from simulator.call import events
from simulator.call.conversation import Minds
from simulator.call.runner import CallRunner, Ears, Mouth
from simulator.scoring.assessment import TurnAssessment

if TYPE_CHECKING:
    from audio.ports import Transcriber
    from audio.vad import SileroDetector
    from simulator.dialogue.state import HeardTurn
    from simulator.personas.model import Persona

SILENCE: Final = "silence"
ROOM: Final = "room noise"
LEVELS_DBFS: Final = (-50.0, -20.0)


@dataclass(frozen=True, slots=True)
class Trial:
    """One minute of nothing."""

    name: str
    language: str
    level_dbfs: float
    speech_noticed: int
    """How often it was taken for speech; dismissed when no words were heard."""
    words: tuple[str, ...]
    """What was transcribed."""
    turns: int
    """How many turns the caller answered."""


class _Minds:
    """Takes every text as a turn of no consequence."""

    def assess(self, turn: Any, context: Any) -> TurnAssessment:  # noqa: ANN401, ARG002
        return TurnAssessment(text=turn.text)

    def understand(self, assessment: TurnAssessment, state: Any, circumstances: Any = None) -> HeardTurn:  # noqa: ANN401, ARG002
        from simulator.dialogue.state import HeardTurn

        return HeardTurn(assessment)


class _Watch:
    def __init__(self, until_s: float) -> None:
        self._until_s = until_s
        self.runner: CallRunner | None = None
        self.started = 0
        self.texts: list[str] = []

    def notice(self, event: Any) -> None:  # noqa: ANN401
        match event:
            case events.TraineeSpeechStarted():
                self.started += 1
            case events.TraineeTurnHeard(turn=turn):
                self.texts.append(turn.text)
            case events.MicrophoneLevelMeasured(at_s=at_s) if at_s >= self._until_s and self.runner is not None:
                self.runner.hang_up()
            case _:
                pass


def trial(
    name: str,
    samples: Samples,
    level_dbfs: float,
    language: str,
    persona: Persona,
    transcriber: Transcriber,
    detector: SileroDetector,
) -> Trial:
    """Hold a call in which nothing but a noise is heard."""
    clock = FrameClock()
    silent = name == SILENCE
    microphone = ScriptedMicrophone(clock, room_noise_dbfs=-np.inf if silent else -72.0, seed=len(samples))
    taking = persona.turn_taking.model_copy(update={"silent_s": 20.0})
    patient = persona.model_copy(update={"patience": 100_000, "max_turns": 100_000, "turn_taking": taking})
    watch = _Watch(len(samples) / SPEECH_RATE_HZ)
    runner = CallRunner(
        patient,
        Ears(microphone, detector, transcriber),
        Mouth(ToneVoice(seconds_a_character=0.02), SilentSpeaker(clock)),
        clock,
        Minds(_Minds(), _Minds()),
        observers=(watch,),
        inline=True,
    )
    watch.runner = runner
    detector.reset()
    microphone.say(samples, SPEECH_RATE_HZ)
    runner.start()
    runner.wait(600.0)
    runner.close()
    return Trial(name, language, level_dbfs, watch.started, tuple(t for t in watch.texts if t), len(watch.texts))


def run(
    noises: Sequence[tuple[str, Samples]],
    transcribers: Mapping[str, Transcriber],
    personas: Mapping[str, Persona],
    detector: SileroDetector,
    trials: int,
    trial_s: float,
) -> dict[str, Any]:
    """Return what so many trials came to; silence and room noise are among the noises."""
    rng = np.random.default_rng(3)
    length = round(trial_s * SPEECH_RATE_HZ)
    sounds = [*noises, (SILENCE, read_only(np.zeros(1))), (ROOM, read_only(rng.normal(0.0, 0.1, length)))]
    languages = sorted(transcribers)
    done = []
    for index in range(trials):
        name, sound = sounds[index % len(sounds)]
        language = languages[index % len(languages)]
        level_dbfs = float(rng.uniform(*LEVELS_DBFS))
        heard = _minute(sound, length, int(rng.integers(0, len(sound))), level_dbfs)
        done.append(trial(name, heard, level_dbfs, language, personas[language], transcribers[language], detector))
    return {
        "trials": len(done),
        "trial_s": trial_s,
        "sounds": len(sounds),
        "time": "simulated",
        "trials_with_words": sum(bool(each.words) for each in done),
        "words": [f"{t.name} ({t.language}, {t.level_dbfs:.0f} dBFS): {t.words}" for t in done if t.words],
        "turns_answered": sum(each.turns for each in done),
        "turns_without_words": sum(each.turns - len(each.words) for each in done),
        "taken_for_speech": sum(each.speech_noticed for each in done),
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """Return the result as lines to read."""
    return [
        f"noise and silence, {result['trials']} trials of {result['trial_s']:.0f} s of {result['sounds']} sounds, at "
        "random places and levels (simulated time)",
        f"  words in {result['trials_with_words']} trials; {result['turns_answered']} turns answered, "
        f"{result['turns_without_words']} of them without words; taken for speech {result['taken_for_speech']} times",
        *(f"    {each}" for each in result["words"]),
    ]


def _minute(sound: Samples, length: int, start: int, level_dbfs: float) -> Samples:
    repeated = np.resize(np.roll(sound, -start), length)
    loudness = float(np.sqrt(np.mean(np.square(repeated))))
    if loudness == 0.0:
        return read_only(repeated)
    return read_only(np.clip(repeated * 10.0 ** (level_dbfs / 20.0) / loudness, -1.0, 1.0))
