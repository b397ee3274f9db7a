"""How well and how fast speech is transcribed: callsim beside faster-whisper's own defaults, in the same run.

Reads a folder with an index.csv (columns file, language, kind, transcript; kind is 'speech' or 'noise'), given as an
argument or by the variable CALLSIM_SHARED_DATA (its folder 'speech'). Nothing is asserted: a table is printed.

Behind the detector only recognising counts as time: in a call speech is found while it is spoken, and nobody waits for
it. How long finding it takes is told beside.

Normalisation before words are compared: lower case, every character that is no letter, digit or apostrophe becomes a
space, white space is joined. Numbers stay as they were written: '3' against 'three' counts as an error on both sides.

Usage: python -m benchmarks.transcription [FOLDER] [--models DIR] [--model ID ...] [--threads N] [--limit N] [--json]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from audio.frames import SPEECH_RATE_HZ, Samples, Utterance, read_only, samples_to_seconds
from audio.soundfiles import read_samples
from audio.transcription import RECORDING_ENDPOINTING, WhisperTranscriber, stretches, threads_for
from audio.vad import SileroDetector


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound of the set."""

    file: str
    language: str
    speech: bool
    transcript: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of transcribing did on one language."""

    model: str
    language: str
    way: str
    clips: int
    sound_s: float
    word_error_rate: float
    seconds: float
    """Of recognising."""
    cpu_seconds: float
    """Of recognising."""
    finding_s: float
    """Of finding the speech, where that is done first."""
    median_s: float
    p95_s: float
    noise_clips: int
    noise_clips_with_words: int
    noise_words: list[str]


def normalised(text: str) -> str:
    return " ".join(re.sub(r"[^\w']|_", " ", text.lower()).split())


def read_clips(folder: Path, limit: int) -> list[Clip]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as lines:
        entries = list(csv.DictReader(lines))
    taken: dict[tuple[str, str], int] = {}
    clips = []
    for entry in entries:
        key = (entry["language"], entry["kind"])
        taken[key] = taken.get(key, 0) + 1
        if limit and taken[key] > limit:
            continue
        clips.append(
            Clip(
                entry["file"],
                entry["language"],
                entry["kind"] == "speech",
                entry["transcript"],
                read_samples(folder / entry["file"], SPEECH_RATE_HZ),
            )
        )
    return clips


@dataclass(frozen=True, slots=True)
class Way:
    """How a clip becomes a text: first its stretches of speech are found, then each is heard."""

    find: Callable[[Samples], Sequence[Utterance]]
    hear: Callable[[Utterance], str]

    def text(self, samples: Samples) -> str:
        """Return what was said in a clip."""
        return " ".join(self.hear(each) for each in self.find(samples))


def measure(model: str, language: str, by: Mapping[str, Way], clips: Sequence[Clip]) -> list[Row]:
    """Return a row for each way: clip by clip they take turns, so that a computer that grows slow is so for all."""
    import jiwer

    speech = [clip for clip in clips if clip.speech and clip.language == language and normalised(clip.transcript)]
    heard: dict[str, list[str]] = {name: [] for name in by}
    times: dict[str, list[float]] = {name: [] for name in by}
    finding_s, cpu_s = dict.fromkeys(by, 0.0), dict.fromkeys(by, 0.0)
    for clip in speech:
        for name, way in by.items():
            began_s = time.perf_counter()
            found = way.find(clip.samples)
            finding_s[name] += time.perf_counter() - began_s
            began_s, began_cpu_s = time.perf_counter(), time.process_time()
            heard[name].append(normalised(" ".join(way.hear(each) for each in found)))
            times[name].append(time.perf_counter() - began_s)
            cpu_s[name] += time.process_time() - began_cpu_s
    noises = [clip for clip in clips if not clip.speech]
    rows = []
    for name, way in by.items():
        invented = [f"{clip.file}: {text}" for clip in noises if (text := way.text(clip.samples).strip())]
        rows.append(
            Row(
                model=model,
                language=language,
                way=name,
                clips=len(speech),
                sound_s=sum(samples_to_seconds(len(clip.samples), SPEECH_RATE_HZ) for clip in speech),
                word_error_rate=jiwer.wer([normalised(clip.transcript) for clip in speech], heard[name]),
                seconds=sum(times[name]),
                cpu_seconds=cpu_s[name],
                finding_s=finding_s[name],
                median_s=statistics.median(times[name]),
                p95_s=sorted(times[name])[max(0, round(0.95 * len(times[name])) - 1)],
                noise_clips=len(noises),
                noise_clips_with_words=len(invented),
                noise_words=invented,
            )
        )
    return rows


def ways(model_folder: Path, language: str, threads: int) -> dict[str, Way]:
    from faster_whisper import WhisperModel

    plain = WhisperModel(str(model_folder), device="cpu", compute_type="int8", cpu_threads=threads)
    ours = WhisperTranscriber(model_folder, language, threads)
    ours.warm_up()
    detector = SileroDetector()

    def whole(samples: Samples) -> list[Utterance]:
        return [Utterance(samples, 0.0, 0.0, samples_to_seconds(len(samples), SPEECH_RATE_HZ))]

    def by_default(utterance: Utterance) -> str:
        segments, _ = plain.transcribe(utterance.samples, language=language)
        return "".join(segment.text for segment in segments)

    def by_callsim(utterance: Utterance) -> str:
        return ours.transcribe(utterance).text

    by_default(whole(read_only(np.zeros(SPEECH_RATE_HZ)))[0])
    return {
        DEFAULTS: Way(whole, by_default),
        "callsim, whole clip": Way(whole, by_callsim),
        AS_IN_A_CALL: Way(lambda samples: stretches(samples, detector, RECORDING_ENDPOINTING), by_callsim),
    }


def run(
    folder: Path, models_dir: Path, limit: int, threads: int, models: Sequence[str] = (), *, noises: bool = True
) -> list[Row]:
    """Return a row for each model, language and way; every installed Whisper model when none is named."""
    clips = [clip for clip in read_clips(folder, limit) if clip.speech or noises]
    return [
        row
        for model in models or sorted(each.name for each in models_dir.glob("whisper-*"))
        for language in (("en",) if model.endswith(".en") else ("en", "nl"))
        for row in measure(model, language, ways(models_dir / model, language, threads), clips)
    ]


DEFAULTS: Final = "faster-whisper defaults"
AS_IN_A_CALL: Final = "callsim, as in a call"


def lines_of(rows: Sequence[Row]) -> list[str]:
    """Return rows as lines to read, each of ours compared with the defaults on the same clips in the same run."""
    told = []
    for row in rows:
        told.append(
            f"{row.model:16} {row.language} {row.way:24} {row.clips:3} clips {row.sound_s:6.1f} s  "
            f"WER {row.word_error_rate:.3f}  {row.seconds:6.1f} s (cpu {row.cpu_seconds:6.1f})  "
            f"median {row.median_s:.2f} p95 {row.p95_s:.2f}"
            + (f"  speech found in {row.finding_s:.1f} s" if row.way == AS_IN_A_CALL else "")
            + (f"  words on {row.noise_clips_with_words} of {row.noise_clips} noises" if row.noise_clips else "")
        )
        told += [
            f"{'':19} against the defaults: WER {row.word_error_rate - other.word_error_rate:+.3f}, "
            f"{other.seconds / max(1e-9, row.seconds):.2f} times less time, "
            f"{other.cpu_seconds / max(1e-9, row.cpu_seconds):.2f} times less of the processor"
            for other in rows
            if other.way == DEFAULTS != row.way and (other.model, other.language) == (row.model, row.language)
        ]
    return told


def main(arguments: Sequence[str] | None = None) -> None:
    shared = os.environ.get("CALLSIM_SHARED_DATA")
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(shared) / "speech" if shared else None)
    parser.add_argument("--models", type=Path, default=os.environ.get("CALLSIM_MODELS"))
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--threads", type=int, default=threads_for(os.cpu_count() or 1))
    parser.add_argument("--limit", type=int, default=0, help="at most so many clips of each language and kind")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.folder is None or chosen.models is None:
        parser.error("name a folder with an index.csv (or set CALLSIM_SHARED_DATA), and --models (or CALLSIM_MODELS)")
    rows = run(chosen.folder, Path(chosen.models), chosen.limit, chosen.threads, chosen.model)
    if chosen.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    print("\n".join(lines_of(rows)))
    for row in rows:
        for words in row.noise_words:
            print(f"    {row.model} {row.language} {row.way}, on noise: {words[:150]}")


if __name__ == "__main__":
    main()
