"""What can go wrong with sound, each with a sentence that says what, which, and what to do next."""

from __future__ import annotations


class AudioError(Exception):
    """Anything this package raises on purpose; `str()` is a sentence for the person at the desk."""


class DeviceError(AudioError):
    """A microphone or speaker is absent, taken, went away or cannot do what was asked.

    The subclasses say which, so that a screen can say it in the person's own language.

    Args:
        message: the sentence.
        kind: 'microphone' or 'speaker'; empty where it is neither or both.
        device: its name; empty where no device is meant.
    """

    def __init__(self, message: str, kind: str = "", device: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.device = device


class NoSoundSystemError(DeviceError):
    """PortAudio is not installed, so there is neither microphone nor speaker."""


class NoDeviceError(DeviceError):
    """There is no microphone, or no speaker, at all."""


class DeviceGoneError(DeviceError):
    """A device that was in use was unplugged, switched off, or is no longer where it was."""


class DeviceTakenError(DeviceError):
    """Another program has a device for itself."""


class DeviceRefusedError(DeviceError):
    """A device takes none of the sample rates and numbers of channels that were tried."""


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


class SpeechServerError(TranscriptionError, SynthesisError):
    """A speech server cannot be reached, went away, or does not do what is asked of it."""


class SoundFileError(AudioError):
    """A sound file is absent, unreadable or in no known format."""
