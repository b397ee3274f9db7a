"""What all tests share: where the models are, and that nothing is written into the user's own folders."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import directories

ROOT = Path(__file__).resolve().parent.parent

ON_THE_CLOCK = ("audio", "integration", "simulator/app", "simulator/call", "simulator/cli", "simulator/sessions")
"""Packages whose tests wait for a device, a terminal, a server or another program; the pure cores wait for nothing."""

INSTALLED_MODELS = directories.models_directory()
"""Read once, before any test points the variables elsewhere."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test that waits for another program try once more: a second lost to the machine says nothing of us.

    The run's last line counts what was tried again.
    """
    folders = [ROOT / "tests" / name for name in ON_THE_CLOCK]
    for item in items:
        if any(folder in item.path.parents for folder in folders):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder with the installed default models; in CI their absence is a failure."""
    needed = INSTALLED_MODELS / "whisper-base" / "model.bin"
    if not needed.is_file():
        message = f"The default models are not installed in {INSTALLED_MODELS}: run 'callsim models install --default'."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return INSTALLED_MODELS


@pytest.fixture(autouse=True)
def private_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep sessions, settings and the user's own callers of a test in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(directories.SESSIONS_VARIABLE, str(home / "sessions"))
    monkeypatch.setenv(directories.PERSONAS_VARIABLE, str(home / "personas"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))


@pytest.fixture(scope="session")
def shipped_personas() -> Path:
    """The folder with the callers that come with the program."""
    return directories.shipped_personas_directory()


@pytest.fixture(scope="session", autouse=True)
def programs_can_be_interrupted() -> Iterator[None]:
    """A run in a shell's background ignores Ctrl+C, and would hand that on to every program a test starts and stops."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
