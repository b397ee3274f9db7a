"""The folder of installed models.

A model is installed when all its files lie in `<directory>/<id>/` with the right bytes. A download gets a file's final
name only after its digest was found right, so whatever ends a download half-way leaves nothing that looks finished.
"""

from __future__ import annotations

import difflib
import errno
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from audio.catalogue import FileSpec, ModelSpec, PackageRoad, catalogue
from audio.errors import DownloadError, ModelError, ModelMissingError
from audio.models.digests import Recorded, digests_of, fault_of, read_record, write_record
from audio.models.roads import Access, RoadClosedError, describe, walk

INCOMING: Final = ".incoming"
"""Folder in the models directory for downloads under way and the locks that keep two installers apart."""

WAIT_S: Final = 0.5
"""How often a waiting installer looks whether the other one has finished."""

SPARE_BYTES: Final = 20_000_000
"""Room left on the disk beside a download, so that installing a model does not fill it to the last byte."""


class ModelState(StrEnum):
    """What is in a model's folder."""

    MISSING = "missing"
    PRESENT = "present"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What was found in a model's folder."""

    model: ModelSpec
    state: ModelState
    folder: Path
    faults: tuple[str, ...] = ()
    """What is wrong, file by file; empty unless the state is DAMAGED."""


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far an installation is."""

    model: str
    file: str
    """What is being fetched: a file, or the data package it lies in."""
    done_bytes: int
    """Bytes of it that have arrived, measured on the disk."""
    total_bytes: int | None
    """Its length; None where that is unknown beforehand."""
    road: str
    """Where it comes from, in words."""


Progress = Callable[[DownloadProgress], None]
"""Called a few times a second on the installing thread; what it raises stops the installation cleanly."""


class ModelStore:
    """Finds, verifies and installs models in one directory.

    Args:
        directory: where model folders lie; made when something is first installed.
        models: the models known; the whole catalogue unless given.
        access: how the outside is reached.
    """

    def __init__(self, directory: Path, models: Sequence[ModelSpec] | None = None, access: Access = Access()) -> None:
        self.directory = directory
        self.models = tuple(models) if models is not None else catalogue()
        self._access = access

    def find(self, model_id: str) -> ModelSpec:
        """Return the catalogue's row.

        Raises:
            ModelError: no model has this id; the message names near ones.
        """
        for model in self.models:
            if model.id == model_id:
                return model
        ids = [model.id for model in self.models]
        near = difflib.get_close_matches(model_id, ids, n=1, cutoff=0.5)
        guess = f"Did you mean '{near[0]}'? " if near else ""
        raise ModelError(f"There is no model '{model_id}'. {guess}Known: {', '.join(ids)}.")

    def installed(self) -> frozenset[str]:
        """Return the ids of models whose files are all there with the right length; digests are left for `folder`."""
        return frozenset(
            model.id for model in self.models if not self._absent_or_short(model, self.directory / model.id)
        )

    def folder(self, model_id: str) -> Path:
        """Return the folder of an installed model, its digests verified if its files changed since last time.

        Raises:
            ModelMissingError: it is not installed.
            ModelError: it is unknown, or a file is absent, cut short or has the wrong digest.
        """
        model = self.find(model_id)
        folder = self.directory / model.id
        if not any((folder / spec.name).exists() for spec in model.files):
            raise ModelMissingError(
                f"The model {model.id} is not installed in {self.directory}. Run `callsim models install {model.id}`."
            )
        faults = self._absent_or_short(model, folder) or self._wrong_digests(model, folder, trust_record=True)
        if faults:
            raise ModelError(
                f"The model {model.id} in {folder} is damaged: {'; '.join(faults)}. "
                f"Run `callsim models install {model.id}` to fetch it again."
            )
        return folder

    def resolve(self, path_or_id: str) -> Path:
        """Return the folder of a model given by catalogue id, or the folder itself when a path is given.

        Raises:
            ModelError: neither a known model nor a folder.
        """
        if any(model.id == path_or_id for model in self.models):
            return self.folder(path_or_id)
        path = Path(path_or_id).expanduser()
        if path.is_dir():
            return path
        if len(path.parts) > 1:
            raise ModelError(
                f"There is no model folder {path}. Give a folder that exists, or a name from `callsim models list`."
            )
        self.find(path_or_id)
        return path

    def status(self, model_id: str) -> ModelStatus:
        """Look at every byte of a model's files and say what was found.

        Raises:
            ModelError: no model has this id.
        """
        model = self.find(model_id)
        folder = self.directory / model.id
        if not any((folder / spec.name).exists() for spec in model.files):
            return ModelStatus(model, ModelState.MISSING, folder)
        faults = self._absent_or_short(model, folder) or self._wrong_digests(model, folder, trust_record=False)
        return ModelStatus(model, ModelState.DAMAGED if faults else ModelState.PRESENT, folder, faults)

    def install(self, model_id: str, progress: Progress | None = None) -> Path:
        """Fetch what is missing or damaged of a model, and of the models it requires; return its folder.

        Roads are tried in the catalogue's order until every file is there. Two installers of the same model take turns.
        Blocks for as long as the download takes.

        Raises:
            DownloadError: no road led to the bytes.
            ModelError: the model is unknown, or the directory cannot be written to, or the disk is full.
        """
        model = self.find(model_id)
        for required in model.requires:
            self.install(required, progress)
        try:
            return self._install(model, progress or (lambda _: None))
        except OSError as error:
            raise ModelError(self._disk_trouble(model, error)) from error

    def remove(self, model_id: str) -> None:
        """Delete a model's folder; a model that is not there is fine.

        Raises:
            ModelError: the model is unknown, or the folder cannot be deleted.
        """
        model = self.find(model_id)
        folder = self.directory / model.id
        try:
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise ModelError(f"The folder {folder} cannot be deleted: {error.strerror or error}.") from error

    def _install(self, model: ModelSpec, progress: Progress) -> Path:
        from filelock import FileLock, Timeout

        folder = self.directory / model.id
        incoming = self.directory / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        lock = FileLock(incoming / f"{model.id}.lock")
        while True:
            try:
                lock.acquire(timeout=WAIT_S)
                break
            except Timeout:
                progress(DownloadProgress(model.id, model.id, 0, None, "waiting for another installation"))
        staging = incoming / model.id
        try:
            _sweep(staging)
            wanted = tuple(spec for spec in model.files if self._faulty(spec, folder))
            if not wanted:
                return folder
            self._check_room(model, wanted)
            staging.mkdir()
            verified = self._collect(model, wanted, staging, progress)
            folder.mkdir(exist_ok=True)
            record = read_record(folder)
            for spec, path, sha256 in verified:
                _flush(path)
                path.replace(folder / spec.name)
                record[spec.name] = _recorded(folder / spec.name, sha256)
            write_record(folder, record)
            _flush_folder(folder)
            return folder
        finally:
            _sweep(staging)
            lock.release()

    def _collect(
        self, model: ModelSpec, wanted: Sequence[FileSpec], staging: Path, progress: Progress
    ) -> list[tuple[FileSpec, Path, str]]:
        """Walk the roads until every wanted file is in the staging folder and verified."""
        verified: list[tuple[FileSpec, Path, str]] = []
        ended: list[str] = []
        for number, road in enumerate(model.roads):
            missing = [spec for spec in wanted if spec.name not in {done.name for done, _, _ in verified}]
            here = [spec for spec in missing if road.offers(spec.name)]
            if not here:
                continue
            name = describe(road)
            totals = {spec.name: spec.bytes for spec in wanted}
            if isinstance(road, PackageRoad):
                totals.update({package.distribution: package.bytes for package in road.packages})

            def grown(file: str, done: int, name: str = name, totals: dict[str, int | None] = totals) -> None:
                progress(DownloadProgress(model.id, file, max(done, 0), totals.get(file), name))

            room = staging / f"road-{number}"
            room.mkdir()
            try:
                for fetched in walk(road, here, room, grown, self._access):
                    found = digests_of(fetched.path)
                    fault = fault_of(fetched.spec, found, hub_digest=fetched.hub_digest)
                    if fault:
                        raise RoadClosedError(fault)
                    verified.append((fetched.spec, fetched.path, found.sha256))
            except RoadClosedError as closed:
                if _is_disk_full(str(closed)):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from closed
                ended.append(f"{name}: {closed}")
        still = [spec.name for spec in wanted if spec.name not in {done.name for done, _, _ in verified}]
        if still:
            raise DownloadError(
                f"The model {model.id} could not be fetched ({', '.join(still)}).\n"
                + "".join(f"  - {line}.\n" for line in ended)
                + f"Check the connection and run `callsim models install {model.id}` again, or copy the files from "
                f"another computer into {self.directory / model.id}."
            )
        return verified

    def _faulty(self, spec: FileSpec, folder: Path) -> bool:
        path = folder / spec.name
        if not path.is_file():
            return True
        recorded = read_record(folder).get(spec.name)
        return fault_of(spec, digests_of(path), pinned=recorded.sha256 if recorded else None) is not None

    def _absent_or_short(self, model: ModelSpec, folder: Path) -> tuple[str, ...]:
        faults = []
        for spec in model.files:
            try:
                length = (folder / spec.name).stat().st_size
            except OSError:
                faults.append(f"{spec.name} is missing")
                continue
            if length == 0 or (spec.bytes is not None and length != spec.bytes):
                faults.append(f"{spec.name} has {length} of {spec.bytes or 'its'} bytes")
        return tuple(faults)

    def _wrong_digests(self, model: ModelSpec, folder: Path, *, trust_record: bool) -> tuple[str, ...]:
        """Compare digests; with `trust_record`, only of files whose length or time changed since they were hashed."""
        before = read_record(folder)
        after = dict(before)
        faults = []
        for spec in model.files:
            path = folder / spec.name
            row = before.get(spec.name)
            if trust_record and row is not None and _recorded(path, row.sha256) == row:
                known_good = spec.sha256 is None or spec.sha256 == row.sha256
                if known_good:
                    continue
            try:
                found = digests_of(path)
            except OSError as error:
                faults.append(f"{spec.name} cannot be read ({error.strerror or error})")
                continue
            fault = fault_of(spec, found, pinned=row.sha256 if row else None)
            if fault:
                faults.append(fault)
            else:
                after[spec.name] = _recorded(path, found.sha256)
        if after != before and not faults:
            write_record(folder, after)
        return tuple(faults)

    def _check_room(self, model: ModelSpec, wanted: Sequence[FileSpec]) -> None:
        """Refuse early where the disk cannot hold the download and the files taken out of it at the same time."""
        needed = 2 * sum(spec.bytes or 0 for spec in wanted) + SPARE_BYTES
        free = shutil.disk_usage(self.directory).free
        if free < needed:
            raise ModelError(
                f"The disk is too full for the model {model.id}: installing needs {needed // 1_000_000} MB free in "
                f"{self.directory}, there are {free // 1_000_000} MB. Make room, "
                "or name another directory with --models."
            )

    def _disk_trouble(self, model: ModelSpec, error: OSError) -> str:
        if error.errno == errno.ENOSPC:
            return (
                f"The disk became full while installing the model {model.id} in {self.directory}; nothing unfinished "
                "was left behind. Make room, or name another directory with --models."
            )
        return (
            f"The model {model.id} cannot be installed in {self.directory}: {error.strerror or error}. "
            "Choose a directory you may write to with --models."
        )


def _is_disk_full(said: str) -> bool:
    return os.strerror(errno.ENOSPC) in said or "Errno 28" in said


def _recorded(path: Path, sha256: str) -> Recorded:
    stat = path.stat()
    return Recorded(sha256, stat.st_size, stat.st_mtime_ns)


def _sweep(folder: Path) -> None:
    """Delete what an earlier installation left behind."""
    if folder.exists():
        shutil.rmtree(folder)


def _flush(path: Path) -> None:
    """Have the file's bytes on the disk before it gets its name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Have the names on the disk too, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
