"""What goes on in the caller's head between the trainee's last word and the caller's first: hear, choose, draw breath.

Nothing here changes the conversation; it is done again at no cost when asked twice. So it may be done ahead, in a
pause that could be the end of the turn, and thrown away when the trainee goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from audio.errors import AudioError
from audio.frames import SpeechChunk, Transcript, Utterance, Word
from audio.ports import Transcriber, Voice
from simulator.call.conversation import Answer, Conversation
from simulator.call.prosody import prosody_at
from simulator.dialogue.state import Circumstances, HeardTurn
from simulator.scoring.assessment import HeardWord, TurnAssessment

UNCLEAR_SPEECH_S: Final = 1.5
"""Speech this long without a word worth believing is asked about, as people do; shorter sounds (a cough, a chair)
pass unanswered."""

SURE_SPEECH: Final = 0.8
"""From this mean probability on, sound without words is speech nobody could make out: 53 of 63 recordings of speech lie
above, laughter at 0.6."""

_Key = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class HeardSpeech:
    """A turn as transcribed and taken."""

    text: str
    """Empty when no words worth believing were heard."""
    words: tuple[HeardWord, ...]
    heard: HeardTurn | None
    """None when there was nothing to answer; with an empty text when it was speech nobody could make out."""
    transcription_s: float
    assessment_s: float
    closes: float | None = None
    """How probable the recogniser finds a full stop behind the last word; None where it does not say."""

    @property
    def last_word(self) -> float | None:
        """How probable it finds the last word itself; None where there is none."""
        return self.words[-1].probability if self.words else None


@dataclass(frozen=True, slots=True, eq=False)
class PreparedAnswer:
    """A line chosen, with its first sentence ready to sound."""

    answer: Answer
    pieces: Iterator[SpeechChunk]
    """The first piece at once, the others as they are synthesised; to be used once."""
    synthesis_s: float
    """How long the first piece took."""
    choosing_s: float = 0.0
    """How long choosing the line took."""


class Thinker:
    """Hears turns and prepares answers; one thread at a time.

    Args:
        conversation: what was said before; read, never changed.
        transcriber: writes down what was said.
        voice: speaks the answer.
        complain: is given a sentence when recogniser or voice failed; the call goes on with what there is.
    """

    def __init__(
        self, conversation: Conversation, transcriber: Transcriber, voice: Voice, complain: Callable[[str], None]
    ) -> None:
        self._conversation = conversation
        self._transcriber = transcriber
        self._voice = voice
        self._complain = complain
        self._transcripts: dict[tuple[float, float], Transcript] = {}
        self._heard: tuple[_Key, Circumstances, HeardSpeech] | None = None
        self._prepared: tuple[HeardTurn, PreparedAnswer] | None = None

    def hear(self, utterances: Sequence[Utterance], circumstances: Circumstances) -> HeardSpeech:
        """Return a turn of one or more utterances as the caller takes it; blocks (seconds)."""
        key = tuple(_key(utterance) for utterance in utterances)
        if self._heard is not None and self._heard[:2] == (key, circumstances):
            return self._heard[2]
        began_s = time.perf_counter()
        transcripts = [self._transcribed(utterance) for utterance in utterances]
        transcription_s = time.perf_counter() - began_s
        text = " ".join(transcript.text for transcript in transcripts if transcript.text)
        words = tuple(
            _on_call_clock(word, utterance)
            for utterance, transcript in zip(utterances, transcripts, strict=True)
            for word in transcript.words
        )
        began_s = time.perf_counter()
        heard = None
        if text:
            heard = self._conversation.take(self._conversation.assess(text, words), circumstances)
        elif _surely_spoken_s(utterances) >= UNCLEAR_SPEECH_S:
            heard = HeardTurn(TurnAssessment(text=""), circumstances=circumstances)
        closes = transcripts[-1].closes if transcripts else None
        speech = HeardSpeech(text, words, heard, transcription_s, time.perf_counter() - began_s, closes)
        self._heard = (key, circumstances, speech)
        return speech

    def answer_to(self, heard: HeardTurn) -> PreparedAnswer:
        """Return what the caller would say to a turn, ready to sound; blocks (tenths of a second)."""
        if self._prepared is not None and self._prepared[0] is heard:
            prepared = self._prepared[1]
            self._prepared = None
            return prepared
        return self.prepare(lambda: self._conversation.answer(heard))

    def prepare(self, choose: Callable[[], Answer]) -> PreparedAnswer:
        """Return a line ready to sound; blocks (tenths of a second)."""
        asked_s = time.perf_counter()
        answer = choose()
        began_s = time.perf_counter()
        pieces = self._synthesized(answer)
        first = next(pieces, None)
        synthesis_s = time.perf_counter() - began_s
        whole = pieces if first is None else chain((first,), pieces)
        return PreparedAnswer(answer, whole, synthesis_s, began_s - asked_s)

    def think_ahead(self, utterances: Sequence[Utterance], circumstances: Circumstances) -> None:
        """Hear a turn that may be over and prepare the answer, so that both cost nothing if it is."""
        heard = self.hear(utterances, circumstances).heard
        if heard is not None and not (self._prepared is not None and self._prepared[0] is heard):
            self._prepared = (heard, self.prepare(lambda: self._conversation.answer(heard)))

    def forget(self) -> None:
        """Let go of what was thought: the turn is answered, or was none."""
        self._transcripts.clear()
        self._heard = self._prepared = None

    def _transcribed(self, utterance: Utterance) -> Transcript:
        key = _key(utterance)
        if key not in self._transcripts:
            try:
                self._transcripts[key] = self._transcriber.transcribe(utterance)
            except AudioError as error:
                self._complain(str(error))
                self._transcripts[key] = Transcript("")
        return self._transcripts[key]

    def _synthesized(self, answer: Answer) -> Iterator[SpeechChunk]:
        try:
            yield from self._voice.synthesize(answer.reply.text, prosody_at(answer.state.position))
        except AudioError as error:
            self._complain(str(error))


def _surely_spoken_s(utterances: Sequence[Utterance]) -> float:
    sure = (each for each in utterances if each.speech_probability >= SURE_SPEECH)
    return sum(each.speech_end_s - each.speech_start_s for each in sure)


def _key(utterance: Utterance) -> tuple[float, float]:
    return utterance.speech_start_s, utterance.speech_end_s


def _on_call_clock(word: Word, utterance: Utterance) -> HeardWord:
    """Return a word with its times on the call's clock, within the speech: recognisers stretch into the silence."""

    def within(at_s: float) -> float:
        return min(max(utterance.start_s + at_s, utterance.speech_start_s), utterance.speech_end_s)

    return HeardWord(word.text, within(word.start_s), within(word.end_s), word.probability)
