"""`callsim sessions rescore`: old calls under the scorer of today."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.exemplars import exemplars_asked, exemplars_option
from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, say
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.sessions.opening import open_session

if TYPE_CHECKING:
    from simulator.personas.model import Persona
    from simulator.scoring.rubric import Rubric
    from simulator.sessions.session import Session

_AT_ONCE: Final = 24
"""Sessions whose turns are taken up together: sentences in one batch cost a tenth of what they cost one by one."""


@click.command()
@click.argument("session_ids", nargs=-1, metavar="[ID]...")
@exemplars_option
@sessions_option
@json_option
def rescore(session_ids: tuple[str, ...], exemplars: str | None, sessions_dir: Path | None, as_json: bool) -> int:
    """Score sessions anew with the scorer of today; without ids, all of them.

    The scores before are kept beside the new ones.
    """
    from rich.console import Console
    from rich.progress import Progress

    from simulator.call.ports import KeepingError
    from simulator.cli.composition import load_rubric_of, make_assessor
    from simulator.cli.kept_call import RUBRIC
    from simulator.personas.reader import PersonaError, parse_persona
    from simulator.sessions.rescoring import Rescored, rescore, take_up
    from simulator.sessions.store import SessionStore

    store = SessionStore(sessions_at(sessions_dir))
    chosen = [open_session(store, each).id for each in session_ids] if session_ids else list(store.ids())
    judged_by = exemplars_asked(exemplars)
    assessor = make_assessor(exemplars=judged_by)
    began = time.perf_counter()
    done: list[Rescored] = []
    troubles = 0
    personas: dict[str, Persona] = {}
    rubrics: dict[str, Rubric] = {}
    with Progress(console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("Scoring anew", total=len(chosen))
        for taken in (chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE)):
            opened: list[tuple[Session, Persona]] = []
            for session_id in taken:
                try:
                    session = open_session(store, session_id)
                    if session.trouble:
                        note(session.trouble)
                    if session.trouble and not session.record.turns:
                        troubles += 1
                        note(f"{session_id} keeps its scores: nothing that was said is left to score.")
                        continue
                    text = session.facts.persona_text
                    if text not in personas:
                        personas[text] = parse_persona(text, f"{session_id}/session.json")
                    persona = personas[text]
                    named = session.facts.settings.get(RUBRIC)
                    if isinstance(named, str):
                        persona = persona.model_copy(update={"rubric": named})
                    opened.append((session, persona))
                except (RefusalError, KeepingError, PersonaError, OSError) as trouble:
                    troubles += 1
                    note(f"{session_id} keeps its scores: {trouble}")
            take_up(opened, assessor)
            for session, persona in opened:
                try:
                    if persona.rubric not in rubrics:
                        rubrics[persona.rubric] = load_rubric_of(persona)
                    done.append(rescore(session, persona, assessor, rubrics[persona.rubric]))
                except (RefusalError, KeepingError, OSError) as trouble:
                    troubles += 1
                    note(f"{session.id} keeps its scores: {trouble}")
                bar.advance(shown)
            bar.update(shown, completed=min(len(chosen), chosen.index(taken[-1]) + 1))
    if as_json:
        print_json(
            [{"id": each.session_id, "turns": each.turns, "before": each.before, "after": each.after} for each in done]
        )
    else:
        for each in done:
            for criterion, (before, after) in each.changed.items():
                say(f"{each.session_id}: {criterion} {_shown(before)} -> {_shown(after)}")
        changed = sum(bool(each.changed) for each in done)
        turns = sum(each.turns for each in done)
        took_s = max(0.1, time.perf_counter() - began)
        say(f"{len(done)} sessions scored anew ({turns} trainee turns), {changed} with other scores.")
        if judged_by is not None:
            say(f"Judged with {len(judged_by.items)} exemplars of {judged_by.source} ({judged_by.digest}).")
        note(f"{took_s:.1f} s, {turns / took_s:.1f} turns a second.")
    return Status.PROBLEMS if troubles else Status.FINE


def _shown(value: int | None) -> str:
    return "not rated" if value is None else str(value)
