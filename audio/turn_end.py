"""Is the trainee's turn over? What was said so far, how it sounded, and for how long it has been silent; pure.

Silence alone decides badly: whoever waits long enough for a thinking speaker is slow with everybody else. A sentence
that ends on 'because', 'een' or 'eh' goes on; a voice that falls after a question has finished. So each pause gets a
wait of its own, from a third of a second to nearly two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

UNFINISHED_ENDS: Final = {
    "nl": (
        # Who stops on one of these goes on: articles, determiners, conjunctions, prepositions, half verbs, fillers.
        "de het een en of maar want omdat doordat zodat dus toen als terwijl wanneer hoewel tenzij dat die wat wie "
        "welke welk hoe waarom waar waarin waarmee waarvan wiens mijn uw je jouw zijn haar hun ons onze deze dit geen "
        "elk elke ieder iedere alle sommige enkele meer minder zo'n te om op in aan bij met van voor naar tot uit door "
        "over onder tegen tussen zonder sinds volgens per achter naast na vanaf rond binnen tijdens ik u wij we jij "
        "ze zij men er eh uh ehm uhm hm nou goed even heb heeft hebben had hebt ben bent is was waren word wordt "
        "worden kan kunt kunnen kon wil wilt willen wilde moet moeten moest mag mogen zal zult zullen zou zouden ga "
        "gaat gaan ging laat doe heel erg zeer te ook nog al eerst pas eigenlijk ongeveer bijvoorbeeld namelijk "
        "daarom meneer mevrouw"
    ),
    "en": (
        "a an the and or but because so if when while although unless that which who whom whose what how why where "
        "whether my your his her its our their this these those some any every each no more less most to of on in at "
        "by with from for into onto about over under against between without since than as i you he she we they it uh "
        "um er erm hm well am is are was were be been being have has had do does did can could will would shall should "
        "may might must going let let's i'm you're we're they're it's that's there's i'll we'll you'll i've you've "
        "we've very really quite also just even then maybe perhaps okay mister miss mrs mr"
    ),
}
"""Words on which a sentence does not end, or seldom; what can well end one ('back', 'on' in 'switch it on') is left to
the sound."""

ENDS_WELL: Final = {
    "nl": (
        r"\b(?:dat is goed|is goed|komt goed|heel goed|prima|klopt dat|wat is dat|is dat zo|kan dat|mag dat|"
        r"moment(?:je)?|hoe bedoelt u|wat bedoelt u|graag gedaan|dank (?:u|je)(?: wel)?|alstublieft|wat dan|en dan|"
        r"wat vindt u|weet ik|begrijp ik|snap ik|ziet u|gaat u|doe ik|wie bent u|waar bent u|ik ben er|is het|"
        r"hoe gaat het|"
        r"met (?:mij|u|jou|hem|haar|ons))$"
    ),
    "en": (
        r"\b(?:thank you|help you|bother you|how are you|who are you|where are you|i see you|what is it|is it|is that|"
        r"that is it|that's it|okay then|what then|about you|with you|for you|to you|i am|it is|they are|"
        r"we are|"
        r"i do|i will|i can|i would|we can|you can|you are|you do|so what|about it|about that|do that|with it|for it|"
        r"like that|of that|with that|very well|as well|okay|not at all|what for|what with|where from)$"
    ),
}
"""Endings that are whole although their last word looks like a beginning."""

CLOSE_WELL: Final = {
    "nl": "u je jij mij me ons hem haar hen het dat die dit deze is heeft heb hebt was wordt kan moet wil mag gaat hoe "
    "aan op uit in af over mee door na om bij toe voor tegen van met al ook niet zeer meer minder ik we ze zij goed",
    "en": "you it this that these those them her him me us is are was did do does have has can will should up on in "
    "off out over by for with about to of at from too also then really more less though be",
}
"""Words on which a sentence may go on as well as end: only where the recogniser set no full stop or question mark, they
mean that it goes on."""

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


class Finish(Enum):
    """What the words say about the end of a turn."""

    UNFINISHED = auto()
    """The sentence goes on, or the speaker thinks aloud."""
    OPEN = auto()
    """It could be over."""
    FINISHED = auto()
    """A whole question, a thank-you, a goodbye: it is over."""


@dataclass(frozen=True, slots=True)
class TurnEndSettings:
    """How long to wait in a pause, by what is known.

    The bounds on the sound were chosen on twenty English recordings of people (read sentences, telephone prompts) cut
    in two between words: after an eighth of a second of silence, most ends lay above 0.4 and most cuts below 0.05.
    Synthetic voices tell far less.
    """

    sure_s: float = 0.32
    """It sounds finished, and its words are."""
    likely_s: float = 0.5
    """It sounds finished, and its words could be."""
    unsure_s: float = 0.8
    """Nobody knows."""
    unlikely_s: float = 1.75
    """It sounds as if it goes on, or its words do."""
    surely_not_s: float = 1.9
    """It does not sound finished, and its words are not."""
    sounds_over: float = 0.4
    """Above this probability a voice sounds finished."""
    sounds_open: float = 0.05
    """Up to this one it sounds as if it goes on."""


def finish_of(text: str, language: str) -> Finish:
    """Return what the words of a turn so far say about its end.

    Args:
        text: as recognised so far; recognisers drop question marks and invent full stops, so neither proves anything.
        language: 'nl' or 'en'.
    """
    bare = " ".join(re.findall(r"[\w'-]+", text.casefold()))
    if not bare:
        return Finish.OPEN
    if text.rstrip().endswith(("...", "…", ",", "-", "–")):
        return Finish.UNFINISHED
    if re.search(ENDS_WELL.get(language, "$^"), bare):
        return Finish.FINISHED
    if re.search(HESITATIONS.get(language, "$^"), bare):
        return Finish.UNFINISHED
    last, closed = bare.split()[-1], text.rstrip().endswith((".", "?", "!"))
    if last in _words(UNFINISHED_ENDS, language):
        return Finish.OPEN if closed and last in _words(CLOSE_WELL, language) else Finish.UNFINISHED
    return Finish.FINISHED if text.rstrip().endswith("?") else Finish.OPEN


def end_silence_s(
    sounds_complete: float | None,
    finish: Finish | None,
    settings: TurnEndSettings = TurnEndSettings(),
) -> float:
    """Return how long a pause must last to end the turn, by what is known of it now.

    Args:
        sounds_complete: the probability that it sounds complete; None while or where nobody judges that.
        finish: what the words say; None until they are known.
        settings: the waits.
    """
    if finish is Finish.UNFINISHED:
        hangs = sounds_complete is not None and sounds_complete <= settings.sounds_over
        return settings.surely_not_s if hangs else settings.unlikely_s
    finished = finish is Finish.FINISHED
    if sounds_complete is None:
        return settings.likely_s if finished else settings.unsure_s
    if sounds_complete <= settings.sounds_open:
        return settings.unsure_s if finished else settings.unlikely_s
    if sounds_complete <= settings.sounds_over:
        return settings.likely_s if finished else settings.unsure_s
    return settings.sure_s if finished else settings.likely_s


def _words(of: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(of.get(language, "").split())
