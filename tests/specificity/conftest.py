"""What the tests of specificity share: the labelled texts, and how they are split."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

_FILES = sorted((Path(__file__).parent / "labelled").glob("*.yml"))
_LABELS = ("specific", "generic")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One invented text, what a person says of it, and where it stands."""

    text: str
    label: str
    file: str

    @property
    def is_for_evaluation(self) -> bool:
        """Whether it is kept out of tuning: two in five, as the hash of the text falls."""
        return sha256(self.text.encode()).digest()[0] % 5 < 2


@pytest.fixture(scope="session")
def labelled() -> tuple[Labelled, ...]:
    """Return every labelled text."""
    found = []
    for path in _FILES:
        groups = yaml.safe_load(path.read_text("utf-8"))
        assert set(groups) == set(_LABELS), path
        found += [
            Labelled(text, label, path.stem) for label in _LABELS for text in groups[label]
        ]
    return tuple(found)
