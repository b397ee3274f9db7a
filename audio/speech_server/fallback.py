"""What is done when a speech server goes away in the middle of a call: the computer's own takes over, said once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from audio.errors import AudioError, SpeechServerError
from audio.frames import Prosody, SpeechChunk, Transcript, Utterance
from audio.ports import Transcriber, Voice

Local = TypeVar("Local")


class WarmTranscriber(Transcriber, Protocol):
    """A recogniser that can be warmed up."""

    def warm_up(self) -> None:
        """Load what the first call would load."""
        ...


class _Substitute(Generic[Local]):
    """Makes what takes over when it is first needed, and says so to whoever listens then or later."""

    def __init__(self, make: Callable[[], Local], what: str) -> None:
        self._make = make
        self._what = what
        self._lock = threading.Lock()
        self._local: Local | None = None
        self._untold = ""
        self._tell: Callable[[str], None] | None = None

    @property
    def taken_over(self) -> Local | None:
        return self._local

    def tell(self, tell: Callable[[str], None]) -> None:
        with self._lock:
            self._tell = tell
            untold, self._untold = self._untold, ""
        if untold:
            tell(untold)

    def take_over(self, fault: SpeechServerError) -> Local:
        """Return the computer's own; raises what the server did, with the local reason, where there is none."""
        try:
            local = self._make()
        except AudioError as none:
            raise SpeechServerError(f"{fault} {self._what} on this computer cannot take over: {none}") from fault
        self._local = local
        sentence = f"{fault} {self._what} on this computer takes over for the rest of the call."
        with self._lock:
            tell = self._tell
            if tell is None:
                self._untold = sentence
        if tell is not None:
            tell(sentence)
        return local


class FallbackTranscriber:
    """A server's recogniser, and the computer's own from the first failure on.

    Args:
        server: recognises as long as it can.
        make_local: makes what takes over; called at most once, when it is needed.
    """

    def __init__(self, server: WarmTranscriber, make_local: Callable[[], WarmTranscriber]) -> None:
        self._server = server
        self._substitute = _Substitute(make_local, "The recogniser")

    def tell(self, tell: Callable[[str], None]) -> None:
        """Say who is told, once, when the computer's own takes over; any thread."""
        self._substitute.tell(tell)

    def warm_up(self) -> None:
        """Have the server's model loaded."""
        try:
            (self._substitute.taken_over or self._server).warm_up()
        except SpeechServerError as fault:
            self._substitute.take_over(fault).warm_up()

    def transcribe(self, utterance: Utterance) -> Transcript:
        """Return the words of an utterance, whoever hears them.

        Raises:
            SpeechServerError: the server is gone, and there is no recogniser on this computer.
            TranscriptionError: the computer's own failed.
        """
        local = self._substitute.taken_over
        if local is None:
            try:
                return self._server.transcribe(utterance)
            except SpeechServerError as fault:
                local = self._substitute.take_over(fault)
        return local.transcribe(utterance)


class FallbackVoice:
    """A server's voice, and one of the computer's own from the first failure on.

    Args:
        server: speaks as long as it can.
        make_local: makes what takes over; called at most once, when it is needed.
    """

    def __init__(self, server: Voice, make_local: Callable[[], Voice]) -> None:
        self._server = server
        self._substitute = _Substitute(make_local, "A voice")

    @property
    def name(self) -> str:
        """The name of the voice that speaks now."""
        return (self._substitute.taken_over or self._server).name

    def tell(self, tell: Callable[[str], None]) -> None:
        """Say who is told, once, when the computer's own takes over; any thread."""
        self._substitute.tell(tell)

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line; sentences that the server had spoken already are not said again.

        Raises:
            SpeechServerError: the server is gone, and there is no voice on this computer.
            SynthesisError: the computer's own failed.
        """
        local = self._substitute.taken_over
        spoken = 0
        if local is None:
            try:
                for chunk in self._server.synthesize(text, prosody):
                    yield chunk
                    spoken += 1
                return
            except SpeechServerError as fault:
                local = self._substitute.take_over(fault)
        for number, chunk in enumerate(local.synthesize(text, prosody)):
            if number >= spoken:
                yield chunk
