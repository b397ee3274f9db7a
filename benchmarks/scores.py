"""Measures the scorer against people's labels: acts, fidelity, jargon and the rose, with and without punctuation.

Run as `python benchmarks/scores.py [--split dev|heldout|fresh|blind] [--json]`. The project's own labelled sets are
always measured; the shared research sets (SWDA, ESConv) when their folder is given by --shared or CALLSIM_SHARED_DATA.
Nothing is learnt here, but all sets but the blind one have been learnt from: for lines a
model has not seen, see `benchmarks/stance.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import numpy as np

from simulator.language import Language
from simulator.leary import CENTRES_DEG, Octant, Stance
from simulator.scoring.assessment import (
    ActKind,
    QuestionForm,
    QuestionWording,
    ToldFact,
    TraineeTurn,
    TurnAssessment,
    TurnContext,
)
from simulator.scoring.assessor import REFLECTION_AT, Assessor
from simulator.scoring.text import Words
from simulator.scoring.use_encoder import UseEncoder

LABELLED: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "labelled"
LATER_SETS: Final = {
    "jargon": ("trades_jargon.csv", "everyday_jargon.csv"),
    "questions": ("assumption_questions.csv",),
}
"""Sets written later, with a third held out of their own."""
Row = Mapping[str, str]
Figures = dict[str, float]


def stripped(text: str) -> str:
    """Return a text as a recogniser without punctuation writes it."""
    return " ".join(re.sub(r"[^\w\s'’-]", " ", text.lower()).split())


def as_written(text: str) -> str:
    """Return the text."""
    return text


FORMS: Final[dict[str, Callable[[str], str]]] = {"as written": as_written, "no punctuation": stripped}


def rows_of(language: Language, name: str, split: str, labelled: Path = LABELLED, *, later: bool = False) -> list[Row]:
    """Return a labelled set's rows of one split ('dev', 'heldout', 'fresh', 'blind' or 'all').

    With `later`, 'dev' and 'heldout' also hold the rows of the sets split later (`LATER_SETS`). Blind sets lie as
    `blind.<language>.<name>.csv`, `blind_<language>_<name>.csv` or `<language>/blind_<name>.csv`; printed once.
    """
    if split == "blind":
        places = (
            labelled / f"blind.{language.value}.{name}.csv",
            labelled / f"blind_{language.value}_{name}.csv",
            labelled / language.value / f"blind_{name}.csv",
        )
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            return []
        with found.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    files = [f"fresh_{name}.csv"] if split == "fresh" else [f"{name}.csv", *(LATER_SETS.get(name, ()) if later else ())]
    rows: list[Row] = []
    for file in files:
        with (labelled / language.value / file).open(encoding="utf-8", newline="") as stream:
            rows += [row for row in csv.DictReader(stream) if split in ("all", row["split"])]
    return rows


def f1(hits: float, found: float, wanted: float) -> Figures:
    """Return precision, recall and F1 from counts."""
    precision = hits / found if found else 1.0
    recall = hits / wanted if wanted else 1.0
    total = precision + recall
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / total if total else 0.0, 3),
        "n": wanted,
    }


class Count:
    """Counts hits, finds and wants."""

    def __init__(self) -> None:
        self.hits = self.found = self.wanted = 0

    def add(self, found: bool | int, wanted: bool | int) -> None:
        """Count one case; numbers count as multisets."""
        self.hits += min(int(found), int(wanted))
        self.found += int(found)
        self.wanted += int(wanted)

    def figures(self) -> Figures:
        """Return precision, recall, F1 and n."""
        return f1(self.hits, self.found, self.wanted)


def questions(
    assessor: Assessor, language: Language, rows: Sequence[Row], form: Callable[[str], str]
) -> dict[str, Figures]:
    """Measure questions: present, open, closed, and each flag, a turn at a time."""
    names = ("present", "open", "closed", "leading", "stacked", "assumption", "reproach")
    counts = {name: Count() for name in names}
    as_fact = Count()
    right = total = 0
    for row in rows:
        wanted = [label.split("+") for label in row["questions"].split()]
        read = assess(assessor, language, form(row["text"]))
        found = read.questions
        if "assumed" in row:
            as_fact.add(any(act.kind is ActKind.ASSUMPTION for act in read.acts), row["assumed"] == "1")
        counts["present"].add(bool(found), bool(wanted))
        for kind in (QuestionForm.OPEN, QuestionForm.CLOSED):
            counts[kind.value].add(sum(q.form is kind for q in found), sum(label[0] == kind.value for label in wanted))
        for flag in names[3:]:
            counts[flag].add(
                any(flag == f.value for q in found for f in q.flags), any(flag in label[1:] for label in wanted)
            )
        for one, label in zip(found, wanted, strict=False):
            total += 1
            right += one.form.value == label[0]
    result = {name: count.figures() for name, count in counts.items()}
    if as_fact.wanted:
        result["assumed, asked or stated"] = as_fact.figures()
    result["open or closed"] = {"accuracy": round(right / total if total else 1.0, 3), "n": total}
    return result


def giving_back(
    assessor: Assessor, language: Language, rows: Sequence[Row], form: Callable[[str], str]
) -> dict[str, Figures]:
    """Measure reflection, paraphrase and summary, and a summary's fidelity."""
    names = ("gives back", "summary", "covered", "missed", "invented", "checked")
    counts = {name: Count() for name in names}
    for row in rows:
        read = assess(assessor, language, form(row["text"]), context_of(row, language, form))
        summary = read.summary
        counts["gives back"].add(read.reflection >= REFLECTION_AT or summary.is_summary, row["kind"] != "none")
        counts["summary"].add(summary.is_summary, row["kind"] == "summary")
        if row["kind"] == "summary":
            for name in ("covered", "missed"):
                wanted = set(row[name].split())
                found = set(getattr(summary, name)) if summary.is_summary else set()
                counts[name].hits += len(found & wanted)
                counts[name].found += len(found)
                counts[name].wanted += len(wanted)
            counts["invented"].add(bool(summary.invented), row["invented"] == "1")
            counts["checked"].add(summary.checked, row["checked"] == "1")
    return {name: count.figures() for name, count in counts.items()}


def jargon(
    assessor: Assessor, language: Language, rows: Sequence[Row], form: Callable[[str], str]
) -> dict[str, Figures]:
    """Measure terms found (one counts when it shares words with a wanted one), and whether explained."""
    terms = Count()
    right = total = 0
    for row in rows:
        wanted = [item.rsplit("=", 1) for item in row["terms"].split("; ") if item]
        found = list(assess(assessor, language, form(row["text"]), context_of(row, language, form)).jargon)
        terms.found += len(found)
        terms.wanted += len(wanted)
        for term, state in wanted:
            same = next((use for use in found if overlaps(use.term, term)), None)
            if same is not None:
                found.remove(same)
                terms.hits += 1
                total += 1
                right += same.explained == (state == "explained")
    explained = {"accuracy": round(right / total if total else 1.0, 3), "n": total}
    return {"terms": terms.figures(), "explained or not": explained}


def overlaps(one: str, other: str) -> bool:
    """Tell whether two terms share a word."""
    return bool(set(Words.of(one, dutch=True).forms) & set(Words.of(other, dutch=True).forms))


def rose(assessor: Assessor, language: Language, rows: Sequence[Row], form: Callable[[str], str]) -> dict[str, Any]:
    """Measure the stance: both axes, quadrant, octant, correlation, and how far the confidence can be trusted."""
    read = [assess(assessor, language, form(row["text"]), context_of(row, language, form)).leary for row in rows]
    goal = [Octant(row["octant"]) for row in rows]
    centres = [Stance.at(CENTRES_DEG[octant], 0.9) for octant in goal]
    together = [(r.stance.together >= 0) == (g["together"] == "1") for r, g in zip(read, rows, strict=True)]
    above = [(r.stance.above >= 0) == (g["above"] == "1") for r, g in zip(read, rows, strict=True)]
    quadrant = [t and a for t, a in zip(together, above, strict=True)]
    octant = [r.stance.octant is g for r, g in zip(read, goal, strict=True)]
    either = [g in (r.stance.octant, r.alternative) for r, g in zip(read, goal, strict=True)]
    per_octant = []
    for name in Octant:
        hits = sum(r.stance.octant is name is g for r, g in zip(read, goal, strict=True))
        per_octant.append(f1(hits, sum(r.stance.octant is name for r in read), sum(g is name for g in goal))["f1"])
    bins = {}
    for low, high in ((0.0, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [(r.confidence, q) for r, q in zip(read, quadrant, strict=True) if low <= r.confidence < high]
        if inside:
            bins[f"{low:.2f}-{min(high, 1.0):.2f}"] = {
                "n": len(inside),
                "said": round(float(np.mean([c for c, _ in inside])), 3),
                "right": round(float(np.mean([q for _, q in inside])), 3),
            }
    return {
        "together": mean(together),
        "above": mean(above),
        "quadrant": mean(quadrant),
        "octant": mean(octant),
        "octant or alternative": mean(either),
        "octant macro F1": round(float(np.mean(per_octant)), 3),
        "correlation together": correlation([r.stance.together for r in read], [c.together for c in centres]),
        "correlation above": correlation([r.stance.above for r in read], [c.above for c in centres]),
        "n": len(read),
        "calibration": bins,
    }


def mean(hits: Sequence[bool]) -> float:
    """Return the share of hits."""
    return round(sum(hits) / len(hits), 3) if hits else 1.0


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Pearson's r."""
    return round(float(np.corrcoef(one, other)[0, 1]), 3)


def context_of(row: Row, language: Language, form: Callable[[str], str]) -> TurnContext:
    """Return the context a labelled row gives."""
    lines = [form(line) for line in row.get("caller", "").split(" / ") if line]
    facts = [item.split("=", 1) for item in row.get("facts", "").split("; ") if item]
    return TurnContext(
        language,
        caller_line=lines[-1] if lines else None,
        earlier_caller_lines=tuple(lines[:-1]),
        known_terms=tuple(row.get("known_terms", "").split()),
        facts=tuple(ToldFact(name, text) for name, text in facts),
    )


def assess(assessor: Assessor, language: Language, text: str, context: TurnContext | None = None) -> TurnAssessment:
    """Return the assessment of a text."""
    return assessor.assess(TraineeTurn(text), context or TurnContext(language))


def swda(assessor: Assessor, path: Path) -> dict[str, Any]:
    """Measure telephone talk labelled by others: yes/no against question-word questions, never with punctuation.

    SWDA labels how a question is built, so its qy is held against `wording`; the `form` figure counts
    question-word questions as open, which differs where one asks for a bare number.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    present: dict[str, list[bool]] = {}
    by_wording, by_form, found_only = [], [], []
    rhetorical = {"none": 0, "open": 0, "closed": 0}
    for row in rows:
        tag = row["tag"]
        context = TurnContext(Language.ENGLISH, stripped(row["prev_other_speaker"]) or None)
        read = assess(assessor, Language.ENGLISH, stripped(row["utterance_clean"]), context).questions
        present.setdefault(tag, []).append(bool(read))
        if tag == "qh":
            rhetorical[read[0].form.value if read else "none"] += 1
        if tag in ("qy", "qw", "qo"):
            asks = [q for q in read if q.wording is not QuestionWording.TAG] or list(read)
            with_word = any(
                q.wording is QuestionWording.QUESTION_WORD or (q.wording is QuestionWording.REQUEST) for q in asks
            )
            opens = any(q.form is QuestionForm.OPEN for q in asks)
            by_wording.append(with_word == (tag != "qy"))
            by_form.append(opens == (tag != "qy"))
            if read:
                found_only.append(with_word == (tag != "qy"))
    asking = ("qy", "qw", "qo")
    hits = sum(sum(present[t]) for t in asking)
    others = sum(sum(hit) for t, hit in present.items() if t not in (*asking, "qh"))
    wanted = sum(len(present[t]) for t in asking)
    return {
        "qy against qw+qo by wording": mean(by_wording),
        "qy against qw+qo by wording, where a question was found": mean(found_only),
        "qy against qw+qo by form": mean(by_form),
        "question present": f1(hits, hits + others, wanted),
        "share with a question by tag": {t: mean(hit) for t, hit in sorted(present.items())},
        "qh read as": rhetorical,
        "n": len(by_wording),
    }


def esconv(assessor: Assessor, path: Path) -> dict[str, Any]:
    """Measure supporters' turns labelled by others: restatement and reflection of feelings against the rest."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wanted = [row["strategy"] in ("Reflection of feelings", "Restatement or Paraphrasing") for row in rows]
    result: dict[str, Any] = {}
    for name, form in FORMS.items():
        scores, asks = [], Count()
        for row in rows:
            context = TurnContext(Language.ENGLISH, form(row["prev_seeker"]) or None)
            read = assess(assessor, Language.ENGLISH, form(row["utterance"]), context)
            scores.append(max(read.reflection, 1.0 if read.summary.is_summary else 0.0))
            asks.add(bool(read.questions), row["strategy"] == "Questions")
        count = Count()
        for value, want in zip(scores, wanted, strict=True):
            count.add(value >= REFLECTION_AT, want)
        result[name] = {
            "gives back": count.figures(),
            "area under the curve": area_under_curve(scores, wanted),
            "question present": asks.figures(),
        }
    result["n"] = len(rows)
    result["share that gives back"] = mean(wanted)
    return result


def area_under_curve(scores: Sequence[float], wanted: Sequence[bool]) -> float:
    """Return the chance that a wanted case scores higher than another one (ties count half)."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable").astype(float)
    values = np.asarray(scores)
    for value in np.unique(values):
        same = values == value
        order[same] = order[same].mean()
    hit = np.asarray(wanted, dtype=bool)
    n_hit, n_other = int(hit.sum()), int((~hit).sum())
    return round(float((order[hit].sum() - n_hit * (n_hit - 1) / 2) / (n_hit * n_other)), 3)


def speed(assessor_of: Callable[[], Assessor], split: str, labelled: Path = LABELLED) -> Figures:
    """Measure the time a turn takes, warm, each turn new to the encoder, with a call's context behind it."""
    assessor = assessor_of()
    assessor.warm_up()
    times_ms = []
    for language in Language:
        for row in rows_of(language, "giving_back", split, labelled):
            context = context_of(row, language, as_written)
            began = time.perf_counter()
            assess(assessor, language, row["text"], context)
            times_ms.append(1000 * (time.perf_counter() - began))
    if len(times_ms) < 2:
        return {"n": len(times_ms)}
    return {
        "median ms a turn": round(median(times_ms), 1),
        "p95 ms a turn": round(quantiles(times_ms, n=20)[-1], 1),
        "n": len(times_ms),
    }


MEASURES: Final[dict[str, Callable[..., dict[str, Any]]]] = {
    "questions": questions,
    "giving_back": giving_back,
    "jargon": jargon,
    "rose": rose,
}


def run(
    split: str = "heldout", shared: Path | None = None, cache_dir: Path | None = None, labelled: Path = LABELLED
) -> dict[str, Any]:
    """Return all figures.

    Args:
        split: 'dev', 'heldout', 'fresh', 'blind' (written without knowledge of the scorer) or 'all' of the own sets.
        shared: folder with `text/swda_dev.csv` and `text/esconv_dev.csv`; None measures the own sets only.
        cache_dir: where exemplar vectors are kept; None keeps nothing.
        labelled: folder of the labelled sets.
    """
    encoder = UseEncoder()
    assessor = Assessor(encoder, cache_dir=cache_dir)
    figures: dict[str, Any] = {"split": split}
    figures["speed"] = speed(lambda: assessor, split, labelled)
    for language in Language:
        sets = {name: rows_of(language, name, split, labelled, later=True) for name in MEASURES}
        figures[language.value] = {
            spelling: {
                name.replace("_", " "): measure(assessor, language, sets[name], form)
                for name, measure in MEASURES.items()
                if sets[name]
            }
            for spelling, form in FORMS.items()
        }
    if shared is not None:
        figures["swda"] = swda(assessor, shared / "text" / "swda_dev.csv")
        figures["esconv"] = esconv(assessor, shared / "text" / "esconv_dev.csv")
    return figures


def lines_of(figures: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Yield the figures as an indented table."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            if value and not any(isinstance(v, Mapping) for v in value.values()):
                yield f"{'  ' * depth}{name:<34}" + "  ".join(f"{k} {v}" for k, v in value.items())
            else:
                yield f"{'  ' * depth}{name}"
                yield from lines_of(value, depth + 1)
        else:
            yield f"{'  ' * depth}{name:<34}{value}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("dev", "heldout", "fresh", "blind", "all"), default="heldout")
    parser.add_argument("--shared", type=Path, default=os.environ.get("CALLSIM_SHARED_DATA"))
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of the labelled sets")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures = run(options.split, Path(options.shared) if options.shared else None, labelled=options.labelled)
    if options.json:
        json.dump(figures, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print("\n".join(lines_of(figures)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
