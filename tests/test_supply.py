"""What is shipped can be made again byte for byte, and no command asks the network for anything."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from importlib.metadata import distributions
from typing import TYPE_CHECKING, NoReturn

import pytest
from click.testing import CliRunner

from kitgen.cli import main
from tests.conftest import NOON, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.project import Project

LOCK = ROOT / "requirements.txt"
# Commands that show kits on this machine, or look at a host, and so need a socket.
_NEED_A_SOCKET = {"serve", "verify"}
_DESK = "extra:\n  kitgen: {desk: 1}\n"
_AS_SOMEBODY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
SECRET = "c2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tMTIz"


def built(folder: Path) -> dict[str, bytes]:
    """Return wheel and sdist, built in a copy of the repository of its own."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    out = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in out.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(NOON)}
    words = [sys.executable, "-m", "hatchling", "build"]
    subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=True)
    return {path.name: path.read_bytes() for path in sorted((folder / "dist").iterdir())}


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_wheel_and_sdist_are_the_same_whenever_they_are_built(tmp_path: Path) -> None:
    """In other folders, at another time of their files: not one byte differs."""
    one, other = built(tmp_path / "one"), built(tmp_path / "two" / "deeper")
    assert sorted(name.rsplit(".", 1)[-1] for name in one) == ["gz", "whl"]
    assert one == other


def test_no_command_opens_a_connection(
    ada: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command but those that serve or verify does its work; none may be left out here."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection was asked for")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    with pytest.raises(AssertionError, match="a connection was asked for"):
        socket.create_connection(("192.0.2.1", 80))
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    monkeypatch.setenv("KITGEN_BASE_URL", "https://kits.example.org")
    resume = tmp_path / "resume.json"
    resume.write_text('{"basics": {"name": "Cyd Moor"}}', "utf-8")
    (tmp_path / "host").mkdir()
    shutil.copytree(ROOT / ".github", ada.root / ".github")
    settings = ada.mkdocs_yml.read_text("utf-8").replace("extra:\n", _DESK, 1)
    ada.mkdocs_yml.write_text(settings, "utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
        git = ["git", *_AS_SOMEBODY, *words]
        subprocess.run(git, cwd=ada.root, check=True)
    tried = set()
    for words in (
        ["new", "bob"],
        ["import", str(resume)],
        ["check"],
        ["explain", "C1"],
        ["build"],
        ["build", "--shard", "1/1"],
        ["merge", str(ada.root / "build" / "shards" / "1-of-1")],
        ["share", "ada"],
        ["links"],
        ["desk"],
        ["log", "ada", "jo", "asked"],
        ["status"],
        ["doctor"],
        ["publish", "folder", str(tmp_path / "host" / "site")],
        ["compare", "HEAD"],
        ["restore"],
        ["leaks"],
        ["write", "ada", str(tmp_path / "tree")],
        ["export", "json-resume", "ada"],
        ["schema", "--check"],
    ):
        env = {"CI": "true"} if words == ["restore"] else {}  # it works nowhere else
        done = CliRunner().invoke(main, words, env=env)
        found_much = words == ["doctor"] and "have to be mended" in done.output
        assert done.exit_code == 0 or found_much, (words, done.output)
        tried.add(words[0])
    assert tried == set(main.commands) - _NEED_A_SOCKET


def materials(*words: str) -> str:
    """Return what the bill of materials prints."""
    command = [sys.executable, "-m", "benchmarks.bill_of_materials", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


LOCKED = re.findall(r"^([a-z0-9][\w.-]*)==([^\s;]+)", LOCK.read_text("utf-8"), re.MULTILINE)


def test_the_bill_of_materials_holds_every_package_of_the_lock() -> None:
    """Each with its version and at least one hash."""
    bill = json.loads(materials())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = bill["components"]
    assert [(each["name"], each["version"]) for each in components] == LOCKED
    assert [each["name"] for each in components if not each["properties"]] == []
    assert len(LOCKED) > 30


def test_the_notice_lists_the_licence_of_every_package() -> None:
    """A package that comes or goes changes the table, and so does another licence.

    With other versions than those of the lock (`.ci/lowest`), licences may be others, too.
    """
    told = (ROOT / "NOTICE.md").read_text("utf-8").splitlines()
    assert [name for name, _ in LOCKED if not any(f"| {name} |" in line for line in told)] == []
    installed = {normal(each.name): each.version for each in distributions()}
    as_locked = {name for name, version in LOCKED if installed.get(name) == version}
    rows = [line for line in materials("--notice").splitlines() if line.startswith("| ")]
    found = [line for line in rows if line.split("|")[1].strip() in as_locked]
    assert len(found) == len(as_locked) > 1
    assert [line for line in found if line not in told] == []


def normal(name: str) -> str:
    """Return a package's name as a lock has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
