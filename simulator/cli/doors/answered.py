"""Calls that were answered: a typed one and a spoken one behind the same verbs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from simulator.app.services import FinishedCall
from simulator.cli.doors.past_calls import notes_of

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.call.begun import BegunCall
    from simulator.call.conversation import Minds
    from simulator.call.events import CallEvent
    from simulator.call.ports import CallObserver
    from simulator.call.runner import CallRunner
    from simulator.call.typed import TypedCall
    from simulator.cli.kept_call import KeptCall
    from simulator.cli.spoken_call import Headset, Speech, SpokenCallPlan
    from simulator.personas.model import Persona
    from simulator.personas.reader import LoadedPersona
    from simulator.sessions.session import Attempt


class NoteBook:
    """What the trainee writes down in a call; an observer of it."""

    def __init__(self) -> None:
        self.taken: list[CallEvent] = []

    def notice(self, event: CallEvent) -> None:
        """Keep a note."""
        from simulator.call.events import NoteTaken

        if isinstance(event, NoteTaken):
            self.taken.append(event)


class AnsweredTyped:
    """A typed call that was answered.

    Args:
        loaded: who rings.
        minds: of the caller.
        directory: where sessions are kept.
        seed: of the caller's choices.
        attempt: practice or test.
        trainee: who practises; may be empty.
        observer: is told what happens.
        note: what the trainee wrote down before; may be empty.
        parent: the session this one branches off from.
        branch_turn: the number of the turn that is said anew.
    """

    def __init__(
        self,
        loaded: LoadedPersona,
        minds: Minds,
        directory: Path,
        seed: int,
        attempt: Attempt,
        trainee: str,
        observer: CallObserver,
        note: str = "",
        parent: str | None = None,
        branch_turn: int | None = None,
    ) -> None:
        from simulator.call.typed import TypedCall
        from simulator.cli.kept_call import KeptCall
        from simulator.sessions.session import CallMode, Keep

        self._loaded = loaded
        self._notes = NoteBook()
        self._kept = KeptCall(
            loaded,
            directory,
            CallMode.TYPED,
            seed,
            trainee=trainee,
            keep=Keep.TEXT,
            parent=parent,
            attempt=attempt,
            branch_turn=branch_turn,
        )
        self._call: TypedCall = TypedCall(
            loaded.persona, minds, seed, observers=(self._kept.writer, self._notes, observer)
        )
        _write_down(note, self._kept.writer, self._notes)
        self._call.open()

    def say(self, text: str) -> None:
        """Say a typed turn."""
        self._call.say(text)

    def end_turn(self) -> None:
        """Do nothing: Enter ends a typed turn."""

    def mute(self, muted: bool) -> None:
        """Do nothing: there is no microphone."""

    def hold(self, held: bool) -> None:
        """Do nothing: nobody waits while somebody types."""

    def pause(self, paused: bool) -> None:
        """Do nothing: a typed call stands still between its lines anyway."""

    def say_again(self) -> None:
        """Do nothing: the caller's lines stand on the screen."""

    def transfer(self) -> None:
        """Put the caller through."""
        self._call.transfer()

    def note(self, text: str) -> None:
        """Write something down."""
        self._call.note(text)

    def hang_up(self) -> None:
        """Put the phone down."""
        self._call.hang_up()

    def finish(self) -> FinishedCall:
        """Wait for the end, score and save."""
        self._call.hang_up()
        return _finished(self._loaded, self._kept, self._call, self._notes)


class AnsweredSpoken:
    """A spoken call that was answered.

    Args:
        loaded: who rings.
        speech: hears and speaks.
        plan: how the call is held.
        observer: is told what happens.
        note: what the trainee wrote down before; may be empty.
        said: what was said in the call it branches off from, up to the turn that is said anew; None for a new call.
    """

    def __init__(
        self,
        loaded: LoadedPersona,
        speech: Speech,
        plan: SpokenCallPlan,
        observer: CallObserver,
        note: str = "",
        said: Sequence[str] | None = None,
    ) -> None:
        from simulator.cli.spoken_call import ReadyCall, open_headset

        self._loaded = loaded
        self._notes = NoteBook()
        with ExitStack() as devices:
            headset: Headset = devices.enter_context(open_headset(plan.microphone, plan.speaker))
            begin = None if said is None else partial(_repeated, loaded.persona, speech.minds, plan.seed, said)
            runner, kept = ReadyCall(loaded, plan, speech, headset).answer(self._notes, observer, begin=begin)
            self._devices = devices.pop_all()
        self._runner: CallRunner = runner
        self._kept: KeptCall = kept
        _write_down(note, kept.writer, self._notes)
        self._runner.start()

    def say(self, text: str) -> None:
        """Do nothing: this call is spoken."""

    def end_turn(self) -> None:
        """End the spoken turn."""
        self._runner.end_turn()

    def mute(self, muted: bool) -> None:
        """Switch the microphone."""
        self._runner.mute(muted)

    def hold(self, held: bool) -> None:
        """Put on hold or take off."""
        self._runner.hold(held)

    def pause(self, paused: bool) -> None:
        """Let the call stand still, or go on."""
        if paused:
            self._runner.pause()
        else:
            self._runner.resume()

    def say_again(self) -> None:
        """Have the last line once more."""
        self._runner.say_again()

    def transfer(self) -> None:
        """Put the caller through."""
        self._runner.transfer()

    def note(self, text: str) -> None:
        """Write something down."""
        self._runner.note(text)

    def hang_up(self) -> None:
        """Put the phone down."""
        self._runner.hang_up()

    def finish(self) -> FinishedCall:
        """Wait for the end, score and save."""
        self._runner.close()
        self._devices.close()
        return _finished(self._loaded, self._kept, self._runner, self._notes)


def _repeated(
    persona: Persona, minds: Minds, seed: int, said: Sequence[str], observers: Sequence[CallObserver]
) -> BegunCall:
    """Hold a call again without sound, and return it as it stands then."""
    from simulator.call.typed import TypedCall

    call = TypedCall(persona, minds, seed, observers)
    call.open()
    for line in said:
        call.say(line)
    return call.begun()


def _write_down(note: str, *observers: CallObserver) -> None:
    """Put what was written before the call at its beginning."""
    from simulator.call.events import NoteTaken

    if note:
        for observer in observers:
            observer.notice(NoteTaken(0.0, note))


def _finished(loaded: LoadedPersona, kept: KeptCall, call: TypedCall | CallRunner, notes: NoteBook) -> FinishedCall:
    from simulator.cli.kept_call import BRANCH_TURN
    from simulator.sessions.recording import AUDIO_NAME, turn_name

    scored = kept.finish(call.record())
    facts = kept.writer.facts
    return FinishedCall(
        session_id=scored.session_id,
        persona_id=loaded.persona.id,
        caller_name=loaded.persona.name,
        title=loaded.persona.title,
        started_at=facts.started_at,
        record=scored.record,
        scorecard=scored.scorecard,
        mode=facts.mode,
        attempt=facts.attempt,
        folder=str(scored.folder),
        note=" ".join(scored.troubles),
        parent_id=facts.parent,
        branch_turn=facts.settings.get(BRANCH_TURN),
        notes=notes_of(notes.taken),
        heard_turns=frozenset(
            turn.number
            for turn in scored.record.turns
            if (scored.folder / AUDIO_NAME / turn_name(turn.number, turn.side)).is_file()
        ),
    )
