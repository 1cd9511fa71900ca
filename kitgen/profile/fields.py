"""The fields of the model, found by a path in the file."""

from __future__ import annotations

import types
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel

from kitgen.profile.model import Profile

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from kitgen.document import Path


def field_at(path: Path) -> FieldInfo | None:
    """Return the field of the model that `path` leads to, if the model has it."""
    names = [step for step in path if isinstance(step, str)]
    parent = model_at(path[: _last_name(path)])
    return parent.model_fields.get(names[-1]) if parent and names else None


def _last_name(path: Path) -> int:
    return max((index for index, step in enumerate(path) if isinstance(step, str)), default=0)


def model_at(path: Path) -> type[BaseModel] | None:
    """Return the model of the block at `path`, if there is one."""
    return _model_at(tuple(step for step in path if isinstance(step, str)))


@lru_cache(maxsize=256)  # asked for each entry of each list, and some names are made up
def _model_at(names: tuple[str, ...]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Profile
    for name in names:
        field = model.model_fields.get(name) if model else None
        model = _model_of(field.annotation) if field else None
    return model


def _model_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401  a type
    for inner in _inner_types(annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None


def enum_of(annotation: Any) -> list[StrEnum]:  # noqa: ANN401  a type
    """Return the choices that a field of this type has, if it is a choice."""
    for inner in _inner_types(annotation):
        if isinstance(inner, type) and issubclass(inner, StrEnum):
            return list(inner)
    return []


def _inner_types(annotation: Any) -> list[Any]:  # noqa: ANN401  a type
    """Return `annotation` and what it is made of: `tuple[X, ...] | None` gives X, too."""
    found = [annotation]
    if get_origin(annotation) in {tuple, Union, types.UnionType}:
        for inner in get_args(annotation):
            found.extend(_inner_types(inner))
    return found


def named(path: Path) -> str:
    """Return how a message names the place at `path`: `'goal'`, `entry 2 of 'strengths'`."""
    if not path:
        return "the profile"
    if isinstance(path[-1], str):
        return f"'{path[-1]}'"
    return f"entry {path[-1] + 1} of '{path[-2]}'"


def first_field(model: type[BaseModel]) -> str:
    """Return the field that an entry begins with: the first that is needed, or the first."""
    fields = model.model_fields.items()
    return next((name for name, field in fields if field.is_required()), next(iter(fields))[0])


def example_of(path: Path) -> str:
    """Return the example of the field at `path` as a hint; empty when it has none."""
    field = field_at(path)
    if not field or not field.examples or not isinstance(path[-1], str):
        return ""
    return f"for instance {path[-1]}: {field.examples[0]}"
