"""Is the trainee's turn over? What was said so far, how it sounded, and for how long it has been silent; pure.

Silence alone decides badly: whoever waits long enough for a thinking speaker is slow with everybody else. Three things
tell a pause from an end, and none of them alone: whether the words can end there (`audio.turn_words`), whether the
recogniser would set a full stop, and whether the voice sounds finished (Smart Turn). Their log-odds are added up, and
each pause gets a wait of its own: half a second where the turn is over, two where it goes on.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from audio.turn_words import MOST, turn_words, words_of

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


@dataclass(frozen=True, slots=True)
class TurnEndSettings:
    """How to weigh what is known of a pause, and how long to wait.

    The weights are a logistic regression on one half of the pauses and ends of `benchmarks/pauses.py`. The two bounds
    were chosen looking at all of them: two thirds of the ends lie above the upper one; below the lower one lies none
    in English and one in eight in Dutch, which small recognisers half mishear.
    """

    bias: float = -1.88
    sounds_weight: float = 0.27
    closes_weight: float = 0.79
    words_weight: float = 0.99
    """Of the log-odds of the three; what the words say counts as far as the last of them is certain."""
    last_word_weight: float = 0.66
    """Of the last word's probability itself."""
    usual_sounds: float = 0.42
    usual_closes: float = 0.76
    usual_last_word: float = 0.65
    """Stand for what nobody judged."""
    surely_over: float = 1.6
    """From this sum on the turn is over."""
    surely_not: float = -0.3
    """Below it the trainee goes on."""
    sure_s: float = 0.5
    """It is over."""
    unsure_s: float = 0.92
    """Nobody knows."""
    unlikely_s: float = 1.9
    """It goes on."""
    sounds_over: float = 0.4
    """While the words are not known: above this probability a voice sounds finished."""
    sounds_open: float = 0.05
    """And up to this one it sounds as if it goes on."""


def words_over(text: str, language: str) -> float:
    """Return the log-odds that a turn is over by its words: above 0 it can be, below it goes on; within `MOST`.

    Args:
        text: as recognised so far; recognisers drop question marks and invent full stops, so these prove nothing.
        language: 'nl' or 'en'; in any other, 0.
    """
    said = words_of(text)
    if not said:
        return 0.0
    bare = " ".join(said)
    if re.search(HESITATIONS.get(language, "$^"), bare):
        return -MOST
    model = turn_words(language)
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
    sounds = settings.usual_sounds if reading.sounds is None else reading.sounds
    closes = settings.usual_closes if reading.closes is None else reading.closes
    last_word = settings.usual_last_word if reading.last_word is None else reading.last_word
    return (
        settings.bias
        + settings.sounds_weight * _log_odds(sounds)
        + settings.closes_weight * _log_odds(closes)
        + last_word * (settings.last_word_weight + settings.words_weight * (reading.words or 0.0))
    )


def end_silence_s(reading: PauseReading, settings: TurnEndSettings = TurnEndSettings()) -> float:
    """Return how long a pause must last to end the turn, by what is known of it now."""
    if reading.words is not None:
        score = over_score(reading, settings)
        if score >= settings.surely_over:
            return settings.sure_s
        return settings.unsure_s if score >= settings.surely_not else settings.unlikely_s
    if reading.sounds is None or reading.sounds <= settings.sounds_open:
        return settings.unsure_s if reading.sounds is None else settings.unlikely_s
    return settings.unsure_s if reading.sounds <= settings.sounds_over else settings.sure_s


def _log_odds(probability: float) -> float:
    inside = min(1.0 - LEAST_LIKELY, max(LEAST_LIKELY, probability))
    return math.log(inside / (1.0 - inside))
