"""The words of a turn without what recognisers lose: capitals, punctuation, fillers.

Everything that is decided about a turn is decided on this form, so no decision can hang on a question mark
or a capital. Each word remembers where it stood, so that what is decided can be quoted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from simulator.scoring.assessment import HeardWord, Span

_WORD = re.compile(r"[^\W_]+(?:['’`´.,\-‐‑@/][^\W_]+)*['’]?", re.UNICODE)
_FILLERS = frozenset(
    {"eh", "ehm", "uh", "uhm", "um", "umm", "er", "erm", "hmm", "hm", "mmm", "mm", "euh", "euhm", "uhh"}
)
_FILLERS_THAT_ARE_DUTCH_WORDS = frozenset({"er"})
_CONTRACTIONS = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't",
    "werent": "weren't", "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "wont": "won't",
    "wouldnt": "wouldn't", "couldnt": "couldn't", "shouldnt": "shouldn't", "cant": "can't", "cannot": "can't",
    "whats": "what's", "wheres": "where's", "hows": "how's", "whos": "who's", "whens": "when's", "thats": "that's",
    "youre": "you're", "youve": "you've", "theyre": "they're", "theres": "there's", "im": "i'm", "ive": "i've",
    "lets": "let's", "id": "id",
}  # fmt: skip


@lru_cache(maxsize=32768)
def bare(word: str) -> str:
    """Return a word as patterns are written: lower case, straight apostrophes, no accents or hyphens."""
    lowered = word.lower().replace("’", "'").replace("`", "'").replace("´", "'")
    unaccented = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    joined = re.sub(r"[-‐‑]", "", unaccented).rstrip("'")
    return _CONTRACTIONS.get(joined, joined)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the turn."""

    form: str
    """Bare form: lower case, no accents, no hyphens."""
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A turn as a row of bare words, each knowing where it stood in the text."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str, *, dutch: bool = False) -> Words:
        """Split a text into its words, without fillers.

        Args:
            text: what was said, with or without punctuation.
            dutch: True keeps 'er', which is a filler in English and a word in Dutch.
        """
        return _split(text, dutch)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The bare words in order."""
        return tuple(token.form for token in self.tokens)

    @cached_property
    def line(self) -> str:
        """The bare words with single spaces between."""
        return " ".join(self.forms)

    @cached_property
    def _starts(self) -> dict[int, int]:
        """Offset in `line` at which each token begins."""
        starts, offset = {}, 0
        for index, form in enumerate(self.forms):
            starts[offset] = index
            offset += len(form) + 1
        return starts

    @cached_property
    def _ends(self) -> dict[int, int]:
        """Offset in `line` at which each token ends."""
        return {offset + len(self.forms[index]): index for offset, index in self._starts.items()}

    def __len__(self) -> int:
        return len(self.tokens)

    def span(self, first: int, last: int) -> Span:
        """Return where the tokens `first` to `last` (both included) stand in the text."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def quote(self, first: int, last: int) -> str:
        """Return the text of the tokens `first` to `last` (both included), as said."""
        span = self.span(first, last)
        return self.text[span.start : span.end]

    def find(self, pattern: re.Pattern[str], first: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the token ranges [first, last] at which a compiled phrase occurs, from left to right.

        Args:
            pattern: made by `compile_phrase`.
            first: the token to begin at.
        """
        if first >= len(self.tokens):
            return
        offset = next(o for o, index in self._starts.items() if index == first)
        for match in pattern.finditer(self.line, offset):
            yield self._starts[match.start()], self._ends[match.end()]

    def piece(self, first: int, last: int) -> Words:
        """Return the tokens `first` to `last` (both included) as a turn of their own, spans still those of the text."""
        return Words(self.text, self.tokens[first : last + 1])


@lru_cache(maxsize=4096)
def _split(text: str, dutch: bool) -> Words:
    """Return a text as words; a call's lines are looked at in every turn behind them, so they are kept."""
    fillers = _FILLERS - _FILLERS_THAT_ARE_DUTCH_WORDS if dutch else _FILLERS
    tokens = []
    for match in _WORD.finditer(text):
        form = bare(match.group())
        if form and form not in fillers:
            tokens.append(Token(form, match.start(), match.end()))
    return Words(text, tuple(tokens))


def compile_phrase(phrase: str, classes: dict[str, str] | None = None) -> re.Pattern[str]:
    """Compile a phrase of a data file.

    A phrase is words with single spaces; `(a|b)` is a choice, `<name>` a class of the same file, `~` stands for
    up to five words, `(... )?` may be absent; anything else is a regular expression on bare words.

    Args:
        phrase: as written in the file.
        classes: what each `<name>` stands for.

    Raises:
        ValueError: the phrase is no valid expression, or names an unknown class.
    """
    expanded = phrase.strip()
    for _ in range(4):
        names = re.findall(r"(?<!\(\?)<([a-z_]+)>", expanded)
        if not names:
            break
        for name in names:
            if classes is None or name not in classes:
                raise ValueError(f"The phrase '{phrase}' names the class <{name}>, which the file does not define.")
            expanded = expanded.replace(f"<{name}>", f"(?:{classes[name]})")
    expanded = expanded.replace(" ~ ", r"(?: \S+){0,5} ")
    unaccented = "".join(c for c in unicodedata.normalize("NFKD", expanded) if not unicodedata.combining(c))
    try:
        return re.compile(rf"(?<!\S)(?:{unaccented})(?!\S)")
    except re.error as error:
        raise ValueError(f"The phrase '{phrase}' is not a valid expression: {error}.") from error


def trusted_text(text: str, words: Sequence[HeardWord], least_probability: float) -> str:
    """Return the text without the words that the recogniser doubted.

    Args:
        text: the whole turn; returned as it is when there are no words with probabilities.
        words: the turn's words with the recogniser's trust.
        least_probability: words below this are left out.
    """
    if not words or all(word.probability >= least_probability for word in words):
        return text
    return " ".join(word.text.strip() for word in words if word.probability >= least_probability)
