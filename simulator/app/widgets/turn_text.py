"""What was said in a turn, with the words the recogniser doubted in grey between angle quotes."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content

from simulator.app.plain import plain
from simulator.scoring.record import Side, TurnRecord


def clock(at_s: float) -> str:
    """Return seconds as minutes and seconds, for example 2:05."""
    minutes, seconds = divmod(max(0, int(at_s)), 60)
    return f"{minutes}:{seconds:02d}"


def spoken_content(turn: TurnRecord, doubtful_below: float) -> Content:
    """Return the turn's words; doubted ones are quiet and stand between angle quotes, which reads without colour."""
    if not turn.words:
        return Content(plain(turn.text))
    pieces: list[str | tuple[str, str]] = []
    for doubted, words in groupby(turn.words, key=lambda word: word.probability < doubtful_below):
        text = " ".join(filter(None, (plain(word.text, keep_lines=False).strip() for word in words)))
        if text:
            pieces += [(f"‹{text}›", "$quiet italic") if doubted else text, " "]
    return Content.assemble(*pieces[:-1])


def turn_content(turn: TurnRecord, name: str, doubtful_below: float, unheard: str) -> Content:
    """Return one turn of a transcript: who, when, and what was said.

    Args:
        turn: what was said.
        name: who said it.
        doubtful_below: words trusted less are grey.
        unheard: stands where nothing could be made out.
    """
    mine = turn.side is Side.TRAINEE
    said = spoken_content(turn, doubtful_below)
    if not said.plain.strip():
        said = Content.assemble((unheard, "$quiet italic"))
    head = Content.assemble(
        ("▌ " if mine else "  ", "$trainee"),
        (plain(name, keep_lines=False), "bold $trainee" if mine else "bold $caller"),
        ("  " + clock(turn.start_s), "$quiet"),
    )
    return Content.assemble(head, "\n", said)
