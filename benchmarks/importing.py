"""A stereo call made of clips, read in: is every turn on the right side, at the right second, and what was heard of it?

    CALLSIM_SHARED_DATA=DIR python -m benchmarks.importing [--language nl|en]

DIR holds `speech/index.csv` with `file`, `language`, `kind` and `transcript`, and the clips it names. The clips take
turns on the two channels, the caller on the right, at places that are known; the recording is read in by
`callsim sessions import`'s own code, and every turn is held beside the clip it was made of.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE_HZ = 16_000
GAP_S = 1.6
CLIPS = 8


@dataclass(frozen=True)
class Placed:
    """A clip in the call: whose it is, from when to when, and its words."""

    side: str
    start_s: float
    end_s: float
    text: str


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--language", choices=["nl", "en"])
    chosen = options.parse_args().language
    shared = os.environ.get("CALLSIM_SHARED_DATA")
    if not shared:
        print("Set CALLSIM_SHARED_DATA to the folder with speech/index.csv.")
        return 2
    for language in [chosen] if chosen else ["nl", "en"]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(shared) / "speech", language, Path(folder))
    return 0


def make_call(speech: Path, language: str, path: Path) -> list[Placed]:
    """Write the stereo call and return what is where in it."""
    import soundfile

    from audio.levels import rms_dbfs
    from audio.resample import resample

    with (speech / "index.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["language"] == language and row["kind"] == "speech"]
    placed: list[Placed] = []
    pieces: list[tuple[int, int, np.ndarray]] = []
    at = int(0.5 * RATE_HZ)
    for number, row in enumerate(rows[:CLIPS]):
        data, rate_hz = soundfile.read(speech / row["file"], dtype="float32", always_2d=True)
        samples = resample(data.mean(axis=1), rate_hz, RATE_HZ)
        loud = np.flatnonzero(np.abs(samples) > 0.02)
        side = "caller" if number % 2 == 0 else "trainee"
        first, last = (int(loud[0]), int(loud[-1])) if len(loud) else (0, len(samples))
        placed.append(Placed(side, (at + first) / RATE_HZ, (at + last) / RATE_HZ, row["transcript"]))
        pieces.append((at, 1 if side == "caller" else 0, samples))
        at += len(samples) + int(GAP_S * RATE_HZ)
        assert rms_dbfs(samples) > -60
    stereo = np.random.default_rng(1).normal(0, 10 ** (-65 / 20), (at, 2)).astype(np.float32)
    for start, channel, samples in pieces:
        stereo[start : start + len(samples), channel] += samples
    soundfile.write(path, np.clip(stereo, -1, 1), RATE_HZ, subtype="PCM_16")
    return placed


def measure(speech: Path, language: str, folder: Path) -> None:
    from simulator import directories
    from simulator.cli.composition import make_assessor, make_detector, make_transcriber
    from simulator.cli.recognition import recognition
    from simulator.language import Language
    from simulator.scoring.record import Side
    from simulator.scoring.rubric import load_rubric
    from simulator.sessions.importing.made_session import Equipment, ImportedCall, import_call
    from simulator.sessions.importing.two_sides import Channel
    from simulator.sessions.store import SessionStore

    path = folder / "call.wav"
    placed = make_call(speech, language, path)
    transcriber, choice = make_transcriber(language, None, aligns_words=True)
    rubric = load_rubric(directories.rubrics_directory() / "helpdesk.rubric.yaml")
    equipment = Equipment({side: make_detector() for side in Side}, transcriber, make_assessor(), rubric, {})
    store = SessionStore(folder / "sessions")
    began_s = time.perf_counter()
    session = store.open(import_call(store, ImportedCall(path, Channel.RIGHT, Language(language)), equipment))
    took_s = time.perf_counter() - began_s
    print(f"{language}, recogniser {choice.model_id}: {len(placed)} clips, {len(session.record.turns)} turns")
    right_side, off_s = 0, []
    for clip in placed:
        middle_s = (clip.start_s + clip.end_s) / 2
        found = [turn for turn in session.record.turns if turn.start_s <= middle_s <= turn.end_s]
        on_side = [turn for turn in found if turn.side.value == clip.side]
        right_side += bool(on_side) and len(found) == len(on_side)
        if not on_side:
            print(f"  {clip.side:8} {clip.start_s:6.2f} s  NOT FOUND  {clip.text}")
            continue
        turn = on_side[0]
        off_s.append(abs(turn.start_s - clip.start_s))
        heard = recognition([clip.text], [turn.text], Language(language))
        print(
            f"  {clip.side:8} {clip.start_s:6.2f}-{clip.end_s:6.2f} s  heard {turn.start_s:6.2f}-{turn.end_s:6.2f} s  "
            f"{heard.recognised}/{heard.words} words  {turn.text}"
        )
    card = session.scorecard
    assert card is not None
    scores = ", ".join(f"{s.criterion.value} {'-' if s.value is None else s.value}" for s in card.scores)
    print(f"  right side {right_side} of {len(placed)}; begins off by {max(off_s):.2f} s at most; {scores}")
    length_s = max(clip.end_s for clip in placed)
    print(f"  {length_s:.0f} s of call in {took_s:.1f} s: {took_s / length_s:.2f} of its length")


if __name__ == "__main__":
    raise SystemExit(main())
