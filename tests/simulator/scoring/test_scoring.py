from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.personas.reader import read_persona
from simulator.scoring.assessment import ToldFact, TraineeTurn, TurnContext
from simulator.scoring.assessor import Assessor
from simulator.scoring.criteria.ledger import cut_to_scale
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.rubric import Rubric, RubricError, load_rubric, parse_rubric
from simulator.scoring.scorecard import MAIN_CRITERIA, Criterion, Scorecard
from simulator.scoring.scoring import score_call

ROOT = Path(__file__).resolve().parents[3]
RUBRIC = ROOT / "personas" / "rubrics" / "helpdesk.rubric.yaml"

GOOD = [
    "Goedemiddag, u spreekt met Sanne van de helpdesk, waarmee kan ik u helpen?",
    "Wat vervelend, al drie dagen zonder internet. Ik ga u helpen. Wat ziet u op het kastje?",
    "Een rood lampje dus. Wat maakt het voor u zo dringend?",
    "Dus het internet ligt er al drie dagen uit, het lampje knippert rood en u heeft morgen een gesprek. Klopt dat?",
    "Ik stuur vanmiddag een monteur naar u toe. Is dat goed voor u?",
    "Dan spreken we dat zo af. Een fijne dag nog.",
]
BAD = [
    "Ja?",
    "U moet gewoon de router resetten en de firmware updaten.",
    "Waarom heeft u niet eerder gebeld? Dat is uw eigen schuld.",
    "Dat heeft u zeker niet gelezen.",
    "Zo werkt dat hier niet, u luistert nu eerst naar mij.",
    "Daar kan ik ook niets aan doen.",
]
ANSWERS = [
    ("Het internet ligt er al drie dagen uit!", ("since",)),
    ("Er knippert een rood lampje op het kastje.", ("lamp",)),
    ("Morgen heb ik een sollicitatiegesprek.", ("job",)),
    ("Ja, dat klopt.", ()),
    ("Dat is goed.", ()),
    ("Dag.", ()),
]
TOLD = {fact: text for text, facts in ANSWERS for fact in facts}


def call_of(assessor: Assessor, lines: list[str], ending: str) -> CallRecord:
    turns = [TurnRecord(1, Side.CALLER, "Mijn internet doet het niet!", 0, 3, position=Octant.ATTACKING.stance)]
    position, at_s, told = Octant.ATTACKING.stance, 3.0, []
    for line, (answer, facts) in zip(lines, ANSWERS[: len(lines)], strict=True):
        earlier = [turn.text for turn in turns if turn.side is Side.CALLER]
        context = TurnContext(
            Language.DUTCH, earlier[-1], tuple(earlier[:-1]), ("internet",), tuple(ToldFact(f, TOLD[f]) for f in told)
        )
        read = assessor.assess(TraineeTurn(line), context)
        turns.append(TurnRecord(len(turns) + 1, Side.TRAINEE, line, at_s + 1, at_s + 4, assessment=read))
        position = position.toward(read.leary.stance.invites, 0.4)
        turns.append(
            TurnRecord(len(turns) + 1, Side.CALLER, answer, at_s + 5, at_s + 8, position=position, facts_told=facts)
        )
        told += facts
        at_s += 8
    return CallRecord("somebody", Language.DUTCH, tuple(turns), ending)


@pytest.fixture(scope="module")
def good(assessor: Assessor) -> CallRecord:
    return call_of(assessor, GOOD, "solved")


@pytest.fixture(scope="module")
def bad(assessor: Assessor) -> CallRecord:
    return call_of(assessor, BAD, "hung_up")


def values(card: Scorecard) -> dict[Criterion, int]:
    return {score.criterion: score.value for score in card.scores if score.value is not None}


def assert_sums(card: Scorecard) -> None:
    for score in card.scores:
        if score.value is None:
            assert score.evidence == ()
        else:
            total = score.base + sum(item.points for item in score.evidence)
            assert score.value == cut_to_scale(round(total, 1))
            assert all(item.points and item.reason and "{" not in item.reason for item in score.evidence)
            assert all(
                "{" not in (item.better or "") and "…" not in (item.better or "…").replace("met …", "")
                for item in score.evidence
                if item.better
            )


def test_every_value_is_a_sum_one_can_read(good: CallRecord, bad: CallRecord, rubric: Rubric) -> None:
    for call in (good, bad):
        assert_sums(score_call(call, None, rubric))


def test_a_good_call_beats_a_bad_one_on_every_score(good: CallRecord, bad: CallRecord, rubric: Rubric) -> None:
    well, badly = values(score_call(good, None, rubric)), values(score_call(bad, None, rubric))
    for criterion in MAIN_CRITERIA:
        assert well[criterion] >= 55, criterion
        assert badly[criterion] <= 45, criterion


def test_evidence_names_words_turn_and_second(good: CallRecord, rubric: Rubric) -> None:
    card = score_call(good, None, rubric)
    for score in card.scores:
        for item in score.evidence:
            if item.turn is None:
                assert item.at_s is None
                continue
            turn = next(t for t in good.turns if t.number == item.turn)
            assert item.at_s == turn.start_s
            assert item.quote.split(" … ")[0].rstrip("…") in turn.text


def test_the_same_call_gives_the_same_card(good: CallRecord, rubric: Rubric) -> None:
    assert score_call(good, None, rubric) == score_call(good, None, rubric)


def test_too_little_said_is_not_rated(good: CallRecord, rubric: Rubric) -> None:
    card = score_call(replace(good, turns=good.turns[:2], ending=None), None, rubric)
    assert all(score.value is None for score in card.scores)
    assert card.headline and not card.next_step


def test_a_call_cut_short_is_scored_as_far_as_it_went(good: CallRecord, rubric: Rubric) -> None:
    card = score_call(replace(good, turns=good.turns[:7], ending=None), None, rubric)
    assert card.score(Criterion.QUESTIONING).value is not None
    assert_sums(card)


def test_a_typed_call_has_no_listening_score(good: CallRecord, rubric: Rubric) -> None:
    typed = replace(good, timed=False)
    assert score_call(typed, None, rubric).score(Criterion.LISTENING).value is None


def test_interruptions_cost_listening(good: CallRecord, rubric: Rubric) -> None:
    rude = replace(good, turns=tuple(replace(t, interrupts=t.side is Side.TRAINEE) for t in good.turns))
    before = score_call(good, None, rubric).score(Criterion.LISTENING)
    after = score_call(rude, None, rubric).score(Criterion.LISTENING)
    assert after.value is not None and before.value is not None and after.value < before.value


def test_the_rose_is_told_step_by_step(good: CallRecord, rubric: Rubric) -> None:
    steps = score_call(good, None, rubric).rose
    assert [step.turn for step in steps] == [2, 4, 6, 8, 10, 12]
    assert all(step.sentence.endswith(".") for step in steps)


def test_better_sentences_fit_the_caller(bad: CallRecord, rubric: Rubric) -> None:
    persona = read_persona(next(iter(sorted((ROOT / "personas").glob("karin-*.persona.yaml")))))
    card = score_call(bad, persona, rubric)
    asks = [ask for fact in persona.facts for ask in fact.ask]
    better = [item.better or "" for score in card.scores for item in score.evidence if item.rule == "reproach"]
    assert better and any(ask in sentence for ask in asks for sentence in better)


def test_an_organisations_own_rule_counts(good: CallRecord, rubric: Rubric) -> None:
    own = """
own_rules:
  - id: says_fine_day
    criterion: structure
    says: {nl: ["fijne dag"], en: ["nice day"]}
    points: -7
    points_if_never: 3
    reason: {nl: "Wij zeggen geen fijne dag.", en: "We never say nice day."}
"""
    with_rule = parse_rubric(RUBRIC.read_text(encoding="utf-8") + own)
    card = score_call(good, None, with_rule)
    evidence = [item for item in card.score(Criterion.STRUCTURE).evidence if item.rule == "says_fine_day"]
    assert [(item.points, item.quote) for item in evidence] == [(-7.0, "fijne dag")]
    assert_sums(card)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_mix_of_turns_sums_up(data: st.DataObject) -> None:
    reader, rubric = _WORDWISE, _RUBRIC
    lines = data.draw(st.lists(st.sampled_from(GOOD + BAD + ["", "...", "mhm"]), max_size=9))
    turns: list[TurnRecord] = []
    for line in lines:
        read = reader.assess(TraineeTurn(line), TurnContext(Language.DUTCH, "Het internet ligt eruit."))
        start = 4.0 * len(turns)
        turns.append(
            TurnRecord(len(turns) + 1, Side.TRAINEE, line, start, start + data.draw(st.floats(0, 40)), assessment=read)
        )
        position = Stance.at(data.draw(st.floats(-180, 180)), 0.6)
        told = tuple(data.draw(st.lists(st.sampled_from(["since", "lamp", "job"]), max_size=2, unique=True)))
        turns.append(
            TurnRecord(len(turns) + 1, Side.CALLER, "Ja.", start + 2, start + 4, position=position, facts_told=told)
        )
    ending = data.draw(st.sampled_from([None, "solved", "hung_up", "transferred"]))
    card = score_call(
        CallRecord("x", Language.DUTCH, tuple(turns), ending, 1, data.draw(st.integers(0, 3))), None, rubric
    )
    assert_sums(card)
    assert all(score.value is None or 0 <= score.value <= 100 for score in card.scores)


_WORDWISE = Assessor(None)
_RUBRIC = load_rubric(RUBRIC)


@pytest.fixture(scope="module")
def personas() -> list[Persona]:
    return [read_persona(path) for path in sorted((ROOT / "personas").glob("*.persona.yaml"))]


def test_better_questions_come_from_facts_not_yet_told(personas: list[Persona]) -> None:
    from simulator.scoring.criteria.sentences import open_question_for

    for persona in personas:
        told: tuple[str, ...] = ()
        for fact in persona.facts:
            ask = open_question_for(persona, told)
            assert ask is not None
            assert any(ask in other.ask for other in persona.facts if other.id not in told)
            told = (*told, fact.id)
        assert open_question_for(persona, told) is None


def evidence_of(card: Scorecard, criterion: Criterion, turn: int) -> list[str]:
    return [item.rule for item in card.score(criterion).evidence if item.turn == turn]


def test_hostile_turns_earn_nothing_for_their_plain_words(bad: CallRecord, rubric: Rubric) -> None:
    card = score_call(bad, None, rubric)
    fought = {item.turn for item in card.score(Criterion.LEARY).evidence if item.rule in ("against", "fought_back")}
    assert fought
    for turn in fought:
        assert turn is not None
        assert "plain_turn" not in evidence_of(card, Criterion.JARGON, turn)
        assert "closed_question" not in evidence_of(card, Criterion.QUESTIONING, turn)


def test_one_fault_costs_once_on_the_rose(bad: CallRecord, rubric: Rubric) -> None:
    card = score_call(bad, None, rubric)
    for turn in bad.turns:
        rules = evidence_of(card, Criterion.LEARY, turn.number)
        assert len(rules) == len(set(rules))
        assert not {"order", "fought_back"} <= set(rules) and not {"order", "against"} <= set(rules)


def test_a_single_word_shows_no_stance_worth_points(bad: CallRecord, rubric: Rubric) -> None:
    first = next(turn for turn in bad.turns if turn.text == "Ja?")
    rules = evidence_of(score_call(bad, None, rubric), Criterion.LEARY, first.number)
    assert not set(rules) & {"together", "stayed_together", "gave_way"}


def test_a_step_on_the_rose_quotes_what_was_said(good: CallRecord, rubric: Rubric) -> None:
    said = {turn.number: turn.text for turn in good.turns}
    for step in score_call(good, None, rubric).rose:
        quote = step.sentence.split("“")[1].split("”")[0].rstrip("…")
        assert quote in said[step.turn] and len(quote) <= 60


def test_advice_after_an_attack_answers_what_the_caller_said(bad: CallRecord, rubric: Rubric) -> None:
    persona = read_persona(next(iter(sorted((ROOT / "personas").glob("karin-*.persona.yaml")))))
    fought = [
        item for item in score_call(bad, persona, rubric).score(Criterion.LEARY).evidence if item.rule == "fought_back"
    ]
    assert fought
    heard = [turn.text for turn in bad.turns if turn.side is Side.CALLER]
    telling = [text[:20] for text in heard if len(text.split()) >= 4]
    answered = [item for item in fought if item.better is not None and not item.better.startswith("Begin rustig")]
    assert all(any(text in (item.better or "") for text in telling) for item in answered)
    assert any(item.better for item in fought)


def test_a_better_question_asks_for_what_the_words_speak_of() -> None:
    from simulator.scoring.criteria.sentences import open_question_for

    persona = read_persona(next(iter(sorted((ROOT / "personas").glob("karin-*.persona.yaml")))))
    about = open_question_for(persona, (), "U heeft zeker niet naar het lampje op het modem gekeken?")
    fact = next(fact for fact in persona.facts if about in fact.ask)
    assert "lampje" in fact.say.lower()


def spoken(assessor: Assessor, lines: list[str]) -> CallRecord:
    return call_of(assessor, lines, "hung_up")


def test_having_asked_nothing_costs_in_proportion_to_the_chances_there_were(wordwise: Assessor, rubric: Rubric) -> None:
    lines = ["Dat is vervelend voor u.", "Ik zal het nakijken.", "Ik noteer het even.", "Het komt in orde."]
    costs = {}
    for count in (3, 4):
        score = score_call(spoken(wordwise, lines[:count]), None, rubric).score(Criterion.QUESTIONING)
        item = next(item for item in score.evidence if item.rule == "no_questions")
        assert str(count) in item.reason
        costs[count] = item.points
    assert costs == {3: -15.0, 4: -20.0}
    assert score_call(spoken(wordwise, lines[:2]), None, rubric).score(Criterion.QUESTIONING).value is None


def test_no_score_of_a_bad_call_is_without_evidence_and_no_advice_is_given_twice(
    bad: CallRecord, rubric: Rubric
) -> None:
    persona = read_persona(next(iter(sorted((ROOT / "personas").glob("karin-*.persona.yaml")))))
    card = score_call(bad, persona, rubric)
    assert all(score.evidence for score in card.scores if score.value is not None)
    better = [item.better for score in card.scores for item in score.evidence if item.better]
    asked = [ask for fact in persona.facts for ask in fact.ask for text in better if ask in text]
    assert len(better) == len(set(better)) and len(asked) == len(set(asked))


def test_plain_words_in_hostile_turns_count_once_and_quote_nothing(wordwise: Assessor, rubric: Rubric) -> None:
    lines = [
        "Dat is uw eigen schuld, dat had u moeten weten.",
        "U luistert nu eens een keer naar mij.",
        "Bekijkt u het maar.",
    ]
    call = spoken(wordwise, lines)
    hostile = replace(
        call,
        turns=tuple(
            turn
            if turn.assessment is None
            else replace(
                turn,
                assessment=replace(
                    turn.assessment,
                    leary=replace(turn.assessment.leary, stance=Octant.ATTACKING.stance, confidence=1.0),
                ),
            )
            for turn in call.turns
        ),
    )
    score = score_call(hostile, None, rubric).score(Criterion.JARGON)
    assert [(item.rule, item.quote, item.turn) for item in score.evidence] == [("plain_turn", "", None)]


def test_sentences_for_further_times_are_checked_like_others() -> None:
    text = RUBRIC.read_text(encoding="utf-8").replace(
        "May I ask you something? {ask}", "May I ask you something? {asks}"
    )
    with pytest.raises(RubricError, match="asks"):
        parse_rubric(text)


def answered(assessor: Assessor, caller: str, reason: str, position: Stance, said: str) -> CallRecord:
    """Return a call in which the caller says a line and the trainee hits back."""
    first = assessor.assess(TraineeTurn("U moet de router resetten, mevrouw."), TurnContext(Language.DUTCH))
    last = assessor.assess(TraineeTurn(said), TurnContext(Language.DUTCH, caller))
    last = replace(last, leary=replace(last.leary, stance=Octant.ATTACKING.stance, confidence=1.0))
    turns = (
        TurnRecord(1, Side.CALLER, "Mijn internet doet het al drie dagen niet!", 0, 2, position=position),
        TurnRecord(2, Side.TRAINEE, first.text, 2, 4, assessment=first),
        TurnRecord(3, Side.CALLER, caller, 4, 6, position=position, reason=reason),
        TurnRecord(4, Side.TRAINEE, said, 6, 8, assessment=last),
        TurnRecord(5, Side.CALLER, "Ik hang op.", 8, 9, position=position),
    )
    return CallRecord("somebody", Language.DUTCH, turns, "hung_up")


def better_of(call: CallRecord, rubric: Rubric) -> dict[str, str]:
    persona = read_persona(next(iter(sorted((ROOT / "personas").glob("karin-*.persona.yaml")))))
    card = score_call(call, persona, rubric)
    return {
        item.rule: item.better for score in card.scores for item in score.evidence if item.better and item.turn == 4
    }


def test_who_asks_what_a_word_means_is_told_that_first(wordwise: Assessor, rubric: Rubric) -> None:
    asked = "Sorry, maar wat bedoelt u met router?"
    call = answered(wordwise, asked, "hurt_jargon", Octant.REBELLIOUS.stance, "Waarom belt u dan eigenlijk?")
    better = better_of(call, rubric)
    for rule in ("reproach", "fought_back"):
        assert "het kastje van het internet" in better[rule] and "?”" not in better[rule].replace(asked, "")


def test_who_draws_back_is_put_at_ease_and_not_called_angry(wordwise: Assessor, rubric: Rubric) -> None:
    call = answered(
        wordwise, "Het zal wel aan mij liggen.", "hurt_attack", Octant.WITHDRAWN.stance, "Dat is uw schuld."
    )
    (item,) = [
        item for item in score_call(call, None, rubric).score(Criterion.LEARY).evidence if item.rule == "fought_back"
    ]
    assert "trekt zich terug" in item.reason
    assert item.better is not None and "boos" not in item.better


def test_who_asks_for_a_name_is_given_one(wordwise: Assessor, rubric: Rubric) -> None:
    call = answered(wordwise, "Wat onbeschoft! Wat is uw naam?", "", Octant.ATTACKING.stance, "Dat is uw eigen schuld.")
    assert "U spreekt met" in better_of(call, rubric)["fought_back"]


def test_nothing_is_asked_that_the_caller_has_said() -> None:
    from simulator.scoring.criteria.sentences import open_questions_for

    persona = read_persona(next(iter(sorted((ROOT / "personas").glob("karin-*.persona.yaml")))))
    asks = open_questions_for(persona, (), said=("Ik zit al drie dagen zonder internet!",))
    assert asks and "Sinds wanneer heeft u geen internet?" not in asks
    assert "Sinds wanneer heeft u geen internet?" in open_questions_for(persona, ())


@pytest.mark.parametrize("language", list(Language))
def test_no_better_question_takes_for_granted_what_happened_before(personas: list[Persona], language: Language) -> None:
    from simulator.scoring.criteria.sentences import open_questions_for

    asks = [ask for persona in personas if persona.language is language for ask in open_questions_for(persona, ())]
    assert asks
    assert not [ask for ask in asks if "vorige keer" in ask or "last time" in ask or "Who am I" in ask]


def test_a_caller_line_no_scorer_knows_is_a_fault_of_the_rubric() -> None:
    text = RUBRIC.read_text(encoding="utf-8").replace("          hurt_jargon:", "          hurt_jargn:", 1)
    with pytest.raises(RubricError, match="Did you mean 'hurt_jargon'"):
        parse_rubric(text)
