"""Data from a file held against a pydantic model: every fault at once, in plain sentences with the cure.

Generic: personas and rubrics are read with it. Values are taken as they stand (a number in quotes is a text), so that
what an editor with the JSON Schema accepts and what is accepted here are the same.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.personas.documents import Document, KeyPath, Kind, Place
from simulator.personas.problems import Problem, ProblemsError, in_reading_order, listed, nearest, shown, unprintable_in

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the values and keys of a kind of file are called, so that messages can speak of them."""

    file: str = "file"
    """What the whole file is: 'persona', 'rubric'."""
    nouns: Mapping[type[Enum], str] = field(default_factory=dict)
    """What a value of each enum is: 'an octant'."""
    synonyms: Mapping[str, str] = field(default_factory=dict)
    """Other words for values and keys ('aggressive' for 'attacking'), in lower case."""
    patterns: Mapping[str, str] = field(default_factory=dict)
    """What a text must look like, in words, by the regular expression that says so."""


PLAIN: Final = Vocabulary()


def validate(document: Document, model: type[M], vocabulary: Vocabulary = PLAIN) -> M:
    """Return a document as a value of a model.

    Args:
        document: what was read.
        model: the shape it should have.
        vocabulary: the words to speak of it.

    Raises:
        ProblemsError: every place where it has not that shape.
    """
    value, problems = examine(document, model, vocabulary)
    if value is None or problems:
        raise ProblemsError(problems)
    return value


def examine(document: Document, model: type[M], vocabulary: Vocabulary = PLAIN) -> tuple[M | None, list[Problem]]:
    """Return a document as a value of a model, or None, and all its problems in reading order."""
    problems: dict[KeyPath, Problem] = {}
    for path, message in _traps(document):
        problems[path] = document.problem(path, message)
    value: M | None = None
    try:
        value = model.model_validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            path = _real_path(document, details)
            if path not in problems and not _is_only_a_consequence(document, path, details):
                problems[path] = _problem(document, model, vocabulary, path, details)
    return (None if problems else value), in_reading_order(problems.values())


def _traps(document: Document) -> Iterator[tuple[KeyPath, str]]:
    """Find what YAML reads otherwise than it was meant, and texts that hold what cannot be shown."""
    for path, place in document.places.items():
        match place.kind:
            case Kind.DATE:
                yield path, f"{shown(place.raw)} is read as a date. {_in_quotes(place)}"
            case Kind.ODD_NUMBER:
                read = document.value(path)
                if isinstance(read, int | float):
                    cure = "write a number without leading zeros, ':' or '_'"
                    yield path, f"{shown(place.raw)} is read as {read}. Put it in quotes when it is text; {cure}."
                else:
                    yield path, f"{shown(place.raw)} is no ordinary number. Put it in quotes when it is text."
            case Kind.TEXT:
                bad = unprintable_in(place.raw)
                if bad is not None:
                    yield path, f"This text holds the unprintable character U+{ord(bad):04X}. Remove it."
            case _:
                pass


def _is_only_a_consequence(document: Document, path: KeyPath, details: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because its items have faults of their own."""
    written = document.value(path)
    least = details.get("ctx", {}).get("min_length", 0)
    return details["type"] == "too_short" and isinstance(written, list) and len(written) >= least


def _real_path(document: Document, details: ErrorDetails) -> KeyPath:
    """Return where an error is, without the names pydantic adds for the members of a union."""
    path: KeyPath = ()
    steps = details["loc"]
    for number, step in enumerate(steps):
        if (*path, step) in document.places or (number == len(steps) - 1 and details["type"] == "missing"):
            path = (*path, step)
    return path


def _problem(
    document: Document, model: type[BaseModel], vocabulary: Vocabulary, path: KeyPath, details: ErrorDetails
) -> Problem:
    """Turn one of pydantic's errors into a problem."""
    place = document.places.get(path) or document.place(path)
    written = document.value(path)
    annotation = annotation_at(model, path)
    match details["type"]:
        case "extra_forbidden":
            return document.problem(path, _unknown_key(model, vocabulary, path), at_key=True)
        case "missing":
            return document.problem(path, _missing_key(model, path))
        case "enum" | "literal_error":
            return document.problem(path, _not_one_of(annotation, vocabulary, written, place))
        case "string_pattern_mismatch":
            pattern = str(details.get("ctx", {}).get("pattern", ""))
            form = vocabulary.patterns.get(pattern, f"what fits the pattern {pattern}")
            return document.problem(path, f"{shown(written)} cannot be used here. Use {form}.")
        case _:
            if place.kind is Kind.NOTHING and not place.raw and _wants_something(details["type"]):
                return document.problem(path, _nothing_there(model, path, details["type"]))
            hint = _keys_hint(model, path) if details["type"] in _PART_TYPES else ""
            return document.problem(path, sentence(details, written, place) + hint)


def sentence(details: ErrorDetails, written: object, place: Place) -> str:
    """Return what is wrong with a value and what to do, for any of pydantic's errors.

    Args:
        details: pydantic's error.
        written: the value from the file.
        place: how it was written.
    """
    context = details.get("ctx", {})
    kind = details["type"]
    match kind:
        case "string_type" | "string_sub_type" | "string_unicode" | "bytes_type":
            return _no_text(written, place)
        case "string_too_short":
            return "This text is empty. Fill it in."
        case "string_too_long":
            limit = context.get("max_length", 0)
            return f"This text has {len(str(written))} characters; at most {limit} fit. Shorten or split it."
        case "too_short":
            least, found = context.get("min_length", 1), context.get("actual_length", 0)
            return f"At least {_items(least)} must stand here; there {'is' if found == 1 else 'are'} {found or 'none'}."
        case "too_long":
            return f"At most {_items(context.get('max_length', 0))} may stand here. Remove some."
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return f"A whole number must stand here; found {_found(written, place)}.{_number_cure(written)}"
        case "float_type" | "float_parsing" | "finite_number" | "decimal_type" | "decimal_parsing":
            return f"A number must stand here; found {_found(written, place)}.{_number_cure(written)}"
        case "bool_type" | "bool_parsing":
            return f"true or false must stand here, without quotes; found {_found(written, place)}."
        case "greater_than_equal":
            return f"{written} is too small: the least is {_number(context['ge'])}."
        case "greater_than":
            return f"{written} is too small: it must be more than {_number(context['gt'])}."
        case "less_than_equal":
            return f"{written} is too large: the most is {_number(context['le'])}."
        case "less_than":
            return f"{written} is too large: it must be less than {_number(context['lt'])}."
        case "tuple_type" | "list_type" | "set_type" | "frozen_set_type" | "iterable_type":
            return f"A list must stand here: items each beginning with '- '; found {_found(written, place)}."
        case _ if kind in _PART_TYPES:
            return f"Keys of its own ('key: value', indented) must stand here; found {_found(written, place)}."
        case "value_error" | "assertion_error":
            return _ended(str(context.get("error", details["msg"])))
        case _:
            return _ended(f"{_found(written, place)} cannot be used here: {details['msg'][:200]}".capitalize())


_PART_TYPES: Final = frozenset({"model_type", "model_attributes_type", "dict_type", "mapping_type", "dataclass_type"})


def _keys_hint(model: type[BaseModel], path: KeyPath) -> str:
    part = model_at(model, path)
    return f" The keys are: {listed(list(part.model_fields), 40)}." if part is not None else ""


def _nothing_there(model: type[BaseModel], path: KeyPath, kind: str) -> str:
    part = model_at(model, path[:-1]) if path else None
    info = part.model_fields.get(str(path[-1])) if part is not None else None
    if info is None:
        return f"Nothing is filled in here. Write {_wanted(kind)}, or remove the item."
    cure = f"Write {_wanted(kind)}" if info.is_required() else f"Write {_wanted(kind)}, or remove the key"
    return f"Nothing is filled in after '{path[-1]}:'. {cure}."


def _wants_something(kind: str) -> bool:
    return kind.endswith(("_type", "_parsing")) or kind in {"enum", "literal_error"}


def _wanted(kind: str) -> str:
    match kind.split("_")[0]:
        case "string":
            return "a text"
        case "int" | "float":
            return "a number"
        case "bool":
            return "true or false"
        case "tuple" | "list" | "set" | "frozen":
            return "a list, each item beginning with '- '"
        case "model" | "dict":
            return "the keys that belong here, indented"
        case _:
            return "a value"


def _no_text(written: object, place: Place) -> str:
    match place.kind:
        case Kind.MAPPING:
            return (
                "A text must stand here; because of a ': ' in it, it is read as a key with a value. "
                "Put the whole text in quotes."
            )
        case Kind.LIST:
            return "One text must stand here, and this is a list. Remove the '- ' or the '[ ]'."
        case Kind.BOOLEAN:
            return f"{shown(place.raw)} is read as {str(written).lower()}, not as text. {_in_quotes(place)}"
        case Kind.NUMBER | Kind.ODD_NUMBER:
            return f"{shown(place.raw)} is read as a number, not as text. {_in_quotes(place)}"
        case Kind.NOTHING if place.raw:
            return f"{shown(place.raw)} is read as nothing, not as text. {_in_quotes(place)}"
        case _:
            return "A text must stand here."


def _in_quotes(place: Place) -> str:
    return f'Put it in quotes: "{shown(place.raw)[1:-1]}".'


def _found(written: object, place: Place) -> str:
    match place.kind:
        case Kind.MAPPING:
            return "a group of keys"
        case Kind.LIST:
            return "a list"
        case Kind.NOTHING:
            return "nothing"
        case Kind.TEXT:
            return f"the text {shown(written)}"
        case Kind.BOOLEAN:
            return f"{shown(place.raw)}, which is read as {str(written).lower()}"
        case _:
            return shown(place.raw)


def _number_cure(written: object) -> str:
    if not isinstance(written, str):
        return ""
    number = written.strip().replace(",", ".")
    try:
        float(number)
    except ValueError:
        return ""
    return (
        f" Write {number}, with a point and without quotes." if "," in written else f" Write {number} without quotes."
    )


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _items(count: object) -> str:
    return "one item" if count == 1 else f"{count} items"


def _ended(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _not_one_of(annotation: object, vocabulary: Vocabulary, written: object, place: Place) -> str:
    choices = choices_of(annotation)
    noun = next((vocabulary.nouns[kind] for kind in _enums(annotation) if kind in vocabulary.nouns), None)
    if place.kind is Kind.NOTHING and written is None:
        return f"Nothing is filled in here. Choose one of: {listed(choices)}."
    value = place.raw if place.raw else str(written)
    if place.kind in (Kind.MAPPING, Kind.LIST):
        return f"One word must stand here, and this is {_found(written, place)}. Choose one of: {listed(choices)}."
    what = f"{shown(value)} is not {noun or 'one of the words that can stand here'}."
    meant = nearest(value, choices, vocabulary.synonyms)
    hint = f" Did you mean '{meant}'?" if meant else ""
    return f"{what}{hint} Choose one of: {listed(choices)}."


def _unknown_key(model: type[BaseModel], vocabulary: Vocabulary, path: KeyPath) -> str:
    key = str(path[-1])
    part = model_at(model, path[:-1])
    keys = list(part.model_fields) if part is not None else []
    meant = nearest(key, keys, vocabulary.synonyms)
    where = f"of '{_dotted(path[:-1])}'" if len(path) > 1 else f"of a {vocabulary.file}"
    if meant:
        return f"{shown(key)} is not a key {where}. Did you mean '{meant}'?"
    homes = [home for home in _homes(model, key) if home != _without_items(path[:-1])]
    if homes:
        places = " or ".join(f"'{_dotted(home)}'" if home else "the top of the file" for home in homes[:2])
        return f"{shown(key)} is not a key {where}; it belongs under {places}. Check the indentation."
    return f"{shown(key)} is not a key {where}. The keys are: {listed(keys, 60)}."


def _missing_key(model: type[BaseModel], path: KeyPath) -> str:
    key = str(path[-1])
    part = model_at(model, path[:-1])
    description = part.model_fields[key].description if part is not None and key in part.model_fields else None
    words = f" {' '.join(description.split())}" if description else ""
    return f"The key '{key}' is missing. Add it.{words}"


def _dotted(path: KeyPath) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))


def _without_items(path: KeyPath) -> KeyPath:
    return tuple(step for step in path if isinstance(step, str))


def _homes(model: type[BaseModel], key: str, path: KeyPath = (), depth: int = 0) -> list[KeyPath]:
    """Find the parts of a model that have a key of this name."""
    found = [path] if key in model.model_fields else []
    if depth < 5:
        for name, info in model.model_fields.items():
            for part in _models(info.annotation):
                found += _homes(part, key, (*path, name), depth + 1)
    return found


def _members(annotation: object) -> Iterator[object]:
    """Yield an annotation and everything it is made of, without `Annotated` and unions around it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models in an annotation, those inside lists and mappings too."""
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            yield member
        else:
            for argument in get_args(member):
                if argument is not Ellipsis:
                    yield from _models(argument)


def _enums(annotation: object) -> Iterator[type[Enum]]:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, Enum):
            yield member


def choices_of(annotation: object) -> list[str]:
    """Return the words a value may be, for an enum or a `Literal`; empty for anything else."""
    choices = [str(member.value) for kind in _enums(annotation) for member in kind]
    if not choices:
        choices = [
            str(value)
            for member in _members(annotation)
            if str(get_origin(member)).endswith("Literal")
            for value in get_args(member)
        ]
    return choices


def annotation_at(model: type[BaseModel], path: KeyPath) -> object:
    """Return what a model says of the value at a path, or None where it says nothing."""
    annotation: object = model
    for step in path:
        annotation = _step(annotation, step)
    return annotation


def _step(annotation: object, step: str | int) -> object:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            if isinstance(step, str) and step in member.model_fields:
                return member.model_fields[step].annotation
        else:
            origin, arguments = get_origin(member), get_args(member)
            if origin in (tuple, list, set, frozenset) and arguments and isinstance(step, int):
                fixed = Ellipsis not in arguments and len(arguments) > 1
                return arguments[min(step, len(arguments) - 1)] if fixed else arguments[0]
            if origin in (dict, Mapping) and len(arguments) == 2 and isinstance(step, str):
                return arguments[1]
    return None


def model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """Return the model of the part at a path, or None where there is none."""
    annotation = annotation_at(model, path)
    return next(
        (member for member in _members(annotation) if isinstance(member, type) and issubclass(member, BaseModel)), None
    )
