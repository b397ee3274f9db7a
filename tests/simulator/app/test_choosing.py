"""Search and filters."""

from __future__ import annotations

import pytest

from simulator.app.choosing import Filters, fitting
from simulator.app.widgets.caller_cards import CallerCard
from simulator.language import Language
from simulator.leary import Octant
from tests.simulator.app.pretend_calls import PERSONAS, past_call, persona

CARDS = (CallerCard(PERSONAS[0], past_call()), *(CallerCard(each) for each in PERSONAS[1:]))


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), ["karin-geen-internet", "joost-terugbellen", "ruth-double-charge"]),
        (Filters(language=Language.ENGLISH), ["ruth-double-charge"]),
        (Filters(octant=Octant.COMPETING), ["ruth-double-charge"]),
        (Filters(difficulty=4), ["joost-terugbellen"]),
        (Filters(done=True), ["karin-geen-internet"]),
        (Filters(done=False), ["joost-terugbellen", "ruth-double-charge"]),
        (Filters(words="KARIN internet"), ["karin-geen-internet"]),
        (Filters(words="withdrawn"), ["joost-terugbellen"]),
        (Filters(words="teruggetrokken"), ["joost-terugbellen"]),
        (Filters(words="nobody-like-this"), []),
        (Filters(words="   "), ["karin-geen-internet", "joost-terugbellen", "ruth-double-charge"]),
    ],
)
def test_who_fits(filters: Filters, ids: list[str]) -> None:
    assert [card.persona.id for card in fitting(CARDS, filters, Language.DUTCH)] == ids


def test_accents_do_not_matter() -> None:
    card = CallerCard(persona("cafe", name="Zoë", title="Café dicht"))
    assert fitting((card,), Filters(words="cafe zoe"), Language.DUTCH) == (card,)


def test_who_is_suggested_comes_first_and_then_who_speaks_the_own_language() -> None:
    def ids(language: Language, suggested: str | None = None) -> list[str]:
        return [card.persona.id for card in fitting(CARDS, Filters(), language, suggested)]

    assert ids(Language.ENGLISH) == ["ruth-double-charge", "karin-geen-internet", "joost-terugbellen"]
    first = ids(Language.DUTCH, "joost-terugbellen")
    assert first == ["joost-terugbellen", "karin-geen-internet", "ruth-double-charge"]
    assert ids(Language.DUTCH, "nobody") == ids(Language.DUTCH)
