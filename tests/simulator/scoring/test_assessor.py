from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.leary import Quadrant
from simulator.scoring.assessment import ActKind, HeardWord, ToldFact, TraineeTurn, TurnAssessment, TurnContext
from simulator.scoring.assessor import Assessor
from simulator.scoring.use_encoder import UseEncoder

NL, EN = Language.DUTCH, Language.ENGLISH
FACTS = (
    ToldFact("since", "Het internet ligt er al drie dagen uit"),
    ToldFact("job", "Morgen heb ik een sollicitatiegesprek"),
)
CALLER = ("Het internet ligt er al drie dagen uit.", "En morgen heb ik een sollicitatiegesprek.")
TOLD = TurnContext(NL, CALLER[1], (CALLER[0],), ("internet",), FACTS)


def assess(assessor: Assessor, text: str, context: TurnContext = TurnContext(NL)) -> TurnAssessment:
    return assessor.assess(TraineeTurn(text), context)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        (NL, "Goedemiddag, u spreekt met Sanne.", ActKind.GREETING),
        (NL, "Goedemiddag, u spreekt met Sanne.", ActKind.NAME),
        (NL, "Waarmee kan ik u helpen?", ActKind.OFFER_OF_HELP),
        (NL, "Wat vervelend voor u.", ActKind.EMPATHY),
        (NL, "Mijn excuses daarvoor.", ActKind.APOLOGY),
        (NL, "U moet gewoon beter luisteren.", ActKind.ORDER),
        (NL, "Mag ik u even in de wacht zetten?", ActKind.HOLD_ANNOUNCED),
        (NL, "Ik verbind u door met de tweede lijn.", ActKind.HANDOVER),
        (NL, "Ik bel u morgen terug.", ActKind.CALL_BACK),
        (NL, "Gaat u daarmee akkoord?", ActKind.AGREEMENT),
        (NL, "Dan wens ik u een fijne dag.", ActKind.CLOSING),
        (NL, "Dat mag ik helaas niet doen.", ActKind.REFUSAL),
        (EN, "Good afternoon, you're speaking with Tom.", ActKind.NAME),
        (EN, "I understand how frustrating that is.", ActKind.EMPATHY),
        (EN, "I'm sorry about that.", ActKind.APOLOGY),
        (EN, "You have to calm down.", ActKind.ORDER),
        (EN, "May I put you on hold for a minute?", ActKind.HOLD_ANNOUNCED),
        (EN, "I'll put you through to a specialist.", ActKind.HANDOVER),
        (EN, "I'll call you back tomorrow.", ActKind.CALL_BACK),
        (EN, "Have a nice day.", ActKind.CLOSING),
        (EN, "I can't do that, I'm afraid.", ActKind.REFUSAL),
    ],
)
def test_acts(wordwise: Assessor, language: Language, text: str, kind: ActKind) -> None:
    assert assess(wordwise, text, TurnContext(language)).shows(kind)


def test_a_name_is_not_heard_in_a_feeling(wordwise: Assessor) -> None:
    assert not assess(wordwise, "Ik ben blij dat u belt.").shows(ActKind.NAME)
    assert not assess(wordwise, "I'm sorry to hear that.", TurnContext(EN)).shows(ActKind.NAME)


def test_a_right_summary(assessor: Assessor) -> None:
    text = "Als ik het goed begrijp ligt het internet er al drie dagen uit en heeft u morgen een gesprek, klopt dat?"
    summary = assess(assessor, text, TOLD).summary
    assert summary.is_summary and summary.checked
    assert summary.covered == ("since", "job")
    assert (summary.missed, summary.invented) == ((), ())


def test_a_wrong_number_is_invented_not_covered(assessor: Assessor) -> None:
    text = "Als ik het goed begrijp ligt het internet er al vijf dagen uit en heeft u morgen een gesprek, klopt dat?"
    summary = assess(assessor, text, TOLD).summary
    assert "since" in summary.missed and summary.covered == ("job",)
    assert any("vijf dagen" in piece for piece in summary.invented)


def test_a_plan_gives_nothing_back(assessor: Assessor) -> None:
    read = assess(assessor, "Ik stuur vanmiddag een monteur naar u toe.", TOLD)
    assert read.reflection < 0.5 and not read.summary.is_summary


@pytest.mark.parametrize(
    ("text", "context", "wanted"),
    [
        ("U moet de router resetten.", TurnContext(NL), [("router", False), ("resetten", False)]),
        ("De router, dat is het witte kastje.", TurnContext(NL), [("router", True)]),
        ("Uw router staat te ver weg.", TurnContext(NL, "Mijn router doet het niet."), []),
        ("Uw router staat te ver weg.", TurnContext(NL, known_terms=("router",)), []),
        ("Ik bel u vanmiddag over uw factuurnummer.", TurnContext(NL), []),
        ("Uw verzekering loopt door.", TurnContext(NL), []),
        ("Is de VPN-verbinding weg?", TurnContext(NL), [("VPN-verbinding", False)]),
        ("De downtime was kort.", TurnContext(NL), [("downtime", False)]),
        ("Please reset the router.", TurnContext(EN), [("router", False)]),
        ("A chargeback means the bank takes the money back.", TurnContext(EN), [("chargeback", True)]),
        ("Do you want the postcode this afternoon?", TurnContext(EN), []),
    ],
)
def test_jargon(wordwise: Assessor, text: str, context: TurnContext, wanted: list[tuple[str, bool]]) -> None:
    assert [(use.term, use.explained) for use in assess(wordwise, text, context).jargon] == wanted


def test_a_later_explanation_repairs(wordwise: Assessor) -> None:
    context = TurnContext(NL, "Wat is een router?", open_terms=("router",))
    assert assess(wordwise, "Dat is het kastje waar uw internet uit komt.", context).explained_terms == ("router",)
    assert assess(wordwise, "Kunt u het nu proberen?", context).explained_terms == ()


@pytest.mark.parametrize(
    ("language", "text", "quadrant"),
    [
        (NL, "Ik begrijp dat u schrikt, ik ga u meteen helpen.", Quadrant.ABOVE_TOGETHER),
        (NL, "U moet gewoon doen wat ik zeg.", Quadrant.ABOVE_AGAINST),
        (NL, "Daar kan ik toch ook niets aan doen, klaag maar ergens anders.", Quadrant.BELOW_AGAINST),
        (NL, "Zegt u maar hoe u het wilt, dan doe ik dat, sorry.", Quadrant.BELOW_TOGETHER),
        (EN, "I understand this gave you a fright, I'll help you right away.", Quadrant.ABOVE_TOGETHER),
        (EN, "You just need to do what I say.", Quadrant.ABOVE_AGAINST),
        (EN, "There's nothing I can do about that either, go and complain elsewhere.", Quadrant.BELOW_AGAINST),
        (EN, "Tell me how you would like it and I'll do it your way, sorry.", Quadrant.BELOW_TOGETHER),
    ],
)
def test_quadrants(assessor: Assessor, language: Language, text: str, quadrant: Quadrant) -> None:
    assert assess(assessor, text, TurnContext(language)).leary.quadrant is quadrant


def test_doubted_words_are_left_out(wordwise: Assessor) -> None:
    words = tuple(
        HeardWord(w, i, i + 0.5, 0.1 if w == "router" else 0.9)
        for i, w in enumerate(["Wat", "doet", "uw", "router", "nu"])
    )
    read = wordwise.assess(TraineeTurn("Wat doet uw router nu", words), TurnContext(NL))
    assert read.text == "Wat doet uw nu"
    assert read.jargon == ()


def test_fillers_change_nothing(assessor: Assessor) -> None:
    plain = assess(assessor, "Wat ziet u op het scherm?")
    halting = assess(assessor, "Uh, wat, eh, ziet u uhm op het scherm?")
    assert bare(plain) == bare(halting)


def bare(read: TurnAssessment) -> tuple[object, ...]:
    """All that was decided, without the words it was quoted from."""
    return (
        [(q.form, q.flags) for q in read.questions],
        read.reflection,
        dataclasses.replace(read.summary, span=None, invented=()),
        [(use.term.lower(), use.explained) for use in read.jargon],
        sorted({act.kind for act in read.acts}),
        read.leary.stance,
        read.leary.confidence,
    )


LINES = [
    "Goedemorgen! U spreekt met Sanne van de helpdesk, waarmee kan ik u helpen?",
    "Dat is vervelend. Heeft u het modem al herstart? En brandt er een lampje?",
    "U moet eerst betalen, meneer. Daarna praten we verder.",
    "Dus u zit al drie dagen zonder internet, en morgen heeft u een gesprek. Klopt dat?",
]


@pytest.mark.parametrize("text", LINES)
def test_nothing_hangs_on_punctuation_or_capitals(assessor: Assessor, text: str) -> None:
    stripped = "".join(c for c in text.lower() if c not in ",.?!")
    assert bare(assess(assessor, text, TOLD)) == bare(assess(assessor, stripped, TOLD))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for language in Language:
        read = _WORDWISE.assess(TraineeTurn(text), TurnContext(language, text, (text,), facts=(ToldFact("f", text),)))
        assert 0.0 <= read.reflection <= 1.0
        for question in read.questions:
            assert text[question.span.start : question.span.end] == question.text
        for act in read.acts:
            assert text[act.span.start : act.span.end] == act.text


_WORDWISE = Assessor(None)


def test_the_same_words_read_the_same_alone_in_company_and_by_another_assessor(assessor: Assessor) -> None:
    alone = [assess(assessor, line, TOLD) for line in LINES]
    again = [assess(assessor, line, TOLD) for line in reversed(LINES)][::-1]
    assert alone == again
    with ThreadPoolExecutor(1) as pool:
        assert list(pool.map(lambda line: assess(assessor, line, TOLD), LINES)) == alone


def test_silence_is_read_as_nothing(assessor: Assessor) -> None:
    for text in ("", "...", "uh", "   "):
        assert assess(assessor, text, TOLD) == TurnAssessment(text=text)


def test_turns_taken_up_together_are_read_as_one_by_one() -> None:
    context = TurnContext(
        Language.DUTCH,
        caller_line="Er knippert een rood lampje.",
        facts=(ToldFact("lamp", "op het modem knippert een rood lampje"),),
    )
    cases = [
        (TraineeTurn(text), context)
        for text in ("Dus er knippert een rood lampje, klopt dat?", "Wat vervelend.", "...", "Ik stuur een monteur.")
    ]
    alone, together = Assessor(UseEncoder(threads=1)), Assessor(UseEncoder(threads=1))
    together.prepare(cases)
    together.prepare(cases[:1])
    for case in (*cases, cases[0]):
        assert together.assess(*case) == alone.assess(*case)
    Assessor(None).prepare(cases)
