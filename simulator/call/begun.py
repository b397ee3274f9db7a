"""A call that was begun in one way and goes on in another: replayed from its words, then spoken with a headset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audio.errors import AudioError
from simulator.call.events import CallerReplied
from simulator.call.prosody import prosody_at
from simulator.call.spoken_line import SpokenLine

if TYPE_CHECKING:
    from audio.ports import Voice
    from simulator.call.conversation import Conversation
    from simulator.call.events import CallEvent


@dataclass(frozen=True, slots=True)
class BegunCall:
    """A call as it stands when it is the trainee's turn."""

    conversation: Conversation
    happened: tuple[CallEvent, ...]
    """What was told already; it is not told again."""
    at_s: float
    """How long the call lasts by now, on its own clock."""

    def last_line(self, voice: Voice) -> SpokenLine | None:
        """Return the caller's last line as it is spoken, ready to be heard once more; None when it cannot be.

        Blocks while synthesising.
        """
        replied = next((event for event in reversed(self.happened) if isinstance(event, CallerReplied)), None)
        if replied is None:
            return None
        line = SpokenLine(replied.turn.number, replied.turn.text, self.at_s, complete=True, announced=True)
        try:
            for chunk in voice.synthesize(replied.turn.text, prosody_at(replied.state.position)):
                line.add(chunk, line.end_s)
        except AudioError:
            # The line stands on the screen, and the call goes on without hearing it once more.
            return None
        return line
