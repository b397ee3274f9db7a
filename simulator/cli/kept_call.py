"""The session of one call, from before it is answered until it is scored: what the command line and the app share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.call.ports import KeepingError
from simulator.cli.composition import load_rubric_of, versions
from simulator.sessions.session import Attempt, CallMode, Keep
from simulator.sessions.store import SessionStore, SessionWriter

if TYPE_CHECKING:
    from simulator.personas.reader import LoadedPersona
    from simulator.scoring.record import CallRecord
    from simulator.scoring.scorecard import Scorecard

RUBRIC: Final = "rubric"
"""In a session's settings: the rubric the call was scored by, a name or a file."""
BRANCH_TURN: Final = "branch_turn"
"""In a session's settings: the number of the turn that was said anew."""


@dataclass(frozen=True, slots=True)
class ScoredCall:
    """A call that is over, scored and kept."""

    record: CallRecord
    scorecard: Scorecard
    session_id: str
    folder: Path
    troubles: tuple[str, ...] = ()
    """What could not be kept, as sentences."""


class KeptCall:
    """The session of one call.

    Args:
        loaded: who rings.
        directory: where sessions are kept.
        mode: how the trainee speaks.
        seed: of the caller's choices.
        trainee: who practises; may be empty.
        keep: what is kept.
        parts: versions of what the call is held with: recogniser, voice.
        settings: how the call is held; anything JSON can hold.
        parent: the session this one branches off from.
        attempt: practice or test.
        branch_turn: the number of the turn that is said anew; None for a call of its own.

    Raises:
        KeepingError: the session cannot be kept there; said before the call instead of after it.
        ProblemsError: the caller's rubric is absent or has faults.
    """

    def __init__(
        self,
        loaded: LoadedPersona,
        directory: Path,
        mode: CallMode,
        seed: int,
        trainee: str = "",
        keep: Keep = Keep.EVERYTHING,
        parts: dict[str, str] | None = None,
        settings: dict[str, Any] | None = None,
        parent: str | None = None,
        attempt: Attempt = Attempt.PRACTICE,
        branch_turn: int | None = None,
    ) -> None:
        self._persona = loaded.persona
        self._mode = mode
        self._rubric = load_rubric_of(loaded.persona)
        self.writer: SessionWriter = SessionStore(directory).create(
            persona_id=loaded.persona.id,
            persona_text=loaded.path.read_text(encoding="utf-8"),
            language=loaded.persona.language,
            mode=mode,
            seed=seed,
            trainee=trainee,
            keep=keep,
            versions=versions(**(parts or {})),
            settings=(settings or {})
            | {RUBRIC: loaded.persona.rubric}
            | ({} if branch_turn is None else {BRANCH_TURN: branch_turn}),
            parent=parent,
            attempt=attempt,
        )

    def finish(self, record: CallRecord) -> ScoredCall:
        """Score the call and close the session; what cannot be kept costs only itself."""
        from simulator.scoring.scoring import score_call

        troubles: tuple[str, ...] = ()
        record = replace(record, timed=self._mode is not CallMode.TYPED)
        scorecard = score_call(record, self._persona, self._rubric)
        try:
            self.writer.finish(scorecard)
        except KeepingError as trouble:
            troubles = (str(trouble),)
        return ScoredCall(record, scorecard, self.writer.id, self.writer.folder, troubles)
