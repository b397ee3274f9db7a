"""A line of the caller as it sounds: which piece when, and how far it had come at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from audio.frames import SpeechChunk

WORDS_A_SECOND = 2.5
"""150 words a minute, the pace of clear conversational speech; for lines that no voice speaks."""


def speaking_time_s(text: str) -> float:
    """Return how long a text takes to say at `WORDS_A_SECOND`."""
    return len(text.split()) / WORDS_A_SECOND


@dataclass(slots=True)
class _Piece:
    chunk: SpeechChunk
    start_s: float
    end_s: float

    @property
    def text(self) -> str:
        return self.chunk.text


@dataclass(slots=True)
class SpokenLine:
    """One line on its way out."""

    turn_number: int
    text: str
    due_s: float
    """When it may begin to sound, on the call's clock."""
    asked_at_s: float | None = None
    """When the trainee turn ended that it answers; None for an opening and after a silence."""
    breaks_in: bool = False
    """True when it talks through a monologue: then the trainee cannot stop it."""
    complete: bool = False
    """True when every piece was given to the speaker."""
    stopped: bool = False
    """True when nothing more of it may sound."""
    repeats: bool = False
    """True when it is a line that was said before: it is no turn, and cutting it off changes nothing."""
    under_way: bool = False
    """True when somebody gives its pieces to the speaker."""
    announced: bool = False
    """True when it was told that it sounds."""
    _pieces: list[_Piece] = field(default_factory=list)
    _standing: list[SpeechChunk] | None = None
    """While the line stands still: the pieces that are to sound when it goes on."""
    _stood_at_s: float = 0.0

    @property
    def has_begun(self) -> bool:
        """True when a piece was given to the speaker."""
        return bool(self._pieces)

    @property
    def end_s(self) -> float:
        """When the last piece so far ends, on the call's clock."""
        return self._pieces[-1].end_s if self._pieces else self.due_s

    def add(self, chunk: SpeechChunk, start_s: float) -> None:
        """Note a piece that sounds from a moment on."""
        self._pieces.append(_Piece(chunk, start_s, start_s + chunk.duration_s))

    @property
    def stands_still(self) -> bool:
        """True when it goes on later."""
        return self._standing is not None

    @property
    def chunks(self) -> tuple[SpeechChunk, ...]:
        """Its pieces so far, in order."""
        sounded = self._pieces
        if self._standing is not None:
            sounded = [piece for piece in self._pieces if piece.end_s <= self._stood_at_s]
        return (*(piece.chunk for piece in sounded), *(self._standing or ()))

    def stand_still(self, at_s: float) -> None:
        """Stop for the time being: the piece that sounds, and those behind it, are to sound later."""
        if self._standing is not None:
            return
        self._stood_at_s = at_s
        self._standing = [piece.chunk for piece in self._pieces if piece.end_s > at_s]

    def keep(self, chunk: SpeechChunk) -> None:
        """While standing still: keep a piece for later."""
        if self._standing is not None:
            self._standing.append(chunk)

    def go_on(self) -> tuple[SpeechChunk, ...]:
        """Stand still no longer; return the pieces that are to sound now, the one that was cut first."""
        waiting, self._standing = tuple(self._standing or ()), None
        self._pieces = [piece for piece in self._pieces if piece.end_s <= self._stood_at_s]
        return waiting

    def words_until(self, at_s: float) -> str:
        """Return the words that had wholly sounded; within a piece, words are spread by their letters."""
        if self._standing is not None:
            at_s = min(at_s, self._stood_at_s)
        spoken: list[str] = []
        for piece in self._pieces:
            words = piece.text.split()
            letters = sum(len(word) for word in words)
            passed = 0
            for word in words:
                passed += len(word)
                if piece.start_s + (piece.end_s - piece.start_s) * passed / letters > at_s + 1e-6:
                    return " ".join(spoken)
                spoken.append(word)
        return " ".join(spoken)

    def all_sounded(self, at_s: float) -> bool:
        """Tell whether every word of the line had sounded."""
        return self.complete and self.words_until(at_s).split() == " ".join(c.text for c in self.chunks).split()
