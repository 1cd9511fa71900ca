"""Whether tests kill a mutant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.mutation.choosing import Measured
    from tests.mutation.mutant import Mutant
    from tests.mutation.workspace import Answer, Workspace

_NOTHING_RAN = 5  # pytest's exit code
# More tests for the second look, since what is compiled once for all tests counts as run by the
# first of them alone.
_ALSO = {
    "profile": ("tests/test_reference.py",),
    "templating": ("tests/pages", "tests/drafts/test_templates.py", "tests/test_content.py"),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one mutant: `killed`, `out of time` (killed, too) or `survived`, and by what."""

    mutant: Mutant
    verdict: str
    by: str

    @property
    def is_killed(self) -> bool:
        """Tell whether tests noticed."""
        return self.verdict != "survived"


def try_mutant(workspace: Workspace, measured: Measured, mutant: Mutant) -> Trial:
    """Run what can kill a mutant: tests that ran its lines, quick ones first; then its folder."""
    package = mutant.path.split("/")[1]
    first = measured.quickest(mutant)
    folders = (f"tests/{package}/", *_ALSO.get(package, ()))
    rest = [test for test in measured.seconds if test.startswith(folders) and test not in first]
    with workspace.holding(mutant):
        for tests in filter(None, (first, rest)):
            answer = workspace.run(tests, measured.budget(tests))
            if answer.code is None:
                return Trial(mutant, "out of time", "the limit of time")
            if answer.code not in {0, _NOTHING_RAN}:
                return Trial(mutant, "killed", _killer(answer))
    return Trial(mutant, "survived", "")


def _killer(answer: Answer) -> str:
    if answer.failed:
        return answer.failed[0]
    # Without a test: what all tests import could not be imported, or the process was killed.
    return f"pytest, which ended with {answer.code}"
