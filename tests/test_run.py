"""run.py seen from outside: in checkouts of its own, with a stand-in for uv that copies files."""

import ast
import json
import os
import runpy
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

FIRST_RUN = "kitgen: first run, installing packages into .venv (about a minute) ...\n"
FIRST_TEST_RUN = "kitgen: first test run, installing packages into .venv (about a minute) ...\n"
OUT_OF_DATE = "kitgen: .venv is out of date, installing packages into .venv (about a minute) ...\n"
WAITING = "kitgen: another run is installing packages, waiting for it ...\n"

PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "kitgen"
version = "1"

[tool.ruff]
line-length = 100
"""

# Installed as kitgen and as pytest: it says how it was called, then does what its word asks for.
PROGRAM = """\
import json, os, sys, time
words = sys.argv[1:]
call = {"as": __file__, "words": words, "cwd": os.getcwd(), "env": dict(os.environ)}
try:
    print(json.dumps(call), flush=True)
    if words[:1] == ["exit"]:
        sys.exit(int(words[1]))
    if words[:1] == ["die"]:
        os.kill(os.getpid(), 9)
    if words[:1] == ["serve"]:
        time.sleep(60)
except KeyboardInterrupt:
    sys.exit("served")
"""

# A build backend that makes wheels of files, the editable one of kitgen among them.
BACKEND = """\
import pathlib, zipfile

def make_wheel(folder, name, files):
    about = f"{name}-1.dist-info"
    files = files | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1\\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{file},,\\n" for file in (*files, f"{about}/RECORD"))
    wheel = pathlib.Path(folder, f"{name}-1-py3-none-any.whl")
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return wheel.name

def build_editable(folder, config_settings=None, metadata_directory=None):
    return make_wheel(folder, "kitgen", {"kitgen.pth": str(pathlib.Path.cwd())})
"""

UV = """\
#!/bin/sh
echo "$*" >> "$UV_LOG"
for _ in $(seq 300); do if [ -e "${UV_HOLD:-none}" ]; then sleep 0.1; fi; done
if [ -n "${UV_FAILS:-}" ]; then echo "no route to the package index" >&2; exit 2; fi
if [ "$2" = install ]; then cp "${0%/*}"/*.py "$VIRTUAL_ENV"/lib/python*/site-packages/; fi
"""


@dataclass(frozen=True)
class Checkout:
    """A folder with run.py and its inputs, and a uv that notes what it is asked for."""

    root: Path

    @property
    def bin(self) -> Path:
        """The folder of the stand-in for uv."""
        return self.root.parent / "bin"

    @property
    def installs(self) -> list[str]:
        """What uv was asked for, so far."""
        log = self.root.parent / "uv.log"
        return log.read_text().splitlines() if log.exists() else []

    def start(
        self,
        *words: str,
        cwd: Path | None = None,
        python: str | Path = sys.executable,
        env: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[str]":
        """Start run.py in a process group and an environment of its own."""
        path = os.pathsep.join((str(self.bin), os.defpath))
        log = str(self.root.parent / "uv.log")
        return subprocess.Popen(
            [python, self.root / "run.py", *words],
            cwd=cwd,
            env={"PATH": path, "UV_LOG": log, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self,
        *words: str,
        cwd: Path | None = None,
        python: str | Path = sys.executable,
        env: Mapping[str, str] | None = None,
    ) -> "Run":
        """Run run.py to its end."""
        child = self.start(*words, cwd=cwd, python=python, env=env)
        out, err = child.communicate(timeout=60)
        return Run(child.returncode, out, err)


@dataclass(frozen=True)
class Run:
    """How a run of run.py ended."""

    code: int
    out: str
    err: str

    @property
    def program(self) -> dict[str, object]:
        """How the program that run.py started was called."""
        return dict(json.loads(self.out))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a fresh checkout, nothing installed."""
    root = tmp_path / "a checkout"
    files = {
        "a checkout/run.py": (ROOT / "run.py").read_text("utf-8"),
        "a checkout/pyproject.toml": PYPROJECT,
        "a checkout/requirements.txt": "one==1\n",
        "a checkout/requirements-test.txt": "one==1\ntwo==2\n",
        "bin/uv": UV,
        "bin/kitgen.py": PROGRAM,
        "bin/pytest.py": PROGRAM,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "bin/uv").chmod(0o755)
    return Checkout(root)


@pytest.fixture
def pipless(tmp_path: Path) -> Path:
    """Return a Python that has no pip."""
    venv.create(tmp_path / "pipless", symlinks=True)
    return tmp_path / "pipless" / "bin" / "python"


@pytest.fixture
def _ctrl_c_heeded() -> Iterator[None]:
    """Undo what a shell does to jobs in the background: it has them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def wait_until(true: Callable[[], bool]) -> None:
    """Return once it is true; half a minute is too long."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def append(path: Path, text: str) -> None:
    """Add the text to the file."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


# Words


def test_words_go_to_kitgen_in_the_callers_folder(checkout: Checkout, tmp_path: Path) -> None:
    """Any word but test and lock is kitgen's, and a relative path means what the caller means."""
    program = checkout.run("build", "mine.yml", "--strict", cwd=tmp_path).program

    assert str(program["as"]).endswith("kitgen.py")
    assert program["words"] == ["build", "mine.yml", "--strict"]
    assert program["cwd"] == str(tmp_path)


def test_no_word_asks_kitgen_for_its_help(checkout: Checkout) -> None:
    """Whoever types nothing learns what there is to type."""
    assert checkout.run().program["words"] == ["--help"]


def test_test_goes_to_pytest_at_the_root(checkout: Checkout, tmp_path: Path) -> None:
    """The tests are found from wherever run.py is called."""
    program = checkout.run("test", "-m", "not browser", cwd=tmp_path).program

    assert str(program["as"]).endswith("pytest.py")
    assert program["words"] == ["-m", "not browser"]
    assert program["cwd"] == str(checkout.root)


def test_the_exit_code_is_passed_on(checkout: Checkout) -> None:
    """A caller sees what kitgen reports."""
    assert checkout.run("exit", "3").code == 3


def test_a_death_by_signal_is_reported_as_shells_do(checkout: Checkout) -> None:
    """SIGKILL is 9, hence 137."""
    assert checkout.run("die").code == 137


def test_a_module_in_the_callers_folder_does_not_stand_in(
    checkout: Checkout, tmp_path: Path
) -> None:
    """A kitgen.py or json.py that happens to lie where the caller is stays out of it."""
    (tmp_path / "kitgen.py").write_text("print('wrong')")
    (tmp_path / "json.py").write_text("print('wrong')")

    assert checkout.run("build", cwd=tmp_path).program["words"] == ["build"]


def test_another_pythons_variables_do_not_reach_kitgen(checkout: Checkout, tmp_path: Path) -> None:
    """kitgen runs as in an activated .venv, whatever else was activated before."""
    foreign = {"PYTHONPATH": str(tmp_path), "VIRTUAL_ENV": "/elsewhere"}
    env = checkout.run("build", env=foreign).program["env"]

    assert isinstance(env, dict)
    assert "PYTHONPATH" not in env
    assert env["VIRTUAL_ENV"] == str(checkout.root / ".venv")
    assert env["PATH"].startswith(str(checkout.root / ".venv" / "bin") + os.pathsep)
    assert env["NO_MKDOCS_2_WARNING"] == "1"


# Signals


@pytest.mark.usefixtures("_ctrl_c_heeded")
def test_ctrl_c_lets_the_program_end_and_exits_130(checkout: Checkout) -> None:
    """The program has the last word, and run.py adds no traceback."""
    checkout.run()
    child = checkout.start("serve")
    assert child.stdout
    child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)

    assert child.communicate(timeout=30) == ("", "served\n")
    assert child.returncode == 130


def test_a_killed_run_takes_its_program_along(checkout: Checkout) -> None:
    """A server does not outlive the run.py that a supervisor ends."""
    checkout.run()
    child = checkout.start("serve")
    assert child.stdout
    child.stdout.readline()
    child.terminate()
    child.communicate(timeout=30)  # ends when the last holder of the pipe has

    assert child.returncode == 143


# Setting up


def test_the_first_run_says_so_in_one_line(checkout: Checkout) -> None:
    """One calm line, beside kitgen's own output and not within it."""
    assert checkout.run("build").err == FIRST_RUN


def test_packages_are_checked_against_hashes_and_never_built(checkout: Checkout) -> None:
    """No byte is run that the lock does not name, and kitgen itself needs no network."""
    checkout.run("build")
    packages, itself = checkout.installs

    assert packages.endswith("--require-hashes --only-binary :all: -r requirements.txt")
    assert itself.endswith(f"--no-deps --no-build-isolation -e {checkout.root}")


def test_the_second_run_is_silent_and_installs_nothing(checkout: Checkout) -> None:
    """Nothing to do is done without a word."""
    checkout.run("build")
    installs = checkout.installs

    assert checkout.run("build").err == ""
    assert checkout.installs == installs


def test_the_first_test_run_adds_to_what_is_there(checkout: Checkout) -> None:
    """Somebody may be running kitgen while another run adds the packages for tests."""
    checkout.run("build")
    (checkout.root / ".venv" / "kept").touch()

    assert checkout.run("test").err == FIRST_TEST_RUN
    assert (checkout.root / ".venv" / "kept").exists()
    assert "-r requirements-test.txt" in checkout.installs[2]


def test_after_a_test_run_nothing_is_missing(checkout: Checkout) -> None:
    """The tests' lock holds what kitgen needs too."""
    assert checkout.run("test").err == FIRST_RUN
    assert checkout.run("build").err == ""
    assert checkout.run("test").err == ""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("requirements.txt", "three==3\n", id="lock"),
        pytest.param("pyproject.toml", '[project.scripts]\nkitgen = "x:y"\n', id="commands"),
    ],
)
def test_changed_inputs_make_the_environment_anew(checkout: Checkout, file: str, text: str) -> None:
    """What the old lock installed is gone, not mixed with the new."""
    checkout.run("build")
    (checkout.root / ".venv" / "left over").touch()
    append(checkout.root / file, text)

    assert checkout.run("build").err == OUT_OF_DATE
    assert not (checkout.root / ".venv" / "left over").exists()
    assert checkout.run("build").err == ""


def test_a_setting_of_a_tool_changes_nothing(checkout: Checkout) -> None:
    """Only what an installation depends on asks for a new one."""
    checkout.run("build")
    append(checkout.root / "pyproject.toml", "[tool.mypy]\nstrict = true\n")

    assert checkout.run("build").err == ""


def test_a_changed_test_lock_is_of_no_concern_to_a_build(checkout: Checkout) -> None:
    """A build goes on with what it has; the next test run makes the environment anew."""
    checkout.run("test")
    append(checkout.root / "requirements-test.txt", "three==3\n")

    assert checkout.run("build").err == ""
    assert checkout.run("test").err == OUT_OF_DATE


def test_a_moved_checkout_is_noticed(checkout: Checkout, tmp_path: Path) -> None:
    """An editable install and the scripts of .venv name the folder they were made in."""
    checkout.run("build")
    moved = Checkout(checkout.root.rename(tmp_path / "moved"))
    run = moved.run("build")

    assert run.err == OUT_OF_DATE
    assert str(run.program["as"]).startswith(str(tmp_path / "moved"))


def test_an_unfinished_environment_is_made_anew(checkout: Checkout) -> None:
    """Without its stamp, .venv is not trusted."""
    checkout.run("build")
    (checkout.root / ".venv" / "kitgen-installed").unlink()

    assert checkout.run("build").err == OUT_OF_DATE


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Checkout) -> None:
    """A removed or upgraded system Python leaves a dangling link behind."""
    checkout.run("build")
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nonexistent/python")

    assert checkout.run("build").err == OUT_OF_DATE


def test_a_link_is_replaced_and_what_it_points_to_is_as_it_was(
    checkout: Checkout, tmp_path: Path
) -> None:
    """Another project's environment is neither emptied nor in the way."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kept").touch()
    (checkout.root / ".venv").symlink_to(tmp_path / "other")
    first, second = checkout.run("build"), checkout.run("build")

    assert (first.code, second.code, second.err) == (0, 0, "")
    assert ".venv was a link" in first.err
    assert not (checkout.root / ".venv").is_symlink()
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["kept"]


def test_kitgen_is_told_what_was_typed(checkout: Checkout) -> None:
    """So that it can name commands that are there."""
    env = checkout.run("build").program["env"]

    assert isinstance(env, dict)
    assert shlex.split(env["KITGEN_COMMAND"]) == ["python3", str(checkout.root / "run.py")]


def test_the_environments_own_python_can_renew_it(checkout: Checkout) -> None:
    """With .venv activated, `python3` is the one that is about to be replaced."""
    checkout.run("build")
    append(checkout.root / "requirements.txt", "three==3\n")
    run = checkout.run("build", python=checkout.root / ".venv" / "bin" / "python")

    assert (run.code, run.err) == (0, OUT_OF_DATE)
    home = (checkout.root / ".venv" / "pyvenv.cfg").read_text().splitlines()[0]
    assert str(checkout.root) not in home


# Several runs, and runs cut short


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """Return a file that uv waits to see removed, half a minute at most."""
    file = tmp_path / "hold"
    file.touch()
    return file


def test_of_two_runs_at_once_one_installs_and_one_waits(checkout: Checkout, hold: Path) -> None:
    """Both work in the end, and nothing is installed twice."""
    first = checkout.start("build", env={"UV_HOLD": str(hold)})
    wait_until(lambda: len(checkout.installs) == 1)
    second = checkout.start("build")
    said = second.stderr.readline() if second.stderr else ""
    hold.unlink()
    first.communicate(timeout=30)
    second.communicate(timeout=30)

    assert said == WAITING
    assert (first.returncode, second.returncode) == (0, 0)
    assert len(checkout.installs) == 2


def test_a_run_killed_half_way_is_repaired_by_the_next(checkout: Checkout, hold: Path) -> None:
    """Its installer, still at work, is waited for; then the environment is made anew."""
    killed = checkout.start("build", env={"UV_HOLD": str(hold)})
    wait_until(lambda: len(checkout.installs) == 1)
    killed.kill()
    killed.communicate(timeout=30)
    again = checkout.start("build")
    said = again.stderr.readline() if again.stderr else ""
    hold.unlink()
    out, err = again.communicate(timeout=30)

    assert said == WAITING
    assert Run(again.returncode, out, err).program["words"] == ["build"]
    assert err == OUT_OF_DATE
    assert len(checkout.installs) == 3


def test_a_test_run_killed_half_way_is_repaired_too(checkout: Checkout, hold: Path) -> None:
    """What it was adding to is no longer trusted either."""
    checkout.run("build")
    killed = checkout.start("test", env={"UV_HOLD": str(hold)})
    wait_until(lambda: len(checkout.installs) == 3)
    killed.kill()
    killed.communicate(timeout=30)
    hold.unlink()

    assert checkout.run("build").err.endswith(OUT_OF_DATE)


# Failures


def test_a_failed_installation_explains_itself(checkout: Checkout, pipless: Path) -> None:
    """The reason, what to look at, exit code 1, and no traceback."""
    run = checkout.run("build", python=pipless, env={"UV_FAILS": "1"})

    assert run.code == 1
    assert run.err.startswith(FIRST_RUN + "no route to the package index\n\nkitgen: the packages")
    assert "No network" in run.err
    assert "Traceback" not in run.err


def test_after_a_failed_installation_the_next_run_starts_afresh(
    checkout: Checkout, pipless: Path
) -> None:
    """A failure leaves nothing behind that looks finished."""
    checkout.run("build", python=pipless, env={"UV_FAILS": "1"})

    assert checkout.run("build").err == OUT_OF_DATE


def test_without_pip_and_uv_it_says_what_to_install(checkout: Checkout, pipless: Path) -> None:
    """A bare Debian has a Python without pip."""
    (checkout.bin / "uv").unlink()
    run = checkout.run("build", python=pipless)

    assert run.code == 1
    assert "has no pip of version 22.3 or newer, and there is no uv" in run.err
    assert "sudo apt install python3-pip" in run.err


def test_a_folder_that_cannot_be_written_to_is_named(checkout: Checkout) -> None:
    """Not even the lock can be made there."""
    (checkout.root / ".venv.lock").mkdir()
    run = checkout.run("build")

    assert run.code == 1
    assert run.err.startswith("kitgen: ")
    assert ".venv.lock" in run.err
    assert "Traceback" not in run.err


def test_an_old_python_hears_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 3.8 gets a sentence."""
    monkeypatch.setattr(sys, "version_info", (3, 8, 18, "final", 0))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.8\."):
        runpy.run_path(str(ROOT / "run.py"))


def test_an_old_python_can_read_the_file() -> None:
    """A syntax error would come before the sentence."""
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 7))


# Locks


def test_lock_remakes_both_locks_for_every_python_and_system(checkout: Checkout) -> None:
    """The lock for tests keeps to the versions of the other, and options reach uv."""
    run = checkout.run("lock", "--upgrade")
    packages, test_packages = checkout.installs

    assert run.code == 0
    assert packages.endswith("--upgrade --group build -o requirements.txt")
    assert test_packages.endswith(
        "--upgrade --group test -c requirements.txt -o requirements-test.txt"
    )
    for option in ("--universal", "--python-version 3.11", "--generate-hashes"):
        assert option in packages
        assert option in test_packages


def test_a_failed_lock_is_reported(checkout: Checkout) -> None:
    """uv says why, and the second lock is left alone."""
    assert checkout.run("lock", env={"UV_FAILS": "1"}).code == 2
    assert len(checkout.installs) == 1


LOCKS = ("requirements.txt", "requirements-test.txt")


def read_lock(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lock's requirements, each with its hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    rows = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {row.split(" --hash=")[0].strip(): tuple(row.split(" --hash=")[1:]) for row in rows}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    """What is installed is what was reviewed."""
    requirements = {Requirement(text): hashes for text, hashes in read_lock(lock).items()}

    assert len({requirement.name for requirement in requirements}) == len(requirements)
    for requirement, hashes in requirements.items():
        assert str(requirement.specifier).startswith("==")
        assert all(digest.startswith("sha256:") for digest in hashes)
        assert hashes


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_folder(lock: str) -> None:
    """It installs from wherever pip is set up to look."""
    assert "/" not in (ROOT / lock).read_text("utf-8")


def test_the_tests_lock_holds_all_that_kitgen_runs_on() -> None:
    """Tests run on the very packages that kits are built with."""
    run, test = map(read_lock, LOCKS)

    assert run.items() <= test.items()


@pytest.mark.parametrize(("lock", "group"), [(LOCKS[0], "build"), (LOCKS[1], "test")])
def test_the_locks_are_up_to_date_with_pyproject(lock: str, group: str) -> None:
    """Whoever changes a dependency runs `python3 run.py lock`."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*pyproject["project"]["dependencies"], *pyproject["dependency-groups"][group]]
    locked = {r.name: r.specifier for r in map(Requirement, read_lock(lock))}

    for requirement in map(Requirement, (text for text in wanted if isinstance(text, str))):
        version = str(locked[canonicalize_name(requirement.name)]).removeprefix("==")
        assert requirement.specifier.contains(version), requirement


# The real pip


@pytest.mark.slow
def test_pip_installs_where_the_system_forbids_it(checkout: Checkout, tmp_path: Path) -> None:
    """PEP 668's marker, no ensurepip and no uv do not keep kitgen from running."""
    (checkout.bin / "uv").unlink()
    python = externally_managed_python(tmp_path / "system")
    (checkout.root / "kitgen.py").write_text(PROGRAM)
    (checkout.root / "backend.py").write_text(BACKEND)
    make_wheel = runpy.run_path(str(checkout.root / "backend.py"))["make_wheel"]
    wheel = tmp_path / make_wheel(tmp_path, "one", {"one.py": ""})
    digest = sha256(wheel.read_bytes()).hexdigest()
    (checkout.root / "requirements.txt").write_text(f"one==1 --hash=sha256:{digest}\n")
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    run = checkout.run("build", python=python, env=offline)

    assert (run.code, run.err) == (0, FIRST_RUN)
    assert run.program["as"] == str(checkout.root / "kitgen.py")
    assert list((checkout.root / ".venv").glob("lib/*/site-packages/one.py"))

    # The Python of .venv has no pip, and finds that of the system.
    append(checkout.root / "requirements.txt", "# changed\n")
    inner = checkout.root / ".venv" / "bin" / "python"
    assert checkout.run("build", python=inner, env=offline).err == OUT_OF_DATE


def externally_managed_python(prefix: Path) -> Path:
    """Return a Python like this one that is marked as the system's, and lacks ensurepip."""
    source = Path(sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix}))
    stdlib = prefix / "lib" / source.name
    stdlib.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.name != "ensurepip":
            (stdlib / entry.name).symlink_to(entry)
    for entry in (*source.parent.glob("libpython*"), *source.parent.glob("python3")):
        (prefix / "lib" / entry.name).symlink_to(entry)
    (stdlib / "EXTERNALLY-MANAGED").write_text("[externally-managed]\nError=no\n")
    (prefix / "bin").mkdir()
    python = prefix / "bin" / source.name
    shutil.copy2(Path(sys.executable).resolve(), python)
    refused = subprocess.run(
        [python, "-m", "pip", "install", "one"], capture_output=True, text=True, check=False
    )
    if "No module named pip" in refused.stderr:
        pytest.skip("this Python has no pip")
    assert "externally-managed-environment" in refused.stderr
    return python
