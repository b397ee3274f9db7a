"""Wears the headset for as long as it is told to, whatever becomes of the devices; writes down in JSON what it notices.

Usage: python worn_on.py; ends when its standard input does.
"""

import json
import sys
import threading

import numpy as np

from audio.devices import LastingHeadset, MonotonicClock, PortAudioSystem
from audio.frames import SPEECH_RATE_HZ, SpeechChunk, read_only
from audio.levels import rms_dbfs

SECOND_FRAMES = 31
HUM = read_only(0.2 * np.sin(2 * np.pi * 300 * np.arange(SPEECH_RATE_HZ) / SPEECH_RATE_HZ).astype(np.float32))


def tell(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    clock = MonotonicClock()
    headset = LastingHeadset(clock, PortAudioSystem(clock))
    headset.tell(
        lambda fault: tell(lost=str(fault), kind=type(fault).__name__, at_s=clock.now_s()),
        lambda back: tell(back=str(back), at_s=clock.now_s()),
    )
    threading.Thread(target=lambda: (sys.stdin.read(), headset.microphone.close()), daemon=True).start()
    levels, worst_gap_s, end_s = [], 0.0, None
    for count, frame in enumerate(headset.microphone.frames(), start=1):
        if end_s is not None:
            worst_gap_s = max(worst_gap_s, frame.start_s - end_s)
        end_s = frame.end_s
        levels.append(rms_dbfs(frame.samples))
        if count % SECOND_FRAMES == 0:
            if not headset.speaker.busy():
                headset.speaker.play(SpeechChunk(HUM, SPEECH_RATE_HZ))
            tell(level_dbfs=max(levels), late_s=clock.now_s() - frame.end_s, worst_gap_s=worst_gap_s)
            levels.clear()
    headset.close()
    tell(ended=True)


if __name__ == "__main__":
    main()
