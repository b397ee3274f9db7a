"""What the screens ask of the house: callers, calls, sessions, sound and settings, with the real parts behind them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator import directories
from simulator.app.services import (
    AppSettings,
    CallerShelf,
    FinishedCall,
    PastCall,
    RunningCall,
    SoundDevices,
    SoundReport,
)
from simulator.cli.options import personas_at, sessions_at

if TYPE_CHECKING:
    from simulator.call.conversation import Minds
    from simulator.call.ports import CallObserver
    from simulator.call.runner import CallRunner
    from simulator.call.typed import TypedCall
    from simulator.cli.kept_call import KeptCall
    from simulator.cli.spoken_call import Headset, Speech, SpokenCallPlan
    from simulator.personas.model import Persona
    from simulator.personas.reader import LoadedPersona
    from simulator.scoring.assessor import Assessor
    from simulator.scoring.use_encoder import UseEncoder
    from simulator.sessions.session import CallMode, Session
    from simulator.sessions.store import SessionStore

DOUBTFUL_BELOW: Final = 0.35
"""Words the recogniser trusted less are grey, as they are left out of the scores."""

SEEDS: Final = 10_000
"""Practice calls differ in their words from one to the next; the session keeps the seed, so each can be had again."""

BRANCH_TURN: Final = "branch_turn"
"""In a session's settings: the number of the turn that was said anew."""

POLL_S: Final = 0.1
"""How soon sound stops once it is asked to."""


@dataclass(slots=True)
class DeskServices:
    """The real house behind the screens; implements `simulator.app.services.AppServices`.

    Args:
        models_dir: where models are; the default place where None.
        sessions_dir: where sessions are kept; the default place where None.
        personas_dir: the trainer's own callers; the default place where None.
    """

    models_dir: Path | None = None
    sessions_dir: Path | None = None
    personas_dir: Path | None = None
    _loaded: dict[str, LoadedPersona] = field(default_factory=dict)
    _settings: AppSettings = field(default_factory=AppSettings)
    _minds: dict[str, Minds] = field(default_factory=dict)
    _speech: dict[str, Speech] = field(default_factory=dict)
    _thinking: _Thinking = field(default_factory=lambda: _Thinking())
    _warming: threading.Lock = field(default_factory=threading.Lock)
    _preloading: threading.Event = field(default_factory=threading.Event)

    @property
    def doubtful_below(self) -> float:
        """Words the recogniser trusted less than this are shown grey."""
        return DOUBTFUL_BELOW

    def now(self) -> datetime:
        """Return the time of day."""
        return datetime.now().astimezone()

    def settings(self) -> AppSettings:
        """Return what was chosen before, or the defaults."""
        from simulator.cli.app_settings import read_settings

        self._settings = read_settings(directories.settings_path())
        return self._settings

    def keep_settings(self, settings: AppSettings) -> None:
        """Keep the choice for next time."""
        from simulator.cli.app_settings import write_settings

        self._settings = settings
        write_settings(directories.settings_path(), settings)

    def callers(self) -> CallerShelf:
        """Read all personas."""
        from simulator.personas.reader import load_library

        library = load_library(personas_at(self.personas_dir))
        if not self._preloading.is_set():
            # The first screen is up by now: what every call needs is loaded behind it.
            self._preloading.set()
            threading.Thread(target=self._preload, name="preload", daemon=True).start()
        self._loaded = {loaded.persona.id: loaded for loaded in library.personas}
        return CallerShelf(
            tuple(loaded.persona for loaded in library.personas), tuple(str(problem) for problem in library.problems)
        )

    def past_calls(self) -> tuple[PastCall, ...]:
        """Return the calls made, newest first."""
        calls = []
        for summary in self._store().list():
            if summary.facts is None:
                calls.append(
                    PastCall(
                        id=summary.id,
                        persona_id="",
                        caller_name="",
                        title="",
                        started_at=_started_at(summary.id),
                        scores={},
                        ending=None,
                        problem=summary.trouble,
                    )
                )
                continue
            name, title = self._called(summary.facts.persona_id)
            calls.append(
                PastCall(
                    id=summary.id,
                    persona_id=summary.facts.persona_id,
                    caller_name=name,
                    title=title,
                    started_at=summary.facts.started_at,
                    scores={score.criterion: score.value for score in summary.scorecard.scores}
                    if summary.scorecard
                    else {},
                    ending=summary.ending,
                )
            )
        return tuple(calls)

    def finished_call(self, session_id: str) -> FinishedCall:
        """Open a saved call.

        Raises:
            LookupError: it is gone or unreadable; `str()` is a sentence.
        """
        session = self._session(session_id)
        name, title = self._called(session.facts.persona_id)
        return FinishedCall(
            session_id=session.id,
            persona_id=session.facts.persona_id,
            caller_name=name,
            title=title,
            started_at=session.facts.started_at,
            record=session.record,
            scorecard=session.scorecard,
            folder=str(session.folder),
            parent_id=session.facts.parent,
            branch_turn=session.facts.settings.get(BRANCH_TURN),
        )

    def sound_devices(self) -> SoundDevices:
        """Return the devices there are; none without a sound system."""
        from audio.devices import Direction, list_devices
        from audio.errors import DeviceError

        try:
            devices = list_devices()
        except DeviceError:
            return SoundDevices()
        return SoundDevices(
            tuple(device.name for device in devices if device.channels(Direction.IN)),
            tuple(device.name for device in devices if device.channels(Direction.OUT)),
        )

    def sound_check(self) -> SoundReport:
        """Tell whether a spoken call can be made."""
        from audio.devices import find_microphone, find_speaker
        from audio.errors import AudioError

        try:
            return SoundReport(
                microphone=find_microphone(self._settings.microphone).name,
                speaker=find_speaker(self._settings.speaker).name,
            )
        except AudioError as trouble:
            return SoundReport(trouble=str(trouble), cause=trouble)

    def listen(self, level_dbfs: Callable[[float], None], stop: threading.Event) -> None:
        """Measure the microphone about ten times a second until `stop` is set."""
        from audio.devices import MonotonicClock, SoundcardMicrophone, find_microphone
        from audio.levels import rms_dbfs

        microphone = SoundcardMicrophone(MonotonicClock(), find_microphone(self._settings.microphone))
        due_s = 0.0
        try:
            for frame in microphone.frames():
                if stop.is_set():
                    return
                if frame.start_s >= due_s:
                    due_s = frame.start_s + POLL_S
                    level_dbfs(rms_dbfs(frame.samples))
        finally:
            microphone.close()

    def play_tone(self) -> None:
        """Sound one period of the ring tone through the speaker."""
        from simulator.cli.spoken_call import open_headset

        with open_headset(self._settings.microphone, self._settings.speaker) as headset:
            headset.ring.once()

    def ring(self, stop: threading.Event) -> None:
        """Sound the ring tone until `stop` is set; silent where there is no speaker."""
        from audio.errors import AudioError
        from simulator.cli.spoken_call import open_headset

        try:
            with open_headset(self._settings.microphone, self._settings.speaker) as headset:
                headset.ring.until(stop)
        except AudioError:
            stop.wait()

    def warm_up(self, persona: Persona, mode: CallMode) -> None:
        """Load what a call with this caller needs.

        Raises:
            Exception: it cannot be made; `str()` is a sentence with the next step.
        """
        with self._warming:
            minds = self._minds.get(persona.id)
            if minds is None:
                minds = self._minds[persona.id] = self._thinking.minds(persona)
            from simulator.sessions.session import CallMode

            if mode is CallMode.SPOKEN and persona.id not in self._speech:
                from simulator.cli.spoken_call import load_speech

                self._speech[persona.id] = load_speech(self._loaded[persona.id], self.plan(0), minds)

    def start_call(self, persona: Persona, mode: CallMode, observer: CallObserver) -> RunningCall:
        """Pick up the phone."""
        from simulator.sessions.session import CallMode

        self.warm_up(persona, mode)
        seed = secrets.randbelow(SEEDS)
        loaded = self._loaded[persona.id]
        if mode is CallMode.SPOKEN:
            return _AnsweredSpoken(self, loaded, seed, observer)
        return _AnsweredTyped(self, loaded, seed, observer)

    def start_branch(self, session_id: str, turn: int, mode: CallMode, observer: CallObserver) -> RunningCall:  # noqa: ARG002
        """Hold a saved call again up to a turn, and go on from there, typed.

        What the recogniser had doubted is left out of the repeated turns, as it was left out of the scores; silences
        are repeated, interruptions are not.

        Raises:
            LookupError: the session or its caller is gone; `str()` is a sentence.
        """
        from simulator.call.events import SilenceNoticed, TraineeTurnHeard
        from simulator.dialogue.rehearsing import SILENCE_MARK
        from simulator.sessions.session import CallMode

        session = self._session(session_id)
        loaded = self._loaded.get(session.facts.persona_id)
        if loaded is None:
            raise LookupError(f"The caller {session.facts.persona_id} is no longer there, so the call cannot go on.")
        self.warm_up(loaded.persona, CallMode.TYPED)
        branch = _AnsweredTyped(self, loaded, session.facts.seed, observer, parent=session.id, branch_turn=turn)
        for event in session.journal.events:
            match event:
                case TraineeTurnHeard(turn=said):
                    if said.number >= turn:
                        break
                    branch.say(said.assessment.text if said.assessment else said.text)
                case SilenceNoticed():
                    branch.say(SILENCE_MARK)
                case _:
                    pass
        return branch

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Sound one recorded turn until its end or until `stop` is set."""
        from audio.frames import SPEECH_RATE_HZ, SpeechChunk
        from audio.soundfiles import read_samples
        from simulator.cli.spoken_call import open_headset

        session = self._session(session_id)
        said = next((each for each in session.record.turns if each.number == turn), None)
        path = session.turn_sound(said) if said is not None else None
        if path is None:
            raise LookupError("Of this turn there is no recording: the call was typed, or only its text was kept.")
        with open_headset(self._settings.microphone, self._settings.speaker) as headset:
            headset.speaker.play(SpeechChunk(read_samples(path, SPEECH_RATE_HZ), SPEECH_RATE_HZ))
            while headset.speaker.busy() and not stop.wait(POLL_S):
                pass
            headset.speaker.abort()

    def minds_of(self, persona: Persona) -> Minds:
        """Return the minds that `warm_up` made."""
        return self._minds[persona.id]

    def speech_of(self, persona: Persona) -> Speech:
        """Return what `warm_up` loaded to hear and speak."""
        return self._speech[persona.id]

    def directory(self) -> Path:
        """Return where sessions are kept."""
        return sessions_at(self.sessions_dir)

    def plan(self, seed: int) -> SpokenCallPlan:
        """Return how a spoken call is held."""
        from simulator.cli.spoken_call import SpokenCallPlan

        return SpokenCallPlan(
            self.directory(),
            self.models_dir,
            microphone=self._settings.microphone,
            speaker=self._settings.speaker,
            seed=seed,
        )

    def _preload(self) -> None:
        with self._warming:
            self._thinking.load()

    def _store(self) -> SessionStore:
        from simulator.sessions.store import SessionStore

        return SessionStore(self.directory())

    def _session(self, session_id: str) -> Session:
        from simulator.sessions.session import DamagedSessionError
        from simulator.sessions.store import UnknownSessionError

        try:
            return self._store().open(session_id)
        except (UnknownSessionError, DamagedSessionError) as gone:
            raise LookupError(str(gone)) from gone

    def _called(self, persona_id: str) -> tuple[str, str]:
        """Return a caller's name and title; the id where the caller is no longer there."""
        loaded = self._loaded.get(persona_id)
        return (loaded.persona.name, loaded.persona.title) if loaded else (persona_id, "")


def _started_at(session_id: str) -> datetime:
    """Return when a session began by the name of its folder, which is all a damaged one still says."""
    return datetime.strptime(session_id[:15], "%Y%m%d-%H%M%S").astimezone()


class _Thinking:
    """The encoder and the assessor, shared by all calls and made when first needed."""

    @cached_property
    def _encoder(self) -> UseEncoder:
        from simulator.cli.composition import make_encoder

        return make_encoder()

    @cached_property
    def _assessor(self) -> Assessor:
        from simulator.cli.composition import make_assessor

        assessor = make_assessor(self._encoder)
        assessor.warm_up()
        return assessor

    def load(self) -> None:
        """Load both now; not from two threads at once."""
        _ = self._assessor

    def minds(self, persona: Persona) -> Minds:
        from simulator.cli.composition import make_minds

        return make_minds(persona, self._encoder, self._assessor)


class _AnsweredTyped:
    """A typed call that was answered."""

    def __init__(
        self,
        services: DeskServices,
        loaded: LoadedPersona,
        seed: int,
        observer: CallObserver,
        parent: str | None = None,
        branch_turn: int | None = None,
    ) -> None:
        from simulator.call.typed import TypedCall
        from simulator.cli.kept_call import KeptCall
        from simulator.sessions.session import CallMode, Keep

        self._loaded = loaded
        self._kept = KeptCall(
            loaded,
            services.directory(),
            CallMode.TYPED,
            seed,
            keep=Keep.TEXT,
            settings={} if branch_turn is None else {BRANCH_TURN: branch_turn},
            parent=parent,
        )
        minds = services.minds_of(loaded.persona)
        self._call: TypedCall = TypedCall(loaded.persona, minds, seed, observers=(self._kept.writer, observer))
        self._call.open()

    def say(self, text: str) -> None:
        self._call.say(text)

    def end_turn(self) -> None:
        """Do nothing: Enter ends a typed turn."""

    def mute(self, muted: bool) -> None:
        """Do nothing: there is no microphone."""

    def hold(self, held: bool) -> None:
        """Do nothing: nobody waits while somebody types."""

    def hang_up(self) -> None:
        self._call.hang_up()

    def finish(self) -> FinishedCall:
        self._call.hang_up()
        return _finished(self._loaded, self._kept, self._call)


class _AnsweredSpoken:
    """A spoken call that was answered."""

    def __init__(self, services: DeskServices, loaded: LoadedPersona, seed: int, observer: CallObserver) -> None:
        from simulator.cli.spoken_call import ReadyCall, open_headset

        self._loaded = loaded
        plan = services.plan(seed)
        with ExitStack() as devices:
            headset: Headset = devices.enter_context(open_headset(plan.microphone, plan.speaker))
            ready = ReadyCall(loaded, plan, services.speech_of(loaded.persona), headset)
            runner, kept = ready.answer(observer)
            self._devices = devices.pop_all()
        self._runner: CallRunner = runner
        self._kept: KeptCall = kept
        self._runner.start()

    def say(self, text: str) -> None:
        """Do nothing: this call is spoken."""

    def end_turn(self) -> None:
        self._runner.end_turn()

    def mute(self, muted: bool) -> None:
        self._runner.mute(muted)

    def hold(self, held: bool) -> None:
        self._runner.hold(held)

    def hang_up(self) -> None:
        self._runner.hang_up()

    def finish(self) -> FinishedCall:
        self._runner.close()
        self._devices.close()
        return _finished(self._loaded, self._kept, self._runner)


def _finished(loaded: LoadedPersona, kept: KeptCall, call: TypedCall | CallRunner) -> FinishedCall:
    scored = kept.finish(call.record())
    return FinishedCall(
        session_id=scored.session_id,
        persona_id=loaded.persona.id,
        caller_name=loaded.persona.name,
        title=loaded.persona.title,
        started_at=kept.writer.facts.started_at,
        record=scored.record,
        scorecard=scored.scorecard,
        folder=str(scored.folder),
        note=" ".join(scored.troubles),
        parent_id=kept.writer.facts.parent,
        branch_turn=kept.writer.facts.settings.get(BRANCH_TURN),
    )
