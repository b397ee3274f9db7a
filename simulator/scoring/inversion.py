"""The order of words that asks: a verb before its subject, a question word with such a verb.

Word order is what survives when a recogniser drops punctuation and capitals. What only looks like a question, as
'dan kunt u', 'wat u ziet', 'should it happen again, just call' or 'the man who called', is kept apart here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from simulator.language import Language
from simulator.scoring.grammar import Grammar
from simulator.scoring.text import Words

_LOOK_BACK: Final = 14
"""How many words before a verb can belong to its clause; longer fronted parts are rare in speech."""

_INFINITIVES: Final = frozenset({"doen", "zien", "zijn", "hebben", "kunnen", "worden", "moeten", "mogen", "zullen"})
_BE: Final = frozenset({"is", "was", "are", "were", "isn't", "wasn't", "aren't", "weren't"})
_PLAIN_VERBS: Final = frozenset({"do", "does", "did", "have", "has", "had"})
_FREE: Final = frozenset({"what", "where", "when", "how"})
_LEAST_ASKED: Final = 4
"""Words such a sentence has at least: 'is goed' and 'can do' only leave their subject out."""
_RELATIVE: Final = frozenset({"who", "which", "whose", "whom", "who's"})
_REACH_OF_QUESTION_WORD: Final = 10
"""Words behind a question word within which its verb stands ('what part of the country are you in')."""
_INSIDE_NOUN_PHRASES: Final = frozenset({"of", "in", "on", "at", "for", "about"})
_OBJECTS: Final = frozenset({"you", "your", "the", "it", "this", "that", "me", "us", "him", "her", "them"})
_ADVERBS: Final = frozenset({"exactly", "actually", "really", "else", "normally", "usually", "then", "just"})
_FRONTED_SUBJECTS: Final = frozenset({"you", "he", "she", "it", "we", "they", "there", "this", "that", "anyone"})
_SHORTEST_CONDITION: Final = 3
"""Words between the verb of a condition and its main clause."""
_CLEAR_SUBJECTS: Final = frozenset({"ik", "we", "wij", "hij"})
"""Pronouns that are nothing but subjects: the word beside one is its verb."""
_EXISTING: Final = frozenset({"any", "anything", "anyone", "anybody", "something", "someone", "a", "an", "still"})
_WITH_PERSONS: Final = frozenset(
    {"do", "did", "have", "are", "would", "could", "can", "will", "may", "shall", "should"}
)
_REQUESTING: Final = frozenset({"zal", "zullen", "mag", "mogen", "kunt", "kan", "kunnen", "wilt", "wil", "zou"})
_ABOUT_ONESELF: Final = frozenset({"ik", "we", "wij"})


def complete_before(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether the words before `index` form a clause of their own (or nothing), so that a new one begins here."""
    if index == 0:
        return True
    forms = words.forms
    if is_stop_before(words, index):
        return True
    if opens_sentence(words, grammar, index):
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


def opens_sentence(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a sentence begins at a word as far as words can tell: first, or behind nothing but courtesies."""
    first = next((later for later in range(index, max(0, index - _LOOK_BACK), -1) if is_stop_before(words, later)), 0)
    if index - first > _LOOK_BACK:
        return False
    if all(grammar.has("openers", form) for form in words.forms[first:index]):
        return True
    before = words.piece(first, index - 1)
    return any(
        last == len(before) - 1 for phrase in grammar.phrases["courtesies"] for _, last in before.find(phrase.pattern)
    )


def is_condition(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a verb before its subject states a condition or concedes ('should it fail, just call').

    Args:
        words: the turn.
        grammar: of its language.
        index: where the verb stands.
    """
    forms = words.forms
    dutch = grammar.language is Language.DUTCH
    for later in range(index + 2, min(len(forms) - 1, index + 9)):
        if (forms[later], forms[later + 1]) in (("yes", "but"), ("ja", "maar")):
            return True
    stop = next((later for later in range(index + 1, len(forms)) if is_stop_before(words, later)), len(forms))
    if stop < len(forms) and stop - index > 2:
        return False
    reach = range(index + 1 + _SHORTEST_CONDITION, min(len(forms) - 1, index + 2 * _LOOK_BACK))
    return any((_dutch_consequence if dutch else _english_consequence)(forms, grammar, index, at) for at in reach)


def _dutch_consequence(forms: tuple[str, ...], grammar: Grammar, index: int, at: int) -> bool:
    """Tell whether a main clause that follows on a condition begins at a word: 'dan krijgt u', 'belt u ons dan'."""
    following = forms[at + 1]
    subject = forms[at + 2] if at + 2 < len(forms) else ""
    if forms[at] == "dan" and grammar.has("subjects", subject):
        denied = any(form in ("niet", "geen") for form in forms[index:at])
        if forms[index] in _REQUESTING and not denied:
            return False
        impersonal = forms[index + 1] not in ("u", "je", "ik", "we")
        return subject not in _ABOUT_ONESELF or denied or impersonal or forms[index] in ("had", "was", "waren")
    ordered = grammar.has("order_verbs", forms[at]) and following == "u"
    return ordered and any(form in ("dan", "meteen", "gerust") for form in forms[at + 2 : at + 5])


def _english_consequence(forms: tuple[str, ...], grammar: Grammar, index: int, at: int) -> bool:
    verb, subject = forms[index], forms[index + 1]
    if verb == "should" and subject not in ("i", "we"):
        told = forms[at] in ("please", "just") or grammar.has("order_verbs", forms[at])
        promised = forms[at] in ("you'll", "we'll", "i'll") or (
            forms[at] in ("you", "we", "i") and forms[at + 1] in ("can", "will", "just")
        )
        return told or promised
    if verb in ("had", "were"):
        return forms[at] in ("would", "could", "might") or (forms[at].endswith("'d") and forms[at] != "i'd")
    return False


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
            following = chunk[offset + 1] if offset + 1 < len(chunk) else ""
            beside = before in _CLEAR_SUBJECTS or following in _CLEAR_SUBJECTS
            inflected = beside and not grammar.has("stop_words", form)
            count += known or inflected or grammar.has("first_person_verbs", form)
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


def verb_of_question_word(words: Words, grammar: Grammar, index: int) -> int | None:
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
    following = forms[index + 1] if index + 1 < len(forms) else ""
    reach = 1 if forms[index] in ("wat", "wie", "waar", "waarom", "wanneer", "hoezo") else 3
    if (forms[index], following) == ("wat", "voor") or forms[index] in ("welk", "welke"):
        reach = 5
    elif forms[index] in ("waar", "wat") and following in ("in", "op", "aan", "bij", "precies", "zoal", "eigenlijk"):
        reach = 4
    for step in range(1, reach + 1):
        if index + step >= len(forms):
            return None
        form = forms[index + step]
        if grammar.has("pronouns", form) or form in ("er", "dat", "mij", "me", "het"):
            return None
        following = forms[index + step + 1] if index + step + 1 < len(forms) else ""
        if step > 1 and forms[index + 1] in _DETERMINERS:
            return None
        third = forms[index + step + 2] if index + step + 2 < len(forms) else ""
        if following == "dat" and forms[index].startswith("waar") and grammar.has("subjects", third):
            return None
        verb = (
            grammar.has("question_verbs", form)
            or (
                following in ("je", "jij")
                and not grammar.has("stop_words", form)
                and not grammar.has("adjectives_of_feeling", form)
            )
            or (
                grammar.has("subjects", following)
                and form.endswith(("t", "de", "te", "en"))
                and form not in ("het", "met")
            )
        )
        if not verb:
            continue
        if grammar.has("knowing_words", before) and not grammar.has("subjects", following):
            return None
        if following and not grammar.has("subjects", following) and _verb_later(forms, index + step + 1):
            return None
        if grammar.has("subjects", following) and before not in _RELATED_TO:
            return index + step
        embedded_subject = before in ("dat", "die") or (
            not grammar.has("knowing_words", before)
            and not grammar.has("question_prepositions", before)
            and not complete_before(words, grammar, index)
        )
        return None if embedded_subject and not grammar.has("second_person", following) else index + step
    return None


def _verb_later(forms: tuple[str, ...], index: int) -> bool:
    """Tell whether a free relative's main verb follows, as in 'wat telt is dat'."""
    return any(form in ("is", "was") for form in forms[index : index + 4])


def _english_question_word(forms: tuple[str, ...], grammar: Grammar, index: int, before: str) -> int | None:
    word = forms[index]
    known_before = grammar.has("knowing_words", before)
    if forms[index + 1 : index + 2] == (word,) or (word in _RELATIVE and _is_relative(forms, grammar, index)):
        return None
    if "'" in word:
        following = forms[index + 1] if index + 1 < len(forms) else ""
        if not following or following in ("more", "important") or before in ("that's", "is", "know"):
            return None
        return None if known_before and following not in ("your", "you") else index
    for step in range(1, _REACH_OF_QUESTION_WORD):
        if index + step >= len(forms):
            return None
        form = forms[index + step]
        following = forms[index + step + 1] if index + step + 1 < len(forms) else ""
        inside = forms[index + step - 1] in _INSIDE_NOUN_PHRASES
        if inside and (not grammar.has("pronouns", form) or form in ("it", "them", "us")):
            continue
        if grammar.has("question_verbs", form):
            if grammar.has("subjects", following):
                embedded = form in _BE and known_before and not grammar.has("pronouns", following)
                return None if embedded else index + step
            rest = forms[index + step + 1 : index + step + 6]
            later_main = any(f in ("is", "was", "would") for f in rest) or any(
                grammar.has("pronouns", one) and grammar.has("modal_verbs", other) for one, other in pairwise(rest)
            )
            asks_itself = step <= 3 and bool(following) and not (word in _FREE and later_main)
            return index + step if asks_itself and not _asked_of_another(forms, grammar, index) else None
        if grammar.has("pronouns", form) or form in ("that", "the", "your", "my") or "'" in form:
            return None
        third_person = form.endswith("s") and len(form) > 3 and following in _OBJECTS and form not in ("this", "does")
        asks_for_subject = (grammar.has("subject_question_verbs", form) or third_person) and (
            step == 1 or (step == 2 and forms[index + 1] in _ADVERBS)
        )
        if asks_for_subject and word in ("what", "who", "which"):
            later_main = any(f in ("is", "was") for f in forms[index + 2 : index + 7])
            return None if later_main or _asked_of_another(forms, grammar, index) else index + step
    return None


def _is_relative(forms: tuple[str, ...], grammar: Grammar, index: int) -> bool:
    """Tell whether 'who' or 'which' belongs to the noun before it ('the people who called')."""
    before = forms[index - 1] if index else ""
    if not before or grammar.has("openers", before) or grammar.has("question_prepositions", before):
        return False
    following, third = (*forms[index + 1 : index + 3], "", "")[:2]
    verb = any(grammar.has(group, following) for group in ("question_verbs", "subject_question_verbs", "plain_verbs"))
    return (verb or "'" in forms[index]) and not grammar.has("second_person", third)


def _asked_of_another(forms: tuple[str, ...], grammar: Grammar, index: int) -> bool:
    """Tell whether a question word belongs to a verb of knowing ('I'll ask my colleague what was agreed')."""
    return any(
        grammar.has("knowing_words", form) and form not in ("on", "for", "with", "me", "to", "just", "like", "is")
        for form in forms[max(0, index - 3) : index]
    )


def _dutch_polar(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a yes/no question begins here: a finite verb before its subject, at the start of a clause."""
    forms = words.forms
    if index + 1 >= len(forms):
        return False
    verb, subject = forms[index], forms[index + 1]
    known = grammar.has("question_verbs", verb) or grammar.has("order_verbs", verb)
    if not known:
        inflected = len(verb) >= 4 and verb.endswith(("t", "de", "te")) and not grammar.has("subordinators", verb)
        asks = inflected and not grammar.has("openers", verb) and subject in _AFTER_ANY_VERB
        return asks and opens_sentence(words, grammar, index)
    if not grammar.has("subjects", subject):
        return _asks_of_noun(words, grammar, index)
    if not _agree(verb, subject, grammar):
        return False
    if verb == "is" and subject in ("u", "je", "jij"):
        return False
    third = forms[index + 2] if index + 2 < len(forms) else ""
    before = forms[index - 1] if index else ""
    if subject == "dat" and grammar.has("subjects", third) and not opens_sentence(words, grammar, index):
        return False
    if before == "te" or before == "zo":
        return False
    if grammar.has("pronouns", before) or before in ("het", "dat", "dit", "er", "die"):
        governed = index >= 2 and _governs(forms[index - 2], grammar)
        if not governed or not grammar.has("pronouns", subject):
            return False
    if words.text[words.tokens[index].end : words.tokens[index + 1].start].strip():
        return False
    if verb in _INFINITIVES and index and grammar.has("subjects", forms[index - 1]):
        return False
    if (verb, subject) == ("spreek", "ik"):
        return complete_before(words, grammar, index)
    if verb == "kom" or (subject in ("ik", "we", "wij") and verb in ("begrijp", "snap", "zie", "hoor", "denk", "vind")):
        return False
    if subject == "ik" and verb not in ("kan", "mag", "moet", "zal", "heb", "ben", "was", "zou", "had", "kon", "moest"):
        return False
    after = forms[index + 2] if index + 2 < len(forms) else ""
    if (
        grammar.has("order_verbs", verb)
        and subject in ("u", "je", "jij")
        and (grammar.has("question_particles", after))
    ):
        return complete_before(words, grammar, index)
    if grammar.has("order_verbs", verb) and (
        not grammar.has("question_verbs", verb) or (subject in ("u", "je") and grammar.has("order_objects", after))
    ):
        return False
    if index and (grammar.has("question_words", forms[index - 1]) or grammar.has("subordinators", forms[index - 1])):
        return False
    return complete_before(words, grammar, index)


def _fronted_phrase(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether only a phrase of place or time stands before a verb ('with the door shut, does it')."""
    first = next((later for later in range(index, max(0, index - _LOOK_BACK), -1) if is_stop_before(words, later)), 0)
    chunk = list(words.forms[first:index])
    while chunk and grammar.has("openers", chunk[0]):
        chunk = chunk[1:]
    if len(chunk) < 3 or len(chunk) > _LOOK_BACK or not grammar.has("phrase_openers", chunk[0]):
        return False
    if any(grammar.has(group, form) for form in chunk for group in ("subordinators", "pronouns", "question_words")):
        return False
    return not _finite_verbs(chunk, grammar)


_DETERMINERS: Final = frozenset({"de", "het", "een", "uw", "mijn", "onze", "deze", "die", "dit", "dat"})
_RELATED_TO: Final = frozenset({"dat", "die", "iets", "alles", "niets"})
_AFTER_ANY_VERB: Final = frozenset({"hij", "ze", "zij", "het", "er", "dat", "die"})


def _governs(form: str, grammar: Grammar) -> bool:
    """Tell whether a pronoun behind this word belongs to it, so that it is not the subject of what follows."""
    groups = ("question_verbs", "first_person_verbs", "order_verbs", "question_prepositions")
    return any(grammar.has(group, form) for group in groups)


def _agree(verb: str, subject: str, grammar: Grammar) -> bool:
    """Tell whether a Dutch verb can have this subject; 'bent dat' is the end of one clause and the start of another."""
    if grammar.has("second_person_verbs", verb):
        return grammar.has("second_person", subject)
    if grammar.has("first_person_forms", verb):
        return subject in ("ik", "je", "jij")
    return not (grammar.has("plural_verbs", verb) and grammar.has("singular_subjects", subject))


def _asks_of_noun(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a sentence opens with a verb and a noun as its subject ('staan alle lampjes aan')."""
    forms = words.forms
    if not grammar.has("noun_question_verbs", forms[index]) or len(forms) - index < _LEAST_ASKED:
        return False
    if any(grammar.has(group, forms[index + 1]) for group in ("not_subjects", "question_words", "openers")):
        return False
    return opens_sentence(words, grammar, index)


def _english_polar(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a yes/no question begins here: an auxiliary before its subject, not behind a subject of its own."""
    forms = words.forms
    if index + 1 >= len(forms) or not grammar.has("question_verbs", forms[index]):
        return False
    verb, subject = forms[index], forms[index + 1]
    if not grammar.has("subjects", subject):
        return _asks_of_noun(words, grammar, index)
    third_singular = ("he", "she", "it", "this", "that", "everything", "anything", "someone", "anyone", "everyone")
    if (verb in ("is", "was", "isn't", "wasn't", "has", "does") and subject in ("you", "we", "they")) or (
        (verb in ("are", "have", "do", "haven't", "don't") and subject in third_singular)
        or (verb == "are" and subject == "i")
    ):
        return False
    before = forms[index - 1] if index else ""
    if _fronted_phrase(words, grammar, index) and (verb in _PLAIN_VERBS or subject in _FRONTED_SUBJECTS):
        return True
    third = forms[index + 2] if index + 2 < len(forms) else ""
    if verb in _BE and subject == "there" and third in _EXISTING and before not in ("it", "that", "he", "she", "they"):
        return True
    if verb in _WITH_PERSONS and subject in ("you", "i") and before in ("it", "that", "this", "there"):
        return verb != "am"
    if before in ("these", "those", "can't", "won't", "don't", "couldn't"):
        return False
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
    if opens_sentence(words, grammar, index):
        return True
    if grammar.has("openers", before):
        return complete_before(words, grammar, index)
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
        closed_clause = before in ("it", "that", "there") and complete_before(words, grammar, index)
        return thanks or (closed_clause and subject in ("you", "i", "we", "there", "they"))
    if grammar.has("question_words", before):
        return False
    if verb in _PLAIN_VERBS and subject not in ("you", "we", "they", "he", "she", "i"):
        return False
    if subject in ("you", "we", "they", "he", "she", "i") and (verb not in _BE or subject in ("you", "they", "we")):
        return True
    return (
        complete_before(words, grammar, index)
        and not any(grammar.has("subordinators", form) for form in forms[max(0, index - 6) : index])
        and verb not in ("is", "was")
    )


def opens_polar(words: Words, grammar: Grammar, index: int) -> bool:
    """Tell whether a yes/no question begins at a word: a finite verb before its subject, at the start of a clause.

    Args:
        words: the turn.
        grammar: of its language.
        index: the word.
    """
    asks = _dutch_polar if grammar.language is Language.DUTCH else _english_polar
    return asks(words, grammar, index) and not is_condition(words, grammar, index)
