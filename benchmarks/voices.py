"""Prints how the callers sound: who speaks each, how high, how fast and loud, over which line, how long it takes.

    python -m benchmarks.voices [--models DIR] [--lines N] [PERSONA ...]

Pitch and pace are measured in the sound, as the trainee hears it, telephone line and all.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from audio.frames import Prosody
from audio.levels import peak_dbfs, speech_level_dbfs
from audio.line import LineVoice
from audio.models import ModelStore
from audio.pitch import mean_pitch_hz
from audio.voices import choose_voice, open_voice
from audio.voices.shaping import ShapedVoice
from simulator import directories
from simulator.personas.reader import read_persona

MOODS = {"calm": Prosody(), "angry": Prosody(rate=1.10, pitch_semitones=0.7, volume_db=3.0)}


def main() -> None:
    """Speak the opening lines of each caller and print one row a caller and mood."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("personas", nargs="*", help="ids of callers; all of them where none is given")
    parser.add_argument("--models", type=Path, default=directories.models_directory())
    parser.add_argument("--lines", type=int, default=2, help="opening lines spoken by each")
    arguments = parser.parse_args()
    store = ModelStore(arguments.models)
    print(
        f"{'caller':34} {'voice':26} {'line':9} {'mood':6} {'Hz':>5} {'words/min':>9} {'x real time':>11} "
        f"{'dBFS':>6} {'peak':>6}"
    )
    levels: list[float] = []
    for path in sorted(directories.shipped_personas_directory().glob("*.persona.yaml")):
        persona = read_persona(path)
        if arguments.personas and persona.id not in arguments.personas:
            continue
        choice = choose_voice(persona.voice.prefer, persona.language.value, store.installed())
        engine = open_voice(choice, store, persona.language.value)
        person = Prosody(rate=persona.voice.rate, pitch_semitones=persona.voice.pitch)
        shaped = ShapedVoice(engine, person)
        caller = LineVoice(shaped, persona.voice.line.value)
        # Levels are those of the voice itself: a line takes away what lies outside its band, as a telephone does.
        plain = [chunk for line in persona.lines.opening[: arguments.lines] for chunk in shaped.synthesize(line)]
        sound = np.concatenate([chunk.samples for chunk in plain])
        level, peak = speech_level_dbfs(sound, plain[0].sample_rate_hz), peak_dbfs(sound)
        levels.append(level)
        for mood, prosody in MOODS.items():
            began_s = time.perf_counter()
            chunks = [c for line in persona.lines.opening[: arguments.lines] for c in caller.synthesize(line, prosody)]
            took_s = time.perf_counter() - began_s
            samples = np.concatenate([chunk.samples for chunk in chunks])
            sounding_s = sum(chunk.duration_s for chunk in chunks)
            words = sum(len(chunk.text.split()) for chunk in chunks)
            print(
                f"{persona.id:34} {choice.name:26} {persona.voice.line.value:9} {mood:6} "
                f"{mean_pitch_hz(samples, chunks[0].sample_rate_hz):5.0f} {60 * words / sounding_s:9.0f} "
                f"{took_s / sounding_s:11.2f} {level:6.1f} {peak:6.1f}",
                flush=True,
            )
    if levels:
        print(f"Loudest and softest voice differ by {max(levels) - min(levels):.2f} dB (calm, before the line).")


if __name__ == "__main__":
    main()
