import unicodedata

import pytest

from simulator.personas.problems import (
    Problem,
    Severity,
    in_reading_order,
    listed,
    nearest,
    printable,
    shown,
    unprintable_in,
)


def test_a_problem_reads_as_file_line_key_and_sentence():
    problem = Problem("personas/ruth.persona.yaml", 14, 3, "stance.start", "'agressive' is not an octant.")
    assert str(problem) == "personas/ruth.persona.yaml:14: stance.start: 'agressive' is not an octant."
    assert problem.severity is Severity.ERROR


def test_a_problem_of_the_whole_file_has_no_key():
    assert str(Problem("a.yaml", 1, 1, "", "This file is empty.")) == "a.yaml:1: This file is empty."


def test_a_file_name_cannot_move_the_cursor():
    assert str(Problem("a\x1b[2J\n.yaml", 1, 1, "", "Empty.")) == r"a\x1b[2J\n.yaml:1: Empty."


def test_problems_come_once_each_by_line():
    late, early = Problem("a", 9, 1, "", "x"), Problem("a", 2, 1, "", "y")
    assert in_reading_order([late, early, late]) == [early, late]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("atacking", "attacking"),
        ("Attacking", "attacking"),
        ("boos", "attacking"),
        ("xyzzy", None),
        ("", None),
        ("a" * 100_000, None),
    ],
)
def test_the_nearest_choice_is_what_was_meant(written, meant):
    assert nearest(written, ["attacking", "helping"], {"boos": "attacking", "blij": "elsewhere"}) == meant


def test_separators_do_not_matter():
    assert nearest("on silence", ["on_silence"]) == "on_silence"
    assert nearest("karin_geen_internet", ["karin-geen-internet"]) == "karin-geen-internet"


def test_shown_values_stay_on_one_line_and_short():
    assert shown("a\nb\x1b") == r"'a\nb\x1b'"
    assert len(shown("x" * 1000)) <= 62


def test_markup_is_left_as_it_is():
    assert printable("[red]x[/red] <b>y</b> ü 電話 😀") == "[red]x[/red] <b>y</b> ü 電話 😀"


def test_long_lists_are_cut_with_how_many_more():
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"


def test_unprintable_is_what_unicode_says():
    for code in (*range(0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x1F000)):
        character = chr(code)
        control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n"
        override = unicodedata.bidirectional(character) in {
            "LRE",
            "RLE",
            "PDF",
            "LRO",
            "RLO",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }
        assert (unprintable_in(character) is not None) == (control or override), hex(code)
