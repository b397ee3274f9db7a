"""Exemplars are read whole or not at all, in sentences; what was written is what is read."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.scoring.exemplars import (
    ExemplarsFaultError,
    digest_of,
    parse_exemplars,
    read_exemplars,
)
from simulator.scoring.labels import VALUES, WHOLE_TURN, Label, LabelKind

HELPING = {"kind": "octant", "value": "helping"}
LINE = {"table": "rose", "language": "en", "text": "That is my job.", "labels": [HELPING]}


def jsonl(*lines):
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


spoken = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40).map(lambda text: f"ja {text}")
labels = st.sampled_from(LabelKind).flatmap(
    lambda kind: st.fixed_dictionaries(
        {
            "kind": st.just(kind.value),
            "value": st.sampled_from(VALUES[kind]),
            **({} if kind in WHOLE_TURN else {"subject": spoken}),
        }
    )
)
lines = st.fixed_dictionaries(
    {
        "language": st.sampled_from([language.value for language in Language]),
        "text": spoken,
        "caller": st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
        "labels": st.lists(labels, min_size=1, max_size=3),
    }
)


@settings(deadline=None, max_examples=40)
@given(st.lists(lines, max_size=5), st.booleans())
def test_what_is_written_is_read_in_order(written, windows):
    text = jsonl(*written)
    read = parse_exemplars(text.replace("\n", "\r\n") if windows else text)
    said = [(line, label, number) for number, line in enumerate(written, 1) for label in line["labels"]]
    assert [(e.language, e.text, e.caller, e.label, e.line) for e in read.items] == [
        (
            line["language"],
            line["text"],
            line["caller"],
            Label(LabelKind(label["kind"]), label["value"], label.get("subject", "")),
            number,
        )
        for line, label, number in said
    ]
    assert read.digest == digest_of(list(read.items))
    assert parse_exemplars(text).digest == read.digest


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ODD = ("table", "caller", "labels", "questions", "terms", "kind", "checked", "octant")
TABLES = ("questions", "jargon", "giving_back", "rose")
odd_lines = st.fixed_dictionaries(
    {"text": spoken | json_values, "language": st.just("nl") | json_values},
    optional={**dict.fromkeys(ODD, json_values), "table": st.sampled_from(TABLES) | json_values},
).map(json.dumps)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text(max_size=30) | odd_lines | st.just(json.dumps(LINE)), max_size=5))
def test_whatever_a_file_holds_it_is_read_or_refused_with_line_and_reason(written):
    try:
        parse_exemplars("\n".join(written), "ours.jsonl")
    except ExemplarsFaultError as fault:
        assert fault.faults
        for sentence in fault.faults:
            assert sentence.startswith("ours.jsonl:")
            assert sentence[-1] in ".:)]'" or "[{" in sentence


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{no json", "not one JSON object on one line. Export"),
        ("[1]", "not a JSON object. Export"),
        ("[" * 100_000, "not one JSON object"),
        (json.dumps({**LINE, "language": "fr"}), "'language' must be nl or en"),
        (json.dumps({**LINE, "language": ["nl"]}), "'language' must be nl or en"),
        (json.dumps({**LINE, "text": 7}), "'text' must be a text"),
        (json.dumps({**LINE, "text": "..."}), "holds no words"),
        (json.dumps({**LINE, "text": "a" * 20_001}), "give one turn a line"),
        (json.dumps({**LINE, "text": "half \ud800"}), "half a character"),
        (json.dumps({**LINE, "labels": []}), "must be a list"),
        (json.dumps({**LINE, "labels": [{"kind": "mood", "value": "x"}]}), "choose from question_form"),
        (json.dumps({**LINE, "labels": [{"kind": "octant", "value": "agressive"}]}), "choose from helping"),
        (json.dumps({**LINE, "labels": [{"kind": "jargon", "value": "none"}]}), "needs the words"),
        (json.dumps({"language": "en", "text": "Yes."}), "choose from questions, jargon, giving_back, rose"),
        (
            json.dumps({"table": "questions", "language": "en", "text": "I see.", "questions": "open"}),
            "names 1 questions, and the program makes out 0",
        ),
        (json.dumps({"table": "giving_back", "language": "en", "text": "I see.", "kind": "echo"}), "no kind of giving"),
    ],
)
def test_a_fault_is_said_with_its_line_and_nothing_is_used(line, said):
    with pytest.raises(ExemplarsFaultError) as refused:
        parse_exemplars(f"{json.dumps(LINE)}\n\n{line}\n", "ours.jsonl")
    assert str(refused.value).startswith("ours.jsonl:3: ")
    assert said in str(refused.value)


def test_many_faults_are_counted():
    with pytest.raises(ExemplarsFaultError, match="and 4 more lines"):
        parse_exemplars("x\n" * 9, "ours.jsonl")


def test_a_file_that_is_absent_or_no_text_says_what_to_do(tmp_path):
    with pytest.raises(ExemplarsFaultError, match="or 'none' to score without"):
        read_exemplars(tmp_path / "absent.jsonl")
    with pytest.raises(ExemplarsFaultError, match="cannot be read"):
        read_exemplars(tmp_path)
    (tmp_path / "word.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExemplarsFaultError, match="not text in UTF-8"):
        read_exemplars(tmp_path / "word.jsonl")
    (tmp_path / "bom.jsonl").write_text("\ufeff" + jsonl(LINE), encoding="utf-8")
    assert len(read_exemplars(tmp_path / "bom.jsonl").items) == 1


def test_the_columns_of_the_labelled_tables_do_as_well():
    read = parse_exemplars(
        jsonl(
            {"table": "rose", "language": "nl", "text": "Dat regel ik.", "octant": "leading"},
            {"table": "giving_back", "language": "en", "text": "So twice.", "kind": "summary", "checked": 1},
            {"table": "giving_back", "language": "en", "text": "Right, twice.", "kind": "paraphrase"},
            {"table": "jargon", "language": "en", "text": "Reboot the router.", "terms": "router=unexplained"},
            {"table": "questions", "language": "en", "text": "What did you see?", "questions": "open+leading"},
            {"table": "questions", "language": "en", "text": "What did you see?", "questions": ""},
        )
    )
    assert [(e.line, e.label.kind.value, e.label.value) for e in read.items if e.label.subject != "Reboot"] == [
        (1, "octant", "leading"),
        (2, "reflection", "yes"),
        (2, "summary", "checked"),
        (3, "reflection", "yes"),
        (3, "summary", "none"),
        (4, "jargon", "unexplained"),
        (5, "question_form", "open"),
        (5, "question_flags", "leading"),
        (6, "question_form", "none"),
    ]


def test_of_contradicting_lines_the_later_counts_and_that_is_told():
    other = {**LINE, "text": "that is my job", "labels": [{"kind": "octant", "value": "competing"}]}
    read = parse_exemplars(jsonl(LINE, {**other, "caller": "Do it!"}, other), "ours.jsonl")
    assert read.contradictions == (
        "ours.jsonl:3: the octant of 'that is my job' is competing, and helping in line 1; the later line counts.",
    )


def test_a_digest_knows_what_counts_and_nothing_else():
    one = parse_exemplars(jsonl({**LINE, "reason": "Warm."}))
    assert (
        parse_exemplars(
            "\n"
            + jsonl(
                {**LINE, "reason": "Kind."},
            ),
            "other",
        ).digest
        == one.digest
    )
    changed = [{**LINE, "text": "That is your job."}, {**LINE, "caller": "Help!"}, {**LINE, "language": "nl"}]
    digests = {parse_exemplars(jsonl(line)).digest for line in (*changed, LINE)}
    assert len(digests) == 4
    lines = [{**LINE, "text": f"That is job {number}."} for number in range(5)]
    mixed = random.Random(1).sample(lines, 5)
    assert parse_exemplars(jsonl(*lines)).digest != parse_exemplars(jsonl(*mixed)).digest
    assert len(one.digest) == 12
