"""Writes tests/data/golden/assessments.json: what the scorer sees in lines that may be looked at, rounded.

The file is compared exactly by tests/simulator/scoring/test_golden.py, on whatever machine, number of threads and
version of Python the tests run with. Write it anew only when a change of the scorer is meant to change readings.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import scores

from simulator.language import Language
from simulator.scoring.assessment import TurnAssessment
from simulator.scoring.assessor import Assessor
from simulator.scoring.use_encoder import UseEncoder

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "data" / "golden" / "assessments.json"
LINES_A_SET = 10
"""So many lines of each of the four labelled sets, evenly spread: forty a language."""


def rows_of(language: Language) -> list[scores.Row]:
    """Return the lines of a language, always the same ones."""
    rows: list[scores.Row] = []
    for name in ("questions", "giving_back", "jargon", "rose"):
        lines = scores.rows_of(language, name, "dev")
        rows += lines[:: max(1, len(lines) // LINES_A_SET)][:LINES_A_SET]
    return rows


def rounded(read: TurnAssessment) -> dict[str, Any]:
    """Return what is kept of an assessment."""
    return {
        "questions": [[q.text, q.form.value, q.wording.value, [f.value for f in q.flags]] for q in read.questions],
        "reflection": round(read.reflection, 2),
        "summary": [
            read.summary.is_summary,
            list(read.summary.covered),
            list(read.summary.missed),
            list(read.summary.invented),
            read.summary.checked,
        ],
        "jargon": [[use.term, use.explained] for use in read.jargon],
        "acts": [[act.kind.value, act.text] for act in read.acts],
        "leary": [
            round(read.leary.stance.together, 2),
            round(read.leary.stance.above, 2),
            round(read.leary.confidence, 2),
            read.leary.octant.value if read.leary.octant else None,
        ],
    }


def assessments(assessor: Assessor) -> dict[str, list[dict[str, Any]]]:
    """Return what an assessor sees in all lines, by language."""
    return {
        language.value: [
            {
                "text": row["text"],
                **rounded(
                    scores.assess(assessor, language, row["text"], scores.context_of(row, language, scores.as_written))
                ),
            }
            for row in rows_of(language)
        ]
        for language in Language
    }


def main() -> int:
    """Write the file."""
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(assessments(Assessor(UseEncoder(threads=1))), ensure_ascii=False, indent=1)
    GOLDEN.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{GOLDEN}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
