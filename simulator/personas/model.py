"""A persona: the person who rings, as a trainer writes it down.

The classes are the shape of a `*.persona.yaml` file; `reader` turns a file into one of them or into problems
by file and line, and the JSON Schema for editors is made from them. Texts are data, never markup.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from simulator.language import Language
from simulator.leary import Octant


def _on_one_line(text: str) -> str:
    """Return a text without line breaks and double spaces, as it is said and shown."""
    return " ".join(text.split())


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(_on_one_line)
]
"""Something that is said; whole sentences, spelled as spoken (no digits or abbreviations a voice stumbles over)."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A name for files and references: lower case, digits, single hyphens."""

FactId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""A name by which rehearsals and scorecards refer to a fact."""

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]


class Part(BaseModel):
    """What every part of a persona has in common: frozen, and unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Direction(StrEnum):
    """Who rings whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class PhoneLine(StrEnum):
    """The telephone line the caller's voice comes through."""

    CLEAR = "clear"
    LANDLINE = "landline"
    MOBILE = "mobile"
    BAD = "bad"


class Room(StrEnum):
    """Where the caller stands: what is heard behind the voice."""

    QUIET = "quiet"
    OFFICE = "office"
    STREET = "street"
    KITCHEN = "kitchen"


class VoiceWish(Part):
    """Which voice speaks the caller, and how."""

    prefer: tuple[str, ...] = ()
    """Voices in order of preference, as the model catalogue names them; the first installed one speaks."""
    rate: Annotated[float, Field(ge=0.6, le=1.6)] = 1.0
    """Speed relative to the voice's own; 1.1 is 10 % faster."""
    pitch: Annotated[float, Field(ge=-8.0, le=8.0)] = 0.0
    """Semitones up or down."""
    line: PhoneLine = PhoneLine.LANDLINE
    """The telephone line."""
    room: Room = Room.QUIET
    """What is heard behind the caller, softly."""


class Temperament(Part):
    """Where the caller starts on the rose and how the caller moves."""

    start: Octant
    """The octant the caller opens in."""
    stubbornness: Fraction = 0.5
    """0 goes along at once, 1 hardly moves."""
    temper: Fraction = 0.5
    """How strongly what hurts (jargon, interruption, an attack) throws the caller back."""


class TurnTaking(Part):
    """How the caller takes and leaves the floor."""

    reply_delay_s: Annotated[float, Field(ge=0.0, le=3.0)] = 0.3
    """The pause before the caller answers."""
    breaks_in_after_s: Annotated[float, Field(ge=3.0, le=120.0)] = 30.0
    """After how long a monologue the caller starts to talk through it."""
    yields_to_backchannel: bool = False
    """True when 'mhm' or 'ja' makes the caller stop talking."""
    silent_s: Annotated[float, Field(ge=2.0, le=60.0)] = 7.0
    """After how much silence the caller asks whether anyone is there."""


class Gate(Part):
    """What must be so before a hidden fact comes out; every bound given must be met."""

    together: Annotated[float, Field(ge=-1.0, le=1.0)] | None = None
    """The least `together` of the caller's position."""
    trust: Fraction | None = None
    """The least trust."""
    after: tuple[FactId, ...] = ()
    """Facts that must have been told."""


class Fact(Part):
    """Something the caller knows and tells when asked."""

    id: FactId
    """A short name for the fact, for `after`, `needs` and the scorecard; never heard."""
    say: Line
    """The answer to an open question."""
    short: Line | None = None
    """The answer to a closed question; `say` where absent."""
    ask: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Questions that ask for it, as trainees put them; the more different, the better it is recognised."""
    gist: str = ""
    """The fact in a few words as a summary would give it back; `say` where empty."""
    needed: bool = False
    """True when the call cannot be solved without it; a summary should hold it."""
    hidden: bool = False
    """True when it only comes out once `opens_at` is met."""
    opens_at: Gate = Gate()
    """When a hidden fact comes out."""


class Background(Part):
    """What the caller says to a question that no fact answers."""

    say: Line
    """What the caller answers."""
    ask: tuple[Line, ...] = ()
    """Questions this answers; without any it answers whatever nothing else does."""


class Solution(Part):
    """What ends the call well."""

    offers: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What the trainee can offer that solves it, as trainees put it."""
    needs: tuple[FactId, ...] = ()
    """Facts that must be known before the caller takes the offer; all `needed` facts where empty."""
    closing: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What the caller says when it is solved; ends the call."""
    too_early: tuple[Line, ...] = ()
    """What the caller says to the right offer made before the problem was explored."""


class Boundary(Part):
    """Something the caller wants and the trainee may not give."""

    asks: Annotated[tuple[Line, ...], Field(min_length=1)]
    """How the caller asks for it, in rising order."""
    gives_in: tuple[Line, ...] = ()
    """How a trainee would give it away, recognised by meaning; costs boundary points."""
    refuses: tuple[Line, ...] = ()
    """How a trainee says no well, recognised by meaning."""
    on_refused: tuple[Line, ...] = ()
    """What the caller says to a good no."""
    on_given: tuple[Line, ...] = ()
    """What the caller says when it was given away."""


Lines = tuple[Line, ...]


class CallerLines(Part):
    """What the caller says, by occasion. No line is said twice in a row; variants are used in turn."""

    opening: Annotated[Lines, Field(min_length=1)]
    """The first thing said; states the problem as this person would."""
    helping: Lines = ()
    """Above and together: kind, thinks along, takes care (Dutch: helpend)."""
    leading: Lines = ()
    """Above, rather together: takes the lead, arranges, gives directions (Dutch: leidend)."""
    competing: Lines = ()
    """Above, rather against: knows better, boasts, compares (Dutch: concurrerend)."""
    attacking: Lines = ()
    """Above and against: angry, blames, threatens (Dutch: aanvallend)."""
    rebellious: Lines = ()
    """Below and against: sulks, mistrusts, obstructs, is cynical (Dutch: opstandig)."""
    withdrawn: Lines = ()
    """Below, rather against: gives up, says little, shuts off (Dutch: teruggetrokken)."""
    following: Lines = ()
    """Below, rather together: leans on the trainee, waits to be told (Dutch: volgend)."""
    cooperating: Lines = ()
    """Below and together: willing, answers, joins in (Dutch: meewerkend)."""
    on_greeting: Lines = ()
    """After a greeting only, when the opening was said."""
    on_jargon: Annotated[Lines, Field(min_length=1)]
    """At an unknown term; `{term}` stands for it."""
    on_explained: Lines = ()
    """After a good explanation of a term that confused."""
    on_summary_right: Annotated[Lines, Field(min_length=1)]
    """To a summary that is complete and correct."""
    on_summary_incomplete: Annotated[Lines, Field(min_length=1)]
    """`{missed}` stands for the gist of what was left out."""
    on_summary_wrong: Annotated[Lines, Field(min_length=1)]
    """To a summary that holds something untrue."""
    on_empathy: Lines = ()
    """When the trainee shows understanding for how it feels."""
    on_apology: Lines = ()
    """When the trainee says sorry."""
    on_offer: Lines = ()
    """To an offer that is no solution."""
    on_interruption: Lines = ()
    """When the trainee talks through the caller."""
    on_hold: Lines = ()
    """After being put on hold without a word."""
    on_silence: Annotated[Lines, Field(min_length=1)]
    """When nothing is heard for `turn_taking.silent_s`."""
    on_assumption: Lines = ()
    """When something untrue is taken for granted."""
    on_attack: Lines = ()
    """When the trainee turns on the caller."""
    on_asked_twice: Lines = ()
    """When asked for what was already told."""
    on_hidden: Lines = ()
    """When asked for a hidden fact that is not yet open."""
    on_unclear: Lines = ()
    """When nothing could be made of what the trainee said."""
    on_stacked: Lines = ()
    """When too many questions came at once (the last one is answered)."""
    on_why: Lines = ()
    """When a 'why' sounds like a reproach."""
    escalating: Annotated[Lines, Field(min_length=1)]
    """Asks for the manager; ends the call."""
    hanging_up: Annotated[Lines, Field(min_length=1)]
    """Patience is gone; ends the call."""
    transferred: Lines = ()
    """When handed to the second line; ends the call."""
    transferred_unannounced: Lines = ()
    """When put through without a word of warning; ends the call."""
    called_back: Lines = ()
    """When a call back is promised; ends the call."""
    goodbye: Lines = ()
    """When the trainee says goodbye before it is solved; ends the call."""


class Rehearsal(Part):
    """Trainee lines that walk the persona: the way it should go and three ways it should not."""

    good: Annotated[Lines, Field(min_length=3)]
    """The way it should go: ends in together and solved."""
    bad: Annotated[Lines, Field(min_length=3)]
    """The way it should not go: ends worse than it began, or hung up."""
    silent: Lines = ()
    """Says next to nothing; an item '...' is a silence."""
    jargon: Lines = ()
    """Willing, but in words this caller does not know."""


class Persona(Part):
    """A caller, whole and checked."""

    id: Slug
    """The caller's own name for commands and sessions; the file is called `<id>.persona.yaml`."""
    language: Language
    """The language of the whole call: nl or en."""
    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(_on_one_line)
    ]
    """Who rings, first and last name."""
    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_on_one_line)
    ]
    """What it is about, as the trainee sees it in the list."""
    difficulty: Annotated[int, Field(ge=1, le=5)]
    """From 1 (a first call) to 5."""
    direction: Direction = Direction.INBOUND
    """inbound: the caller rings; outbound: the trainee rings, after time to prepare."""
    organisation: Annotated[str, StringConstraints(max_length=80), AfterValidator(_on_one_line)] = ""
    """The trainee's organisation, as it answers the phone."""
    briefing: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    """What the trainee reads first: who you are, what you may do."""
    preparation_s: Annotated[int, Field(ge=0, le=600)] = 0
    """For outbound calls: how long the trainee may prepare."""
    voice: VoiceWish = VoiceWish()
    """Which voice speaks the caller, and how."""
    stance: Temperament
    """Where the caller starts on Leary's Rose and how the caller moves."""
    patience: Annotated[int, Field(ge=2, le=20)] = 6
    """How many turns that get nowhere the caller takes before hanging up or asking for the manager."""
    max_turns: Annotated[int, Field(ge=5, le=60)] = 24
    """After so many trainee turns the caller has no more time."""
    turn_taking: TurnTaking = TurnTaking()
    """How the caller takes and leaves the floor."""
    known_terms: tuple[str, ...] = ()
    """Technical words this caller knows; anything else technical is jargon to them."""
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    """What the caller knows and tells when asked."""
    background: tuple[Background, ...] = ()
    """What the caller says to questions that no fact answers."""
    solution: Solution
    """What ends the call well."""
    boundary: Boundary | None = None
    """Something the caller wants and the trainee may not give."""
    lines: CallerLines
    """What the caller says, by occasion."""
    rehearsal: Rehearsal
    """Trainee lines to try the caller out with."""
    rubric: Slug = "helpdesk"
    """Which rubric weighs the scores."""

    def fact(self, fact_id: str) -> Fact:
        """Return the fact with this id.

        Raises:
            KeyError: there is none.
        """
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    @property
    def knows(self) -> tuple[str, ...]:
        """All that is no jargon to this caller: the technical terms known, the own name, and whom the call is with."""
        return tuple(each for each in (*self.known_terms, self.name, self.organisation) if each)

    @property
    def needed_facts(self) -> tuple[Fact, ...]:
        """The facts the call cannot be solved without."""
        return tuple(fact for fact in self.facts if fact.needed)
