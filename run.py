#!/usr/bin/env python3
"""Run kitgen from a plain checkout; needs Python 3.11 or newer, and pip or uv.

    python3 run.py build ...    build kits; every other word goes to kitgen as well
    python3 run.py test ...     run the tests; what follows goes to pytest
    python3 run.py lock ...     remake requirements*.txt; what follows goes to uv (--upgrade, say)

The first run installs the locked packages into .venv. Later runs notice when the locks, the Python
or the folder changed, or an installation was cut short, and then make .venv anew.
"""

# This file keeps to syntax that Python 3.6 can read, so that an old Python says what is needed.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - run by hand, with whatever Python is there
    sys.exit(
        "kitgen needs Python 3.11 or newer; this is Python {}.{}.\n"
        "Install a newer one and name it: python3.13 run.py ...".format(*sys.version_info)
    )

import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "kitgen-installed"  # written last: an environment without it is unfinished
GUARD = ROOT / ".venv.lock"  # held while .venv is made

RUN_PACKAGES = "requirements.txt"
TEST_PACKAGES = "requirements-test.txt"  # holds RUN_PACKAGES too

PATIENCE = 10.0  # seconds that a child has to end by itself after Ctrl-C

NO_PIP = """\
kitgen: {python} has no pip of version 22.3 or newer, and there is no uv.
  Debian, Ubuntu:  sudo apt install python3-pip
  elsewhere:       {python} -m ensurepip --upgrade
Then run the same command again."""

NOT_INSTALLED = """\
{output}

kitgen: the packages could not be installed; the reason stands above.
  No network, or a proxy in between? The first run downloads 30 MB, for tests 140 MB.
  Is .venv in use by another program? End it, or delete the folder.
  Packages are ready-made for Python 3.11 to 3.14 on Linux, macOS and Windows; this is {version}.
Then run the same command again: it starts afresh."""


def main(words: Sequence[str]) -> int:
    """Do what the words ask for, and return the exit code."""
    if words[:1] == ["lock"]:
        return remake_locks(words[1:])
    if words[:1] == ["test"]:
        set_up(RUN_PACKAGES, TEST_PACKAGES)
        return call(PYTHON, "-m", "pytest", *words[1:], cwd=ROOT)
    set_up(RUN_PACKAGES)
    # -P: a module in the caller's folder must not stand in for one that kitgen imports.
    return call(PYTHON, "-P", "-m", "kitgen", *(words or ["--help"]), KITGEN_COMMAND=typed())


def typed() -> str:
    """Return what people type to get here, for the messages that name a command."""
    return f"{'python' if os.name == 'nt' else 'python3'} {shlex.quote(sys.argv[0])}"


def set_up(*locks: str) -> None:
    """Make .venv hold kitgen and the locked packages, unless it does already."""
    wanted = [fingerprint(lock) for lock in locks]
    if is_ready(wanted):
        return
    with guard():
        if not is_ready(wanted):  # the run waited for may have done it
            install(locks[-1], wanted)


def fingerprint(lock: str) -> str:
    """Return the lock's name and a digest of all that an environment with it is made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = (
        sysconfig.get_config_var("EXT_SUFFIX"),  # names Python, its version, system and C library
        sysconfig.get_platform(),
        ROOT,  # kitgen's editable install points here
        project["build-system"],
        project["project"],
        (ROOT / lock).read_bytes(),
    )
    return lock + " " + hashlib.sha256(repr(parts).encode()).hexdigest()


def installed() -> list[str]:
    """Return the fingerprints that .venv was made from; none if it is missing or unusable."""
    try:
        return STAMP.read_text("utf-8").splitlines() if PYTHON.exists() else []
    except FileNotFoundError:
        return []


def is_ready(wanted: Sequence[str]) -> bool:
    """Tell whether .venv holds what is wanted, or more."""
    return installed()[: len(wanted)] == wanted


@contextmanager
def guard() -> Iterator[None]:
    """Keep other runs from making .venv at the same time."""
    with GUARD.open("a") as file:
        if not try_lock(file.fileno()):
            say("another run is installing packages, waiting for it ...")
            while not try_lock(file.fileno()):
                time.sleep(0.2)
        # An installer that outlives a killed run still writes to .venv, so it holds the lock too.
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - takes no keyword
        yield


def try_lock(file: int) -> bool:
    """Lock the open file unless another process has; tell whether it is locked now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def install(lock: str, wanted: Sequence[str]) -> None:
    """Install kitgen and the locked packages, and write the stamp; or explain and end."""
    adding = installed() == wanted[:1]  # the tests' packages, to those for running
    why = "first test run" if adding else ".venv is out of date" if VENV.exists() else "first run"
    say(f"{why}, installing packages into .venv (about a minute) ...")
    STAMP.unlink(missing_ok=True)
    # The Python outside: that of an activated .venv has no pip.
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    python = getattr(sys, "_base_executable", "") if inside else sys.executable
    if not adding and VENV.is_symlink():  # clearing it would empty the folder that it points to
        VENV.unlink()
        say(".venv was a link, and is a folder of its own now; what it pointed to is as it was")
    problem = "" if adding else attempt(python, "-m", "venv", "--clear", "--without-pip", VENV)
    problem = problem or fill(python, lock)
    if problem:
        sys.exit(problem)
    STAMP.write_text("\n".join(wanted), "utf-8")


def fill(python: str, lock: str) -> str:
    """Install with the first installer that succeeds; return what went wrong if none does."""
    problem = NO_PIP.format(python=python)
    # A lock names every package, so nothing is left to resolve; some versions of pip stumble over
    # a locked package that another asks for with an extra as soon as there is a newer one of it.
    locked = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
    for installer in find_installers(python):
        problem = attempt(*installer, *locked, "-r", lock) or attempt(
            *installer, "--no-deps", "--no-build-isolation", "-e", ROOT
        )
        if not problem:
            break
    return problem


def find_installers(python: str) -> Iterator[tuple[str | Path, ...]]:
    """Yield how a command that installs into .venv begins: with uv where there is uv, then pip."""
    uv = shutil.which("uv")
    if uv:
        yield (uv, "pip", "install", "--quiet", "--python", PYTHON, "--compile-bytecode")
    # pip runs outside and installs inside: that needs no ensurepip, and PEP 668 has no say in it.
    # It comes second, not never: pip may know a company's mirror and certificate, uv may not.
    pip = (python, "-m", "pip", "--python", PYTHON)
    if not attempt(*pip, "--version"):
        yield (*pip, "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-user")


def remake_locks(options: Sequence[str]) -> int:
    """Remake both locks from pyproject.toml, for every supported Python and system."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        uv = shutil.which("uv") or fetch_uv(folder)
        # One version of a package for every Python, so that kits come out alike everywhere.
        rules = ("--universal", "--python-version", "3.11", "--fork-strategy", "fewest")
        notes = ("--quiet", "--generate-hashes", "--custom-compile-command", "python3 run.py lock")
        lock = (uv, "pip", "compile", "pyproject.toml", *rules, *notes, *options)
        same = ("-c", RUN_PACKAGES)
        return call(*lock, "--group", "build", "-o", RUN_PACKAGES, cwd=ROOT) or call(
            *lock, "--group", "test", *same, "-o", TEST_PACKAGES, cwd=ROOT
        )


def fetch_uv(folder: str) -> Path:
    """Install uv into the folder and return its path."""
    pip = (sys.executable, "-m", "pip", "install", "--disable-pip-version-check")
    problem = attempt(*pip, "--only-binary", ":all:", "--target", folder, "uv")
    if problem:
        sys.exit(problem)
    return Path(folder, "bin", "uv.exe" if os.name == "nt" else "uv")


def attempt(*command: str | Path) -> str:
    """Run one step of an installation; return what to tell the person if it fails, else nothing."""
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        close_fds=False,  # it inherits the lock
    )
    output, _ = child.communicate()
    version = ".".join(map(str, sys.version_info[:2]))
    ending = "\n".join(output.splitlines()[-8:])
    return NOT_INSTALLED.format(output=ending, version=version) if child.returncode else ""


def call(*command: str | Path, cwd: Path | None = None, **variables: str) -> int:
    """Run a command in the caller's terminal and return its exit code."""
    child = subprocess.Popen(command, cwd=cwd, env=environment() | variables)
    # A server must not outlive the run that started it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        code = child.wait()
    except KeyboardInterrupt:
        with suppress(subprocess.TimeoutExpired):  # the terminal has told the child as well
            child.wait(PATIENCE)
        raise
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
    return code if code >= 0 else 128 - code  # ended by a signal: as shells put it


def environment() -> dict[str, str]:
    """Return the caller's variables as if .venv were activated, and no other Python about."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    path = os.pathsep.join([str(SCRIPTS), kept.get("PATH", os.defpath)])
    # Material prints a long warning about MkDocs 2.0, which the locks keep out.
    return kept | {"VIRTUAL_ENV": str(VENV), "PATH": path, "NO_MKDOCS_2_WARNING": "1"}


def say(message: str) -> None:
    """Tell the person at the terminal what goes on, and leave standard output to kitgen."""
    print(f"kitgen: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except OSError as problem:  # no leave to write here, a full disk
        sys.exit(f"kitgen: {problem}")
