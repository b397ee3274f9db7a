import io
import shutil
import subprocess
from dataclasses import dataclass

import numpy as np
import pytest
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.tokenizer import Tokenizer
from hypothesis import given
from hypothesis import strategies as st

from audio import transcription
from audio.endpointing import EndpointSettings
from audio.errors import ModelError, ModelMissingError, TranscriptionError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, Utterance, Word, read_only
from audio.ports import Transcriber
from audio.scripted import FailingTranscriber, LevelDetector, ScriptedTranscriber
from audio.transcription import (
    Attempt,
    TranscriptionSettings,
    WhisperTranscriber,
    believed,
    better,
    choose_transcriber,
    compression_ratio,
    needed_log_probability,
    stretches,
    suspicion,
    transcribe_sound,
    window_s,
)
from audio.whisper_model import CLOSING_MARKS, ScoredDecoder, never_written, without_marks

SETTINGS = TranscriptionSettings()


def attempt(text, mean=-0.3, no_speech=0.1):
    words = tuple(Word(each, 0.0, 0.1, 0.9) for each in text.split())
    return Attempt(words, text, mean, no_speech)


def tone(duration_s):
    return 0.3 * np.sin(2 * np.pi * 200 * np.arange(round(duration_s * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ)


def silence(duration_s):
    return np.zeros(round(duration_s * SPEECH_RATE_HZ))


@given(st.floats(0.0, 100.0))
def test_the_window_covers_the_sound_and_stays_within_what_whisper_knows(sound_s):
    assert min(30.0, sound_s) <= window_s(sound_s) <= 30.0
    assert window_s(sound_s) >= 8.0


@pytest.mark.parametrize(
    ("heard", "sound_s", "expected"),
    [
        (attempt("Goedemiddag, waarmee kan ik u helpen?"), 2.5, ""),
        (attempt(""), 2.5, ""),
        (attempt("ja dat is goed " * 12), 30.0, "repeats itself"),
        (attempt("H-H-H-H-H-H"), 4.0, "repeats itself"),
        (attempt("Nee, nee."), 4.0, ""),
        (attempt("Dank u wel.", mean=-1.2), 2.5, "improbable words"),
        (attempt("a b c d e f g h i j k l"), 1.0, "too many words"),
        (attempt("Ja."), 0.2, ""),
    ],
)
def test_what_makes_a_text_suspicious(heard, sound_s, expected):
    assert suspicion(heard, sound_s, SETTINGS) == expected


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (attempt("Ik hoor u."), True),
        (attempt(""), False),
        (attempt("Bedankt voor het kijken.", mean=-1.2, no_speech=0.8), False),
        (attempt("Ik hoor u slecht.", mean=-1.2, no_speech=0.2), True),
        (attempt("Ik hoor u, hoor.", mean=-0.25, no_speech=0.9), True),
        (attempt("You", mean=-0.83, no_speech=0.75), False),
        (attempt("... ...", mean=-0.2, no_speech=0.0), False),
        (attempt("Zzz.", mean=-1.8, no_speech=0.0), False),
        (attempt("ja ja ja ja " * 20), False),
    ],
)
def test_the_gate_needs_two_doubts_or_one_certainty(heard, expected):
    assert believed(heard, 10.0, SETTINGS) is expected


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_less_it_sounds_like_speech_the_surer_the_words_must_be(one, other):
    low, high = sorted((one, other))
    assert -1.5 <= needed_log_probability(low, SETTINGS) <= needed_log_probability(high, SETTINGS) + 1e-9
    assert needed_log_probability(high, SETTINGS) <= -0.3 + 1e-9


def test_the_wider_window_has_the_last_word_unless_the_short_one_is_surer():
    sure, unsure, looping = attempt("Ik hoor u.", -1.12), attempt("Ik hoor uw.", -1.3), attempt("ja " * 60, -0.1)
    assert better(sure, unsure, 5.0, SETTINGS) is sure
    assert better(unsure, sure, 5.0, SETTINGS) is sure
    assert better(looping, unsure, 30.0, SETTINGS) is unsure
    assert better(unsure, looping, 30.0, SETTINGS) is unsure
    assert better(attempt("", 0.0, 1.0), unsure, 5.0, SETTINGS) is unsure


def test_compression_ratio_is_whispers():
    from faster_whisper.transcribe import get_compression_ratio

    for text in ("Goedemiddag.", "la " * 50):
        assert compression_ratio(text) == get_compression_ratio(text)
    assert compression_ratio("") == 0.0


@pytest.mark.parametrize(
    ("language", "installed", "cores", "chosen", "better"),
    [
        ("nl", {"whisper-base", "whisper-tiny.en"}, 2, "whisper-base", ""),
        ("nl", {"whisper-base"}, 8, "whisper-base", "whisper-small"),
        ("nl", {"whisper-base", "whisper-small"}, 8, "whisper-small", ""),
        ("nl", {"whisper-base", "whisper-small"}, 2, "whisper-base", ""),
        ("nl", {"whisper-large-v3-turbo", "whisper-base"}, 16, "whisper-large-v3-turbo", ""),
        ("nl", {"whisper-medium", "whisper-small"}, 2, "whisper-small", ""),
        ("en", {"whisper-tiny.en"}, 2, "whisper-tiny.en", "whisper-base"),
        ("en", {"whisper-base", "whisper-tiny.en"}, 2, "whisper-base", ""),
    ],
)
def test_choosing_a_recogniser(language, installed, cores, chosen, better):
    choice = choose_transcriber(language, frozenset(installed), cores)
    assert (choice.model_id, choice.better) == (chosen, better)
    assert chosen in choice.why
    if better:
        assert better in choice.why


def test_an_english_only_recogniser_is_never_chosen_for_dutch():
    with pytest.raises(ModelMissingError, match="callsim models install whisper-base"):
        choose_transcriber("nl", ["whisper-tiny.en", "piper-en_US-joe-medium"], 4)


def test_a_recording_is_cut_into_stretches_of_speech():
    samples = read_only(np.concatenate([silence(1), tone(1), silence(1.5), tone(0.5), silence(1), tone(0.7)]))
    first, second, third = stretches(samples, LevelDetector(), EndpointSettings(end_silence_ms=500))
    assert first.speech_start_s == pytest.approx(1.0, abs=0.04)
    assert first.speech_end_s == pytest.approx(2.0, abs=0.04)
    assert second.speech_start_s == pytest.approx(3.5, abs=0.04)
    assert third.speech_end_s == pytest.approx(5.7, abs=0.04)
    assert not stretches(read_only(silence(3)), LevelDetector())
    assert not stretches(read_only(silence(0)), LevelDetector())


def test_words_of_a_recording_have_its_times():
    samples = read_only(np.concatenate([silence(1), tone(1), silence(1.5), tone(1), silence(1)]))
    done = []
    heard = transcribe_sound(
        samples, LevelDetector(), ScriptedTranscriber(["Hallo daar.", "Tot ziens."], "nl"), progress=done.append
    )
    assert heard.text == "Hallo daar. Tot ziens."
    assert [word.text for word in heard.words] == ["Hallo", "daar.", "Tot", "ziens."]
    assert heard.words[0].start_s == pytest.approx(1.0, abs=0.04)
    assert heard.words[2].start_s == pytest.approx(3.5, abs=0.04)
    assert heard.audio_s == pytest.approx(5.5)
    assert done == sorted(done)
    assert len(done) == 2


def test_a_long_recording_is_cut_within_the_window():
    samples = read_only(tone(70.0))
    cut = stretches(samples, LevelDetector(), EndpointSettings(max_utterance_s=28.0))
    assert all(each.duration_s <= 28.0 + 0.05 for each in cut)
    assert sum(len(each.samples) for each in cut) >= len(samples)
    assert sum(len(each.samples) for each in cut) < len(samples) + FRAME_SAMPLES


def test_a_failing_recogniser_is_heard_of():
    with pytest.raises(TranscriptionError):
        transcribe_sound(read_only(tone(1)), LevelDetector(), FailingTranscriber())


def test_a_missing_or_damaged_model_is_said_in_words(tmp_path):
    with pytest.raises(ModelMissingError, match=r"model\.bin, config\.json, tokenizer\.json is missing"):
        WhisperTranscriber(tmp_path / "whisper-base", "nl")


def spoken(text, language="en"):
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("needs the espeak-ng program")
    import soundfile
    import soxr

    wave = subprocess.run([program, "-v", language, "--stdout", text], capture_output=True, check=True).stdout
    samples, rate = soundfile.read(io.BytesIO(wave), dtype="float32")
    return read_only(np.pad(soxr.resample(samples, rate, SPEECH_RATE_HZ), 4_000))


def utterance(samples):
    return Utterance(samples, 5.0, 5.2, 5.0 + len(samples) / SPEECH_RATE_HZ)


@pytest.fixture(scope="module")
def whisper(models_dir):
    transcriber = WhisperTranscriber(models_dir / "whisper-base", "en", cpu_threads=1)
    transcriber.warm_up()
    return transcriber


@pytest.mark.models
def test_speech_becomes_words_with_times(whisper):
    samples = spoken("Good morning, this is the help desk. How can I help you today?")
    heard = whisper.transcribe(utterance(samples))
    assert isinstance(whisper, Transcriber)
    assert "how can i help you" in heard.text.lower()
    assert heard.language == "en"
    assert heard.text.split() == [word.text for word in heard.words]
    ends = [word.end_s for word in heard.words]
    assert ends == sorted(ends)
    assert 0.0 <= heard.words[0].start_s < ends[-1] <= heard.audio_s
    assert all(0.0 <= word.probability <= 1.0 for word in heard.words)
    assert not heard.used_wider_window


@pytest.mark.models
def test_words_are_looked_up_where_asked_and_else_reckoned_without_a_pass_of_the_decoder(models_dir, monkeypatch):
    passes = []
    align = ScoredDecoder.__getattr__
    monkeypatch.setattr(ScoredDecoder, "__getattr__", lambda self, name: passes.append(name) or align(self, name))
    samples = spoken("Good morning, this is the help desk. How can I help you today?")
    heard = {}
    for aligns in (True, False):
        passes.clear()
        settings = TranscriptionSettings(aligns_words=aligns)
        transcriber = WhisperTranscriber(models_dir / "whisper-base", "en", 1, settings)
        heard[aligns] = transcriber.transcribe(utterance(samples))
        assert ("align" in passes) is aligns
    assert [word.text for word in heard[True].words] == [word.text for word in heard[False].words]
    pairs = list(zip(heard[True].words, heard[False].words, strict=True))
    assert np.mean([abs(looked_up.probability - reckoned.probability) for looked_up, reckoned in pairs]) < 0.1
    assert np.mean([abs(looked_up.start_s - reckoned.start_s) for looked_up, reckoned in pairs]) < 0.3


@pytest.mark.models
@pytest.mark.parametrize("duration_s", [0.0, 0.01, 3.0])
def test_silence_gives_no_words(whisper, duration_s):
    assert whisper.transcribe(utterance(read_only(silence(duration_s)))).text == ""


class Watched(BatchedInferencePipeline):
    """Notes how each pass over a sound is made."""

    def __init__(self, model):
        super().__init__(model)
        self.passes = []
        self.frames = []

    def generate_segment_batched(self, features, tokenizer, options):
        self.passes.append((options.beam_size, options.without_timestamps))
        self.frames.append(self.model.window_features)
        return super().generate_segment_batched(features, tokenizer, options)


@pytest.fixture
def watched(monkeypatch):
    made = []
    monkeypatch.setattr(transcription, "in_one_window", lambda model: made.append(Watched(model)) or made[-1])
    return made


@pytest.mark.models
def test_a_suspicious_text_is_heard_again_in_a_window_twice_as_long(models_dir, watched):
    never_content = TranscriptionSettings(max_words_a_second=0.0)
    transcriber = WhisperTranscriber(models_dir / "whisper-base", "en", 1, never_content)
    heard = transcriber.transcribe(utterance(spoken("How can I help you today?")))
    assert heard.used_wider_window
    assert watched[0].frames == [800, 1600]


@pytest.mark.models
def test_words_that_are_merely_improbable_are_heard_again_with_one_look_at_the_sound(models_dir, monkeypatch, watched):
    looks = []
    encode = WhisperModel.encode
    monkeypatch.setattr(WhisperModel, "encode", lambda self, features: looks.append(1) or encode(self, features))
    never_sure = TranscriptionSettings(suspicious_log_probability=0.0)
    transcriber = WhisperTranscriber(models_dir / "whisper-base", "en", 1, never_sure)
    heard = transcriber.transcribe(utterance(spoken("How can I help you today?")))
    assert "how can i help you" in heard.text.lower()
    assert not heard.used_wider_window
    assert (len(looks), watched[0].passes) == (1, [(1, True), (5, True)])


@pytest.mark.models
def test_scores_of_what_was_written_say_what_a_second_pass_would(whisper):
    model = whisper._model
    samples = spoken("I have booked the engineer for Tuesday")
    features = model.feature_extractor(samples)[:, :-1]
    features = np.ascontiguousarray(np.pad(features, ((0, 0), (0, 800 - features.shape[-1]))))
    tokenizer = Tokenizer(model.hf_tokenizer, True, task="transcribe", language="en")
    encoded = model.encode(features)
    prompt = model.get_prompt(tokenizer, [], without_timestamps=True)
    (result,) = model.model.generate(encoded, [prompt], beam_size=1, suppress_tokens=never_written(model, "en"))
    said, _ = without_marks([each for each in result.sequences_ids[0] if each < tokenizer.eot], tokenizer.decode)
    assert "Tuesday" in tokenizer.decode(said)
    for mark in CLOSING_MARKS:
        (token,) = tokenizer.encode(mark)
        (asked,) = model.model.align(encoded, tokenizer.sot_sequence, [[*said, token]], 800)
        read = model.model.probability_after(said, token, tokenizer.eot)
        assert read == pytest.approx(asked.text_token_probs[len(said)], abs=0.1)


@pytest.mark.models
@pytest.mark.parametrize(("name", "frames"), [("whisper-base", 800), ("whisper-tiny.en", 1000)])
def test_a_model_listens_in_the_shortest_window_it_does_not_loop_in(models_dir, watched, name, frames):
    if not (models_dir / name).is_dir():
        pytest.skip(f"{name} is not installed")
    WhisperTranscriber(models_dir / name, "en", 1).transcribe(utterance(spoken("How can I help you today?")))
    assert watched[0].frames == [frames]


@pytest.mark.models
def test_dutch_is_listened_to_with_a_wider_beam(models_dir, watched):
    transcriber = WhisperTranscriber(models_dir / "whisper-base", "nl", 1)
    transcriber.transcribe(utterance(spoken("How can I help you today?")))
    assert watched[0].passes[0] == (2, True)


@pytest.mark.models
def test_the_same_sound_gives_the_same_words(whisper):
    samples = utterance(spoken("My internet has been down for three days."))
    assert whisper.transcribe(samples).words == whisper.transcribe(samples).words


@pytest.mark.models
def test_a_damaged_model_is_said_in_words(models_dir, tmp_path):
    folder = tmp_path / "whisper-base"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(models_dir / "whisper-base" / name, folder)
    whole = (models_dir / "whisper-base" / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="callsim models verify"):
        WhisperTranscriber(folder, "nl")


@pytest.mark.models
def test_an_english_model_says_that_it_knows_no_dutch(models_dir):
    if not (models_dir / "whisper-tiny.en").is_dir():
        pytest.skip("whisper-tiny.en is not installed")
    with pytest.raises(ModelError, match="does not know Dutch"):
        WhisperTranscriber(models_dir / "whisper-tiny.en", "nl")


@dataclass(frozen=True)
class HeardSegment:
    """What faster-whisper gives for a segment, as far as it is looked at."""

    text: str
    avg_logprob: float
    no_speech_prob: float
    words: tuple = ()

    @property
    def tokens(self):
        return self.text.split()


def test_a_word_invented_behind_a_sentence_does_not_cost_the_sentence():
    sentence = HeardSegment("You are free between one and two. Is that correct?", -0.25, 0.01)
    invented = HeardSegment("So", -2.0, 0.5)
    heard = transcription._joined([sentence, invented], 14.7, SETTINGS)
    assert heard.text == sentence.text
    assert believed(heard, 14.7, SETTINGS)


def test_where_nothing_is_believed_nothing_is_made_of_it():
    heard = transcription._joined([HeardSegment("So", -2.0, 0.5), HeardSegment("Thanks", -1.4, 0.9)], 3.0, SETTINGS)
    assert not believed(heard, 3.0, SETTINGS)
