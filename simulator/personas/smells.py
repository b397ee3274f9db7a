"""What works in a persona but probably not as its writer means. Pure: a persona in, findings out.

A smell never keeps a caller from being used. What needs a whole call to be seen (a rehearsal that does not end as
its name says, an octant no call leads to) is told by `Surroundings`, which can hold calls.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.personas.documents import KeyPath
from simulator.personas.model import Fact, Persona
from simulator.personas.problems import listed, shown
from simulator.personas.speakable import stumbles
from simulator.personas.spoken import OCCASIONS, OCTANT_KEYS, caller_texts, lines_for, trainee_texts
from simulator.personas.surroundings import ALONE, SentenceEncoder, Surroundings
from simulator.personas.wording import content_words, language_of, same_words

LONGEST_LINE: Final = 220
"""Characters; some fifteen seconds of speech. Longer answers are monologues and slow to synthesise."""

HARDLY_TOGETHER: Final = 0.8
"""Callers are drawn to 0.79 at most by a helping trainee; a gate above this stays shut."""

HARDLY_TRUST: Final = 0.9
"""Trust grows by some 0.1 a good turn, so more than this takes a longer call than there is."""

ALIKE_BY_WORDS: Final = 0.75
"""Two questions that share this much of their content words (Jaccard) are the same question to the matcher."""

ALIKE_BY_MEANING: Final = 0.85
"""The same for the cosine of their sentence vectors (Universal Sentence Encoder multilingual): among 318 questions of
callers without confusion, two of different facts come to 0.79 at most."""

REPEATED: Final = (*OCTANT_KEYS, "on_jargon", "on_silence", "on_summary_incomplete", "on_summary_wrong", "on_unclear")
"""Occasions that come back within a call, so that one line would be said again and again."""

_PLACEHOLDER: Final = re.compile(r"\{[a-z]+\}")

FEWEST_FACTS: Final = 4
"""With fewer there is nothing to explore."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One smell and its place in the persona."""

    path: KeyPath
    message: str


def smells(persona: Persona, surroundings: Surroundings = ALONE) -> list[Finding]:
    """Return what works but probably not as meant, in the order of the subjects below.

    Args:
        persona: a persona without errors.
        surroundings: what to check it against besides itself.
    """
    found: list[Finding] = []
    found += _facts(persona)
    found += _gates(persona)
    found += _solution(persona)
    found += _boundary(persona)
    found += _lines(persona)
    found += _hard_to_say(persona)
    found += _said_twice(persona)
    found += _questions_alike(persona)
    if surroundings.encoder is not None:
        found += _questions_alike_by_meaning(persona, surroundings.encoder, {finding.path for finding in found})
    if surroundings.misheard_questions is not None:
        known = {finding.path for finding in found}
        found += (
            each for each in _misheard(persona, surroundings.misheard_questions(persona)) if each.path not in known
        )
    if surroundings.unreached_octants is not None:
        found += _unreached(surroundings.unreached_octants(persona))
    found += _rehearsal(persona)
    if surroundings.rehearsal_faults is not None:
        for walk, fault in surroundings.rehearsal_faults(persona):
            found.append(Finding(("rehearsal", walk), f"Walked typed, {fault}. 'callsim personas rehearse' shows how."))
    found += _language(persona)
    found += _voices(persona, surroundings)
    found += _terms(persona, surroundings)
    return found


def unreachable_facts(persona: Persona) -> set[str]:
    """Return the ids of the hidden facts that can never come out, because they wait for each other."""
    reachable = {fact.id for fact in persona.facts if not fact.hidden}
    waiting = [fact for fact in persona.facts if fact.hidden]
    while True:
        opened = [fact for fact in waiting if set(fact.opens_at.after) <= reachable]
        if not opened:
            return {fact.id for fact in waiting}
        reachable |= {fact.id for fact in opened}
        waiting = [fact for fact in waiting if fact.id not in reachable]


def _facts(persona: Persona) -> Iterator[Finding]:
    if len(persona.facts) < FEWEST_FACTS:
        count = len(persona.facts)
        yield Finding(
            ("facts",),
            f"This caller knows only {count} fact{'s' if count > 1 else ''}, so there is little to explore. "
            f"Write at least {FEWEST_FACTS}.",
        )
    if not any(fact.hidden for fact in persona.facts):
        yield Finding(
            ("facts",),
            "No fact is hidden, so there is no need behind the question to find. Hide one: 'hidden: true' "
            "with 'opens_at'.",
        )
    for number, fact in enumerate(persona.facts):
        if len(fact.ask) < 3:
            yield Finding(
                ("facts", number, "ask"),
                f"Only {len(fact.ask)} way{'s' if len(fact.ask) > 1 else ''} to ask for this fact "
                f"{'are' if len(fact.ask) > 1 else 'is'} known. Write at least 3 that differ, so that it is "
                "recognised.",
            )


def _gates(persona: Persona) -> Iterator[Finding]:
    never = unreachable_facts(persona)
    start = persona.stance.start.stance
    for number, fact in enumerate(persona.facts):
        if not fact.hidden:
            continue
        gate, path = fact.opens_at, ("facts", number, "opens_at")
        if fact.id in never:
            blockers = [name for name in gate.after if name in never]
            yield Finding(
                (*path, "after"),
                f"This fact can never come out: it waits for {listed([shown(name) for name in blockers])}, "
                "which waits for this one. Break the circle.",
            )
        if gate.together is not None and gate.together > HARDLY_TOGETHER:
            yield Finding(
                (*path, "together"),
                f"A caller hardly ever comes above {HARDLY_TOGETHER} together, so this fact stays hidden. Write "
                "0.5 or less.",
            )
        if gate.trust is not None and gate.trust > HARDLY_TRUST:
            yield Finding(
                (*path, "trust"),
                f"Trust hardly ever comes above {HARDLY_TRUST} in one call, so this fact stays hidden. Write 0.6 "
                "or less.",
            )
        if gate.together is not None and not gate.trust and not gate.after and gate.together <= start.together:
            yield Finding(
                (*path, "together"),
                f"A caller who starts {persona.stance.start.value} stands at {start.together:.2f} together, so "
                "this fact is "
                "open from the beginning. Write a higher number, or add 'trust'.",
            )
        if gate.together is None and not gate.trust and not gate.after:
            yield Finding(path, "Trust 0 is met from the beginning, so this fact is not hidden. Write 0.3 or more.")
    if any(fact.hidden for fact in persona.facts) and not persona.lines.on_hidden:
        yield Finding(
            ("lines",),
            "There is a hidden fact, but 'on_hidden' has no lines: what the caller says when asked too early. Add two.",
        )


def _needs(persona: Persona) -> tuple[Fact, ...]:
    wanted = persona.solution.needs or tuple(fact.id for fact in persona.needed_facts)
    return tuple(fact for fact in persona.facts if fact.id in wanted)


def _solution(persona: Persona) -> Iterator[Finding]:
    needed = _needs(persona)
    never = unreachable_facts(persona)
    lost = [shown(fact.id) for fact in needed if fact.id in never]
    if lost:
        yield Finding(
            ("solution",),
            f"The solution can never be offered: it needs {listed(lost)}, which can never come out.",
        )
    if not needed:
        yield Finding(
            ("solution",),
            "No fact is needed, so the first offer ends the call. Mark facts with 'needed: true', or list "
            "them in 'needs'.",
        )
    if len(needed) + 3 > persona.max_turns:
        yield Finding(
            ("max_turns",),
            f"The solution needs {len(needed)} facts and the call ends after {persona.max_turns} turns. "
            "Allow more turns.",
        )
    if len(persona.solution.offers) < 3:
        yield Finding(
            ("solution", "offers"),
            "Fewer than 3 ways to offer the solution are known. Write at least 3 that differ, so that it is "
            "recognised.",
        )
    if needed and not persona.solution.too_early:
        yield Finding(
            ("solution",),
            "'too_early' has no lines: what the caller says to the right offer made before it was asked "
            "what is wrong. Add one.",
        )


def _boundary(persona: Persona) -> Iterator[Finding]:
    if persona.boundary is None:
        return
    for key, what in (
        ("refuses", "how a trainee says no well"),
        ("gives_in", "how a trainee would give it away"),
        ("on_refused", "what the caller says to a good no"),
        ("on_given", "what the caller says when it was given away"),
    ):
        if not getattr(persona.boundary, key):
            yield Finding(("boundary",), f"'{key}' has no lines: {what}. Add at least two.")


def _lines(persona: Persona) -> Iterator[Finding]:
    without = [octant for octant in OCTANT_KEYS if not lines_for(persona, octant)]
    start = persona.stance.start
    if start.value in without:
        yield Finding(
            ("lines",),
            f"This caller starts {start.value}, but 'lines.{start.value}' is empty. Add at least three lines.",
        )
    others = [octant for octant in without if octant != start.value]
    if others:
        yield Finding(
            ("lines",),
            f"There are no lines for {listed(others)}, where a call can take this caller; lines of the nearest octant "
            "are said instead. Add two for each.",
        )
    for occasion in OCCASIONS:
        count = len(lines_for(persona, occasion))
        if occasion in REPEATED and count == 1:
            yield Finding(
                ("lines", occasion),
                "There is one line for what happens more than once in a call. Add one or two.",
            )


def _hard_to_say(persona: Persona) -> Iterator[Finding]:
    for path, text in (*caller_texts(persona), *trainee_texts(persona)):
        for stumble in stumbles(text, persona.language):
            yield Finding(path, stumble)
        if len(text) > LONGEST_LINE and path[0] != "rehearsal":
            yield Finding(
                path,
                f"This line has {len(text)} characters, more than {LONGEST_LINE}: too long to listen to. Split it.",
            )
    known = {term.casefold() for term in persona.known_terms}
    for path, text in caller_texts(persona):
        for word in _initials(text):
            if word.casefold() not in known:
                known.add(word.casefold())
                yield Finding(path, _own_term(word))


def _own_term(term: str) -> str:
    return (
        f"The caller says {shown(term)}, but it is not among 'known_terms': a trainee who says it first is taken to "
        "talk jargon. Add it there, or let the caller use another word."
    )


def _initials(text: str) -> list[str]:
    """Return the words of two to five capitals: DNS, VPN."""
    words = ("".join(letter for letter in word if letter.isalpha()) for word in text.split())
    return [word for word in dict.fromkeys(words) if 2 <= len(word) <= 5 and word.isupper()]


def _said_twice(persona: Persona) -> Iterator[Finding]:
    first: dict[str, KeyPath] = {}
    for path, text in caller_texts(persona):
        key = same_words(text)
        if key in first and key:
            yield Finding(
                path,
                f"The caller says this word for word elsewhere too, under '{_dotted(first[key])}'. Change one of "
                "the two.",
            )
        first.setdefault(key, path)


def _questions_alike(persona: Persona) -> Iterator[Finding]:
    language = persona.language
    asked = [
        (number, position, question, content_words(question, language))
        for number, fact in enumerate(persona.facts)
        for position, question in enumerate(fact.ask)
    ]
    for later, (number, position, question, words) in enumerate(asked):
        for other_number, _, other, other_words in asked[:later]:
            if other_number == number:
                continue
            same = same_words(question) == same_words(other)
            shared = len(words & other_words)
            if same or (shared >= 2 and shared / len(words | other_words) >= ALIKE_BY_WORDS):
                yield Finding(("facts", number, "ask", position), _confused(persona, other_number, other))
                break


def _questions_alike_by_meaning(
    persona: Persona, encoder: SentenceEncoder, known: Iterable[KeyPath]
) -> Iterator[Finding]:
    asked = [
        (number, position, question)
        for number, fact in enumerate(persona.facts)
        for position, question in enumerate(fact.ask)
    ]
    vectors = encoder.encode([question for _, _, question in asked])
    near = vectors @ vectors.T
    said = set(known)
    for later, (number, position, _) in enumerate(asked):
        path = ("facts", number, "ask", position)
        rivals = [(float(near[later, earlier]), earlier) for earlier in range(later) if asked[earlier][0] != number]
        best, earlier = max(rivals, default=(0.0, 0))
        if best >= ALIKE_BY_MEANING and path not in said:
            yield Finding(path, _confused(persona, asked[earlier][0], asked[earlier][2]))


def _confused(persona: Persona, other: int, question: str) -> str:
    return (
        f"This question is nearly the same as {shown(question)} of the fact "
        f"{shown(persona.facts[other].id)}, so the two "
        "are confused. Rephrase one, or make the two facts one."
    )


def _misheard(persona: Persona, misheard: Iterable[tuple[int, int, str]]) -> Iterator[Finding]:
    for number, position, other in misheard:
        yield Finding(
            ("facts", number, "ask", position),
            f"{shown(persona.facts[number].ask[position])} is heard as asking for the fact {shown(other)}, so the two "
            "are confused. Rephrase it, or make the two facts one.",
        )


def _unreached(octants: Sequence[str]) -> Iterator[Finding]:
    for octant in octants:
        yield Finding(
            ("stance",),
            f"No call can bring this caller to {octant}, so 'lines.{octant}' is never heard. Lower 'stubbornness' or "
            "allow more 'patience'.",
        )


def _rehearsal(persona: Persona) -> Iterator[Finding]:
    for walk, what in (
        ("silent", "a trainee who says next to nothing"),
        ("jargon", "a willing trainee who talks in terms"),
    ):
        if not getattr(persona.rehearsal, walk):
            yield Finding(
                ("rehearsal",), f"'{walk}' has no lines: {what}. Add some, so that the caller can be rehearsed."
            )
    if same_words(" ".join(persona.rehearsal.good)) == same_words(" ".join(persona.rehearsal.bad)):
        yield Finding(("rehearsal", "bad"), "The good and the bad rehearsal are the same. Write how it should not go.")
    counts: dict[str, int] = defaultdict(int)
    for text in persona.rehearsal.good:
        counts[same_words(text)] += 1
    if any(count > 2 for count in counts.values()):
        yield Finding(
            ("rehearsal", "good"), "One line comes more than twice in the good rehearsal. Write what comes next."
        )


def _language(persona: Persona) -> Iterator[Finding]:
    written = language_of(text for _, text in caller_texts(persona))
    if written is not None and written is not persona.language:
        yield Finding(
            ("language",),
            f"Most lines are written in '{written.value}', and 'language' says '{persona.language.value}'. Change one.",
        )


def _voices(persona: Persona, surroundings: Surroundings) -> Iterator[Finding]:
    if surroundings.unusable_voices is None:
        return
    unusable = surroundings.unusable_voices(persona.voice.prefer, persona.language.value)
    for number, voice in enumerate(persona.voice.prefer):
        if voice in unusable:
            yield Finding(
                ("voice", "prefer", number),
                f"{shown(voice)} is no voice that speaks {persona.language.value}, so it is passed over. "
                "'callsim models list' names the voices.",
            )


def _terms(persona: Persona, surroundings: Surroundings) -> Iterator[Finding]:
    if not persona.lines.on_explained:
        yield Finding(
            ("lines",),
            "'on_explained' has no lines: what the caller says when a term was explained well. Add two.",
        )
    unknown = surroundings.unknown_terms
    if unknown is None:
        return
    language, known = persona.language, persona.knows
    own: set[str] = set()
    for path, text in caller_texts(persona):
        for term in unknown(_PLACEHOLDER.sub("", text), language, known, ()):
            if term not in own:
                own.add(term)
                yield Finding(path, _own_term(term))
    said = [text for _, text in caller_texts(persona)]
    for number, line in enumerate(persona.rehearsal.good):
        for term in unknown(line, language, known, said):
            yield Finding(
                ("rehearsal", "good", number),
                f"The good rehearsal says {shown(term)}, which this caller does not know. "
                "Explain it, or use another word.",
            )
    jargon = persona.rehearsal.jargon
    if jargon and not any(unknown(line, language, known, said) for line in jargon):
        yield Finding(
            ("rehearsal", "jargon"),
            "No line of the jargon rehearsal has a term this caller does not know. Use some.",
        )


def _dotted(path: KeyPath) -> str:
    return ".".join(step if isinstance(step, str) else str(step + 1) for step in path)
