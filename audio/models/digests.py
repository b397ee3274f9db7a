"""Digests of model files: the published ones, the hub's own, and those pinned on first use."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from audio.catalogue import FileSpec

RECORD_NAME: Final = "digests.json"
"""Lies in a model's folder; says which bytes were found there and when, so that unchanged files are hashed once."""

BLOCK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Digests:
    """What was computed over a file's bytes."""

    sha256: str
    md5: str
    git_blob: str
    """SHA-1 over 'blob <length>\\0' and the bytes: the name git gives to a file's content."""
    bytes: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file as it was when it was last hashed."""

    sha256: str
    bytes: int
    mtime_ns: int


def digests_of(path: Path) -> Digests:
    """Hash a file in one pass.

    Raises:
        OSError: the file cannot be read.
    """
    length = path.stat().st_size
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    git_blob = hashlib.sha1(f"blob {length}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            sha256.update(block)
            md5.update(block)
            git_blob.update(block)
    return Digests(sha256.hexdigest(), md5.hexdigest(), git_blob.hexdigest(), length)


def fault_of(spec: FileSpec, found: Digests, *, hub_digest: str | None = None, pinned: str | None = None) -> str | None:
    """Say what is wrong with a file's bytes, or None.

    Args:
        spec: what the catalogue expects.
        found: what was computed.
        hub_digest: the hub's own digest (SHA-256 or git blob id), where the file has just come from there.
        pinned: the SHA-256 recorded when the file was first used; looked at only where nothing was published.
    """
    if spec.bytes is not None and found.bytes != spec.bytes:
        return f"{spec.name} has {found.bytes} bytes instead of {spec.bytes}"
    if spec.sha256 is not None and found.sha256 != spec.sha256:
        return f"{spec.name} has the wrong SHA-256 ({found.sha256[:12]}… instead of {spec.sha256[:12]}…)"
    if spec.md5 is not None and found.md5 != spec.md5:
        return f"{spec.name} has the wrong MD5 ({found.md5[:12]}… instead of {spec.md5[:12]}…)"
    if hub_digest is not None and hub_digest not in (found.sha256, found.git_blob):
        return f"{spec.name} differs from the hub's own digest {hub_digest[:12]}…"
    if spec.pinned_on_first_use and pinned is not None and found.sha256 != pinned:
        return f"{spec.name} has changed since it was first used (SHA-256 {found.sha256[:12]}…, was {pinned[:12]}…)"
    return None


def read_record(folder: Path) -> dict[str, Recorded]:
    """Return what is recorded about the files of a folder; a missing or damaged record is an empty one."""
    try:
        rows = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))["files"]
        return {str(name): Recorded(str(r["sha256"]), int(r["bytes"]), int(r["mtime_ns"])) for name, r in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_record(folder: Path, record: dict[str, Recorded]) -> None:
    """Write the record atomically; a folder that cannot be written to goes without one."""
    text = json.dumps({"files": {name: asdict(row) for name, row in sorted(record.items())}}, indent=1)
    temporary = folder / f".{RECORD_NAME}.tmp"
    with suppress(OSError):
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(folder / RECORD_NAME)
