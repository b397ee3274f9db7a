from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from simulator.cli import composition
from simulator.cli.main import run
from simulator.scoring.use_encoder import UseEncoder


@pytest.fixture(scope="session")
def loaded_encoder() -> UseEncoder:
    """The sentence encoder, loaded once."""
    return UseEncoder(threads=1)


@pytest.fixture
def one_encoder(loaded_encoder: UseEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands of a test share the encoder, which takes a second to load."""
    monkeypatch.setattr(composition, "make_encoder", lambda: loaded_encoder)


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def callsim(capsys, monkeypatch):
    """Run a command line in this process; `stdin` is what is piped into it."""

    def command(*arguments: str, stdin: str | bytes = "") -> Outcome:
        content = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        capsys.readouterr()
        status = run(arguments)
        printed = capsys.readouterr()
        return Outcome(int(status), printed.out, printed.err)

    return command
