import numpy as np
import pytest

from simulator.language import Language
from simulator.personas.reader import parse_persona
from simulator.personas.smells import smells, unreachable_facts
from simulator.personas.speakable import stumbles
from simulator.personas.surroundings import Surroundings
from simulator.personas.wording import language_of
from tests.simulator.personas.samples import SOUND, changed


def found(text, encoder=None):
    return [(finding.path, finding.message) for finding in smells(parse_persona(text), Surroundings(encoder=encoder))]


def test_the_sound_persona_does_not_smell():
    assert found(SOUND) == []


GATE = "opens_at: {trust: 0.3}"
HIDE_NEIGHBOURS = '"Who else might have it?"]\n'


@pytest.mark.parametrize(
    ("before", "after", "path", "words"),
    [
        ("trust: 0.3", "together: 0.95", ("facts", 3, "opens_at", "together"), "hardly ever"),
        ("trust: 0.3", "trust: 1.0", ("facts", 3, "opens_at", "trust"), "hardly ever"),
        ("trust: 0.3", "together: -0.9", ("facts", 3, "opens_at", "together"), "open from the beginning"),
        ("trust: 0.3", "trust: 0.0", ("facts", 3, "opens_at"), "met from the beginning"),
        ("  on_hidden: [", "  on_why: [", ("lines",), "'on_hidden' has no lines"),
        ("    hidden: true\n    opens_at: {trust: 0.3}\n", "", ("facts",), "No fact is hidden"),
        (
            '"Two weeks ago."\n    ask: ["When did you order it?", ',
            '"A while."\n    ask: [',
            ("facts", 0, "ask"),
            "Only 2 ways",
        ),
        ('too_early: ["You don\'t even know what happened."]', "too_early: []", ("solution",), "'too_early'"),
        ('I\'ll send a new parcel today.", "', "", ("solution", "offers"), "Fewer than 3"),
        ("max_turns: 20", "max_turns: 5", ("max_turns",), "ends after 5 turns"),
        (
            'attacking: ["This is a disgrace!", "You people can\'t do anything right!"]',
            "attacking: []",
            ("lines",),
            "starts attacking",
        ),
        (
            'withdrawn: ["Forget it.", "It doesn\'t matter anyway."]\n',
            "withdrawn: []\n",
            ("lines",),
            "no lines for withdrawn",
        ),
        ('"Forget it.", ', "", ("lines", "withdrawn"), "one line"),
        ('"Forget it."', '"This is a disgrace"', ("lines", "withdrawn", 0), "word for word"),
        ("I ordered it two weeks ago.", "I ordered it 14 days ago.", ("facts", 0, "say"), "digits in '14'"),
        (
            "How long have you been waiting?",
            "What does the tracking page say?",
            ("facts", 1, "ask", 1),
            "nearly the same",
        ),
        ("Ask me whatever you need.", "Ask my VPN.", ("lines", "helping", 1), "'known_terms'"),
        (
            "Ask me whatever you need.",
            "Ask me whatever you need. " * 10,
            ("lines", "helping", 1),
            "too long to listen to",
        ),
        ('silent: ["Hello.", "...", "Mm."]', "silent: []", ("rehearsal",), "'silent' has no lines"),
        ("Not my problem.", "It is problem no. 5.", ("rehearsal", "bad", 2), "digits in '5'"),
        ('  on_explained: ["Oh, I see."]\n', "", ("lines",), "'on_explained' has no lines"),
        ("language: en", "language: nl", ("language",), "written in 'en'"),
        ("background:", "boundary:\n  asks: [Pay me.]\nbackground:", ("boundary",), "'refuses' has no lines"),
    ],
)
def test_one_change_gives_its_smell(before, after, path, words):
    smelt = found(changed(before, after))
    assert [finding for finding in smelt if finding[0] == path and words in finding[1]], smelt


def test_facts_that_wait_for_each_other_never_come_out():
    text = changed(GATE, "opens_at: {after: [neighbours]}").replace(
        HIDE_NEIGHBOURS, HIDE_NEIGHBOURS + "    hidden: true\n    opens_at: {after: [birthday]}\n"
    )
    assert unreachable_facts(parse_persona(text)) == {"neighbours", "birthday"}
    messages = [message for _, message in found(text)]
    assert sum("can never come out: it waits" in message for message in messages) == 2
    assert any("solution can never be offered" in message for message in messages)


def test_a_fact_after_a_hidden_one_that_opens_comes_out():
    text = changed(HIDE_NEIGHBOURS, HIDE_NEIGHBOURS + "    hidden: true\n    opens_at: {after: [birthday]}\n")
    assert unreachable_facts(parse_persona(text)) == set()


class Lookup:
    """An encoder that finds two given questions alike and all others different."""

    def __init__(self, *alike):
        self.alike = alike

    def encode(self, sentences):
        vectors = np.eye(len(sentences) + 1, dtype=np.float32)[: len(sentences)]
        for number, sentence in enumerate(sentences):
            if sentence in self.alike:
                vectors[number] = 0
                vectors[number, -1] = 1
        return vectors


def test_questions_that_mean_the_same_are_found_by_an_encoder():
    [(path, message)] = found(SOUND, Lookup("Which day did you place the order?", "What is in the parcel?"))
    assert path == ("facts", 3, "ask", 1)
    assert "Which day did you place the order?" in message


def test_an_encoder_is_not_asked_about_questions_of_one_fact():
    assert found(SOUND, Lookup("When did you order it?", "Which day did you place the order?")) == []


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Bel 0900-1234 maar.", "nl", "digits in '0900-1234'"),
        ("Om 14:30 uur.", "nl", "digits in '14:30'"),
        ("Mijn windows11 doet het niet.", "nl", "windows11"),
        ("Bijv. het modem.", "nl", "'Bijv.'"),
        ("Dat is m.b.t. de rekening.", "nl", "'m.b.t.'"),
        ("Ik betaal vijf € te veel.", "nl", "'euro'"),
        ("Twintig % korting.", "nl", "'procent'"),
        ("Jan & Piet.", "nl", "'en'"),
        ("Mail naar jan@huis.nl graag.", "nl", "address 'jan@huis.nl'"),
        ("Kijk op www.huis.nl eens.", "nl", "address"),
        ("Dat is *echt* zo.", "nl", "cannot say '*'"),
        ("Fijn 😀.", "nl", "cannot say '😀'"),
        ("Dat is GEWELDIG.", "nl", "small letters"),
        ("E.g. the modem.", "en", "'E.g.'"),
        ("Ask Mr. Jones.", "en", "'Mr.'"),
        ("It cost $ five.", "en", "'dollars'"),
        ("It's no. five.", "en", "'no.'"),
    ],
)
def test_what_a_voice_stumbles_over_is_named(text, language, words):
    [message] = stumbles(text, Language(language))
    assert words in message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dat wil ik niet, hoor! Zo'n gedoe... Nou ja, 't is wat.", "nl"),
        ("Wat bedoelt u met {term}?", "nl"),
        ("Dat is het maximum. Meer doe ik niet.", "nl"),
        ("Ik bel over tv en wifi, via de VPN.", "nl"),
        ("Zo duurt het minstens tien min. Meer niet.", "nl"),
        ("Is that a no. Well then.", "en"),
        ("Well... I can't, it's the café's “Wi-Fi”, isn't it?", "en"),
        ("He said no.", "en"),
    ],
)
def test_ordinary_speech_is_left_alone(text, language):
    assert list(stumbles(text, Language(language))) == []


def around(text, **surroundings):
    return [(finding.path, finding.message) for finding in smells(parse_persona(text), Surroundings(**surroundings))]


def test_voices_that_can_never_speak_are_named():
    text = changed("prefer: []", "prefer: [good, bda]")
    [(path, message)] = around(text, unusable_voices=lambda wishes, language: [w for w in wishes if w == "bda"])
    assert path == ("voice", "prefer", 1)
    assert "'bda' is no voice that speaks en" in message


def unknown_terms(text, language, known, said):
    return [
        word
        for word in ("courier", "shipment", "barcode")
        if word in text and word not in known and not any(word in line for line in said)
    ]


def test_terms_of_the_trade_are_held_against_what_the_caller_knows():
    assert around(SOUND, unknown_terms=unknown_terms) == []
    [(path, message)] = around(changed("Forget it.", "Forget the shipment."), unknown_terms=unknown_terms)
    assert path == ("lines", "withdrawn", 0)
    assert "'shipment'" in message
    [(path, _)] = around(changed("Good morning, this is Sam.", "Your shipment?"), unknown_terms=unknown_terms)
    assert path == ("rehearsal", "good", 0)
    text = SOUND.replace("Your shipment is stuck", "It is stuck").replace("The barcode threw", "It threw")
    [(path, _)] = around(text, unknown_terms=unknown_terms)
    assert path == ("rehearsal", "jargon")


def test_the_language_of_lines_is_told_only_when_it_is_clear():
    dutch = "Dat is nu al de derde keer dat ik u bel en er is nog niemand van u geweest om het te maken."
    assert language_of([dutch]) is Language.DUTCH
    assert (
        language_of(["This is the third time that I have rung you and nobody has been here to do it."])
        is Language.ENGLISH
    )
    assert language_of(["Modem, router, firmware."]) is None


def test_octants_no_call_leads_to_are_named():
    smelt = smells(parse_persona(SOUND), Surroundings(unreached_octants=lambda _: ["leading"]))
    assert [(f.path, "No call can bring this caller to leading" in f.message) for f in smelt] == [(("stance",), True)]


def test_a_rehearsal_that_does_not_do_what_its_name_says_is_named():
    faults = [("good", "the good rehearsal ends hung_up, not solved")]
    smelt = smells(parse_persona(SOUND), Surroundings(rehearsal_faults=lambda _: faults))
    assert [finding.path for finding in smelt] == [("rehearsal", "good")]
    assert "not solved" in smelt[0].message


def test_a_question_the_matcher_takes_for_another_is_named():
    persona = parse_persona(SOUND)
    other = persona.facts[1].id
    smelt = smells(persona, Surroundings(misheard_questions=lambda _: [(0, 1, other)]))
    assert [finding.path for finding in smelt] == [("facts", 0, "ask", 1)]
    assert other in smelt[0].message
