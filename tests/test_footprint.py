"""The footprint of what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitgen.footprint import Footprint, measure_footprint

if TYPE_CHECKING:
    from pathlib import Path


def test_kits_are_counted_apart_from_what_they_share(tmp_path: Path) -> None:
    """Two kits of 300 and 100 bytes, a theme of 50; about five million fit into a gigabyte."""
    for name, sizes in {"a" * 22: (100, 200), "b" * 22: (100,), "_theme/1": (50,)}.items():
        (tmp_path / name).mkdir(parents=True)
        for number, size in enumerate(sizes):
            (tmp_path / name / f"{number}.bin").write_bytes(b"x" * size)
    found = measure_footprint(tmp_path)
    assert found == Footprint(2, middle=200, largest=300, inodes=2, total=450, shared=50)
    assert found.fitting == (1_000_000_000 - 50) // 200


def test_nothing_published_has_no_size(tmp_path: Path) -> None:
    """Before the first kit there is nothing to divide by."""
    assert measure_footprint(tmp_path) == Footprint(0, 0, 0, 0, 0, 0)
    assert measure_footprint(tmp_path).fitting == 0
