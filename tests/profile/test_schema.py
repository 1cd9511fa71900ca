"""The JSON Schema that editors use while a profile is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from kitgen.profile.fields import model_at
from kitgen.profile.schema import _example, field_reference, profile_schema

SAMPLES = sorted((Path(__file__).parents[2] / "profiles").glob("sample-*.yml"))
VALIDATOR = Draft7Validator(profile_schema())


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: `yes` is a text, `true` an answer, a day a text."""


EditorLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def errors(text: str) -> list[str]:
    """Return what an editor would underline in a profile."""
    value = yaml.load(text, EditorLoader)  # noqa: S506  a SafeLoader
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_the_schema_is_a_valid_draft_07_schema() -> None:
    """The draft that editors know."""
    Draft7Validator.check_schema(profile_schema())


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_an_editor_finds_nothing_wrong_with_a_sample(sample: Path) -> None:
    """What kitgen accepts is not underlined."""
    text = sample.read_text("utf-8")

    assert "'yes'" in repr(yaml.load(text, EditorLoader))  # noqa: S506  a SafeLoader
    assert errors(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "owner: {name: Mara, nmae: x}",
        "owner: {name: Mara}\nzz: 1",
        "owner: {name: Mara}\ncontacts: [{name: Jo, zz: 1}]",
        "owner: {name: Mara}\ncontacts: [{name: Jo, evidence: [{project: x, zz: 1}]}]",
        "owner: {name: Mara}\ncontacts: [{name: Jo, history: [{zz: 2026-01-01}]}]",
        "owner: {name: Mara}\npreferences: {targets: {zz: 1}}",
        "owner: {name: Mara}\nlog: [{who: jo}]",
        "owner: {name: Mara}\ncontacts: [{email: jo@example.org}]",
        "owner: {name: Mara}\ncontacts: [{name: Jo, relationship: boss}]",
        "owner: {name: Mara}\ncontacts: [{name: Jo, connected: maybe}]",
        "owner: {name: Mara}\ncontacts: [{name: Jo, history: [{asked: yesterday}]}]",
        "owner: {name: Mara}\npositions: [{organisation: A, start: March}]",
        "owner: {name: Mara}\ncontacts: {name: Jo}",
        "contacts: []",
    ],
)
def test_an_editor_underlines_what_kitgen_refuses(text: str) -> None:
    """Unknown fields, missing ones, and wrong values."""
    assert len(errors(text)) == 1


def test_every_field_of_the_model_has_a_description() -> None:
    """It is the help that editors show."""
    fields = [
        (f"{name}.{field}", part)
        for name, block in profile_schema()["definitions"].items()
        for field, part in block.get("properties", {}).items()
    ]

    assert len(fields) > 60
    assert [name for name, part in fields if "description" not in part] == []


def test_the_reference_names_every_block_and_field() -> None:
    """A person without an editor that knows schemas reads it."""
    text = field_reference()

    assert "### `contacts.evidence`" in text
    model = model_at(("contacts", 0))
    assert model is not None
    for field in model.model_fields:
        assert f"| `{field}`" in text


def test_an_example_stands_as_it_is_typed() -> None:
    """Letters as they are, no quotes; a bar would end the cell of the table."""
    assert _example(["Zoë", "a|b"]) == "[Zoë, a\\|b]"
    assert _example({"id": "mill"}) == "{id: mill}"
    assert _example(2019) == "2019"
