"""Where a speech server is: `wyoming://host:port`, for a voice also `?voice=name`; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from audio.errors import SpeechServerError

SCHEME: Final = "wyoming://"

KNOWN_OPTIONS: Final = ("voice", "speaker")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A speech server, and what is wanted of it."""

    host: str
    port: int
    voice: str | None = None
    """The voice's name on that server; its own choice when None."""
    speaker: str | None = None
    """One of a voice with several speakers."""

    def __str__(self) -> str:
        """Return where it is, as it is written."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{SCHEME}{host}:{self.port}"


def is_address(text: str) -> bool:
    """Tell whether a name of a recogniser or a voice means a server."""
    return text.strip().lower().startswith(SCHEME)


def parse_address(text: str) -> ServerAddress:
    """Take an address apart.

    Raises:
        SpeechServerError: it is not one; the sentence says what is missing.
    """
    example = "wyoming://speech.example:10300"
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise SpeechServerError(
            f"'{text}' is no address of a speech server ({fault}). Write it like {example}."
        ) from None
    if parts.scheme != "wyoming" or not host:
        raise SpeechServerError(f"'{text}' is no address of a speech server. Write it like {example}.")
    if not port:
        raise SpeechServerError(
            f"'{text}' names no port. Write it like {example}; recognisers are usually at 10300, voices at 10200."
        )
    options = parse_qs(parts.query)
    strange = [name for name in options if name not in KNOWN_OPTIONS]
    if strange:
        raise SpeechServerError(f"'{text}': there is no '{strange[0]}'. What can be given: {', '.join(KNOWN_OPTIONS)}.")
    return ServerAddress(host, port, *(options.get(name, [None])[-1] for name in KNOWN_OPTIONS))
