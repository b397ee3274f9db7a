from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.sessions.store import SessionStore

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits are a matter of POSIX")

ROOT = Path(__file__).resolve().parents[3]


class TypedCall:
    """A typed call in a process of its own, to which lines are piped."""

    def __init__(self, sessions: Path, *, largest_file: int | None = None) -> None:
        def limit() -> None:
            if largest_file is not None:
                import resource

                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        self.process = subprocess.Popen(
            [sys.executable, "-m", "simulator", "call", "maggie-new-tablet", "--typed", "--json"],
            cwd=ROOT,
            env={**os.environ, "CALLSIM_SESSIONS": str(sessions), "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=limit,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.told: list[str] = []

    def hear(self) -> None:
        """Wait until the caller has said the next thing."""
        while True:
            line = self.process.stderr.readline()
            assert line, "".join(self.told)
            self.told.append(line)
            if line.startswith("Maggie Rudd: "):
                return

    def say(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=120)
        return self.process.returncode, out, "".join(self.told) + err


def test_ctrl_c_hangs_up_and_what_was_said_is_scored(tmp_path):
    call = TypedCall(tmp_path)
    call.hear()
    call.say("Good morning, when did it begin to ask for a code?")
    call.hear()
    call.process.send_signal(signal.SIGINT)
    status, out, err = call.end()
    assert status == 0, err
    assert "Traceback" not in err
    assert json.loads(out)["ending"] == "trainee_hung_up"
    (kept,) = SessionStore(tmp_path).list()
    assert kept.scorecard is not None


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP], ids=["ended", "terminal closed"])
def test_a_program_that_is_ended_loses_no_turn(tmp_path, end):
    call = TypedCall(tmp_path)
    call.hear()
    call.say("Good morning, when did it begin to ask for a code?")
    call.hear()
    call.process.send_signal(end)
    call.end()
    session = SessionStore(tmp_path).open("last")
    assert session.was_cut_short
    assert session.journal.torn == b""
    assert [turn.side.value for turn in session.record.turns] == ["caller", "trainee", "caller"]


def test_a_full_disk_costs_the_rest_of_the_journal_and_not_the_call(tmp_path):
    (persona,) = (ROOT / "personas").glob("maggie-new-tablet.persona.yaml")
    # Room for the facts of the session, whose persona text is escaped as JSON, and for little more.
    call = TypedCall(tmp_path, largest_file=len(persona.read_bytes()) + 4000)
    call.process.stdin.write("When did it begin?\n" * 20)
    status, out, err = call.end()
    assert status == 1
    assert "Traceback" not in err
    assert json.loads(out)["turns"][-1]["speaker"] in ("caller", "trainee")
    assert err.count("The call goes on") == 1
    assert err.count("The end of the call is not kept") == 1
    session = SessionStore(tmp_path).open("last")
    assert session.record.turns
    assert len(session.record.turns) < len(json.loads(out)["turns"])
