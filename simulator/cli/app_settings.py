"""The screens' settings on disk: a small YAML file that a person may edit, and whose faults cost only themselves."""

from __future__ import annotations

from dataclasses import asdict
from enum import Enum
from pathlib import Path

import yaml

from simulator import directories
from simulator.app.services import AppSettings, ThemeChoice
from simulator.language import Language
from simulator.sessions.files import write_atomically


def read_settings(path: Path) -> AppSettings:
    """Return the kept settings; what is absent or makes no sense is the default."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return AppSettings()
    kept = content if isinstance(content, dict) else {}
    default = AppSettings()
    return AppSettings(
        language=Language(kept["language"]) if kept.get("language") in set(Language) else default.language,
        theme=ThemeChoice(kept["theme"]) if kept.get("theme") in set(ThemeChoice) else default.theme,
        microphone=_text(kept.get("microphone")),
        speaker=_text(kept.get("speaker")),
        trainee=trainee if isinstance(trainee := kept.get("trainee"), str) else None,
        trainer=_text(kept.get("trainer")) or "",
        kept_days=_days(kept.get("kept_days")),
        sessions=_text(kept.get("sessions")) or "",
        callers=_text(kept.get("callers")) or "",
        exemplars=_text(kept.get("exemplars")) or "",
        uses_exemplars=kept.get("uses_exemplars") is True,
        consents=_consents(kept.get("consents")),
    )


def write_settings(path: Path, settings: AppSettings) -> None:
    """Keep the settings; raises OSError when the disk does not allow it."""
    plain = {key: value.value if isinstance(value, Enum) else value for key, value in asdict(settings).items()}
    plain["consents"] = dict(settings.consents)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, yaml.safe_dump(plain, allow_unicode=True, sort_keys=False).encode("utf-8"))


def choose_folders(settings: AppSettings) -> None:
    """Let the folders that were chosen hold from now on, where no option and no variable says otherwise."""
    directories.choose(directories.SESSIONS_VARIABLE, settings.sessions)
    directories.choose(directories.PERSONAS_VARIABLE, settings.callers)


def _consents(value: object) -> dict[str, str]:
    kept = value if isinstance(value, dict) else {}
    return {name: keep for name, keep in kept.items() if isinstance(name, str) and isinstance(keep, str)}


def _days(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
