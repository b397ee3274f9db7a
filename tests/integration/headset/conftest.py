"""Tests that speak and listen through a virtual headset."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.headset.virtual_headset import VirtualHeadset


@pytest.fixture
def virtual_headset() -> Iterator[VirtualHeadset]:
    """A headset of this test's own; in CI it is a failure not to have the programs for it."""
    missing = VirtualHeadset.missing_programs()
    if missing:
        message = f"A virtual headset needs {', '.join(missing)}: apt-get install pulseaudio pulseaudio-utils."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # A socket's path may hold about 100 characters, which pytest's own folders can exceed.
    with tempfile.TemporaryDirectory(prefix="headset-") as folder, VirtualHeadset(Path(folder)) as headset:
        yield headset
