"""How long a trainee waits for the caller to answer, and how often a pause is mistaken for the end of a turn.

Two tables, nothing asserted. The first plays turns with pauses of known length inside them through the detector and the
endpointing, for several end silences: the shorter the silence, the quicker the answer and the more pauses are cut off.
The second measures the stages between the last sample of speech and the words, for callsim (which transcribes during
the silence that proves the end) and for a plain loop (0.7 s of silence, then faster-whisper's defaults).

Reads the clips of a folder with an index.csv, see benchmarks/transcription.py.

Usage: python -m benchmarks.voice_loop [FOLDER] [--models DIR] [--language en] [--turns N] [--threads N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from audio.endpointing import EndpointSettings, EndpointState, UtteranceEnded, advance
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Samples, Utterance, read_only
from audio.transcription import WhisperTranscriber, threads_for
from audio.vad import SileroDetector
from benchmarks.transcription import read_clips

PAUSES_S = (0.3, 0.5, 0.7, 0.9, 1.2, 1.5)
END_SILENCES_S = (0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 1.2)
PLAIN_END_SILENCE_S = 0.7
TAIL_S = 2.5


@dataclass(frozen=True, slots=True)
class EndpointingRow:
    """What one end silence does to pauses and ends."""

    end_silence_s: float
    pauses: int
    cut_off_share: float
    ends: int
    median_delay_s: float
    p95_delay_s: float


@dataclass(frozen=True, slots=True)
class StageRow:
    """How long one way takes from the last sample of speech to the words."""

    way: str
    turns: int
    end_silence_s: float
    median_transcription_s: float
    median_gap_s: float
    p95_gap_s: float


def trimmed(samples: Samples, detector: SileroDetector) -> Samples:
    """Return a clip from its first to its last frame of speech, so that its end is known."""
    detector.reset()
    speech = np.flatnonzero(detector.probabilities(samples) >= 0.5)
    if len(speech) < 10:
        return read_only(np.zeros(0))
    return samples[speech[0] * FRAME_SAMPLES : (speech[-1] + 1) * FRAME_SAMPLES]


def frames_of(samples: Samples) -> list[AudioFrame]:
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES]
    return [
        AudioFrame(whole[start : start + FRAME_SAMPLES], start / SPEECH_RATE_HZ)
        for start in range(0, len(whole), FRAME_SAMPLES)
    ]


def ends_heard(samples: Samples, detector: SileroDetector, end_silence_s: float) -> list[tuple[float, float]]:
    """Return, for each end of a turn that was found, when it was known and when speech had ended."""
    detector.reset()
    probabilities = detector.probabilities(samples)
    state, ends = EndpointState(EndpointSettings()), []
    for frame, probability in zip(frames_of(samples), probabilities, strict=False):
        state, events = advance(state, float(probability), frame, end_silence_s)
        ends += [(frame.end_s, each.utterance.speech_end_s) for each in events if isinstance(each, UtteranceEnded)]
    return ends


def endpointing_rows(clips: Sequence[Samples], detector: SileroDetector) -> list[EndpointingRow]:
    rng = np.random.default_rng(0)
    room = rng.normal(0.0, 0.0005, round((max(PAUSES_S) + TAIL_S) * SPEECH_RATE_HZ)).astype(np.float32)
    rows = []
    for end_silence_s in END_SILENCES_S:
        cut, delays, pauses = 0, [], 0
        for index, (first, second) in enumerate(zip(clips, [*clips[1:], clips[0]], strict=True)):
            pause_s = PAUSES_S[index % len(PAUSES_S)]
            pause = room[: round(pause_s * SPEECH_RATE_HZ)]
            turn = np.concatenate([room[:8_000], first, pause, second])
            ends = ends_heard(read_only(np.concatenate([turn, room])), detector, end_silence_s)
            pause_from_s = (8_000 + len(first)) / SPEECH_RATE_HZ - 0.1
            pauses += 1
            cut += any(pause_from_s <= spoken_s <= pause_from_s + pause_s for _, spoken_s in ends)
            over_s = len(turn) / SPEECH_RATE_HZ
            delays += [known_s - over_s for known_s, _ in ends[-1:] if known_s > over_s]
        rows.append(
            EndpointingRow(
                end_silence_s,
                pauses,
                cut / pauses,
                len(delays),
                statistics.median(delays),
                sorted(delays)[max(0, round(0.95 * len(delays)) - 1)],
            )
        )
    return rows


def stage_rows(
    clips: Sequence[Samples], model_folder: Path, language: str, threads: int, end_silence_s: float
) -> list[StageRow]:
    from faster_whisper import WhisperModel

    ours = WhisperTranscriber(model_folder, language, threads)
    ours.warm_up()
    plain = WhisperModel(str(model_folder), device="cpu", compute_type="int8", cpu_threads=threads)
    list(plain.transcribe(np.zeros(SPEECH_RATE_HZ, np.float32), language=language)[0])
    post_roll_s = EndpointSettings().post_roll_ms / 1000.0
    times: dict[str, list[float]] = {"callsim": [], "plain loop": []}
    for clip in clips:
        padded = read_only(np.pad(clip, round(post_roll_s * SPEECH_RATE_HZ)))
        began_s = time.perf_counter()
        ours.transcribe(Utterance(padded, 0.0, post_roll_s, len(padded) / SPEECH_RATE_HZ - post_roll_s))
        times["callsim"].append(time.perf_counter() - began_s)
        began_s = time.perf_counter()
        list(plain.transcribe(padded, language=language)[0])
        times["plain loop"].append(time.perf_counter() - began_s)
    rows = []
    for way, spent in times.items():
        if way == "callsim":
            # Transcribing begins once the post-roll is heard, and the silence goes on meanwhile.
            silence_s, gaps = end_silence_s, sorted(max(end_silence_s, post_roll_s + each) for each in spent)
        else:
            silence_s, gaps = PLAIN_END_SILENCE_S, sorted(PLAIN_END_SILENCE_S + each for each in spent)
        p95_s = gaps[max(0, round(0.95 * len(gaps)) - 1)]
        rows.append(StageRow(way, len(gaps), silence_s, statistics.median(spent), statistics.median(gaps), p95_s))
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    shared = os.environ.get("CALLSIM_SHARED_DATA")
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(shared) / "speech" if shared else None)
    parser.add_argument("--models", type=Path, default=os.environ.get("CALLSIM_MODELS"))
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--language", default="en")
    parser.add_argument("--turns", type=int, default=12, help="how many turns are transcribed")
    parser.add_argument("--threads", type=int, default=threads_for(os.cpu_count() or 1))
    parser.add_argument("--end-silence", type=float, default=EndpointSettings().end_silence_ms / 1000.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.folder is None or chosen.models is None:
        parser.error("name a folder with an index.csv (or set CALLSIM_SHARED_DATA), and --models (or CALLSIM_MODELS)")
    detector = SileroDetector()
    speech = [
        clip
        for each in read_clips(chosen.folder, 0)
        if each.speech and each.language == chosen.language and len(clip := trimmed(each.samples, detector))
    ]
    endings = endpointing_rows(speech, detector)
    short = [clip for clip in speech if len(clip) < 12 * SPEECH_RATE_HZ][: chosen.turns]
    folder = Path(chosen.models) / chosen.model
    stages = stage_rows(short, folder, chosen.language, chosen.threads, chosen.end_silence)
    if chosen.json:
        print(json.dumps({"endpointing": [asdict(row) for row in endings], "stages": [asdict(row) for row in stages]}))
        return
    print("end silence   pauses cut off        end known after (median, p95)")
    for ending in endings:
        print(
            f"{ending.end_silence_s:8.2f} s   {ending.cut_off_share:6.1%} of {ending.pauses:3}          "
            f"{ending.median_delay_s:5.2f} s  {ending.p95_delay_s:5.2f} s   ({ending.ends} ends)"
        )
    print("\nfrom the last sample of speech to the words")
    for stage in stages:
        print(
            f"{stage.way:12} {stage.turns:3} turns  silence {stage.end_silence_s:.2f} s  transcribing "
            f"{stage.median_transcription_s:.2f} s  gap median {stage.median_gap_s:.2f} s  p95 {stage.p95_gap_s:.2f} s"
        )


if __name__ == "__main__":
    main()
