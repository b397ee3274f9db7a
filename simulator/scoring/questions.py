"""Finds questions by what they do: in the order of words, not by a first letter or a question mark.

A question shows in an inverted verb and subject ('heeft u', 'did it'), a question word with inversion ('wat ziet u',
'what did you see'; but not 'wat u ziet', 'where it hurts'), a request to tell ('neemt u mij eens mee'), a tag
('klopt dat', 'is that right') or in words that only ask for a yes ('dat heeft u zeker overgeslagen').

Open or closed is decided by the answer it leaves room for: closed asks for yes or no, for a choice, or for an
item of administration (a name, a number, a code); everything else that asks is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from simulator.language import Language
from simulator.scoring.assessment import Question, QuestionFlag, QuestionForm, QuestionWording
from simulator.scoring.grammar import Grammar
from simulator.scoring.text import Words

_LOOK_BACK = 14
"""How many words before a verb can belong to its clause; longer fronted parts are rare in speech."""

_INFINITIVES = frozenset({"doen", "zien", "zijn", "hebben", "kunnen", "worden", "moeten", "mogen", "zullen"})
_BE = frozenset({"is", "was", "are", "were", "isn't", "wasn't", "aren't", "weren't"})
_PLAIN_VERBS = frozenset({"do", "does", "did", "have", "has", "had"})
_FREE = frozenset({"what", "where", "when", "how"})
_REQUEST_REACH = 6
"""A question word this close behind a request to tell belongs to it ('kunt u mij vertellen wat is er gebeurd')."""


class _Kind(IntEnum):
    """How a question was recognised; lower wins where two begin at the same word."""

    CLOSED_REQUEST = 0
    OPEN_REQUEST = 1
    QUESTION_WORD = 2
    TAG = 3
    POLAR = 4
    LEADING = 5
    ELLIPTIC = 6


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    kind: _Kind


def find_questions(words: Words, grammar: Grammar) -> tuple[Question, ...]:
    """Return the questions of a turn, from left to right, with their flags.

    Args:
        words: the turn.
        grammar: of the turn's language.
    """
    found = _merged(sorted(_candidates(words, grammar), key=lambda f: (f.first, f.kind)), words, grammar)
    asking = [f for f in found if f.kind is not _Kind.TAG]
    questions = []
    for index, item in enumerate(found):
        following = found[index + 1].first if index + 1 < len(found) else len(words)
        last = max(item.last, _clause_end(words, item.first, following - 1))
        stacked = item.kind is not _Kind.TAG and len(asking) > 1
        flags = _flags(words, grammar, item, last, stacked=stacked)
        questions.append(
            Question(
                text=words.quote(item.first, last),
                span=words.span(item.first, last),
                form=_form(words, grammar, item, last),
                flags=flags,
                wording=_WORDINGS[item.kind],
            )
        )
    return tuple(questions)


_WORDINGS = {
    _Kind.CLOSED_REQUEST: QuestionWording.REQUEST,
    _Kind.OPEN_REQUEST: QuestionWording.REQUEST,
    _Kind.QUESTION_WORD: QuestionWording.QUESTION_WORD,
    _Kind.POLAR: QuestionWording.POLAR,
    _Kind.LEADING: QuestionWording.STATEMENT,
    _Kind.TAG: QuestionWording.TAG,
    _Kind.ELLIPTIC: QuestionWording.QUESTION_WORD,
}


def _candidates(words: Words, grammar: Grammar) -> Iterator[_Found]:
    """Yield everything that may be a question, overlaps included."""
    hidden = {
        index
        for group in ("not_question", "exclamation")
        for first, last in _matches(words, grammar, group)
        for index in range(first, last + 1)
    }
    for first, last in _matches(words, grammar, "closed_request"):
        if _request_starts(words, first):
            yield _Found(first, last, _Kind.CLOSED_REQUEST)
    for first, last in _matches(words, grammar, "open_request"):
        if _request_starts(words, first):
            yield _Found(first, last, _Kind.OPEN_REQUEST)
    for first, last in _matches(words, grammar, "leading"):
        yield _Found(first, last, _Kind.LEADING)
    for first, last in _matches(words, grammar, "tags"):
        if first not in hidden:
            yield _Found(first, last, _Kind.TAG)
    for first, last in _matches(words, grammar, "elliptic"):
        if last == len(words) - 1 and (first == 0 or _complete_before(words, grammar, first)):
            yield _Found(first, last, _Kind.ELLIPTIC)
    dutch = grammar.language is Language.DUTCH
    summed_up = _summed_up(words, grammar)
    checked = summed_up.stop < len(words)
    for index in range(len(words)):
        if index in hidden:
            continue
        asks_in_words = grammar.has("question_words", words.forms[index])
        if index in summed_up and (checked or not asks_in_words) and not is_stop_before(words, index):
            continue
        verb = _verb_of_question_word(words, grammar, index)
        if verb is not None:
            hidden.update(range(index + 1, verb + 1))
            yield _Found(index, index, _Kind.QUESTION_WORD)
        elif (dutch and _dutch_polar(words, grammar, index)) or (not dutch and _english_polar(words, grammar, index)):
            yield _Found(index, index, _Kind.POLAR)


def _summed_up(words: Words, grammar: Grammar) -> range:
    """Return the words of a summary between its opening and its check: there 'sinds maandag heeft u ...' tells."""
    opening = min((last for _, last in _matches(words, grammar, "summary_opening")), default=None)
    if opening is None or grammar.language is Language.ENGLISH:
        return range(0)
    checks = [first for first, _ in _matches(words, grammar, "tags") if first > opening]
    return range(opening + 1, max(checks, default=len(words)))


def _matches(words: Words, grammar: Grammar, group: str) -> Iterator[tuple[int, int]]:
    for phrase in grammar.phrases[group]:
        yield from words.find(phrase.pattern)


def _merged(candidates: list[_Found], words: Words, grammar: Grammar) -> list[_Found]:
    """Keep one candidate a question: the earliest; what lies inside or right behind a request goes with it."""
    kept: list[_Found] = []
    for item in candidates:
        if not kept:
            kept.append(item)
            continue
        before = kept[-1]
        inside = item.first <= before.last
        if before.kind is _Kind.LEADING and inside:
            if item.kind in (_Kind.QUESTION_WORD, _Kind.OPEN_REQUEST, _Kind.CLOSED_REQUEST, _Kind.POLAR) and (
                item.first > before.first + 3 and before.last - item.first > 2
            ):
                kept.append(item)
            continue
        if inside:
            continue
        behind_request = before.kind in (_Kind.OPEN_REQUEST, _Kind.CLOSED_REQUEST) and (
            item.kind in (_Kind.QUESTION_WORD, _Kind.ELLIPTIC)
            and item.first - before.last <= _REQUEST_REACH
            and words.forms[item.first - 1] not in ("en", "and")
        )
        choice = before.kind is item.kind is _Kind.POLAR and words.forms[item.first - 1] in ("of", "or")
        embedded = (
            before.kind is _Kind.POLAR
            and item.kind in (_Kind.QUESTION_WORD, _Kind.ELLIPTIC)
            and item.first - before.first <= _REQUEST_REACH
            and grammar.has("knowing_words", words.forms[item.first - 1])
        )
        restart = (
            item.kind is before.kind is _Kind.QUESTION_WORD
            and item.first - before.first <= 2
            and words.forms[item.first] == words.forms[before.first]
        )
        if behind_request or embedded or restart or choice:
            continue
        if before.kind is _Kind.LEADING and item.kind is _Kind.TAG and item.first - before.last <= 2:
            continue
        kept.append(item)
    return kept


def _clause_end(words: Words, first: int, limit: int) -> int:
    """Return the last word of the clause that begins at `first`, for quoting; never behind `limit`."""
    for index in range(first + 1, limit + 1):
        between = words.text[words.tokens[index - 1].end : words.tokens[index].start]
        if any(mark in between for mark in "?!.;"):
            return index - 1
        if index - first >= 4 and words.forms[index] in ("want", "omdat", "because"):
            return index - 1
    while limit > first and words.forms[limit] in ("en", "and", "maar", "but"):
        limit -= 1
    return limit


def _form(words: Words, grammar: Grammar, item: _Found, last: int) -> QuestionForm:
    """Decide what room the question leaves for an answer."""
    if item.kind in (_Kind.POLAR, _Kind.LEADING, _Kind.TAG, _Kind.CLOSED_REQUEST):
        return QuestionForm.CLOSED
    if item.kind is _Kind.ELLIPTIC:
        tail = words.forms[last - 1 : last + 1] if last > item.first else words.forms[last : last + 1]
        polar = ("anders nog iets", "nog iets anders", "verder nog iets", "anything else", "and you")
        return QuestionForm.CLOSED if words.piece(item.first, last).line in polar or not tail else QuestionForm.OPEN
    for first, _ in _matches(words.piece(item.first, last), grammar, "closed_request"):
        if first <= 3:
            return QuestionForm.CLOSED
    return QuestionForm.OPEN


def _flags(words: Words, grammar: Grammar, item: _Found, last: int, *, stacked: bool) -> tuple[QuestionFlag, ...]:
    piece = words.piece(item.first, last)
    flags = []
    leads = item.kind is _Kind.LEADING or any(True for _ in _matches(piece, grammar, "leading"))
    if leads and item.kind is not _Kind.TAG:
        flags.append(QuestionFlag.LEADING)
    if stacked:
        flags.append(QuestionFlag.STACKED)
    if item.kind is not _Kind.TAG and any(True for _ in _matches(piece, grammar, "assumption")):
        flags.append(QuestionFlag.ASSUMPTION)
    if any(first <= 2 for first, _ in _matches(piece, grammar, "reproach")):
        flags.append(QuestionFlag.REPROACH)
    return tuple(flags)


def _request_starts(words: Words, first: int) -> bool:
    """Tell whether a request can begin here: not behind the speaker's own subject ('ik vertel u', 'I can tell')."""
    if first == 0:
        return True
    before = words.forms[first - 1]
    own = (
        before in ("ik", "we", "wij", "i", "to", "i'll", "we'll", "i'd", "te", "can", "will", "and") and before != "and"
    )
    return not own and not (before in ("you", "u", "dat", "dan", "daar") and first >= 1)


def _complete_before(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether the words before `index` form a clause of their own (or nothing), so that a new one begins here."""
    if index == 0:
        return True
    forms = words.forms
    if is_stop_before(words, index):
        return True
    if grammar.has("firmly_fronted", forms[index - 1]):
        return False
    if any(grammar.has("fronting_prepositions", form) for form in forms[max(0, index - 3) : index]):
        return False
    first = max(0, index - _LOOK_BACK)
    first = next((later for later in range(index, first, -1) if is_stop_before(words, later)), first)
    if all(grammar.has("openers", form) for form in forms[first:index]):
        return True
    chunk = list(forms[first:index])
    start = 0
    for offset in range(len(chunk) - 1, -1, -1):
        if grammar.has("joiners", chunk[offset]) and offset < len(chunk):
            start = offset + 1
            break
    chunk = chunk[start:]
    if not chunk or all(grammar.has("openers", form) for form in chunk):
        return True
    if any(grammar.has("subordinators", form) for form in chunk):
        return False
    return _finite_verbs(chunk, grammar) > _free_relatives(chunk, grammar)


def is_stop_before(words: Words, index: int) -> bool:
    """Tell whether a sentence ends right before a word; a help where punctuation was kept, never needed."""
    return index > 0 and any(
        mark in words.text[words.tokens[index - 1].end : words.tokens[index].start] for mark in ".?!"
    )


def _finite_verbs(chunk: list[str], grammar: Grammar) -> int:
    """Count the finite verbs in a row of words."""
    count = 0
    for offset, form in enumerate(chunk):
        before = chunk[offset - 1] if offset else ""
        if before in ("te", "to"):
            continue
        if grammar.language is Language.DUTCH:
            if form in _INFINITIVES and before not in ("we", "wij", "jullie", "ze", "zij"):
                continue
            known = grammar.has("question_verbs", form) or grammar.has("order_verbs", form)
            count += known or grammar.has("first_person_verbs", form)
        else:
            contracted = "'" in form and form.split("'")[-1] in ("s", "m", "re", "ve", "ll", "d", "t")
            count += grammar.has("question_verbs", form) or contracted or grammar.has("plain_verbs", form)
    return count


def _free_relatives(chunk: list[str], grammar: Grammar) -> int:
    """Count question words that are followed by their subject, as in 'wat u ziet', 'where it hurts'."""
    return sum(
        1
        for word, following in pairwise(chunk)
        if grammar.has("question_words", word)
        and (grammar.has("subjects", following) or (word in ("wat", "wie", "waar") and following == "niet"))
    )


def _verb_of_question_word(words: Words, grammar: Grammar, index: int) -> int | None:
    """Return where the verb stands of the direct question that the question word at `index` opens, else None."""
    forms = words.forms
    word = forms[index]
    if not grammar.has("question_words", word):
        return None
    before = forms[index - 1] if index else ""
    if grammar.language is Language.DUTCH:
        return _dutch_question_word(forms, grammar, index, before, words)
    return _english_question_word(forms, grammar, index, before)


def _dutch_question_word(forms: tuple[str, ...], grammar: Grammar, index: int, before: str, words: Words) -> int | None:
    reach = 1 if forms[index] in ("wat", "wie", "waar", "waarom", "wanneer", "hoezo") else 3
    if forms[index] == "wat" and forms[index + 1 : index + 2] == ("voor",):
        reach = 4
    for step in range(1, reach + 1):
        if index + step >= len(forms):
            return None
        form = forms[index + step]
        if grammar.has("pronouns", form) or form in ("er", "dat", "mij", "me", "het"):
            return None
        following = forms[index + step + 1] if index + step + 1 < len(forms) else ""
        verb = grammar.has("question_verbs", form) or (
            grammar.has("subjects", following) and form.endswith(("t", "de", "te", "en")) and form not in ("het", "met")
        )
        if not verb:
            continue
        if grammar.has("knowing_words", before) and not grammar.has("subjects", following):
            return None
        if following and not grammar.has("subjects", following) and _verb_later(forms, index + step + 1):
            return None
        embedded_subject = before in ("dat", "die") or (
            not grammar.has("knowing_words", before)
            and not grammar.has("question_prepositions", before)
            and not _complete_before(words, grammar, index)
        )
        return None if embedded_subject and not grammar.has("second_person", following) else index + step
    return None


def _verb_later(forms: tuple[str, ...], index: int) -> bool:
    """Tell whether a free relative's main verb follows, as in 'wat telt is dat'."""
    return any(form in ("is", "was") for form in forms[index : index + 4])


def _english_question_word(forms: tuple[str, ...], grammar: Grammar, index: int, before: str) -> int | None:
    word = forms[index]
    known_before = grammar.has("knowing_words", before)
    if "'" in word:
        following = forms[index + 1] if index + 1 < len(forms) else ""
        if not following or following in ("more", "important") or before in ("that's", "is", "know"):
            return None
        return None if known_before and following not in ("your", "you") else index
    for step in range(1, 6):
        if index + step >= len(forms):
            return None
        form = forms[index + step]
        following = forms[index + step + 1] if index + step + 1 < len(forms) else ""
        if grammar.has("question_verbs", form):
            if grammar.has("subjects", following):
                embedded = form in _BE and known_before and not grammar.has("pronouns", following)
                return None if embedded else index + step
            later_main = any(f in ("is", "was", "would") for f in forms[index + step + 1 : index + step + 6])
            asks_itself = step <= 3 and bool(following) and not (word in _FREE and later_main)
            return index + step if asks_itself and not _asked_of_another(forms, grammar, index) else None
        if grammar.has("pronouns", form) or form in ("that", "the", "your", "my") or "'" in form:
            return None
        if step == 1 and grammar.has("subject_question_verbs", form) and word in ("what", "who", "which"):
            later_main = any(f in ("is", "was") for f in forms[index + 2 : index + 7])
            return None if later_main or _asked_of_another(forms, grammar, index) else index + 1
    return None


def _asked_of_another(forms: tuple[str, ...], grammar: Grammar, index: int) -> bool:
    """Tell whether a question word belongs to a verb of knowing ('I'll ask my colleague what was agreed')."""
    return any(
        grammar.has("knowing_words", form) and form not in ("on", "for", "with", "me", "to", "just", "like", "is")
        for form in forms[max(0, index - 3) : index]
    )


def _dutch_polar(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a yes/no question begins here: a finite verb before its subject, at the start of a clause."""
    forms = words.forms
    if index + 1 >= len(forms) or not (
        grammar.has("question_verbs", forms[index]) or grammar.has("order_verbs", forms[index])
    ):
        return False
    verb, subject = forms[index], forms[index + 1]
    if not grammar.has("subjects", subject) or (verb == "is" and subject in ("u", "je", "jij")):
        return False
    if words.text[words.tokens[index].end : words.tokens[index + 1].start].strip():
        return False
    if verb in _INFINITIVES and index and grammar.has("subjects", forms[index - 1]):
        return False
    if verb == "kom" or (subject in ("ik", "we", "wij") and verb in ("begrijp", "snap", "zie", "hoor", "denk", "vind")):
        return False
    if subject == "ik" and verb not in ("kan", "mag", "moet", "zal", "heb", "ben", "was", "zou", "had", "kon", "moest"):
        return False
    after = forms[index + 2] if index + 2 < len(forms) else ""
    if grammar.has("order_verbs", verb) and (
        not grammar.has("question_verbs", verb) or (subject in ("u", "je") and grammar.has("order_objects", after))
    ):
        return False
    if index and (grammar.has("question_words", forms[index - 1]) or grammar.has("subordinators", forms[index - 1])):
        return False
    return _complete_before(words, grammar, index)


def _english_polar(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a yes/no question begins here: an auxiliary before its subject, not behind a subject of its own."""
    forms = words.forms
    if index + 1 >= len(forms) or not grammar.has("question_verbs", forms[index]):
        return False
    verb, subject = forms[index], forms[index + 1]
    if not grammar.has("subjects", subject):
        return False
    before = forms[index - 1] if index else ""
    if grammar.has("fronted", before) and before != "so":
        return False
    if before == "so" and verb in _PLAIN_VERBS | _BE and subject in ("i", "we") and index + 2 >= len(forms):
        return False
    recent = forms[max(0, index - 3) : index]
    if (
        verb in _PLAIN_VERBS
        and not grammar.has("pronouns", subject)
        and any(form in grammar.sets["question_verbs"] for form in recent)
    ):
        return False
    if not before or grammar.has("openers", before):
        return True
    if grammar.has("pronouns", before) or before in (
        "to",
        "will",
        "can",
        "could",
        "would",
        "not",
        "who",
        "that",
        "there",
    ):
        thanks = before == "you" and index >= 2 and forms[index - 2] == "thank"
        closed_clause = before in ("it", "that", "there") and _complete_before(words, grammar, index)
        return thanks or (closed_clause and subject in ("you", "i", "we", "there", "they"))
    if grammar.has("question_words", before):
        return False
    if verb in _PLAIN_VERBS and subject not in ("you", "we", "they", "he", "she", "i"):
        return False
    if subject in ("you", "we", "they", "he", "she", "i") and (verb not in _BE or subject in ("you", "they", "we")):
        return True
    return (
        _complete_before(words, grammar, index)
        and not any(grammar.has("subordinators", form) for form in forms[max(0, index - 6) : index])
        and verb not in ("is", "was")
    )
