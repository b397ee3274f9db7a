"""A new caller from a few answers: a whole file that works at once, with comments that teach.

The text is a data file a language (`starters/`), so that it can be read and improved as what it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from string import Template
from typing import Any, Final

import yaml

from simulator.language import Language
from simulator.leary import Octant
from simulator.personas.problems import printable
from simulator.personas.reader import parse_persona


@dataclass(frozen=True, slots=True)
class NewCaller:
    """The answers a new caller is made from; spelled as spoken, without digits."""

    id: str
    """Lower case, digits and hyphens."""
    language: Language
    name: str
    title: str
    """What it is about, as the list of callers shows it."""
    octant: Octant
    """How the caller begins."""
    problem: str
    """One sentence, as the caller says it: 'Mijn bestelling is nog steeds niet binnen.'"""
    solution: str
    """One sentence, as the trainee offers it: 'Ik stuur u vandaag een nieuw pakket.'"""
    organisation: str = ""
    """How the trainee answers the phone; a made-up name where empty."""


@dataclass(frozen=True, slots=True)
class _Character:
    """What goes with an octant when nobody says otherwise."""

    difficulty: int
    stubbornness: float
    temper: float
    patience: int
    rate: float
    yields: bool


_CHARACTERS: Final[dict[Octant, _Character]] = {
    Octant.HELPING: _Character(2, 0.4, 0.2, 9, 1.0, True),
    Octant.LEADING: _Character(3, 0.5, 0.4, 7, 1.05, False),
    Octant.COMPETING: _Character(4, 0.6, 0.5, 6, 1.05, False),
    Octant.ATTACKING: _Character(4, 0.5, 0.7, 6, 1.1, False),
    Octant.REBELLIOUS: _Character(4, 0.6, 0.5, 6, 1.0, False),
    Octant.WITHDRAWN: _Character(3, 0.5, 0.3, 7, 0.9, True),
    Octant.FOLLOWING: _Character(2, 0.3, 0.3, 8, 0.95, True),
    Octant.COOPERATING: _Character(1, 0.2, 0.2, 9, 1.0, True),
}

_ORGANISATION: Final = {Language.DUTCH: "De Servicelijn", Language.ENGLISH: "The Service Line"}

_BRIEFING: Final = {
    Language.DUTCH: "Je werkt op de helpdesk van {organisation}. Er belt een klant met een probleem. Zoek uit wat er "
    "aan de hand is en wat er voor deze klant van afhangt, vat samen, en bied dan een oplossing aan.",
    Language.ENGLISH: "You work on the helpdesk of {organisation}. A customer rings with a problem. Find out what is "
    "going on and what depends on it for this customer, sum up, and then offer a solution.",
}

_CHECKED: Final = {
    Language.DUTCH: "{solution} Is dat goed voor u?",
    Language.ENGLISH: "{solution} Is that all right with you?",
}

_ANNOUNCED: Final = {
    Language.DUTCH: "Wat ik voor u ga doen, is het volgende. {solution}",
    Language.ENGLISH: "This is what I'm going to do for you. {solution}",
}


def new_persona(answers: NewCaller) -> str:
    """Return the text of a persona file made from a few answers; it has no errors.

    Raises:
        PersonaError: an answer does not fit; its problems name the key.
    """
    character = _CHARACTERS[answers.octant]
    organisation = answers.organisation.strip() or _ORGANISATION[answers.language]
    problem, solution = _sentence(answers.problem), _sentence(answers.solution)
    first, again = _openings(answers.language, answers.octant)
    text = Template(_starter(f"starter.{answers.language.value}.yaml")).substitute(
        id=printable(answers.id),
        quoted_id=_quoted(answers.id),
        name=_quoted(answers.name),
        title=_quoted(answers.title),
        organisation=_quoted(organisation),
        briefing=_folded(_BRIEFING[answers.language].format(organisation=organisation)),
        octant=answers.octant.value,
        difficulty=character.difficulty,
        stubbornness=character.stubbornness,
        temper=character.temper,
        patience=character.patience,
        rate=character.rate,
        yields=str(character.yields).lower(),
        offer=_quoted(solution),
        offer_checked=_quoted(_CHECKED[answers.language].format(solution=solution)),
        offer_announced=_quoted(_ANNOUNCED[answers.language].format(solution=solution)),
        opening=_quoted(f"{first} {problem}"),
        opening_again=_quoted(f"{again} {problem}"),
    )
    parse_persona(text, f"{answers.id}.persona.yaml")
    return text


def _starter(name: str) -> str:
    return resources.files("simulator.personas").joinpath("starters", name).read_text(encoding="utf-8")


def _openings(language: Language, octant: Octant) -> tuple[str, str]:
    openings: dict[str, Any] = yaml.safe_load(_starter("openings.yaml"))
    first, again = openings[language.value][octant.value]
    return first, again


def _sentence(words: str) -> str:
    """Return an answer as a sentence: on one line, with a full stop unless it ends otherwise."""
    line = " ".join(words.split())
    return line if not line or line.endswith((".", "!", "?")) else f"{line}."


def _quoted(text: str) -> str:
    """Return a text in double quotes; the escapes of JSON are those of YAML."""
    return json.dumps(text.strip(), ensure_ascii=False)


def _folded(text: str) -> str:
    """Return a text for a folded block: on one line, so that nothing in it can end the block."""
    return " ".join(text.split())
