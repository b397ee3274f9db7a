"""Where things live on this computer: the one module that knows directories.

Each has an environment variable that overrides the platform's own place, for tests, training rooms and people
who keep such things elsewhere. What was chosen in the app's settings stands between the two.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

MODELS_VARIABLE: Final = "CALLSIM_MODELS"
SESSIONS_VARIABLE: Final = "CALLSIM_SESSIONS"
PERSONAS_VARIABLE: Final = "CALLSIM_PERSONAS"

_PLATFORM: Final = PlatformDirs("callsim", appauthor=False)

_CHOSEN: Final[dict[str, Path]] = {}
"""Folders that were chosen in the settings, by the variable that goes before each."""


def choose(variable: str, folder: str) -> None:
    """Let a folder take the platform's place from now on, in this program.

    Args:
        variable: which one, by the name of the variable that overrides it.
        folder: empty for the platform's own.
    """
    _CHOSEN.pop(variable, None)
    if folder:
        _CHOSEN[variable] = Path(folder).expanduser()


def overriding(variable: str) -> bool:
    """Tell whether a variable is set, and goes before what was chosen."""
    return bool(_value(variable))


def models_directory() -> Path:
    """Return where model files live: CALLSIM_MODELS, else the platform's data directory."""
    return _overridden(MODELS_VARIABLE, _PLATFORM.user_data_path / "models")


def sessions_directory() -> Path:
    """Return where sessions are kept: CALLSIM_SESSIONS, else what was chosen, else the platform's directory."""
    return _overridden(SESSIONS_VARIABLE, _PLATFORM.user_data_path / "sessions")


def own_personas_directory() -> Path:
    """Return where this computer's own callers live: CALLSIM_PERSONAS, what was chosen, or the platform's."""
    return _overridden(PERSONAS_VARIABLE, _PLATFORM.user_data_path / "personas")


def shipped_personas_directory() -> Path:
    """Return where the callers that come with the program live, in a source tree and in an installed one."""
    in_source_tree = Path(__file__).resolve().parent.parent / "personas"
    if in_source_tree.is_dir():
        return in_source_tree
    return Path(__file__).resolve().parent / "shipped" / "personas"


def rubrics_directory() -> Path:
    """Return where the rubrics that come with the program live."""
    return shipped_personas_directory() / "rubrics"


def cache_directory() -> Path:
    """Return where things live that can be made again: spoken lines, sentence vectors."""
    return _PLATFORM.user_cache_path


def settings_path() -> Path:
    """Return the file that holds the user's settings."""
    return _PLATFORM.user_config_path / "settings.yaml"


def _overridden(variable: str, default: Path) -> Path:
    value = _value(variable)
    return Path(value).expanduser() if value else _CHOSEN.get(variable, default)


def _value(variable: str) -> str:
    return os.environ.get(variable, "").strip()
