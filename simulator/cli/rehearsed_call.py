"""A whole spoken call with nobody at the desk: rehearsal lines spoken by a voice, heard, answered, scored and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.call.rehearsal import RehearsalTrainee
from simulator.call.runner import CallRunner, Ears, Mouth
from simulator.cli.composition import make_caller_voice, make_detector, make_minds, make_transcriber, voice_sentence
from simulator.cli.kept_call import KeptCall
from simulator.cli.options import models_at
from simulator.cli.spoken_call import Speech, load_completion, tell_fallbacks
from simulator.sessions.session import CallMode

if TYPE_CHECKING:
    from simulator.call.conversation import Minds
    from simulator.call.ports import CallObserver
    from simulator.personas.reader import LoadedPersona
    from simulator.scoring.exemplars import Exemplars


@dataclass(frozen=True, slots=True)
class RehearsedCallPlan:
    """How a rehearsed call is to be held."""

    sessions: Path
    models_dir: Path | None
    walk: str
    """Which rehearsal: good, bad, silent or jargon."""
    fast: bool = False
    """True hears the sound as fast as the computer can."""
    seed: int = 0
    recogniser: str | None = None
    voice: str | None = None
    trainee_voice: str | None = None
    exemplars: Exemplars | None = None
    """Trainers' corrections to judge by, where the minds are made for this call; None judges alone."""


@dataclass(frozen=True, slots=True)
class RehearsedCall:
    """A rehearsed call, ready to be started."""

    runner: CallRunner
    kept: KeptCall
    trainee: RehearsalTrainee
    introduction: str
    """Who rings, who hears and who speaks."""


def rehearsed_call(
    loaded: LoadedPersona,
    lines: Sequence[str],
    plan: RehearsedCallPlan,
    observers: Sequence[CallObserver] = (),
    minds: Minds | None = None,
) -> RehearsedCall:
    """Load what a rehearsed call needs; takes seconds.

    Args:
        loaded: who rings.
        lines: what the trainee says; '...' is a silence.
        plan: how the call is held.
        observers: are told what happens, beside the session.
        minds: made when None.

    Raises:
        audio.errors.AudioError: a model or a voice cannot be loaded.
        KeepingError: the session cannot be kept there.
    """
    from audio.models import ModelStore
    from audio.scripted import FrameClock, Pace, ScriptedMicrophone, SilentSpeaker
    from audio.voices import choose_voice, open_voice

    persona = loaded.persona
    language = persona.language.value
    transcriber, heard_by = make_transcriber(language, plan.models_dir, plan.recogniser)
    spoken_by, choice = make_caller_voice(persona, plan.models_dir, plan.voice, plan.seed)
    spoken_by.prepare(persona.lines.opening)
    store = ModelStore(models_at(plan.models_dir))
    rehearser = choose_voice((plan.trainee_voice,) if plan.trainee_voice else (), language, store.installed())
    clock = FrameClock()
    microphone = ScriptedMicrophone(clock, Pace.AS_FAST_AS_CONSUMED if plan.fast else Pace.REAL_TIME, seed=plan.seed)
    trainee = RehearsalTrainee(microphone, open_voice(rehearser, store, language), lines)
    ready = minds or make_minds(persona, exemplars=plan.exemplars)
    kept = KeptCall(
        loaded,
        plan.sessions,
        CallMode.REHEARSED,
        plan.seed,
        parts={"recogniser": heard_by.model_id, "voice": choice.name},
        settings={"walk": plan.walk, "fast": plan.fast, "trainee_voice": rehearser.name},
    )
    runner = CallRunner(
        persona,
        Ears(microphone, make_detector(), transcriber, completion=load_completion(plan.models_dir)),
        Mouth(spoken_by, SilentSpeaker(clock)),
        clock,
        ready,
        plan.seed,
        observers=(kept.writer, *observers, trainee),
        recorder=kept.writer,
        inline=plan.fast,
    )
    tell_fallbacks(Speech(transcriber, heard_by, spoken_by, choice, ready), runner)
    trainee.attend(runner)
    introduction = f"{persona.name} rings: {persona.title}. {heard_by.why} {voice_sentence(choice)}"
    return RehearsedCall(runner, kept, trainee, introduction)
