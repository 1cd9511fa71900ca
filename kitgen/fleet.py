"""Many kits: each built on its own, so that a broken profile stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError
from kitgen.folder import output_folder
from kitgen.site import Site, build_site

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from kitgen.pages import Pages


# What a folder holds that is a kit, and hardly any other folder.
_OF_A_KIT = ("index.html", "assets/kit.js")


class Outcome(Struct, frozen=True):
    """What came of one kit: its site, or why there is no new one."""

    name: str
    site: Site | None = None
    error: KitgenError | None = None
    kept: bool = False


def build_fleet(
    kits: Iterable[tuple[str, Callable[[], Pages]]], mkdocs_yml: Path, folder: Path
) -> Iterator[Outcome]:
    """Build each kit (its name, and what composes its pages) into `folder`/name.

    Yields what came of each as soon as it is known. A kit that fails keeps its last good site.
    Raises SiteError when the folder cannot be used at all.
    """
    with output_folder(folder):
        for name, compose in kits:
            place = folder / name
            try:
                site = build_site(compose(), name, mkdocs_yml, place)
            except KitgenError as error:
                yield Outcome(name, error=error, kept=place.is_dir())
            else:
                yield Outcome(name, site=site)


def find_leftovers(folder: Path, names: Collection[str]) -> tuple[Path, ...]:
    """Return the kits in `folder` that have none of these names: their profiles are gone."""
    return tuple(
        place
        for place in sorted(folder.glob("[!.]*"))
        if place.name not in names and all((place / each).is_file() for each in _OF_A_KIT)
    )
