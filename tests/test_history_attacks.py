"""`kitgen log` on profiles as people write them: right, or a clear error with nothing lost."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from kitgen.cli import main
from kitgen.errors import KitgenError
from kitgen.history import steps_told
from kitgen.intake import read_form

if TYPE_CHECKING:
    from click.testing import Result

    from kitgen.project import Project

HEAD = "owner: {name: Ada Lind}\ncontacts:\n"


def log(project: Project, text: str, *words: str) -> tuple[Result, str]:
    """Write a profile as it is, log a step, and return what came of it."""
    path = project.profiles / "ada.yml"
    path.write_bytes(text.encode())
    done = CliRunner().invoke(main, ["log", "ada", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done, path.read_bytes().decode()


@pytest.mark.parametrize(
    "contacts",
    [
        "  - {name: Jo Park}\n",
        "  - {name: Jo Park, history: []}\n",
        "  - {name: Jo Park, history: [{asked: 2026-11-01}]}  # hers\n",
        "  - name: Jo Park\n    history: []  # none yet\n",
        "  - name: Jo Park\n    history:\n",
        "  - name: Jo Park\n    history:\n      - asked: 2026-11-01\n      # she is away\n",
        "  - name: Jo Park\n    history:\n    - asked: 2026-11-01\n    notes: x",
        "  - name: Jo Park",
        (
            "  - name: Jo Park\n    history: [{asked: 2026-11-01},\n      # between\n"
            "      {reminded: 2026-11-08}]\n"
        ),
        "  - name: 'Jo Park'\n    history:\n      - {asked: 2026-11-01}\n\n\n# the end",
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_step_finds_its_place(ada: Project, contacts: str, ending: str) -> None:
    """In blocks and braces, empty or not, with comments between, and without a last line end."""
    text = (HEAD + contacts).replace("\n", ending)
    done, after = log(ada, text, "jo", "agreed", "--on", "2026-11-20")
    assert done.exit_code == 0, done.stderr
    history = yaml.safe_load(after)["contacts"][0]["history"]
    assert str(history[-1]["agreed"]) == "2026-11-20"
    before = yaml.safe_load(text)["contacts"][0].get("history") or []
    assert history[:-1] == before
    comments = [line.split("#")[1].strip() for line in text.splitlines() if "#" in line]
    assert all(comment in after for comment in comments)
    assert ("\r\n" in after) == (ending == "\r\n")
    assert after.replace("\r\n", "").count("\r") == 0


@pytest.mark.parametrize("name", ["Zoë Đặng", "김서연", "سلمى القاضي", "Zoe\u0308 Đặng"])
def test_names_of_any_script_are_found(ada: Project, name: str) -> None:
    """However their letters are composed in the file and at the keyboard."""
    typed = name.replace("Zoe\u0308", "Zoë")
    done, after = log(ada, f"{HEAD}  - name: {name}\n", typed, "asked")
    assert done.exit_code == 0, done.stderr
    assert "asked: 2026-11-22" in after


@pytest.mark.parametrize(
    ("contacts", "words", "why"),
    [
        ("  - {name: Jo Park}\n  - {name: Jo Berg}\n", ("jo", "asked"), "one of several"),
        ("  - {name: Jo Park}\n", ("zoe", "asked"), "there is no contact"),
        ("  - &jo {name: Jo Park}\n", ("jo", "asked"), "ada.yml:3"),
        ("  - name: Jo Park\n\thistory: []\n", ("jo", "asked"), "ada.yml:4"),
        ("  - {name: Jo Park}\n", ("jo", "asked", "--on", "2026-12-24"), "in the future"),
        (
            "  - {name: Jo Park, history: [{asked: 2026-11-10}]}\n",
            ("jo", "agreed", "--on", "2026-11-01"),
            "comes before 'asked'",
        ),
        ("  - {name: Jo Park}\n", ("jo", "reminded"), "a reminder without an ask"),
        (
            "  - {name: Jo Park, history: [{declined: 2026-11-10}]}\n",
            ("jo", "asked"),
            "a no is final",
        ),
        (
            "  - {name: Jo Park, history: [{asked: 2026-11-22}]}\n",
            ("jo", "asked"),
            "there already",
        ),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_lost(
    ada: Project, contacts: str, words: tuple[str, ...], why: str
) -> None:
    """The file stays as it was, byte for byte."""
    done, after = log(ada, HEAD + contacts, *words)
    assert done.exit_code == 1
    assert why in done.stderr
    assert after == HEAD + contacts


def test_a_link_keeps_its_aim_and_no_half_file_is_left(ada: Project, tmp_path: object) -> None:
    """A profile that is kept elsewhere is changed there."""
    del tmp_path
    real = ada.root / "elsewhere.yml"
    real.write_text(f"{HEAD}  - {{name: Jo Park}}\n")
    link = ada.profiles / "ada.yml"
    link.unlink()
    link.symlink_to(real)
    done = CliRunner().invoke(main, ["log", "ada", "jo", "asked"])
    assert done.exit_code == 0, done.stderr
    assert link.is_symlink()
    assert "asked: 2026-11-22" in real.read_text()
    assert sorted(path.name for path in ada.root.glob(".kitgen-*")) == []


@pytest.mark.parametrize("message", ["{who:" + " " * 60_000 + "x", "{who: " * 20_000])
def test_a_message_of_nothing_but_blanks_is_over_at_once(message: str) -> None:
    """From each blank all others were gone through; it took hours."""
    begun = time.process_time()
    with pytest.raises(KitgenError, match="no step stands there"):
        steps_told(message)
    assert time.process_time() - begun < 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without an end")
def test_a_message_without_an_end_is_told(ada: Project) -> None:
    """Not all of it is read into memory."""
    done, after = log(ada, f"{HEAD}  - name: Jo Park\n", "--from", "/dev/zero")
    assert (done.exit_code, after) == (1, f"{HEAD}  - name: Jo Park\n")
    assert "longer than any message" in done.stderr


def test_a_form_that_is_longer_than_any_is_told(ada: Project, tmp_path: Path) -> None:
    """A heading of nothing but blanks, and a file of gigabytes that takes no room."""
    form = tmp_path / "form.txt"
    form.write_text("### a" + " " * 60_000 + "x")
    begun = time.process_time()
    assert read_form(form).answers
    assert time.process_time() - begun < 2
    with form.open("wb") as file:
        file.truncate(6_000_000_000)
    done = CliRunner().invoke(main, ["new", "--from-issue", str(form)])
    assert (done.exit_code, "longer than any form" in done.stderr) == (1, True)
    assert "form" not in " ".join(each.name for each in ada.profiles.iterdir())
