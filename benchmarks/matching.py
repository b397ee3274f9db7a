"""Prints how well trainee questions find the fact they mean, and fits the weights that do it.

    python benchmarks/matching.py                 right and wrong, per language and part, and what went wrong
    python benchmarks/matching.py --split fresh   the same for questions written by who never saw the matcher
    python benchmarks/matching.py --fit           fits the weights, cross-validated over the callers

Everything in `nl.csv` and `en.csv` may be tuned on; `fresh.nl.csv` and `fresh.en.csv` are only ever scored, never
fitted and, unless `--misses` asks for it, never shown.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simulator.dialogue.concepts import Subject  # noqa: E402
from simulator.dialogue.likeness import ASKING_WEIGHTS, OFFERING_WEIGHTS, Evidence, TopicBook, Weights  # noqa: E402
from simulator.dialogue.understanding import (  # noqa: E402
    FACT_FROM,
    OFFER_FROM,
    Target,
    Understanding,
    asking_topics,
    offering_topics,
    sentences,
)
from simulator.language import Language  # noqa: E402
from simulator.personas.model import Persona  # noqa: E402
from simulator.personas.reader import read_persona  # noqa: E402
from simulator.scoring.encoder import SentenceEncoder  # noqa: E402
from simulator.scoring.use_encoder import UseEncoder  # noqa: E402

EXAMPLE_WEIGHT: Final = 0.3
"""What a caller's own example question counts beside one of the set: examples are chosen to differ."""

RIDGE: Final = 0.1
"""Penalty on the squared weights."""

WORD_LIST_WEIGHT: Final = 0.6
"""What a question counts that was looked at when the word lists of `concepts.yaml` were made: they know it too well."""

UNSEEN_BY_WORD_LISTS: Final = "third"
"""The part of the set that was written after them."""

MOST_APART: Final = {Language.DUTCH: 3.0, Language.ENGLISH: 2.0}
"""The most that `Evidence.APART` counts: fitted without a bound it takes the place of nearness, and fewer of the
questions that the word lists never saw find their fact. Bounds of 0 to 3 were tried on the other callers."""

LEAST_NONE: Final = 2.5
"""The least utility of "none of them": what is like nothing known must not be pressed into the least unlikely topic."""

OWN_EXAMPLES_OF_A_FACT: Final = 4
"""So many of a fact's example questions are each left out in turn; more teach little and take long."""


@dataclass(frozen=True)
class Row:
    """One line of the set."""

    persona: str
    meant: str
    part: str
    text: str


@dataclass(frozen=True)
class Sample:
    """A sentence with its evidence and the choices that are right for it."""

    text: str
    evidence: NDArray[np.float64]
    strangeness: float
    right: tuple[int, ...]
    """Rows of the evidence; its length stands for "none of them"."""
    weight: float = 1.0


def read_set(language: str, split: str = "tuning") -> list[Row]:
    name = f"{language}.csv" if split == "tuning" else f"{split}.{language}.csv"
    path = ROOT / "tests" / "data" / "matching" / name
    if not path.is_file():
        raise SystemExit(f"There is no {path.relative_to(ROOT)}. tests/data/matching/README.md says what it holds.")
    with path.open(encoding="utf-8", newline="") as file:
        return [Row(row["persona"], row["meant"], row["part"], row["text"]) for row in csv.DictReader(file)]


def persona_of(persona_id: str) -> Persona:
    return read_persona(ROOT / "personas" / f"{persona_id}.persona.yaml")


def book_of(persona: Persona, encoder: SentenceEncoder, subject: Subject) -> TopicBook:
    topics = asking_topics(persona) if subject is Subject.ASKING else offering_topics(persona)
    return TopicBook(topics, persona.language, encoder.encode(TopicBook.sentences(topics)), subject)


def question_sample(book: TopicBook, encoder: SentenceEncoder, text: str, meant: str, weight: float = 1.0) -> Sample:
    keys = [topic.key for topic in book.topics]
    others = [row for row, key in enumerate(keys) if not key.startswith(Target.FACT)]
    right = [keys.index(f"{Target.FACT}:{meant}")] if meant != "none" else [*others, len(keys)]
    vector = encoder.encode([text])[0]
    return Sample(text, book.evidence(text, vector), book.strangeness(text), tuple(right), weight)


def own_examples(persona: Persona, encoder: SentenceEncoder) -> Iterable[Sample]:
    """Each example question of a fact, held against the persona without it."""
    for index, fact in enumerate(persona.facts):
        for text in fact.ask[:OWN_EXAMPLES_OF_A_FACT] if len(fact.ask) > 1 else ():
            lesser = fact.model_copy(update={"ask": tuple(other for other in fact.ask if other != text)})
            facts = (*persona.facts[:index], lesser, *persona.facts[index + 1 :])
            book = book_of(persona.model_copy(update={"facts": facts}), encoder, Subject.ASKING)
            yield question_sample(book, encoder, text, fact.id, EXAMPLE_WEIGHT)


def offer_samples(persona: Persona, rows: Sequence[Row], encoder: SentenceEncoder) -> Iterable[Sample]:
    """Offers (own ones each left out in turn, and dev rows) against what else trainees say in rehearsals."""
    book = book_of(persona, encoder, Subject.OFFERING)

    def sample(book: TopicBook, text: str, offers: bool) -> Sample:
        evidence = book.evidence(text, encoder.encode([text])[0])[:1]
        return Sample(text, evidence, book.strangeness(text), (0,) if offers else (1,))

    for text in persona.solution.offers:
        rest = tuple(other for other in persona.solution.offers if other != text)
        lesser = persona.model_copy(update={"solution": persona.solution.model_copy(update={"offers": rest})})
        yield sample(book_of(lesser, encoder, Subject.OFFERING), text, True)
    for row in rows:
        yield sample(book, row.text, row.meant == "offer")
    rehearsal = persona.rehearsal
    for line in (*rehearsal.good[:-3], *rehearsal.bad, *rehearsal.silent):
        for text in sentences(line):
            yield replace(sample(book, text, False), weight=0.5)


def utilities(weights: NDArray[np.float64], sample: Sample) -> NDArray[np.float64]:
    return np.append(sample.evidence @ weights[:-2], weights[-2] + weights[-1] * sample.strangeness)


@dataclass(frozen=True)
class Packed:
    """Samples as arrays, those with fewer topics filled up with choices nobody makes."""

    evidence: NDArray[np.float64]
    """Shape (samples, choices, weights); "none of them" follows a sample's last topic."""
    open: NDArray[np.float64]
    """Shape (samples, choices): 0 for a choice, far below 0 for filling."""
    right: NDArray[np.float64]
    """The same for the right choices."""
    weight: NDArray[np.float64]


NEVER: Final = -1e9


def packed(samples: Sequence[Sample]) -> Packed:
    most = max(len(sample.evidence) for sample in samples) + 1
    evidence = np.zeros((len(samples), most, len(Evidence) + 2))
    open_ones = np.full((len(samples), most), NEVER)
    right = np.full((len(samples), most), NEVER)
    for row, sample in enumerate(samples):
        topics = len(sample.evidence)
        evidence[row, :topics, : len(Evidence)] = sample.evidence
        evidence[row, topics, -2:] = 1.0, sample.strangeness
        open_ones[row, : topics + 1] = 0.0
        right[row, list(sample.right)] = 0.0
    return Packed(evidence, open_ones, right, np.array([sample.weight for sample in samples]))


def loss(weights: NDArray[np.float64], samples: Packed) -> tuple[float, NDArray[np.float64]]:
    """Return the penalised negative log likelihood and its gradient."""
    values = samples.evidence @ weights + samples.open
    all_of, right_of = _log_sum(values), _log_sum(values + samples.right)
    pull = np.exp(values - all_of) - np.exp(values + samples.right - right_of)
    penalised = np.where(np.arange(len(weights)) == len(weights) - 2, 0.0, weights)
    total = float(samples.weight @ (all_of - right_of)[:, 0]) + RIDGE * float(penalised @ penalised)
    return total, np.einsum("n,nc,ncw->w", samples.weight, pull, samples.evidence) + 2 * RIDGE * penalised


def _log_sum(values: NDArray[np.float64]) -> NDArray[np.float64]:
    top = values.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(values - top).sum(axis=1, keepdims=True)))


def fit(samples: Sequence[Sample], most_apart: float = 0.0) -> NDArray[np.float64]:
    from scipy.optimize import minimize

    start = np.zeros(len(Evidence) + 2)
    start[0], start[-2] = 4.0, LEAST_NONE
    most = {Evidence.APART: most_apart}
    bounds = [(0.0, most.get(kind)) for kind in Evidence] + [(LEAST_NONE, None), (0.0, None)]
    return np.asarray(minimize(loss, start, args=(packed(samples),), jac=True, method="L-BFGS-B", bounds=bounds).x)


def right_and_wrong(weights: NDArray[np.float64], samples: Sequence[Sample], facts_from: float) -> tuple[float, float]:
    right = wrong = 0
    for sample in samples:
        values = utilities(weights, sample)
        powers = np.exp(values - values.max())
        best = int(values.argmax())
        sure = powers[best] / powers.sum() >= facts_from
        none = len(values) - 1
        is_fact_meant = len(sample.right) == 1 and sample.right[0] != none
        picked = best if sure else none
        if picked in sample.right:
            right += 1
        elif picked != none or not is_fact_meant:
            wrong += 1
    return right / len(samples), wrong / len(samples)


def shown(weights: NDArray[np.float64]) -> Weights:
    rounded = [round(float(value), 2) for value in weights]
    return Weights(tuple(rounded[:-2]), rounded[-2], rounded[-1])


def print_fit(encoder: SentenceEncoder) -> None:
    offers: list[Sample] = []
    for language in Language:
        rows = read_set(language)
        dev: list[tuple[str, Sample]] = []
        own: list[tuple[str, Sample]] = []
        for persona_id in dict.fromkeys(row.persona for row in rows):
            persona = persona_of(persona_id)
            book = book_of(persona, encoder, Subject.ASKING)
            mine = [row for row in rows if row.persona == persona_id]
            dev += [
                (
                    persona_id,
                    question_sample(
                        book,
                        encoder,
                        row.text,
                        row.meant,
                        1.0 if row.part == UNSEEN_BY_WORD_LISTS else WORD_LIST_WEIGHT,
                    ),
                )
                for row in mine
                if row.meant != "offer"
            ]
            own += [(persona_id, sample) for sample in own_examples(persona, encoder)]
            offers += offer_samples(persona, mine, encoder)
        by_caller = {persona_id: [s for p, s in dev if p == persona_id] for persona_id, _ in dev}
        folds = [
            (
                fit(
                    [*(s for p, s in dev if p != persona_id), *(s for p, s in own if p != persona_id)],
                    MOST_APART[language],
                ),
                test,
            )
            for persona_id, test in by_caller.items()
        ]
        for facts_from in (0.0, 0.4, 0.5, 0.6):
            found = [(len(test), *right_and_wrong(weights, test, facts_from)) for weights, test in folds]
            asked = sum(count for count, _, _ in found)
            right = sum(count * share for count, share, _ in found) / asked
            wrong = sum(count * share for count, _, share in found) / asked
            print(
                f"{language} fitted on the other callers, fact from {facts_from}: "
                f"right {right:.3f}, wrong fact {wrong:.3f}"
            )
        print(f"ASKING_WEIGHTS[{language}] =", shown(fit([sample for _, sample in (*dev, *own)], MOST_APART[language])))
    best = fit(offers)
    print("OFFERING_WEIGHTS =", shown(best), "right, wrong:", right_and_wrong(best, offers, OFFER_FROM))


def print_scores(encoder: SentenceEncoder, split: str, *, misses_too: bool) -> None:
    print(f"{'':14}{'questions':>10}{'right':>8}{'wrong':>8}{'offers':>8}{'found':>7}{'false':>7}")
    for language in Language:
        rows = read_set(language, split)
        ears = {row.persona: Understanding(persona_of(row.persona), encoder) for row in rows}
        misses = []
        for part in dict.fromkeys(row.part for row in rows):
            mine = [row for row in rows if row.part == part]
            right = wrong = found = false = 0
            for row in mine:
                ear = ears[row.persona]
                offers = ear.offer_chance(row.text) >= OFFER_FROM
                if row.meant == "offer":
                    found += offers
                    if not offers:
                        misses.append((row, "no offer"))
                    continue
                false += offers
                match = ear.question(row.text)
                picked = match.key if match is not None and match.target is Target.FACT and match.is_sure else "none"
                right += picked == row.meant
                wrong += picked not in {row.meant, "none"}
                if picked != row.meant:
                    misses.append((row, picked))
            offers_meant = sum(row.meant == "offer" for row in mine)
            asked = len(mine) - offers_meant
            print(
                f"{language.value + ' ' + part:14}{asked:10d}{right / max(1, asked):8.3f}{wrong / max(1, asked):8.3f}"
                f"{offers_meant:8d}{found:7d}{false:7d}"
            )
        for row, picked in misses if misses_too else ():
            print(f"    {row.persona[:12]:12} meant {row.meant:14} heard {picked:14} {row.text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    parser.add_argument("--split", choices=("tuning", "fresh"), default="tuning", help="which questions to score")
    parser.add_argument("--misses", action="store_true", help="show what went wrong on the fresh ones too")
    arguments = parser.parse_args()
    encoder = UseEncoder()
    if arguments.fit:
        print_fit(encoder)
        print(f"now: {ASKING_WEIGHTS}, {OFFERING_WEIGHTS}, fact from {FACT_FROM}")
    else:
        print_scores(encoder, arguments.split, misses_too=arguments.misses or arguments.split == "tuning")


if __name__ == "__main__":
    main()
