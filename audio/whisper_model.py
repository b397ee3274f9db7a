"""A faster-whisper model with a shorter ear, which also says whether the sentence it heard is over.

Whisper sets its full stops by syntax as much as by sound. How probable a full stop or question mark is behind the last
word, given all that was heard, tells a sentence that was broken off from a whole one better than the words do, in any
language and with half of the words misheard: in pauses inside sentences mostly below 0.6, at their ends above 0.75.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np

from audio.errors import ModelError, ModelMissingError
from audio.frames import Samples
from audio.word_times import reckoned_times

MODEL_FILES: Final = ("model.bin", "config.json", "tokenizer.json")

FULL_WINDOW_S: Final = 30.0
"""What Whisper was trained on."""

FEATURES_A_SECOND: Final = 100
"""Whisper's log-mel features: one every 10 ms."""

SHORTEST_WINDOW_S: Final = 8.0
LONGER_WINDOWS_S: Final = {"whisper-tiny": 10.0}
"""The shortest window a model does not loop in, as long as it writes no marks of time; by how its name begins, others
have `SHORTEST_WINDOW_S`. Measured on 133 English sounds of our own voices: tiny.en looped on 4 of them in 8 s, 2 in 9 s
and none in 10 s; base on 1 in any window from 6 to 10 s."""

CLOSING_MARKS: Final = (".", "?")
TRAILING_MARKS: Final = frozenset({".", "?", "!", ",", "...", "…", "-", "–", ";", ":"})

SURELY_CLOSED: Final = 0.8
"""Where one mark alone is this probable, the other is not asked about: that would cost a pass of the decoder."""


def shortest_window_s(name: str) -> float:
    """Return the shortest window a model of this name does not loop in, in seconds."""
    return next((each for begins, each in LONGER_WINDOWS_S.items() if name.startswith(begins)), SHORTEST_WINDOW_S)


class ScoredDecoder:
    """CTranslate2's Whisper, which remembers how it weighed every token wherever it wrote the likeliest at each step.

    Asking afterwards what would have followed another word or mark costs a pass of the decoder; this costs nothing.
    With a wider beam CTranslate2 keeps no scores.

    Args:
        decoder: a `ctranslate2.models.Whisper`; whatever else it does, it does as before.
    """

    def __init__(self, decoder: Any) -> None:  # noqa: ANN401
        self._decoder = decoder
        self._written: list[int] = []
        self._scores: list[Any] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._decoder, name)

    def generate(self, *given: Any, beam_size: int = 5, **asked: Any) -> Any:  # noqa: ANN401
        """Write down what is heard, see `ctranslate2.models.Whisper.generate`."""
        one = beam_size == 1
        results = self._decoder.generate(*given, beam_size=beam_size, return_logits_vocab=one, **asked)
        self._written, self._scores = [], []
        if one and len(results) == 1:
            self._written, self._scores = list(results[0].sequences_ids[0]), list(results[0].logits[0])
        return results

    def probabilities_of(self, tokens: Sequence[int], words_end: int) -> list[float] | None:
        """Return how probable each of the tokens that were just written was; None where that is not known.

        Args:
            tokens: all of them, or the first ones.
            words_end: the first token that stands for no text.
        """
        found = [self.probability_after(tokens[:at], token, words_end) for at, token in enumerate(tokens)]
        known = [each for each in found if each is not None]
        return known if len(known) == len(tokens) else None

    def probability_after(self, tokens: Sequence[int], next_token: int, words_end: int) -> float | None:
        """Return how probable a token is behind some that were just written; None where that is not known.

        Args:
            tokens: those before it, from the first one on.
            next_token: the one asked about.
            words_end: the first token that stands for no text; only text is compared, as CTranslate2 does in `align`.
        """
        if len(tokens) >= len(self._scores) or self._written[: len(tokens)] != list(tokens):
            return None
        scores = np.asarray(self._scores[len(tokens)]).reshape(-1)[:words_end]
        scores = np.exp(scores - scores.max())
        return float(scores[next_token] / scores.sum())


def load_whisper(folder: Path, language: str, threads: int) -> Any:  # noqa: ANN401  (faster-whisper ships no types)
    """Load a model.

    Args:
        folder: holds model.bin, config.json and tokenizer.json.
        language: 'nl' or 'en'.
        threads: for recognising.

    Returns:
        A `faster_whisper.WhisperModel` with three more attributes: `window_features`, to be set, is how much of a sound
        its encoder sees; `reckoned_in`, to be set, is the sound in which words' times are reckoned from letters and
        voice where the decoder kept its scores, None where they are to be looked up; `closes`, after each pass, is how
        probable it is that the sentence ends behind the last word (None where there were no words).

    Raises:
        ModelMissingError: one of its files is not there.
        ModelError: it cannot be loaded, or does not know the language.
    """
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelMissingError(
            f"The recogniser in {folder} is incomplete: {', '.join(missing)} is missing. Run 'callsim models install "
            f"{folder.name}'."
        )
    from faster_whisper import WhisperModel

    class ListeningModel(WhisperModel):  # type: ignore[misc]
        """Lets the encoder see no more than the window asked for, and looks behind the last word."""

        window_features = round(FULL_WINDOW_S * FEATURES_A_SECOND)
        reckoned_in: Samples | None = None
        closes: float | None = None
        _encoded: tuple[Any, Any] | None = None
        """What was looked at last, and what was seen in it: the same sound is often heard again with a wider beam."""

        def encode(self, features: Any) -> Any:  # noqa: ANN401
            seen = np.ascontiguousarray(features[..., : self.window_features])
            if self._encoded is None or not np.array_equal(self._encoded[0], seen):
                self._encoded = (seen, super().encode(seen))
            return self._encoded[1]

        def find_alignment(
            self,
            tokenizer: Any,  # noqa: ANN401
            text_tokens: list[list[int]],
            encoder_output: Any,  # noqa: ANN401
            num_frames: int,
            median_filter_width: int = 7,
        ) -> Any:  # noqa: ANN401
            found = self._reckoned(tokenizer, text_tokens)
            if found is None:
                found = super().find_alignment(tokenizer, text_tokens, encoder_output, num_frames, median_filter_width)
            if len(text_tokens) != 1 or not found or not found[0]:
                return found
            said, mark = without_marks(text_tokens[0], tokenizer.decode)
            last = found[0][-1]
            known = {last["word"].strip(): float(last["probability"])}

            def probability(tokens: Sequence[int], mark: str) -> float:
                with_mark = [*tokens, *tokenizer.encode(mark)]
                remembered = self.model.probability_after(tokens, with_mark[len(tokens)], tokenizer.eot)
                if remembered is not None:
                    return float(remembered)
                if mark in known:
                    return known[mark]
                (asked,) = self.model.align(
                    encoder_output,
                    tokenizer.sot_sequence,
                    [with_mark],
                    num_frames,
                    median_filter_width=median_filter_width,
                )
                return float(asked.text_token_probs[len(tokens)])

            marks = sorted(CLOSING_MARKS, key=lambda each: each != mark)
            self.closes = closing_probability(lambda each: probability(said, each), marks) if said else None
            return found

        def _reckoned(self, tokenizer: Any, text_tokens: list[list[int]]) -> Any:  # noqa: ANN401
            """Return what `find_alignment` does, without asking the decoder; None where it must be asked."""
            if self.reckoned_in is None or len(text_tokens) != 1:
                return None
            probabilities = self.model.probabilities_of(text_tokens[0], tokenizer.eot)
            if probabilities is None:
                return None
            words, tokens_of = (each[:-1] for each in tokenizer.split_to_word_tokens([*text_tokens[0], tokenizer.eot]))
            letters = [sum(map(str.isalnum, word)) for word in words]
            ends = list(accumulate(map(len, tokens_of)))
            return [
                [
                    {
                        "word": word,
                        "tokens": tokens,
                        "start": start_s,
                        "end": end_s,
                        "probability": float(np.mean(probabilities[end - len(tokens) : end])),
                    }
                    for word, tokens, end, (start_s, end_s) in zip(
                        words, tokens_of, ends, reckoned_times(letters, self.reckoned_in), strict=True
                    )
                ]
            ]

    try:
        model = ListeningModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        model.model = ScoredDecoder(model.model)
    except Exception as fault:  # CTranslate2 and the tokenizer raise bare Exceptions on damaged files
        raise ModelError(
            f"The recogniser in {folder} cannot be loaded ({fault}). Run 'callsim models verify', then install "
            f"{folder.name} again."
        ) from fault
    if language not in model.supported_languages:
        name = {"nl": "Dutch", "en": "English"}.get(language, f"'{language}'")
        raise ModelError(f"The recogniser {folder.name} does not know {name}. Choose another, such as whisper-base.")
    return model


def never_written(model: Any, language: str) -> list[int]:  # noqa: ANN401
    """Return the tokens of signs that nobody says, which Whisper keeps out of its texts.

    faster-whisper makes the same list for every sound anew, in 2 ms.
    """
    from faster_whisper.tokenizer import Tokenizer

    return list(
        Tokenizer(
            model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language
        ).non_speech_tokens
    )


def in_one_window(model: Any) -> Any:  # noqa: ANN401
    """Return a `faster_whisper.BatchedInferencePipeline` over a model: it looks at a sound once, and never seeks."""
    from faster_whisper import BatchedInferencePipeline

    return BatchedInferencePipeline(model)


def without_marks(tokens: Sequence[int], decode: Callable[[list[int]], str]) -> tuple[list[int], str]:
    """Return the tokens of a text up to its last word, and the mark that followed it ('' when none did).

    Args:
        tokens: of the text.
        decode: makes text of tokens.
    """
    said, mark = list(tokens), ""
    while said and (last := decode([said[-1]]).strip()) in TRAILING_MARKS:
        said, mark = said[:-1], last
    return said, mark


def closing_probability(probability: Callable[[str], float], marks: Sequence[str]) -> float:
    """Return how probable it is that one of the closing marks follows; asks no more than it must.

    Args:
        probability: of a mark, in [0, 1]; costly.
        marks: the likeliest first.
    """
    found = 0.0
    for mark in marks:
        found += probability(mark)
        if found >= SURELY_CLOSED:
            break
    return min(1.0, found)
