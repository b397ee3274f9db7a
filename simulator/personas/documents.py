"""YAML files written by people, read with the place of everything in them.

The text becomes plain data (mappings, lists, texts, numbers) and every value keeps its line, so that whoever checks
the data can point at it. What YAML does behind a writer's back is refused here or kept visible for
`validation`: keys given twice, anchors and aliases, tags, nesting without end.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from simulator.personas.problems import UNPRINTABLE, Problem, ProblemsError, printable, shown
from simulator.personas.yaml_faults import Fault, explain

MAX_BYTES: Final = 256 * 1024
"""Some ten times the longest file people write here; anything larger is something else."""

MAX_DEPTH: Final = 24
"""Deeper than any shape read here, and far from what exhausts the stack."""

MAX_NUMBER_CHARACTERS: Final = 40
"""Longer digits are not numbers anybody meant."""

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists, from the top."""

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LINE_END: Final = re.compile("\r\n|\n|\r|\x85|\u2028|\u2029")
"""What YAML takes for the end of a line, so that lines are counted alike."""

_NO_TEXT: Final = re.compile(f"{UNPRINTABLE.pattern}|[\ufeff\ufffe\uffff]")

_TAG: Final = "tag:yaml.org,2002:"
_ORDINARY_NUMBER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+")


class Kind(StrEnum):
    """What YAML takes a value for."""

    MAPPING = "mapping"
    LIST = "list"
    TEXT = "text"
    NUMBER = "number"
    ODD_NUMBER = "odd number"
    """A number by YAML's old rules only: 012 is 10, 1:30 is 90, 1_000 is 1000, .inf."""
    BOOLEAN = "boolean"
    NOTHING = "nothing"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands and how it was written."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""
    kind: Kind
    raw: str = ""
    """A scalar as it was written, without its quotes; empty for mappings and lists."""
    quoted: bool = False
    """True when a scalar stood in quotes or in a block."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A YAML file as plain data with the place of everything in it."""

    path: str
    """The file as it was named."""
    data: object
    """Mappings with text keys, lists, str, int, float, bool and None; dates as text."""
    places: Mapping[KeyPath, Place]
    """Where each value stands; `()` is the whole file."""
    key_places: Mapping[KeyPath, Place]
    """Where the key of each value in a mapping stands."""
    sha256: str
    """Of the file's bytes, as 64 hex digits."""
    lines: tuple[str, ...] = ()
    """The text, line by line."""

    def line(self, number: int) -> str:
        """Return a line of the text, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, path: KeyPath) -> Place:
        """Return where a value stands; of a value that is not there, the nearest part that would hold it."""
        for length in range(len(path), -1, -1):
            found = self.places.get(path[:length])
            if found is None:
                continue
            if found.kind in (Kind.MAPPING, Kind.LIST):
                return self.key_places.get(path[:length], found)
            return found
        return Place(1, 1, Kind.NOTHING)

    def value(self, path: KeyPath) -> object:
        """Return the value at a path, or None."""
        value = self.data
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def key(self, path: KeyPath) -> str:
        """Return a path as people read it: `stance.start`, `facts[since].ask[2]`; items count from 1."""
        words = ""
        for depth, step in enumerate(path):
            if isinstance(step, str):
                words += f".{printable(step)}" if words else printable(step)
                continue
            item = self.value(path[: depth + 1])
            name = item.get("id") if isinstance(item, dict) else None
            words += f"[{printable(name[:40])}]" if isinstance(name, str) and name else f"[{step + 1}]"
        return words

    def problem(self, path: KeyPath, message: str, *, at_key: bool = False) -> Problem:
        """Return an error about the value at a path; `at_key` points at its key instead."""
        place = self.key_places.get(path) if at_key else None
        if place is None:
            place = self.place(path)
        return Problem(self.path, place.line, place.column, self.key(path), message)


def read_yaml(path: Path | str) -> Document:
    """Read a YAML file into plain data with the place of everything in it.

    Args:
        path: the file; problems name it as given here.

    Raises:
        ProblemsError: the file cannot be read, or its YAML has faults.
    """
    return parse_yaml(read_bytes(path), str(path))


def read_bytes(path: Path | str) -> bytes:
    """Return the bytes of a file of at most `MAX_BYTES`.

    Raises:
        ProblemsError: it is absent, no ordinary file, too large or may not be read.
    """
    name = str(path)
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refusal(name, "This is a directory. Name a file in it.")
        if not stat.S_ISREG(mode):
            raise _refusal(name, "This is not an ordinary file.")
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refusal(name, "There is no such file. Check the name and the folder.") from None
    except PermissionError:
        raise _refusal(name, "This file may not be read. Give yourself the right to read it.") from None
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise _refusal(name, f"This file could not be read: {printable(reason)}.") from None
    if len(content) > MAX_BYTES:
        raise _refusal(
            name, f"This file is larger than {MAX_BYTES // 1024} kB, so it is something else. Nothing was read."
        )
    return content


def parse_yaml(content: bytes, path: str) -> Document:
    """Turn the bytes of a YAML file into plain data with the place of everything in it.

    Args:
        content: the file's bytes.
        path: the file's name, for problems.

    Raises:
        ProblemsError: it is not text, or its YAML has faults.
    """
    text = _decoded(content, path)
    try:
        _refuse_what_hides(text, path)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _fault(path, explain(error, text)) from None
    except (ValueError, RecursionError) as error:
        raise _refusal(path, f"This is not YAML: {printable(str(error))}.") from None
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        raise _refusal(path, "This file is empty.")
    lines = tuple(re.split(_LINE_END, text))
    reader = _NodeReader(path, last_line=len(lines) if lines[-1] else len(lines) - 1)
    data = reader.read(root, ())
    if reader.problems:
        raise ProblemsError(reader.problems)
    return Document(
        path,
        data,
        reader.places,
        reader.key_places,
        hashlib.sha256(content).hexdigest(),
        lines,
    )


def _decoded(content: bytes, path: str) -> str:
    """Return the file's text, or refuse what is not readable text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal(path, "This file is saved as UTF-16. Save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise ProblemsError(
            [
                Problem(
                    path,
                    line,
                    column,
                    "",
                    f"This file is not saved as UTF-8: byte {content[error.start]:#04x} on this line is no "
                    "character. Save it as UTF-8.",
                )
            ]
        ) from None
    problems = [
        Problem(
            path,
            number,
            found.start() + 1,
            "",
            f"This line holds the unprintable character U+{ord(found.group()):04X}. Remove it.",
        )
        for number, line in enumerate(re.split(_LINE_END, text), start=1)
        for found in _NO_TEXT.finditer(line)
    ]
    if problems:
        rest = len(problems) - 10
        more = (
            [Problem(path, problems[10].line, 1, "", f"{rest} more unprintable characters follow.")] if rest > 0 else []
        )
        raise ProblemsError(problems[:10] + more)
    if not text.strip():
        raise _refusal(path, "This file is empty.")
    return text


def _refuse_what_hides(text: str, path: str) -> None:
    """Refuse anchors, aliases, a second document and nesting without end, before anything is built from them."""
    depth = 0
    documents = 0
    events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
    for event in events:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            raise _fault(
                path,
                Fault(
                    line,
                    column,
                    f"YAML reads '*{printable(str(event.anchor))}' as a reference to an anchor, and those are "
                    "not used here. Write it out, or put the text in quotes when it begins with '*'.",
                ),
            )
        if getattr(event, "anchor", None):
            raise _fault(
                path,
                Fault(
                    line,
                    column,
                    f"YAML reads '&{printable(str(event.anchor))}' as an anchor, and those are not used here. "
                    "Remove it, or put the text in quotes when it begins with '&'.",
                ),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _fault(path, Fault(line, column, f"Parts are nested more than {MAX_DEPTH} deep here."))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _fault(
                    path, Fault(line, column, "A second document begins here ('---'). One file holds one; split it.")
                )


class _NodeReader:
    """Turns composed nodes into plain data and remembers places and problems."""

    def __init__(self, path: str, last_line: int) -> None:
        self.path = path
        self.last_line = last_line
        """What is missing at the end of the file is placed on its last line, not below it."""
        self.places: dict[KeyPath, Place] = {}
        self.key_places: dict[KeyPath, Place] = {}
        self.problems: list[Problem] = []
        self._words: Any = yaml.constructor.SafeConstructor()

    def read(self, node: yaml.Node, path: KeyPath) -> object:
        """Return the value of a node and of all below it."""
        if isinstance(node, yaml.MappingNode):
            self._refuse_tag(node, "map")
            self.places[path] = self._place(node, Kind.MAPPING)
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            self._refuse_tag(node, "seq")
            self.places[path] = self._place(node, Kind.LIST)
            return [self.read(item, (*path, number)) for number, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        raise TypeError(f"YAML has no nodes of type {type(node).__name__}.")

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(
                    key_node, "A key is one word; here it is a list or a group. Put a text with '[' or '{' in quotes."
                )
                continue
            key = key_node.value
            if key == "":
                self._complain(key_node, "A ':' stands here without a key before it.")
                continue
            place = self._place(key_node, Kind.TEXT, key)
            if key in values:
                first = self.key_places[(*path, key)].line
                self._complain(
                    key_node, f"The key {shown(key)} was already given on line {first}. Keep one of the two."
                )
                continue
            self.key_places[(*path, key)] = place
            values[key] = self.read(value_node, (*path, key))
        return values

    def _scalar(self, node: yaml.ScalarNode, path: KeyPath) -> object:
        raw: str = node.value
        quoted = bool(node.style)
        kind, value = self._resolved(node, raw)
        self.places[path] = self._place(node, kind, raw, quoted=quoted)
        return value

    def _resolved(self, node: yaml.Node, raw: str) -> tuple[Kind, object]:
        match node.tag.removeprefix(_TAG):
            case "str" | "value" | "merge":
                return Kind.TEXT, raw
            case "null":
                return Kind.NOTHING, None
            case "bool":
                return self._boolean(node, raw)
            case "timestamp":
                return Kind.DATE, raw
            case "int" | "float":
                return self._number(node, raw)
            case _:
                self._refuse_tag(node, "str")
                return Kind.TEXT, raw

    def _boolean(self, node: yaml.Node, raw: str) -> tuple[Kind, object]:
        value = self._words.bool_values.get(raw.lower())
        if value is None:
            self._complain(node, f"{shown(raw)} is neither true nor false. Remove the '!!bool'.")
        return Kind.BOOLEAN, bool(value)

    def _number(self, node: yaml.Node, raw: str) -> tuple[Kind, object]:
        value: int | float
        try:
            if len(raw) > MAX_NUMBER_CHARACTERS:
                raise ValueError("too long")
            is_int = node.tag.endswith(":int")
            value = self._words.construct_yaml_int(node) if is_int else self._words.construct_yaml_float(node)
        except (ValueError, IndexError, OverflowError):
            self._complain(node, f"{shown(raw)} is not a number that can be used. Put it in quotes when it is text.")
            return Kind.NUMBER, 0
        if _ORDINARY_NUMBER.fullmatch(raw) and math.isfinite(value):
            return Kind.NUMBER, value
        return Kind.ODD_NUMBER, value if math.isfinite(value) else raw

    def _refuse_tag(self, node: yaml.Node, usual: str) -> None:
        if node.tag != _TAG + usual:
            tag = node.tag.replace(_TAG, "!!")
            self._complain(
                node,
                f"YAML reads {shown(tag)} as a type, and those are not used here. "
                "Put a text that begins with '!' in quotes.",
            )

    def _place(self, node: yaml.Node, kind: Kind, raw: str = "", *, quoted: bool = False) -> Place:
        return Place(min(node.start_mark.line + 1, self.last_line), node.start_mark.column + 1, kind, raw, quoted)

    def _complain(self, node: yaml.Node, message: str) -> None:
        place = self._place(node, Kind.NOTHING)
        self.problems.append(Problem(self.path, place.line, place.column, "", message))


def _refusal(path: str, message: str) -> ProblemsError:
    return ProblemsError([Problem(path, 1, 1, "", message)])


def _fault(path: str, fault: Fault) -> ProblemsError:
    return ProblemsError([Problem(path, fault.line, fault.column, "", fault.message)])
