"""`kitgen log`: one more dated step of an ask, and nothing else in the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kitgen.cli import main
from tests.conftest import ADA

if TYPE_CHECKING:
    from click.testing import Result

    from kitgen.project import Project

TEXT = """\
owner:
  name: Ada Lind  # me
contacts:
  # my first boss
  - name: Jo Park
    history:
      - asked: 2026-11-01  # by mail
  - {id: kim, name: Kim Vale}
  - name: Kim Berg
# the end
"""


def kitgen_run(*words: str) -> Result:
    """Run a command in this process; nothing may end in a traceback."""
    done = CliRunner().invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture
def text(ada: Project) -> str:
    """Write the profile, and return what is in it."""
    (ada.profiles / "ada.yml").write_text(TEXT)
    return TEXT


def test_a_step_is_added_with_its_day(ada: Project, text: str) -> None:
    """At the end of the history, today without a day; a history is begun where there is none."""
    done = kitgen_run("log", "ada", "Jo Park", "agreed", "--on", "2026-11-05")
    assert done.stdout == "profiles/ada.yml: Jo Park, agreed on 2026-11-05.\n"
    kitgen_run("log", "ada", "kim", "asked")
    kitgen_run("log", "ada", "kim berg", "parked")
    expected = text.replace("# by mail\n", "# by mail\n      - agreed: 2026-11-05\n")
    expected = expected.replace("Kim Vale}", "Kim Vale, history: [{asked: 2026-11-22}]}")
    begun = "name: Kim Berg\n    history:\n      - parked: 2026-11-22\n"
    expected = expected.replace("name: Kim Berg\n", begun)
    assert (ada.profiles / "ada.yml").read_text() == expected
    assert kitgen_run("check", "ada").exit_code == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["kim", "asked", "--on", "2026-12-24"], "Kim Vale: "),
        (["kim b", "asked", "--on", "24.12."], "does not match the format"),
        (["jo", "asked", "--on", "2026-11-01"], "is there already"),
        (["jo", "agreed", "--on", "2026-10-01"], "Jo Park: "),
        (["Ki", "asked"], "may be one of several; name one: kim, kim-berg"),
        (["Zoe", "asked"], "there is no contact 'Zoe'. Contacts: jo-park, kim, kim-berg"),
        (["kim", "called"], "is not one of"),
    ],
)
def test_what_cannot_be_right_is_told_and_nothing_is_written(
    ada: Project, text: str, words: list[str], why: str
) -> None:
    """A day to come, an answer before the ask, nobody or somebody of several."""
    done = kitgen_run("log", "ada", *words)
    assert done.exit_code != 0
    assert why in done.stderr
    assert (ada.profiles / "ada.yml").read_text() == text


def test_a_profile_with_problems_is_mended_first(ada: Project) -> None:
    """They are told with their place."""
    (ada.profiles / "ada.yml").write_text(ADA.replace("manager", "boss"))
    done = kitgen_run("log", "ada", "jo", "asked")
    assert done.exit_code == 1
    assert "profiles/ada.yml:6" in done.stderr
