"""What may not stand in any tracked file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

REGISTRY_HOSTS = re.compile(r"(pypi|pythonhosted|npmjs|deb\.debian)\.org")


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def tracked_texts() -> dict[str, str]:
    texts = {}
    for path in tracked_files():
        if path.name == "LICENSE":
            continue
        try:
            texts[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def test_no_registry_is_named():
    assert [name for name, text in tracked_texts().items() if REGISTRY_HOSTS.search(text)] == []


def test_no_path_of_the_building_machine():
    above = f"{ROOT.parent}/"
    assert [name for name, text in tracked_texts().items() if len(above) > 2 and above in text] == []


def test_no_model_weights_and_nothing_large():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    large = [
        name
        for name in filter(None, listed.split("\0"))
        if (ROOT / name).is_file() and (ROOT / name).stat().st_size > 2_000_000
    ]
    assert large == []
