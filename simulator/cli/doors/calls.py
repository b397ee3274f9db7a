"""The telephone: what a call needs is loaded behind the first screen, rings, and is answered."""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from simulator.cli.doors.answered import AnsweredSpoken, AnsweredTyped
from simulator.cli.doors.precedence import giving_way
from simulator.language import Language

if TYPE_CHECKING:
    from simulator.app.services import AppSettings, CallPlan, RunningCall, SpokenAhead
    from simulator.call.conversation import Minds
    from simulator.call.ports import CallObserver
    from simulator.call.speaking_ahead import SpeakingAhead
    from simulator.cli.doors.house import House
    from simulator.cli.prepared_lines import KeptLines, MissingLines
    from simulator.cli.spoken_call import LoadedVoice, Speech, SpokenCallPlan
    from simulator.personas.model import Persona
    from simulator.personas.reader import LoadedPersona
    from simulator.scoring.assessor import Assessor
    from simulator.scoring.use_encoder import UseEncoder
    from simulator.sessions.session import CallMode, Session

WITHOUT_EXEMPLARS: Final[dict[Language, str]] = {
    Language.DUTCH: (
        "De correcties van trainers tellen niet mee: {path} is weg of beschadigd. Kies een ander bestand "
        "bij de instellingen, of zet ze daar uit."
    ),
    Language.ENGLISH: (
        "Trainers' corrections do not count: {path} is gone or damaged. Choose another file in "
        "the settings, or switch them off there."
    ),
}
"""What is said in a call that is judged without the exemplars that were chosen."""

TOLD_EVERY_S: Final = 0.5
"""How often it is told how far speaking ahead is."""

SEEDS: Final = 10_000
"""Practice calls differ in their words from one to the next; the session keeps the seed, so each can be had again."""


class Telephone:
    """Implements `simulator.app.services.CallServices`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._minds: dict[str, Minds] = {}
        self._speech: dict[str, Speech] = {}
        self._speaks: LoadedVoice | None = None
        """The voice of who was last briefed; it is the call's when it rings."""
        self._thinking = _Thinking()
        self._exemplars_trouble = ""
        self._warming = threading.Lock()
        threading.Thread(target=self._preload, name="preload", daemon=True).start()

    def ring(self, stop: threading.Event, *, outbound: bool = False) -> None:
        """Sound the telephone until `stop` is set; silent where there is no speaker."""
        from audio.errors import AudioError
        from simulator.cli.spoken_call import Ring, open_headset

        settings = self._house.settings
        try:
            with open_headset(settings.microphone, settings.speaker) as headset:
                Ring(headset.speaker, outbound=outbound).until(stop)
        except AudioError:
            stop.wait()

    def warm_up(self, persona: Persona, mode: CallMode) -> None:
        """Load what a call with this caller needs.

        Raises:
            Exception: it cannot be made; `str()` is a sentence with the next step.
        """
        minds = self.minds(persona)
        from simulator.sessions.session import CallMode

        with self._warming:
            there = self._speech.get(persona.id)
            if mode is CallMode.SPOKEN and there is not None and there.ahead is not None:
                there.ahead.start()
            elif mode is CallMode.SPOKEN:
                from simulator.cli.spoken_call import load_speech

                loaded = self._loaded(persona.id)
                plan = self._spoken_plan(0)
                speaks = self._speaks if self._speaks is not None and self._speaks.persona == persona else None
                self._speech[persona.id] = giving_way(lambda: load_speech(loaded, plan, minds, speaks))

    def speak_ahead(self, persona: Persona, told: Callable[[SpokenAhead], None], stop: threading.Event) -> None:
        """Have a caller's lines spoken before it rings, until `stop` is set."""
        from simulator.cli.composition import name_caller_voice
        from simulator.cli.prepared_lines import KeptLines

        lines = KeptLines(persona, name_caller_voice(persona, self._house.models_dir))
        teller = _Teller(lines, told)
        if teller.tell() or stop.is_set():
            return
        with self._warming:
            if stop.is_set():
                return
            ahead = self._ahead(persona)
            # Begun under the lock: a call that is warmed up later begins later, and so it is the call's from then on.
            started = ahead.start(math.inf, teller.tell_now_and_then)
        stop.wait()
        ahead.stop(started)

    def _ahead(self, persona: Persona) -> SpeakingAhead:
        """Return who speaks a caller's lines ahead, with the voice loaded."""
        speech = self._speech.get(persona.id)
        if speech is not None and speech.ahead is not None:
            return speech.ahead
        if self._speaks is None or self._speaks.persona != persona:
            from simulator.cli.spoken_call import load_voice

            plan = self._spoken_plan(0)
            self._speaks = giving_way(lambda: load_voice(persona, plan))
        return self._speaks.ahead

    def minds(self, persona: Persona) -> Minds:
        """Return who listens and answers in calls with this caller; loads for seconds the first time."""
        with self._warming:
            minds = self._minds.get(persona.id)
            if minds is None:
                minds = self._minds[persona.id] = self._thinking.minds(persona)
            self._exemplars_trouble = self._thinking.judge_as_set(self._house.settings)
            return minds

    def _tell_exemplars(self, observer: CallObserver) -> None:
        """Say in the call where it is judged without the trainers' corrections that were chosen."""
        from simulator.call.events import TroubleArose

        if self._exemplars_trouble:
            settings = self._house.settings
            said = WITHOUT_EXEMPLARS[settings.language].format(path=settings.exemplars)
            observer.notice(TroubleArose(0.0, said, fatal=False))

    def start_call(self, plan: CallPlan, observer: CallObserver) -> RunningCall:
        """Pick up the phone."""
        from simulator.sessions.session import CallMode

        self.warm_up(plan.persona, plan.mode)
        self._tell_exemplars(observer)
        seed = secrets.randbelow(SEEDS)
        loaded = self._loaded(plan.persona.id)
        if plan.mode is CallMode.SPOKEN:
            spoken = replace(self._spoken_plan(seed), attempt=plan.attempt)
            return AnsweredSpoken(loaded, self._speech[plan.persona.id], spoken, observer, plan.note)
        return AnsweredTyped(
            loaded,
            self._minds[plan.persona.id],
            self._house.sessions(),
            seed,
            plan.attempt,
            self._house.settings.trainee or "",
            observer,
            plan.note,
        )

    def start_branch(self, session_id: str, turn: int, mode: CallMode, observer: CallObserver) -> RunningCall:
        """Hold a saved call again up to a turn, and go on from there, by voice or typed.

        What the recogniser had doubted is left out of the repeated turns, as it was left out of the scores; silences
        are repeated, interruptions are not.

        Raises:
            LookupError: the session or its caller is gone; `str()` is a sentence.
        """
        from simulator.sessions.session import Attempt, CallMode

        session = self._house.session(session_id)
        loaded = self._loaded(session.facts.persona_id)
        self.warm_up(loaded.persona, mode)
        self._tell_exemplars(observer)
        said = said_before(session, turn)
        if mode is CallMode.SPOKEN:
            plan = replace(self._spoken_plan(session.facts.seed), parent=session.id, branch_turn=turn)
            return AnsweredSpoken(loaded, self._speech[loaded.persona.id], plan, observer, said=said)
        branch = AnsweredTyped(
            loaded,
            self._minds[loaded.persona.id],
            self._house.sessions(),
            session.facts.seed,
            Attempt.PRACTICE,
            self._house.settings.trainee or "",
            observer,
            parent=session.id,
            branch_turn=turn,
        )
        for line in said:
            branch.say(line)
        return branch

    def _loaded(self, persona_id: str) -> LoadedPersona:
        loaded = self._house.loaded.get(persona_id)
        if loaded is None:
            raise LookupError(f"The caller {persona_id} is no longer there, so the call cannot be held.")
        return loaded

    def _spoken_plan(self, seed: int) -> SpokenCallPlan:
        from simulator.cli.spoken_call import SpokenCallPlan
        from simulator.sessions.session import Keep

        settings = self._house.settings
        return SpokenCallPlan(
            self._house.sessions(),
            self._house.models_dir,
            microphone=settings.microphone,
            speaker=settings.speaker,
            trainee=settings.trainee or "",
            text_only=settings.keep is not Keep.EVERYTHING,
            seed=seed,
        )

    def _preload(self) -> None:
        self._house.callers_read.wait()
        with self._warming:
            self._thinking.load()


def said_before(session: Session, turn: int) -> list[str]:
    """Return what the trainee said before a turn, a line each; a silence the caller answered is a line of its own."""
    from simulator.call.events import SilenceNoticed, TraineeTurnHeard
    from simulator.dialogue.rehearsing import SILENCE_MARK

    said = []
    for event in session.journal.events:
        match event:
            case TraineeTurnHeard(turn=heard):
                if heard.number >= turn:
                    break
                said.append(heard.assessment.text if heard.assessment else heard.text)
            case SilenceNoticed():
                said.append(SILENCE_MARK)
            case _:
                pass
    return said


class _Teller:
    """Tells how far speaking ahead is, not oftener than a person reads."""

    def __init__(self, lines: KeptLines, told: Callable[[SpokenAhead], None]) -> None:
        self._lines = lines
        self._told = told
        self._next_s = 0.0

    def tell(self) -> bool:
        """Tell now; return whether all is spoken."""
        return self._tell(self._lines.missing())

    def _tell(self, missing: MissingLines) -> bool:
        from simulator.app.services import SpokenAhead

        spoken = missing.all - len(missing.sentences)
        ahead = SpokenAhead(spoken, missing.all, missing.keeps_waiting, missing.left_s)
        self._told(ahead)
        return ahead.is_done

    def tell_now_and_then(self) -> None:
        """Tell, unless it was told just now and is not done."""
        now_s, missing = time.monotonic(), self._lines.missing()
        if now_s >= self._next_s or not missing.sentences:
            self._next_s = now_s + TOLD_EVERY_S
            self._tell(missing)


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

    def judge_as_set(self, settings: AppSettings) -> str:
        """Judge from now on by the exemplars that are set, or by none; return what is wrong with them, or nothing."""
        from simulator.cli.exemplars import exemplars_set
        from simulator.scoring.judging import TrainersJudgement

        exemplars, trouble = exemplars_set(settings)
        judging = self._assessor.exemplars
        if exemplars is None:
            self._assessor.exemplars = None
        elif judging is None or judging.exemplars != exemplars:
            judging = TrainersJudgement(exemplars, self._encoder)
            judging.warm_up()
            self._assessor.exemplars = judging
        return trouble

    def load(self) -> None:
        """Load both now; not from two threads at once."""
        _ = self._assessor

    def minds(self, persona: Persona) -> Minds:
        from simulator.cli.composition import make_minds

        return make_minds(persona, self._encoder, self._assessor)
