"""The files in `profiles/` that are made from the model: the schema and the field reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.errors import KitgenError
from kitgen.profile.schema import SCHEMA_NAME, field_reference, schema_json

if TYPE_CHECKING:
    from kitgen.project import Project

_README = "README.md"
_BEGIN, _END = "<!-- fields: made by `kitgen schema` -->", "<!-- end of fields -->"


def write_reference(project: Project, *, only_check: bool = False) -> tuple[str, ...]:
    """Bring the schema and the field reference up to date; return the names of changed files.

    With `only_check` nothing is written. What people wrote around the reference in
    `profiles/README.md` stays. Raises KitgenError when its two marks are not there.
    """
    readme = project.profiles / _README
    text = readme.read_text("utf-8") if readme.is_file() else ""
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise KitgenError(f"{project.source(readme)} has lost its marks '{_BEGIN}', '{_END}'")
    wanted = {
        project.profiles / SCHEMA_NAME: schema_json(),
        readme: f"{before}{begin}\n\n{field_reference()}\n{end}{after}",
    }
    changed = []
    for path, content in wanted.items():
        if not path.is_file() or path.read_text("utf-8") != content:
            changed.append(project.source(path))
            if not only_check:
                path.write_text(content, "utf-8", newline="\n")
    return tuple(changed)
