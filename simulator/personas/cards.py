"""The cards of the callers in `personas/README.md`: made from the files, so that they are never out of date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from simulator.language import Language
from simulator.leary import DUTCH_OCTANTS
from simulator.personas.model import Direction, Persona
from simulator.personas.reader import Library

BEGIN: Final = "<!-- cards:begin -->"
"""The line of the README above the cards."""

END: Final = "<!-- cards:end -->"
"""The line of the README below the cards."""

_HEADINGS: Final = {Language.DUTCH: "Nederlandse bellers", Language.ENGLISH: "English callers"}

_SPECIAL: Final = set("\\`*_{}[]<>#|~&")


def cards_markdown(library: Library) -> str:
    """Return a card for each caller of a library, by language and difficulty, as Markdown without the markers."""
    parts: list[str] = []
    for language, heading in _HEADINGS.items():
        personas = [loaded.persona for loaded in library.personas if loaded.persona.language is language]
        if personas:
            parts += [f"### {heading}", *(_card(persona) for persona in personas)]
    return "\n\n".join(parts)


def with_cards(readme: str, library: Library) -> str:
    """Return the README's text with the cards between the markers made anew.

    Raises:
        ValueError: a marker is missing or they stand the wrong way round.
    """
    head, begin, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The README needs the lines {BEGIN} and {END}, in this order.")
    return f"{head}{BEGIN}\n\n{cards_markdown(library)}\n\n{END}{tail}"


def _card(persona: Persona) -> str:
    dutch = persona.language is Language.DUTCH
    facts = len(persona.facts)
    hidden = sum(fact.hidden for fact in persona.facts)
    octant = DUTCH_OCTANTS[persona.stance.start] if dutch else persona.stance.start.value
    level = f"{persona.difficulty}/5"
    notes = (
        [f"begint {octant}", f"niveau {level}", f"{facts} feiten, waarvan {hidden} verborgen"]
        if dutch
        else [f"starts {octant}", f"level {level}", f"{facts} facts, {hidden} of them hidden"]
    )
    if persona.direction is Direction.OUTBOUND:
        minutes = _minutes(persona.preparation_s, dutch)
        notes.append(f"u belt zelf, {minutes} voorbereiding" if dutch else f"you ring, {minutes} to prepare")
    if persona.boundary is not None:
        notes.append("vraagt meer dan u mag geven" if dutch else "asks for more than you may give")
    return (
        f"#### {as_text(persona.name)}: {as_text(persona.title)}\n\n`{persona.id}` · {' · '.join(notes)}\n\n"
        f"> {as_text(persona.lines.opening[0])}"
    )


def _minutes(seconds: int, dutch: bool) -> str:
    minutes = max(1, round(seconds / 60))
    if dutch:
        return "één minuut" if minutes == 1 else f"{minutes} minuten"
    return "one minute" if minutes == 1 else f"{minutes} minutes"


def as_text(words: str) -> str:
    """Return words such that Markdown shows them as they are: on one line, nothing in them is markup."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in " ".join(words.split()))


def _main(arguments: Iterable[str]) -> None:
    from pathlib import Path

    from simulator.personas.reader import load_library

    for name in arguments:
        readme = Path(name)
        made = with_cards(readme.read_text(encoding="utf-8"), load_library([readme.parent]))
        readme.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    import sys

    _main(sys.argv[1:])
