"""A call as subtitles of its stereo recording: WebVTT and SubRip, on the call's clock."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulator.plain_text import one_line
from simulator.scoring.record import TurnRecord
from simulator.sessions.exporting.material import Material

LONGEST_CUE_S: Final = 7.0
"""A cue stays on the screen this long at most: the usual bound of subtitlers for two lines."""
WIDEST_CUE: Final = 84
"""Characters in a cue: two lines of 42, the usual bound of broadcasters."""
SHORTEST_CUE_S: Final = 0.5
"""Shorter than this nobody can see a cue."""


class SubtitleFormat(StrEnum):
    """How subtitles are written."""

    VTT = "vtt"
    SRT = "srt"


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen for a while."""

    start_s: float
    """On the call's clock, which is the recording's."""
    end_s: float
    speaker: str
    text: str


def cues_of(material: Material) -> tuple[Cue, ...]:
    """Return the call in cues, by when they begin; a long turn is several."""
    cues = [
        cue
        for turn in material.record.turns
        if one_line(turn.text)
        for cue in _cues_of_turn(turn, one_line(material.speaker(turn)))
    ]
    return tuple(sorted(cues, key=lambda cue: (cue.start_s, cue.end_s)))


def as_subtitles(material: Material, form: SubtitleFormat) -> str:
    """Return the call as a file of subtitles; speakers are voices in WebVTT and names before the line in SubRip."""
    from webvtt import Caption, WebVTT

    captions = [
        Caption(
            _stamp(cue.start_s),
            _stamp(cue.end_s),
            f"<v {_voice(cue.speaker)}>{_escaped(cue.text)}"
            if form is SubtitleFormat.VTT
            else f"{cue.speaker}: {cue.text}",
        )
        for cue in cues_of(material)
    ]
    written = io.StringIO()
    WebVTT(captions=captions).write(written, format=form.value)
    return written.getvalue().rstrip("\n") + "\n"


def _cues_of_turn(turn: TurnRecord, speaker: str) -> Iterator[Cue]:
    words = one_line(turn.text).split(" ")
    length_s = max(turn.end_s - turn.start_s, SHORTEST_CUE_S)
    parts = max(math.ceil(length_s / LONGEST_CUE_S), math.ceil(len(" ".join(words)) / WIDEST_CUE), 1)
    share = math.ceil(len(words) / parts)
    pieces = [words[at : at + share] for at in range(0, len(words), share)]
    timed = len(turn.words) == len(words)
    at = 0
    for piece in pieces:
        # The recogniser knows when a word was said; a caller's line is spread evenly over the time it took.
        start_s = turn.words[at].start_s if timed else turn.start_s + length_s * at / len(words)
        at += len(piece)
        end_s = turn.words[at - 1].end_s if timed else turn.start_s + length_s * at / len(words)
        begin_s = max(0.0, start_s)
        yield Cue(begin_s, max(end_s, begin_s + SHORTEST_CUE_S), speaker, " ".join(piece))


def _stamp(at_s: float) -> str:
    thousandths = round(at_s * 1000)
    seconds, thousandth = divmod(thousandths, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}.{thousandth:03d}"


def _escaped(text: str) -> str:
    """Return words that a player shows as they are: WebVTT reads markup and its own arrow."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _voice(name: str) -> str:
    """Return a name that can stand in a voice tag, which no escaping can leave."""
    return _escaped(name.translate({ord("<"): None, ord(">"): None})).strip() or "?"
