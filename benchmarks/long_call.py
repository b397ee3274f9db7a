"""A long call by script through a virtual headset: do the two sides stay together, does memory grow, is sound lost?

The headset is a private PulseAudio whose microphone faintly hears its speaker. So the caller's voice is in both
channels of the recording, and how far the one lies behind the other, from the first minutes to the last, is the drift.
The call is half duplex; a player speaks a trainee line into the microphone after every third line of the caller, and
the silences between are the caller's to break. The persona is one of the tree with endless patience.

Usage: python -m benchmarks.long_call [--minutes 30] [--models DIR] [--recogniser ID] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from audio.frames import SPEECH_RATE_HZ, Samples, read_only

WINDOW_S: Final = 4.0
LONGEST_LAG_S: Final = 0.5
SHORTEST_LAG_SAMPLES: Final = SPEECH_RATE_HZ // 200
ECHO_LOSS_DB: Final = 14.0
AUDIBLE_RMS: Final = 0.01
"""Softer stretches hold no caller's voice to be found again."""

EVERY_LINES: Final = 3
TRAINEE_LINE: Final = "One moment please, I am still looking for your order in the system."
CHECKS: Final = 12

WARM_UP_S: Final = 300.0
"""Until then engines and allocators may take what they will keep: every line has been said once by then."""

FLAT_MB_A_MINUTE: Final = 1.0
"""Less growth than this is none: the recording's own index and the journal take some kilobytes a minute."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the echo of the caller's voice lies behind it."""

    at_s: float
    lag_ms: float


def lag_ms(caller: Samples, heard: Samples) -> float | None:
    """Return by how many milliseconds a sound lies behind its source, or None when it is not found in it.

    The cross-correlation is whitened (phase transform), so that its peak is sharp for voices too.
    """
    size = 1 << int(np.ceil(np.log2(len(caller) + len(heard))))
    window = np.hanning(len(caller))
    cross = np.fft.rfft(heard * window, size) * np.conj(np.fft.rfft(caller * window, size))
    found = np.fft.irfft(cross / (np.abs(cross) + 1e-9), size)
    reach = round(LONGEST_LAG_S * SPEECH_RATE_HZ)
    # Sound that left a speaker is never back at once: what both sides hold at the very same time is no echo.
    near = found[SHORTEST_LAG_SAMPLES : reach + 1]
    peak = int(np.argmax(near))
    if near[peak] < 8.0 * float(np.std(near)):
        return None
    return (peak + SHORTEST_LAG_SAMPLES) / SPEECH_RATE_HZ * 1000.0


def lags(call: Path) -> list[Lag]:
    """Return the lag wherever the caller speaks in a call's recording, about once every ten seconds."""
    import soundfile

    sides, rate_hz = soundfile.read(call, dtype="float32")
    found = []
    step = round(WINDOW_S * rate_hz)
    for start in range(0, len(sides) - step, step):
        heard, caller = sides[start : start + step, 0], sides[start : start + step, 1]
        if min(_rms(caller), _rms(heard) / 10.0 ** (-ECHO_LOSS_DB / 20.0)) > AUDIBLE_RMS:
            lag = lag_ms(read_only(caller), read_only(heard))
            if lag is not None:
                found.append(Lag(start / rate_hz, lag))
    return found


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def points(found: Sequence[Lag], count: int = CHECKS) -> list[Lag]:
    """Return the median lag of each of so many equal parts of the call."""
    if not found:
        return []
    parts = np.array_split(np.arange(len(found)), min(count, len(found)))
    return [
        Lag(found[int(part[len(part) // 2])].at_s, float(np.median([found[int(i)].lag_ms for i in part])))
        for part in parts
    ]


def memory_mb() -> float:
    """Return this process's resident memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def growth_mb_a_minute(memory: Sequence[tuple[float, float]]) -> float | None:
    """Return by how much memory grows after the warm-up; None for too short a call.

    The median of the slopes between any two moments (Theil and Sen): what a recogniser takes for a second and gives
    back does not count.

    Args:
        memory: seconds since the beginning, and megabytes.
    """
    later = [(at_s / 60.0, mb) for at_s, mb in memory if at_s >= WARM_UP_S]
    if len(later) < 4:
        return None
    slopes = [(mb - before) / (at - since) for (since, before), (at, mb) in combinations(later, 2) if at > since]
    return float(np.median(slopes))


def hold(minutes: float, models: Path, recogniser: str, sessions: Path) -> dict[str, Any]:
    """Hold the call in this process, which wears the headset; return what was noticed."""
    from simulator.call import events
    from simulator.cli.options import personas_at
    from simulator.cli.spoken_call import ReadyCall, SpokenCallPlan, load_speech, open_headset
    from simulator.personas.reader import load_library

    library = load_library(personas_at(None))
    loaded = next(each for each in library.personas if each.persona.id == "ruth-double-charge")
    persona = loaded.persona
    endless = persona.model_copy(
        update={
            "patience": 100_000,
            "max_turns": 100_000,
            "turn_taking": persona.turn_taking.model_copy(update={"silent_s": 5.0}),
        }
    )
    loaded = replace(loaded, persona=endless)
    plan = SpokenCallPlan(sessions, models, half_duplex=True, recogniser=recogniser, voice="en_US-joe-medium")
    dropped, lines, memory = [0, 0], [0], []
    speaking: list[subprocess.Popen[bytes]] = []
    kinds: dict[str, int] = {}

    class Script:
        def notice(self, event: events.CallEvent) -> None:
            kinds[type(event).__name__] = kinds.get(type(event).__name__, 0) + 1
            if isinstance(event, events.FramesDropped):
                dropped[0] += 1
                dropped[1] += event.samples
            if isinstance(event, events.CallerSpeechEnded):
                lines[0] += 1
                if lines[0] % EVERY_LINES == 0:
                    speaking.append(subprocess.Popen(["paplay", "--device=mouth", str(sessions / "line.wav")]))

    with open_headset(None, None) as headset:
        speech = load_speech(loaded, plan)
        _write_line(speech.voice, sessions / "line.wav")
        ready = ReadyCall(loaded, plan, speech, headset)
        runner, kept = ready.answer(Script())
        runner.start()
        began_s, cpu_s = time.monotonic(), time.process_time()
        stop = threading.Event()
        end_s = began_s + minutes * 60.0
        while (left_s := end_s - time.monotonic()) > 0 and not runner.is_over:
            memory.append((time.monotonic() - began_s, memory_mb()))
            stop.wait(min(30.0, left_s))
        lasted_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
        memory.append((lasted_s, memory_mb()))
        runner.close()
        for each in speaking:
            each.wait(30.0)
        kept.writer.finish(None)
    lag_points = points(found := lags(kept.writer.folder / "call.flac"))
    journal = (kept.writer.folder / "events.jsonl").read_text(encoding="utf-8")
    return {
        "minutes": lasted_s / 60.0,
        "cpu_share": cpu_s / lasted_s,
        "lags_ms": [[round(each.at_s), round(each.lag_ms, 1)] for each in lag_points],
        "lag_measurements": len(found),
        "drift_ms": max(abs(b.lag_ms - a.lag_ms) for a in lag_points for b in lag_points) if lag_points else None,
        "largest_step_ms": max((abs(b.lag_ms - a.lag_ms) for a, b in pairwise(found)), default=None),
        "memory_mb": [[round(at_s), round(mb, 1)] for at_s, mb in memory],
        "memory_growth_mb_a_minute": growth_mb_a_minute(memory),
        "frames_dropped": dropped[0],
        "samples_dropped": dropped[1],
        "drops_journaled": journal.count('"FramesDropped"') or journal.count("frames_dropped"),
        "events": kinds,
        "folder": str(kept.writer.folder),
    }


def _write_line(voice: Any, path: Path) -> None:  # noqa: ANN401
    import soundfile

    chunks = list(voice.synthesize(TRAINEE_LINE))
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.concatenate([chunk.samples for chunk in chunks]), chunks[0].sample_rate_hz)


def run(minutes: float, models: Path, recogniser: str = "whisper-base", sessions: Path | None = None) -> dict[str, Any]:
    """Put a headset up, hold the call in a process that wears it, and return what it noticed.

    Raises:
        RuntimeError: there is no PulseAudio, or the call failed.
    """
    from tests.integration.headset.virtual_headset import VirtualHeadset

    missing = VirtualHeadset.missing_programs()
    if missing:
        raise RuntimeError(
            f"A virtual headset needs {', '.join(missing)}: apt-get install pulseaudio pulseaudio-utils."
        )
    with tempfile.TemporaryDirectory(prefix="long-call-") as folder, VirtualHeadset(Path(folder)) as headset:
        headset.echo(ECHO_LOSS_DB)
        command = [sys.executable, "-m", "benchmarks.long_call", "--worn", "--minutes", str(minutes)]
        command += ["--models", str(models), "--recogniser", recogniser]
        command += ["--sessions", str(sessions or Path(folder) / "sessions")]
        # Sound libraries write every stutter to stderr; it is only wanted when the call failed.
        done = subprocess.run(command, env=headset.environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The call through the virtual headset failed: {done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def lines_of(result: dict[str, Any]) -> list[str]:
    """Return the result as lines to read."""
    growth = result["memory_growth_mb_a_minute"]
    verdict = (
        "too short a call to tell whether it grows"
        if growth is None
        else f"{growth:+.2f} MB a minute after the first {WARM_UP_S / 60.0:.0f}: "
        f"{'flat' if growth < FLAT_MB_A_MINUTE else 'GROWS'}"
    )
    every = max(1, len(result["memory_mb"]) // CHECKS)
    course = ", ".join(f"{at_s / 60.0:.1f}: {mb:.0f}" for at_s, mb in result["memory_mb"][::every])
    return [
        f"a call of {result['minutes']:.1f} minutes through the virtual headset, {result['cpu_share']:.0%} of a core",
        f"drift between the channels: {result['drift_ms']:.1f} ms over {result['lag_measurements']} measurements "
        f"(largest step between two {result['largest_step_ms']:.1f} ms)"
        if result["drift_ms"] is not None
        else "drift between the channels: the caller's voice was not found in the microphone",
        "lag at second: " + ", ".join(f"{at_s}: {lag:.1f} ms" for at_s, lag in result["lags_ms"]),
        f"memory in MB at minute {course}",
        f"memory: {verdict}",
        f"dropped: {result['frames_dropped']} times, {result['samples_dropped']} samples; "
        f"{result['drops_journaled']} in the journal",
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--models", type=Path, default=os.environ.get("CALLSIM_MODELS"))
    parser.add_argument("--recogniser", default="whisper-base")
    parser.add_argument("--sessions", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worn", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.models is None:
        parser.error("name --models, or set CALLSIM_MODELS")
    if chosen.worn:
        print(json.dumps(hold(chosen.minutes, chosen.models, chosen.recogniser, chosen.sessions)))
        return
    result = run(chosen.minutes, chosen.models, chosen.recogniser, chosen.sessions)
    print(json.dumps(result) if chosen.json else "\n".join(lines_of(result)))


if __name__ == "__main__":
    main()
