"""The dictionary of the sealed format: what many pages hold, so that no sealed page carries it.

    .venv/bin/python benchmarks/dictionary.py FILE

Builds the samples and a starter in each language, puts together what at least two of them hold, so
nothing that somebody wrote of a person, and writes it to FILE; then prints what the largest pages
pack to with the dictionary that is installed. The dictionary belongs to the format: one that is to
be used is another format, with another number (`kitgen/seal/packing.py`).
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sealing import NOON, copied

from kitgen import sharing
from kitgen.folder import output_folder
from kitgen.seal import Secret, unseal_bytes
from kitgen.seal.packing import pack
from kitgen.seal.shell import sealed_part
from kitgen.starter import write_starter

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from kitgen.project import Project

STARTERS = {"starter-one": "en", "starter-two": "de"}
LEAST = 12  # letters of a part that is worth pointing to
MODELS = ("sample-mara-okafor", "sample-jule-brandstaetter")
# How many bytes of what kind, in the order of a page. DEFLATE looks back over 32,768 bytes, and
# each kind has to be in sight where a page holds the like.
ROOM = {"frame": 20_000, "draft": 500, "coverage": 5_000, "guide": 5_500}
ROOM_IN_GERMAN = {"frame": 800, "draft": 0, "coverage": 0, "guide": 3_000}
_END = "</article>"
_PARTS = re.compile(r"(?<=>)|(?=<)|(?<=\. )")
# Hashes and addresses of files change with each of them, and a title has a name in it.
_CHANGING = re.compile(r"integrity=|_theme/|kit\.invalid")


def main() -> None:
    """Write the dictionary, and print what the installed one is worth."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("file", type=Path)
    file: Path = words.parse_args().file
    with tempfile.TemporaryDirectory() as folder:
        project = copied(Path(folder))
        for name, language in STARTERS.items():
            write_starter(project, name, language)
        kits = dict(pages_of_kits(project))
    text = dictionary_of(kits)
    file.write_text(text, "utf-8", newline="\n")
    print(f"{len(text.encode()):,} bytes")
    for kit, pages in kits.items():
        sizes = sorted(len(pack(page.encode())) for page in pages.values())
        print(f"{kit}: {len(sizes)} pages, the largest packed to {sizes[-1]:,} bytes")


def pages_of_kits(project: Project) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each kit's name, and its pages as they are sealed, by their source."""
    secret = Secret(b"s" * 32, "a benchmark")
    members = sharing.read_members(project, project.profile_paths(), NOON)
    sealer = sharing.sealer_of(project, secret)
    with output_folder(project.staging):
        for kit in sharing.unsealed(project, members):
            keys, site = kit.keys(secret), sealer.seal(kit)[0]
            sources = {
                f"{keys.opaque_name(name)}.html": name for name in ("guide.md", "coverage.md")
            }
            pages = {
                sources.get(address, address): unseal_bytes(
                    keys.file_key, address, sealed_part(content)
                ).decode()
                for address, content in site.files.items()
                if address.endswith(".html")
            }
            yield kit.name, pages


def dictionary_of(kits: Mapping[str, Mapping[str, str]]) -> str:
    """Return what pages of two kits have in common, each part once, in the order of a page."""
    holders: dict[str, set[str]] = {}
    for kit, pages in kits.items():
        for page in pages.values():
            for part in _PARTS.split(page):
                holders.setdefault(part, set()).add(kit)
    common = {part for part, kits in holders.items() if len(kits) > 1}
    taken: set[str] = set()
    models = [(models_in(kits[MODELS[0]]), ROOM), (models_in(kits[MODELS[1]]), ROOM_IN_GERMAN)]
    return "".join(
        part
        for kind in ROOM
        for model, room in models
        for part in picked(_PARTS.split(model[kind]), common, taken, room[kind])
    )


def models_in(pages: Mapping[str, str]) -> dict[str, str]:
    """Return the text of a page of each kind, and of what is around all of them."""
    start, _, end = pages["guide.md"].partition(_END)
    others = [page for name, page in pages.items() if not name.endswith(".md")]
    found = {name: pages[f"{name}.md"] for name in ("guide", "coverage")}
    found["draft"] = max(others, key=len)
    articles = {
        name: page[page.index("<article") : page.index(_END)] for name, page in found.items()
    }
    return {"frame": _END + end + start[: start.index("<article")], **articles}


def picked(
    parts: Iterable[str], common: Container[str], taken: set[str], room: int
) -> Iterator[str]:
    """Yield parts that are common, and add long ones to `taken`, as far as there is room."""
    for part in parts:
        is_known = len(part) >= LEAST and part in taken
        if part not in common or is_known or _CHANGING.search(part):
            continue
        room -= len(part.encode())
        if room < 0:
            return
        taken.add(part)
        yield part


if __name__ == "__main__":
    main()
