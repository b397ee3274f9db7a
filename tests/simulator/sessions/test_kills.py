"""The program is killed at random moments of running calls: every session opens, every finished turn is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import pytest

from simulator.sessions.index import SessionIndex
from simulator.sessions.store import SessionStore

KILLS = int(os.environ.get("CALLSIM_TEST_KILLS", "4"))
"""More by hand: this many programs are killed, each within its first calls."""

LONGEST_S = 0.6


def killed_after(directory: Path, seconds: float) -> dict[str, set[int]]:
    """Return which turns of which sessions the program said were kept."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.simulator.sessions.kept_call", str(directory)], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    kept: dict[str, set[int]] = defaultdict(set)
    killer: threading.Timer | None = None
    for line in program.stdout:
        session_id, number = line.split()
        kept[session_id].add(int(number))
        if killer is None:
            killer = threading.Timer(seconds, program.send_signal, [signal.SIGKILL])
            killer.start()
    program.wait()
    program.stdout.close()
    return kept


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a matter of POSIX")
@pytest.mark.parametrize("kill", range(KILLS))
def test_no_finished_turn_is_lost(tmp_path: Path, kill: int) -> None:
    kept = killed_after(tmp_path, random.Random(kill).uniform(0.0, LONGEST_S))
    assert kept
    store = SessionStore(tmp_path)
    assert set(kept) <= set(store.ids())
    for session_id in store.ids():
        session = store.open(session_id)
        assert not session.is_running
        turns = {turn.number: turn for turn in session.record.turns}
        assert kept[session_id] <= turns.keys()
        for number in kept[session_id]:
            assert session.turn_sound(turns[number]) is not None
        assert session.call_sound is not None or not kept[session_id]
        assert not list(session.folder.glob(".*.pcm"))
    with SessionIndex(tmp_path) as index:
        assert {listing.id for listing in index.search()} == set(store.ids())
