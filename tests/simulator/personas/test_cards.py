import pytest

from simulator.personas.cards import BEGIN, END, as_text, cards_markdown, with_cards
from simulator.personas.model import CallerLines, Persona
from simulator.personas.reader import load_library
from simulator.personas.schema import persona_schema
from tests.simulator.personas.samples import SHIPPED, SOUND, changed

README = SHIPPED / "README.md"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ruth.persona.yaml").write_text(SOUND, encoding="utf-8")
    return tmp_path


def test_a_card_tells_who_what_and_how_hard(folder):
    assert cards_markdown(load_library([folder])) == (
        "### English callers\n\n"
        "#### Ruth Bell: The parcel that never came\n\n"
        "`ruth` · starts attacking · level 2/5 · 4 facts, 1 of them hidden\n\n"
        "> Where is my parcel? I've been waiting for two weeks!"
    )


def test_an_outbound_caller_says_so(folder):
    text = changed("direction: inbound", "direction: outbound\npreparation_s: 120")
    (folder / "ruth.persona.yaml").write_text(text, encoding="utf-8")
    assert "you ring, 2 minutes to prepare" in cards_markdown(load_library([folder]))


def test_texts_are_no_markup():
    assert as_text("<b>*x*</b>\n# y [z](w)") == r"\<b\>\*x\*\</b\> \# y \[z\](w)"


def test_the_cards_stand_between_the_markers(folder):
    library = load_library([folder])
    made = with_cards(f"before\n{BEGIN}\nold\n{END}\nafter\n", library)
    assert made.startswith(f"before\n{BEGIN}\n\n### English")
    assert made.endswith(f"{END}\nafter\n")
    assert "old" not in made
    assert with_cards(made, library) == made
    with pytest.raises(ValueError, match="needs the lines"):
        with_cards("no markers", library)


def test_the_cards_of_the_shipped_callers_are_up_to_date():
    readme = README.read_text(encoding="utf-8")
    assert readme == with_cards(readme, load_library([SHIPPED])), (
        "Run: python -m simulator.personas.cards personas/README.md"
    )


def test_the_readme_explains_every_key_in_both_languages():
    english, dutch = README.read_text(encoding="utf-8").split("# Een beller schrijven", 1)
    dutch = dutch.split(BEGIN)[0]
    keys = set(Persona.model_fields) | set(CallerLines.model_fields)
    for part in persona_schema()["definitions"].values():
        keys |= set(part.get("properties", {}))
    for half in (english, dutch):
        assert sorted(key for key in keys if f"`{key}`" not in half) == []
