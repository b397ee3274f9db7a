"""How much of what was said was recognised: word by word, numbers as words, by the usual measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.language import Language


@dataclass(frozen=True, slots=True)
class Recognition:
    """What became of the words said."""

    words: int
    """Words said."""
    recognised: int
    """Words heard as said."""
    misheard: tuple[tuple[str, str], ...]
    """What was said, and what was heard in its place (empty where nothing was), in order."""

    @property
    def share(self) -> float:
        """Words recognised of those said, in [0, 1]; 1 when nothing was said."""
        return self.recognised / self.words if self.words else 1.0


def recognition(said: Sequence[str], heard: Sequence[str], language: Language) -> Recognition:
    """Compare what was said with what was heard by the alignment of the word error rate.

    Args:
        said: the lines as written.
        heard: the turns as transcribed; how they are divided does not matter.
        language: of both; decides how numbers are read out.
    """
    import jiwer

    reference, hypothesis = normalised(" ".join(said), language), normalised(" ".join(heard), language)
    if not reference:
        return Recognition(0, 0, ())
    aligned = jiwer.process_words(reference, hypothesis)
    words, other = reference.split(), hypothesis.split()
    misheard = tuple(
        (
            " ".join(words[chunk.ref_start_idx : chunk.ref_end_idx]),
            " ".join(other[chunk.hyp_start_idx : chunk.hyp_end_idx]),
        )
        for chunk in aligned.alignments[0]
        if chunk.type in ("substitute", "delete")
    )
    return Recognition(len(words), aligned.hits, misheard)


def normalised(text: str, language: Language) -> str:
    """Return the words in lower case without punctuation, hyphens as spaces, digits read out."""
    from num2words import num2words

    def read_out(number: re.Match[str]) -> str:
        return f" {num2words(int(number[0]), lang=language.value)} "

    spoken = re.sub(r"\d{1,9}", read_out, text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return " ".join(re.sub(r"[^\w']|_", " ", spoken).split())
