"""Full garbage collections come when nobody notices, and never by themselves."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from simulator.app.collecting import STILL_S, QuietCollector


@pytest.fixture
def collector() -> Iterator[QuietCollector]:
    before = gc.get_threshold()
    made = QuietCollector()
    made.begin()
    yield made
    made.end()
    assert gc.get_threshold() == before


def test_none_comes_by_itself_and_young_objects_are_still_collected(collector: QuietCollector) -> None:
    young, middle, old = gc.get_threshold()
    assert young > 0
    assert middle > 0
    assert old > 1_000_000


@pytest.mark.parametrize(
    ("still_s", "in_call", "may"), [(STILL_S, False, True), (STILL_S - 0.1, False, False), (60.0, True, False)]
)
def test_the_moment(collector: QuietCollector, still_s: float, in_call: bool, may: bool) -> None:
    collector.pressed(100.0)
    assert collector.may_collect(100.0 + still_s, in_call=in_call) is may


def test_once_after_keys_and_not_again_before_the_next(collector: QuietCollector) -> None:
    assert not collector.may_collect(1000.0, in_call=False)
    collector.pressed(1000.0)
    collector.collect()
    assert not collector.may_collect(2000.0, in_call=False)
    collector.pressed(2000.0)
    assert collector.may_collect(2010.0, in_call=False)


def test_whoever_does_not_steer_it_does_not_touch_it() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    idle = QuietCollector()
    idle.settle()
    idle.pressed(1.0)
    assert not idle.may_collect(100.0, in_call=False)
    idle.end()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
