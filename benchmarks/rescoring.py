"""Measures `callsim sessions rescore` on a thousand trainee turns and more, each with words of its own.

Run as `python benchmarks/rescoring.py [--turns 1000] [--folder DIR]`. Typed calls with the shipped callers are held
with lines of the labelled sets, kept as sessions, and then scored anew by the one command, progress bar and all. A line
is never said twice, so that nothing is remembered from one turn to the next that a real archive would not hold.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import scores

from simulator.call.typed import TypedCall
from simulator.cli.composition import make_assessor, make_encoder, make_minds
from simulator.cli.kept_call import KeptCall
from simulator.cli.personas import open_library
from simulator.language import Language
from simulator.sessions.session import CallMode, Keep

LINES_A_CALL = 16
"""A call ends itself, or after so many lines."""


def lines_of(language: Language) -> Iterator[str]:
    """Yield trainee lines, each once, the sets taking turns."""
    sets = [
        [row["text"] for row in scores.rows_of(language, name, split)]
        for name in ("questions", "giving_back", "rose", "jargon")
        for split in ("all", "fresh")
    ]
    said: set[str] = set()
    for place in range(max(map(len, sets))):
        for texts in sets:
            if place < len(texts) and texts[place] not in said:
                said.add(texts[place])
                yield texts[place]


def hold_calls(folder: Path, turns: int) -> tuple[int, int]:
    """Hold and keep typed calls until there are so many trainee turns; return the calls and the turns."""
    encoder = make_encoder()
    assessor = make_assessor(encoder)
    callers = list(open_library(None).personas)
    left = {language: lines_of(language) for language in Language}
    calls = said = 0
    while said < turns:
        loaded = callers[calls % len(callers)]
        kept = KeptCall(loaded, folder, CallMode.TYPED, seed=calls, keep=Keep.TEXT)
        call = TypedCall(loaded.persona, make_minds(loaded.persona, encoder, assessor), calls, observers=(kept.writer,))
        call.open()
        for _ in range(LINES_A_CALL):
            line = next(left[loaded.persona.language], None)
            if line is None or call.is_over:
                break
            call.say(line)
            said += 1
        call.hang_up()
        kept.finish(call.record())
        calls += 1
        if line is None:
            break
    return calls, said


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="keep the sessions there, or use those there are")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as passing:
        folder = options.folder or Path(passing)
        if not folder.is_dir() or not any(folder.iterdir()):
            calls, said = hold_calls(folder, options.turns)
            print(f"{calls} calls held with {said} trainee turns")
        began = time.perf_counter()
        command = [sys.executable, "-m", "simulator", "sessions", "rescore", "--sessions", str(folder), "--json"]
        done = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        took_s = time.perf_counter() - began
    turns = sum(each["turns"] for each in done)
    print(
        f"{len(done)} sessions, {turns} trainee turns scored anew in {took_s:.1f} s, the program's start included: "
        f"{turns / took_s:.1f} turns a second, {1000 * took_s / turns:.0f} ms a turn"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
