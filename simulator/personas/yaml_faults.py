"""What the YAML parser stumbles over, in words for somebody who does not know YAML.

PyYAML has two parsers, its own and libyaml's, which word the same fault differently; both wordings lead to the
same sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml

from simulator.personas.problems import printable

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the parser gave up, and why in plain words."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""
    message: str


_COLON: Final = "A ': ' stands inside a text without quotes. Put the whole text in quotes."
_TOO_FAR: Final = "This key stands further to the right than its neighbours. Line it up with them."
_QUOTE_INSIDE: Final = (
    'The text ends at the quote before this word. Write a quote inside a text with a backslash (\\"), '
    "or put the text in single quotes."
)
_INDENT: Final = (
    "This line does not line up with the lines above it, or a text before it has a quote too many. "
    "Give it the same indentation as its neighbours."
)
_QUOTE: Final = "The quote that opens here is never closed. Close it; a quote inside the text is written double ('')."
_BRACKET: Final = "The list that opens here with '[' is not closed, or a comma is missing between two items."
_BRACE: Final = "The group that opens here with '{' is not closed, or a comma is missing between two keys."

_SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    (
        "found unknown escape character",
        "A backslash in double quotes means something to YAML. Use single quotes, or write it twice.",
    ),
    (
        "did not find expected hexdecimal number",
        "'\\x' and '\\u' in double quotes need digits behind them. Use single quotes.",
    ),
    ("expected escape sequence of", "'\\x' and '\\u' in double quotes need digits behind them. Use single quotes."),
    (
        "sequence entries are not allowed",
        "A '- ' stands where no list item can be. Begin the list on a line of its own.",
    ),
    ("did not find expected '-' indicator", _INDENT),
    (
        "expected alphabetic or numeric character",
        "YAML gives '*', '&' and '!' at the start of a text a meaning. Put the text in quotes.",
    ),
    ("undefined tag handle", "YAML gives '!' at the start of a text a meaning. Put the text in quotes."),
    ("did not find expected tag uri", "YAML gives '!' at the start of a text a meaning. Put the text in quotes."),
    ("while scanning a tag", "YAML gives '!' at the start of a text a meaning. Put the text in quotes."),
    (
        "while scanning a block scalar",
        "Behind '|' or '>' the line must end; the text begins on the next line, indented.",
    ),
    ("while scanning a directive", "YAML gives '%' at the start of a line a meaning. Put the text in quotes."),
    ("directive", "YAML gives '%' at the start of a line a meaning. Put the text in quotes."),
    ("found unexpected document", _QUOTE),
    (
        "document start",
        "This line is neither 'key: value' nor part of what stands above it. Indent it, or make it a key.",
    ),
    (
        "could not find expected ':'",
        "This line is neither 'key: value' nor a list item ('- ...'). Add the ': ', or put the text in quotes.",
    ),
    ("',' or ']'", _BRACKET),
    ("',' or '}'", _BRACE),
    ("did not find expected node content", "Something is missing here: a value, or the end of a list or group."),
    ("expected the node content", "Something is missing here: a value, or the end of a list or group."),
    ("block mapping", _INDENT),
    ("block collection", _INDENT),
    ("block end", _INDENT),
    ("special characters are not allowed", "This line holds a character that cannot be printed. Remove it."),
    ("control characters are not allowed", "This line holds a character that cannot be printed. Remove it."),
)

_KEY_LINE: Final = re.compile(r"\n\s*(- )?[A-Za-z_]+:(\s|$)")

_OPENING: Final = (_QUOTE, _BRACKET, _BRACE)
"""Said of the place where it opens, not of the place where the parser noticed."""


def explain(error: yaml.YAMLError, text: str) -> Fault:
    """Return where the parser gave up and why, in plain words.

    Args:
        error: what PyYAML raised.
        text: the text it was reading.
    """
    lines = text.splitlines() or [""]
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    runaway = _runaway_quote(text)
    if runaway is not None:
        return runaway
    what = f"{getattr(error, 'context', None) or ''}: {getattr(error, 'problem', None) or error}".lower()
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    message = _sentence(what, lines, line, column)
    if message in _OPENING and context is not None:
        line, column = context.line, context.column
    line = min(line, len(lines) - 1)
    return Fault(line + 1, column + 1, message)


def _sentence(what: str, lines: list[str], line: int, column: int) -> str:
    """Return the sentence for a parser's words at a place (counted from 0)."""
    rest = lines[line][column:] if line < len(lines) else ""
    before = lines[line][:column] if line < len(lines) else ""
    if "mapping values are not allowed" in what:
        return _COLON if ": " in before.lstrip("- ") else _TOO_FAR
    if before.endswith(('"', "'")) and rest[:1].isalnum():
        return _QUOTE_INSIDE
    if "cannot start any token" in what:
        if "\t" in rest[:1] or "\t" in before:
            return "This line is indented with a tab. YAML wants spaces."
        return f"A text may not begin with {printable(rest[:1])!r}. Put it in quotes."
    if "quoted scalar" in what and "escape" not in what and "hexdecimal" not in what:
        return _QUOTE
    for words, sentence in _SENTENCES:
        if words in what:
            return sentence
    return f"This is not valid YAML ({printable(what.strip(': '))[:120]})."


def _runaway_quote(text: str) -> Fault | None:
    """Find a quote that was never closed and so ran on to the next quote, over lines that look like keys.

    The parser itself notices only what comes after that next quote, often many lines further.
    """
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if not isinstance(token, yaml.ScalarToken) or token.style not in ("'", '"'):
                continue
            start, end = token.start_mark, token.end_mark
            if end.line > start.line and _KEY_LINE.search(text[start.index : end.index]):
                return Fault(start.line + 1, start.column + 1, f"{_QUOTE} It now runs on to line {end.line + 1}.")
    except yaml.YAMLError:
        return None
    return None
