"""Phrases that ask without naming what they ask for, per language: data in `prompts.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from simulator.language import Language


class Prompts(BaseModel):
    """The phrases of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    everything: tuple[str, ...]
    """Ask for the story."""
    anything_else: tuple[str, ...]
    """Ask for what is still missing."""
    consent: tuple[str, ...]
    """Ask for a nod or a go-ahead."""
    consent_frames: tuple[str, ...]
    """Words, lower case and without punctuation, that make a question one for consent, whatever else is in it."""
    consent_starts: tuple[str, ...]
    """First words, lower case, of an offer to do something: such a question asks for a go-ahead."""
    choosing_words: tuple[str, ...]
    """Words, lower case, with which such an offer leaves a choice, and so asks for more than a go-ahead."""
    exploring_words: tuple[str, ...]
    """Words, lower case, with which a question asks for more than consent."""
    help: tuple[str, ...]
    """Offer help; they ask for nothing that was not said."""
    small_talk: tuple[str, ...]
    """Questions beside the matter, kind words and refusals; the caller has nothing special to say to them."""
    need: tuple[str, ...]
    """Ask for the need behind the question, whatever it is."""
    requests: tuple[str, ...]
    """First words, lower case, of a sentence that asks without being a question."""
    exact_words: tuple[str, ...]
    """Words, lower case, that make a summary wrong when the caller never said them: days, numbers, colours, no."""
    summary_frames: tuple[str, ...]
    """Phrases, lower case and without punctuation, around a summary that belong to no fact."""
    lead_ins: tuple[str, ...]
    """Words, lower case and without punctuation, that come before a question and say nothing of what it asks."""
    statements: tuple[str, ...]
    """First words, lower case, of a sentence that asks for nothing unless a question word follows."""
    first_person: tuple[str, ...]
    """Words, lower case, without one of which an open question offers nothing."""
    refusal_words: tuple[str, ...]
    """Words, lower case, that make a sentence about a limit a no."""
    question_words: tuple[str, ...]
    """Short words that carry what is asked; frequent, but not empty."""


@cache
def prompts(language: Language) -> Prompts:
    """Return the phrases of a language; read once from the package."""
    content = yaml.safe_load(files("simulator.dialogue").joinpath("prompts.yaml").read_text(encoding="utf-8"))
    return Prompts.model_validate(content[language.value])
