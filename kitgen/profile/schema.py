"""The JSON Schema of a profile (draft-07, as editors want it), and its reference in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from kitgen.profile.fields import enum_of, model_at
from kitgen.profile.model import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

SCHEMA_NAME = "profile.schema.json"
_DRAFT_07 = "http://json-schema.org/draft-07/schema#"


class _Draft07(GenerateJsonSchema):
    """pydantic's schema with the keywords of draft-07, the one that editors know."""

    schema_dialect = _DRAFT_07
    ref_template = "#/definitions/{model}"


def profile_schema() -> dict[str, Any]:
    """Return the schema as plain values."""
    schema = Profile.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_Draft07
    )
    schema["definitions"] = schema.pop("$defs")
    return {"$schema": _DRAFT_07, **_nullable(schema)}


def _nullable(part: Any) -> Any:  # noqa: ANN401  JSON
    """Return a schema in which `anyOf [X, null]` is X: an empty field counts as absent."""
    if isinstance(part, list):
        return [_nullable(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {key: _nullable(each) for key, each in part.items()}
    choices = made.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        left = [each for each in choices if each != {"type": "null"}]
        del made["anyOf"]
        made = {**left[0], **made} if len(left) == 1 else {**made, "anyOf": left}
        if made.get("default") is None:
            made.pop("default", None)
    if "$ref" in made and len(made) > 1:  # draft-07 ignores what stands beside a $ref
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return made


def schema_json() -> str:
    """Return the schema as it is committed."""
    return json.dumps(profile_schema(), indent=2, ensure_ascii=False) + "\n"


def field_reference() -> str:
    """Return every field with its description and an example, as Markdown."""
    parts = [
        _block("", Profile),
        *(_block(path, model) for path, model in _models("", Profile)),
    ]
    return "\n".join(parts)


def _models(prefix: str, model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    for name in model.model_fields:
        path = f"{prefix}.{name}" if prefix else name
        inner = model_at(tuple(path.split(".")))
        if inner:
            yield path, inner
            yield from _models(path, inner)


def _block(path: str, model: type[BaseModel]) -> str:
    head = f"### `{path}`" if path else "### The profile"
    purpose = (model.__doc__ or "").strip()
    lines = [head, "", purpose, "", "| field | what | example |", "|---|---|---|"]
    for name, field in model.model_fields.items():
        needed = " (needed)" if field.is_required() else ""
        example = f"`{_example(field.examples[0])}`" if field.examples else ""
        choices = ", ".join(f"`{each.value}`" for each in enum_of(field.annotation))
        what = f"{field.description} One of: {choices}." if choices else field.description
        lines.append(f"| `{name}`{needed} | {what} | {example} |")
    return "\n".join([*lines, ""])


def _example(value: object) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False).replace('"', "").replace("|", "\\|")
    return str(value)
