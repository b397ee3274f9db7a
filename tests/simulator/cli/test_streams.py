from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from simulator.cli.main import run
from simulator.cli.output import plain


@pytest.fixture
def narrow_stdout(monkeypatch):
    """Put a stdout of another encoding in place, as a pipe on Windows has; returns what was written."""

    def narrow(encoding: str):
        content = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(content, encoding=encoding))
        return content

    return narrow


def test_a_pipe_that_cannot_carry_a_star_gets_the_rest(narrow_stdout):
    written = narrow_stdout("cp1252")
    assert run(["personas", "list"]) == 0
    assert b"ruth-double-charge" in written.getvalue()


def test_json_is_whole_in_every_encoding(narrow_stdout, callsim):
    whole = callsim("personas", "show", "ria-nieuwe-router", "--json").json
    written = narrow_stdout("ascii")
    assert run(["personas", "show", "ria-nieuwe-router", "--json"]) == 0
    assert json.loads(written.getvalue()) == whole


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_an_empty_one(monkeypatch, closed):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, closed, None)
    assert run(["personas", "list"]) == 0
    assert run(["assess", "--language", "en"]) == 0


def test_a_typed_call_without_a_keyboard_is_hung_up_and_kept(callsim, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["call", "ruth-double-charge", "--typed", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ending"] == "trainee_hung_up"
    (listed,) = callsim("sessions", "list", "--json").json
    assert listed["ending"] == "trainee_hung_up"


def test_typed_bytes_and_names_that_are_no_text_cost_nothing(callsim):
    line = b"caf\xe9, when did that happen?\n"
    outcome = callsim("call", "ruth-double-charge", "--typed", "--trainee", "Ren\udce9", "--json", stdin=line)
    assert outcome.status == 0
    assert outcome.json["turns"][1]["text"].endswith("when did that happen?")
    (listed,) = callsim("sessions", "list", "--json").json
    assert listed["trainee"] == "Ren?"


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "bell\x07", "\x9b31m", "over\u202eturned", "iso\u2066lated", "back\x08", "car\rriage"]
)
def test_no_text_steers_the_terminal(text):
    assert not set(plain(text)) & set("\x1b\x07\x9b\u202e\u2066\x08\r")


@pytest.mark.parametrize("text", ["[red]x[/red]", "\U0001f600", "שלום", "e\u0301", "a b\nc", "👩\u200d🔧"])
def test_ordinary_text_is_left_alone(text):
    assert plain(text) == text


def test_ctrl_c_while_the_program_loads_is_no_traceback():
    stopped = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\n"
            "class Stop:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'simulator.cli.main':\n"
            "            raise KeyboardInterrupt\n"
            "sys.meta_path.insert(0, Stop())\n"
            "from simulator.__main__ import main\n"
            "main()\n",
        ],
        capture_output=True,
        text=True,
    )
    assert stopped.returncode == 130
    assert stopped.stderr == ""
