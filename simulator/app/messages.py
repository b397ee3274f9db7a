"""What the app's parts tell each other: facts in the past tense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from simulator.app.services import CallPlan, FinishedCall
    from simulator.call.events import CallEvent
    from simulator.personas.model import Persona
    from simulator.sessions.session import CallMode


class CallEventArrived(Message):
    """Something happened in the call."""

    def __init__(self, event: CallEvent) -> None:
        super().__init__()
        self.event = event


class MicrophoneLevelArrived(Message):
    """The microphone was measured; an older measurement still waiting is of no use any more."""

    def __init__(self, level_dbfs: float) -> None:
        super().__init__()
        self.level_dbfs = level_dbfs

    def can_replace(self, message: Message) -> bool:
        """Say that a newer measurement takes the place of an older one."""
        return isinstance(message, MicrophoneLevelArrived)


class CallerChosen(Message):
    """A caller was picked from the list."""

    def __init__(self, persona: Persona) -> None:
        super().__init__()
        self.persona = persona


class CallRequested(Message):
    """The trainee is ready for the phone to ring."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__()
        self.plan = plan


class PhonePickedUp(Message):
    """The trainee answered."""


class CallDeclined(Message):
    """The trainee let it ring and went back."""


class CallerReady(Message):
    """Everything the call needs is loaded."""


class CallTroubled(Message):
    """The call could not be made or could not go on."""

    def __init__(self, sentence: str, plan: CallPlan, cause: Exception | None = None) -> None:
        super().__init__()
        self.sentence = sentence
        self.cause = cause
        self.plan = plan


class CallFinished(Message):
    """The call is over, scored and saved."""

    def __init__(self, finished: FinishedCall) -> None:
        super().__init__()
        self.finished = finished


class BranchRequested(Message):
    """The trainee wants to say something else from a turn on."""

    def __init__(self, finished: FinishedCall, turn: int, mode: CallMode) -> None:
        super().__init__()
        self.finished = finished
        self.turn = turn
        self.mode = mode


class SessionChosen(Message):
    """An earlier call was picked from the list."""

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id
