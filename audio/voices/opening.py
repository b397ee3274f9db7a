"""From a chosen voice to one that speaks: engine, person, kept lines, mood and telephone line, one around the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audio.catalogue import Engine
from audio.errors import ModelError
from audio.frames import Prosody, SpeechChunk
from audio.line import LineKind, LineVoice
from audio.models.store import ModelStore
from audio.ports import Voice
from audio.rooms import Room, RoomVoice
from audio.spoken_cache import PAUSE_S, CachedVoice, Prepared, prepare
from audio.voices.choice import VoiceChoice
from audio.voices.names import parse_voice
from audio.voices.shaping import ShapedVoice
from audio.voices.shared import SharedVoice, StoppedError
from audio.voices.stretching import StretchedVoice


def open_voice(voice: VoiceChoice | str, store: ModelStore, language: str) -> Voice:
    """Load a voice's engine and model; takes a moment, or seconds.

    Args:
        voice: what `choose_voice` chose, or a voice's name.
        store: where models are.
        language: 'nl' or 'en'; what Kokoro's voices, which speak both, are to speak.

    Raises:
        audio.errors.ModelMissingError: its model is not installed.
        audio.errors.ModelError: its model is damaged, or there is no such voice.
        audio.errors.SynthesisError: eSpeak NG is not there.
    """
    text = voice if isinstance(voice, str) else voice.name
    name = parse_voice(text)
    if name is None or (name.engine is not Engine.ESPEAK and name.model is None):
        raise ModelError(f"There is no voice '{text}'. See `callsim models list`; eSpeak NG's are like espeak:nl+f2.")
    match name.engine:
        case Engine.PIPER:
            from audio.voices.piper import PiperVoice

            return PiperVoice(store.folder(name.models[-1]), name.voice)
        case Engine.KOKORO:
            from audio.voices.kokoro import KokoroVoice

            folders = [store.folder(model) for model in name.models]
            styles = next(
                folders[-1] / spec.name
                for spec in store.find(name.models[-1]).files
                if re.search(r"voices.*\.(npz|bin)$", spec.name)
            )
            return KokoroVoice(folders[0], name.voice, language, styles)
        case _:
            from audio.voices.espeak import EspeakVoice

            return EspeakVoice(name.voice)


@dataclass(frozen=True, slots=True)
class CallerVoice:
    """A caller's voice, ready for the call; an `audio.ports.Voice`."""

    heard: Voice
    """As the trainee hears it."""
    kept: CachedVoice
    """The same without mood and telephone line: what is spoken ahead and kept."""
    engine: Voice | None = None
    """What `open_voice` gave, or a speech server's voice; None where nobody asks for it."""
    ahead: CachedVoice | None = None
    """The kept voice once more, for lines spoken ahead on another thread while this one is in use; None without."""
    shared: SharedVoice | None = None

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self.heard.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line as the trainee hears them; see `audio.ports.Voice`."""
        yield from self.heard.synthesize(text, prosody)

    def prepare(self, lines: Iterable[str], progress: Callable[[int, int, str], None] | None = None) -> Prepared:
        """Speak lines ahead; each is kept once, for every mood. See `audio.spoken_cache.prepare`."""
        return prepare(self.kept, ((line, Prosody()) for line in lines), progress)

    def speak_ahead(self, line: str) -> bool:
        """Speak a line ahead on a thread of its own, unless it is kept already; blocks.

        Returns:
            True when it is kept now; False when the voice was wanted for something else meanwhile.

        Raises:
            audio.errors.SynthesisError: the engine failed on the line.
        """
        voice = self.ahead or self.kept
        if voice.has(line):
            return True
        try:
            for _ in voice.synthesize(line):
                pass
        except StoppedError:
            return False
        return True

    def stop_ahead(self) -> None:
        """Stop what is spoken ahead at this moment; does not wait, any thread."""
        if self.shared is not None:
            self.shared.stop_ahead()


def caller_voice(
    engine: Voice,
    language: str,
    cache: Path,
    person: Prosody = Prosody(),
    line: LineKind | str = LineKind.LANDLINE,
    seed: int = 0,
    limit_mb: int = 500,
    room: Room | str = Room.QUIET,
) -> CallerVoice:
    """Make a caller out of a voice.

    Args:
        engine: what `open_voice` gave.
        language: 'nl' or 'en'.
        cache: directory of kept lines.
        person: how this caller differs from the voice: rate and pitch.
        line: the telephone line.
        seed: decides where the line's drop-outs fall.
        limit_mb: size of the cache.
        room: what is heard behind the caller.
    """
    shared = SharedVoice(engine)
    kept, ahead = (
        CachedVoice(
            ShapedVoice(voice, person),
            cache,
            limit_mb,
            kind=f"{language} {person.rate:.3f} {person.pitch_semitones:.2f}",
            pause_s=PAUSE_S / person.rate,
        )
        for voice in (shared, shared.ahead)
    )
    heard = LineVoice(RoomVoice(StretchedVoice(kept), room, seed), line, seed)
    return CallerVoice(heard, kept, engine, ahead, shared)
