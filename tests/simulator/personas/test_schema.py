import json

import pytest

from simulator.personas.model import Persona
from simulator.personas.schema import SCHEMA_FILE, persona_schema, schema_text
from simulator.personas.spoken import OCCASIONS
from tests.simulator.personas.samples import SHIPPED


def test_the_schema_file_is_that_of_the_model():
    written = (SHIPPED / SCHEMA_FILE).read_text(encoding="utf-8")
    assert written == schema_text(), "Run: python -m simulator.personas.schema > personas/persona.schema.json"


def parts():
    schema = persona_schema()
    yield "persona", schema
    yield from schema["definitions"].items()


@pytest.mark.parametrize(("name", "part"), list(parts()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_key_is_explained_and_no_other_is_allowed(name, part):
    if part.get("type") != "object":
        return
    assert part["additionalProperties"] is False
    for key, value in part["properties"].items():
        referred = value.get("$ref") or value.get("allOf", [{}])[0].get("$ref", "")
        explained = value.get("description") or persona_schema()["definitions"][referred.split("/")[-1]].get(
            "description"
        )
        assert explained, f"{name}.{key}"


def test_nothing_stands_beside_a_reference():
    def look(part):
        if isinstance(part, dict):
            assert "$ref" not in part or len(part) == 1
            for value in part.values():
                look(value)
        elif isinstance(part, list):
            for value in part:
                look(value)

    look(persona_schema())


def test_the_schema_knows_what_must_be_there():
    schema = json.loads(schema_text())
    required = {name for name, info in Persona.model_fields.items() if info.is_required()}
    assert set(schema["required"]) == required
    assert list(schema["definitions"]["CallerLines"]["properties"]) == list(OCCASIONS)
