"""Sentences kept after they were spoken once: a slow voice costs no waiting, and a line sounds the same each time.

One FLAC file a sentence, since a caller's lines are put together from sentences: the chunks one after another, their
words and lengths in the file's comment. What cannot be read is spoken again; what cannot be written is spoken every
time.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from audio.errors import SoundFileError
from audio.frames import Prosody, SpeechChunk, read_only
from audio.ports import Voice
from audio.sentences import sentences
from audio.soundfiles import sixteen_bits, write_flac

FORMAT: Final = 1
"""Part of every key; raised when a voice's sound changes with the program, so that old recordings are left behind."""

SUFFIX: Final = ".line.flac"

PAUSE_S: Final = 0.28
"""Between two sentences of one line at the voice's own rate; people pause 0.2 to 0.5 s there."""

REMEMBERED_LINES: Final = 500
"""Of so many lines it is remembered whether their first sentence was there already."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What preparing lines came to."""

    spoken: int
    """Lines that had to be spoken now."""
    kept: int
    """Lines that were there already."""
    seconds: float
    """How long all of them sound."""


class CachedVoice:
    """A voice that remembers what it has said, on disk; several processes may share the directory.

    Args:
        voice: who speaks what is not yet there.
        directory: where recordings lie; made when the first one is kept.
        limit_mb: when the recordings exceed this, those not heard for longest are deleted.
        kind: told apart from other uses of the same voice: language and the person's own rate and pitch, for example.
        pause_s: silence between two sentences of a line.
    """

    def __init__(
        self, voice: Voice, directory: Path, limit_mb: int = 500, kind: str = "", pause_s: float = PAUSE_S
    ) -> None:
        self._voice = voice
        self._directory = directory
        self._limit_bytes = limit_mb * 1_000_000
        self._kind = kind
        self._pause_s = pause_s
        self.begun: deque[tuple[str, bool]] = deque(maxlen=REMEMBERED_LINES)
        """The lines begun lately, in order, each with whether its first sentence was there already."""

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line, from the disk where they are there; see `audio.ports.Voice`.

        A sentence is kept when all of it was asked for; chunks are rounded to 16 bits the first time too, so that it
        sounds the same whether kept or not.
        """
        line = sentences(text)
        for number, sentence in enumerate(line, start=1):
            kept = _read(self._path(sentence, prosody))
            if number == 1:
                self.begun.append((text, kept is not None))
            chunks = self._spoken(sentence, prosody) if kept is None else iter(kept)
            if kept is not None:
                _touch(self._path(sentence, prosody))
            yield from chunks if number == 1 else self._after_pause(chunks, prosody)

    def has(self, text: str, prosody: Prosody = Prosody()) -> bool:
        """Tell whether all sentences of a line are kept and readable."""
        return all(_read(self._path(sentence, prosody)) is not None for sentence in sentences(text))

    def path(self, text: str, prosody: Prosody = Prosody()) -> Path:
        """Return where a line's first sentence is kept."""
        return self._path(next(iter(sentences(text)), text), prosody)

    def _path(self, sentence: str, prosody: Prosody) -> Path:
        numbers = [round(value, 3) for value in astuple(prosody)]
        key = json.dumps([FORMAT, self.name, self._kind, sentence, numbers], ensure_ascii=False)
        digest = hashlib.sha256(key.encode()).hexdigest()[:40]
        return self._directory / digest[:2] / f"{digest}{SUFFIX}"

    def _spoken(self, sentence: str, prosody: Prosody) -> Iterator[SpeechChunk]:
        """Yield a sentence as the voice says it now, and keep it."""
        path = self._path(sentence, prosody)
        chunks = []
        for chunk in self._voice.synthesize(sentence, prosody):
            rounded = SpeechChunk(read_only(sixteen_bits(chunk.samples)), chunk.sample_rate_hz, chunk.text)
            chunks.append(rounded)
            yield rounded
        # Where another voice took over in the middle, the sentence is not kept under either's name.
        if chunks and path == self._path(sentence, prosody):
            self._keep(path, chunks)

    def _after_pause(self, chunks: Iterator[SpeechChunk], prosody: Prosody) -> Iterator[SpeechChunk]:
        """Yield the chunks of a sentence that follows another one: the pause belongs to it, so nobody waits for it."""
        first = next(chunks, None)
        if first is None:
            return
        pause = np.zeros(round(self._pause_s / prosody.rate * first.sample_rate_hz), dtype=np.float32)
        yield SpeechChunk(read_only(np.concatenate([pause, first.samples])), first.sample_rate_hz, first.text)
        yield from chunks

    def _keep(self, path: Path, chunks: list[SpeechChunk]) -> None:
        """Write a line; a full or read-only disk only costs the keeping."""
        rate_hz = chunks[0].sample_rate_hz
        comment = json.dumps([[chunk.text, len(chunk.samples)] for chunk in chunks], ensure_ascii=False)
        with suppress(OSError, SoundFileError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_flac(path, np.concatenate([chunk.samples for chunk in chunks]), rate_hz, comment)
            self._make_room()

    def _make_room(self) -> None:
        """Delete recordings, those not heard for longest first, until the rest fits."""
        found = []
        for path in self._directory.glob(f"*/*{SUFFIX}"):
            with suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime_ns, stat.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._limit_bytes:
                return
            with suppress(OSError):
                path.unlink()
            total -= size


def prepare(
    voice: Voice,
    lines: Iterable[tuple[str, Prosody]],
    progress: Callable[[int, int, str], None] | None = None,
) -> Prepared:
    """Speak lines ahead, so that a `CachedVoice` inside has them when they are needed.

    Blocks; on a slow engine for about as long as the lines sound.

    Args:
        voice: the voice with its cache.
        lines: what is to be said, and how.
        progress: called before each line with how many are done, how many there are, and the line; what it raises stops
            the preparation, and lines already spoken stay kept.

    Raises:
        audio.errors.SynthesisError: the engine failed on a line.
    """
    wanted = list(dict.fromkeys(lines))
    spoken = kept = 0
    seconds = 0.0
    for number, (text, prosody) in enumerate(wanted):
        if progress:
            progress(number, len(wanted), text)
        known = isinstance(voice, CachedVoice) and voice.has(text, prosody)
        seconds += sum(chunk.duration_s for chunk in voice.synthesize(text, prosody))
        kept, spoken = (kept + 1, spoken) if known else (kept, spoken + 1)
    if progress:
        progress(len(wanted), len(wanted), "")
    return Prepared(spoken, kept, seconds)


def _read(path: Path) -> list[SpeechChunk] | None:
    """Return a kept line's chunks, or None when there are none that can be believed."""
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            rows = [(str(text), int(count)) for text, count in json.loads(file.comment)]
            samples = file.read(dtype="float32")
            rate_hz = int(file.samplerate)
    except (OSError, soundfile.LibsndfileError, ValueError, TypeError):
        return None
    if samples.ndim != 1 or not rows or sum(count for _, count in rows) != len(samples):
        return None
    ends = np.cumsum([count for _, count in rows])
    return [
        SpeechChunk(read_only(samples[end - count : end]), rate_hz, text)
        for (text, count), end in zip(rows, ends, strict=True)
    ]


def _touch(path: Path) -> None:
    """Note that a line was heard now."""
    with suppress(OSError):
        path.touch()
