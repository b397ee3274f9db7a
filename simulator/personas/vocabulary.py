"""What the values and keys of a persona are called, in the words trainers have for them."""

from __future__ import annotations

from typing import Final

from simulator.language import Language
from simulator.leary import DUTCH_OCTANTS, Octant
from simulator.personas.model import Direction, PhoneLine
from simulator.personas.validation import Vocabulary

OCTANT_WORDS: Final = {
    **{dutch: octant.value for octant, dutch in DUTCH_OCTANTS.items()},
    "aggressive": "attacking",
    "agressief": "attacking",
    "angry": "attacking",
    "boos": "attacking",
    "hostile": "attacking",
    "dominant": "leading",
    "directive": "leading",
    "sturend": "leading",
    "competitive": "competing",
    "superior": "competing",
    "arrogant": "competing",
    "rebel": "rebellious",
    "irritated": "rebellious",
    "geïrriteerd": "rebellious",
    "defiant": "rebellious",
    "distrustful": "rebellious",
    "wantrouwend": "rebellious",
    "shy": "withdrawn",
    "silent": "withdrawn",
    "passive": "withdrawn",
    "gesloten": "withdrawn",
    "stil": "withdrawn",
    "dependent": "following",
    "anxious": "following",
    "afhankelijk": "following",
    "onzeker": "following",
    "cooperative": "cooperating",
    "friendly": "cooperating",
    "vriendelijk": "cooperating",
    "helpful": "helping",
    "supportive": "helping",
}
"""The octants in Dutch training practice, and adjectives people use for them."""

OTHER_VALUES: Final = {
    "dutch": "nl",
    "nederlands": "nl",
    "nederland": "nl",
    "nl_nl": "nl",
    "english": "en",
    "engels": "en",
    "en_us": "en",
    "en_gb": "en",
    "inkomend": "inbound",
    "incoming": "inbound",
    "in": "inbound",
    "uitgaand": "outbound",
    "outgoing": "outbound",
    "out": "outbound",
    "mobiel": "mobile",
    "cell": "mobile",
    "vast": "landline",
    "phone": "landline",
    "slecht": "bad",
    "helder": "clear",
    "none": "clear",
}

KEY_WORDS: Final = {
    "naam": "name",
    "titel": "title",
    "taal": "language",
    "lang": "language",
    "moeilijkheid": "difficulty",
    "level": "difficulty",
    "richting": "direction",
    "organisatie": "organisation",
    "organization": "organisation",
    "company": "organisation",
    "opdracht": "briefing",
    "instructie": "briefing",
    "stem": "voice",
    "houding": "stance",
    "temperament": "stance",
    "geduld": "patience",
    "feiten": "facts",
    "fact": "facts",
    "oplossing": "solution",
    "grens": "boundary",
    "zinnen": "lines",
    "line": "lines",
    "repetitie": "rehearsal",
    "octant": "start",
    "snelheid": "rate",
    "speed": "rate",
    "tempo": "rate",
    "says": "say",
    "answer": "say",
    "antwoord": "say",
    "vraag": "ask",
    "vragen": "ask",
    "questions": "ask",
    "question": "ask",
    "kort": "short",
    "nodig": "needed",
    "required": "needed",
    "verborgen": "hidden",
    "opens": "opens_at",
    "offer": "offers",
    "vertrouwen": "trust",
    "angry": "attacking",
    "hangup": "hanging_up",
    "hang_up": "hanging_up",
    "on_hang_up": "hanging_up",
    "on_escalation": "escalating",
    "escalate": "escalating",
}

PERSONA_VOCABULARY: Final = Vocabulary(
    file="persona",
    nouns={
        Octant: "an octant",
        Language: "a language of the simulator",
        Direction: "a direction of the call",
        PhoneLine: "a telephone line",
    },
    synonyms=OTHER_VALUES | KEY_WORDS | OCTANT_WORDS,
    patterns={
        r"^[a-z0-9]+(-[a-z0-9]+)*$": (
            "only lower-case letters without accents, digits and single hyphens, like 'karin-geen-internet'"
        ),
        r"^[a-z][a-z0-9_]*$": ("only lower-case letters without accents, digits and underscores, like 'router_light'"),
    },
)
