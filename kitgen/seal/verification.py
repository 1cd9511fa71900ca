"""Whether a host serves what this project builds, byte for byte: it could replace the loader."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.errors import KitgenError
from kitgen.seal.cipher import unseal_bytes
from kitgen.seal.neutral import NEUTRAL
from kitgen.seal.packing import UnsealError
from kitgen.seal.sealed_site import START
from kitgen.seal.shell import sealed_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kitgen.seal.cipher import KitKeys
    from kitgen.seal.sealer import Sealer, Unsealed
    from kitgen.seal.theme import Theme

_BUILT = re.compile(rb'\sdata-built="(\d{4}-\d\d-\d\d)"')
_AT_ONCE, _SECONDS, _MOST = 8, 30, 50_000_000
_GONE = {404, 410}
_FOR_THE_HOST = ".nojekyll"  # read by it, and often not served

MISSING = "is not served"
CHANGED = "is not what this project builds"
CLOSED = "does not open with the kit's key"
STILL_THERE = "is still served; it should be gone"


class HostError(KitgenError):
    """A host does not answer, or not as a host of static files does."""

    is_public = True


Fetch = Callable[[str], bytes | None]


class Difference(Struct, frozen=True, order=True):
    """One file of a host that is not as it should be: its path under the base URL, and what."""

    file: str
    what: str


def fetch(url: str) -> bytes | None:
    """Return what a host serves at an address; None when there is nothing.

    Raises HostError when the host does not answer, or with something else.
    """
    from http.client import HTTPException  # noqa: PLC0415  a build asks nobody
    from urllib.error import HTTPError, URLError  # noqa: PLC0415  as above
    from urllib.request import Request, urlopen  # noqa: PLC0415  as above

    request = Request(url, headers={"Cache-Control": "no-cache"})  # noqa: S310  callers check
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  as above
            content: bytes = answer.read(_MOST)
            return content
    except HTTPError as error:
        error.close()
        if error.code in _GONE:
            return None
        raise HostError(f"the host answers with an error ({error.code}); try again") from None
    except (URLError, OSError, HTTPException, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise HostError(f"the host does not answer: {why}") from None


def verify_kit(
    current: Unsealed, as_of: Callable[[date], Unsealed], sealer: Sealer, url: str, get: Fetch
) -> tuple[tuple[Difference, ...], Theme | None, date | None]:
    """Return how a kit under the base URL differs from a rebuild, its theme, and its day.

    It is rebuilt as of the day that stands, sealed, in the kit that is served. There is no rebuild,
    and no theme, when that cannot be read.
    """
    keys = current.keys(sealer.secret)
    start = get(f"{url}/{keys.path}/{START}")
    if start is None:
        return (Difference(f"{keys.path}/{START}", MISSING),), None, None
    day = _built_on(start, keys)
    if day is None:
        return (Difference(f"{keys.path}/{START}", CLOSED),), None, None
    sealed, theme = sealer.seal(as_of(day))
    files = {f"{keys.path}/{name}": content for name, content in sealed.files.items()}
    return _differences(files, url, get), theme, day


def verify_shared(themes: Iterable[Theme], url: str, get: Fetch) -> tuple[Difference, ...]:
    """Return how the files that kits share differ from what they should be."""
    files = {name: content for name, content in NEUTRAL.items() if name != _FOR_THE_HOST}
    for theme in themes:
        files |= {f"{theme.folder}/{name}": content for name, content in theme.contents.items()}
    return _differences(files, url, get)


def verify_gone(paths: Iterable[str], url: str, get: Fetch) -> tuple[Difference, ...]:
    """Return which kits are still served of those that should be gone: rotated, expired."""
    names = [f"{path}/{START}" for path in paths]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        there = pool.map(lambda name: get(f"{url}/{name}") is not None, names)
        served = [name for name, is_there in zip(names, there, strict=True) if is_there]
    return tuple(Difference(name, STILL_THERE) for name in served)


def _differences(files: Mapping[str, bytes], url: str, get: Fetch) -> tuple[Difference, ...]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        served = pool.map(lambda name: get(f"{url}/{name}"), files)
        return tuple(
            Difference(name, MISSING if content is None else CHANGED)
            for (name, ours), content in zip(files.items(), served, strict=True)
            if content != ours
        )


def _built_on(page: bytes, keys: KitKeys) -> date | None:
    """Return the day that stands in a sealed page: the host cannot write another one there."""
    with suppress(UnsealError, ValueError):
        found = _BUILT.search(unseal_bytes(keys.file_key, START, sealed_part(page)))
        return date.fromisoformat(found[1].decode()) if found else None
    return None
