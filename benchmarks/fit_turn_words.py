"""Learn after which words a turn can end, from the sentences of this project, and write the weights.

Whole sentences of the callers (personas) and of trainees (rehearsals, labelled lines) stand for ends; the same ones
broken off between two words, never at a comma, stand for pauses. The blind rows and the lines of the pauses benchmark
are not looked at. A fifth of the sentences is held back first, to print how well it is told; the weights are then
learnt from all.

Usage: python -m benchmarks.fit_turn_words [--write]
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audio import turn_words
from audio.turn_words import features, words_of

ROOT: Final = Path(__file__).parent.parent
CUTS: Final = 3
"""So many broken-off sentences are made of each."""

KNOWN: Final = 700
FREQUENT: Final = 120
LEAST_SEEN: Final = 3
STRENGTH: Final = 0.4
LEAST_WEIGHT: Final = 0.04
SPOKEN_PARTS: Final = ("facts", "lines", "solution", "rehearsal", "background", "boundary")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, or the beginning of one."""

    said: tuple[str, ...]
    whole: bool
    group: int
    """The text it is from."""


def texts(language: str) -> list[str]:
    """Return the texts of a language, in a fixed order, without repeats."""
    found: list[str] = []
    for file in sorted((ROOT / "tests" / "data" / "labelled" / language).glob("*.csv")):
        if "blind" not in file.name:
            with file.open(encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    found += [row["text"], *(row.get("caller") or "").split(" / ")]
    import yaml

    for file in sorted((ROOT / "personas").glob("*.persona.yaml")):
        persona = yaml.safe_load(file.read_text(encoding="utf-8"))
        if persona["language"] == language:
            found += _strings({part: persona[part] for part in SPOKEN_PARTS if part in persona})
    return [text for text in dict.fromkeys(found) if text and "{" not in text]


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        if len(value.split()) >= 3:
            yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "id":
                yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def examples(language: str, seed: int = 0) -> list[Example]:
    """Return whole sentences and broken-off ones."""
    rng = random.Random(seed)
    found = []
    for group, text in enumerate(texts(language)):
        for sentence in re.split(r"(?<=[.!?…])\s+|: |; ", text):
            said = tuple(words_of(sentence))
            if not said:
                continue
            commas, count = set(), 0
            for piece in sentence.split(",")[:-1]:
                count += len(words_of(piece))
                commas.add(count)
            cuts = [cut for cut in range(1, len(said)) if cut not in commas]
            found.append(Example(said, True, group))
            found += [Example(said[:cut], False, group) for cut in rng.sample(cuts, min(CUTS, len(cuts)))]
    return found


def learnt(language: str, chosen: Sequence[Example]) -> turn_words.TurnWords:
    """Return weights by logistic regression; ends and pauses weigh the same."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(word for each in chosen for word in each.said[-3:])
    # Ties are broken by the alphabet, so that the same sentences give the same weights.
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    known, frequent = frozenset(ranked[:KNOWN]), frozenset(ranked[:FREQUENT])
    rows = [set(features(each.said, language, known, frequent)) for each in chosen]
    seen = Counter(feature for row in rows for feature in row)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{each: 1.0 for each in row if seen[each] >= LEAST_SEEN} for row in rows])
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    whole = [each.whole for each in chosen]
    share = sum(whole) / (len(whole) - sum(whole))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    model.fit(matrix, whole, sample_weight=[1.0 if each else share for each in whole])
    weights = {
        name: round(float(weight), 3)
        for name, weight in zip(vectors.feature_names_, model.coef_[0], strict=True)
        if abs(weight) >= LEAST_WEIGHT
    }
    return turn_words.TurnWords(round(float(model.intercept_[0]), 3), weights, known, frequent)


def figures(language: str) -> dict[str, Any]:
    """Return how well ends are told from pauses on a fifth of the texts, learnt from the others."""
    from sklearn.metrics import roc_auc_score

    every = examples(language)
    model = learnt(language, [each for each in every if each.group % 5])
    tried = [each for each in every if each.group % 5 == 0]
    scores = [model.log_odds(" ".join(each.said), language) for each in tried]
    whole = [each.whole for each in tried]
    return {"sentences": sum(each.whole for each in every), "tried": len(tried), "auc": roc_auc_score(whole, scores)}


def write(language: str) -> Path:
    """Write the weights of a language, learnt from all its texts."""
    model = learnt(language, examples(language))
    file = Path(turn_words.__file__).parent / f"{language}.json"
    data = {
        "intercept": model.intercept,
        "known": sorted(model.known),
        "frequent": sorted(model.frequent),
        "weights": dict(sorted(model.weights.items())),
    }
    file.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return file


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="learn from all texts and write the weights")
    chosen = parser.parse_args(arguments)
    for language in ("nl", "en"):
        if chosen.write:
            print(write(language))
        else:
            found = figures(language)
            print(
                f"{language}: {found['sentences']} sentences; ends told from pauses on {found['tried']} that were held "
                f"back: area under the curve {found['auc']:.3f}"
            )


if __name__ == "__main__":
    main()
