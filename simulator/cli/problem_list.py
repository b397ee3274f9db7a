"""What was found wrong with files, as a check prints it: all problems, then how many files and problems there were."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.cli.output import print_json, say
from simulator.cli.refusal import Status
from simulator.personas.problems import Problem, Severity


def print_problems(problems: Sequence[Problem], files: int, *, as_json: bool) -> Status:
    """Print the problems of checked files and return the exit status: a smell alone is fine.

    Args:
        problems: in the order in which they are to be read.
        files: how many were checked.
        as_json: print an array of objects instead of lines.
    """
    if as_json:
        print_json(
            [
                {
                    "file": problem.path,
                    "line": problem.line,
                    "column": problem.column,
                    "key": problem.key,
                    "severity": problem.severity.value,
                    "message": problem.message,
                }
                for problem in problems
            ]
        )
    else:
        for problem in problems:
            say(str(problem) if problem.severity is Severity.ERROR else f"{problem} (smell)")
        say(_verdict(files, problems))
    return Status.PROBLEMS if any(problem.severity is Severity.ERROR for problem in problems) else Status.FINE


def _verdict(files: int, problems: Sequence[Problem]) -> str:
    """Say how many files were checked and what was found."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    smells = len(problems) - errors
    counted = f"{files} file{'s' * (files != 1)} checked"
    if not problems:
        return f"{counted}: no problems."
    if not smells:
        return f"{counted}: {errors} problem{'s' * (errors != 1)}."
    return f"{counted}: {errors} error{'s' * (errors != 1)}, {smells} smell{'s' * (smells != 1)}."
