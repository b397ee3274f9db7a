"""Wears the headset, in a process of its own: plays a file, listens, and writes down what it heard as JSON.

Usage: python worn.py WHISPER_FOLDER SOUND_TO_PLAY SECONDS_TO_LISTEN
"""

import json
import sys
import threading
from pathlib import Path

from audio.devices import MonotonicClock, SoundcardMicrophone, SoundcardSpeaker, find_microphone, find_speaker
from audio.endpointing import EndpointState, UtteranceEnded, advance
from audio.errors import DeviceError
from audio.frames import SPEECH_RATE_HZ, SpeechChunk
from audio.soundfiles import read_samples
from audio.transcription import WhisperTranscriber
from audio.vad import SileroDetector


def main(whisper_folder: str, sound: str, listen_s: str) -> None:
    transcriber = WhisperTranscriber(Path(whisper_folder), "en")
    transcriber.warm_up()
    detector, clock = SileroDetector(), MonotonicClock()
    microphone = SoundcardMicrophone(clock, find_microphone("default"))
    speaker = SoundcardSpeaker(clock, find_speaker("default"))
    chunk = SpeechChunk(read_samples(Path(sound), SPEECH_RATE_HZ), SPEECH_RATE_HZ)
    state, heard, drift_s, dropped, trouble = EndpointState(), [], 0.0, 0, ""
    playing = threading.Timer(0.5, speaker.play, [chunk])
    playing.start()
    try:
        for number, frame in enumerate(microphone.frames()):
            if number == 0:
                sys.stdout.write("listening\n")
                sys.stdout.flush()
            drift_s = clock.now_s() - frame.end_s
            dropped += frame.dropped_samples
            state, events = advance(state, detector.probability(frame), frame)
            heard += [event.utterance for event in events if isinstance(event, UtteranceEnded)]
            if heard or clock.now_s() > float(listen_s):
                break
    except DeviceError as fault:
        trouble = str(fault)
    playing.join()
    speaker.drain()
    aborted_s = 0.0
    if not trouble:
        speaker.play(chunk)
        aborted_s = speaker.abort() - clock.now_s()
    speaker.close()
    report = {
        "texts": [transcriber.transcribe(utterance).text for utterance in heard],
        "lag_s": drift_s,
        "dropped": dropped,
        "aborted_s": aborted_s,
        "trouble": trouble,
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
