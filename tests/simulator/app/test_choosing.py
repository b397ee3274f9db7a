"""Search and filters."""

from __future__ import annotations

import pytest

from simulator.app.choosing import Filters, fitting
from simulator.app.widgets.caller_cards import CallerCard
from simulator.language import Language
from tests.simulator.app.pretend_calls import PERSONAS, past_call, persona

CARDS = (CallerCard(PERSONAS[0], past_call()), *(CallerCard(each) for each in PERSONAS[1:]))


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), ["ruth-double-charge", "karin-geen-internet", "joost-terugbellen"]),
        (Filters(language=Language.ENGLISH), ["ruth-double-charge"]),
        (Filters(difficulty=4), ["joost-terugbellen"]),
        (Filters(done=True), ["karin-geen-internet"]),
        (Filters(done=False), ["ruth-double-charge", "joost-terugbellen"]),
        (Filters(words="KARIN internet"), ["karin-geen-internet"]),
        (Filters(words="withdrawn"), ["joost-terugbellen"]),
        (Filters(words="teruggetrokken"), ["joost-terugbellen"]),
        (Filters(words="nobody-like-this"), []),
        (Filters(words="   "), ["ruth-double-charge", "karin-geen-internet", "joost-terugbellen"]),
    ],
)
def test_who_fits(filters: Filters, ids: list[str]) -> None:
    assert [card.persona.id for card in fitting(CARDS, filters)] == ids


def test_accents_do_not_matter() -> None:
    card = CallerCard(persona("cafe", name="Zoë", title="Café dicht"))
    assert fitting((card,), Filters(words="cafe zoe")) == (card,)
