"""Models and old calls, on the disk."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

from simulator import directories
from simulator.app.services import Folders, ModelLine, SpeechSpeed, TidiedUp
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
        )

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
