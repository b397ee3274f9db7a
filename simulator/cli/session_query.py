"""Which sessions a command is about, as options, and how a list of them is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import RefusalError, Status
from simulator.language import Language

if TYPE_CHECKING:
    from simulator.sessions.index import ScoreRange, SessionListing, SessionQuery

Command = TypeVar("Command", bound=Callable[..., Any])

SHOWN_SCORES: Final = 4
"""The main scores come first; the others are in `sessions show`."""

_SCORE: Final = re.compile(r"^\s*([a-z]+)\s*(>=|<=|=)\s*(\d{1,3})\s*$")

_OPTIONS: Final = (
    click.option("--search", "words", metavar="WORDS", help='Said in the call, all of them; "in quotes" exactly so.'),
    click.option("--said-by", type=click.Choice(["trainee", "caller"]), help="Whose words --search looks at."),
    click.option("--caller", metavar="ID", help="A part of the caller's id."),
    click.option("--trainee", metavar="NAME", help="A part of the trainee's name."),
    click.option("--since", metavar="DATE", help="Begun on that day or later, as 2026-01-31."),
    click.option("--until", metavar="DATE", help="Begun on that day or before, as 2026-01-31."),
    click.option("--language", type=click.Choice([each.value for each in Language]), help="The language spoken."),
    click.option("--attempt", type=click.Choice(["practice", "test"]), help="What the call counted as."),
    click.option("--ending", metavar="ENDING", help="How the call ended: solved, hung_up, ... or cut_short."),
    click.option("--score", "scores", metavar="RULE", multiple=True, help="As leary>=60; may be given several times."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The newest N only."),
)


def query_options(command: Command) -> Command:
    """Add the options that say which sessions are wanted; `query_from` takes them all."""
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), command)


def query_from(asked: dict[str, Any]) -> SessionQuery:
    """Return what the options of `query_options` ask for.

    Args:
        asked: their values by name; others are not looked at.

    Raises:
        RefusalError: a date or a score cannot be read, or there is no such ending.
    """
    from simulator.dialogue.state import Ending
    from simulator.scoring.record import Side
    from simulator.sessions.index import CUT_SHORT, SessionQuery
    from simulator.sessions.session import Attempt

    ending = asked.get("ending")
    endings = [*(each.value for each in Ending), CUT_SHORT]
    if ending is not None and ending not in endings:
        raise RefusalError(f"'{ending}' is no ending. There are: {', '.join(endings)}.", Status.WRONG_COMMAND)
    until = asked.get("until")
    return SessionQuery(
        words=asked.get("words") or "",
        said_by=Side(asked["said_by"]) if asked.get("said_by") else None,
        caller=asked.get("caller") or "",
        trainee=asked.get("trainee") or "",
        since=_day(asked["since"]) if asked.get("since") else None,
        until=_day(until) + timedelta(days=1) if until else None,
        language=Language(asked["language"]) if asked.get("language") else None,
        attempt=Attempt(asked["attempt"]) if asked.get("attempt") else None,
        ending=ending,
        scores=tuple(_score(rule) for rule in asked.get("scores") or ()),
        limit=asked.get("limit"),
    )


def print_listings(listings: Sequence[SessionListing], as_json: bool, empty: str) -> int:
    """Print sessions and what is wrong with them; return the exit status.

    Args:
        listings: which.
        as_json: JSON only.
        empty: what to say when there are none.
    """
    if as_json:
        print_json([_as_json(listing) for listing in listings])
    elif not listings:
        say(empty)
    else:
        print_table(
            ("id", "caller", "scores", "ending"),
            [(each.id, each.persona_id, _scores(each), each.ending or "cut short") for each in listings],
        )
    for listing in listings:
        if listing.trouble:
            note(listing.trouble)
    return Status.PROBLEMS if any(listing.trouble for listing in listings) else Status.FINE


class ReadingBar:
    """A bar on stderr, with its rate, once there is more to read than goes unnoticed; as a context."""

    UNNOTICED: Final = 200
    """Sessions that are read in less than a second."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> ReadingBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def told(self, done: int, of: int) -> None:
        """Show how many sessions were read, of how many."""
        if of <= self.UNNOTICED:
            return
        if self._bar is None:
            self._begin(of)
        self._bar.update(self._task, completed=done)

    def _begin(self, of: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(show_speed=True),
        )
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task("Reading sessions", total=of)


def _as_json(listing: SessionListing) -> dict[str, Any]:
    return {
        "id": listing.id,
        "persona": listing.persona_id,
        "started_at": listing.started_at.isoformat(),
        "language": listing.language.value,
        "mode": listing.mode.value,
        "attempt": listing.attempt.value,
        "trainee": listing.trainee,
        "owner": listing.owner or None,
        "ending": listing.ending,
        "scores": dict(listing.scores),
        "handed_in_at": None if listing.handed_in_at is None else listing.handed_in_at.isoformat(),
        "reviewed": listing.has_review,
        "folder": None if listing.folder is None else str(listing.folder),
        "trouble": listing.trouble or None,
    }


def _scores(listing: SessionListing) -> str:
    shown = list(listing.scores.items())[:SHOWN_SCORES]
    return " ".join(f"{criterion} {'-' if value is None else value}" for criterion, value in shown)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError, OSError):
        raise RefusalError(f"'{text}' is no date. Write it as 2026-01-31.", Status.WRONG_COMMAND) from None


def _score(rule: str) -> ScoreRange:
    from simulator.scoring.scorecard import Criterion
    from simulator.sessions.index import ScoreRange

    names = [each.value for each in Criterion]
    found = _SCORE.match(rule)
    if found is None or found[1] not in names:
        raise RefusalError(
            f"'{rule}' is no rule for a score. Write it as leary>=60, with one of: {', '.join(names)}.",
            Status.WRONG_COMMAND,
        )
    value = int(found[3])
    return ScoreRange(Criterion(found[1]), 0 if found[2] == "<=" else value, 100 if found[2] == ">=" else value)
