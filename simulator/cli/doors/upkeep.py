"""Models and old calls, on the disk."""

from __future__ import annotations

import tempfile
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator import directories
from simulator.app.services import CheckedPlace, Folders, ModelLine, Place, PlaceFault, SpeechSpeed, TidiedUp
from simulator.cli.options import models_at

if TYPE_CHECKING:
    from simulator.cli.doors.house import House
    from simulator.language import Language

SHELF_WAIT_S: Final = 20.0
"""How long old calls wait for the first screen to have its callers."""


class DiskUpkeep:
    """Implements `simulator.app.services.UpkeepServices`."""

    def __init__(self, house: House) -> None:
        self._house = house

    def models(self) -> tuple[ModelLine, ...]:
        """Return the models there are, installed ones first."""
        from audio.models import ModelStore

        store = ModelStore(models_at(self._house.models_dir))
        there = store.installed()
        lines = [
            ModelLine(
                model.id,
                model.title,
                None if model.bytes is None else max(1, round(model.bytes / 1e6)),
                model.id in there,
                f"callsim models install {model.id}",
            )
            for model in store.models
        ]
        return tuple(sorted(lines, key=lambda line: not line.is_installed))

    def folders(self) -> Folders:
        """Return where things lie."""
        house = self._house
        return Folders(
            sessions=str(house.sessions()),
            callers=str(house.persona_folders()[-1]),
            models=str(models_at(house.models_dir)),
            settings=str(directories.settings_path()),
            sessions_by=_by(house.sessions_dir, "--sessions", directories.SESSIONS_VARIABLE),
            callers_by=_by(house.personas_dir, "--personas", directories.PERSONAS_VARIABLE),
        )

    def check_place(self, place: Place, text: str) -> CheckedPlace:
        """Look whether something can be kept where a person wants it."""
        wanted = text.strip()
        if not wanted:
            return CheckedPlace("")
        check = _checked_exemplars if place is Place.EXEMPLARS else partial(_checked_folder, place)
        try:
            path = Path(wanted).expanduser().resolve()
            return check(path)
        except OSError as closed:
            return CheckedPlace(wanted, fault=PlaceFault.CLOSED, detail=closed.strerror or str(closed))
        except RuntimeError:
            # A link that leads to itself, or the home of somebody who is not known here.
            return CheckedPlace(wanted, fault=PlaceFault.ABSENT)

    def measure_speed(self, language: Language) -> SpeechSpeed:
        """Speak a sentence and recognise it, without a sound."""
        import numpy as np

        from audio.frames import SPEECH_RATE_HZ, Utterance, read_only
        from audio.models import ModelStore
        from audio.resample import resample
        from audio.sound_checking import SENTENCES
        from audio.voices import choose_voice, open_voice
        from simulator.cli.composition import make_transcriber

        store = ModelStore(models_at(self._house.models_dir))
        choice = choose_voice((), language.value, store.installed())
        voice = open_voice(choice, store, language.value)
        recogniser, heard_by = make_transcriber(language.value, self._house.models_dir)
        recogniser.warm_up()
        sentence = SENTENCES[language.value]
        # Once for nothing: the first time of anything is slow.
        list(voice.synthesize(sentence))
        began_s = time.perf_counter()
        chunks = list(voice.synthesize(sentence))
        spoken_s = time.perf_counter() - began_s
        sound = np.concatenate([resample(chunk.samples, chunk.sample_rate_hz, SPEECH_RATE_HZ) for chunk in chunks])
        lasts_s = sound.size / SPEECH_RATE_HZ
        began_s = time.perf_counter()
        recogniser.transcribe(Utterance(read_only(sound), 0.0, 0.0, lasts_s))
        return SpeechSpeed(heard_by.model_id, choice.name, time.perf_counter() - began_s, spoken_s)

    def delete_old(self, days: int | None) -> TidiedUp:
        """Delete calls that began more than so many days ago, and what a deletion cut short left."""
        from simulator.sessions.deletion import apply_retention

        self._house.callers_read.wait(SHELF_WAIT_S)
        done = apply_retention(self._house.sessions(), days, datetime.now().astimezone())
        return TidiedUp(len(done.ids), done.kept)


def _by(option: Path | None, name: str, variable: str) -> str:
    """Return what goes before the folder that was chosen in the settings; empty where nothing does."""
    if option is not None:
        return name
    return variable if directories.overriding(variable) else ""


def _checked_folder(place: Place, path: Path) -> CheckedPlace:
    """Look at a folder; raises OSError where it may not be looked into."""
    if not path.exists():
        return CheckedPlace(str(path), fault=PlaceFault.ABSENT)
    if not path.is_dir():
        return CheckedPlace(str(path), fault=PlaceFault.NO_FOLDER)
    if place is Place.CALLERS:
        from simulator.personas.reader import persona_files

        next(path.iterdir(), None)
        # A trainer may keep callers where others only read them.
        return CheckedPlace(str(path), len(persona_files((path,))))
    from simulator.sessions.store import SessionStore

    found = len(SessionStore(path).ids())
    try:
        # Whether a disk takes files is only known by making one: permissions alone do not tell.
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as refused:
        detail = refused.strerror or str(refused)
        return CheckedPlace(str(path), found, PlaceFault.NOT_WRITABLE, detail)
    return CheckedPlace(str(path), found)


def _checked_exemplars(path: Path) -> CheckedPlace:
    """Look at a file of trainers' corrections; raises OSError where it may not be looked at."""
    from simulator.scoring.exemplars import ExemplarsFaultError, read_exemplars

    if not path.exists():
        return CheckedPlace(str(path), fault=PlaceFault.ABSENT)
    try:
        return CheckedPlace(str(path), len(read_exemplars(path).items))
    except ExemplarsFaultError as fault:
        return CheckedPlace(str(path), fault=PlaceFault.NO_EXEMPLARS, detail=fault.faults[0])
