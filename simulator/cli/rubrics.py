"""`callsim rubrics`: by what calls are scored, what is wrong with a file, and a file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator import directories
from simulator.cli.options import json_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.problem_list import print_problems
from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from simulator.language import Language
    from simulator.scoring.rubric import OwnRule, Rubric, Rule

START = """\
# What {name} wants to hear in a call, on top of the helpdesk rubric. Change it, then: callsim rubrics check {file}
id: {name}
title: {{nl: "Zoals wij bellen", en: "The way we call"}}
builds_on: helpdesk        # what is not named here is as it is there; 'callsim rubrics show helpdesk' prints it

# Other points for a rule that is there already:
criteria:
  summarising:
    rules:
      summary:
        points: 20

# A value of yours, made visible as words that are said. (a|b) chooses, ~ is up to five words.
own_rules:
  - id: we_do_what_we_promise
    criterion: structure
    says:
      nl: ["(dan|daar) (bel|mail) ik u ~ over", "ik kom er bij u op terug"]
      en: ["i('ll| will) (call|ring|email) you ~ about", "i('ll| will) come back to you"]
    points: 6              # for each turn that says it
    at_most: 12            # in a whole call
    points_if_never: -4    # when no turn says it
    reason: {{nl: "Je zegt wat je gaat doen.", en: "You say what you are going to do."}}
    reason_if_never:
      nl: "De beller weet niet wat hij van ons kan verwachten."
      en: "The caller does not know what to expect from us."
    better:
      nl: "“Ik bel u morgen voor twaalf uur over de uitslag.”"
      en: "“I'll call you before noon tomorrow about the outcome.”"
"""
"""A rubric to begin with; it has no problems as it stands."""


@click.group()
def rubrics() -> None:
    """List, show, check and begin the rubrics that calls are scored by."""


@rubrics.command("list")
@json_option
def list_rubrics(as_json: bool) -> int:
    """List the rubrics: those that come with the program and this computer's own."""
    from simulator.scoring.rubric import RubricError, load_rubric, rubric_files

    rows, status = [], Status.FINE
    for name, path in rubric_files().items():
        try:
            rubric = load_rubric(path)
        except RubricError as error:
            note(str(error))
            status = Status.PROBLEMS
            continue
        rows.append(
            {
                "id": name,
                "title": {"nl": rubric.title.nl, "en": rubric.title.en},
                "builds_on": rubric.builds_on,
                "own_rules": len(rubric.own_rules),
                "version": rubric.version,
                "file": str(path),
            }
        )
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("id", "title", "builds on", "own rules", "file"),
            [
                (str(r["id"]), str(r["title"]["en"]), str(r["builds_on"] or ""), str(r["own_rules"]), str(r["file"]))  # type: ignore[index]
                for r in rows
            ],
        )
    return status


@rubrics.command()
@click.argument("name", metavar="RUBRIC", default="helpdesk")
@click.option("--language", type=click.Choice(["nl", "en"]), default="en", show_default=True, help="Of the reasons.")
@json_option
def show(name: str, language: str, as_json: bool) -> int:
    """Show what a rubric counts: every rule, its points and its reason. A name or a file."""
    from simulator.language import Language

    rubric = open_rubric(name)
    if as_json:
        print_json(rubric.model_dump(mode="json"))
        return Status.FINE
    spoken = Language(language)
    say(f"{rubric.title.of(spoken)} ({rubric.id}, version {rubric.version})")
    for criterion, content in rubric.criteria.items():
        say()
        say(f"{criterion.value}: starts at {content.base:g}")
        for rule_name, rule in content.rules.items():
            say(_rule_line(rule_name, rule, rule.points, spoken))
        for own in rubric.own_rules:
            if own.criterion is criterion:
                say(_rule_line(f"{own.id} (own)", own, own.points or own.points_if_never, spoken))
    return Status.FINE


@rubrics.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@json_option
def check(paths: tuple[Path, ...], as_json: bool) -> int:
    """Check rubric files: every problem at once, with file, line, key and cure; without files, all rubrics."""
    from simulator.scoring.rubric import RUBRIC_SUFFIX, check_rubric, rubric_files

    wanted = list(paths) or list(rubric_files().values())
    files = [f for path in wanted for f in (sorted(path.glob(f"*{RUBRIC_SUFFIX}")) if path.is_dir() else [path])]
    if not files:
        raise RefusalError(
            f"There are no rubric files there. Name a *{RUBRIC_SUFFIX} file or a folder that holds some."
        )
    problems = [problem for path in files for problem in check_rubric(path)]
    return print_problems(problems, len(files), as_json=as_json)


@rubrics.command()
@click.argument("name", metavar="NAME")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Another folder.")
def new(name: str, folder: Path | None) -> int:
    """Write a rubric to begin with, where 'call --rubric NAME' and a caller's 'rubric: NAME' find it."""
    import re

    from simulator.scoring.rubric import RUBRIC_SUFFIX

    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) or len(name) > 64:
        raise RefusalError(
            f"'{name}' cannot be a rubric's name. Use lower-case letters, digits and single hyphens: our-helpdesk.",
            Status.WRONG_COMMAND,
        )
    path = (folder or directories.own_personas_directory() / "rubrics") / f"{name}{RUBRIC_SUFFIX}"
    if path.exists():
        raise RefusalError(f"{path} is there already. Choose another name, or change that file.", Status.PROBLEMS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(START.format(name=name, file=path), encoding="utf-8")
    except OSError as fault:
        raise RefusalError(f"{path} cannot be written: {fault.strerror or fault}.", Status.PROBLEMS) from fault
    say(f"{path} is written. Change it, then: callsim rubrics check {path}")
    return Status.FINE


def open_rubric(name: str) -> Rubric:
    """Return a rubric by name or file.

    Raises:
        RefusalError: there is none, or it has problems; all of them.
    """
    from simulator.scoring.rubric import RubricError, load_rubric, rubric_file

    try:
        return load_rubric(rubric_file(name))
    except RubricError as error:
        raise RefusalError(str(error), Status.PROBLEMS) from error


def _rule_line(name: str, rule: Rule | OwnRule, points: float, language: Language) -> str:
    limit = f" (at most {rule.at_most:g})" if rule.at_most is not None else ""
    return f"  {points:+g}{limit}  {name}: {rule.reason.of(language)}"
