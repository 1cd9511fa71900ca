"""The workflows: each step is run as it stands there, in a clean clone, with CI=true."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kitgen.cli import main
from kitgen.profile import load_profile
from kitgen.seal import prove_folder
from kitgen.static_server import make_server
from tests.conftest import NOON, ROOT, TODAY
from tests.test_house import commands_in, tracked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

WORKFLOWS = ROOT / ".github" / "workflows"
OURS = ("publish", "profiles", "mentee", "verify")
SECRET = "c2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tMTIz"
# Nobody is called so: where one of these is found, something was told.
NAME, CONTACT, GOAL, NOTES = "Xanthippe Quillfeather", "Zebulon Wyrmwood", "plumbing", "Gallowglass"
FILE = "xanthippe-quillfeather"
CANARIES = re.compile("xanthippe|quillfeather|zebulon|wyrmwood|plumbing|gallowglass", re.IGNORECASE)
PROFILE = f"""\
owner:
  name: {NAME}
  goal: {GOAL}
positions:
  - {{id: lab, organisation: Lab, start: 2020-01}}
contacts:
  - name: {CONTACT}
    relationship: manager
    position: lab
    notes: {NOTES}
"""
BAD = PROFILE.replace("manager", "boss")
_EXPRESSION = re.compile(r"\$\{\{ *([\w.]+) *\}\}")


def workflow(name: str) -> dict[Any, Any]:
    """Return a workflow, as it is written."""
    found = yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def steps(name: str, job: str, *, sharded: bool = False) -> list[dict[str, Any]]:
    """Return the steps of a job that run a command; some are for a fleet in shards, or for none."""
    other = f"vars.KITGEN_SHARDS {'==' if sharded else '!='} ''"
    found = workflow(name)["jobs"][job]["steps"]
    return [step for step in found if "run" in step and step.get("if") != other]


@dataclass
class Clone:
    """A clean clone that steps are run in, with what they said."""

    root: Path
    environ: dict[str, str]
    said: list[str] = field(default_factory=list)

    def git(self, *words: str) -> str:
        """Run git in the clone."""
        who = ("-c", "user.name=Mel", "-c", "user.email=mel@example.org")
        done = subprocess.run(
            ["git", *who, *words],  # noqa: S607
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, text: str) -> None:
        """Write the profile with the canaries, and commit it."""
        (self.root / "profiles" / f"{FILE}.yml").write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a change")

    def run(self, step: dict[str, Any], values: Mapping[str, str]) -> int:
        """Run a step as GitHub does, and return its exit code; what it said is kept."""
        given = {
            name: _EXPRESSION.sub(lambda found: values[found[1]], text)
            for name, text in step.get("env", {}).items()
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=self.root,
            env=self.environ | given,
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.said.append(done.stdout + done.stderr)
        return done.returncode

    @property
    def log(self) -> str:
        """All that was printed, and the summary; where an annotation belongs is no part of it."""
        summary = Path(self.environ["GITHUB_STEP_SUMMARY"])
        told = "\n".join(self.said) + (summary.read_text("utf-8") if summary.is_file() else "")
        return re.sub(r"(?m)^(::\w+ )file=[^,]*", r"\1", told)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a clean clone of a private repository, with one real profile besides the samples."""
    root = tmp_path / "clone"
    for path in tracked():
        name = path.relative_to(ROOT)
        if name.parts[0] in {"docs", "profiles", "mkdocs.yml", "run.py", ".gitignore"}:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, root / name)
    for path in sorted((root / "profiles").glob("sample-*.yml"))[1:]:
        path.unlink()  # one other kit is enough
    programs = tmp_path / "bin"
    programs.mkdir()
    # In place of run.py's installing, which tests/test_run.py looks at: the same command.
    shim = programs / "python3"
    shim.write_text(
        f'#!/bin/sh\n[ "$1" = run.py ] && shift\nexec {sys.executable} -P -m kitgen "$@"\n'
    )
    shim.chmod(0o755)
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"private": True}}))
    unwanted = ("KITGEN_", "GITHUB_", "PYTHON")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(unwanted)}
    environ = kept | {
        "CI": "true",
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(NOON),
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "coach/kits",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "KITGEN_COMMAND": "python3 run.py",
    }
    clone = Clone(root, environ)
    clone.git("init", "--quiet", "--initial-branch=main")
    clone.commit(PROFILE)
    return clone


@pytest.mark.parametrize("name", OURS)
def test_each_step_is_one_command_that_exists(name: str) -> None:
    """No script hides in a workflow, and nothing from outside stands in a command line."""
    both = (False, True)
    found = [
        step
        for job in workflow(name)["jobs"]
        for each in both
        for step in steps(name, job, sharded=each)
    ]
    assert found
    for step in found:
        words = step["run"].split()
        assert words[:2] == ["python3", "run.py"]
        assert words[2] in main.commands
        assert "\n" not in step["run"].strip()
        assert "${{" not in step["run"]


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.stem)
def test_nothing_may_do_more_than_it_has_to(path: Path) -> None:
    """No permission by default, every action pinned by its commit, no code of strangers run."""
    found = workflow(path.stem)
    assert found["permissions"] == {}
    assert "pull_request_target" not in path.read_text("utf-8")
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 60
        writes = {name for name, right in job["permissions"].items() if right == "write"}
        assert writes <= {"pages", "id-token"} or path.stem == "mentee"
        used = [step for step in job["steps"] if "uses" in step]
        assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in used)
        checkouts = [step for step in used if "checkout" in step["uses"]]
        assert all(each["with"]["persist-credentials"] is False for each in checkouts)
    secret = "secrets." in path.read_text("utf-8")
    assert not (secret and "pull_request" in found[True])  # `on` is a yes in YAML 1.1


@pytest.mark.slow
def test_a_bad_profile_is_told_at_its_line_and_unpublishes_nobody(
    clone: Clone, tmp_path: Path
) -> None:
    """The run is red, the kits of all are built, its own from its last good version; no name."""
    clone.commit(BAD)
    remote = tmp_path / "public.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)  # noqa: S607
    values = {
        "secrets.KITGEN_SECRET": SECRET,
        "secrets.KITGEN_PUBLISH_TOKEN": "",
        "vars.KITGEN_BASE_URL": "",
        "vars.KITGEN_PUBLISH_TO": str(remote),
    }
    (check,) = steps("publish", "check")
    assert clone.run(check, values) == 1
    line = BAD.splitlines().index("    relationship: boss") + 1
    at = f"::error file=profiles/{FILE}.yml,line={line},col=19,title=kitgen%3A choice::"
    assert at + "contacts[1].relationship: this is not one of the choices" in clone.said[0]
    for step in steps("publish", "build"):
        assert clone.run(step, values) == 0, clone.said[-1]
    assert prove_folder(clone.root / "build" / "public").kits == 2
    names = subprocess.run(
        ["git", f"--git-dir={remote}", "ls-tree", "--name-only", "gh-pages"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert set(names) == {each.name for each in (clone.root / "build" / "public").iterdir()}
    assert not CANARIES.search(clone.log), CANARIES.findall(clone.log)
    assert "1 profile with a mistake was set back" in clone.log
    assert (clone.root / "profiles" / f"{FILE}.yml").read_text("utf-8") == PROFILE


def test_a_profile_that_was_never_good_is_left_out(clone: Clone) -> None:
    """A first version with a mistake keeps no other from being built."""
    clone.git("checkout", "--quiet", "--orphan", "fresh")
    clone.commit(BAD)
    step = steps("publish", "build")[0]
    assert clone.run(step, {}) == 0
    assert "1 without one left out" in clone.log
    assert not (clone.root / "profiles" / f"{FILE}.yml").exists()
    assert not CANARIES.search(clone.log)


def test_a_pull_request_is_told_what_would_change_in_counts(clone: Clone) -> None:
    """Two contacts more, one of them ready to be asked; nobody is named, in log or summary."""
    more = "  - {name: Zebulon Two, relationship: peer, position: lab}\n"
    clone.commit(PROFILE + more)
    for step in steps("profiles", "check"):
        assert clone.run(step, {}) == 0
    assert "### What changes: 1 changed, 0 new, 0 removed" in clone.log
    assert "| Contacts | 1 | 2 | +1 |" in clone.log
    assert not CANARIES.search(clone.log)


def test_real_profiles_in_a_public_repository_are_refused(clone: Clone) -> None:
    """Neither checked green nor built; what to do is said, and no name."""
    Path(clone.environ["GITHUB_EVENT_PATH"]).write_text('{"repository": {"private": false}}')
    assert clone.run(steps("publish", "check")[0], {}) == 1
    build = next(step for step in steps("publish", "build") if step["name"] == "Build")
    assert clone.run(build, {"secrets.KITGEN_SECRET": SECRET, "vars.KITGEN_BASE_URL": ""}) == 1
    assert not (clone.root / "build" / "public").exists()
    assert clone.log.count("this repository is public") == 2
    assert not CANARIES.search(clone.log)


@pytest.mark.slow
def test_several_machines_build_what_one_builds(clone: Clone) -> None:
    """A shard on each, handed on without rights and times, then merged: byte for byte the same."""
    values = {"secrets.KITGEN_SECRET": SECRET, "vars.KITGEN_BASE_URL": "https://kits.example.org"}
    clone.commit(BAD)
    restore, build, search, _publish = steps("publish", "build")
    assert [clone.run(step, values) for step in (restore, build)] == [0, 0], clone.said[-1]
    alone = contents(clone.root / "build" / "public")
    travelled = clone.root.with_name("artifacts")
    for shard in ("1/2", "2/2"):
        clone.git("checkout", "--quiet", ".")
        for step in steps("publish", "shard"):
            assert clone.run(step, values | {"matrix.shard": shard}) == 0, clone.said[-1]
        made = clone.root / "build" / "shards"
        shutil.copytree(made, travelled, copy_function=shutil.copyfile, dirs_exist_ok=True)
        shutil.rmtree(clone.root / "build")
    clone.git("checkout", "--quiet", ".")
    shutil.copytree(travelled, clone.root / "build" / "shards")
    restore, merge, search, _publish = steps("publish", "build", sharded=True)
    assert [clone.run(step, values) for step in (restore, merge, search)] == [0, 0, 0], clone.said
    assert contents(clone.root / "build" / "public") == alone
    assert not CANARIES.search(clone.log), CANARIES.findall(clone.log)


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.slow
def test_what_is_served_is_verified(clone: Clone) -> None:
    """As built it is green, the desk too; one changed byte makes it red, and still names nobody."""
    settings = clone.root / "mkdocs.yml"
    desk = "extra:\n  kitgen: {desk: 1}\n"
    settings.write_text(settings.read_text("utf-8").replace("extra:\n", desk, 1), "utf-8")
    build = next(step for step in steps("publish", "build") if step["name"] == "Build")
    public = clone.root / "build" / "public"
    public.mkdir(parents=True)
    with make_server(public, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        values = {"secrets.KITGEN_SECRET": SECRET, "vars.KITGEN_BASE_URL": url}
        try:
            assert clone.run(build, values) == 0
            assert [clone.run(step, values) for step in steps("verify", "verify")] == [0, 0]
            assert clone.said[-1].count("as built on") == 3  # two kits and the desk
            page = min(public.glob("??????????????????????/index.html"))
            page.write_bytes(page.read_bytes().replace(b"</title>", b"!</title>"))
            assert clone.run(steps("verify", "verify")[-1], values) == 1
        finally:
            server.shutdown()
            thread.join()
    assert not CANARIES.search(clone.log)


HOSTILE = "$(touch pwned) `touch pwned`; touch pwned\n::set-output name=x::y"
FORM = f"""\
### Name

{NAME}

### Call name

_No response_

### Goal

{GOAL}: "quoted" # and {HOSTILE.splitlines()[0]}

### Headline

_No response_

### LinkedIn address

_No response_

### Time zone

Europe/Berlin

### Strengths

- calm under pressure
{HOSTILE}

### People to ask

{CONTACT}, manager
Sam Reyes, peer
"""


@contextmanager
def github(answer: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Stand in for GitHub's interface: yield its address, and what it is asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append({"path": self.path, "key": self.headers["Authorization"], **body})
            self.send_response(answer)
            self.end_headers()
            self.wfile.write(b'{"html_url": "https://github.example/pull/3"}')

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def filled(clone: Clone, tmp_path: Path) -> Callable[[str, bool], Path]:
    """Return what opens an issue with a form, in a private repository or another."""
    remote = tmp_path / "server" / "coach" / "kits.git"
    remote.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)  # noqa: S607
    (clone.root / "profiles" / f"{FILE}.yml").unlink()
    clone.git("commit", "--quiet", "--all", "--message", "gone")
    clone.git("push", "--quiet", str(remote), "main")
    clone.environ["GITHUB_SERVER_URL"] = f"file://{tmp_path}/server"
    clone.environ["GITHUB_REF_NAME"] = "main"

    def fill(body: str, private: bool) -> Path:  # noqa: FBT001
        event = {"repository": {"private": private}, "issue": {"number": 12, "body": body}}
        Path(clone.environ["GITHUB_EVENT_PATH"]).write_text(json.dumps(event))
        return remote

    return fill


@pytest.mark.parametrize("answer", [201, 403], ids=["may open pull requests", "may not"])
def test_the_form_becomes_a_pull_request_with_a_valid_profile(
    clone: Clone, filled: Callable[[str, bool], Path], tmp_path: Path, answer: int
) -> None:
    """Whatever is in the form is text; nobody is named; and where it can be merged is said."""
    remote = filled(FORM, True)  # noqa: FBT003
    (step,) = steps("mentee", "propose")
    with github(answer) as (api, asked):
        clone.environ["GITHUB_API_URL"] = api
        assert clone.run(step, {"github.token": "t0ken"}) == 0, clone.said
    shown = ["git", f"--git-dir={remote}", "show", f"mentee-12:profiles/{FILE}.yml"]
    text = subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    (tmp_path / "made.yml").write_text(text)
    profile = load_profile(tmp_path / "made.yml", TODAY)
    assert profile.owner.name == NAME
    assert profile.owner.goal == f'{GOAL}: "quoted" # and {HOSTILE.splitlines()[0]}'
    assert profile.owner.strengths[0] == "calm under pressure"
    assert [each.name for each in profile.contacts] == [CONTACT, "Sam Reyes"]
    assert text.startswith("# yaml-language-server: $schema=profile.schema.json")
    assert not list(tmp_path.rglob("pwned"))
    assert asked[0]["path"] == "/repos/coach/kits/pulls"
    assert (asked[0]["head"], asked[0]["base"]) == ("mentee-12", "main")
    where = "github.example/pull/3" if answer == 201 else "compare/main...mentee-12?expand=1"
    assert where in clone.log
    told = clone.log + json.dumps(asked) + clone.git("log", "-1", "--format=%B")
    assert not CANARIES.search(told)
    assert "t0ken" not in clone.log
    assert clone.git("status", "--porcelain") == ""


def test_the_form_is_refused_where_everyone_can_read_it(
    clone: Clone, filled: Callable[[str, bool], Path]
) -> None:
    """Nothing is made of it in a public repository."""
    remote = filled(FORM, False)  # noqa: FBT003
    (step,) = steps("mentee", "propose")
    assert clone.run(step, {"github.token": "t0ken"}) == 1
    assert "works in a private repository only" in clone.log
    assert not list((remote / "refs" / "heads").glob("mentee*"))
    assert not CANARIES.search(clone.log)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (f"{CONTACT}, manager", f"{CONTACT}, boss", "line 1 of 'People to ask'"),
        ("Europe/Berlin", "Atlantis", "'Time zone'"),
        (NAME, "_No response_", "'Name' has no answer"),
        (NAME, "王小明", "Latin letters"),
        (NAME, "../../etc/passwd", "Latin letters"),
    ],
)
def test_a_form_with_a_mistake_says_which_question_it_is_in(
    clone: Clone, filled: Callable[[str, bool], Path], before: str, after: str, told: str
) -> None:
    """The question is named, never the answer; and nothing is proposed."""
    remote = filled(FORM.replace(before, after, 1), True)  # noqa: FBT003
    (step,) = steps("mentee", "propose")
    with github(201) as (api, asked):
        clone.environ["GITHUB_API_URL"] = api
        assert clone.run(step, {"github.token": "t0ken"}) == 1
    assert told in clone.log
    assert asked == []
    assert not list((remote / "refs" / "heads").glob("mentee*"))
    assert not CANARIES.search(clone.log)
    assert "passwd" not in clone.log


def test_the_form_asks_what_the_command_reads() -> None:
    """A question renamed in the form would be read no more."""
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/new-mentee.yml").read_text("utf-8"))
    asked = {each["attributes"]["label"] for each in form["body"] if each["type"] != "markdown"}
    from kitgen import intake  # noqa: PLC0415  its words are private

    assert asked == {*intake._LINES, intake._NAME, intake._PEOPLE, intake._STRENGTHS}


def test_each_command_of_the_written_walk_exists() -> None:
    """What SETUP tells people to type is there, and so is each file and setting it names."""
    text = (ROOT / ".github" / "SETUP.md").read_text("utf-8")
    found = list(commands_in(text))
    assert len(found) > 3
    assert {words[0] for words in found} <= set(main.commands)
    named = set(re.findall(r"`(KITGEN_[A-Z_]+)`", text))
    used = "".join(path.read_text("utf-8") for path in WORKFLOWS.glob("*.yml"))
    assert named
    assert {name for name in named if name not in used} == set()
