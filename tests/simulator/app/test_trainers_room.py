"""The trainer's room and the review of a call, by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.screens.review import ReviewScreen
from simulator.app.screens.trainers_room import SessionList, TrainersRoomScreen
from simulator.app.services import AppSettings
from simulator.scoring.scorecard import Criterion
from simulator.sessions.review import Comment, Decision, LabelKind, NextTask, Review, Verdict
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import STARTED, finished_call, listing, reviewed
from tests.simulator.app.stage import Stage, stage

NAMED = AppSettings(trainee="", trainer="Trudy")


async def at_review(at: Stage) -> ReviewScreen:
    await at.press("t")
    await at.on(TrainersRoomScreen)
    await at.until(lambda: at.app.screen.query_one(SessionList).option_count > 0)
    await at.press("enter")
    await at.on(ReviewScreen)
    screen = at.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


async def test_searching_by_words_caller_and_trainee() -> None:
    services = PretendServices(
        listings=(listing(), listing(id="20260309-150000-x-0002", trainee="Tom", has_review=True))
    )
    async with stage(services) as at:
        await at.press("t")
        await at.on(TrainersRoomScreen)
        await at.until(lambda: "Tom" in at.text())
        assert "beoordeeld" in at.text()
        await at.press("slash", *"modem", "tab", *"karin", "tab", *"sanne")
        await at.until(lambda: "Tom" not in at.text())
        last = services.queries[-1]
        assert (last.words, last.caller, last.trainee) == ("modem", "karin", "sanne")
        await at.press("x")
        await at.until(lambda: "Geen enkel gesprek past" in at.text())
        await at.press("escape")
        assert isinstance(at.app.focused, SessionList)
        await at.press("escape")
        await at.on(HomeScreen)


async def test_a_whole_review_by_keyboard() -> None:
    services = PretendServices()
    async with stage(services, (100, 40)) as at:
        screen = await at_review(at)
        await at.press("down", "c")
        await at.on(NoteScreen)
        await at.press(*"Mooi", "enter")
        await at.on(NoteScreen)
        await at.press(*"Trudy", "enter")
        await at.until(lambda: services.edition == 1)
        assert services.kept.trainer == "Trudy"
        assert services.review.comments[0].turn == 2
        assert services.review.comments[0].author == "Trudy"
        await at.on(ReviewScreen)
        await at.until(lambda: "Trudy: Mooi" in at.words())
        await at.press("enter")
        await at.on(PickScreen)
        await at.press("end", "enter")
        await at.on(PickScreen)
        await at.press("home", "enter")
        await at.on(NoteScreen)
        await at.press(*"Warm", "enter")
        await at.until(lambda: services.edition == 2)
        (label,) = services.review.label_corrections
        assert (label.kind, label.after, label.reason, label.turn) == (LabelKind.OCTANT, "helping", "Warm", 2)
        await at.on(ReviewScreen)
        await at.press("s")
        await at.on(PickScreen)
        await at.press("enter")
        await at.on(NoteScreen)
        await at.press(*"65", "enter")
        await at.on(NoteScreen)
        await at.press(*"Streng", "enter")
        await at.until(lambda: services.edition == 3)
        (score,) = services.review.score_corrections
        assert (score.criterion, score.before, score.after) == (Criterion.QUESTIONING, 74, 65)
        await at.on(ReviewScreen)
        await at.until(lambda: "74 → 65" in at.words())
        await at.press("v")
        await at.on(PickScreen)
        await at.press("enter")
        await at.until(lambda: services.edition == 4)
        assert services.review.decision is not None
        assert services.review.decision.verdict is Verdict.PASS
        await at.on(ReviewScreen)
        await at.press("n")
        await at.on(NoteScreen)
        await at.press(*"Oefen", "enter")
        await at.until(lambda: services.edition == 5)
        await at.until(lambda: "Beoordeeld door Trudy: voldoende" in at.words() and "Hierna: Oefen" in at.words())
        await at.press("p")
        await at.until(lambda: services.played == [2])
        assert screen.pointed is not None
        assert screen.pointed.number == 2
        await at.press("escape")
        await at.on(TrainersRoomScreen)


async def test_a_review_changed_by_somebody_else_is_said_and_can_still_be_added_to() -> None:
    services = PretendServices(kept=NAMED)
    async with stage(services) as at:
        await at_review(at)
        services.review = Review(comments=(Comment("Bob", datetime.now(UTC), "Eerst ik.", 1),))
        services.edition = 7
        await at.press("g")
        await at.on(NoteScreen)
        await at.press(*"Samen", "enter")
        await at.on(ConfirmScreen)
        assert "intussen gewijzigd" in at.words()
        assert services.edition == 7
        await at.press("enter")
        await at.until(lambda: services.edition == 8)
        assert [each.text for each in services.review.comments] == ["Eerst ik.", "Samen"]


async def test_what_is_no_score_is_said() -> None:
    services = PretendServices(kept=NAMED)
    async with stage(services) as at:
        await at_review(at)
        await at.press("s")
        await at.on(PickScreen)
        await at.press("enter")
        await at.on(NoteScreen)
        await at.press(*"101", "enter")
        await at.on(ReviewScreen)
        assert services.edition == 0


async def test_text_of_people_is_text() -> None:
    comments = (Comment("[red]Bob\x1b[31m", datetime.now(UTC), "[b]x[/b] " + "y" * 10_000),)
    services = PretendServices(
        kept=NAMED,
        listings=(listing(trainee="[red]Sanne\x1b[2J"),),
        saved=finished_call(caller_name="[link=x]Karin"),
        review=Review(comments=comments),
    )
    async with stage(services) as at:
        await at.press("t")
        await at.on(TrainersRoomScreen)
        await at.until(lambda: "[red]Sanne" in at.text())
        assert "\x1b" not in at.text()
        await at.press("enter")
        await at.on(ReviewScreen)
        assert "[red]Bob" in at.text()
        assert "[link=x]Karin" in at.text()
        assert "\x1b" not in at.text()


async def test_a_session_that_went_away_is_said() -> None:
    services = PretendServices(listings=(listing(id="20200101-000000-gone-0000"),))
    async with stage(services) as at:
        await at.press("t")
        await at.on(TrainersRoomScreen)
        await at.until(lambda: at.app.screen.query_one(SessionList).option_count > 0)
        await at.press("enter")
        await at.until(lambda: len(at.app._notifications) > 0)
        assert isinstance(at.app.screen, TrainersRoomScreen)


async def test_the_trainee_reads_the_review_in_the_debrief() -> None:
    at_once = datetime.now(UTC)
    review = (
        Review()
        .with_decision(Decision("Trudy", at_once, Verdict.PASS))
        .with_comment(Comment("Trudy", at_once, "Hier vraag je [b]mooi[/b] door.", 6))
        .with_next_task(NextTask("Trudy", at_once, "Bel Joost."))
    )
    services = PretendServices(saved=finished_call(review=review))
    async with stage(services, (100, 60)) as at:
        await at.press("s")
        await at.on(PastCallsScreen)
        await at.press("enter")
        await at.on(DebriefScreen)
        assert "Beoordeeld door Trudy: voldoende" in at.words()
        assert "Hierna: Bel Joost." in at.words()
        await at.press("3")
        await at.until(lambda: "Trudy: Hier vraag je [b]mooi[/b] door." in at.words())


async def test_the_sessions_of_another_folder() -> None:
    async with stage(PretendServices(), size=(120, 40)) as at:
        await at.press("t")
        await at.on(TrainersRoomScreen)
        await at.press("o")
        await at.on(NoteScreen)
        await at.press(*"nowhere", "enter")
        await at.until(lambda: any("is not a folder" in notice.message for notice in at.app._notifications))
        asked = len(at.services.queries)
        await at.press("o")
        await at.on(NoteScreen)
        await at.press(*"shared", "enter")
        await at.until(lambda: len(at.services.queries) > asked and "shared · 1 gesprek" in at.text())
        await at.press("o")
        await at.on(NoteScreen)
        await at.press(*["backspace"] * 6, "enter")
        await at.until(lambda: at.services.room == "")


async def test_a_review_that_was_read_says_so_and_is_marked_once() -> None:
    services = PretendServices(review=reviewed(), saved=finished_call(review=reviewed()))
    async with stage(services, size=(120, 40)) as at:
        await at.press("t")
        await at.on(TrainersRoomScreen)
        await at.until(lambda: at.app.screen.query_one(SessionList).highlighted is not None)
        await at.press("enter")
        await at.on(ReviewScreen)
        assert "De deelnemer heeft dit nog niet gelezen." in at.text()
        services.review = reviewed().seen("Sanne", STARTED + timedelta(hours=1))
        await at.press("escape", "enter")
        await at.on(ReviewScreen)
        assert "Gelezen door de deelnemer op 9 mrt 2026" in at.text()
        await at.press("escape", "escape", "s", "enter")
        await at.on(DebriefScreen)
        await at.until(lambda: len(services.read_reviews) == 1)
        services.saved = finished_call(review=services.review)
        await at.press("escape", "enter")
        await at.on(DebriefScreen)
        await at.pilot.pause()
        assert len(services.read_reviews) == 1
