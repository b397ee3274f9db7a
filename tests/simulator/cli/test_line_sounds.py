from audio.frames import SPEECH_RATE_HZ
from audio.hold_music import hold_music
from audio.scripted import FrameClock, SilentSpeaker
from audio.telephone import ENGAGED_PERIODS, TelephoneSpeaker
from audio.tones import Tone, tone
from simulator.call import events
from simulator.cli.line_sounds import LineSounds
from simulator.dialogue.state import Ending


def lengths(speaker):
    return [len(each.chunk.samples) for each in speaker.played]


MUSIC = len(hold_music().samples)
ENGAGED = len(tone(Tone.BUSY, SPEECH_RATE_HZ, periods=ENGAGED_PERIODS).samples)


def test_only_a_caller_who_hangs_up_leaves_the_engaged_tone():
    for ending in (*Ending, None):
        speaker = SilentSpeaker(FrameClock())
        LineSounds(TelephoneSpeaker(speaker)).notice(events.CallEnded(1.0, ending))
        assert lengths(speaker) == ([ENGAGED] if ending is Ending.HUNG_UP else [])


def test_whoever_is_on_hold_waits_with_music_that_ends_with_the_hold():
    speaker = SilentSpeaker(FrameClock())
    telephone = TelephoneSpeaker(speaker)
    sounds = LineSounds(telephone)
    sounds.notice(events.HoldStarted(1.0, announced=True))
    sounds.notice(events.MicrophoneMuted(1.5, muted=True))
    sounds.notice(events.HoldEnded(2.0))
    assert set(lengths(speaker)) <= {MUSIC}
    assert not telephone.busy()
