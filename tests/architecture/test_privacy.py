from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

USES = {
    "speech detector": "from audio.vad import SileroDetector; SileroDetector()",
    "sentence encoder": "from simulator.cli.composition import make_encoder; make_encoder().encode(['Hello.'])",
}


@pytest.mark.skipif(os.name != "posix", reason="these are the places where POSIX systems keep such things")
@pytest.mark.parametrize("use", list(USES))
def test_no_library_keeps_an_identifier_or_a_report_of_its_own(tmp_path, use):
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_", "CI"))}
    subprocess.run(
        [sys.executable, "-c", USES[use]],
        cwd=ROOT,
        env={**kept, "HOME": str(home), "TMPDIR": str(temporary)},
        check=True,
        capture_output=True,
    )
    left = [path for place in (home, temporary) for path in place.rglob("*") if path.is_file()]
    assert left == []
