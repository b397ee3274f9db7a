"""The JSON Schema of a persona file, with which editors complete and check while somebody types."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from simulator.personas.model import Persona

SCHEMA_FILE: Final = "persona.schema.json"
"""Its name, beside the personas; their first line points to it."""

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The dialect the YAML language servers of editors know best; nothing newer is used."""


def persona_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a persona file."""
    schema = Persona.model_json_schema(
        mode="validation", ref_template="#/definitions/{model}", schema_generator=_WithoutTitles
    )
    definitions = schema.pop("$defs", {})
    return {
        "$schema": DIALECT,
        **_reached(schema),
        "title": "A caller",
        "definitions": {name: _reached(part) for name, part in definitions.items()},
    }


def schema_text() -> str:
    """Return the schema as the text of `persona.schema.json`."""
    return json.dumps(persona_schema(), indent=2, ensure_ascii=False) + "\n"


class _WithoutTitles(GenerateJsonSchema):
    """Leaves out the titles pydantic makes of key names; editors would show them for explanations."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's own signature
        """Never set one."""
        return False


def _reached(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a part of a schema as draft 7 has it: whatever stands beside a `$ref` is ignored there."""
    if isinstance(part, list):
        return [_reached(item) for item in part]
    if not isinstance(part, dict):
        return part
    rest = {key: _reached(value) for key, value in part.items()}
    if "$ref" in rest and len(rest) > 1:
        return {"allOf": [{"$ref": rest.pop("$ref")}], **rest}
    return rest


if __name__ == "__main__":
    import sys

    sys.stdout.write(schema_text())
