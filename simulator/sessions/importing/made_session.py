"""A session made of a recording: the same files, events and scores as of a call that was held here.

The caller's file is drawn up from what the caller said, so that scoring it anew, reviewing it and looking back work as
ever: each sentence that tells something is a fact that a summary can give back.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from audio.frames import SPEECH_RATE_HZ, Utterance, seconds_to_samples
from audio.resample import StreamResampler
from audio.soundfiles import write_flac
from simulator.call import events
from simulator.call.account import record_of
from simulator.call.events import CallEvent
from simulator.call.ports import TurnAssessor
from simulator.dialogue.context import turn_context
from simulator.dialogue.state import CallerState, Ending, HeardTurn, ReplyReason
from simulator.language import Language
from simulator.leary import NEUTRAL, Octant, Stance
from simulator.personas.model import Persona
from simulator.personas.reader import parse_persona
from simulator.plain_text import one_line
from simulator.scoring.assessment import ActKind, HeardWord, TraineeTurn, TurnContext
from simulator.scoring.record import Side, TurnRecord
from simulator.scoring.rubric import Rubric
from simulator.scoring.scoring import score_call
from simulator.sessions.files import OWNER_FILE
from simulator.sessions.importing.mark import IMPORTED
from simulator.sessions.importing.turns import SpokenTurn, ToldSentence, joined_turns, told_sentences
from simulator.sessions.importing.two_sides import (
    Channel,
    ImportCancelledError,
    ImportRefusedError,
    Progress,
    channel_of,
    opened_recording,
    sides_spoken,
)
from simulator.sessions.recording import AUDIO_NAME, CALL_NAME, MARGIN_S, turn_name
from simulator.sessions.session import CallMode
from simulator.sessions.store import SessionStore

if TYPE_CHECKING:
    from audio.ports import SpeechDetector, Transcriber

DEFAULT_ID: Final = "imported-call"
"""Who rings, where no caller of the library is named."""

COPY_BLOCK_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a recording is heard and judged with."""

    detectors: Mapping[Side, SpeechDetector]
    """One for each side."""
    transcriber: Transcriber
    assessor: TurnAssessor
    rubric: Rubric
    versions: Mapping[str, str]
    """Of all of these, for the session."""


@dataclass(frozen=True, slots=True)
class ImportedCall:
    """What is known of a recording besides its sound."""

    recording: Path
    caller_channel: Channel
    language: Language
    trainee: str = ""
    persona: Persona | None = None
    """A caller of the library whose name, known terms and rubric hold; None for an unknown one."""
    held_at: datetime | None = None
    """When the call was held; now where None."""


def import_call(
    store: SessionStore,
    call: ImportedCall,
    equipment: Equipment,
    progress: Progress = lambda done_s, of_s: None,  # noqa: ARG005
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Make a session of a recording and return its id; a stopped or failed import leaves nothing behind.

    Args:
        store: where the session goes.
        call: the recording.
        equipment: what it is heard with.
        progress: is told how many seconds of the recording are heard.
        cancelled: is asked now and then whether to stop.

    Raises:
        ImportRefusedError: it is no stereo recording of two voices.
        ImportCancelledError: `cancelled` said so.
        KeepingError: the session cannot be kept.
        audio.errors.AudioError: the recogniser failed.
    """
    turns = _heard(call, equipment, progress, cancelled)
    _refuse_one_sided(turns, call)
    told = told_sentences(turns, call.language)
    persona_text = persona_of(call, told)
    persona = parse_persona(persona_text, call.recording.name)
    happened = list(_events(turns, told, persona, equipment.assessor, cancelled))
    record = record_of(happened, persona.id, call.language)
    scorecard = score_call(record, persona, equipment.rubric)
    writer = store.create(
        persona_id=persona.id,
        persona_text=persona_text,
        language=call.language,
        mode=CallMode.SPOKEN,
        seed=0,
        trainee=call.trainee,
        versions=equipment.versions,
        settings={
            IMPORTED: {
                "file": call.recording.name,
                "sha256": _sha256(call.recording),
                "caller_channel": call.caller_channel.value,
            }
        },
        started_at=call.held_at,
    )
    try:
        for event in happened:
            writer.notice(event)
        writer.finish(scorecard)
        _copy_sound(call, writer.folder, record.turns, cancelled)
    except BaseException:
        # Half a session would look like a call that was cut short.
        writer.finish(None)
        shutil.rmtree(writer.folder, ignore_errors=True)
        raise
    return writer.id


class _PlainDumper(yaml.SafeDumper):
    """Writes what is said twice twice: a caller's file has no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002  (PyYAML calls it so)
        """Return that nothing is referred to."""
        return True


def persona_of(call: ImportedCall, told: Sequence[ToldSentence]) -> str:
    """Return the caller's file for a recorded call, with what was told as facts.

    Args:
        call: names a caller of the library, or none.
        told: what the caller said.
    """
    known = call.persona
    dutch = call.language is Language.DUTCH
    silent = "Hallo?" if dutch else "Hello?"
    facts = [
        {
            "id": each.id,
            "say": _without_placeholders(each.text),
            "gist": _without_placeholders(each.text.rstrip(".!")),
            "ask": [silent],
            **({"needed": True} if each.has_values else {}),
        }
        for each in told
    ] or [{"id": "nothing_told", "say": silent, "ask": [silent]}]
    line = [silent]
    persona = {
        "id": known.id if known else DEFAULT_ID,
        "language": call.language.value,
        "name": known.name if known else ("Beller" if dutch else "Caller"),
        "title": known.title if known else one_line(call.recording.stem, 80) or "?",
        "difficulty": known.difficulty if known else 1,
        "briefing": known.briefing
        if known
        else ("Een ingelezen opname." if dutch else "A recording that was read in."),
        "stance": {"start": (known.stance.start if known else Octant.FOLLOWING).value},
        "known_terms": list(known.known_terms) if known else [],
        "facts": facts,
        "solution": {"offers": line, "closing": line},
        "lines": {
            "opening": line,
            "on_jargon": line,
            "on_summary_right": line,
            "on_summary_incomplete": line,
            "on_summary_wrong": line,
            "on_silence": line,
            "escalating": line,
            "hanging_up": line,
        },
        "rehearsal": {"good": line * 3, "bad": line * 3},
        **({"rubric": known.rubric} if known else {}),
    }
    return yaml.dump(persona, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=110)


def _without_placeholders(said: str) -> str:
    """Return what was said with round brackets for curly ones, which in a caller's file stand for something else."""
    return said.translate({ord("{"): "(", ord("}"): ")"})


def _heard(
    call: ImportedCall, equipment: Equipment, progress: Progress, cancelled: Callable[[], bool]
) -> tuple[SpokenTurn, ...]:
    def told(done_s: float, of_s: float) -> None:
        _stop_if(cancelled)
        progress(done_s, of_s)

    spoken: list[SpokenTurn] = []
    for stretch in sides_spoken(call.recording, call.caller_channel, equipment.detectors, progress=told):
        _stop_if(cancelled)
        spoken.append(_transcribed(stretch.side, stretch.utterance, equipment.transcriber))
    return joined_turns(spoken)


def _transcribed(side: Side, utterance: Utterance, transcriber: Transcriber) -> SpokenTurn:
    heard = transcriber.transcribe(utterance)
    words = tuple(
        HeardWord(word.text, utterance.start_s + word.start_s, utterance.start_s + word.end_s, word.probability)
        for word in heard.words
    )
    return SpokenTurn(side, one_line(heard.text), utterance.speech_start_s, utterance.speech_end_s, words)


def _refuse_one_sided(turns: Sequence[SpokenTurn], call: ImportedCall) -> None:
    for side in Side:
        if any(turn.side is side for turn in turns):
            continue
        channel = list(Channel)[channel_of(side, call.caller_channel)].value
        raise ImportRefusedError(
            f"No speech was understood on the {channel} channel of {call.recording}, where the {side.value} should be. "
            f"Choose the caller's channel with --caller-channel, and the language that is spoken."
        )


def _events(
    turns: Sequence[SpokenTurn],
    told: Sequence[ToldSentence],
    persona: Persona,
    assessor: TurnAssessor,
    cancelled: Callable[[], bool],
) -> Iterator[CallEvent]:
    """Yield what happened, as a call would have told it."""
    yield events.CallAnswered(0.0)
    state = CallerState(position=NEUTRAL, patience=float(persona.patience))
    closed = False
    for index, spoken in enumerate(turns):
        _stop_if(cancelled)
        number = index + 1
        if spoken.side is Side.CALLER:
            facts = tuple(each.id for each in told if each.turn == index)
            stance = _stance_of(spoken, persona, assessor)
            state = CallerState(
                position=stance,
                patience=state.patience,
                told=(*state.told, *facts),
                used=(*state.used, spoken.text),
                turns=state.turns,
            )
            turn = TurnRecord(
                number,
                Side.CALLER,
                spoken.text,
                spoken.start_s,
                spoken.end_s,
                words=spoken.words,
                position=stance,
                facts_told=facts,
                reason=(ReplyReason.FACT if facts else ReplyReason.OCTANT).value,
                interrupts=spoken.interrupts,
            )
            yield events.CallerReplied(turn, state)
            yield events.CallerSpeechStarted(spoken.start_s, number, _delay_s(turns, index))
            yield events.CallerSpeechEnded(spoken.end_s, number)
            continue
        assessment = assessor.assess(TraineeTurn(spoken.text, spoken.words), turn_context(persona, state))
        closed = assessment.shows(ActKind.CLOSING)
        yield events.TraineeSpeechStarted(spoken.start_s)
        yield events.TraineeTurnEnded(spoken.end_s)
        yield events.TraineeTurnHeard(
            TurnRecord(
                number,
                Side.TRAINEE,
                spoken.text,
                spoken.start_s,
                spoken.end_s,
                words=spoken.words,
                assessment=assessment,
                interrupts=spoken.interrupts,
            ),
            HeardTurn(assessment),
        )
    # Nobody told the program how it ended: a goodbye is a close, and whether it was solved is for the trainer to say.
    ending = Ending.CLOSED_UNSOLVED if closed else Ending.TRAINEE_HUNG_UP
    yield events.CallEnded(max(turn.end_s for turn in turns), ending)


def _stance_of(spoken: SpokenTurn, persona: Persona, assessor: TurnAssessor) -> Stance:
    """Return where a caller's line stands, read by the same eyes as a trainee's: an approximation."""
    return assessor.assess(TraineeTurn(spoken.text, spoken.words), TurnContext(persona.language)).leary.stance


def _delay_s(turns: Sequence[SpokenTurn], index: int) -> float:
    return max(0.0, turns[index].start_s - turns[index - 1].end_s) if index else 0.0


def _copy_sound(call: ImportedCall, folder: Path, turns: Sequence[TurnRecord], cancelled: Callable[[], bool]) -> None:
    """Write `call.flac` (trainee left, caller right) piece by piece, and cut the turns out of it."""
    import soundfile

    path = folder / CALL_NAME
    draft = folder / f".{CALL_NAME}.draft"
    channels = [channel_of(side, call.caller_channel) for side in (Side.TRAINEE, Side.CALLER)]
    with opened_recording(call.recording) as source:
        rate_hz = int(source.samplerate)
        resamplers = [StreamResampler(rate_hz, SPEECH_RATE_HZ) for _ in channels] if rate_hz != SPEECH_RATE_HZ else []
        with soundfile.SoundFile(draft, "w", SPEECH_RATE_HZ, 2, subtype="PCM_16", format="FLAC") as kept:
            draft.chmod(OWNER_FILE)
            for block in source.blocks(round(COPY_BLOCK_S * rate_hz), dtype="float32", always_2d=True):
                _stop_if(cancelled)
                sides = [np.clip(np.nan_to_num(block[:, channel]), -1.0, 1.0) for channel in channels]
                if resamplers:
                    last = source.tell() >= source.frames
                    sides = [each.process(side, last=last) for each, side in zip(resamplers, sides, strict=True)]
                length = min(len(side) for side in sides)
                kept.write(np.stack([side[:length] for side in sides], axis=1))
    draft.replace(path)
    with soundfile.SoundFile(path) as kept:
        for turn in turns:
            first = max(0, seconds_to_samples(turn.start_s - MARGIN_S, SPEECH_RATE_HZ))
            last = min(kept.frames, seconds_to_samples(turn.end_s + MARGIN_S, SPEECH_RATE_HZ))
            kept.seek(min(first, kept.frames))
            samples = kept.read(max(0, last - first), dtype="float32", always_2d=True)
            place = folder / AUDIO_NAME / turn_name(turn.number, turn.side)
            write_flac(place, np.ascontiguousarray(samples[:, 0 if turn.side is Side.TRAINEE else 1]), SPEECH_RATE_HZ)
            place.chmod(OWNER_FILE)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ImportCancelledError("The import was stopped; nothing of it is kept.")
