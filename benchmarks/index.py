"""Measures lists, search and progress over many sessions, and how long the index takes to be made anew.

    python benchmarks/index.py [--sessions 10000] [--keep DIR] [--json]

The sessions are real typed calls (each shipped caller, its rehearsal lines, the program's own writers, scorer and
encodings), copied under other names, dates, trainees and scores. "Warm" is the median of several questions in a
program that has asked before, each with its own look at all the folders; a thorough look, as the first of a program is,
and reading folders without an index are beside it. The peak of memory is that of a program of its own that does nothing
but the rebuild.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simulator import directories  # noqa: E402
from simulator.scoring.scorecard import Criterion, Scorecard  # noqa: E402
from simulator.sessions.index import ScoreRange, SessionIndex, SessionQuery  # noqa: E402
from simulator.sessions.journal import JOURNAL_NAME  # noqa: E402
from simulator.sessions.session import (  # noqa: E402
    SCORECARD_NAME,
    SESSION_NAME,
    CallMode,
    Keep,
    SessionFacts,
    facts_to_json,
    scorecard_to_json,
)
from simulator.sessions.store import SessionStore  # noqa: E402

TRAINEES: Final = [f"{first} {last}" for first in ("Anouk", "Bram", "Chloé", "Daan") for last in ("Smit", "Öz", "Bos")]
TIMES: Final = 9

REBUILD: Final = """
import json, resource, sys, time
from pathlib import Path
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from simulator.sessions.index import SessionIndex
index = SessionIndex(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
with Progress(*columns, console=Console(stderr=True)) as bar:
    task, begun = bar.add_task("Reading sessions", rate=""), time.perf_counter()
    def told(read, of):
        bar.update(task, completed=read, total=of, rate=f"{read / (time.perf_counter() - begun):.0f} a second")
    done = index.rebuild(told)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": done.seconds, "read": done.read, "before_mib": before / 1024, "peak_mib": peak / 1024}))
"""


@dataclass(frozen=True)
class Template:
    """A real call that others are copied from."""

    facts: SessionFacts
    journal: bytes
    scorecard: Scorecard


def templates(directory: Path) -> list[Template]:
    """Hold one typed call with each shipped caller and return what was written."""
    from simulator.call.typed import TypedCall
    from simulator.cli.composition import load_rubric_of, make_encoder, make_minds
    from simulator.personas.reader import load_library
    from simulator.scoring.scoring import score_call

    encoder = make_encoder()
    store = SessionStore(directory)
    made = []
    for loaded in load_library([directories.shipped_personas_directory()]).personas:
        persona = loaded.persona
        writer = store.create(
            persona_id=persona.id,
            persona_text=loaded.path.read_text(encoding="utf-8"),
            language=persona.language,
            mode=CallMode.TYPED,
            seed=1,
            keep=Keep.TEXT,
        )
        call = TypedCall(persona, make_minds(persona, encoder), 1, observers=(writer,))
        call.open()
        for line in persona.rehearsal.good:
            if not call.is_over:
                call.say(line)
        call.hang_up()
        scorecard = score_call(call.record(), persona, load_rubric_of(persona))
        writer.finish(scorecard)
        made.append(Template(writer.facts, (writer.folder / JOURNAL_NAME).read_bytes(), scorecard))
    return made


def fill(directory: Path, originals: Sequence[Template], count: int, seed: int = 1) -> None:
    """Write sessions as the program does, all but the waiting for the disk."""
    rng = random.Random(seed)
    directory.mkdir(parents=True, exist_ok=True)
    moment = datetime(2026, 1, 5, 9).astimezone()
    for number in range(count):
        original = originals[number % len(originals)]
        moment += timedelta(minutes=rng.randint(3, 40))
        session_id = f"{moment:%Y%m%d-%H%M%S}-{original.facts.persona_id}-{number % 65536:04x}"
        folder = directory / session_id
        folder.mkdir(mode=0o700)
        facts = replace(original.facts, id=session_id, started_at=moment, trainee=rng.choice(TRAINEES))
        scores = tuple(
            score if score.value is None else replace(score, value=rng.randint(20, 100))
            for score in original.scorecard.scores
        )
        (folder / SESSION_NAME).write_bytes(facts_to_json(facts))
        (folder / JOURNAL_NAME).write_bytes(original.journal)
        (folder / SCORECARD_NAME).write_bytes(scorecard_to_json(replace(original.scorecard, scores=scores)))


def median_s(work: Callable[[], Any], times: int = TIMES) -> tuple[float, float]:
    """Return the median of the time it took and of the processor time, which a busy computer does not stretch."""
    taken, worked = [], []
    for _ in range(times):
        started_s, processor_s = time.perf_counter(), time.process_time()
        work()
        taken.append(time.perf_counter() - started_s)
        worked.append(time.process_time() - processor_s)
    return statistics.median(taken), statistics.median(worked)


def measure(directory: Path, word: str) -> dict[str, tuple[float, float]]:
    """Ask the questions of the list, each with its own look at the folders; return both times by question."""
    index = SessionIndex(directory)
    index.search()
    february = datetime(2026, 2, 1).astimezone()
    questions: dict[str, SessionQuery] = {
        "list, all": SessionQuery(),
        "list, newest 200": SessionQuery(limit=200),
        f"words '{word}'": SessionQuery(words=word),
        f"words '{word}', newest 200": SessionQuery(words=word, limit=200),
        "trainee": SessionQuery(trainee="chloe"),
        "a month, a score": SessionQuery(
            since=february, until=february + timedelta(days=28), scores=(ScoreRange(Criterion.LEARY, at_least=60),)
        ),
    }
    figures = {name: median_s(lambda query=query: index.search(query)) for name, query in questions.items()}
    figures["progress of one trainee"] = median_s(lambda: index.progress(SessionQuery(trainee="Bram Smit")))
    figures["a thorough look alone"] = median_s(index.refresh)
    store = SessionStore(directory)
    figures["baseline: reading every folder"] = median_s(store.list, times=1)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="make the sessions here and leave them")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        directory = arguments.keep or Path(temporary) / "sessions"
        started_s = time.perf_counter()
        if not directory.exists() or len(SessionStore(directory).ids()) < arguments.sessions:
            fill(directory, templates(Path(temporary) / "templates"), arguments.sessions)
        made_s = time.perf_counter() - started_s
        ran = subprocess.run(
            [sys.executable, "-c", REBUILD, str(directory)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        rebuilt = json.loads(ran.stdout)
        figures = measure(directory, "afspraak")
        size_mib = sum(path.stat().st_size for path in directory.glob(".index-*")) / 2**20
    if arguments.json:
        print(json.dumps({"sessions": arguments.sessions, "rebuild": rebuilt, "seconds": figures}, indent=2))
        return 0
    print(f"{arguments.sessions} sessions, made in {made_s:.1f} s")
    print(
        f"rebuild: {rebuilt['seconds']:.1f} s, {rebuilt['read'] / rebuilt['seconds']:.0f} sessions a second; memory "
        f"{rebuilt['peak_mib']:.0f} MiB at its peak, {rebuilt['before_mib']:.0f} MiB before; file {size_mib:.0f} MiB"
    )
    print(f"{'':36}{'time':>10}{'processor':>12}")
    for name, (seconds, processor_s) in figures.items():
        print(f"{name:36}{seconds:8.3f} s{processor_s:10.3f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
