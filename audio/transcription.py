"""Whisper, made quick enough for a conversation and sceptical enough for a telephone.

Whisper was trained on 30-second windows and is normally given one whatever the length of the sound. An utterance of a
few seconds is understood as well in a window of 8 s, in about a fifth of the time, as long as no marks of time are
written: with them it begins to loop below 10 s, without them below 8 s, the smallest model below 10 s.
Where the short window gives a text that does not look like speech, one twice as long has the last word; where its words
are merely improbable a wider beam has, which costs no second look at the sound and was measured to mend as many.

Whisper also writes words on noise. Two gates stand behind it: the model's own doubt whether there was speech, together
with its doubt about the words; a list of known inventions would only hide them from the tests.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audio.endpointing import EndpointSettings, EndpointState, UtteranceEnded, advance, end_now
from audio.errors import ModelMissingError, TranscriptionError
from audio.frames import (
    FRAME_SAMPLES,
    SPEECH_RATE_HZ,
    AudioFrame,
    Samples,
    Transcript,
    Utterance,
    Word,
    read_only,
    samples_to_seconds,
)
from audio.whisper_model import (
    FEATURES_A_SECOND,
    FULL_WINDOW_S,
    MODEL_FILES,
    SHORTEST_WINDOW_S,
    in_one_window,
    load_whisper,
    never_written,
    shortest_window_s,
)

if TYPE_CHECKING:
    from audio.ports import SpeechDetector, Transcriber

__all__ = [
    "FULL_WINDOW_S",
    "MODEL_FILES",
    "Attempt",
    "TranscriberChoice",
    "TranscriptionSettings",
    "WhisperTranscriber",
    "choose_transcriber",
    "threads_for",
    "transcribe_sound",
]

IMPROBABLE: Final = "improbable words"

BEAM_SIZES: Final = {"en": 1, "nl": 2}
"""How wide a beam a language needs: small models are sure of English and less so of Dutch. Measured on lines of our own
voices with Whisper base: from 2 to 1, Dutch loses 0.02 of its words and English none; from 2 to 5, none."""

WIDER: Final = 2.0
"""How much longer the window is in which a text that does not look like speech is heard again. Of English lines of our
own voices, twice as long mended the same 5 as the whole window, in less than half the time; of Dutch ones neither any.
"""

SHORTEST_SOUND_S: Final = 0.1
"""Anything shorter holds no word."""


@dataclass(frozen=True, slots=True)
class TranscriptionSettings:
    """How hard to listen, and what to believe."""

    beam_size: int | None = None
    """Width of the beam search; by the language when None, see `BEAM_SIZES`. Whisper's own is 5."""
    retry_beam_size: int = 5
    """Width when a suspicious text is heard again."""
    window_floor_s: float | None = None
    """The shortest window; by the model when None, see `audio.whisper_model`."""
    aligns_words: bool = False
    """Look each word's time up in the sound, at the cost of a pass of the decoder. Otherwise it is reckoned, see
    `audio.word_times`, where the decoder kept its scores: with a beam of 1."""
    window_margin_s: float = 1.0
    """Silence in the window behind the sound."""
    max_compression_ratio: float = 2.4
    """A text that compresses better than this repeats itself; Whisper's own threshold."""
    min_mean_log_probability: float = -1.0
    """Below it, together with doubt that there was speech, Whisper itself skips a segment; its own threshold."""
    suspicious_log_probability: float = -1.1
    """Below it the words are heard again; at -1.0 a third of acted Dutch is, for little gain."""
    max_no_speech_probability: float = 0.6
    """Above it, together with doubtful words, Whisper itself skips a segment; its own threshold."""
    hopeless_log_probability: float = -1.5
    """Below it the words are not believed, however sure the model is that it was speech."""
    certain_log_probability: float = -0.3
    """Above it the words are believed, however sure the model is that it was not speech."""
    sure_speech_probability: float = 0.2
    """Up to this no-speech probability only hopeless words are disbelieved; clear speech lies below 0.15."""
    sure_noise_probability: float = 0.5
    """From this no-speech probability only certain words are believed; dishes and keyboards lie above 0.4."""
    max_words_a_second: float = 7.0
    """Hurried Dutch and English stay below 6 words a second."""
    max_tokens_a_second: float = 16.0
    """Bounds the time a loop may take; hurried speech needs about 12."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one pass over a sound gave."""

    words: tuple[Word, ...]
    text: str
    mean_log_probability: float
    """Of the tokens, weighted by the length of their segments; 0 when there were none."""
    no_speech_probability: float
    """The model's own, weighted like the log probability; 1 when there were no segments."""
    closes: float | None = None
    """How probable it is that the sentence ends behind the last word; None where that was not asked."""


def window_s(sound_s: float, settings: TranscriptionSettings = TranscriptionSettings()) -> float:
    """Return how long a window to give the recogniser for a sound, in seconds."""
    return min(FULL_WINDOW_S, max(settings.window_floor_s or SHORTEST_WINDOW_S, sound_s + settings.window_margin_s))


def compression_ratio(text: str) -> float:
    """Return how much shorter zlib makes a text, as Whisper measures repetition; 0 for no text."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def suspicion(attempt: Attempt, sound_s: float, settings: TranscriptionSettings) -> str:
    """Return why a text does not look like speech ('repeats itself', ...), or '' when it does."""
    letters = [character for character in attempt.text.casefold() if character.isalnum()]
    one_sound = len(letters) >= 5 and len(set(letters)) == 1
    if one_sound or compression_ratio(attempt.text) > settings.max_compression_ratio:
        return "repeats itself"
    if attempt.text and attempt.mean_log_probability < settings.suspicious_log_probability:
        return IMPROBABLE
    if len(attempt.words) > settings.max_words_a_second * sound_s + 2:
        return "too many words"
    return ""


def needed_log_probability(no_speech_probability: float, settings: TranscriptionSettings) -> float:
    """Return how probable words must be to be believed: the less it sounded like speech, the more."""
    doubt = (no_speech_probability - settings.sure_speech_probability) / (
        settings.sure_noise_probability - settings.sure_speech_probability
    )
    span = settings.certain_log_probability - settings.hopeless_log_probability
    return settings.hopeless_log_probability + span * min(1.0, max(0.0, doubt))


def believed(attempt: Attempt, sound_s: float, settings: TranscriptionSettings) -> bool:
    """Tell whether a text stands for speech: the last gate before words are scored.

    Whisper's own gate skips a segment only when two thresholds are passed at once, which lets most inventions on noise
    through. Here the two doubts are weighed together, see `needed_log_probability`.
    """
    if not any(character.isalnum() for character in attempt.text):
        return False
    if attempt.mean_log_probability < needed_log_probability(attempt.no_speech_probability, settings):
        return False
    return suspicion(attempt, sound_s, settings) not in ("repeats itself", "too many words")


def better(first: Attempt, again: Attempt, sound_s: float, settings: TranscriptionSettings) -> Attempt:
    """Return the attempt to go by: the second one, unless the first one's words are as good and likelier."""
    if not believed(first, sound_s, settings):
        return again
    if not believed(again, sound_s, settings):
        return first
    return max(again, first, key=lambda attempt: attempt.mean_log_probability)


def threads_for(cores: int) -> int:
    """Return how many threads recognising may take: more than 4 bring a small model nothing."""
    return max(1, min(4, cores))


class WhisperTranscriber:
    """Writes down utterances with a Whisper model in CTranslate2's format; one thread at a time.

    Args:
        model_folder: holds model.bin, config.json and tokenizer.json.
        language: 'nl' or 'en'; Whisper is always told, since it guesses wrongly on short sounds.
        cpu_threads: threads for recognising; by the number of cores when 0.
        settings: how hard to listen, and what to believe.

    Raises:
        ModelMissingError: the folder or one of its files is not there.
        ModelError: the model cannot be loaded, or does not know the language.
    """

    def __init__(
        self,
        model_folder: Path,
        language: str,
        cpu_threads: int = 0,
        settings: TranscriptionSettings = TranscriptionSettings(),
    ) -> None:
        self._language = language
        self._settings = replace(
            settings, window_floor_s=settings.window_floor_s or shortest_window_s(model_folder.name)
        )
        self._model = load_whisper(model_folder, language, cpu_threads or threads_for(os.cpu_count() or 1))
        self._at_once = in_one_window(self._model)
        self._never_written = never_written(self._model, language)

    @property
    def language(self) -> str:
        """What the recogniser was told to expect."""
        return self._language

    def warm_up(self) -> None:
        """Recognise a second of faint noise, because the first call of anything is slow."""
        noise = np.random.default_rng(0).normal(0.0, 0.01, SPEECH_RATE_HZ)
        self._attempt(read_only(noise), window_s(1.0, self._settings))

    def transcribe(self, utterance: Utterance) -> Transcript:
        """Return the words of an utterance; blocks. `text` is empty when there was no speech worth believing.

        Raises:
            TranscriptionError: the recogniser failed on this sound.
        """
        began_s = time.perf_counter()
        sound_s = utterance.duration_s
        wider = False
        attempt = Attempt((), "", 0.0, 1.0)
        if sound_s >= SHORTEST_SOUND_S:
            look_s = window_s(sound_s, self._settings)
            attempt = self._attempt(utterance.samples, look_s)
            doubt = suspicion(attempt, sound_s, self._settings)
            merely_improbable = doubt == IMPROBABLE and believed(attempt, sound_s, self._settings)
            if merely_improbable:
                again = self._attempt(utterance.samples, look_s, again=True)
                attempt = better(attempt, again, sound_s, self._settings)
            elif doubt or (attempt.text and not believed(attempt, sound_s, self._settings)):
                wider = look_s < FULL_WINDOW_S
                if wider:
                    again = self._attempt(utterance.samples, min(FULL_WINDOW_S, WIDER * look_s), again=True)
                    attempt = better(attempt, again, sound_s, self._settings)
        if not believed(attempt, sound_s, self._settings):
            attempt = Attempt((), "", attempt.mean_log_probability, attempt.no_speech_probability)
        elapsed_s = time.perf_counter() - began_s
        return Transcript(attempt.text, attempt.words, self._language, sound_s, elapsed_s, wider, attempt.closes)

    def _attempt(self, samples: Samples, length_s: float, *, again: bool = False) -> Attempt:
        settings = self._settings
        sound_s = samples_to_seconds(len(samples), SPEECH_RATE_HZ)
        self._model.window_features = round(length_s * FEATURES_A_SECOND)
        self._model.closes = None
        at_once = length_s < FULL_WINDOW_S
        self._model.reckoned_in = samples if at_once and not settings.aligns_words else None
        asked: dict[str, Any] = {
            "language": self._language,
            "task": "transcribe",
            "beam_size": self._beam_size(again=again),
            "temperature": 0.0,
            "condition_on_previous_text": False,
            "word_timestamps": True,
            "suppress_tokens": self._never_written,
            "no_speech_threshold": settings.max_no_speech_probability,
            "log_prob_threshold": settings.min_mean_log_probability,
            "compression_ratio_threshold": settings.max_compression_ratio,
            "max_new_tokens": min(220, round(20 + settings.max_tokens_a_second * min(sound_s, FULL_WINDOW_S))),
        }
        try:
            if at_once:
                # Whisper writes marks of time only to find its way through a sound of several windows. In one window
                # they cost tokens, and it begins to loop on them where the window is short.
                segments, _ = self._at_once.transcribe(
                    samples, vad_filter=False, without_timestamps=True, batch_size=1, **asked
                )
            else:
                segments, _ = self._model.transcribe(samples, **asked)
            # The generator is lazy: nothing is recognised before it is read.
            return replace(_joined(list(segments), sound_s, settings), closes=self._model.closes)
        except (RuntimeError, ValueError, IndexError, MemoryError) as fault:
            raise TranscriptionError(
                f"The recogniser failed on a sound of {sound_s:.1f} s ({fault}). Say it again; if it keeps failing, "
                "run 'callsim models verify'."
            ) from fault

    def _beam_size(self, *, again: bool) -> int:
        settings = self._settings
        return settings.retry_beam_size if again else settings.beam_size or BEAM_SIZES[self._language]


RECORDING_ENDPOINTING: Final = EndpointSettings(end_silence_ms=1_200.0, max_utterance_s=28.0)
"""In a recording nobody waits for an answer: longer stretches give the recogniser more to go by."""


def transcribe_sound(
    samples: Samples,
    detector: SpeechDetector,
    transcriber: Transcriber,
    endpointing: EndpointSettings = RECORDING_ENDPOINTING,
    progress: Callable[[float], None] | None = None,
) -> Transcript:
    """Return the words of a recording of any length, with times from its beginning.

    The recording goes through the same detector and the same endpointing as a call, so that silence and noise are
    never shown to the recogniser, and a long recording is cut between words.

    Args:
        samples: float32, shape (n,), mono, at `SPEECH_RATE_HZ`.
        detector: is reset first.
        transcriber: is called once for each stretch of speech.
        endpointing: how stretches are cut.
        progress: is told how many seconds of the recording are done.

    Raises:
        TranscriptionError: the recogniser failed on a stretch.
    """
    began_s = time.perf_counter()
    parts: list[Transcript] = []
    words: list[Word] = []
    for utterance in stretches(samples, detector, endpointing):
        heard = transcriber.transcribe(utterance)
        parts.append(heard)
        words += [
            Word(word.text, word.start_s + utterance.start_s, word.end_s + utterance.start_s, word.probability)
            for word in heard.words
        ]
        if progress is not None:
            progress(utterance.speech_end_s)
    return Transcript(
        text=" ".join(part.text for part in parts if part.text),
        words=tuple(words),
        language=next((part.language for part in parts), ""),
        audio_s=samples_to_seconds(len(samples), SPEECH_RATE_HZ),
        elapsed_s=time.perf_counter() - began_s,
        used_wider_window=any(part.used_wider_window for part in parts),
    )


def stretches(
    samples: Samples, detector: SpeechDetector, settings: EndpointSettings = EndpointSettings()
) -> list[Utterance]:
    """Return the stretches of speech in a recording, as the endpointing of a call would cut them."""
    detector.reset()
    state = EndpointState(settings)
    found: list[Utterance] = []
    missing = -len(samples) % FRAME_SAMPLES
    whole = read_only(np.pad(samples, (0, missing)))
    for start in range(0, len(whole), FRAME_SAMPLES):
        frame = AudioFrame(whole[start : start + FRAME_SAMPLES], start / SPEECH_RATE_HZ)
        state, events = advance(state, detector.probability(frame), frame)
        found += [event.utterance for event in events if isinstance(event, UtteranceEnded)]
    _, events = end_now(state)
    return found + [event.utterance for event in events if isinstance(event, UtteranceEnded)]


@dataclass(frozen=True, slots=True)
class TranscriberChoice:
    """Which recogniser to use, and why."""

    model_id: str
    """Its name in the model catalogue."""
    why: str
    """A sentence for the person at the desk."""
    better: str = ""
    """A model that is not installed and would do better on this computer; empty when there is none."""


@dataclass(frozen=True, slots=True)
class _Carried:
    model_id: str
    languages: tuple[str, ...]
    cores: int
    """With this many cores an utterance is recognised in about half a second."""


_BEST_FIRST: Final = (
    _Carried("whisper-large-v3-turbo", ("nl", "en"), 12),
    _Carried("whisper-medium", ("nl", "en"), 12),
    _Carried("whisper-small", ("nl", "en"), 4),
    _Carried("whisper-base", ("nl", "en"), 1),
    _Carried("whisper-tiny.en", ("en",), 1),
)


def choose_transcriber(language: str, installed: Sequence[str] | frozenset[str], cores: int) -> TranscriberChoice:
    """Return the best installed recogniser for a language that this computer carries, and why.

    Args:
        language: 'nl' or 'en'.
        installed: names of the installed models.
        cores: of this computer.

    Raises:
        ModelMissingError: no installed recogniser knows the language.
    """
    knowing = [each for each in _BEST_FIRST if language in each.languages]
    carried = [each for each in knowing if each.cores <= cores]
    here = [each for each in knowing if each.model_id in installed]
    if not here:
        raise ModelMissingError(
            f"No recogniser for {_name(language)} is installed. Run 'callsim models install whisper-base'."
        )
    within = [each for each in here if each.cores <= cores]
    chosen = within[0] if within else here[-1]
    better = carried[0].model_id if carried and knowing.index(carried[0]) < knowing.index(chosen) else ""
    if not within:
        why = f"{chosen.model_id} is the only recogniser for {_name(language)} here; {cores} cores make it slow."
    elif better:
        why = f"{chosen.model_id} is the best recogniser installed; {better} would hear {_name(language)} better."
    elif knowing[0] is not chosen:
        why = f"{chosen.model_id} is the best recogniser for {_name(language)} that {_cores(cores)} can keep up with."
    else:
        why = f"{chosen.model_id} is the best recogniser for {_name(language)}."
    return TranscriberChoice(chosen.model_id, why, better)


def _cores(cores: int) -> str:
    return "one core" if cores == 1 else f"{cores} cores"


def _name(language: str) -> str:
    return {"nl": "Dutch", "en": "English"}.get(language, f"'{language}'")


def _joined(segments: list[Any], sound_s: float, settings: TranscriptionSettings) -> Attempt:
    """Turn faster-whisper's segments into one attempt; words never lie outside the sound.

    A segment that is not believed by itself is left out where another is: a word invented on the silence behind a
    sentence must not cost the sentence.
    """
    sure = [
        segment
        for segment in segments
        if segment.avg_logprob >= needed_log_probability(float(segment.no_speech_prob), settings)
    ]
    segments = sure or segments
    words = [
        Word(
            word.word.strip(),
            min(max(0.0, float(word.start)), sound_s),
            min(max(0.0, float(word.end)), sound_s),
            min(1.0, max(0.0, float(word.probability))),
        )
        for segment in segments
        for word in segment.words or ()
        if word.word.strip()
    ]
    text = " ".join(" ".join(segment.text for segment in segments).split())
    weights = [max(1, len(segment.tokens)) for segment in segments]
    mean = float(np.average([segment.avg_logprob for segment in segments], weights=weights)) if segments else 0.0
    doubts = [float(segment.no_speech_prob) for segment in segments]
    doubt = float(np.average(doubts, weights=weights)) if segments else 1.0
    return Attempt(tuple(words), text, mean, doubt)
