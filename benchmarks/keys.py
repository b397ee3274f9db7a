"""Measures how soon a key is answered in the call while a recogniser transcribes on a thread of the same program.

    python benchmarks/keys.py [--models DIR] [--json]

Each key is pressed in a call of the real screens; what counts is the processor time of the longest step of the
screen's thread until the key is answered: the wall time of the test pilot says nothing here, as it waits for an idle
processor. The same keys without a recogniser are the baseline of the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from audio.frames import SPEECH_RATE_HZ, Utterance, read_only  # noqa: E402
from simulator import directories  # noqa: E402
from simulator.app.call_view import Floor  # noqa: E402
from simulator.app.screens.call import CallScreen  # noqa: E402
from tests.simulator.app.pretend import PretendServices  # noqa: E402
from tests.simulator.app.stage import stage  # noqa: E402

KEYS: Final = ("m", "m", "w", "w", "f4", "f4", "n", "escape", "g", "p", "p", "h", "escape", "f1", "escape")
ROUNDS: Final = 3
SPEECH_S: Final = 6.0


@dataclass(frozen=True)
class Answered:
    """How soon keys were answered."""

    keys: int
    longest_step_ms: float
    """Processor time of the longest step of the screen's thread."""


async def press_all() -> Answered:
    """Press every key of a spoken call, some rounds."""
    steps_s: list[float] = []
    step = asyncio.events.Handle._run

    def timed(handle: asyncio.events.Handle) -> None:
        began_s = time.thread_time()
        step(handle)
        steps_s.append(time.thread_time() - began_s)

    pressed = 0
    async with stage(PretendServices()) as at:
        at.app.is_alone = True
        await at.press("home", "enter")
        await at.until(lambda: "✓" in at.text())
        await at.press("s", "enter")
        await at.on(CallScreen)
        screen = at.app.screen
        assert isinstance(screen, CallScreen)
        await at.until(lambda: screen.view.floor is Floor.TRAINEE)
        at.app.settle()
        asyncio.events.Handle._run = timed  # type: ignore[method-assign]
        try:
            for _ in range(ROUNDS):
                for key in KEYS:
                    await at.press(key)
                    pressed += 1
        finally:
            asyncio.events.Handle._run = step  # type: ignore[method-assign]
    return Answered(pressed, 1000 * max(steps_s))


def transcribing(models: Path, stop: threading.Event) -> threading.Thread:
    """Return a thread that transcribes without a pause until `stop` is set."""
    from audio.transcription import WhisperTranscriber

    recogniser = WhisperTranscriber(models / "whisper-base", "nl")
    recogniser.warm_up()
    times = np.arange(int(SPEECH_S * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ
    hum = (0.1 * np.sin(2 * np.pi * 140 * times) * (1 + np.sin(2 * np.pi * 3 * times))).astype(np.float32)
    utterance = Utterance(read_only(hum), 0.0, 0.0, SPEECH_S)

    def run() -> None:
        while not stop.is_set():
            recogniser.transcribe(utterance)

    return threading.Thread(target=run, name="transcribing", daemon=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How soon a key is answered while a recogniser transcribes.")
    parser.add_argument("--models", type=Path, default=directories.models_directory())
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    alone = asyncio.run(press_all())
    stop = threading.Event()
    thread = transcribing(given.models, stop)
    thread.start()
    beside = asyncio.run(press_all())
    stop.set()
    thread.join()
    rows = {"alone": alone, "while transcribing": beside}
    if given.json:
        print(json.dumps({name: asdict(row) for name, row in rows.items()}))
        return
    print(f"{'':<20}{'keys':>6}{'longest step, CPU':>20}")
    for name, row in rows.items():
        print(f"{name:<20}{row.keys:>6}{row.longest_step_ms:>17.0f} ms")


if __name__ == "__main__":
    main()
