import hashlib

import pytest

from simulator.personas.problems import Severity
from simulator.personas.reader import (
    PersonaError,
    UnknownPersonaError,
    check_persona,
    check_personas,
    load_library,
    load_persona,
    parse_persona,
    read_persona,
)
from simulator.personas.surroundings import Surroundings
from tests.simulator.personas.samples import BAD, SHIPPED, SOUND, changed


def messages(text):
    with pytest.raises(PersonaError) as raised:
        parse_persona(text, "x")
    return [(problem.line, problem.key, problem.message) for problem in raised.value.problems]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ruth.persona.yaml").write_text(SOUND, encoding="utf-8")
    return tmp_path


def test_the_sound_persona_has_no_problems(folder):
    path = folder / "ruth.persona.yaml"
    assert check_persona(path) == []
    loaded = load_persona(path)
    assert loaded.persona == read_persona(path)
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


EXPECTED = (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_there_is_one_bad_file_for_each_expected_message():
    assert len(EXPECTED) >= 40
    assert [line.split(":")[0] for line in EXPECTED] == sorted(path.name for path in BAD.glob("*.persona.yaml"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda line: line.split(".")[0])
def test_a_file_with_one_fault_gives_its_one_message(expected):
    path = BAD / expected.split(":")[0]
    errors = [problem for problem in check_persona(path) if problem.severity is Severity.ERROR]
    assert [str(problem) for problem in errors] == [f"{BAD}/{expected}"]
    with pytest.raises(PersonaError):
        read_persona(path)


def test_faults_of_shape_and_of_reference_come_together():
    text = changed("start: attacking", "start: agressive").replace("[ordered, message", "[ordered, mesage")
    assert [key for _, key, _ in messages(text)] == ["stance.start", "solution.needs[2]"]


def test_a_broken_file_does_not_hide_the_good_ones(folder):
    (folder / "broken.persona.yaml").write_text("id: [", encoding="utf-8")
    library = load_library([folder])
    assert [loaded.persona.id for loaded in library.personas] == ["ruth"]
    assert [problem.path for problem in library.problems] == [str(folder / "broken.persona.yaml")]


def test_an_id_given_twice_is_a_problem_of_the_second(folder, tmp_path):
    (folder / "zoe.persona.yaml").write_text("# a copy\n" + SOUND, encoding="utf-8")
    library = load_library([folder])
    assert [loaded.path.name for loaded in library.personas] == ["ruth.persona.yaml"]
    [problem] = library.problems
    assert (problem.path, problem.line, problem.key) == (str(folder / "zoe.persona.yaml"), 2, "id")
    assert "ruth.persona.yaml" in problem.message


def test_the_same_directory_twice_is_no_problem(folder):
    library = load_library([folder, folder, folder / "nowhere"])
    assert len(library.personas) == 1
    assert library.problems == ()


def test_finding_names_what_there_is(folder):
    library = load_library([folder])
    assert library.find("ruth").persona.name == "Ruth Bell"
    with pytest.raises(UnknownPersonaError, match=r"There is no caller 'rut'. Did you mean 'ruth'\? There are: ruth."):
        library.find("rut")
    with pytest.raises(UnknownPersonaError, match="no callers were found at all"):
        load_library([]).find("ruth")


def test_finding_a_broken_caller_tells_what_is_wrong(folder):
    (folder / "karin.persona.yaml").write_text("", encoding="utf-8")
    with pytest.raises(
        UnknownPersonaError, match=r"'karin' cannot be used: .*karin.persona.yaml:1: This file is empty"
    ):
        load_library([folder]).find("karin")


def test_texts_that_look_like_markup_are_texts():
    text = changed(
        "I'm done with this. Goodbye.", "[red]x[/red] <script>alert(1)</script> {{1}} 😀".replace("{{1}} ", "")
    )
    assert parse_persona(text).lines.hanging_up == ("[red]x[/red] <script>alert(1)</script> 😀",)


def test_a_file_named_otherwise_than_its_id_smells(tmp_path):
    path = tmp_path / "other.persona.yaml"
    path.write_text(SOUND, encoding="utf-8")
    [problem] = check_persona(path)
    assert problem.severity is Severity.SMELL
    assert "Call the file ruth.persona.yaml." in problem.message


def test_a_text_cut_off_by_a_hash_smells(tmp_path):
    path = tmp_path / "ruth.persona.yaml"
    path.write_text(changed("title: The parcel that never came", "title: The parcel # never came"), encoding="utf-8")
    [problem] = check_persona(path)
    assert (problem.line, problem.severity) == (4, Severity.SMELL)
    assert "comment" in problem.message


SHIPPED_FILES = sorted(SHIPPED.glob("*.persona.yaml"))


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.name.split(".")[0])
def test_the_shipped_callers_are_clean(path):
    assert [str(problem) for problem in check_persona(path)] == []


def test_a_megabyte_of_nonsense_is_one_sentence(tmp_path):
    path = tmp_path / "nonsense.persona.yaml"
    path.write_bytes(bytes(range(256)) * 4096)
    assert [str(problem) for problem in check_persona(path)] == [
        f"{path}:1: This file is larger than 256 kB, so it is something else. Nothing was read."
    ]


def test_an_unknown_rubric_is_an_error_where_the_rubrics_are_known(tmp_path):
    path = tmp_path / "ruth.persona.yaml"
    path.write_text("rubric: helpdsk\n" + SOUND, encoding="utf-8")
    assert check_persona(path) == []
    [problem] = check_persona(path, Surroundings(rubrics=["helpdesk", "sales"]))
    assert str(problem) == (
        f"{path}:1: rubric: There is no rubric 'helpdsk'. Did you mean 'helpdesk'? The rubrics are: helpdesk, sales."
    )
    assert problem.severity is Severity.ERROR


def test_files_checked_together_must_differ_in_id(folder):
    twin = folder / "zoe.persona.yaml"
    twin.write_text(SOUND, encoding="utf-8")
    found = check_personas([folder / "ruth.persona.yaml", twin, twin])
    assert [(problem.path, problem.severity) for problem in found if "already the id" in problem.message] == [
        (str(twin), Severity.ERROR)
    ]
    assert check_personas([folder / "ruth.persona.yaml"] * 2) == []


def test_a_link_that_goes_nowhere_is_a_problem_of_its_own(folder):
    (folder / "circle.persona.yaml").symlink_to(folder / "circle.persona.yaml")
    (folder / "gone.persona.yaml").symlink_to(folder / "not-there")
    (folder / "folder.persona.yaml").mkdir()
    library = load_library([folder])
    assert len(library.personas) == 1
    assert sorted(problem.path for problem in library.problems) == [
        str(folder / f"{name}.persona.yaml") for name in ("circle", "folder", "gone")
    ]


def test_a_folder_that_is_none_is_a_problem(folder):
    library = load_library([folder / "ruth.persona.yaml", folder])
    assert len(library.personas) == 1
    [problem] = library.problems
    assert "cannot be looked into: Not a directory" in problem.message


def test_texts_come_on_one_line():
    text = changed('"I ordered it two weeks ago."', "|\n      I ordered it\n      two  weeks ago.\n")
    assert parse_persona(text).facts[0].say == "I ordered it two weeks ago."
