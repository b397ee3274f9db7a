"""Files damaged at random: never an exception of another kind, always a file, a line and a sentence."""

import random
import re
from contextlib import nullcontext

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.personas.problems import Severity, unprintable_in
from simulator.personas.reader import PersonaError, check_persona, load_persona
from tests.simulator.personas.samples import SHIPPED, SOUND

VALUES = [
    "no",
    "~",
    "012",
    "1:30",
    ".inf",
    "2024-05-01",
    "[]",
    "{}",
    "[a, b]",
    "{a: 1}",
    "-1",
    "'x'",
    "|",
    "*x",
    "&x y",
    "!x y",
    "<<",
    "@",
]
MARKS = [
    *":-#'\"[]{},&*!|>%@`?\t\\",
    "\x00",
    "\x1b[31m",
    "\u202e",
    "\u2028",
    "\x85",
    "é",
    "😀",
    "\ufeff",
    "{term}",
    "\n",
    "\r",
    "  ",
]


def flip_bytes(rng, text):
    content = bytearray(text.encode())
    for _ in range(rng.randint(1, 8)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


def delete_lines(rng, text):
    lines = text.splitlines(keepends=True)
    for _ in range(rng.randint(1, 6)):
        del lines[rng.randrange(len(lines))]
    return "".join(lines).encode()


def duplicate_a_chunk(rng, text):
    start = rng.randrange(len(text))
    chunk = text[start : start + rng.randint(1, 400)]
    target = rng.randrange(len(text))
    return (text[:target] + chunk + text[target:]).encode()


def indent_otherwise(rng, text):
    lines = text.splitlines(keepends=True)
    for _ in range(rng.randint(1, 4)):
        number = rng.randrange(len(lines))
        lines[number] = rng.choice(["\t", " ", "   ", "- ", ""]) + lines[number].lstrip(rng.choice([" ", ""]))
    return "".join(lines).encode()


def swap_types(rng, text):
    lines = text.splitlines(keepends=True)
    for _ in range(rng.randint(1, 5)):
        number = rng.randrange(len(lines))
        key, colon, _ = lines[number].partition(":")
        if colon:
            lines[number] = f"{key}: {rng.choice(VALUES)}\n"
    return "".join(lines).encode()


def insert_marks(rng, text):
    for _ in range(rng.randint(1, 5)):
        place = rng.randrange(len(text))
        text = text[:place] + rng.choice(MARKS) + text[place:]
    return text.encode()


def cut_off(rng, text):
    return text.encode()[: rng.randrange(len(text))]


def swap_lines(rng, text):
    lines = text.splitlines(keepends=True)
    for _ in range(rng.randint(1, 4)):
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines).encode()


DAMAGES = [flip_bytes, delete_lines, duplicate_a_chunk, indent_otherwise, swap_types, insert_marks, cut_off, swap_lines]


def prove_explained(path, content):
    """Write the content, read it, and hold whatever is said against what was promised. True when it was refused."""
    path.write_bytes(content)
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", content.decode("utf-8", "replace"))
    last = max(1, len(lines) if lines[-1] else len(lines) - 1)
    problems = check_persona(path)
    for problem in problems:
        assert problem.path == str(path)
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert problem.message[-1] in ".?!"
        assert len(problem.message) < 1500
        assert unprintable_in(str(problem)) is None
        assert "\n" not in str(problem)
    refused = any(problem.severity is Severity.ERROR for problem in problems)
    if len(content) % 10 == 0:
        with pytest.raises(PersonaError) if refused else nullcontext():
            load_persona(path)
    return refused


def damaged(count, seed):
    sources = [SOUND, *(path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.persona.yaml"))[:3])]
    rng = random.Random(seed)
    for number in range(count):
        damage = DAMAGES[number % len(DAMAGES)]
        yield damage(rng, sources[0] if number % 4 else rng.choice(sources))


def test_two_hundred_damaged_files_are_explained(tmp_path):
    refused = sum(prove_explained(tmp_path / "d.persona.yaml", content) for content in damaged(200, seed=1))
    assert refused > 100


@pytest.mark.slow
def test_two_thousand_damaged_files_are_explained(tmp_path):
    refused = sum(prove_explained(tmp_path / "d.persona.yaml", content) for content in damaged(2000, seed=2))
    assert refused > 1000


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(content=b"\xff\xfe")
@example(content=b"a: \xed\xa0\x80")
@example(content=b"? ?\n")
@example(content=b"---")
@example(content=b"a:\n")
@example(content=b"%TAG ! !\n--- a")
def test_any_bytes_are_explained(tmp_path_factory, content):
    assert prove_explained(tmp_path_factory.getbasetemp() / "any.persona.yaml", content)


YAML_LIKE = st.lists(
    st.sampled_from(
        [*VALUES, *MARKS, "id", "facts", "lines", "stance", ": ", "\n", "\n  ", "- ", "start", "'", '"', " #"]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=YAML_LIKE)
def test_anything_like_yaml_is_explained(tmp_path_factory, text):
    assert prove_explained(tmp_path_factory.getbasetemp() / "like.persona.yaml", text.encode())
