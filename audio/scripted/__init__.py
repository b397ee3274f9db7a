"""Sound without a sound card: a clock, a microphone, a speaker and a voice that follow a script.

They ship with the product because the demonstration call and the typed call run on them; the tests use the very
same ones. Each does by arithmetic what its counterpart at a desk does with air, and none pretends to understand
speech: `LevelDetector` only measures loudness, `ScriptedTranscriber` only reads out what it was given.
"""

from __future__ import annotations

from audio.scripted.clock import FrameClock
from audio.scripted.microphone import ROOM_NOISE_DBFS, DyingMicrophone, Pace, ScriptedMicrophone
from audio.scripted.recognition import (
    FailingTranscriber,
    LevelDetector,
    ScriptedDetector,
    ScriptedTranscriber,
    spread_words,
)
from audio.scripted.speaker import BrokenSpeaker, PlayedChunk, SilentSpeaker
from audio.scripted.voice import TONE_RATE_HZ, TONE_SECONDS_A_CHARACTER, FailingVoice, ToneVoice

__all__ = [
    "ROOM_NOISE_DBFS",
    "TONE_RATE_HZ",
    "TONE_SECONDS_A_CHARACTER",
    "BrokenSpeaker",
    "DyingMicrophone",
    "FailingTranscriber",
    "FailingVoice",
    "FrameClock",
    "LevelDetector",
    "Pace",
    "PlayedChunk",
    "ScriptedDetector",
    "ScriptedMicrophone",
    "ScriptedTranscriber",
    "SilentSpeaker",
    "ToneVoice",
    "spread_words",
]
