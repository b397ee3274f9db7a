from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core._pydantic_core import list_all_errors

from simulator.personas.documents import Kind, Place, parse_yaml
from simulator.personas.problems import ProblemsError
from simulator.personas.validation import PLAIN, Vocabulary, annotation_at, model_at, sentence, validate


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Leaf(Part):
    colour: Colour = Colour.RED
    size: Annotated[int, Field(ge=1, le=9)] = 1
    """How large it is."""


class Tree(Part):
    name: str
    """What it is called."""
    leaves: tuple[Leaf, ...] = ()
    by_name: dict[str, Leaf] = {}
    mode: Literal["a", "b"] = "a"
    rate: float | None = None
    exact: bool = False
    either: int | Leaf = 0


def problems(text, model=Tree, vocabulary=PLAIN):
    with pytest.raises(ProblemsError) as raised:
        validate(parse_yaml(text.encode(), "f"), model, vocabulary)
    return [(problem.line, problem.key, problem.message) for problem in raised.value.problems]


def test_a_sound_document_becomes_a_value():
    tree = validate(parse_yaml(b"name: oak\nleaves:\n  - {colour: green, size: 3}\nrate: 1\n", "f"), Tree)
    assert tree.leaves == (Leaf(colour=Colour.GREEN, size=3),)
    assert tree.rate == 1.0


def test_all_problems_come_at_once_in_reading_order():
    text = "leaves:\n  - colour: greem\n    size: 12\n  - {sise: 1}\nmode: c\nrate: fast\nexact: 1\n"
    found = problems(text)
    assert [(line, key) for line, key, _ in found] == [
        (1, "name"),
        (2, "leaves[1].colour"),
        (3, "leaves[1].size"),
        (4, "leaves[2].sise"),
        (5, "mode"),
        (6, "rate"),
        (7, "exact"),
    ]
    messages = [message for _, _, message in found]
    assert messages[0] == "The key 'name' is missing. Add it. What it is called."
    assert "Did you mean 'green'? Choose one of: red, green." in messages[1]
    assert messages[2] == "12 is too large: the most is 9."
    assert messages[3] == "'sise' is not a key of 'leaves'. Did you mean 'size'?"
    assert messages[4] == "'c' is not one of the words that can stand here. Choose one of: a, b."


def test_a_vocabulary_gives_nouns_and_synonyms():
    vocabulary = Vocabulary("tree", {Colour: "a colour"}, {"rood": "red", "naam": "name"})
    [(_, _, message)] = problems("name: x\nleaves: [{colour: rood}]", vocabulary=vocabulary)
    assert message.startswith("'rood' is not a colour. Did you mean 'red'?")
    assert "Did you mean 'name'?" in problems("name: x\nnaam: y", vocabulary=vocabulary)[0][2]


def test_a_key_in_the_wrong_part_is_sent_home():
    assert "it belongs under 'leaves'" in problems("name: x\ncolour: red")[0][2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: no", "'no' is read as false, not as text. Put it in quotes: \"no\"."),
        ("name: 12", "'12' is read as a number, not as text. Put it in quotes: \"12\"."),
        ("name: null", "'null' is read as nothing, not as text. Put it in quotes: \"null\"."),
        ("name: 2024-05-01", "'2024-05-01' is read as a date. Put it in quotes: \"2024-05-01\"."),
        ("name:", "Nothing is filled in after 'name:'. Write a text."),
        ("name: [a]", "One text must stand here, and this is a list. Remove the '- ' or the '[ ]'."),
        (
            "name: {a: b}",
            "A text must stand here; because of a ': ' in it, it is read as a key with a value. "
            "Put the whole text in quotes.",
        ),
        ("name: x\nrate: '1.5'", "A number must stand here; found the text '1.5'. Write 1.5 without quotes."),
        (
            "name: x\nrate: 1,5",
            "A number must stand here; found the text '1,5'. Write 1.5, with a point and without quotes.",
        ),
        ("name: x\nexact: maybe", "true or false must stand here, without quotes; found the text 'maybe'."),
        (
            "name: x\nleaves:",
            "Nothing is filled in after 'leaves:'. Write a list, each item beginning with '- ', or remove the key.",
        ),
    ],
)
def test_yaml_traps_are_explained_with_their_cure(text, message):
    assert [found for _, _, found in problems(text)] == [message]


def test_a_quoted_trap_is_a_text():
    assert validate(parse_yaml(b"name: 'no'", "f"), Tree).name == "no"


def test_unions_do_not_put_type_names_into_keys():
    keys = {key for _, key, _ in problems("name: x\neither: [1]")}
    assert keys == {"either"}


def test_escapes_in_quotes_are_found():
    assert "U+001B" in problems('name: "\\e[2J"')[0][2]


@pytest.mark.parametrize("error", list_all_errors(), ids=lambda error: error["type"])
def test_every_error_of_pydantic_becomes_a_sentence(error):
    context = dict(error.get("example_context") or {})
    details = {
        "type": error["type"],
        "loc": ("a",),
        "msg": error["example_message_python"],
        "input": "x",
        "ctx": context,
    }
    said = sentence(details, "x", Place(1, 1, Kind.TEXT, "x"))
    assert said[-1] in ".?!"
    assert said[0].isupper() or said[0] in "'\"" or said.startswith(("true or false", "x is"))
    assert "pydantic" not in said.lower()


def test_annotations_are_found_along_a_path():
    assert annotation_at(Tree, ("leaves", 0, "colour")) is Colour
    assert model_at(Tree, ("leaves", 3)) is Leaf
    assert model_at(Tree, ("by_name", "x")) is Leaf
    assert model_at(Tree, ("name",)) is None
    assert annotation_at(Tree, ("nowhere", 1)) is None
