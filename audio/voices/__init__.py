"""Voices: choosing one, opening it, and making a person of it.

Engines are loaded by `open_voice` only; importing this package loads none of them.
"""

from audio.voices.choice import VoiceChoice, WhyVoice, choose_voice
from audio.voices.names import VoiceName, parse_voice
from audio.voices.opening import CallerVoice, caller_voice, open_voice
from audio.voices.shaping import ShapedVoice, combine
from audio.voices.stretching import StretchedVoice

__all__ = [
    "CallerVoice",
    "ShapedVoice",
    "StretchedVoice",
    "VoiceChoice",
    "VoiceName",
    "WhyVoice",
    "caller_voice",
    "choose_voice",
    "combine",
    "open_voice",
    "parse_voice",
]
