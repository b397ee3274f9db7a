"""What a person chose: language, colours, devices, their name and what may be kept of their calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from simulator.language import Language

if TYPE_CHECKING:
    from simulator.sessions.session import Keep


class ThemeChoice(StrEnum):
    """The colours of the screens; the values are the names of the registered themes."""

    DARK = "callsim-dark"
    LIGHT = "callsim-light"
    CONTRAST = "callsim-contrast"


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What a person chose for the screens."""

    language: Language = Language.DUTCH
    """The language of the interface; callers speak their own."""
    theme: ThemeChoice = ThemeChoice.DARK
    microphone: str | None = None
    """The device's name; None is the system's choice."""
    speaker: str | None = None
    """The device's name; None is the system's choice."""
    trainee: str | None = None
    """Who practises; empty for somebody who stays private, None before anybody was asked."""
    trainer: str = ""
    """Who reviews calls here; empty before anybody did."""
    kept_days: int | None = None
    """How many days calls are kept on this computer; None keeps them."""
    sessions: str = ""
    """The folder of calls that was chosen; empty for the place that computers of this kind have for it."""
    callers: str = ""
    """The folder of one's own callers that was chosen; empty as above."""
    exemplars: str = ""
    """The file with trainers' corrections that was chosen; empty before one was."""
    uses_exemplars: bool = False
    """Whether turns are judged as those trainers judged sentences like them."""
    consents: Mapping[str, str] = field(default_factory=dict)
    """What each person agreed to have kept, a Keep value by name; nobody is recorded who did not agree."""

    @property
    def keep(self) -> Keep:
        """What is kept of this person's calls."""
        from simulator.sessions.session import Keep

        agreed = self.consents.get(self.trainee or "")
        return Keep(agreed) if agreed in set(Keep) else Keep.TEXT

    def named(self, trainee: str, keep: Keep | str | None = None) -> AppSettings:
        """Return these settings for another person.

        Args:
            trainee: the name; empty for somebody who stays private.
            keep: what this person agrees to, or its value; what was agreed before where None.
        """
        consents = self.consents if keep is None else {**self.consents, trainee: str(keep)}
        return replace(self, trainee=trainee, consents=consents)


class Preferences(Protocol):
    """Where a person's choices are kept."""

    def settings(self) -> AppSettings:
        """Return what was chosen before, or the defaults; read once at the start."""
        ...

    def keep_settings(self, settings: AppSettings) -> None:
        """Keep the choice for next time; blocks on the disk; a failure raises an OSError."""
        ...
