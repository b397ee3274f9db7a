"""A spoken call at a desk: headset, recogniser and voice made ready, a telephone that rings, and picking it up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.call.runner import CallRunner, CallSettings, Ears, Mouth
from simulator.call.speaking_ahead import SpeakingAhead
from simulator.cli.composition import make_caller_voice, make_detector, make_minds, make_transcriber, voice_sentence
from simulator.cli.kept_call import KeptCall
from simulator.cli.options import models_at
from simulator.cli.prepared_lines import slow_voice_sentence
from simulator.personas.model import Direction
from simulator.sessions.session import Attempt, CallMode, Keep

if TYPE_CHECKING:
    from audio.devices import DevicesBack, LastingHeadset, SoundDevice
    from audio.errors import DeviceError
    from audio.frames import SpeechChunk
    from audio.ports import Clock, Speaker
    from audio.smart_turn import SmartTurn
    from audio.speech_server import WarmTranscriber
    from audio.transcription import TranscriberChoice
    from audio.voices import CallerVoice, VoiceChoice
    from simulator.call.begun import BegunCall
    from simulator.call.conversation import Minds
    from simulator.call.ports import CallObserver
    from simulator.personas.model import Persona
    from simulator.personas.reader import LoadedPersona
    from simulator.scoring.exemplars import Exemplars

RING_STEP_S: Final = 0.05
"""How soon the ringing stops once it is answered."""


@dataclass(frozen=True, slots=True)
class SpokenCallPlan:
    """How a spoken call is to be held."""

    sessions: Path
    models_dir: Path | None
    microphone: str | None = None
    speaker: str | None = None
    half_duplex: bool = False
    trainee: str = ""
    text_only: bool = False
    seed: int = 0
    recogniser: str | None = None
    voice: str | None = None
    attempt: Attempt = Attempt.PRACTICE
    parent: str | None = None
    """The session this call branches off from."""
    branch_turn: int | None = None
    """The number of the turn that is said anew."""
    manual_turns: bool = False
    """True when a key ends the trainee's turn, and no silence does."""
    exemplars: Exemplars | None = None
    """Trainers' corrections to judge by, where the minds are made for this call; None judges alone."""


@dataclass(frozen=True, slots=True)
class LoadedVoice:
    """A caller's voice, and what lets it speak ahead."""

    persona: Persona
    voice: CallerVoice
    choice: VoiceChoice
    ahead: SpeakingAhead


def load_voice(persona: Persona, plan: SpokenCallPlan) -> LoadedVoice:
    """Load a caller's voice; takes a second or two.

    Raises:
        audio.errors.AudioError: it cannot be loaded.
    """
    voice, choice = make_caller_voice(persona, plan.models_dir, plan.voice, plan.seed)
    return LoadedVoice(persona, voice, choice, SpeakingAhead(persona, voice))


@dataclass(frozen=True, slots=True)
class Speech:
    """What hears and speaks in a call: slow to load, the same for every call with this caller."""

    transcriber: WarmTranscriber
    heard_by: TranscriberChoice
    voice: CallerVoice
    spoken_by: VoiceChoice
    minds: Minds
    completion: SmartTurn | None = None
    """Hears whether a turn is over; None where its model is not installed."""
    ahead: SpeakingAhead | None = None
    """Speaks the caller's likely lines in idle time; of one call, None where nobody does."""


def load_completion(models_dir: Path | None) -> SmartTurn | None:
    """Load what hears whether a turn is over; None where it is not installed, for it can be done without.

    Raises:
        audio.errors.ModelError: it is installed and damaged.
    """
    from audio.errors import ModelMissingError
    from audio.models import ModelStore
    from audio.smart_turn import MODEL_ID, SmartTurn

    store = ModelStore(models_at(models_dir))
    try:
        folder = store.resolve(MODEL_ID)
    except ModelMissingError:
        return None
    completion = SmartTurn(next(folder.glob("*.onnx"), folder / f"{MODEL_ID}.onnx"))
    completion.warm_up()
    return completion


def completion_sentence(completion: SmartTurn | None) -> str:
    """Say, where it is so, that turn-taking could be better."""
    from audio.smart_turn import MODEL_ID

    if completion is not None:
        return ""
    return (
        "Whether you are done speaking is judged by silence and words only; 'callsim models install "
        f"{MODEL_ID}' makes the caller answer sooner and wait where you think."
    )


def warm_up_minds(persona: Persona, minds: Minds) -> None:
    """Take a turn in, because the first one of anything is slow: exemplars are encoded, models touched."""
    from simulator.call.conversation import Conversation

    rehearsed = Conversation(persona, minds, seed=0)
    rehearsed.say(rehearsed.opening())
    rehearsed.answer(rehearsed.take(rehearsed.assess(persona.rehearsal.good[0])))


def load_speech(
    loaded: LoadedPersona, plan: SpokenCallPlan, minds: Minds | None = None, speaks: LoadedVoice | None = None
) -> Speech:
    """Load and warm up what hears and speaks, and have the caller's first words ready; takes seconds.

    The likely lines are spoken ahead from then on, on a thread of their own; not before, for that would take longer.

    Args:
        loaded: who rings.
        plan: how the call is to be held.
        minds: loaded now where None.
        speaks: the caller's voice where it is loaded already.

    Raises:
        audio.errors.AudioError: a model or a voice cannot be loaded.
    """
    persona = loaded.persona
    if speaks is not None:
        speaks.ahead.rest()
    transcriber, heard_by = make_transcriber(persona.language.value, plan.models_dir, plan.recogniser)
    speaks = speaks or load_voice(persona, plan)
    ready = minds or make_minds(persona, exemplars=plan.exemplars)
    transcriber.warm_up()
    speaks.voice.prepare(persona.lines.opening)
    warm_up_minds(persona, ready)
    completion = load_completion(plan.models_dir)
    speaks.ahead.start()
    return Speech(transcriber, heard_by, speaks.voice, speaks.choice, ready, completion, speaks.ahead)


def tell_fallbacks(speech: Speech, runner: CallRunner) -> None:
    """Let the call say, once, that a speech server went away and this computer took over."""
    from audio.speech_server import FallbackTranscriber, FallbackVoice

    for part in (speech.transcriber, speech.voice.engine):
        if isinstance(part, FallbackTranscriber | FallbackVoice):
            part.tell(runner.trouble)


def echo_of(devices: DevicesBack, runner: CallRunner, half_duplex: bool) -> str:
    """Let a call hear as the sound check of its devices asks; return what there is to say about it, or nothing.

    Args:
        devices: those that are used from now on.
        runner: the call.
        half_duplex: True where the trainee asked for it.
    """
    from simulator.cli.sound_checks import remembered_check

    if not devices.changed or not devices.microphone:
        return ""
    check = remembered_check(devices.microphone, devices.speaker)
    if check is None:
        return " They were not checked for echo: if the caller hears itself, use a headset."
    runner.hear_half_duplex(half_duplex or check.half_duplex)
    return " The microphone hears the speaker: it rests while the caller speaks." if check.half_duplex else ""


class Ring:
    """A telephone ringing.

    Args:
        speaker: where it rings.
        outbound: True where the trainee rings: what is heard is the telephone at the other end.
    """

    def __init__(self, speaker: Speaker, *, outbound: bool = False) -> None:
        self._speaker = speaker
        self._outbound = outbound

    def until(self, stop: threading.Event) -> None:
        """Ring until `stop` is set; blocks.

        Raises:
            audio.errors.DeviceError: the speaker went away.
        """
        period = self._period()
        while not stop.is_set():
            self._speaker.play(period)
            while self._speaker.busy() and not stop.wait(RING_STEP_S):
                pass
        self._speaker.abort()

    def once(self) -> None:
        """Ring one period long."""
        self._speaker.play(self._period())
        self._speaker.drain()

    def _period(self) -> SpeechChunk:
        from audio.tones import Tone, tone

        return tone(Tone.RING_BACK if self._outbound else Tone.RINGING)

    @contextmanager
    def sounding(self) -> Iterator[None]:
        """Ring on a thread of its own for as long as the block takes."""
        stop = threading.Event()
        bell = threading.Thread(target=self.until, args=(stop,), name="ring", daemon=True)
        bell.start()
        try:
            yield
        finally:
            stop.set()
            bell.join()


@dataclass(frozen=True, slots=True)
class Headset:
    """The devices of a call, and the clock they share."""

    clock: Clock
    devices: LastingHeadset
    microphone_device: SoundDevice
    speaker_device: SoundDevice

    @property
    def speaker(self) -> Speaker:
        """Where the telephone rings and the caller speaks."""
        return self.devices.speaker

    @property
    def echoes(self) -> bool:
        """Whether the sound check of these devices heard the speaker by the microphone: the call is half duplex."""
        from simulator.cli.sound_checks import remembered_check

        check = remembered_check(self.microphone_device.name, self.speaker_device.name)
        return check is not None and check.half_duplex

    def pauses(self, runner: CallRunner, *, half_duplex: bool = False) -> None:
        """Let a call stand still while a device is away, and go on when it is back.

        Where another device took over, what the sound check found of the new pair decides whether the microphone may
        hear while the caller speaks. A pair that was never checked is treated as the one before, and that is said.

        Args:
            runner: the call.
            half_duplex: True where the trainee asked for it, whatever the sound check found.
        """
        away = threading.Event()

        def lost(fault: DeviceError) -> None:
            runner.device_lost(str(fault))
            if away.is_set():  # the same loss, for another reason
                runner.device_back("")
            away.set()

        def back(devices: DevicesBack) -> None:
            away.clear()
            runner.device_back(f"{devices}{echo_of(devices, runner, half_duplex)}")

        self.devices.tell(lost, back)

    @property
    def ring(self) -> Ring:
        """The telephone, ringing in this headset."""
        return Ring(self.speaker)


@contextmanager
def open_headset(microphone: str | None, speaker: str | None) -> Iterator[Headset]:
    """Find both devices and open the speaker; the microphone is opened when the phone is answered.

    Raises:
        audio.errors.DeviceError: no device is there by that name, or it cannot be opened; names what there is.
    """
    from audio.devices import LastingHeadset, MonotonicClock, PortAudioSystem

    clock = MonotonicClock()
    system = PortAudioSystem(clock, microphone, speaker)
    devices = LastingHeadset(clock, system)
    try:
        yield Headset(clock, devices, system.microphone, system.speaker)
    finally:
        devices.close()


@dataclass(frozen=True, slots=True)
class ReadyCall:
    """A call that rings and can be answered."""

    loaded: LoadedPersona
    plan: SpokenCallPlan
    speech: Speech
    headset: Headset

    @property
    def ring(self) -> Ring:
        """The telephone; at the other end where the trainee rings."""
        return Ring(self.headset.speaker, outbound=self.loaded.persona.direction is Direction.OUTBOUND)

    @property
    def voice_sentence(self) -> str:
        """Who speaks, and what would make the call better."""
        sentences = (
            voice_sentence(self.speech.spoken_by),
            slow_voice_sentence(self.loaded.persona, self.speech.voice),
            completion_sentence(self.speech.completion),
        )
        return " ".join(sentence for sentence in sentences if sentence)

    def answer(
        self, *observers: CallObserver, begin: Callable[[Sequence[CallObserver]], BegunCall] | None = None
    ) -> tuple[CallRunner, KeptCall]:
        """Pick up: open the session, return the call (to be started) and its session.

        Args:
            observers: are told what happens, besides the session.
            begin: holds the beginning of the call in another way, telling all observers; the spoken call goes on there.

        Raises:
            KeepingError: the session cannot be kept there.
        """
        from audio.telephone import TelephoneSpeaker
        from simulator.cli.line_sounds import LineSounds

        plan, speech, headset = self.plan, self.speech, self.headset
        half_duplex = plan.half_duplex or headset.echoes
        kept = KeptCall(
            self.loaded,
            plan.sessions,
            CallMode.SPOKEN,
            plan.seed,
            plan.trainee,
            Keep.TEXT if plan.text_only else Keep.EVERYTHING,
            parts={"recogniser": speech.heard_by.model_id, "voice": speech.spoken_by.name},
            parent=plan.parent,
            attempt=plan.attempt,
            branch_turn=plan.branch_turn,
            settings={"microphone": headset.microphone_device.name, "half_duplex": half_duplex},
        )
        telephone = TelephoneSpeaker(headset.speaker)
        ahead = () if speech.ahead is None else (speech.ahead,)
        everybody: tuple[CallObserver, ...] = (kept.writer, LineSounds(telephone), *ahead, *observers)
        runner = CallRunner(
            self.loaded.persona,
            Ears(headset.devices.microphone, make_detector(), speech.transcriber, completion=speech.completion),
            Mouth(speech.voice, telephone),
            headset.clock,
            speech.minds,
            plan.seed,
            observers=everybody,
            recorder=kept.writer,
            settings=CallSettings(half_duplex=half_duplex, manual_turns=plan.manual_turns),
            begun=None if begin is None else begin(everybody),
        )
        headset.pauses(runner, half_duplex=plan.half_duplex)
        tell_fallbacks(speech, runner)
        return runner, kept


@contextmanager
def prepare_spoken_call(loaded: LoadedPersona, plan: SpokenCallPlan) -> Iterator[ReadyCall]:
    """Open the headset and load what hears and speaks.

    Raises:
        audio.errors.AudioError: a device, a model or a voice is not to be had; the sentence says what to do.
    """
    with open_headset(plan.microphone, plan.speaker) as headset:
        yield ReadyCall(loaded, plan, load_speech(loaded, plan), headset)
