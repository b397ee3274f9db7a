"""The threads that compute for long are nicer than those that are waited for."""

import os
import sys
import threading

import pytest

from audio.priority import NICENESS, lower_priority, made_nicely

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness of each thread")


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def of_a_thread_of_its_own() -> int:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(niceness()))
    thread.start()
    thread.join()
    return found[0]


def test_what_is_made_nicely_starts_nicer_threads_and_leaves_its_maker_alone():
    before = niceness()
    assert made_nicely(of_a_thread_of_its_own) == before + NICENESS
    assert niceness() == before


def test_a_fault_in_the_making_is_raised_where_it_was_asked_for():
    def fail() -> None:
        raise ValueError("no model")

    with pytest.raises(ValueError, match="no model"):
        made_nicely(fail)


def test_a_system_that_refuses_leaves_the_thread_as_it_was(monkeypatch):
    def refuse(*_: int) -> None:
        raise PermissionError

    before = niceness()
    monkeypatch.setattr(os, "setpriority", refuse)
    lower_priority()
    assert niceness() == before
