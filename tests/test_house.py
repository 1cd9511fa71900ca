"""The rules of the house: who may import whom, how long things may be, and what no file says."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kitgen.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kitgen"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room is a module of `kitgen` or a package in it. Each may import these others, and only from
# their front door: `kitgen.profile`, not `kitgen.profile.model`.
MAY_IMPORT = {
    "__init__": "",
    "errors": "",
    "message": "",
    "cache": "folder",
    "calendar_file": "",
    "mail_file": "",
    "ci": "",
    "importers": "document errors profile",
    "clock": "errors",
    "folder": "errors",
    "document": "cache errors",
    "profile": "document errors",
    "facts": "cache document errors",
    "templating": "cache errors",
    "language": "profile",
    "words": "cache document errors language message templating",
    "life": "profile",
    "discretion": "errors profile",
    "repository": "errors",
    "specificity": "cache document errors message",
    "coverage": "facts life message profile specificity",
    "plan": "coverage facts life message profile",
    "drafts": "cache coverage document errors facts life message profile specificity templating"
    " words",
    "translation": "cache document errors facts language",
    "content": "cache document drafts errors facts language manifest profile specificity templating"
    " translation words",
    "explanations": "document errors",
    "kit": "content coverage drafts life message plan profile",
    "findings": "document errors kit",
    "status": "kit life plan profile",
    "pages": "__init__ calendar_file content coverage drafts errors facts kit life mail_file"
    " message plan profile templating",
    "project": "cache clock content errors kit manifest pages profile translation",
    "starter": "content errors folder profile project templating",
    "intake": "document errors profile project starter",
    "proposal": "errors git",
    "comparison": "kit",
    "revision": "errors git profile project",
    "reference": "errors profile project",
    "history": "errors folder profile project",
    "mkdocs_plugin": "clock errors pages project",
    "site": "cache errors folder manifest mkdocs_plugin pages templating",
    "fleet": "errors folder pages site",
    "tree": "folder pages templating",
    "secret": "ci errors folder",
    "seal": "document errors folder pages profile secret site",
    "git": "errors",
    "publish": "errors folder git seal",
    "briefs": "errors kit pages profile project seal translation",
    "settings": "errors profile",
    "sharing": "briefs document errors folder kit pages profile project seal secret settings site",
    "links": "briefs errors profile seal secret sharing",
    "doctor": "document errors",
    "executors": "errors",
    "footprint": "",
    "manifest": "__init__",
    "desk": "content errors findings folder links pages profile project seal secret settings"
    " sharing status templating verifying",
    "request": "project secret",
    "workshop": "desk errors manifest project seal secret sharing",
    "ledger": "clock folder manifest project request seal",
    "cluster": "errors executors manifest",
    "production": "cluster desk executors folder ledger manifest project request seal secret"
    " sharing workshop",
    "shards": "errors folder manifest project request seal",
    "merging": "errors folder manifest project request shards sharing workshop",
    "verifying": "briefs errors folder project seal secret sharing",
    "static_server": "",
    "console": "errors",
    "cli": "__init__ briefs cache ci clock comparison console desk discretion doctor document"
    " errors executors explanations findings fleet folder footprint git history importers intake"
    " kit links merging pages production profile project proposal publish reference repository"
    " request revision seal secret settings shards sharing site starter static_server status tree"
    " verifying workshop",
    "__main__": "cli",
}
# The only rooms that know a library. What a type checker alone imports does not count.
ONLY_IN = {
    "ahocorasick_rs": "seal",
    "babel": "content language",
    "click": "cli console",
    "cryptography": "seal",
    "distributed": "cluster",
    "filelock": "folder",
    "jinja2": "templating",
    "markdown": "templating",
    "markupsafe": "desk mkdocs_plugin pages site templating",
    "mkdocs": "mkdocs_plugin site",
    "platformdirs": "cli",
    "pydantic": "profile",
    "pydantic_core": "profile",
    "segno": "seal",
    "watchdog": "site",
    "yaml": "document",
}
# How values are made, in every room: as quick to define as to make.
EVERYWHERE = {"msgspec"}
# What one room takes from inside another, because its front door would pull in too much.
THROUGH_THE_WALL = {
    "content": {"kitgen.profile.fields"},
    "reference": {"kitgen.profile.schema"},
    "starter": {"kitgen.profile.schema", "kitgen.profile.values"},
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "core", "manager", "base", "misc"}
MOST_LINES, MOST_BODY, DEEPEST = 300, 40, 3

# Where a machine or a mirror would show through: home folders, temporary folders, package indexes.
MACHINE_PATHS = re.compile(
    r"/(?:home|Users|root|work)/[a-z]|[A-Z]:\\Users\\|files\.pythonhosted|artifactory|nexus\.|/simple/"
)
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)


def room_of(path: Path) -> str:
    """Return the room that a module is in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Yield the module of each import, `kitgen.errors` for `from kitgen import errors`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            module = node.module or ""
            if module == "kitgen":
                yield from (f"kitgen.{alias.name}" for alias in node.names)
            else:
                yield module


def imported_when_run(path: Path) -> set[str]:
    """Return the libraries that a module imports when it runs."""
    tree = ast.parse(path.read_text("utf-8"))
    for_checkers = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in for_checkers:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"kitgen"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function's body has, its docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def depth(node: ast.AST) -> int:
    """Return how many blocks stand inside each other; `elif` is no deeper than its `if`."""
    deepest = 0
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.FunctionDef):
                continue
            an_elif = isinstance(node, ast.If) and name == "orelse" and isinstance(child, ast.If)
            deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not an_elif))
    return deepest


def names(path: Path) -> str:
    """Return a module's name for a test's id."""
    return path.relative_to(PACKAGE).as_posix()


def test_the_table_points_one_way() -> None:
    """No room can come back to itself, and the table holds exactly the rooms there are."""
    graph = {room: allowed.split() for room, allowed in MAY_IMPORT.items()}
    assert list(TopologicalSorter(graph).static_order())
    assert set(MAY_IMPORT) == {room_of(path) for path in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=names)
def test_imports_point_one_way(module: Path) -> None:
    """A room imports what the table allows it, by the front door."""
    room = room_of(module)
    allowed = {*MAY_IMPORT[room].split(), room}
    for name in imported(module):
        if name.split(".")[0] != "kitgen":
            continue
        target = name.split(".")[1] if "." in name else "__init__"
        target = target if target in MAY_IMPORT else "__init__"
        assert target in allowed, f"{room} may not import {name}"
        by_the_door = target == room or name.count(".") < 2 or target == "__init__"
        assert by_the_door or name in THROUGH_THE_WALL.get(room, set()), f"{room}: {name}"


@pytest.mark.parametrize("module", MODULES, ids=names)
def test_each_library_is_known_in_its_rooms_only(module: Path) -> None:
    """Exchanging a library touches the rooms that know it, and no other."""
    for library in imported_when_run(module) - EVERYWHERE:
        assert library in ONLY_IN, f"{library} is in no room's table"
        assert room_of(module) in ONLY_IN[library].split(), f"{room_of(module)}: {library}"


def test_the_clock_is_read_at_the_edge() -> None:
    """Only the commands and the plugin ask for the time, and only `clock` knows how."""
    asked = {room_of(path) for path in MODULES if "read_clock(" in path.read_text("utf-8")}
    assert asked == {"cli", "clock", "mkdocs_plugin"}
    reads = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    known = {room_of(path) for path in MODULES if reads.search(path.read_text("utf-8"))}
    assert known == {"clock"}


def test_only_the_edge_prints() -> None:
    """What a person reads in a terminal is written by the commands."""
    for path in MODULES:
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
        printed = called & {"print", "click.echo", "sys.stdout.write", "sys.stderr.write"}
        assert not printed or room_of(path) == "cli", path


@pytest.mark.parametrize("module", MODULES, ids=names)
def test_nothing_is_longer_or_deeper_than_a_screen(module: Path) -> None:
    """Modules, functions and nesting keep to the limits of the style."""
    lines = len(module.read_text("utf-8").splitlines())
    assert lines <= MOST_LINES, f"{lines} lines; split it by noun"
    for function in functions(module):
        assert body_lines(function) <= MOST_BODY, f"{function.name}: {body_lines(function)} lines"
        assert depth(function) <= DEEPEST, f"{function.name}: {depth(function)} deep"


def test_modules_are_named_by_what_is_in_them() -> None:
    """No module is called by a name under which anything fits."""
    called = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert called & FORBIDDEN_NAMES == set()


def test_every_public_name_has_a_docstring() -> None:
    """Modules, classes and functions that others may use say what they are."""
    silent = []
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        kinds = (ast.FunctionDef, ast.ClassDef)
        public = [node for node in tree.body if isinstance(node, kinds)]
        nodes = [tree, *(node for node in public if not node.name.startswith("_"))]
        silent += [f"{path}: {node}" for node in nodes if not ast.get_docstring(node)]
    assert silent == []


def tracked() -> list[Path]:
    """Return the files that git knows of or would take, those that are there."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    out = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in out.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_no_file_tells_of_a_machine() -> None:
    """Neither home folders nor the addresses of package indexes get into the repository."""
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := MACHINE_PATHS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert found == []


README = ROOT / "README.md"
COMMAND = re.compile(
    r"^\s*(?:\$ )?(?:python3? run\.py|(?:\.venv/bin/)?kitgen) (?P<words>.+)$", re.MULTILINE
)
IN_TEXT = re.compile(r"`(?:python3? run\.py|kitgen) (?P<words>[^`]+)`")


def commands_in(text: str) -> Iterator[list[str]]:
    """Yield the words of every kitgen command in a text."""
    blocks = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    for match in (*COMMAND.finditer(blocks), *IN_TEXT.finditer(text)):
        yield shlex.split(match["words"], comments=True)


@pytest.mark.skipif(not README.is_file(), reason="there is no README yet")
def test_every_command_of_the_readme_exists() -> None:
    """What the README tells people to type is there, options included; and no command is untold."""
    of_run = {"test", "lock"}
    found = list(commands_in(README.read_text("utf-8")))
    assert found
    for words in found:
        if words[0].startswith(("-", ".")) or words[0] in of_run or words[0].isupper():
            continue
        assert words[0] in main.commands, f"`kitgen {' '.join(words)}`"
        options = {name for each in main.commands[words[0]].params for name in each.opts}
        used = {word.split("=")[0] for word in words[1:] if word.startswith("-")}
        assert used <= options | {"-h", "--help"}, f"`kitgen {' '.join(words)}`"
    assert set(main.commands) <= {words[0] for words in found}


@pytest.mark.skipif(not README.is_file(), reason="there is no README yet")
def test_the_error_of_the_readme_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its profile is right, and with its mistake tells just that; `…` ends a line that is cut."""
    text = README.read_text("utf-8")
    profile = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    sample = re.findall(r"```text\n(profiles/.*?)```", text, re.DOTALL)[0].splitlines()
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    (tmp_path / "profiles").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)  # there it names no value
    file = tmp_path / "profiles" / "mara.yml"
    file.write_text(profile, "utf-8")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    file.write_text(profile.replace("relationship: manager", "relationship: boss"), "utf-8")
    printed = (
        CliRunner().invoke(main, ["check"]).stderr.splitlines()[:-2]
    )  # the counts, and where more is told
    for said, line in zip(sample, printed, strict=True):
        cut = said.endswith("…")
        assert said.removesuffix("…") == (line[: len(said) - 1] if cut else line)
    numbers = {8: "eight", 9: "nine", 10: "ten"}
    assert f"## A profile in {numbers[len(profile.splitlines())]} lines" in text


@pytest.mark.slow
def test_each_process_finds_the_same_tests() -> None:
    """Their names hold no time, no chance and no order of a set: workers that differ run none."""
    found = [
        subprocess.run(
            [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTEST_ADDOPTS": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    first, second = ([line for line in lines if "::" in line] for lines in found)
    assert len(first) > 1000
    assert first == second


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_the_checkers_are_content(words: tuple[str, ...]) -> None:
    """Style, format and types are clean everywhere."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
