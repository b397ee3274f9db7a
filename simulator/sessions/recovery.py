"""What a session was when its `session.json` is gone or damaged: from its folder's name, its journal and its sound."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from simulator import directories
from simulator.call import events
from simulator.call.events import CallEvent
from simulator.language import Language
from simulator.sessions.journal import JournalContent
from simulator.sessions.recording import AUDIO_NAME, CALL_NAME
from simulator.sessions.session import CallMode, Keep, SessionFacts

SESSION_ID: Final = re.compile(r"^(\d{8}-\d{6})-([a-z0-9-]+)-[0-9a-f]{4}$")
"""Every session folder is called so: when, who rang, four digits."""

_DUTCH: Final = re.compile(r"\b(de|het|een|ik|je|u|niet|dat|van|voor|maar|aan|wat|hoe|nog|mijn|heb|heeft)\b")
_ENGLISH: Final = re.compile(r"\b(the|a|i|you|not|that|of|with|for|there|but|to|what|how|still|my|have|has|it)\b")
"""The commonest words of each language; which list counts more tells the language of a call."""

PersonaTexts = Callable[[str], str | None]
"""Gives the text of the caller with this id as it is today, or None."""


def persona_text_today(persona_id: str) -> str | None:
    """Return the text of a caller's file from the folders of callers, or None when there is none of this id."""
    for folder in (directories.own_personas_directory(), directories.shipped_personas_directory()):
        path = folder / f"{persona_id}.persona.yaml"
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return None


def recover_facts(
    folder: Path, journal: JournalContent, persona_text_of: PersonaTexts = persona_text_today
) -> SessionFacts:
    """Return what can be known of a session without its `session.json`.

    The name of the folder says when and who rang; the words say the language; times of hearing say whether it was
    spoken. Who practised and the seed are lost. The caller's file is taken as it is today.

    Args:
        folder: the session's; its name is a session's.
        journal: what happened.
        persona_text_of: where callers are looked up.

    Raises:
        ValueError: the folder is not called as a session is.
    """
    named = SESSION_ID.match(folder.name)
    if named is None:
        raise ValueError(f"{folder.name} is not the name of a session.")
    moment = _moment(named[1], folder)
    text = persona_text_of(named[2]) or ""
    has_sound = (folder / AUDIO_NAME).is_dir() or (folder / CALL_NAME).is_file()
    return SessionFacts(
        id=folder.name,
        started_at=moment,
        persona_id=named[2],
        persona_sha256=hashlib.sha256(text.encode()).hexdigest(),
        persona_text=text,
        language=_language(text, journal.events),
        mode=CallMode.SPOKEN if has_sound or _was_heard(journal.events) else CallMode.TYPED,
        seed=0,
        keep=Keep.EVERYTHING if has_sound else Keep.TEXT,
    )


def _moment(stamp: str, folder: Path) -> datetime:
    try:
        return datetime.strptime(stamp, "%Y%m%d-%H%M%S").astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(folder.stat().st_mtime).astimezone()


def _language(persona_text: str, happened: Iterable[CallEvent]) -> Language:
    said = re.search(r"^language:\s*[\"']?(nl|en)\b", persona_text, re.MULTILINE)
    if said:
        return Language(said[1])
    text = " ".join(
        event.turn.text.lower()
        for event in happened
        if isinstance(event, (events.TraineeTurnHeard, events.CallerReplied))
    )
    return Language.DUTCH if len(_DUTCH.findall(text)) > len(_ENGLISH.findall(text)) else Language.ENGLISH


def _was_heard(happened: Iterable[CallEvent]) -> bool:
    return any(isinstance(event, events.TraineeTurnHeard) and event.transcription_s > 0 for event in happened)
