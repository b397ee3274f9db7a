"""A session as data, for other programs: what `call --json` says, with the review and the scores that count."""

from __future__ import annotations

import json
from typing import Any

from simulator.sessions.exporting.material import Material
from simulator.sessions.report import call_report
from simulator.sessions.review import review_to_json


def as_data(material: Material) -> dict[str, Any]:
    """Return a session as what JSON can hold.

    `scores` are the tool's, `scores_that_count` have the trainer's word in them.
    """
    session, card = material.session, material.scorecard
    facts = session.facts
    report = call_report(material.record, session.scorecard, session_id=session.id, folder=str(session.folder))
    return {
        **report,
        "started_at": facts.started_at.isoformat(),
        "caller": material.caller_name,
        "title": material.title,
        "trainee": facts.trainee,
        "mode": facts.mode.value,
        "attempt": facts.attempt.value,
        "parent": facts.parent,
        "versions": dict(facts.versions),
        "persona_sha256": facts.persona_sha256,
        "scores_that_count": None if card is None else {score.criterion.value: score.value for score in card.scores},
        "review": None if material.review.is_empty else json.loads(review_to_json(material.review)),
    }
