"""How a caller sounds at a place on the rose: faster and louder in anger, softer and slower when small.

Four ways of speaking rather than a sliding scale, so that every line of a persona can be spoken ahead and kept
(a line has four possible sounds, not infinitely many).
"""

from __future__ import annotations

from typing import Final

from audio.frames import Prosody
from simulator.leary import Stance

CALM: Final = Prosody()
IRRITATED: Final = Prosody(rate=1.05, pitch_semitones=0.3, volume_db=1.5)
ANGRY: Final = Prosody(rate=1.10, pitch_semitones=0.7, volume_db=3.0)
SUBDUED: Final = Prosody(rate=0.94, pitch_semitones=-0.3, volume_db=-2.0)

PROSODIES: Final = (CALM, IRRITATED, ANGRY, SUBDUED)
"""Every way a line can be asked of a voice. The directions (anger faster, louder, higher; dejection slower, softer,
lower) are those found again and again (review: K. Scherer, "Vocal communication of emotion", Speech Communication 40,
2003); the sizes are ours and modest, because the persona's own voice and words already carry most of it."""


def prosody_at(position: Stance) -> Prosody:
    """Return how a caller at this place on the rose speaks.

    Heat is how far the caller stands against the trainee, plus half of how far above; the bounds put a clear
    attacking stance (length 0.8) at angry, a clear rebellious or competing one at irritated and a clear withdrawn or
    following one at subdued. Everyone who stands together and not far below is calm.
    """
    heat = max(0.0, -position.together) + 0.5 * position.above * (position.together < 0)
    if heat >= 0.75:
        return ANGRY
    if heat >= 0.35:
        return IRRITATED
    if position.above <= -0.55:
        return SUBDUED
    return CALM
