"""Where adapters are chosen: recogniser, speech detector, voices, sound card, sentence encoder.

Every engine is imported inside the function that needs it, so that a command loads only what it uses.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator import directories
from simulator.cli.options import models_at
from simulator.cli.refusal import RefusalError, Status
from simulator.language import Language

if TYPE_CHECKING:
    from audio.models import ModelStore
    from audio.ports import SpeechDetector, Voice
    from audio.rooms import Room
    from audio.speech_server import WarmTranscriber, WyomingVoice
    from audio.transcription import TranscriberChoice, TranscriptionSettings, WhisperTranscriber
    from audio.voices import CallerVoice, VoiceChoice
    from simulator.call.conversation import Minds
    from simulator.personas.model import Persona
    from simulator.personas.surroundings import Surroundings
    from simulator.scoring.assessor import Assessor
    from simulator.scoring.exemplars import Exemplars
    from simulator.scoring.rubric import Rubric
    from simulator.scoring.use_encoder import UseEncoder


TRANSCRIBER_VARIABLE: Final = "CALLSIM_TRANSCRIBER"
VOICE_VARIABLE: Final = "CALLSIM_VOICE"
"""What `--transcriber` and `--voice` say, for everything that is started, the app included."""
ROOM_VARIABLE: Final = "CALLSIM_ROOM"
"""What is heard behind every caller: quiet, office, street or kitchen."""


def make_encoder() -> UseEncoder:
    """Return the sentence encoder; it loads at first use."""
    from simulator.scoring.use_encoder import UseEncoder

    return UseEncoder()


def make_assessor(
    encoder: UseEncoder | None = None,
    least_word_probability: float | None = None,
    exemplars: Exemplars | None = None,
) -> Assessor:
    """Return what assesses trainee turns; takes a second or two.

    Args:
        encoder: shared with others who need it; made when None.
        least_word_probability: words the recogniser trusted less are left out; the scorer's own bound when None.
        exemplars: trainers' corrections to judge by; None judges alone.
    """
    from simulator.scoring.assessor import Assessor
    from simulator.scoring.judging import TrainersJudgement
    from simulator.scoring.record import LEAST_WORD_PROBABILITY

    bound = LEAST_WORD_PROBABILITY if least_word_probability is None else least_word_probability
    shared = encoder or make_encoder()
    return Assessor(
        shared,
        cache_dir=directories.cache_directory() / "vectors",
        least_word_probability=bound,
        exemplars=None if exemplars is None else TrainersJudgement(exemplars, shared),
    )


def make_minds(
    persona: Persona,
    encoder: UseEncoder | None = None,
    assessor: Assessor | None = None,
    exemplars: Exemplars | None = None,
) -> Minds:
    """Return who assesses the trainee's turns and who takes them as this caller does; takes seconds the first time.

    Args:
        persona: who rings.
        encoder: shared with others who need it; made when None.
        assessor: made when None.
        exemplars: trainers' corrections that an assessor made here judges by; None judges alone.
    """
    from simulator.call.conversation import Minds
    from simulator.dialogue.understanding import Understanding

    shared = encoder or make_encoder()
    if assessor is None:
        assessor = make_assessor(shared, load_rubric_of(persona).thresholds.word_probability, exemplars)
    return Minds(assessor, Understanding(persona, shared))


def make_detector() -> SpeechDetector:
    """Return the speech detector."""
    from audio.vad import SileroDetector

    return SileroDetector()


def make_transcriber(
    language: str, models_dir: Path | None, wanted: str | None = None, *, aligns_words: bool = False
) -> tuple[WarmTranscriber, TranscriberChoice]:
    """Load a recogniser.

    Args:
        language: 'nl' or 'en'.
        models_dir: where models are; the default place where None.
        wanted: a model of the catalogue, a model folder or the address of a speech server; where None the one in
            `TRANSCRIBER_VARIABLE`, else the best this computer carries.
        aligns_words: True looks each word's time up in the sound, for recordings; False reckons it where that saves
            a pass of the decoder, for calls, in which somebody waits.

    Returns:
        The recogniser, and which it is and why.

    Raises:
        audio.errors.ModelError: it is not installed, or damaged.
        audio.errors.SpeechServerError: the server cannot be reached, or does not know the language.
    """
    from audio.models import ModelStore
    from audio.speech_server import is_address
    from audio.transcription import TranscriberChoice, TranscriptionSettings, WhisperTranscriber, choose_transcriber

    settings = TranscriptionSettings(aligns_words=aligns_words)
    wanted = wanted or os.environ.get(TRANSCRIBER_VARIABLE) or None
    if wanted is not None and is_address(wanted):
        return _server_transcriber(language, models_dir, wanted, settings)

    store = ModelStore(models_at(models_dir))
    if wanted is not None:
        choice = TranscriberChoice(wanted, f"{wanted} was asked for.")
        if all(model.id != wanted for model in store.models):
            return _transcriber_in(store.resolve(wanted), language, settings), choice
    else:
        choice = choose_transcriber(language, store.installed(), os.cpu_count() or 1)
    return WhisperTranscriber(store.resolve(choice.model_id), language, settings=settings), choice


def _transcriber_in(folder: Path, language: str, settings: TranscriptionSettings) -> WhisperTranscriber:
    """Load a recogniser from somebody's own folder, which no command of ours can repair.

    Raises:
        audio.errors.ModelError: it is not whole, cannot be loaded, or does not know the language.
    """
    from audio.errors import ModelError
    from audio.transcription import MODEL_FILES, WhisperTranscriber

    cure = "Complete it from where it came from, or give a name from 'callsim models list', such as whisper-base."
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"The folder {folder} holds no whole recogniser in CTranslate2's format; it lacks {', '.join(missing)}. "
            f"{cure}"
        )
    try:
        return WhisperTranscriber(folder, language, settings=settings)
    except ModelError as fault:
        if fault.__cause__ is None:
            raise
        raise ModelError(f"The recogniser in {folder} cannot be loaded ({fault.__cause__}). {cure}") from fault


def _server_transcriber(
    language: str, models_dir: Path | None, address: str, settings: TranscriptionSettings
) -> tuple[WarmTranscriber, TranscriberChoice]:
    from audio.models import ModelStore
    from audio.speech_server import FallbackTranscriber, WyomingTranscriber, parse_address
    from audio.transcription import TranscriberChoice, WhisperTranscriber, choose_transcriber

    server = WyomingTranscriber(parse_address(address), language)

    def make_local() -> WhisperTranscriber:
        store = ModelStore(models_at(models_dir))
        choice = choose_transcriber(language, store.installed(), os.cpu_count() or 1)
        return WhisperTranscriber(store.resolve(choice.model_id), language, settings=settings)

    return FallbackTranscriber(server, make_local), TranscriberChoice(server.name, f"{server.name} was asked for.")


def make_caller_voice(
    persona: Persona, models_dir: Path | None, wanted: str | None = None, seed: int = 0
) -> tuple[CallerVoice, VoiceChoice]:
    """Load the voice of a caller, with the person's rate, pitch and telephone line.

    How fast it speaks is measured and remembered, see `simulator.cli.voice_speed`.

    Args:
        persona: who speaks.
        models_dir: where models are; the default place where None.
        wanted: a voice's name or the address of a speech server; where None the one in `VOICE_VARIABLE`, else by the
            persona's wishes.
        seed: of the line's noise and drop-outs.

    Raises:
        audio.errors.AudioError: the voice cannot be loaded.
    """
    from audio.models import ModelStore
    from audio.speech_server import FallbackVoice
    from audio.voices import VoiceChoice, WhyVoice, open_voice
    from simulator.cli.voice_speed import MeasuredVoice, SpeedMemory

    store = ModelStore(models_at(models_dir))
    language = persona.language.value
    choice, server = _choose_caller_voice(persona, store, wanted)
    if server is None:
        engine = open_voice(choice, store, language)
    else:
        local = choice
        engine = FallbackVoice(server, lambda: open_voice(local, store, language))
        choice = VoiceChoice(server.name, WhyVoice.WISHED)
    measured = MeasuredVoice(engine, SpeedMemory(directories.cache_directory()))
    return replace(_spoken_by(measured, persona, seed), engine=engine), choice


def name_caller_voice(persona: Persona, models_dir: Path | None, wanted: str | None = None) -> CallerVoice:
    """Return the voice that `make_caller_voice` would load, to ask for its name and its kept lines; it cannot speak.

    Raises:
        audio.errors.AudioError, RefusalError: as `make_caller_voice`, where no model is needed to know.
    """
    from audio.models import ModelStore
    from simulator.cli.voice_speed import NamedVoice

    choice, server = _choose_caller_voice(persona, ModelStore(models_at(models_dir)), wanted)
    return _spoken_by(NamedVoice(choice.name if server is None else server.name), persona, 0)


def _choose_caller_voice(
    persona: Persona, store: ModelStore, wanted: str | None
) -> tuple[VoiceChoice, WyomingVoice | None]:
    """Return the voice of this computer that speaks, and the server's that goes before it, if any."""
    from audio.speech_server import WyomingVoice, is_address, parse_address
    from audio.voices import choose_voice

    language = persona.language.value
    wanted = wanted or os.environ.get(VOICE_VARIABLE) or None
    server = None
    if wanted is not None and is_address(wanted):
        server, wanted = WyomingVoice(parse_address(wanted), language), None
    wishes = (wanted,) if wanted else persona.voice.prefer
    choice = choose_voice(wishes, language, store.installed())
    if wanted and choice.wished is not None:
        cure = f" Run 'callsim models install {choice.install}'." if choice.install else ""
        raise RefusalError(f"The voice {wanted} is not installed.{cure}", Status.WRONG_COMMAND)
    if wanted and choice.ignored:
        raise RefusalError(
            f"There is no voice '{wanted}' for {language}. See 'callsim models list'; "
            "eSpeak NG's are like espeak:nl+f2.",
            Status.WRONG_COMMAND,
        )
    return choice, server


def _spoken_by(engine: Voice, persona: Persona, seed: int) -> CallerVoice:
    from audio.frames import Prosody
    from audio.voices import caller_voice

    return caller_voice(
        engine,
        persona.language.value,
        directories.cache_directory() / "spoken",
        Prosody(rate=persona.voice.rate, pitch_semitones=persona.voice.pitch),
        persona.voice.line.value,
        seed,
        room=_room(persona),
    )


def _room(persona: Persona) -> Room:
    """Return what is heard behind a caller: as the environment says for all, else as the persona does.

    Raises:
        RefusalError: there is no such room.
    """
    from audio.rooms import Room

    wanted = os.environ.get(ROOM_VARIABLE, "").strip().lower() or persona.voice.room.value
    try:
        return Room(wanted)
    except ValueError:
        known = ", ".join(room.value for room in Room)
        raise RefusalError(
            f"{ROOM_VARIABLE} is '{wanted}'; there is no such room. Choose one of: {known}.", Status.WRONG_COMMAND
        ) from None


def voice_sentence(choice: VoiceChoice) -> str:
    """Say who speaks, and how a better voice is had."""
    sentence = f"Voice: {choice.name}."
    if choice.wished and choice.install:
        sentence += f" {choice.wished} would be better: 'callsim models install {choice.install}'."
    elif choice.install:
        sentence += f" A better voice is one command away: 'callsim models install {choice.install}'."
    return sentence


def load_rubric_of(persona: Persona) -> Rubric:
    """Return the rubric that weighs a caller's scores.

    Raises:
        simulator.personas.problems.ProblemsError: it is absent or has faults.
    """
    from simulator.scoring.rubric import load_rubric, rubric_file

    return load_rubric(rubric_file(persona.rubric))


def make_surroundings() -> Surroundings:
    """Return what a persona is checked against besides itself: encoder, rubrics, voices, lexicon."""
    from audio.voices import choose_voice
    from simulator.personas.surroundings import Surroundings
    from simulator.scoring.grammar import grammar
    from simulator.scoring.jargon import find_jargon
    from simulator.scoring.rubric import rubric_files
    from simulator.scoring.text import Words

    def unusable_voices(prefer: Sequence[str], language: str) -> Sequence[str]:
        return choose_voice(prefer, language, ()).ignored

    def unknown_terms(
        text: str, language: Language, known: Sequence[str], said_by_caller: Sequence[str]
    ) -> Sequence[str]:
        words = Words.of(text, dutch=language is Language.DUTCH)
        found = find_jargon(words, grammar(language), known, said_by_caller)
        return [use.term for use in found if not use.explained]

    return Surroundings(
        encoder=make_encoder(),
        rubrics=list(rubric_files()),
        unusable_voices=unusable_voices,
        unknown_terms=unknown_terms,
    )


def versions(**parts: str) -> dict[str, str]:
    """Return the versions a session keeps: of the program, and of what the call was held with."""
    return {"callsim": version("callsim"), **parts}
