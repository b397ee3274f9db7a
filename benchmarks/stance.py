"""Fits the stance model on the project's own lines, and says how well it reads lines and topics it has not seen.

Run as `python benchmarks/stance.py` for the cross-validated figures and the table of confidence, and with `--write` to
put a new model in `simulator/scoring/data/stance_model.npz`. The same lines give the same model: nothing is random.
Lines with a topic are left out a topic at a time, in both languages at once; the other ones a sixth at a time.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from simulator.language import Language
from simulator.leary import Octant, Quadrant
from simulator.scoring.clauses import clauses
from simulator.scoring.grammar import DATA, grammar, read_data
from simulator.scoring.stance import StanceReader
from simulator.scoring.stance_model import (
    CLASSES,
    MODEL_FILE,
    NEUTRAL_CLASS,
    StanceModel,
    StanceWeights,
    quadrant_log_odds,
    stance_features,
    stance_of,
    stance_weights,
)
from simulator.scoring.text import Words
from simulator.scoring.use_encoder import UseEncoder, encode_kept
from simulator.scoring.wording import Wording

LABELLED: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "labelled"
FOLDS: Final = 6
BORROWED: Final = {"questions": 0.3, "given back": 0.3}
"""How much lines count that were labelled for something else: at full weight they drown the sides of the rose."""
AGAINST: Final = -0.2
"""A stance further against than this costs points."""
Vectors = dict[str, NDArray[np.float32]]
Chances = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A line with the class people gave it."""

    set: str
    language: Language
    topic: str
    """Empty for lines without one."""
    caller: str
    text: str
    name: str
    """An octant, or 'neutral'."""

    @cached_property
    def words(self) -> Words:
        """The line's words."""
        return Words.of(self.text, dutch=self.language is Language.DUTCH)

    @cached_property
    def caller_words(self) -> Words:
        """The words of the caller's line before."""
        return Words.of(self.caller, dutch=self.language is Language.DUTCH)

    @cached_property
    def clauses(self) -> list[Words]:
        """The line's clauses."""
        return [self.words.piece(first, last) for first, last in clauses(self.words, grammar(self.language))]

    @property
    def quadrant(self) -> Quadrant | None:
        """The quarter of the rose people put it in."""
        return None if self.name == NEUTRAL_CLASS else Octant(self.name).stance.quadrant


def lines(language: Language) -> list[Line]:
    """Return all lines of a language that a model may learn from, each text once."""
    found: dict[str, Line] = {}
    for file, name in (("rose.csv", "rose"), ("fresh_rose.csv", "fresh")):
        with (LABELLED / language.value / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                found[row["text"]] = Line(name, language, "", row["caller"], row["text"], row["octant"])
    with (DATA / language.value / "stance_lines.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            line = Line("topics", language, row["topic"], row["caller"], row["text"], row["octant"])
            found.setdefault(line.text, line)
    for line in (*_plain_questions(language), *_given_back(language)):
        found.setdefault(line.text, line)
    for name, texts in read_data(language, "exemplars.yaml").items():
        for text in texts:
            found.setdefault(str(text), Line("exemplars", language, "", "", str(text), name))
    return list(found.values())


def _plain_questions(language: Language) -> Iterator[Line]:
    """Yield questions that neither steer nor blame: what most of a call consists of has no outspoken stance."""
    for split in ("questions.csv", "fresh_questions.csv"):
        with (LABELLED / language.value / split).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["questions"] in ("open", "closed"):
                    yield Line("questions", language, "", "", row["text"], NEUTRAL_CLASS)


def _given_back(language: Language) -> Iterator[Line]:
    """Yield what gives back what the caller said: it helps, whatever harsh words of the caller it holds."""
    for split in ("giving_back.csv", "fresh_giving_back.csv"):
        with (LABELLED / language.value / split).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["kind"] != "none" and row["invented"] != "1":
                    caller = row["caller"].split(" / ")[-1]
                    yield Line("given back", language, "", caller, row["text"], Octant.HELPING.value)


def digest(rows: Sequence[Line]) -> str:
    """Return what tells one set of lines, cues and weights from another."""
    text = "\n".join(f"{row.language.value}|{row.name}|{row.caller}|{row.text}" for row in rows)
    files = [DATA / language.value / name for language in Language for name in ("stance.yaml", "stance_words.yaml")]
    for path in (*files, DATA / "stance_weights.yaml"):
        text += path.read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def encoded(rows: Sequence[Line], cache_dir: Path | None = None) -> Vectors:
    """Return the vectors of all lines, their clauses and the caller's lines, by bare text."""
    encoder = UseEncoder()
    texts = sorted({w.line for row in rows for w in (row.words, row.caller_words, *row.clauses) if len(w)})
    vectors: Vectors = {}
    for start in range(0, len(texts), 64):
        batch = texts[start : start + 64]
        vectors |= dict(zip(batch, encode_kept(encoder, batch, cache_dir), strict=True))
    return vectors


def fit(rows: Sequence[Line], vectors: Vectors, weights: StanceWeights) -> StanceModel:
    """Return the regression fitted on lines; its confidence is not yet set right."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    wording = Wording.of([row.words for row in rows])
    matrix = csr_matrix(np.stack([features(row, vectors, wording, weights) for row in rows]))
    regression = LogisticRegression(C=weights.inverse_penalty, max_iter=5000, tol=1e-4)
    regression.fit(
        matrix,
        np.array([CLASSES.index(row.name) for row in rows]),
        sample_weight=np.array([BORROWED.get(row.set, 1.0) for row in rows]),
    )
    assert list(regression.classes_) == list(range(len(CLASSES)))
    return StanceModel(
        wording,
        regression.coef_.T.astype(np.float64),
        regression.intercept_.astype(np.float64),
        dict.fromkeys(Language, (1.0, 0.0)),
        digest(rows),
    )


def features(row: Line, vectors: Vectors, wording: Wording, weights: StanceWeights) -> Chances:
    """Return a whole line as the regression sees it."""
    return stance_features(
        row.words, row.language, vectors[row.words.line], vectors.get(row.caller_words.line), wording, weights
    )


def chances(reader: StanceReader, row: Line, vectors: Vectors, *, with_caller: bool = True) -> Chances:
    """Return what a reader makes of a line."""
    return reader.chances(
        row.words,
        row.language,
        vectors[row.words.line],
        row.clauses,
        np.stack([vectors[clause.line] for clause in row.clauses]),
        vectors.get(row.caller_words.line) if with_caller else None,
    )


def folds(rows: Sequence[Line]) -> NDArray[np.int64]:
    """Return the fold of each line: topics whole and paired over the languages, other lines by their text."""
    topics = {
        (language, topic): place % FOLDS
        for language in Language
        for place, topic in enumerate(dict.fromkeys(r.topic for r in rows if r.language is language and r.topic))
    }
    return np.array(
        [topics[row.language, row.topic] if row.topic else crc32(row.text.encode()) % FOLDS for row in rows]
    )


def cross_validated(rows: Sequence[Line], vectors: Vectors, weights: StanceWeights) -> Iterator[tuple[int, Chances]]:
    """Yield each line's place with what a model says of it that never saw its fold."""
    fold = folds(rows)
    for held in range(FOLDS):
        model = fit([row for row, f in zip(rows, fold, strict=True) if f != held], vectors, weights)
        reader = StanceReader(model, weights)
        for place in np.flatnonzero(fold == held):
            yield int(place), chances(reader, rows[place], vectors)


def calibration(rows: Sequence[Line], read: Sequence[Chances], length: float) -> dict[Language, tuple[float, float]]:
    """Return Platt's slope and offset a language, fitted on readings by models that had not seen the line."""
    from sklearn.linear_model import LogisticRegression

    result = {}
    for language in Language:
        odds, hits = [], []
        for row, said in zip(rows, read, strict=True):
            if row.language is language and row.quadrant is not None:
                quadrant = stance_of(said, length).quadrant
                odds.append([quadrant_log_odds(said, quadrant)])
                hits.append(quadrant is row.quadrant)
        platt = LogisticRegression(C=1e6).fit(np.array(odds), np.array(hits))
        result[language] = (float(platt.coef_[0, 0]), float(platt.intercept_[0]))
    return result


def reliability(rows: Sequence[Line], read: Sequence[Chances], length: float) -> Iterator[str]:
    """Yield a table a language: what confidence said and how often it was right; each fold calibrated by the others."""
    fold = folds(rows)
    said: dict[Language, list[tuple[float, bool]]] = {language: [] for language in Language}
    for held in range(FOLDS):
        others = [place for place in range(len(rows)) if fold[place] != held]
        fitted = calibration([rows[place] for place in others], [read[place] for place in others], length)
        for place in np.flatnonzero(fold == held):
            row, chance = rows[place], read[place]
            if row.quadrant is None:
                continue
            quadrant = stance_of(chance, length).quadrant
            slope, offset = fitted[row.language]
            sure = 1 / (1 + np.exp(-(slope * quadrant_log_odds(chance, quadrant) + offset)))
            said[row.language].append((float(sure), quadrant is row.quadrant))
    for language, pairs in said.items():
        gap = 0.0
        for low, high in ((0.0, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
            inside = [(c, hit) for c, hit in pairs if low <= c < high]
            if inside:
                mean_said = float(np.mean([c for c, _ in inside]))
                right = float(np.mean([hit for _, hit in inside]))
                gap += abs(mean_said - right) * len(inside) / len(pairs)
                span = f"{low:.2f}-{min(high, 1.0):.2f}"
                yield f"  {language.value} {span}  said {mean_said:.3f}  right {right:.3f}  n {len(inside)}"
        yield f"  {language.value} expected calibration error {gap:.3f}"


def table(rows: Sequence[Line], read: Sequence[Chances], length: float) -> Iterator[str]:
    """Yield the figures a set and a language."""
    for name in (*dict.fromkeys(row.set for row in rows), "all"):
        for language in Language:
            pairs = [
                (row, stance_of(said, length))
                for row, said in zip(rows, read, strict=True)
                if row.language is language and name in (row.set, "all")
            ]
            placed = [(Octant(row.name).stance, stance, row) for row, stance in pairs if row.quadrant is not None]
            neutral = [stance for row, stance in pairs if row.quadrant is None]
            if placed:
                yield (
                    f"  {name:<10} {language.value}"
                    f"  together {_share(_same(g.together, s.together) for g, s, _ in placed)}"
                    f"  above {_share(_same(g.above, s.above) for g, s, _ in placed)}"
                    f"  quadrant {_share(g.quadrant is s.quadrant for g, s, _ in placed)}"
                    f"  octant {_share(s.octant.value == row.name for _, s, row in placed)}  n {len(placed)}"
                )
            if neutral:
                length_of_neutral = float(np.mean([s.length for s in neutral]))
                against = _share(s.together <= AGAINST for s in neutral)
                yield (
                    f"  {name:<10} {language.value}  neutral: mean length {length_of_neutral:.2f}"
                    f"  read as against {against}  n {len(neutral)}"
                )


def _same(one: float, other: float) -> bool:
    return (one >= 0) == (other >= 0)


def _share(hits: Iterator[bool]) -> str:
    found = list(hits)
    return f"{sum(found) / len(found):.3f}" if found else "-"


def unseen(rows: Sequence[Line], vectors: Vectors, weights: StanceWeights, name: str) -> Iterator[str]:
    """Yield the figures of a whole set by a model that saw none of it."""
    model = fit([row for row in rows if row.set != name], vectors, weights)
    reader = StanceReader(model, weights)
    chosen = [row for row in rows if row.set == name]
    lines_of_set = table(chosen, [chances(reader, row, vectors) for row in chosen], weights.length)
    yield from (line for line in lines_of_set if not line.startswith("  all") and "neutral" not in line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and write the model when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="fit on all lines and ship the model")
    parser.add_argument("--cache", type=Path, help="folder that keeps the lines' vectors between runs")
    options = parser.parse_args(arguments)
    weights = stance_weights()
    rows = [row for language in Language for row in lines(language)]
    vectors = encoded(rows, options.cache)
    found = dict(cross_validated(rows, vectors, weights))
    read = [found[place] for place in range(len(rows))]
    print(f"Cross-validated, {len(rows)} lines, {FOLDS} folds, topics whole")
    print("\n".join(table(rows, read, weights.length)))
    print("Whole sets unseen")
    for name in ("fresh",):
        print("\n".join(unseen(rows, vectors, weights, name)))
    print("Confidence, calibrated by the other folds")
    print("\n".join(reliability(rows, read, weights.length)))
    if options.write:
        model = replace(fit(rows, vectors, weights), calibration=calibration(rows, read, weights.length))
        model.save(MODEL_FILE)
        print(f"{MODEL_FILE}: {MODEL_FILE.stat().st_size // 1024} kB, {model.coefficients.shape[0]} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())
