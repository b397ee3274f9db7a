"""`callsim doctor`: is everything there for a call, and if not, what to do."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import click

from simulator import directories
from simulator.cli.options import json_option, models_at, models_option
from simulator.cli.output import print_json, say
from simulator.cli.refusal import RefusalError, Status

PARTS: Final = ("callsim", "faster-whisper", "ctranslate2", "onnxruntime", "piper-tts", "sounddevice", "textual")

SENTENCES: Final = {
    "en": "Good afternoon, how can I help you today?",
    "nl": "Goedemiddag, waarmee kan ik u helpen?",
}
"""Spoken and heard once each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    fine: bool
    sentence: str
    """What was found; where it is not fine, with what to do next."""


@click.command()
@click.option("--sound", is_flag=True, help="Check microphone and speaker only: level, noise, echo, a sentence read.")
@click.option("--microphone", metavar="DEVICE", help="With --sound: name, part of a name, or number.")
@click.option("--speaker", metavar="DEVICE", help="With --sound: name, part of a name, or number.")
@click.option(
    "--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Of the sentence read aloud."
)
@models_option
@json_option
def doctor(
    sound: bool,
    microphone: str | None,
    speaker: str | None,
    language: str,
    models_dir: Path | None,
    as_json: bool,
) -> int:
    """Check versions, devices, models, folders; speak and hear one sentence in each language, timed."""
    if sound:
        return _sound_check(microphone, speaker, language, models_dir, as_json)
    checks: tuple[tuple[str, Callable[[], list[Finding]]], ...] = (
        ("computer", _computer),
        ("microphone and speaker", _devices),
        ("models", lambda: _models(models_dir)),
        ("folders", _folders),
        ("speech", lambda: [_spoken_and_heard(language, models_dir) for language in SENTENCES]),
    )
    findings: list[Finding] = []
    for about, check in checks:
        if not as_json:
            say(f"{about}:")
        for finding in check():
            findings.append(finding)
            if not as_json:
                say(f"  {'ok' if finding.fine else '!!'}  {finding.sentence}")
    if as_json:
        print_json([asdict(finding) for finding in findings])
    return Status.FINE if all(finding.fine for finding in findings) else Status.PROBLEMS


def _sound_check(
    microphone: str | None, speaker: str | None, language: str, models_dir: Path | None, as_json: bool
) -> int:
    from audio.errors import AudioError
    from audio.sound_check import advice
    from simulator.cli.sound_checks import in_words, whole_check

    try:
        check = whole_check(microphone, speaker, language, models_dir)
    except AudioError as trouble:
        raise RefusalError(str(trouble)) from trouble
    sentences = advice(check.findings)
    if as_json:
        print_json({**asdict(check), "findings": check.findings, "half_duplex": check.half_duplex, "advice": sentences})
    else:
        for line in in_words(check):
            say(line)
        for sentence in sentences or ("All is well.",):
            say(sentence)
    return Status.PROBLEMS if check.findings else Status.FINE


def _computer() -> list[Finding]:
    parts = []
    for part in PARTS:
        try:
            parts.append(f"{part} {version(part)}")
        except PackageNotFoundError:
            parts.append(f"{part} (not installed)")
    return [
        Finding(
            "computer",
            True,
            f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
        ),
        Finding("versions", not any("not installed" in part for part in parts), ", ".join(parts) + "."),
    ]


def _devices() -> list[Finding]:
    from audio.devices import Direction, choose_device, list_devices
    from audio.errors import DeviceError

    try:
        devices = list_devices()
    except DeviceError as trouble:
        return [Finding("sound", False, str(trouble))]
    findings = []
    for direction in Direction:
        there = [device for device in devices if device.channels(direction)]
        try:
            chosen = choose_device(devices, None, direction)
        except DeviceError as trouble:
            findings.append(Finding(direction.value, False, str(trouble)))
            continue
        names = ", ".join(f"[{device.number}] {device.name}" for device in there)
        findings.append(
            Finding(direction.value, True, f"The {direction.value} is '{chosen.name}'. There are: {names}.")
        )
    return findings


def _models(models_dir: Path | None) -> list[Finding]:
    from audio.catalogue import DEFAULT_MODELS
    from audio.models import ModelState, ModelStore

    try:
        store = ModelStore(models_at(models_dir))
    except RefusalError as trouble:
        return [Finding("models", False, str(trouble))]
    installed = store.installed()
    findings = []
    for name in (*DEFAULT_MODELS, *sorted(installed.difference(DEFAULT_MODELS))):
        status = store.status(name)
        match status.state:
            case ModelState.PRESENT:
                findings.append(Finding(name, True, f"{name} is whole, in {status.folder}."))
            case ModelState.MISSING:
                findings.append(Finding(name, False, f"{name} is missing. Run 'callsim models install {name}'."))
            case ModelState.DAMAGED:
                faults = "; ".join(status.faults)
                findings.append(
                    Finding(name, False, f"{name} is damaged: {faults}. Run 'callsim models install {name}'.")
                )
    return findings


def _folders() -> list[Finding]:
    folders = {
        "sessions": directories.sessions_directory(),
        "models": directories.models_directory(),
        "your own callers": directories.own_personas_directory(),
        "what can be made again": directories.cache_directory(),
    }
    return [Finding(what, *_writable(what, folder)) for what, folder in folders.items()]


def _writable(what: str, folder: Path) -> tuple[bool, str]:
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return False, f"{folder} ({what}) cannot be written to. Choose another folder (see 'callsim --help')."
    return True, f"{folder} ({what})."


def _spoken_and_heard(language: str, models_dir: Path | None) -> Finding:
    """Speak a sentence, hear it back, and say how long both took."""
    import numpy as np

    from audio.errors import AudioError
    from audio.frames import SPEECH_RATE_HZ
    from audio.models import ModelStore
    from audio.resample import resample
    from audio.transcription import transcribe_sound
    from audio.voices import choose_voice, open_voice
    from simulator.cli.composition import make_detector, make_transcriber

    sentence = SENTENCES[language]
    about = f"speech {language}"
    try:
        store = ModelStore(models_at(models_dir))
        choice = choose_voice((), language, store.installed())
        voice = open_voice(choice, store, language)
        list(voice.synthesize(sentence))
        began_s = time.perf_counter()
        spoken = np.concatenate(
            [resample(chunk.samples, chunk.sample_rate_hz, SPEECH_RATE_HZ) for chunk in voice.synthesize(sentence)]
        )
        synthesis_s = time.perf_counter() - began_s
        transcriber, heard_by = make_transcriber(language, models_dir)
        transcriber.warm_up()
        # A second of silence behind the sentence, as there is behind everything a trainee says.
        padded = np.concatenate([spoken, np.zeros(SPEECH_RATE_HZ, dtype=np.float32)])
        heard = transcribe_sound(padded, make_detector(), transcriber)
    except (AudioError, RefusalError) as trouble:
        return Finding(about, False, str(trouble))
    report = (
        f"{choice.name} said '{sentence}' in {synthesis_s:.2f} s; {heard_by.model_id} heard '{heard.text}' "
        f"in {heard.elapsed_s:.2f} s."
    )
    better = ""
    if choice.install:
        better = f" A better voice: 'callsim models install {choice.install}'."
    return Finding(about, bool(heard.text), report + better if heard.text else report + " Nothing was recognised.")
