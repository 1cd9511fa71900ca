"""The manifest: from what each kit was built, so that an unchanged one is not built again.

It lies beside the kits, for its owner's eyes only, and is never needed: without it, or with one
that cannot be read, everything is built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

import kitgen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FORMAT = 1
# What in `mkdocs.yml` leads to variables and files outside of `docs/`: then nothing is skipped.
# Keys may be quoted, and stand inside of braces.
_ELSEWHERE = re.compile(
    rb"""!ENV|^[^#\n]*?\b(?:
        (?:INHERIT|hooks)["']?\s*:
        | custom_dir["']?\s*:(?!\s*["']?docs/[\w/-]+["']?\s*(?:[,}\#]|$))
        | docs_dir["']?\s*:(?!\s*["']?docs["']?\s*(?:[,}\#]|$))
    )""",
    re.MULTILINE | re.VERBOSE,
)
# Packages whose version shows in a kit.
_SHOWING = (
    "babel",
    "jinja2",
    "kitgen",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs_material",
    "pydantic",
    "pymdown_extensions",
)


class Entry(Struct, frozen=True):
    """One profile, or one desk, as it was built.

    `profile` is the digest of the file, or of all that a desk is made of, `days` the days it was
    for UTC and for the owner, `zone` the owner's time zone. `kits` are the folders that it has in
    public, each with its stamp; none when the kit is over. `expires` is the last day that it is
    published, empty when there is none.
    """

    profile: str
    days: tuple[str, str]
    zone: str
    kits: Mapping[str, str]
    theme: str
    expires: str = ""


class Manifest(Struct, frozen=True):
    """Entries by the name of the kit, `desks` by that of the desk.

    `common` is the digest of what all kits were built from, `shared` that of what stands beside
    the kits in public, when all went well; `secret` is the secret's fingerprint.
    """

    common: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    shared: str = ""
    secret: str = ""
    desks: Mapping[str, Entry] = field(default_factory=dict)

    def text(self) -> str:
        """Return the manifest as it is written."""
        about = {
            "format": _FORMAT,
            "common": self.common,
            "shared": self.shared,
            "secret": self.secret,
        }
        entries = {"kits": _written(self.entries), "desks": _written(self.desks)}
        return json.dumps({**about, **entries}) + "\n"


def read_manifest(path: Path) -> Manifest:
    """Return the manifest at `path`; an empty one when there is none, or none that can be read."""
    try:
        return parse_manifest(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Manifest()


def parse_manifest(text: str) -> Manifest:
    """Return the manifest that was written as `text`. Raises ValueError when it is none."""
    try:
        return _parsed(json.loads(text))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(error) from None


def _parsed(value: Any) -> Manifest:  # noqa: ANN401  whatever the file holds
    if value["format"] != _FORMAT:
        return Manifest()
    return Manifest(
        str(value["common"]),
        _read(value["kits"]),
        str(value["shared"]),
        str(value["secret"]),
        _read(value["desks"]),
    )


def _read(value: Any) -> dict[str, Entry]:  # noqa: ANN401  as above
    entries = {}
    for name, (profile, utc, own, zone, kits, theme, expires) in value.items():
        texts = (name, profile, utc, own, zone, theme, expires, *kits, *kits.values())
        if not all(isinstance(each, str) for each in texts):
            raise TypeError
        entries[name] = Entry(profile, (utc, own), zone, dict(kits), theme, expires)
    return entries


def _written(entries: Mapping[str, Entry]) -> dict[str, list[Any]]:
    return {
        name: [each.profile, *each.days, each.zone, dict(each.kits), each.theme, each.expires]
        for name, each in sorted(entries.items())
    }


def digest_file(path: Path) -> str:
    """Return the digest of a file's content; empty when it cannot be read."""
    try:  # what is no file may never end
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def digest_common(folder: Path, files: Iterable[Path], options: Iterable[str]) -> str:
    """Return the digest of what all kits are built from.

    That is everything in `folder`, `files`, `options`, kitgen's own code, and the versions of the
    packages that show. It is another each time when a file names what nobody looks at here.
    """
    files = tuple(files)
    unknown = (secrets.token_hex(16) for file in files if leads_elsewhere(file))
    return digest_texts((digest_sources(folder, files), *versions(), *options, *unknown))


def leads_elsewhere(file: Path) -> bool:
    """Return whether a settings file names variables or files that no digest is made of."""
    return bool(_ELSEWHERE.search(file.read_bytes()))


def digest_sources(folder: Path, files: Iterable[Path]) -> str:
    """Return the digest of everything in `folder`, by address, and of `files`.

    Folders that links lead to are part of it. What is no file is not: a link to nothing, as editors
    make for a lock, or a pipe.
    """
    paths = sorted(filter(os.path.isfile, _followed(folder)))
    digest = _digest(folder, ((path, True) for path in paths))
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def digest_folder(folder: Path) -> str:
    """Return the digest of everything in `folder`, by address; no link leads out of it.

    What is no file of its own (a folder, a link, a pipe) is part of it by its name.
    """
    paths = ((path, stat.S_ISREG(os.lstat(path).st_mode)) for path in sorted(_all(folder)))
    return _digest(folder, paths).hexdigest()


def _digest(folder: Path, paths: Iterable[tuple[str, bool]]) -> hashlib._Hash:
    """Return the digest of paths in a folder, and of the contents of those that are files."""
    digest = hashlib.sha256()
    begin = len(f"{folder}/")
    for path, is_file in paths:
        digest.update(os.fsencode(path[begin:]) + b"\0")
        digest.update(hashlib.sha256(_content(path)).digest() if is_file else b"no file")
    return digest


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  `Path` takes four times as long
        return file.read()


def states_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return names, sizes and times of all files in `folder`, and in those that links lead to."""
    return tuple(sorted(filter(None, map(_state_of, _followed(folder)))))


def _state_of(path: str) -> tuple[str, int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116  as above
    except OSError:  # a link to nothing, as editors make for a lock, or a file that has just gone
        return None
    return (path, state.st_size, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else None


def versions() -> tuple[str, ...]:
    """Return what makes kits: kitgen with the digest of its code, Python, packages that show."""
    return (f"kitgen {kitgen.__version__} ({_code()[:12]})", f"Python {sys.version}", *_packages())


@cache
def _code() -> str:
    """Return the digest of kitgen's own code, which a running process has read."""
    return digest_folder(Path(kitgen.__file__).parent)


def stamp_of(folder: Path) -> str:
    """Return names, sizes and times of a kit's files as one digest: changed when one of them is.

    Empty when there is no such folder, or a link to one.
    """
    try:
        if folder.is_symlink():
            return ""
        with os.scandir(folder) as found:
            lines = sorted(_line(each) for each in found)
    except OSError:
        return ""
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def digest_texts(texts: Iterable[str]) -> str:
    """Return the digest of texts in their order."""
    raw = "\0".join(texts).encode("utf-8", "surrogateescape")  # folders are called in any bytes
    return hashlib.sha256(raw).hexdigest()


def is_as_stamped(entry: Entry, public: Path) -> bool:
    """Return whether all folders of an entry are as they were when they were stamped."""
    return all(stamp_of(public / name) == stamp for name, stamp in entry.kits.items())


def shared_stamp(public: Path) -> str:
    """Return what tells whether anything at the top of the public folder, or a theme, changed."""
    with os.scandir(public) as found:
        names = sorted(f"{each.name} {each.is_symlink()}" for each in found)
    files = (path for path in sorted(public.glob("[._r4]*")) if not path.is_dir())
    trees = (path for path in sorted((public / "_theme").rglob("*")))
    states = ((path, path.lstat()) for path in (*files, *trees))
    stamps = (f"{path.relative_to(public)} {it.st_size} {it.st_mtime_ns}" for path, it in states)
    return digest_texts((*names, *stamps))


def _line(entry: os.DirEntry[str]) -> str:
    state = entry.stat(follow_symlinks=False)
    return f"{entry.name} {state.st_mode} {state.st_size} {state.st_mtime_ns}"


def _all(folder: Path) -> Iterable[str]:
    """Yield what is in a folder, and in those below that are no links; compiled code is not."""
    for root, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if each != "__pycache__"]
        yield from (f"{root}/{name}" for name in (*folders, *names))


def _followed(folder: Path) -> Iterable[str]:
    """Yield what is in a folder, and in those that links lead to, but for ways that are round."""
    above: dict[Path, frozenset[Path]] = {}
    for root, folders, names in os.walk(folder, followlinks=True):
        here = Path(root)
        real, over = here.resolve(), above.get(here.parent, frozenset())
        above[here] = over | {real}
        if real in over:
            folders.clear()
        else:
            yield from (f"{root}/{name}" for name in names)


def _packages() -> list[str]:
    """Return names and versions of the packages that show, as their folders are called.

    Python takes the first that it finds, wherever that is: of this environment, of the user, of
    the system.
    """
    found: dict[str, str] = {}
    for folder in filter(Path.is_dir, map(Path, sys.path)):
        for name in sorted(path.name for path in folder.glob("*.dist-info")):
            package, _, rest = name.partition("-")
            if rest.endswith(".dist-info") and package.lower() in _SHOWING:
                found.setdefault(package.lower(), name)
    return sorted(found.values())
