from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.catalogue import Engine, ModelKind, Sex, catalogue
from audio.voices import VoiceChoice, WhyVoice, choose_voice, parse_voice

JOE, NATHALIE, PIM, KRISTIN = (
    "piper-en_US-joe-medium",
    "piper-nl_BE-nathalie-medium",
    "piper-nl_NL-pim-medium",
    "piper-en_US-kristin-medium",
)
KOKORO = "kokoro-82m-int8"


@pytest.mark.parametrize(
    ("written", "engine", "voice", "languages", "sex"),
    [
        ("piper:en_US-joe-medium", Engine.PIPER, "en_US-joe-medium", ("en",), Sex.MALE),
        ("nl_BE-nathalie-medium", Engine.PIPER, "nl_BE-nathalie-medium", ("nl",), Sex.FEMALE),
        ("kokoro:jf_alpha", Engine.KOKORO, "jf_alpha", ("en", "nl"), Sex.FEMALE),
        ("jm_kumo", Engine.KOKORO, "jm_kumo", ("en", "nl"), Sex.MALE),
        ("espeak:nl+f2", Engine.ESPEAK, "nl+f2", ("nl",), Sex.FEMALE),
        ("espeak:en-gb+m3", Engine.ESPEAK, "en-gb+m3", ("en",), Sex.MALE),
        ("espeak:nl", Engine.ESPEAK, "nl", ("nl",), Sex.MALE),
    ],
)
def test_names(written: str, engine: Engine, voice: str, languages: tuple[str, ...], sex: Sex) -> None:
    name = parse_voice(written)
    assert name is not None
    assert (name.engine, name.voice, name.languages, name.sex) == (engine, voice, languages, sex)
    assert str(name) == f"{engine.value}:{voice}"


@pytest.mark.parametrize("written", ["", "joe", "whisper:base", "espeak:", "espeak:nl+x9", "piper:joe", "nl+f2", ":"])
def test_what_is_no_name(written: str) -> None:
    assert parse_voice(written) is None


@pytest.mark.parametrize(
    ("prefer", "language", "installed", "expected"),
    [
        (["en_US-joe-medium"], "en", {JOE}, VoiceChoice("piper:en_US-joe-medium", WhyVoice.WISHED)),
        (
            ["nl_BE-nathalie-medium", "kokoro:jf_alpha", "espeak:nl+f3"],
            "nl",
            {JOE, KOKORO},
            VoiceChoice("kokoro:jf_alpha", WhyVoice.LATER_WISH, "piper:nl_BE-nathalie-medium", NATHALIE),
        ),
        (
            ["nl_BE-nathalie-medium", "espeak:nl+f3"],
            "nl",
            {JOE},
            VoiceChoice("espeak:nl+f3", WhyVoice.LATER_WISH, "piper:nl_BE-nathalie-medium", NATHALIE),
        ),
        # Nobody wished for is there: a woman is not spoken by the one man installed.
        (
            ["nl_BE-nathalie-medium"],
            "nl",
            {PIM},
            VoiceChoice("espeak:nl+f1", WhyVoice.FALLBACK, "piper:nl_BE-nathalie-medium", NATHALIE),
        ),
        (
            ["nl_BE-nathalie-medium"],
            "nl",
            {PIM, KOKORO},
            VoiceChoice("kokoro:jf_alpha", WhyVoice.NEAREST, "piper:nl_BE-nathalie-medium", NATHALIE),
        ),
        (
            ["nl_NL-ronnie-medium"],
            "nl",
            {PIM},
            VoiceChoice(
                "piper:nl_NL-pim-medium", WhyVoice.NEAREST, "piper:nl_NL-ronnie-medium", "piper-nl_NL-ronnie-medium"
            ),
        ),
        # A voice of another language is never chosen, even when it is asked for.
        (
            ["en_US-joe-medium"],
            "nl",
            {JOE},
            VoiceChoice("espeak:nl+m3", WhyVoice.FALLBACK, None, "piper-nl_NL-alex-medium", ("en_US-joe-medium",)),
        ),
        ([], "en", {JOE}, VoiceChoice("piper:en_US-joe-medium", WhyVoice.NO_WISH)),
        ([], "nl", {JOE}, VoiceChoice("espeak:nl+m3", WhyVoice.FALLBACK, None, "piper-nl_NL-alex-medium")),
        # A name nobody knows is said and passed over.
        (
            ["nl_NL-jan-medium", "frits", "espeak:nl+m2"],
            "nl",
            set(),
            VoiceChoice("espeak:nl+m2", WhyVoice.WISHED, ignored=("nl_NL-jan-medium", "frits")),
        ),
        # The extra voices need the model itself.
        (
            ["kokoro:bf_emma"],
            "en",
            {"kokoro-voices-v1.0"},
            VoiceChoice("espeak:en-gb+f2", WhyVoice.FALLBACK, "kokoro:bf_emma", "kokoro-voices-v1.0"),
        ),
        (
            ["kokoro:bf_emma"],
            "en",
            {"kokoro-voices-v1.0", KOKORO},
            VoiceChoice("kokoro:bf_emma", WhyVoice.WISHED),
        ),
    ],
)
def test_who_speaks(prefer: list[str], language: str, installed: set[str], expected: VoiceChoice) -> None:
    assert choose_voice(prefer, language, installed) == expected


VOICES = [f"{m.engine.value}:{v.name}" for m in catalogue() if m.kind is ModelKind.VOICE for v in m.voices]
WISHES = st.lists(
    st.one_of(st.sampled_from([*VOICES, "espeak:nl+f1", "espeak:en-us+m2"]), st.text(max_size=8)), max_size=5
)


@given(WISHES, st.sampled_from(["nl", "en"]), st.sets(st.sampled_from([m.id for m in catalogue()])))
def test_the_chosen_voice_can_always_speak(prefer: list[str], language: str, installed: set[str]) -> None:
    choice = choose_voice(prefer, language, installed)
    name = parse_voice(choice.name)
    assert name is not None
    assert language in name.languages
    assert set(name.models) <= installed
    assert choice == choose_voice(tuple(prefer), language, frozenset(installed))
    if choice.install is not None:
        assert choice.install not in installed or not set(parse_voice(choice.wished or "").models) <= installed
