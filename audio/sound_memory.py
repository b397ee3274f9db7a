"""What sound checks found, remembered by the names of the devices: a headset is checked once, not before every call."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from audio.sound_check import SoundCheck, SoundFinding


@dataclass(frozen=True, slots=True)
class RememberedCheck:
    """What a call needs to know of the last check of a pair of devices."""

    checked_at: datetime
    """With its time zone."""
    half_duplex: bool
    """Whether a call must not listen while the caller speaks."""
    findings: tuple[SoundFinding, ...] = ()
    delay_ms: float | None = None
    """Of the echo; None where none was heard."""
    attenuation_db: float | None = None
    """Of the echo; None where none was heard."""


class SoundMemory:
    """The checks that were made, in one small file; what cannot be read counts as never checked.

    Args:
        path: the file; made when something is first kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, microphone: str, speaker: str) -> RememberedCheck | None:
        """Return the last check of these devices; None when there was none."""
        row = self._rows().get(_key(microphone, speaker))
        try:
            return None if row is None else _remembered(row)
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, check: SoundCheck, checked_at: datetime) -> None:
        """Remember a check in place of the last one of the same devices.

        Raises:
            OSError: the disk does not allow it.
        """
        echo = check.echo
        rows = self._rows()
        rows[_key(check.microphone, check.speaker)] = {
            "checked_at": checked_at.isoformat(timespec="seconds"),
            "half_duplex": check.half_duplex,
            "findings": [finding.value for finding in check.findings],
            "delay_ms": None if echo is None else echo.delay_ms,
            "attenuation_db": None if echo is None else echo.attenuation_db,
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            unfinished.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
            unfinished.replace(self._path)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()

    def _rows(self) -> dict[str, Any]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}


def _key(microphone: str, speaker: str) -> str:
    return f"{microphone} | {speaker}"


def _remembered(row: Any) -> RememberedCheck:  # noqa: ANN401
    checked_at = datetime.fromisoformat(row["checked_at"])
    known = set(SoundFinding)
    return RememberedCheck(
        checked_at.astimezone() if checked_at.tzinfo is None else checked_at,
        row["half_duplex"] is True,
        tuple(SoundFinding(finding) for finding in row["findings"] if finding in known),
        None if row["delay_ms"] is None else float(row["delay_ms"]),
        None if row["attenuation_db"] is None else float(row["attenuation_db"]),
    )
