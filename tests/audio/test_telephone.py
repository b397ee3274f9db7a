import threading

import pytest

from audio.errors import DeviceError
from audio.frames import SpeechChunk
from audio.hold_music import hold_music
from audio.ports import Speaker
from audio.scripted import BrokenSpeaker, FrameClock, SilentSpeaker
from audio.telephone import ENGAGED_PERIODS, TelephoneSpeaker
from audio.tones import Tone, tone

LIMIT_S = 5.0


class Listened(SilentSpeaker):
    """Says when something is played."""

    def __init__(self, clock):
        super().__init__(clock)
        self.heard = threading.Semaphore(0)

    def play(self, chunk):
        start_s = super().play(chunk)
        self.heard.release()
        return start_s


def test_music_sounds_round_after_round_until_it_is_stopped():
    clock = FrameClock()
    speaker = Listened(clock)
    telephone = TelephoneSpeaker(speaker)
    assert isinstance(telephone, Speaker)
    telephone.start_music()
    telephone.start_music()
    assert speaker.heard.acquire(timeout=LIMIT_S)
    clock.advance(round(hold_music().duration_s * 16_000) + 1)
    assert speaker.heard.acquire(timeout=LIMIT_S)
    telephone.stop_music()
    telephone.stop_music()
    assert [len(each.chunk.samples) for each in speaker.played] == [len(hold_music().samples)] * 2
    assert speaker.played[1].cut_off
    assert not telephone.busy()


def test_the_engaged_tone_is_heard_to_its_end():
    clock = FrameClock()
    speaker = SilentSpeaker(clock)
    telephone = TelephoneSpeaker(speaker)
    telephone.start_music()
    telephone.sound_engaged()
    closing = threading.Thread(target=telephone.close)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    clock.advance(16_000 * ENGAGED_PERIODS + 1)
    closing.join(LIMIT_S)
    assert not closing.is_alive()
    assert len(speaker.played[-1].chunk.samples) == len(tone(Tone.BUSY, periods=ENGAGED_PERIODS).samples)
    assert not speaker.played[-1].cut_off
    telephone.close()


def test_a_broken_speaker_costs_music_and_tone_only():
    telephone = TelephoneSpeaker(BrokenSpeaker(FrameClock()))
    telephone.start_music()
    telephone.sound_engaged()
    with pytest.raises(DeviceError):
        telephone.play(SpeechChunk(hold_music().samples, 16_000))
    telephone.set_gain(0.5, 0.1)
    telephone.drain()
    assert telephone.abort() == 0.0
    telephone.close()
