"""Recordings of handed-in calls in a folder or an object store that several computers share, through fsspec."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from simulator.sessions.archive.port import ArchiveError, ArchiveUnreachableError, SoundReference
from simulator.sessions.files import make_folder, write_atomically
from simulator.sessions.recording import AUDIO_NAME, CALL_NAME

_SOUND: Final = re.compile(rf"^({re.escape(CALL_NAME)}|{AUDIO_NAME}/\d+-(trainee|caller)\.flac)$")
_PLACE: Final = re.compile(r"^[0-9a-z-]+/[0-9a-f]{32}/[a-z0-9-]+\.flac$")

SECRET_BYTES: Final = 16
"""Of the folder a session's recordings lie in: whoever may not ask the database cannot guess where they are."""


class SoundStore:
    """Recordings under one address.

    What lies there is as private as the place itself: the database guards the addresses, not the bytes.

    Args:
        url: as fsspec has it: a folder, 'file:///srv/sounds', 's3://bucket/sounds', 'memory://'.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def upload(self, folder: Path) -> tuple[SoundReference, ...]:
        """Copy a session's recordings there; return where they are. Those without sound give nothing.

        Raises:
            ArchiveUnreachableError: the store of sounds is away or full.
        """
        paths = [folder / CALL_NAME, *sorted((folder / AUDIO_NAME).glob("*.flac"))]
        paths = [path for path in paths if path.is_file() and _SOUND.match(path.relative_to(folder).as_posix())]
        under = f"{folder.name}/{secrets.token_hex(SECRET_BYTES)}"
        return tuple(self._uploaded(path, path.relative_to(folder).as_posix(), under) for path in paths)

    def download(self, sounds: Sequence[SoundReference], folder: Path) -> None:
        """Copy recordings into a session's folder; each is checked against its reference.

        Raises:
            ArchiveError: a reference leads elsewhere, or the bytes are others than were sent.
            ArchiveUnreachableError: the store of sounds is away.
        """
        for sound in sounds:
            if not (_SOUND.match(sound.name) and _PLACE.match(sound.place)):
                raise ArchiveError(f"The store names a recording '{sound.name}' at '{sound.place}', which is none.")
            content = self._read(sound.place)
            if hashlib.sha256(content).hexdigest() != sound.sha256:
                raise ArchiveError(f"The recording {sound.place} is not the one that was sent. Ask for it anew.")
            make_folder((folder / sound.name).parent)
            write_atomically(folder / sound.name, content)

    def delete(self, places: Sequence[str]) -> None:
        """Delete recordings; those already gone are no trouble, and what is no place of a recording is left alone.

        Args:
            places: as in `SoundReference.place`.

        Raises:
            ArchiveUnreachableError: the store of sounds is away.
        """
        files, root = self._files()
        for place in places:
            if _PLACE.match(place):
                try:
                    files.rm_file(f"{root}/{place}")
                except FileNotFoundError:
                    continue
                except OSError as error:
                    raise self._away(error) from error

    def _uploaded(self, path: Path, name: str, under: str) -> SoundReference:
        content = path.read_bytes()
        place = f"{under}/{path.name}"
        files, root = self._files()
        try:
            files.makedirs(f"{root}/{under}", exist_ok=True)
            files.pipe_file(f"{root}/{place}", content)
        except OSError as error:
            raise self._away(error) from error
        return SoundReference(name, place, hashlib.sha256(content).hexdigest(), len(content))

    def _read(self, place: str) -> bytes:
        files, root = self._files()
        try:
            content: bytes = files.cat_file(f"{root}/{place}")
        except OSError as error:
            raise self._away(error) from error
        return content

    def _files(self) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        try:
            files, root = url_to_fs(self._url)
        except (ValueError, ImportError, OSError) as error:
            raise ArchiveError(
                f"The store of sounds {_without_secrets(self._url)} cannot be used: {error}. Give a folder, or an "
                "address such as s3://bucket/folder with its fsspec package installed."
            ) from error
        return files, str(root).rstrip("/")

    def _away(self, error: OSError) -> ArchiveUnreachableError:
        return ArchiveUnreachableError(
            f"The store of sounds {_without_secrets(self._url)} cannot be reached: "
            f"{(error.strerror or str(error)).lower()}. The recordings stay on this computer and are sent later."
        )


def _without_secrets(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url).split("?")[0]
