"""Choosing who speaks: a pure function from wishes and what is installed to a voice and the reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from audio.catalogue import Engine, ModelSpec, Sex, catalogue
from audio.voices.names import VoiceName, parse_voice

ESPEAK_FALLBACK: Final = {
    ("nl", Sex.FEMALE): "nl+f1",
    ("nl", Sex.MALE): "nl+m3",
    ("en", Sex.FEMALE): "en-gb+f2",
    ("en", Sex.MALE): "en-gb+m3",
}
"""eSpeak NG's variant where nothing better is installed: a woman's for a woman, a man's for a man.

Of the Dutch women's variants, f1 was best understood by Whisper base (word error rate on ten lines 0.66; f2 0.80, f4
0.83; the men's m3 0.52).
"""


class WhyVoice(StrEnum):
    """Why this voice speaks."""

    WISHED = "wished"
    """It is the first wish."""
    LATER_WISH = "later-wish"
    """Earlier wishes are not installed."""
    NEAREST = "nearest"
    """No wish is installed; another installed voice of the language speaks, of the same sex where that is known."""
    FALLBACK = "fallback"
    """No wish and no other fitting voice is installed; eSpeak NG speaks."""
    NO_WISH = "no-wish"
    """Nothing was wished for; the best installed voice of the language speaks."""


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """Who speaks, and why."""

    name: str
    """The voice, as `<engine>:<voice>`."""
    why: WhyVoice
    wished: str | None = None
    """The first wish that this voice takes the place of; None when it is the first wish itself."""
    install: str | None = None
    """Id of the model that would bring the wished voice (`callsim models install ID`); None when none would."""
    ignored: tuple[str, ...] = ()
    """Wishes that cannot be met: no voice's name, a voice of another language, or one that no model brings."""


def choose_voice(prefer: Sequence[str], language: str, installed: Collection[str]) -> VoiceChoice:
    """Choose the first wished voice that is installed and speaks the language, else the nearest there is.

    eSpeak NG comes with the program and needs no model. A voice of another language is never chosen: its sounds are not
    those of the words.

    Args:
        prefer: voices wished for, in order, as `parse_voice` reads them.
        language: 'nl' or 'en'.
        installed: ids of installed models.
    """
    parsed = [(wish, parse_voice(wish)) for wish in prefer]
    ignored = tuple(wish for wish, name in parsed if name is None or not _can_speak(name, language))
    wishes = [name for _, name in parsed if name is not None and _can_speak(name, language)]
    for number, wish in enumerate(wishes):
        if all(model in installed for model in wish.models):
            first = wishes[0]
            if number == 0:
                return VoiceChoice(str(wish), WhyVoice.WISHED, ignored=ignored)
            return VoiceChoice(str(wish), WhyVoice.LATER_WISH, str(first), first.model, ignored)
    sex = next((wish.sex for wish in wishes if wish.sex is not None), None)
    wished, install = (str(wishes[0]), wishes[0].model) if wishes else (None, None)
    nearest = _nearest(language, sex, installed)
    if nearest is not None:
        return VoiceChoice(str(nearest), WhyVoice.NEAREST if wishes else WhyVoice.NO_WISH, wished, install, ignored)
    variant = ESPEAK_FALLBACK.get((language, sex or Sex.MALE), language)
    if not wishes:
        install = _first_model(language)
    return VoiceChoice(f"{Engine.ESPEAK.value}:{variant}", WhyVoice.FALLBACK, wished, install, ignored)


def _can_speak(name: VoiceName, language: str) -> bool:
    return language in name.languages and (name.engine is Engine.ESPEAK or name.model is not None)


def _nearest(language: str, sex: Sex | None, installed: Collection[str]) -> VoiceName | None:
    """Return the first installed voice, in the catalogue's order, that speaks the language and is not of the other sex.

    Where the wish was a woman, a voice of unknown sex does not do; without a wish, anyone does.
    """
    for engine in (Engine.PIPER, Engine.KOKORO):
        for model in catalogue():
            if model.engine is not engine or language not in model.languages or not _ready(model, installed):
                continue
            for voice in model.voices:
                if sex is None or voice.sex is sex:
                    return VoiceName(engine, voice.name)
    return None


def _ready(model: ModelSpec, installed: Collection[str]) -> bool:
    return all(needed in installed for needed in (model.id, *model.requires))


def _first_model(language: str) -> str | None:
    return next((m.id for m in catalogue() if m.engine is Engine.PIPER and language in m.languages), None)
