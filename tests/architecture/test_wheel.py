"""What an installed callsim needs is in the wheel: models' catalogue, callers, rubrics, screens' words and styles."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

DATA_ENDINGS = {".yaml", ".csv", ".txt", ".json", ".tcss", ".ftl"}


def test_every_data_file_is_in_the_wheel(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("callsim-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    data = {
        path.relative_to(ROOT).as_posix()
        for package in ("audio", "simulator")
        for path in (ROOT / package).rglob("*")
        if path.suffix in DATA_ENDINGS
    }
    assert data
    assert sorted(data - inside) == []
    personas = {
        f"simulator/shipped/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "personas").rglob("*")
        if path.suffix == ".yaml"
    }
    assert len(personas) > 6
    assert sorted(personas - inside) == []
