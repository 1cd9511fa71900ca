"""Bugs to plant, one of each kind, so that one can see that the matrix would find them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_in_place() -> None:
    """Write profiles where they stand, not beside."""
    from kitgen import history  # noqa: PLC0415  in the child alone

    def replace_text(path: Path, text: str, named: str, mode: int | None = None) -> None:
        del named, mode
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)

    vars(history)["replace_text"] = replace_text


def leave_files() -> None:
    """Leave what a killed writer left."""
    from kitgen import folder  # noqa: PLC0415  as above

    vars(folder)["remove_left"] = lambda _: None


def publish_bit_by_bit() -> None:
    """Put a site in place file by file, over the old one."""
    from kitgen import folder  # noqa: PLC0415  as above

    def put(fresh: Path, place: Path) -> None:
        for path in sorted(fresh.rglob("*")):
            target = place / path.relative_to(fresh)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                shutil.copyfile(path, target)

    vars(folder)["_put_in_place"] = put


def tell_no_error() -> None:
    """Trip over an error of the disk, where the commands would still have told it."""
    from kitgen import history  # noqa: PLC0415  as above

    def replace_text(path: Path, text: str, named: str, mode: int | None = None) -> None:
        del named, mode
        fresh = path.with_name(".kitgen-fresh-x")
        try:
            fresh.write_text(text, "utf-8")
            fresh.replace(path)
        except OSError as error:
            raise LookupError(error.errno) from error

    vars(history)["replace_text"] = replace_text


PLANTED: dict[str, Callable[[], None]] = {
    each.__name__.replace("_", "-"): each
    for each in (write_in_place, leave_files, publish_bit_by_bit, tell_no_error)
}
