"""`callsim transcribe`: what was said in sound files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.options import json_option, language_option, models_option
from simulator.cli.output import note, print_json_line, say
from simulator.cli.refusal import Status

if TYPE_CHECKING:
    from audio.frames import Transcript


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@language_option
@click.option(
    "--transcriber",
    "--model",
    "wanted",
    metavar="MODEL",
    help="A recogniser from 'models list', a model folder, or a speech server: wyoming://host:port.",
)
@models_option
@json_option
def transcribe(
    files: tuple[Path, ...], language: str, wanted: str | None, models_dir: Path | None, as_json: bool
) -> int:
    """Write down what is said in sound files; with --json one object a line, with words, times and probabilities."""
    from audio.errors import AudioError
    from audio.frames import SPEECH_RATE_HZ
    from audio.soundfiles import read_samples
    from audio.transcription import transcribe_sound
    from simulator.cli.composition import make_detector, make_transcriber

    detector = make_detector()
    transcriber, _ = make_transcriber(language, models_dir, wanted, aligns_words=True)
    status = Status.FINE
    for file in files:
        try:
            heard = transcribe_sound(read_samples(file, SPEECH_RATE_HZ), detector, transcriber)
        except AudioError as fault:
            note(str(fault))
            if as_json:
                print_json_line({"file": str(file), "error": str(fault)})
            status = Status.PROBLEMS
            continue
        if as_json:
            print_json_line(as_promised(file, heard))
        else:
            say(f"{file}: {heard.text}" if len(files) > 1 else heard.text)
    return status


def as_promised(file: Path, heard: Transcript) -> dict[str, Any]:
    """Return a transcript in the shape of the command line's promise."""
    return {
        "file": str(file),
        "text": heard.text,
        "words": [
            {
                "word": word.text,
                "start": round(word.start_s, 3),
                "end": round(word.end_s, 3),
                "probability": round(word.probability, 4),
            }
            for word in heard.words
        ],
        "seconds": round(heard.audio_s, 3),
        "elapsed_seconds": round(heard.elapsed_s, 3),
    }
