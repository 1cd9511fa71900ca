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


MESSAGE = """\
Hi, this is where I am:
> # Progress of Ada Lind
> log:
>   - {who: jo-park, agreed: 2026-11-05}
>   - {who: kim, asked: 2026-11-20}
>   - {who: jo-park, asked: 2026-11-01}
"""


def test_all_steps_of_a_message_are_written_at_once(ada: Project, text: str) -> None:
    """Whatever stands around them; what is there already, in the log too, is passed over."""
    path = ada.profiles / "ada.yml"
    path.write_text(f"{text}log:\n  - {{who: Kim Vale, asked: 2026-11-20}}\n")
    (ada.root / "mail.txt").write_text(MESSAGE)
    done = kitgen_run("log", "ada", "--from", "mail.txt")
    assert done.stdout == "profiles/ada.yml: Jo Park, agreed on 2026-11-05.\n"
    assert done.stderr == "2 steps are there already.\n"
    assert "# by mail\n      - agreed: 2026-11-05\n" in path.read_text()
    again = kitgen_run("log", "ada", "--from", "mail.txt")
    assert (again.exit_code, again.stdout) == (0, "")
    assert kitgen_run("check", "ada").exit_code == 0


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("Hi, I asked Jo.", "no step stands there, such as {who: jo"),
        ("{who: jo, called: 2026-11-01} {who: jo, asked: 2026-13-01}", "'called: 2026-11"),
        ("{who: jo, called: 2026-11-01} {who: jo, asked: 2026-13-01}", "'asked: 2026-13"),
        (MESSAGE.replace("kim", "zoe"), "there is no contact 'zoe'"),
        (MESSAGE.replace("2026-11-20", "2026-12-20"), "Kim Vale: 2026-12-20 is in the future"),
    ],
)
def test_a_message_with_a_mistake_writes_nothing(
    ada: Project, text: str, message: str, why: str
) -> None:
    """All of it is right, or none of it is written."""
    (ada.root / "mail.txt").write_text(message)
    done = kitgen_run("log", "ada", "--from", "mail.txt")
    assert done.exit_code == 1
    assert why in done.stderr
    assert (ada.profiles / "ada.yml").read_text() == text


def test_a_message_that_is_no_text_is_told(ada: Project) -> None:
    """A picture, say, in the place of the file."""
    (ada.root / "mail.txt").write_bytes(b"\xff\xd8\xff")
    done = kitgen_run("log", "ada", "--from", "mail.txt")
    assert (done.exit_code, done.exception.__class__) == (1, SystemExit)
    assert "mail.txt is no text" in done.stderr


def test_a_message_and_a_contact_exclude_each_other(ada: Project, text: str) -> None:
    """Neither of them, or both, is a question of how to call it."""
    (ada.root / "mail.txt").write_text(MESSAGE)
    for words in ((), ("jo", "agreed", "--from", "mail.txt"), ("jo",)):
        assert kitgen_run("log", "ada", *words).exit_code == 2
    assert (ada.profiles / "ada.yml").read_text() == text
