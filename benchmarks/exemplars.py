"""Measures what trainers' corrections do when the scorer judges by them, with our own labels as the trainer.

Run as `python benchmarks/exemplars.py [--json]`. First, which of the written pairs are held alike at which bound, with
and without looking at what turns a meaning. Then kappa of tool and trainer on the labelled sets (never the blind
ones): where they differ the trainer corrects. One half of the corrections, drawn by a checksum of the words, becomes
exemplars; measured are those turns said again as a recogniser writes them, the other half, and all other turns.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from benchmarks import scores
from simulator.language import Language
from simulator.leary import Octant
from simulator.scoring.assessment import TraineeTurn, TurnAssessment, TurnContext
from simulator.scoring.assessor import Assessor
from simulator.scoring.exemplars import Exemplar, Exemplars, digest_of
from simulator.scoring.grammar import DATA
from simulator.scoring.judging import TrainersJudgement
from simulator.scoring.labels import NONE, Label, LabelKind, value_of
from simulator.scoring.likeness import DECIMALS, may_be_alike, nothing_turned
from simulator.scoring.text import Words
from simulator.scoring.use_encoder import UseEncoder
from simulator.sessions.calibration.agreement import agreement

PAIRS: Final = scores.LABELLED.parent / "likeness" / "pairs.csv"
BOUNDS: Final = (0.8, 0.85, 0.88, 0.9, 0.92, 0.95)
SETS: Final = ("questions", "giving_back", "jargon", "rose")
SPLITS: Final = ("all", "fresh")
STANCE_NEAR: Final = 0.8
"""Labelled lines this near to one another are few; nearer ones are hardly any, for they were written to differ."""


@dataclass(frozen=True, slots=True)
class Item:
    """One label of a trainer, and the turn it is of."""

    language: Language
    text: str
    context: TurnContext
    label: Label

    @property
    def is_first_half(self) -> bool:
        """Which half of the corrections it falls in; the same for all labels of a turn."""
        return crc32(self.text.encode()) % 2 == 0


def pairs(encoder: UseEncoder, path: Path = PAIRS) -> list[dict[str, Any]]:
    """Return for each bound which shares of paraphrases and of turned sentences are held alike."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    words = [[Words.of(row[side], dutch=row["language"] == "nl") for side in ("one", "other")] for row in rows]
    vectors = encoder.encode([each.line for pair in words for each in pair])
    near = np.round((vectors[::2] * vectors[1::2]).sum(axis=1).astype(np.float64), DECIMALS)
    whole = [
        may_be_alike(one, other, Language(row["language"])) and nothing_turned(one, other, Language(row["language"]))
        for row, (one, other) in zip(rows, words, strict=True)
    ]
    said = np.array([row["alike"] == "yes" for row in rows])
    found = []
    for bound in BOUNDS:
        for is_guarded in (False, True):
            held = (near >= bound) & (np.array(whole) if is_guarded else True)
            found.append(
                {
                    "bound": bound,
                    "guarded": is_guarded,
                    "paraphrases held alike": f"{int(held[said].sum())} of {int(said.sum())}",
                    "turned held alike": f"{int(held[~said].sum())} of {int((~said).sum())}",
                }
            )
    return found


def near_stances(encoder: UseEncoder) -> dict[str, str]:
    """Return how often labelled lines of the rose that are near to one another stand in one quadrant."""
    found = {}
    for language in Language:
        with (DATA / language.value / "stance_lines.csv").open(encoding="utf-8", newline="") as stream:
            taught = [row for row in csv.DictReader(stream) if row["octant"] in set(Octant)]
        rows = {row["text"]: Octant(row["octant"]) for row in (*_rows(language, "rose"), *taught)}
        lines = [Words.of(text, dutch=language is Language.DUTCH).line for text in rows]
        vectors = np.concatenate([encoder.encode(lines[at : at + 128]) for at in range(0, len(lines), 128)])
        first, second = np.nonzero(np.triu(vectors @ vectors.T >= STANCE_NEAR, 1))
        stances = [octant.stance.quadrant for octant in rows.values()]
        same = sum(stances[one] is stances[other] for one, other in zip(first, second, strict=True))
        found[language.value] = f"{same} of {len(first)}"
    return found


def _rows(language: Language, name: str) -> list[scores.Row]:
    return [row for split in SPLITS for row in scores.rows_of(language, name, split)]


def items(assessor: Assessor, language: Language) -> Iterator[Item]:
    """Yield all labels a trainer could give to the labelled turns: of what the tool sees, and of what the row names."""
    for name in SETS:
        for row in _rows(language, name):
            text, context = row["text"], scores.context_of(row, language, scores.as_written)
            for label in _labels(name, row, assessor.assess(TraineeTurn(text), context)):
                yield Item(language, text, context, label)


def _labels(name: str, row: scores.Row, read: TurnAssessment) -> Iterator[Label]:
    match name:
        case "rose":
            yield Label(LabelKind.OCTANT, row["octant"])
        case "giving_back":
            is_summary = row["kind"] == "summary"
            yield Label(LabelKind.REFLECTION, "no" if row["kind"] == NONE else "yes")
            yield Label(
                LabelKind.SUMMARY, NONE if not is_summary else "checked" if row["checked"] == "1" else "unchecked"
            )
        case "jargon":
            wanted = dict(part.rsplit("=", 1) for part in row["terms"].split("; ") if part)
            for use in read.jargon:
                term = next((each for each in wanted if scores.overlaps(each, use.term)), "")
                yield Label(LabelKind.JARGON, wanted.pop(term) if term else NONE, use.term)
            for term, state in wanted.items():
                yield Label(LabelKind.JARGON, state, term)
        case _:
            asked = row["questions"].split() or [NONE] * len(read.questions)
            if len(asked) == len(read.questions):
                for question, said in zip(read.questions, asked, strict=True):
                    yield Label(LabelKind.QUESTION_FORM, said.partition("+")[0], question.text)
            elif not read.questions and len(asked) == 1:
                yield Label(LabelKind.QUESTION_FORM, asked[0].partition("+")[0], row["text"])


def judged_by(found: Sequence[Item], encoder: UseEncoder) -> TrainersJudgement:
    """Return some items as exemplars."""
    given = [
        Exemplar(each.language, each.text, each.label, each.context.caller_line or "", line)
        for line, each in enumerate(found, start=1)
    ]
    return TrainersJudgement(Exemplars("labelled", tuple(given), (), digest_of(given)), encoder)


def values(assessor: Assessor, found: Sequence[Item], *, is_heard: bool = False) -> list[str]:
    """Return what the tool says of each item; as a recogniser without punctuation writes it where `is_heard`."""
    form = scores.stripped if is_heard else scores.as_written
    turns = [(TraineeTurn(form(each.text)), each.context) for each in found]
    assessor.prepare(dict.fromkeys(turns))
    read = {turn: assessor.assess(*turn) for turn in dict.fromkeys(turns)}
    return [_value(read[turn], each.label, is_heard) for turn, each in zip(turns, found, strict=True)]


def _value(read: TurnAssessment, label: Label, is_heard: bool) -> str:
    """Return what an assessment says of a label's subject, which a recogniser may have written otherwise."""
    if not is_heard or not label.subject:
        return value_of(read, label.kind, label.subject)
    wanted = scores.stripped(label.subject)
    named = [each.term for each in read.jargon] if label.kind is LabelKind.JARGON else [q.text for q in read.questions]
    subject = next((each for each in named if each in wanted or wanted in each), label.subject)
    return value_of(read, label.kind, subject)


def kappas(encoder: UseEncoder) -> list[dict[str, Any]]:
    """Return kappa of tool and trainer without and with exemplars, by kind of label."""
    alone = Assessor(encoder)
    found = [each for language in Language for each in items(alone, language)]
    plain = values(alone, found)
    is_corrected = [value != each.label.value for value, each in zip(plain, found, strict=True)]
    learnt = [each for each, corrected in zip(found, is_corrected, strict=True) if corrected and each.is_first_half]
    taught = Assessor(encoder, exemplars=judged_by(learnt, encoder))
    heard = values(taught, learnt, is_heard=True), values(alone, learnt, is_heard=True)
    rest = [each for each, corrected in zip(found, is_corrected, strict=True) if not (corrected and each.is_first_half)]
    elsewhere = values(taught, rest), values(alone, rest)
    held_out = [place for place, each in enumerate(rest) if elsewhere[1][place] != each.label.value]
    told = []
    for kind in (*(kind for kind in LabelKind if kind is not LabelKind.QUESTION_FLAGS), None):
        for name, group, (after, before), places in (
            ("corrected turns, heard again", learnt, heard, range(len(learnt))),
            ("the held-out half of the corrections", rest, elsewhere, held_out),
            ("all other turns", rest, elsewhere, range(len(rest))),
        ):
            chosen = [place for place in places if kind in (None, group[place].label.kind)]
            wanted = [group[place].label.value for place in chosen]
            told.append(
                {
                    "label": "all" if kind is None else kind.value,
                    "turns": name,
                    "items": len(chosen),
                    "alone": _kappa(kind, wanted, [before[place] for place in chosen]),
                    "with exemplars": _kappa(kind, wanted, [after[place] for place in chosen]),
                    "changed": sum(before[place] != after[place] for place in chosen),
                }
            )
    return told


def _kappa(kind: LabelKind | None, wanted: Sequence[str], said: Sequence[str]) -> float | None:
    """Return kappa to three digits; None where it is not defined. Of all kinds together: the share that agrees."""
    if not wanted:
        return None
    if kind is None:
        return round(sum(one == other for one, other in zip(wanted, said, strict=True)) / len(wanted), 3)
    kappa = agreement(kind, wanted, said).kappa
    return None if kappa is None else round(kappa, 3)


def main() -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    encoder = UseEncoder(threads=1)
    result = {"pairs": pairs(encoder), "near stances in one quadrant": near_stances(encoder), "kappa": kappas(encoder)}
    if as_json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
        return 0
    for name, rows in result.items():
        sys.stdout.write(f"\n{name}\n")
        for row in rows if isinstance(rows, list) else [rows]:
            sys.stdout.write("  " + "  ".join(f"{key}: {value}" for key, value in row.items()) + "\n")
    sys.stdout.write("\n'all' is the share that agrees, the others are Cohen's kappa; None where it is not defined.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
