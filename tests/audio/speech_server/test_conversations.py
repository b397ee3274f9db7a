"""Both sides of the protocol on loopback: what is sent, what is understood, and everything a server can do wrong."""

import asyncio
import socket

import numpy as np
import pytest
from wyoming.asr import Transcript as Told
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error

from audio.errors import ModelMissingError, SpeechServerError
from audio.frames import SPEECH_RATE_HZ, Prosody, SpeechChunk, Transcript, Utterance, read_only
from audio.ports import Transcriber, Voice
from audio.speech_server import (
    FallbackTranscriber,
    FallbackVoice,
    ServerAddress,
    WyomingTranscriber,
    WyomingVoice,
)
from tests.audio.speech_server.scripted_server import ScriptedServer, recognising, speaking


def utterance(seconds=2.0):
    samples = read_only(0.25 * np.ones(round(seconds * SPEECH_RATE_HZ), np.float32))
    return Utterance(samples, 0.0, 0.0, seconds)


def telling(text):
    async def answer(event, writer):
        if event.type == "audio-stop":
            yield Told(text=text).event()

    return answer


async def dropping(event, writer):
    if event.type in ("audio-stop", "synthesize"):
        writer.close()
    return
    yield


async def silent(event, writer):
    return
    yield


async def complaining(event, writer):
    if event.type in ("audio-stop", "synthesize"):
        yield Error(text="out of memory").event()


def test_an_utterance_is_sent_whole_and_its_words_come_back():
    server = ScriptedServer(recognising(["en", "nl_NL"]), telling("  Goedemorgen,\n met Tom. "))
    with server as address:
        transcriber = WyomingTranscriber(address, "nl")
        assert isinstance(transcriber, Transcriber)
        heard = transcriber.transcribe(utterance())
    assert heard.text == "Goedemorgen, met Tom."
    assert (heard.language, heard.words, heard.audio_s) == ("nl", (), 2.0)
    assert transcriber.name == f"{address} (ear)"
    kinds = [event.type for event in server.received]
    assert kinds[:3] == ["describe", "transcribe", "audio-start"]
    assert kinds[-1] == "audio-stop"
    assert server.received[1].data["language"] == "nl"
    sound = b"".join(event.payload for event in server.received if event.type == "audio-chunk")
    np.testing.assert_array_equal(np.frombuffer(sound, "<i2"), np.full(2 * SPEECH_RATE_HZ, 8192))


@pytest.mark.parametrize(
    "text", ["", " ", "...", "ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja ja"]
)
def test_a_server_that_loops_or_hears_nothing_is_not_believed(text):
    with ScriptedServer(recognising(["nl"]), telling(text)) as address:
        assert WyomingTranscriber(address, "nl").transcribe(utterance()).text == ""


def tone(level, width=2, channels=1):
    count = 2_205
    values = np.full((count, channels), level * (2 ** (8 * width - 1) - 1)).astype("<i2" if width == 2 else "<i4")
    return AudioChunk(rate=22_050, width=width, channels=channels, audio=values.tobytes()).event()


def speaking_up(width=2, channels=1):
    async def answer(event, writer):
        if event.type == "synthesize":
            yield AudioStart(rate=22_050, width=width, channels=channels).event()
            for level in (0.2, -0.2, 0.2):
                yield tone(level, width, channels)
            yield AudioStop().event()

    return answer


@pytest.mark.parametrize(("width", "channels"), [(2, 1), (2, 2), (4, 1)])
def test_a_line_is_asked_for_by_sentence_and_sounds_in_order(width, channels):
    server = ScriptedServer(speaking(("joe", "en_US"), ("nel", "nl-NL")), speaking_up(width, channels))
    with server as address:
        voice = WyomingVoice(address, "nl")
        assert isinstance(voice, Voice)
        assert voice.name == f"{address}/nel"
        chunks = list(voice.synthesize("Hallo daar. Wat is er [aan] de hand?"))
        quick = list(voice.synthesize("Hallo daar.", Prosody(rate=1.25)))
        assert list(voice.synthesize("...")) == []
    assert [chunk.text for chunk in chunks] == ["Hallo daar.", "Wat is er aan de hand?"]
    assert all(chunk.sample_rate_hz == 22_050 for chunk in chunks)
    assert chunks[0].duration_s == pytest.approx(0.3 + 0.28, abs=0.05)
    assert quick[0].duration_s == pytest.approx(0.3 / 1.25, abs=0.05)
    asked = [event.data for event in server.received if event.type == "synthesize"]
    assert asked[0] == {"text": "Hallo daar.", "voice": {"name": "nel"}}


def test_of_several_voices_the_server_chooses():
    server = ScriptedServer(speaking(("joe", "en"), ("amy", "en_GB")), speaking_up())
    with server as address:
        voice = WyomingVoice(address, "en")
        assert voice.name == f"{address}/en"
        list(voice.synthesize("Hello there."))
    assert server.received[-1].data["voice"] == {"language": "en"}


def nothing_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return ServerAddress("127.0.0.1", free.getsockname()[1])


def test_where_nothing_listens_it_is_said_at_once():
    address = nothing_listens()
    with pytest.raises(SpeechServerError, match=f"Nothing listens at {address}. Start the speech server there"):
        WyomingTranscriber(address, "nl")
    with pytest.raises(SpeechServerError, match="Nothing listens"):
        WyomingVoice(address, "nl")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda address: WyomingTranscriber(address, "nl"), "does not know the language 'nl'. It knows: en."),
        (lambda address: WyomingVoice(address, "en"), "has no voices. It recognises speech: pass it as --transcriber."),
    ],
)
def test_a_recogniser_that_does_not_fit(make, said):
    with ScriptedServer(recognising(["en"])) as address, pytest.raises(SpeechServerError) as raised:
        make(address)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("jo", "has no voice 'jo' that speaks 'en'. Did you mean 'joe'?"),
        ("nel", "has no voice 'nel' that speaks 'en'. It has: joe."),
    ],
)
def test_a_voice_that_is_not_there(wanted, said):
    with ScriptedServer(speaking(("joe", "en"), ("nel", "nl"))) as address, pytest.raises(SpeechServerError) as raised:
        WyomingVoice(ServerAddress(address.host, address.port, wanted), "en")
    assert said in str(raised.value)


def test_a_voice_server_recognises_nothing_and_speaks_its_own_languages():
    with ScriptedServer(speaking(("joe", "en"))) as address:
        with pytest.raises(SpeechServerError, match=r"recognises no speech. It speaks: pass it as --voice."):
            WyomingTranscriber(address, "en")
        with pytest.raises(SpeechServerError, match="has no installed voice that speaks 'nl'"):
            WyomingVoice(address, "nl")


def test_another_protocol_is_recognised_as_such():
    with (
        ScriptedServer(recognising(["en"]), raw=b"HTTP/1.1 400 Bad Request\r\n\r\n") as address,
        pytest.raises(SpeechServerError, match=r"does not speak the Wyoming protocol. Check the port."),
    ):
        WyomingTranscriber(address, "en")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (dropping, "closed the connection in the middle|went away in the middle"),
        (silent, "has not answered for"),
        (complaining, "reports an error: out of memory"),
    ],
)
def test_a_server_that_fails_in_the_middle(answer, said):
    with ScriptedServer(recognising(["en"]), answer) as address:
        transcriber = WyomingTranscriber(address, "en", answer_s=0.3)
        with pytest.raises(SpeechServerError, match=said):
            transcriber.transcribe(utterance())
    with ScriptedServer(speaking(("joe", "en")), answer) as address:
        voice = WyomingVoice(address, "en", answer_s=0.3)
        with pytest.raises(SpeechServerError, match=said):
            list(voice.synthesize("Hello there."))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (AudioChunk(rate=22_050, width=1, channels=1, audio=b"\0\0").event(), "sound of an unknown format"),
        (AudioStop().event(), "sent no sound for a sentence"),
    ],
)
def test_sound_that_is_none(event, said):
    async def answer(asked, writer):
        if asked.type == "synthesize":
            yield event

    with ScriptedServer(speaking(("joe", "en")), answer) as address:
        voice = WyomingVoice(address, "en", answer_s=2.0)
        with pytest.raises(SpeechServerError, match=said):
            list(voice.synthesize("Hello there."))


class LocalTranscriber:
    def __init__(self):
        self.warmed = 0

    def warm_up(self):
        self.warmed += 1

    def transcribe(self, utterance):
        return Transcript("heard here")


class LocalVoice:
    name = "local"

    def synthesize(self, text, prosody=Prosody()):
        for sentence in ("One.", "Two.", "Three."):
            yield SpeechChunk(read_only(np.zeros(10, np.float32)), 16_000, sentence)


def test_this_computer_takes_over_once_and_says_so_once():
    made, told = [], []

    def make_local():
        made.append(LocalTranscriber())
        return made[-1]

    with ScriptedServer(recognising(["en"]), dropping) as address:
        transcriber = FallbackTranscriber(WyomingTranscriber(address, "en"), make_local)
        assert transcriber.transcribe(utterance()).text == "heard here"
        transcriber.tell(told.append)
        assert transcriber.transcribe(utterance()).text == "heard here"
        transcriber.warm_up()
    assert len(made) == 1
    assert made[0].warmed == 1
    assert len(told) == 1
    assert told[0].endswith("The recogniser on this computer takes over for the rest of the call.")


def test_a_working_server_is_not_replaced():
    with ScriptedServer(recognising(["en"]), telling("Hello there.")) as address:
        transcriber = FallbackTranscriber(WyomingTranscriber(address, "en"), LocalTranscriber)
        transcriber.warm_up()
        assert transcriber.transcribe(utterance()).text == "Hello there."


def test_a_voice_is_replaced_in_the_middle_of_a_line_without_saying_anything_twice():
    spoken = 0

    async def one_sentence(event, writer):
        nonlocal spoken
        if event.type == "synthesize":
            spoken += 1
            if spoken > 1:
                writer.close()
                return
            async for each in speaking_up()(event, writer):
                yield each
            await asyncio.sleep(0)

    told = []
    with ScriptedServer(speaking(("joe", "en")), one_sentence) as address:
        voice = FallbackVoice(WyomingVoice(address, "en"), LocalVoice)
        voice.tell(told.append)
        assert voice.name.startswith("wyoming://")
        said = [chunk.text for chunk in voice.synthesize("One. Two. Three.")]
        assert said == ["One.", "Two.", "Three."]
        assert voice.name == "local"
        assert len(list(voice.synthesize("Again."))) == 3
    assert len(told) == 1
    assert "A voice on this computer takes over" in told[0]


def test_where_nothing_can_take_over_both_reasons_are_said():
    def missing():
        raise ModelMissingError("No recogniser for English is installed.")

    with ScriptedServer(recognising(["en"]), dropping) as address:
        transcriber = FallbackTranscriber(WyomingTranscriber(address, "en"), missing)
        with pytest.raises(SpeechServerError, match=r"in the middle.*cannot take over: No recogniser for English"):
            transcriber.transcribe(utterance())
