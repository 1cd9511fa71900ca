"""A commented profile to begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kitgen.content import languages
from kitgen.errors import KitgenError, said_by_system
from kitgen.folder import put_new, remove_left
from kitgen.profile.schema import SCHEMA_NAME
from kitgen.profile.values import latin_slug_of
from kitgen.templating import make_environment

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.project import Project

_PLAIN_NAME = re.compile(r"[\w][\w .'’-]{0,79}")


def write_starter(project: Project, name: str, language: str = "en") -> Path:
    """Write a profile for `name` under `profiles/` and return its path.

    Raises KitgenError when there is one already, when `name` cannot be a name, and when there are
    no words for `language`.
    """
    remove_left(project.profiles)  # also when a killed run has written the profile itself
    path, text = starter_text(project, name, language)
    write_profile(project, path, text)
    return path


def starter_text(project: Project, name: str, language: str = "en") -> tuple[Path, str]:
    """Return where a profile for `name` goes, and its text. Raises as `write_starter` does."""
    known = languages(project.docs)
    if language not in known:
        raise KitgenError(f"there are no words for '{language}'; use one of: {', '.join(known)}")
    if not _PLAIN_NAME.fullmatch(name) or name.lower() == "null":
        raise KitgenError(f"'{name}' cannot be a name; use letters, spaces, hyphens")
    slug = latin_slug_of(name)
    if not slug:
        message = f"a file cannot be named after '{name}': its name is written in Latin letters"
        how = (
            f"run `kitgen new NAME` with such a name, then write '{name}' after 'name:' in the file"
        )
        raise KitgenError(f"{message}; {how}")
    if slug.startswith("sample-"):  # nobody would keep it from the public
        raise KitgenError(f"'{name}' would be the name of a sample; leave out 'sample'")
    path = project.profiles / f"{slug}.yml"
    template = (project.docs / language / "starter.yml").read_text("utf-8")
    environment = make_environment({"starter": template}, escape=False, names={})
    owner = name if not name.islower() else " ".join(re.split(r"[-_. ]+", name)).title()
    text = environment.get_template("starter").render(name=owner, schema=SCHEMA_NAME)
    for taken in (path, path.with_suffix(".yaml")):
        if taken.exists():
            raise KitgenError(f"{project.source(taken)} is there already; edit it instead")
    return path, text + "\n"


def write_profile(project: Project, path: Path, text: str) -> None:
    """Write a new profile; one that is there stays. Raises KitgenError."""
    try:
        project.profiles.mkdir(exist_ok=True)
        put_new(path, text.encode())
    except FileExistsError:
        why = "is there already; edit it instead" if path.exists() else "cannot be written"
        raise KitgenError(f"{project.source(path)} {why}") from None
    except OSError as error:
        raise KitgenError(
            f"{project.source(path)} cannot be written: {said_by_system(error)}"
        ) from None
