import os

import pytest
import yaml

import simulator.personas.documents as documents
from simulator.personas.documents import MAX_BYTES, Kind, parse_yaml, read_yaml
from simulator.personas.problems import ProblemsError


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def _both_parsers(request, monkeypatch):
    if request.param == "libyaml":
        if not yaml.__with_libyaml__:
            pytest.skip("PyYAML was built without libyaml")
    else:
        monkeypatch.setattr(documents, "_Loader", yaml.SafeLoader)


def refused(content):
    with pytest.raises(ProblemsError) as raised:
        parse_yaml(content.encode() if isinstance(content, str) else content, "f.yaml")
    return [(problem.line, problem.message) for problem in raised.value.problems]


def test_values_keep_their_place():
    document = parse_yaml(b"a: 1\nb:\n  - x\n  - c: yes\n", "f.yaml")
    assert document.data == {"a": 1, "b": ["x", {"c": True}]}
    assert document.place(("b", 1, "c")).line == 4
    assert document.place(("b", 1, "c")).column == 8
    assert document.place(("b", 1, "c")).kind is Kind.BOOLEAN
    assert document.place(("b",)).line == 2
    assert document.key(("b", 1, "c")) == "b[2].c"


def test_what_is_not_there_is_placed_at_what_would_hold_it():
    document = parse_yaml(b"\na: 1\nb:\n  c: 2\n", "f.yaml")
    assert document.place(("b", "missing")).line == 3
    assert document.place(("missing",)).line == 2


def test_items_are_named_by_their_id():
    document = parse_yaml(b"facts:\n  - {id: since, say: x}\n", "f.yaml")
    assert document.key(("facts", 0, "say")) == "facts[since].say"


def test_the_digest_is_that_of_the_bytes():
    assert parse_yaml(b"a: 1", "f").sha256 != parse_yaml(b"a: 1\n", "f").sha256


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("no", Kind.BOOLEAN, False),
        ("'no'", Kind.TEXT, "no"),
        ("012", Kind.ODD_NUMBER, 10),
        ("1:30", Kind.ODD_NUMBER, 90),
        ("1_000", Kind.ODD_NUMBER, 1000),
        ("0x1F", Kind.ODD_NUMBER, 31),
        (".inf", Kind.ODD_NUMBER, ".inf"),
        (".nan", Kind.ODD_NUMBER, ".nan"),
        ("1.0e+400", Kind.ODD_NUMBER, "1.0e+400"),
        ("12", Kind.NUMBER, 12),
        ("-0.5", Kind.NUMBER, -0.5),
        ("2024-05-01", Kind.DATE, "2024-05-01"),
        ("~", Kind.NOTHING, None),
        ("2024-99-99", Kind.DATE, "2024-99-99"),
        ("=", Kind.TEXT, "="),
    ],
)
def test_what_yaml_takes_a_word_for_stays_visible(written, kind, value):
    document = parse_yaml(f"a: {written}".encode(), "f")
    assert (document.place(("a",)).kind, document.value(("a",))) == (kind, value)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: b: c", 1, "stands inside a text without quotes"),
        ("a:\n  b: 1\n   c: 2\n", 3, "further to the right"),
        ("a: 'x", 1, "never closed"),
        ('a: "x\nb: 1\nc: "y"\n', 1, "It now runs on to line 3"),
        ('a: "x "y" z"', 1, "ends at the quote before"),
        ("a:\n\tb: 1", 2, "tab"),
        ("a: [1, 2\nb: 3", 1, "'[' is not closed"),
        ("a: {x: 1\nb: 2", 1, "'{' is not closed"),
        ("a: @x", 1, "may not begin with '@'"),
        ("a: `x", 1, "may not begin with '`'"),
        ('a: "\\q"', 1, "backslash"),
        ("a: *x", 1, "reference to an anchor"),
        ("a: &x y", 1, "as an anchor"),
        ("a: * x", 1, "Put the text in quotes"),
        ("a: !x y", 1, "as a type"),
        ("a: !!python/object:os.system x", 1, "as a type"),
        ("a: !!binary aGk=", 1, "as a type"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\n...\nb: 2", 3, "neither 'key: value'"),
        ("a: 1\na: 2", 2, "already given on line 1"),
        ("a:\n  b: 1\n c: 2\n", 3, "does not line up"),
        ("a: | x\n y", 1, "must end"),
        ("a: 1\nb\n", 2, "neither 'key: value' nor a list item"),
        ("[a]: 1", 1, "A key is one word"),
        ("'': 1", 1, "without a key"),
        ("a: !!int x", 1, "not a number"),
        ("a: !!bool x", 1, "neither true nor false"),
        (f"a: {'9' * 5000}", 1, "not a number"),
        ("", 1, "empty"),
        (" \n\n", 1, "empty"),
        ("# only this", 1, "empty"),
        ("[" * 5000, 1, "nested"),
        ("- " * 5000, 1, "nested"),
        ("{a: " * 5000, 1, "nested"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_faults_are_told_by_line_in_plain_words(text, line, words):
    [(found, message)] = refused(text)
    assert words in message
    assert found == line
    assert message.endswith(".")


def test_several_faults_of_structure_are_told_together():
    assert [line for line, _ in refused("a: 1\na: 2\nb: !x y\na: 3\n")] == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a: 1\nb: \xe9\n", 2, "not saved as UTF-8"),
        ("a: é".encode("utf-16"), 1, "UTF-16"),
        (b"a: 1\nb: x\x00y\n", 2, "U+0000"),
        (b"a: \x1b[31mx\n", 1, "U+001B"),
        ("a: \u202ex\n".encode(), 1, "U+202E"),
    ],
)
def test_what_is_not_readable_text_is_refused(content, line, words):
    [(found, message)] = refused(content)
    assert words in message
    assert found == line


def test_a_flood_of_unprintable_characters_is_cut():
    assert len(refused("\x07\n" * 5000)) == 11


def test_a_byte_order_mark_is_passed_over():
    assert parse_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f").data == {"a": 1, "b": 2}


def test_files_that_cannot_be_read_are_named(tmp_path):
    for path, words in [(tmp_path / "absent.yaml", "no such file"), (tmp_path, "directory")]:
        with pytest.raises(ProblemsError, match=words) as raised:
            read_yaml(path)
        assert raised.value.problems[0].path == str(path)


def test_an_endless_device_is_not_read():
    with pytest.raises(ProblemsError, match="not an ordinary file"):
        read_yaml("/dev/zero")


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(ProblemsError, match="may not be read"):
        read_yaml(path)


def test_a_name_no_file_can_have_is_refused():
    with pytest.raises(ProblemsError, match="could not be read"):
        read_yaml("a\0b")


def test_a_large_file_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(ProblemsError, match="larger than 256 kB") as raised:
        read_yaml(path)
    assert len(raised.value.problems) == 1


def test_an_alias_bomb_is_refused_before_it_grows():
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    [(line, message)] = refused(f"l0: &l0 [x]\n{levels}\n")
    assert line == 1
    assert "anchor" in message
