"""Random callers and random turns for property tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from simulator.dialogue.state import Circumstances, HeardTurn
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import (
    Act,
    ActKind,
    JargonUse,
    LearyReading,
    Question,
    QuestionFlag,
    QuestionForm,
    Span,
    SummaryReading,
    TurnAssessment,
)
from tests.simulator.dialogue.people import persona

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For machines that are busy with other things."""

SPAN = Span(0, 1)
FACTS = ("since", "light", "need")
axis = st.floats(-1, 1)
fraction = st.floats(0, 1)

readings = st.builds(
    lambda x, y, confidence: LearyReading(stance=Stance(x, y), octant=Stance(x, y).octant, confidence=confidence),
    axis,
    axis,
    fraction,
)

personas: st.SearchStrategy[Persona] = st.builds(
    persona,
    start=st.sampled_from(Octant),
    stubbornness=fraction,
    temper=fraction,
    patience=st.integers(2, 20),
    max_turns=st.integers(5, 30),
    sparse=st.booleans(),
    boundary=st.sampled_from(
        [
            None,
            {"asks": ["Give me money back.", "Then half of it."], "on_refused": ["A pity."], "on_given": ["Lovely."]},
            {"asks": ["Give me money back."]},
        ]
    ),
)

assessments = st.builds(
    TurnAssessment,
    text=st.sampled_from(["", "Words.", "More words than one.", "[red]x[/red] {term}"]),
    questions=st.lists(
        st.builds(
            Question,
            text=st.just("Question?"),
            span=st.just(SPAN),
            form=st.sampled_from(QuestionForm),
            flags=st.lists(st.sampled_from(QuestionFlag), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    summary=st.builds(
        SummaryReading,
        is_summary=st.booleans(),
        covered=st.lists(st.sampled_from(FACTS), max_size=2).map(tuple),
        missed=st.lists(st.sampled_from(FACTS), max_size=2).map(tuple),
        invented=st.sampled_from([(), (), ("a cat",)]),
        checked=st.booleans(),
    ),
    jargon=st.lists(
        st.builds(JargonUse, term=st.sampled_from(["SSID", "DNS"]), span=st.just(SPAN), explained=st.booleans()),
        max_size=2,
    ).map(tuple),
    acts=st.lists(
        st.builds(Act, kind=st.sampled_from(ActKind), text=st.just("words"), span=st.just(SPAN)), max_size=3
    ).map(tuple),
    leary=readings,
    explained_terms=st.sampled_from([(), ("SSID",)]),
)

turns: st.SearchStrategy[HeardTurn] = st.builds(
    HeardTurn,
    assessment=assessments,
    asked=st.lists(st.sampled_from((*FACTS, "no_such_fact")), max_size=3).map(tuple),
    background=st.sampled_from([None, None, 0, 1, 7]),
    offered=st.booleans(),
    gave_in=st.booleans(),
    refused=st.booleans(),
    circumstances=st.builds(
        Circumstances, interrupted_caller=st.booleans(), silent_s=fraction, held_unannounced=st.booleans()
    ),
)
