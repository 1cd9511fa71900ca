"""Golden cases: one file holds a profile and the problems that are expected of it.

Each expected problem is a comment at the end of the file, so that the file is read as one YAML
text. Rewrite them with `--update-golden`, and read the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.errors import ProfileError
from kitgen.profile import parse_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

CASES = sorted(Path(__file__).with_name("golden").glob("*.yml"))
MARK = "#: "


def problems_of(text: str, today: date) -> list[str]:
    """Return each problem of a profile on one line, with its hint."""
    try:
        parse_profile(text, "", today)
    except ProfileError as error:
        return [
            f"{each.line}:{each.column}+{each.length} {each.code}: {each.message} = {each.hint}"
            for each in error.problems
        ]
    return []


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_profile_has_exactly_the_problems_that_its_case_expects(
    case: Path, today: date, same_as_golden: Callable[[Path, str], None]
) -> None:
    """No problem is missing, none is new, and each says what it said."""
    lines = case.read_text("utf-8").splitlines(keepends=True)
    profile = "".join(line for line in lines if not line.startswith(MARK))
    told = "".join(f"{MARK}{problem}\n" for problem in problems_of(profile, today))

    same_as_golden(case, profile + told)


def test_there_are_cases() -> None:
    """A folder that was moved would make every case pass."""
    assert len(CASES) >= 12
