"""A call of which every text tries to do something: in a browser, in a spreadsheet, in Markdown, in subtitles."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from simulator.leary import Octant
from simulator.scoring.scorecard import Criterion, Evidence, RoseStep, Score, Scorecard
from simulator.sessions.review import (
    Comment,
    Decision,
    LabelCorrection,
    LabelKind,
    NextTask,
    Review,
    ScoreCorrection,
    Verdict,
    write_review,
)
from tests.simulator.call.stage import caller
from tests.simulator.sessions.held import hold_call

MOMENT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

DOES = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"--></style></title></script><svg onload=alert(3)>"
"""What would run, were it not escaped."""
LINES = (
    f'=HYPERLINK("http://127.0.0.1:9/","x") since when? {DOES}',
    "+1 What colour is the light? {{ 7 * 7 }} {% raw %} javascript:alert(4) & &lt;b&gt; \u202eturned",
    "-2+3 so it is down since Monday and the light is red, is that right? </audio><iframe src='//127.0.0.1:9'>",
    "@SUM(A1:A9) I will send a mechanic today. ]]> **bold** [link](javascript:alert(5)) `code` | pipe",
)
NAME = "=cmd|' /C calc'!A0 <script>alert('name')</script>"


def hold_hostile_call(directory: Path) -> str:
    """Hold a fast call with such texts, score and review it; return its id."""
    lines = caller().lines.model_copy(update={"opening": (f"@caller {DOES} My internet is down.",)})
    session_id = hold_call(
        directory,
        LINES,
        persona=caller(name=NAME, title=DOES, lines=lines),
        persona_text=f"id: test-caller\nname: |-\n  {NAME}\ntitle: |-\n  {DOES}\n",
        trainee=NAME,
        scorecard=SCORECARD,
        started_at=MOMENT,
        versions={"callsim": DOES},
    )
    review = Review()
    review = review.with_comment(Comment(NAME, MOMENT, f"={DOES}\nand on", turn=2))
    review = review.with_comment(Comment(NAME, MOMENT, DOES))
    review = review.with_comment(Comment(NAME, MOMENT, "That very second.", at_s=1.0))
    review = review.with_label(LabelCorrection(NAME, MOMENT, 2, LabelKind.JARGON, "none", "explained", DOES, DOES))
    review = review.with_score(ScoreCorrection(NAME, MOMENT, Criterion.JARGON, None, 55, DOES))
    review = review.with_decision(Decision(NAME, MOMENT, Verdict.PASS))
    review = review.with_next_task(NextTask(NAME, MOMENT, f"+{DOES}"))
    write_review(directory / session_id, review, "")
    return session_id


SCORECARD = Scorecard(
    rubric=DOES,
    rubric_version="0123456789ab",
    scorer_version="1",
    scores=(
        Score(
            Criterion.QUESTIONING,
            64,
            50.0,
            (Evidence("open_question", 14.0, 2, 3.0, DOES, f"={DOES}", f"-{DOES}"),),
        ),
        Score(Criterion.JARGON, None, 100.0),
    ),
    rose=(RoseStep(2, Octant.HELPING.stance, Octant.COOPERATING, Octant.ATTACKING.stance, DOES),),
    headline=DOES,
    next_step=DOES,
)
