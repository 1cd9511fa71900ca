"""A project: the folder with `mkdocs.yml`, `docs/` and `profiles/` that kitgen works in."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kitgen.clock import day_in
from kitgen.errors import KitgenError, ProfileError, said_by_system
from kitgen.manifest import states_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from kitgen.cache import Cache
    from kitgen.content import Content
    from kitgen.kit import Kit
    from kitgen.pages import Pages
    from kitgen.profile import Profile

_ENDINGS = (".yml", ".yaml")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}", re.IGNORECASE)


class Project(Struct, frozen=True):
    """The folders of one project; with a `shard`, as `2-of-4`, those of that part of a build.

    `common` is the digest of what all kits of a run are built from, when that is known: then it
    says which content there is, and the files are not looked at again for each kit.
    `cache` keeps what is compiled from one run to the next; without it, nothing is kept.
    """

    root: Path
    shard: str = ""
    common: str = ""
    cache: Cache | None = None

    @property
    def docs(self) -> Path:
        """What kits say."""
        return self.root / "docs"

    @property
    def profiles(self) -> Path:
        """One YAML file per person."""
        return self.root / "profiles"

    @property
    def mkdocs_yml(self) -> Path:
        """The look of every kit."""
        return self.root / "mkdocs.yml"

    @property
    def public(self) -> Path:
        """The folder that may be published, and nothing else of the project."""
        return (self.shard_folder if self.shard else self.root / "build") / "public"

    @property
    def shard_folder(self) -> Path:
        """What travels of a shard: ciphertext only, so that it may go by way of others."""
        return self.root / "build" / "shards" / self.shard

    @property
    def staging(self) -> Path:
        """A private folder on the same disk, for what is plain or not whole; held while in use."""
        return self.root / "build" / (f"staging-{self.shard}" if self.shard else "staging")

    @property
    def manifest(self) -> Path:
        """What the kits were built from."""
        name = f"manifest-{self.shard}.json" if self.shard else "manifest.json"
        return self.root / "build" / name

    def content(self, language: str) -> Content:
        """Return the content of a language, compiled once per state of `docs/`."""
        state = ((self.common, 0, 0),) if self.common else states_in(self.docs)
        return _content(self.docs, language, state, self.cache)

    def state(self) -> tuple[tuple[str, int, int], ...]:
        """Return names, sizes and times of what all kits are made of, profiles apart."""
        settings = self.mkdocs_yml.stat()
        own = (self.mkdocs_yml.as_posix(), settings.st_size, settings.st_mtime_ns)
        return (own, *states_in(self.docs))

    def profile_paths(self, names: Iterable[str] = ()) -> tuple[Path, ...]:
        """Return the profiles of these names, each once, or all in the order of their names.

        Raises KitgenError when there is none of a name, when two would make the same kit, and when
        the folder cannot be looked at: else all kits would be taken for those of nobody.
        """
        found = sorted(
            path
            for path in self._in_profiles()
            if path.suffix.lower() in _ENDINGS and not path.name.startswith(".")
        )
        first: dict[str, Path] = {}
        for each in found:
            one = first.setdefault(each.stem, each)
            if one is not each:
                message = f"{one.name} and {each.name} would make the same kit; rename one of them"
                raise KitgenError(message)
        wanted = tuple(names)
        return tuple(
            dict.fromkeys(self._named(each, found) for each in wanted) if wanted else found
        )

    def _in_profiles(self) -> tuple[Path, ...]:
        try:
            return tuple(self.profiles.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            what = f"the folder profiles cannot be read: {said_by_system(error)}"
            raise KitgenError(what) from None

    def source(self, path: Path) -> str:
        """Return a file's name as the person knows it: relative to the project.

        A file that is a link keeps its own name, whatever it points to.
        """
        real = Path(os.path.realpath(path.parent)) / path.name
        for each, root in ((path, self.root), (real, self.root.resolve())):
            if each.is_relative_to(root) and ".." not in each.parts:
                return each.relative_to(root).as_posix()
        return path.as_posix()

    def _named(self, name: str, found: list[Path]) -> Path:
        stem = Path(name).stem if Path(name).suffix.lower() in _ENDINGS else Path(name).name
        for path in found:
            if path.stem in {stem, f"sample-{stem}"}:
                return path
        starting = [path for path in found if path.stem.removeprefix("sample-").startswith(stem)]
        if len(starting) == 1 and stem:
            return starting[0]
        known = ", ".join(path.stem for path in found) or "none yet; `kitgen new NAME` makes one"
        raise KitgenError(f"there is no profile '{name}'. Profiles: {known}")


def find_project(start: Path) -> Project:
    """Return the project that `start` is in. Raises KitgenError when it is in none."""
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "docs").is_dir():
            return Project(folder)
    raise KitgenError("there is no kitgen project here: no folder with mkdocs.yml and docs/")


def name_of(path: Path) -> str:
    """Return the name of a profile's kit: its file name without the ending."""
    return path.stem


def refuse_name(path: Path) -> None:
    """Raise KitgenError when no kit can be called after a profile's file."""
    if not _NAME.fullmatch(path.stem):
        message = f"{path.name!r} cannot be the name of a kit; use letters, digits, '-' and '_'"
        raise KitgenError(message)


def read_profile(project: Project, path: Path, now: datetime) -> tuple[Profile, date]:
    """Return the profile at `path` and which day it is for its owner.

    Raises ProfileError with every problem, its language included.
    """
    from kitgen.content import languages  # noqa: PLC0415  where nothing is to do, nothing is read
    from kitgen.profile import load_profile  # noqa: PLC0415  as above

    source = project.source(path)
    refuse_name(path)
    profile = load_profile(path, day_in(now, "UTC"), source, languages(project.docs))
    return profile, day_in(now, profile.owner.time_zone)


def kit_for(project: Project, path: Path, now: datetime) -> Kit:
    """Return the kit of the profile at `path`. Raises KitgenError."""
    profile, today = read_profile(project, path, now)
    return kit_of(project, profile, today, name_of(path))


def kit_of(project: Project, profile: Profile, today: date, name: str) -> Kit:
    """Return the kit of a profile as of `today`. Raises SourceError for a mistake in `docs/`."""
    from kitgen.kit import compose_kit  # noqa: PLC0415  as above

    return compose_kit(profile, project.content(profile.owner.language), today, name)


def told_in_english(project: Project, kit: Kit) -> Kit:
    """Return `kit` with its messages in English, in which commands speak; drafts stay."""
    from kitgen.translation import FIRST  # noqa: PLC0415  as above

    return told_in(project, kit, FIRST)


def told_in(project: Project, kit: Kit, language: str) -> Kit:
    """Return `kit` with its messages in the language of whoever reads about it; drafts stay."""
    words = project.content(language).words
    return replace(kit, content=replace(kit.content, words=words))


def pages_for(project: Project, path: Path, now: datetime) -> Pages:
    """Return the pages of the profile at `path`. Raises KitgenError."""
    from kitgen.pages import compose_pages  # noqa: PLC0415  as above

    return compose_pages(kit_for(project, path, now))


def pages_or_problems(project: Project, path: Path, now: datetime, before: Pages | None) -> Pages:
    """Return the pages of a profile that is being edited.

    If it is broken, its problems stand at every address of the pages of `before`, so that the page
    that is open in a browser shows them. Raises KitgenError when what all kits are made of is
    wrong.
    """
    from kitgen.pages import compose_problem_pages  # noqa: PLC0415  as above

    try:
        return pages_for(project, path, now)
    except ProfileError as error:
        paths = tuple(each.path for each in before.pages) if before else ()
        content = project.content(before.language if before else "en")
        return compose_problem_pages(error.problems, content, paths or ("index.md",))


@lru_cache(maxsize=8)
def _content(
    docs: Path, language: str, _state: tuple[tuple[str, int, int], ...], cache: Cache | None
) -> Content:
    from kitgen.content import load_content  # noqa: PLC0415  as above

    return load_content(docs, language, cache)
