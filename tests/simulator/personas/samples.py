"""Sound personas to start from, and where the bad ones are."""

from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
BAD = REPOSITORY / "tests" / "data" / "bad_personas"
SHIPPED = REPOSITORY / "personas"
SOUND = (BAD / "sound.yaml").read_text(encoding="utf-8")


def changed(before: str, after: str) -> str:
    """The sound persona with one change; fails when there is nothing to change."""
    assert before in SOUND, before
    return SOUND.replace(before, after, 1)
