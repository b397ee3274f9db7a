import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.frames import Prosody, SpeechChunk, read_only
from audio.hold_music import MUSIC_LEVEL_DBFS, hold_music
from audio.levels import peak_dbfs, rms_dbfs
from audio.ports import Voice
from audio.rooms import ROOM_LEVEL_DBFS, Room, RoomVoice, room_sound

LOUD_ROOMS = [room for room in Room if room is not Room.QUIET]


@settings(deadline=None, max_examples=25)  # the first filter loads SciPy
@given(st.sampled_from(LOUD_ROOMS), st.integers(2_000, 60_000), st.sampled_from([8_000, 16_000, 22_050, 48_000]))
def test_a_room_is_as_loud_as_it_is_said_to_be_and_always_the_same(room, count, rate_hz):
    heard = room_sound(room, count, rate_hz, np.random.default_rng(3))
    assert heard.shape == (count,)
    assert heard.dtype == np.float32
    assert rms_dbfs(heard) == pytest.approx(ROOM_LEVEL_DBFS, abs=1.0)
    np.testing.assert_array_equal(heard, room_sound(room.value, count, rate_hz, np.random.default_rng(3)))


def test_rooms_differ_and_a_quiet_one_is_silent():
    heard = {room: room_sound(room, 64_000, 16_000, np.random.default_rng(1)) for room in Room}
    assert not heard[Room.QUIET].any()
    assert len(room_sound(Room.OFFICE, 0, 16_000, np.random.default_rng(1))) == 0
    bright = {}
    for room in LOUD_ROOMS:
        power = np.abs(np.fft.rfft(heard[room])) ** 2
        frequency_hz = np.fft.rfftfreq(64_000, 1 / 16_000)
        bright[room] = float(power[frequency_hz > 1_500].sum() / power.sum())
    assert bright[Room.STREET] < bright[Room.OFFICE] < bright[Room.KITCHEN]
    with pytest.raises(ValueError, match="cellar"):
        room_sound("cellar", 10, 16_000, np.random.default_rng(1))


class Plain:
    name = "plain"

    def synthesize(self, text, prosody=Prosody()):
        for sentence in text.split("|"):
            yield SpeechChunk(read_only(np.zeros(8_000, np.float32)), 16_000, sentence)


def test_a_voice_in_a_room_keeps_its_words_and_length():
    voice = RoomVoice(Plain(), Room.KITCHEN, seed=4)
    assert isinstance(voice, Voice)
    assert voice.name == "plain"
    chunks = list(voice.synthesize("One.|Two."))
    assert [(chunk.text, len(chunk.samples)) for chunk in chunks] == [("One.", 8_000), ("Two.", 8_000)]
    assert chunks[0].samples[0] == 0.0
    assert chunks[0].samples[-1] == 0.0
    assert not np.array_equal(chunks[0].samples, chunks[1].samples)
    again = list(RoomVoice(Plain(), Room.KITCHEN, seed=4).synthesize("One."))
    np.testing.assert_array_equal(again[0].samples, chunks[0].samples)
    assert not next(iter(RoomVoice(Plain(), "quiet").synthesize("One."))).samples.any()


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_music_waits_softly_and_has_no_seam(rate_hz):
    music = hold_music(rate_hz)
    assert 20.0 <= music.duration_s <= 30.0
    assert rms_dbfs(music.samples) == pytest.approx(MUSIC_LEVEL_DBFS, abs=0.1)
    assert peak_dbfs(music.samples) < -12.0
    steps = np.abs(np.diff(music.samples))
    assert abs(float(music.samples[0]) - float(music.samples[-1])) <= steps.max()
    seconds = music.samples[: rate_hz * 20].reshape(20, -1)
    assert min(rms_dbfs(second) for second in seconds) > -50.0
    assert not music.samples.flags.writeable
