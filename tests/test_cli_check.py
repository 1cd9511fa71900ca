"""The commands check, new and schema, as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from kitgen.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.project import Project

BROKEN = "owner:\n  name: Mara\n  strenths: [SQL]\n  time_zone: Berlin\n"


@pytest.fixture
def root(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project folder without profiles, and return it."""
    (tmp_path / "docs").symlink_to(project.docs)
    (tmp_path / "mkdocs.yml").symlink_to(project.mkdocs_yml)
    (tmp_path / "profiles").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 2026-11-22
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


def kitgen(*words: str, color: bool = False) -> Result:
    """Return what a command printed and its exit code; a traceback fails the test."""
    return CliRunner().invoke(main, words, color=color, catch_exceptions=False)


def write(root: Path, name: str, text: str) -> None:
    """Write a profile."""
    (root / "profiles" / name).write_bytes(text.encode())


def test_check_shows_every_problem_and_fails(root: Path) -> None:
    """File, line, column, the line itself, a caret, a hint; exit code 1."""
    write(root, "mara.yml", BROKEN)
    result = kitgen("check")

    assert result.exit_code == 1
    assert "profiles/mara.yml:3:3: error: unknown field 'strenths'" in result.stderr
    assert "    3 |   strenths: [SQL]\n      |   ^~~~~~~~\n" in result.stderr
    assert "did you mean 'strengths'?" in result.stderr
    assert "profiles/mara.yml:4:14: error: " in result.stderr
    assert result.stderr.endswith(
        "1 profile: 2 problems, 0 things to look at.\n"
        "More about them: `kitgen explain unknown-field value`.\n"
    )
    assert result.stdout == ""


def test_check_passes_with_things_to_look_at(root: Path) -> None:
    """A suggestion that nobody confirmed is a warning at its line."""
    text = "owner: {name: Mara}\ncontacts:\n  - name: Jo\n    unconfirmed: a guess\n"
    write(root, "mara.yml", text)
    result = kitgen("check", "mara")

    assert result.exit_code == 0
    assert "profiles/mara.yml:4:18: warning: " in result.stderr
    assert "1 profile: 0 problems, " in result.stderr


def test_check_warns_of_a_received_recommendation_that_is_only_suggested(root: Path) -> None:
    """Importers suggest, people confirm."""
    text = (
        "owner: {name: Mara}\ncontacts: [{name: Jo}]\npositions: [{organisation: A}]\n"
        "recommendations:\n  received:\n    - {by: Jo, position: A, unconfirmed: a guess}\n"
    )
    write(root, "mara.yml", text)
    result = kitgen("check", "--format", "json")

    problems = json.loads(result.stdout)
    assert (6, "warning") in [(each["line"], each["severity"]) for each in problems]


def test_check_of_the_samples_finds_no_problem(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown as an example is right."""
    monkeypatch.chdir(project.root)

    assert kitgen("check", "mara-okafor").exit_code == 0


def test_check_takes_names_paths_and_all(root: Path) -> None:
    """Without a name, every profile is checked."""
    write(root, "mara.yml", BROKEN)
    write(root, "jo.yaml", "owner: {name: Jo}\n")

    assert "2 profiles: 2 problems" in kitgen("check").stderr
    assert kitgen("check", "jo").exit_code == 0
    assert kitgen("check", "profiles/jo.yaml").exit_code == 0
    assert kitgen("check", "jo", "mara").exit_code == 1


def test_check_of_a_name_that_is_not_there_says_which_are(root: Path) -> None:
    """Without a traceback."""
    write(root, "mara.yml", BROKEN)
    result = kitgen("check", "zoe")

    assert result.exit_code == 1
    assert "'zoe'" in result.stderr
    assert "mara" in result.stderr


def test_check_prints_json_to_standard_output(root: Path) -> None:
    """An empty list when all is well."""
    write(root, "mara.yml", BROKEN)
    result = kitgen("check", "--format", "json")

    assert [(each["source"], each["line"]) for each in json.loads(result.stdout)] == [
        ("profiles/mara.yml", 3),
        ("profiles/mara.yml", 4),
    ]
    assert result.exit_code == 1
    write(root, "mara.yml", "owner: {name: Mara}\n")
    assert json.loads(kitgen("check", "--format", "json").stdout) == []


def test_check_prints_annotations_for_github(root: Path) -> None:
    """Nothing at all when all is well."""
    write(root, "mara.yml", BROKEN)
    lines = kitgen("check", "--format", "github").stdout.splitlines()

    assert len(lines) == 2
    assert lines[0].startswith("::error file=profiles/mara.yml,line=3,col=3,title=")
    write(root, "mara.yml", "owner: {name: Mara}\n")
    assert kitgen("check", "--format", "github").stdout == ""


def test_colours_are_left_out_when_no_color_is_set(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """https://no-color.org: when it is present and not empty."""
    write(root, "mara.yml", BROKEN)

    assert "\x1b[" in kitgen("check", color=True).stderr
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b[" in kitgen("check", color=True).stderr
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in kitgen("check", color=True).stderr
    assert "\x1b[" not in kitgen("check", "zoe", color=True).stderr


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"a: \x00", b"- " * 100_000, b"owner: [", b"\t", b"a\x0cb: @\x0b\nc: @"],
)
def test_whatever_is_in_the_file_it_is_told_at_its_own_line(root: Path, raw: bytes) -> None:
    """Exit code 1, and no traceback."""
    (root / "profiles" / "mara.yml").write_bytes(raw)
    result = kitgen("check")

    assert result.exit_code == 1
    assert "profiles/mara.yml:" in result.stderr


def test_the_line_shown_is_the_one_that_is_told(root: Path) -> None:
    """Form feeds and other odd line ends do not count as lines, as in editors."""
    write(root, "mara.yml", "owner: {name: Mara}\n# a\x0cb\x0b\u2028\nzz: 1\n")
    result = kitgen("check")

    assert "    2 | # a b  \n" in result.stderr


def test_a_file_that_cannot_be_read_is_told(root: Path) -> None:
    """A pipe, a folder, a link to nothing: each is told, none is waited for."""
    os.mkfifo(root / "profiles" / "a.yml")
    (root / "profiles" / "b.yml").mkdir()
    (root / "profiles" / "c.yml").symlink_to("nothing")
    result = kitgen("check", "--format", "json")

    assert result.exit_code == 1
    assert [each["code"] for each in json.loads(result.stdout)] == ["unreadable"] * 3


def test_a_file_whose_name_cannot_be_a_kits_is_told(root: Path) -> None:
    """It would become part of an address."""
    write(root, "ma ra.yml", "owner: {name: Mara}\n")
    result = kitgen("check", "--format", "json")

    assert [each["code"] for each in json.loads(result.stdout)] == ["profile"]


def test_a_language_without_words_is_told_at_its_line(root: Path) -> None:
    """With those that there are."""
    write(root, "mara.yml", "owner:\n  name: Mara\n  language: xx\n")
    result = kitgen("check")

    assert "profiles/mara.yml:3:13: error: " in result.stderr
    assert "en" in result.stderr


def test_outside_a_project_every_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not with a traceback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)

    for words in (("check",), ("new", "ada"), ("schema",)):
        result = kitgen(*words)
        assert result.exit_code == 1
        assert "no kitgen project" in result.stderr


def test_new_writes_a_profile_that_check_accepts(root: Path) -> None:
    """And says what to do next."""
    result = kitgen("new", "ada")

    assert result.exit_code == 0
    assert "profiles/ada.yml" in result.stdout
    assert "kitgen build ada" in result.stdout
    assert kitgen("check", "ada").exit_code == 0
    assert (root / "profiles" / "ada.yml").is_file()


def test_commands_are_named_as_they_were_typed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts run.py has no `kitgen` to type."""
    write(root, "mara.yml", BROKEN)
    monkeypatch.setenv("KITGEN_COMMAND", "python3 run.py")

    assert "run `python3 run.py build ada`" in kitgen("new", "ada").stdout
    assert "run `python3 run.py check mara`" in kitgen("status").stdout
    assert "run `python3 run.py new NAME`" in kitgen("new", "李雷").stderr
    for path in (root / "profiles").glob("*.yml"):
        path.unlink()
    assert "`python3 run.py new NAME` makes one" in kitgen("build").stderr


@pytest.mark.parametrize("typed", ["kitgen", "python3 run.py"])
def test_the_usage_line_says_what_was_typed(typed: str) -> None:
    """Help can be copied into the terminal, too."""
    env = {**os.environ, "KITGEN_COMMAND": "" if typed == "kitgen" else typed}
    words = [sys.executable, "-P", "-m", "kitgen", "build", "--help"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)

    assert done.stdout.startswith(f"Usage: {typed} build ")


def test_new_never_overwrites(root: Path) -> None:
    """The second time it is an error."""
    write(root, "ada.yml", "mine")
    result = kitgen("new", "ada")

    assert result.exit_code == 1
    assert "there already" in result.stderr
    assert (root / "profiles" / "ada.yml").read_text("utf-8") == "mine"


def test_schema_writes_what_is_out_of_date_and_check_only_tells(
    project: Project, root: Path
) -> None:
    """CI runs it with --check."""
    readme = (project.profiles / "README.md").read_text("utf-8")
    (root / "profiles" / "README.md").write_text(readme, "utf-8")
    name = "profiles/profile.schema.json"

    told = kitgen("schema", "--check")
    assert (1, f"{name}: out of date\n") == (told.exit_code, told.stdout)
    written = kitgen("schema")
    assert (0, f"{name}: written\n") == (written.exit_code, written.stdout)
    again = kitgen("schema", "--check")
    assert (again.exit_code, again.stdout) == (0, "")


def test_help_lists_the_commands_in_the_order_of_use() -> None:
    """A person reads it from top to bottom."""
    text = kitgen("--help").stdout

    assert text.index("  new ") < text.index("  check ") < text.index("  build ")
