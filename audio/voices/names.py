"""Names of voices: `<engine>:<voice>`, as personas write them and recordings keep them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from audio.catalogue import Engine, Sex, find_model, find_voice

PIPER_NAME: Final = re.compile(r"^([a-z]{2,3})_[A-Z]{2}-[A-Za-z0-9_]+-(x_low|low|medium|high)$")
"""Piper's own form: language_COUNTRY-speaker-quality."""

ESPEAK_NAME: Final = re.compile(r"^([a-z]{2,3})(-[a-z]+)?(\+(f[1-5]|m[1-8]))?$")
"""eSpeak NG's form: language, region, variant; f1 to f5 are women, m1 to m8 men."""

KOKORO_NAME: Final = re.compile(r"^[a-z][fm]_[a-z]+$")
"""Kokoro's own form: accent, f or m, underscore, speaker."""

KOKORO_LANGUAGES: Final = ("en", "nl")
"""What `audio.voices.kokoro` can pronounce; any of its speakers speaks either."""

VOICE_ENGINES: Final = (Engine.PIPER, Engine.KOKORO, Engine.ESPEAK)


@dataclass(frozen=True, slots=True)
class VoiceName:
    """A voice's name, taken apart."""

    engine: Engine
    voice: str

    def __str__(self) -> str:
        """Return the name as it is written."""
        return f"{self.engine.value}:{self.voice}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages this voice speaks, as two letters."""
        match self.engine:
            case Engine.KOKORO:
                return KOKORO_LANGUAGES
            case Engine.PIPER:
                return (self.voice.split("_", 1)[0],)
            case _:
                return (re.split(r"[-+]", self.voice, maxsplit=1)[0],)

    @property
    def sex(self) -> Sex | None:
        """Whether it is a woman's voice or a man's, where the name or the catalogue tells."""
        match self.engine:
            case Engine.KOKORO:
                return Sex.FEMALE if self.voice[1] == "f" else Sex.MALE
            case Engine.ESPEAK:
                return Sex.FEMALE if "+f" in self.voice else Sex.MALE
            case _:
                model = find_voice(self.engine, self.voice)
                return next((v.sex for v in model.voices if v.name == self.voice), None) if model else None

    @property
    def model(self) -> str | None:
        """Id of the model that brings this voice; None for eSpeak NG, which is always there, and for unknown voices."""
        model = find_voice(self.engine, self.voice)
        return model.id if model else None

    @property
    def models(self) -> tuple[str, ...]:
        """Ids of all models that must be installed for it to speak."""
        model = self.model
        spec = find_model(model) if model else None
        return (*spec.requires, spec.id) if spec else ()


def parse_voice(name: str) -> VoiceName | None:
    """Take a voice's name apart; None when it has the form of no engine's names.

    `en_US-joe-medium` without an engine is Piper's, `jf_alpha` is Kokoro's.
    """
    engine, colon, voice = name.strip().partition(":")
    if not colon:
        voice = engine
        if PIPER_NAME.match(voice):
            return VoiceName(Engine.PIPER, voice)
        if KOKORO_NAME.match(voice):
            return VoiceName(Engine.KOKORO, voice)
        return None
    forms = {Engine.PIPER.value: PIPER_NAME, Engine.KOKORO.value: KOKORO_NAME, Engine.ESPEAK.value: ESPEAK_NAME}
    form = forms.get(engine)
    return VoiceName(Engine(engine), voice) if form and form.match(voice) else None
