"""What kitgen is made of, by its lock: a bill of materials (CycloneDX), or the notice of licences.

`python -m benchmarks.bill_of_materials > sbom.json`; with `--notice`, the table of NOTICE.md.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import kitgen

ROOT = Path(__file__).parent.parent
_PINNED = re.compile(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What old packages say in words, as SPDX writes it.
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_UNSAID = {"", "UNKNOWN"}


@dataclass(frozen=True, slots=True)
class Part:
    """One package of the lock; `licence` is an SPDX expression, empty where it is not known."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str


def parts_of(lock: str) -> tuple[Part, ...]:
    """Return the packages of a lock, in its order."""
    return tuple(
        Part(name, version, tuple(_HASH.findall(rest)), licence_of(name))
        for name, version, rest in _PINNED.findall(lock)
    )


def licence_of(name: str) -> str:
    """Return the licence that an installed package states; empty when it is not installed."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = about.get_all("Classifier") or []
    said = [
        str(each).rsplit(" :: ", 1)[-1]
        for each in classifiers
        if str(each).startswith("License ::")
    ]
    stated = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    for each in (*stated, *said):
        if each and each not in _UNSAID:
            return _SPDX.get(str(each), str(each))
    return ""


def bill_of_materials(parts: tuple[Part, ...]) -> dict[str, object]:
    """Return the bill of materials, as https://cyclonedx.org/docs/1.6/json/ has it."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "kitgen", "version": kitgen.__version__}
        },
        "components": [
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{each.name}@{each.version}",
                "name": each.name,
                "version": each.version,
                "purl": f"pkg:pypi/{each.name}@{each.version}",
                "licenses": [{"expression": each.licence}] if each.licence else [],
                # Of all files of a release; which of them is installed differs by system.
                "properties": [
                    {"name": "kitgen:sha256", "value": each_hash} for each_hash in each.hashes
                ],
            }
            for each in parts
        ],
    }


def notice(parts: tuple[Part, ...]) -> str:
    """Return the table of names and licences, without versions: those stand in the lock."""
    rows = "\n".join(f"| {each.name} | {each.licence} |" for each in parts if each.licence)
    return f"| package | licence |\n|---|---|\n{rows}\n"


def main() -> None:
    """Print the bill of materials, or the notice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bill_of_materials")
    parser.add_argument("--notice", action="store_true", help="print the table of NOTICE.md")
    given = parser.parse_args()
    parts = parts_of((ROOT / "requirements.txt").read_text("utf-8"))
    print(notice(parts) if given.notice else json.dumps(bill_of_materials(parts), indent=2))


if __name__ == "__main__":
    main()
