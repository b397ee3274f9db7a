"""How a check prints what it found."""

from __future__ import annotations

import json

import pytest

from simulator.cli.problem_list import print_problems
from simulator.cli.refusal import Status
from simulator.personas.problems import Problem, Severity

FAULT = Problem("a.yaml", 3, 5, "stance.start", "'agressive' is not an octant.")
SMELL = Problem("a.yaml", 9, 1, "facts", "Nobody can reach this.", Severity.SMELL)


@pytest.mark.parametrize(
    ("problems", "files", "last", "status"),
    [
        ((), 2, "2 files checked: no problems.", Status.FINE),
        ((FAULT,), 1, "1 file checked: 1 problem.", Status.PROBLEMS),
        ((FAULT, FAULT), 1, "1 file checked: 2 problems.", Status.PROBLEMS),
        ((SMELL,), 1, "1 file checked: 0 errors, 1 smell.", Status.FINE),
        ((FAULT, SMELL, SMELL), 3, "3 files checked: 1 error, 2 smells.", Status.PROBLEMS),
    ],
)
def test_problems_and_their_count(problems, files, last, status, capsys):
    assert print_problems(problems, files, as_json=False) is status
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == last
    assert len(lines) == len(problems) + 1
    assert [line.endswith("(smell)") for line in lines[:-1]] == [p.severity is Severity.SMELL for p in problems]


def test_problems_as_json(capsys):
    assert print_problems((FAULT, SMELL), 1, as_json=True) is Status.PROBLEMS
    found = json.loads(capsys.readouterr().out)
    assert [(each["line"], each["severity"]) for each in found] == [(3, "error"), (9, "smell")]
