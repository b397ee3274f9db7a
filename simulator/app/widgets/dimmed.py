"""The screen behind a question, in fainter colours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen

STYLES: Final = 1024
"""How many are remembered; a screen has some dozens."""

PLAIN: Final = Style()


class DimmedScreen(BackgroundScreen):
    """The library's own, which reckons each colour out once: not for every word, a tenth of what a key may take."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        """Return the segments in fainter colours, with nothing that answers to the mouse.

        Args:
            segments: as the screen draws them.
            color: what is laid over them.
        """
        for segment in segments:
            text, style, control = segment
            if control:
                yield segment
            else:
                yield Segment(text, dimmed((style or PLAIN).clear_meta_and_links(), color))


@lru_cache(maxsize=STYLES)
def dimmed(style: Style, color: Color) -> Style | None:
    """Return a style with a colour laid over it."""
    (segment,) = BackgroundScreen.process_segments([Segment("", style)], color)
    return segment.style
