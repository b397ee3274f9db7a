"""eSpeak NG comes with the program, so these run everywhere."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from audio.errors import SynthesisError
from audio.frames import Prosody
from audio.pitch import mean_pitch_hz
from audio.ports import Voice
from audio.spoken_cache import CachedVoice
from audio.voices.espeak import EspeakVoice
from audio.voices.espeak_engine import EspeakLibrary, EspeakProgram, espeak_engine
from tests.audio.listening import joined

LINE = {"nl": "Ik bel omdat mijn internet het al drie dagen niet doet.", "en": "I am calling because it is broken."}


@pytest.mark.parametrize("voice", ["nl+f2", "nl+m3", "en-gb+f2", "en-gb+m3", "en-us", "nl"])
def test_it_speaks_both_languages(voice: str) -> None:
    speaker = EspeakVoice(voice)
    samples, rate_hz = joined(speaker.synthesize(LINE[voice[:2]]))
    assert 1.5 < len(samples) / rate_hz < 6.0
    assert np.abs(samples).max() <= 1.0
    assert speaker.name == f"espeak:{voice}"
    assert isinstance(speaker, Voice)


def test_the_same_line_is_nearly_the_same_sound_and_kept_the_very_same(tmp_path: Path) -> None:
    first, rate_hz = joined(EspeakVoice("nl+f2").synthesize(LINE["nl"]))
    list(EspeakVoice("en-gb+m3").synthesize(LINE["en"]))
    again, _ = joined(EspeakVoice("nl+f2").synthesize(LINE["nl"]))
    assert len(again) == pytest.approx(len(first), rel=0.005)
    assert mean_pitch_hz(again, rate_hz) == pytest.approx(mean_pitch_hz(first, rate_hz), rel=0.02)
    kept = CachedVoice(EspeakVoice("nl+f2"), tmp_path)
    assert np.array_equal(joined(kept.synthesize(LINE["nl"]))[0], joined(kept.synthesize(LINE["nl"]))[0])


def test_a_woman_is_higher_than_a_man() -> None:
    woman, rate_hz = joined(EspeakVoice("nl+f2").synthesize(LINE["nl"]))
    man, _ = joined(EspeakVoice("nl+m3").synthesize(LINE["nl"]))
    assert mean_pitch_hz(woman, rate_hz) > 1.3 * mean_pitch_hz(man, rate_hz)


@pytest.mark.parametrize(("rate", "semitones"), [(0.85, 0.0), (1.25, 0.0), (1.0, 3.0), (1.0, -3.0), (1.15, 2.0)])
def test_rate_and_pitch_are_what_was_asked(rate: float, semitones: float) -> None:
    plain, rate_hz = joined(EspeakVoice("nl+m3").synthesize(LINE["nl"]))
    shaped, _ = joined(EspeakVoice("nl+m3").synthesize(LINE["nl"], Prosody(rate, semitones)))
    ratio = mean_pitch_hz(shaped, rate_hz) / mean_pitch_hz(plain, rate_hz)
    assert 12 * np.log2(ratio) == pytest.approx(semitones, abs=0.8)
    assert len(plain) / len(shaped) == pytest.approx(rate, rel=0.08)


def test_a_chunk_a_sentence() -> None:
    chunks = list(EspeakVoice("nl+f2").synthesize("Hallo? Bent u daar? 😀 [[_]]"))
    assert [chunk.text for chunk in chunks] == ["Hallo?", "Bent u daar?", "_"] or [c.text for c in chunks] == [
        "Hallo?",
        "Bent u daar?",
    ]
    assert list(EspeakVoice("nl+f2").synthesize(" ... ")) == []


def test_phonemes_are_ipa() -> None:
    assert espeak_engine().phonemes("nl", "goede morgen, huis") == "ɣˈudə mˈɔrɣən hˈœys"


def test_a_voice_it_does_not_have_is_a_sentence() -> None:
    with pytest.raises(SynthesisError, match="no voice 'qq'"):
        list(EspeakVoice("qq").synthesize("hallo"))


def test_two_threads_do_not_mix_their_sounds() -> None:
    alone = {voice: joined(EspeakVoice(voice).synthesize(LINE[voice[:2]]))[0] for voice in ("nl+f2", "en-gb+m3")}
    got: dict[str, list[np.ndarray]] = {voice: [] for voice in alone}

    def speak(voice: str) -> None:
        for _ in range(5):
            got[voice].append(joined(EspeakVoice(voice).synthesize(LINE[voice[:2]]))[0])

    threads = [threading.Thread(target=speak, args=(voice,)) for voice in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # eSpeak NG's pitch wavers, and with it the length by half a per cent; the two lines differ by far more than this.
    shorter, longer = sorted(len(sound) for sound in alone.values())
    assert shorter * 1.05 < longer
    for voice, sound in alone.items():
        assert [len(other) for other in got[voice]] == pytest.approx([len(sound)] * 5, rel=0.02)


def test_without_the_library_the_program_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: EspeakLibrary) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(EspeakLibrary, "__init__", broken)
    monkeypatch.setattr(shutil, "which", lambda _: "/somewhere/espeak-ng")
    espeak_engine.cache_clear()
    assert isinstance(espeak_engine(), EspeakProgram)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    espeak_engine.cache_clear()
    with pytest.raises(SynthesisError, match="Install the package espeak-ng"):
        espeak_engine()
    espeak_engine.cache_clear()


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng program")
def test_the_program_says_the_same_words_as_the_library() -> None:
    program = EspeakProgram(shutil.which("espeak-ng") or "")
    samples, rate_hz = joined(EspeakVoice("nl+f2", program).synthesize(LINE["nl"]))
    library, _ = joined(EspeakVoice("nl+f2").synthesize(LINE["nl"]))
    assert len(samples) / rate_hz == pytest.approx(len(library) / rate_hz, rel=0.15)
    assert program.phonemes("nl", "huis").startswith("h")


def test_a_program_that_fails_is_a_sentence() -> None:
    with pytest.raises(SynthesisError, match="failed on 'hallo'"):
        EspeakProgram("/nowhere/espeak-ng").speak("nl", "hallo", 160)
