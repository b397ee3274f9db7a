from __future__ import annotations

from pathlib import Path

from scripts.readme_commands import README, commands_text, with_commands


def test_the_readme_lists_the_commands_as_they_are():
    readme = README.read_text(encoding="utf-8")
    assert with_commands(readme) == readme, "Run 'python scripts/readme_commands.py'."


def test_the_list_holds_the_promised_commands():
    text = commands_text()
    for command in ("demo", "call PERSONA", "assess", "transcribe FILE...", "personas list", "personas check"):
        assert f"callsim {command}" in text


def test_every_picture_and_page_it_names_is_there():
    import re

    readme = README.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert [link for link in links if not (Path(README.parent) / link).exists()] == []
