"""What can go wrong with sound, each with a sentence that says what, which, and what to do next."""

from __future__ import annotations


class AudioError(Exception):
    """Anything this package raises on purpose; `str()` is a sentence for the person at the desk."""


class DeviceError(AudioError):
    """A microphone or speaker is absent, taken, went away or cannot do what was asked."""


class NoSoundSystemError(DeviceError):
    """PortAudio is not installed, so there is neither microphone nor speaker."""


class ModelError(AudioError):
    """A model file is missing, truncated, has the wrong digest, or cannot be loaded."""


class ModelMissingError(ModelError):
    """A model is not installed; the message names the command that installs it."""


class DownloadError(ModelError):
    """No road led to the model's bytes; the message lists each road and how it ended."""


class TranscriptionError(AudioError):
    """The recogniser failed on a sound."""


class SynthesisError(AudioError):
    """A voice failed on a text."""


class SoundFileError(AudioError):
    """A sound file is absent, unreadable or in no known format."""
