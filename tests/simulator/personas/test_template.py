import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.leary import Octant
from simulator.personas.reader import PersonaError, check_persona, parse_persona
from simulator.personas.template import NewCaller, new_persona

ANSWERS = {
    Language.DUTCH: NewCaller(
        "piet-pakje",
        Language.DUTCH,
        "Piet Jansen",
        "Het pakje dat niet kwam",
        Octant.ATTACKING,
        "Mijn bestelling is nog steeds niet binnen",
        "Ik stuur u vandaag een nieuw pakket.",
    ),
    Language.ENGLISH: NewCaller(
        "pete-parcel",
        Language.ENGLISH,
        "Pete Jones",
        "The parcel that never came",
        Octant.ATTACKING,
        "My order still hasn't arrived",
        "I'll send you a new parcel today.",
    ),
}


@pytest.mark.parametrize("octant", list(Octant))
@pytest.mark.parametrize("language", list(Language))
def test_a_new_caller_has_neither_errors_nor_smells(language, octant, tmp_path):
    answers = dataclasses.replace(ANSWERS[language], octant=octant)
    path = tmp_path / f"{answers.id}.persona.yaml"
    path.write_text(new_persona(answers), encoding="utf-8")
    assert [str(problem) for problem in check_persona(path)] == []


@pytest.mark.parametrize("language", list(Language))
def test_the_answers_are_in_the_file(language):
    answers = ANSWERS[language]
    persona = parse_persona(new_persona(answers))
    assert (persona.id, persona.name, persona.title, persona.language) == (
        answers.id,
        answers.name,
        answers.title,
        language,
    )
    assert persona.stance.start is Octant.ATTACKING
    assert persona.lines.opening[0].endswith(f"{answers.problem}.")
    assert persona.solution.offers[0] == answers.solution
    assert persona.organisation


@pytest.mark.parametrize("language", list(Language))
def test_it_has_the_lines_of_a_whole_caller(language):
    persona = parse_persona(new_persona(ANSWERS[language]))
    assert all(len(getattr(persona.lines, occasion)) >= 2 for occasion in type(persona.lines).model_fields)


@pytest.mark.parametrize(
    "name",
    [
        'A "quoted" name',
        "no",
        "12:30",
        "# not a comment",
        "back\\slash",
        "key: value",
        "- item",
        "*star",
        "$id",
        "[x]",
        "ü 😀",
    ],
)
def test_answers_that_look_like_yaml_stay_text(name):
    answers = dataclasses.replace(ANSWERS[Language.DUTCH], name=name, title=name, organisation=name, problem=name)
    persona = parse_persona(new_persona(answers))
    assert (persona.name, persona.title, persona.organisation) == (name, name, name)
    assert name in persona.briefing


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"id": "Piet Pakje"}, "id"),
        ({"id": "x\nname: evil"}, "id"),
        ({"id": "no"}, None),
        ({"name": " "}, "name"),
        ({"title": "x" * 81}, "title"),
        ({"name": "x\x1b[2J"}, "name"),
        ({"solution": "{term}"}, "solution.offers[1]"),
    ],
)
def test_answers_that_do_not_fit_are_named(change, key):
    answers = dataclasses.replace(ANSWERS[Language.ENGLISH], **change)
    if key is None:
        assert parse_persona(new_persona(answers)).id == answers.id
        return
    with pytest.raises(PersonaError) as raised:
        new_persona(answers)
    assert key in [problem.key for problem in raised.value.problems]


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=90), st.text(max_size=90), st.text(max_size=90), st.text(max_size=90), st.sampled_from(Language)
)
def test_any_answers_give_a_file_with_them_or_a_problem(name, problem, solution, persona_id, language):
    answers = dataclasses.replace(
        ANSWERS[language], id=persona_id if len(persona_id) % 2 else "x", name=name, problem=problem, solution=solution
    )
    try:
        persona = parse_persona(new_persona(answers))
    except PersonaError as error:
        assert error.problems
    else:
        assert persona.name == " ".join(name.split())
        assert " ".join(problem.split()) in persona.lines.opening[0]
