"""Speech servers of one's own: recognisers and voices on another computer, by the Wyoming protocol.

Importing this package loads no network library; connecting does.
"""

from audio.speech_server.address import SCHEME, ServerAddress, is_address, parse_address
from audio.speech_server.fallback import FallbackTranscriber, FallbackVoice, WarmTranscriber
from audio.speech_server.transcriber import WyomingTranscriber
from audio.speech_server.voice import WyomingVoice

__all__ = [
    "SCHEME",
    "FallbackTranscriber",
    "FallbackVoice",
    "ServerAddress",
    "WarmTranscriber",
    "WyomingTranscriber",
    "WyomingVoice",
    "is_address",
    "parse_address",
]
