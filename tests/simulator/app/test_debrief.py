"""Looking back: evidence, the pages of a debrief, and the call tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from simulator.app.call_view import Floor
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.call import CallScreen
from simulator.app.screens.debrief import DebriefScreen, EvidenceList, Transcript
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.services import CallerShelf
from simulator.app.widgets.rose import LearysRose
from simulator.app.widgets.side_by_side import SideBySide
from simulator.scoring.record import Side, TurnRecord
from simulator.sessions.session import CallMode
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import PERSONAS, caller_turn, finished_call, past_call, whole_record
from tests.simulator.app.stage import stage


async def test_evidence_leads_to_its_turn_and_its_sound() -> None:
    async with stage() as at:
        await at.press("s")
        await at.on(PastCallsScreen)
        await at.press("enter")
        await at.on(DebriefScreen)
        await at.press("enter")
        assert at.app.focused is at.app.screen.query_one(EvidenceList)
        await at.press("p")
        await at.until(lambda: at.services.played == [6])
        await at.press("enter")
        await at.until(lambda: bool(at.app.screen.query(Transcript)))
        await at.until(lambda: at.app.screen.query_one(Transcript).pointed is not None)
        pointed = at.app.screen.query_one(Transcript).pointed
        assert pointed is not None
        assert pointed.number == 6
        await at.until(lambda: at.services.played == [6, 6])
        await at.press("enter")
        await at.until(lambda: at.services.played == [6, 6, 6])


async def test_the_pages_of_the_debrief() -> None:
    async with stage(size=(120, 40)) as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        assert "Je hebt Karin van aanvallend naar meewerkend gebracht" in at.text()
        assert "niet te beoordelen" in at.text()
        assert "Vat samen voordat je een oplossing biedt" in at.text()
        await at.press("down")
        assert "Klopt het zo?" in at.text()
        await at.press("2")
        assert "teruggetrokken" in at.text()
        assert "Je was helpend; dat nodigt uit tot meewerken." in at.text()
        assert len(at.app.screen.query_one(LearysRose).course.caller) == 6
        await at.press("3")
        assert "Sinds maandag, en niemand doet iets." in at.text()
        await at.press("end")
        await at.until(lambda: "niet zeker verstaan" in at.text())


async def test_once_more_with_the_same_caller() -> None:
    async with stage() as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.press("a")
        await at.on(BriefingScreen)
        assert "Al drie dagen geen internet" in at.text()
        await at.press("escape")
        await at.on(HomeScreen)


async def test_try_again_from_a_turn_and_see_both_calls_side_by_side() -> None:
    async with stage() as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        assert "4 Naast elkaar" not in at.text()
        await at.press("r")
        await at.until(lambda: at.app.screen.query_one(Transcript).pointed is not None)
        await at.press("down", "down", "up", "r")
        await at.on(CallScreen)
        assert "opnieuw vanaf beurt 4" in at.text()
        await at.until(lambda: bool(at.services.calls) and len(at.services.calls[0].turns) == 3)
        (call,) = at.services.calls
        assert call.asked == ["say Goedemiddag, Helderlijn, u spreekt met Sanne. Wat kan ik voor u doen?"]
        assert call.mode is CallMode.TYPED
        screen = at.app.screen
        assert isinstance(screen, CallScreen)
        await at.until(lambda: screen.view.floor is Floor.TRAINEE)
        await at.press(*"Wat vervelend.", "enter")
        await at.until(lambda: len(call.turns) == 5)
        await at.press("f8", "enter")
        await at.on(DebriefScreen)
        await at.until(lambda: bool(at.app.screen.query("#both")))
        await at.press("4")
        await at.until(lambda: "Zoals het ging" in at.text())
        shown = at.words()
        assert "Afloop opgelost jij hing op" in shown
        assert "Vragen stellen 74 74" in shown
        both = at.app.screen.query_one(SideBySide).query(LearysRose)
        assert [len(rose.course.caller) for rose in both] == [6, 3]
        await at.press("escape")
        await at.on(HomeScreen)


async def test_from_evidence_the_call_goes_on_at_its_turn() -> None:
    async with stage() as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.press("enter", "r")
        await at.on(CallScreen)
        assert "opnieuw vanaf beurt 6" in at.text()


async def test_trying_again_with_a_caller_who_is_gone_is_said() -> None:
    services = PretendServices(shelf=CallerShelf(PERSONAS[1:]))
    async with stage(services) as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.press("enter", "r")
        gone = "De beller karin-geen-internet is er niet meer."
        await at.until(lambda: any(gone in notice.message for notice in at.app._notifications))
        assert isinstance(at.app.screen, DebriefScreen)
        assert not services.calls


async def test_a_damaged_call_is_listed_and_says_so() -> None:
    damaged = past_call(id="20260309-150000-karin-0002", scores={}, problem="[red]session.json[/red] cannot be read.")
    async with stage(PretendServices(made=(past_call(), damaged))) as at:
        assert "1 gesprek gevoerd" in at.text()
        await at.press("s")
        await at.on(PastCallsScreen)
        assert "20260309-150000-karin-0002 is beschadigd" in at.words()
        assert "[red]session.json[/red] cannot be read." in at.text()


async def test_a_turn_nobody_could_make_out_says_so() -> None:
    empty = TurnRecord(2, Side.TRAINEE, "", 4.0, 5.0)
    record = replace(whole_record(), turns=(caller_turn(0, 1, 0.0), empty))
    async with stage() as at:
        await at.app.push_screen(DebriefScreen(finished_call(record=record)))
        await at.press("3")
        assert "(niet verstaan)" in at.text()


async def test_a_session_that_is_gone_is_said() -> None:
    async with stage() as at:
        await at.press("s")
        await at.on(PastCallsScreen)
        at.services.made = ()
        await at.press("enter")
        await at.until(lambda: any("is gone" in said.message for said in at.app._notifications))
        assert isinstance(at.app.screen, PastCallsScreen)


async def test_a_call_is_held_against_the_last_one_with_the_same_caller() -> None:
    earlier = past_call(id="earlier", started_at=past_call().started_at - timedelta(days=1))
    async with stage(PretendServices(made=(past_call(), earlier))) as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.until(lambda: bool(at.app.screen.query("#both")))
        await at.press("4")
        await at.until(lambda: "Vorige keer" in at.text())
        assert "Zoals het ging" not in at.text()
        assert len(at.app.screen.query_one(SideBySide).query(LearysRose)) == 2
