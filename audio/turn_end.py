"""Is the trainee's turn over? What was said so far, how it sounded, and for how long it has been silent; pure.

Silence alone decides badly: whoever waits long enough for a thinking speaker is slow with everybody else. Three things
tell a pause from an end, and none of them alone: whether the words can end there (`audio.turn_words`), whether the
recogniser would set a full stop, and whether the voice falls, fades and slows down (`audio.prosody`). Their log-odds
are added up, and each pause gets a wait of its own: less than half a second where the turn is over, two where it goes
on. The prosody needs no words, and carries most where they are half misheard. A fourth judge, Smart Turn, is heard
where no words were made out: beside words it was measured to add nothing.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from audio.turn_words import MOST, TurnWords, turn_words, words_of

HESITATIONS: Final = {
    "nl": (
        r"(?:\b(?:wat|waar|hoe|wanneer|wie) (?:heeft|had|kan|kunt|zou|wilt|gaat|ben|bent) (?:u|je|ik|het|er)|"
        r"even kijken|eens kijken|even zien|wacht even|hoe zeg ik dat|wat zal ik zeggen|\beh+m?|\buh+m?)$"
    ),
    "en": (
        r"(?:\b(?:what|where|how|when|who|why) (?:did|do|can|could|would|will|have) (?:you|i|we|it)|"
        r"let me see|let me check|let me look|how shall i put it|let's see|\ber+m?|\bu+h+m?|\bumm?)$"
    ),
}
"""Thinking aloud, or a question that has only begun: whoever says it is not done."""

NEVER_LAST: Final = {
    "nl": "de een en of maar want omdat doordat zodat als terwijl hoewel tenzij mijn uw onze elke iedere sommige te",
    "en": "a an the and or but because if although unless whether than my your our their its every",
}
"""Words on which no sentence ends, however seldom they were learnt from."""

GOES_ON: Final = -3.0
"""The most that is believed of an end behind one of them."""

COURTESIES: Final = {
    "nl": (
        r"\b(?:moment(?:je)?|ogenblik(?:je)?|graag gedaan|dank (?:u|je)(?: wel)?|alstublieft|tot ziens|"
        r"goede(?:morgen|middag|navond)|fijne dag|klopt dat)$"
    ),
    "en": (
        r"\b(?:(?:one|a) moment(?: please)?|thank you|you're welcome|goodbye|good (?:morning|afternoon|evening)|"
        r"nice day|is that (?:right|correct))$"
    ),
}
"""What a turn ends on though it is no sentence, and is said too seldom to be learnt."""

COURTEOUS: Final = 1.0
"""The least that is believed of an end behind one of them."""

DIGITS: Final = {
    "nl": "nul een één twee drie vier vijf zes zeven acht negen tien",
    "en": "zero oh one two three four five six seven eight nine ten double",
}

DICTATED: Final = -1.0
"""The most that is believed of an end behind digits: numbers are read out in groups, with a breath between them."""

LEAST_LIKELY: Final = 0.01
"""Probabilities are brought this far inside 0 and 1 before their odds are taken: no judge is surer than that."""


@dataclass(frozen=True, slots=True)
class PauseReading:
    """What is known of a pause; None where it is not known, or not yet."""

    sounds: float | None = None
    """The probability that the turn sounds complete."""
    words: float | None = None
    """The log-odds that it can be over by its words, see `words_over`."""
    closes: float | None = None
    """The probability of a full stop or question mark behind the last word, see `audio.whisper_model`."""
    last_word: float | None = None
    """The probability of the last word itself: a word that was broken off is seldom recognised with certainty."""
    prosody: float | None = None
    """The log-odds that it is over by how it was spoken, see `audio.prosody`."""

    @property
    def has_words(self) -> bool:
        """Tell whether words were recognised; a recogniser that hears none in speech says nothing about its end."""
        return self.words is not None and (self.words != 0.0 or self.closes is not None or self.last_word is not None)


@dataclass(frozen=True, slots=True)
class JudgeWeights:
    """How much each judge of a pause counts: a logistic regression over their log-odds."""

    bias: float
    sounds: float
    closes: float
    words: float
    """What the words say counts as far as the last of them is certain."""
    last_word: float
    """Of the last word's probability itself."""
    prosody: float


TOGETHER: Final = JudgeWeights(bias=-0.75, sounds=0.0, closes=0.53, words=0.63, last_word=0.02, prosody=0.69)
"""Of both languages. Learnt from turns that voices of this computer spoke (`benchmarks/fit_turn_end.py`), never from
recordings of people: on those it is only measured."""

BY_SOUND: Final = JudgeWeights(bias=0.0, sounds=1.0, closes=0.0, words=0.0, last_word=0.0, prosody=0.6)
"""While no words are known, or where none were recognised: Smart Turn is taken at its word."""


@dataclass(frozen=True, slots=True)
class TurnEndSettings:
    """How long to wait in a pause, by the log-odds that the turn is over.

    The bounds were chosen on the turns that the weights were learnt from, see `benchmarks/fit_turn_end.py`; the step,
    the middle wait, and that the upper bound lies 0.2 above the one found there, knowing the summary figures of
    `benchmarks/pauses.py`.
    """

    surely_over: float = 1.9
    """From these log-odds on the turn is over."""
    surely_not: float = 0.5
    """Below these the trainee goes on; between the two nobody knows."""
    step: float = 0.3
    """Below either bound the wait grows into the next one over so much, so that a hair's breadth decides nothing."""
    sure_s: float = 0.44
    """It is over."""
    unsure_s: float = 0.89
    """Nobody knows. Detectors hear speech for 0.05 s longer than there is, seldom 0.08: even so it is a second."""
    unlikely_s: float = 1.9
    """It goes on."""
    usual_sounds: float = 0.45
    usual_closes: float = 0.78
    usual_last_word: float = 0.62
    """Stand for what nobody judged."""


def words_over(text: str, language: str, model: TurnWords | None = None) -> float:
    """Return the log-odds that a turn is over by its words: above 0 it can be, below it goes on; within `MOST`.

    Args:
        text: as recognised so far; recognisers drop question marks and invent full stops, so these prove nothing.
        language: 'nl' or 'en'; in any other, 0.
        model: the words' weights; those that ship with callsim when left out.
    """
    said = words_of(text)
    if not said:
        return 0.0
    bare = " ".join(said)
    if re.search(HESITATIONS.get(language, "$^"), bare):
        return -MOST
    model = model or turn_words(language)
    found = 0.0 if model is None else model.log_odds(text, language)
    if said[-1] in NEVER_LAST.get(language, "").split():
        found = min(found, GOES_ON)
    if re.search(COURTESIES.get(language, "$^"), bare):
        found = max(found, COURTEOUS)
    digits = frozenset(DIGITS.get(language, "").split())
    dictates = len(said) > 1 and all(word.isdigit() or word in digits for word in said[-2:])
    return min(found, DICTATED) if dictates else found


def over_score(reading: PauseReading, settings: TurnEndSettings = TurnEndSettings()) -> float:
    """Return the log-odds that a pause is the end of the turn, all that is known taken together."""
    if not reading.has_words:
        sounds = 0.0 if reading.sounds is None else log_odds(reading.sounds)
        return BY_SOUND.bias + BY_SOUND.sounds * sounds + BY_SOUND.prosody * (reading.prosody or 0.0)
    sounds = settings.usual_sounds if reading.sounds is None else reading.sounds
    closes = settings.usual_closes if reading.closes is None else reading.closes
    last_word = settings.usual_last_word if reading.last_word is None else reading.last_word
    return (
        TOGETHER.bias
        + TOGETHER.sounds * log_odds(sounds)
        + TOGETHER.closes * log_odds(closes)
        + TOGETHER.prosody * (reading.prosody or 0.0)
        + last_word * (TOGETHER.last_word + TOGETHER.words * (reading.words or 0.0))
    )


def end_silence_s(reading: PauseReading, settings: TurnEndSettings = TurnEndSettings()) -> float:
    """Return how long a pause must last to end the turn, by what is known of it now."""
    if reading.sounds is None and reading.prosody is None and not reading.has_words:
        return settings.unsure_s
    return wait_s(over_score(reading, settings), settings)


def wait_s(score: float, settings: TurnEndSettings = TurnEndSettings()) -> float:
    """Return how long a pause of this score must last to end the turn: the less likely an end, the longer."""
    over, not_over, step = settings.surely_over, settings.surely_not, settings.step
    scores = (not_over - step, not_over, max(not_over, over - step), over)
    waits_s = (settings.unlikely_s, settings.unsure_s, settings.unsure_s, settings.sure_s)
    return float(np.interp(score, scores, waits_s))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability that is brought `LEAST_LIKELY` inside 0 and 1."""
    inside = min(1.0 - LEAST_LIKELY, max(LEAST_LIKELY, probability))
    return math.log(inside / (1.0 - inside))
