"""A sample of the fuzzing, and proof that the fuzzer finds; `python -m tests.fuzz` does more."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest

from kitgen.errors import KitgenError
from tests.conftest import ROOT
from tests.fuzz import engine
from tests.fuzz.engine import Session, changed
from tests.fuzz.targets import CORPUS, TARGETS, Target

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="limits of time need an alarm"),
]


@pytest.mark.parametrize("target", TARGETS, ids=[each.name for each in TARGETS])
def test_whatever_others_wrote_gives_a_result_or_an_error_in_words(target: Target) -> None:
    """All of the corpus, and a second of new inputs."""
    session = Session(target, target.corpus())
    finding = session.replay() or session.run(1, seed=20261126)
    assert finding is None, f"{finding.content!r}\n{finding.what}"
    assert session.tried > len(target.seeds)


def test_the_corpus_belongs_to_the_targets_and_is_small() -> None:
    """Nobody has to wonder what a file is for."""
    assert {path.name for path in CORPUS.iterdir()} <= {each.name for each in TARGETS}
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 1_000_000


def test_what_grows_without_a_limit_is_refused_in_time_and_memory() -> None:
    """Billion laughs, deep nesting, a text of 100 MB; by itself, for its memory is measured."""
    words = [sys.executable, "-m", "tests.fuzz", "--giants"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert len(lines) == 16
    assert all(line.endswith(": refused") for line in lines)


def crash(content: bytes) -> None:
    """Fall over what only a change can bring."""
    if b"[" in content:
        raise IndexError
    raise KitgenError("refused")


def hang(content: bytes) -> None:
    """Take too long over what only a change can bring."""
    if b"[" in content:
        time.sleep(5)


def grow(content: bytes) -> None:
    """Take too much memory over what only a change can bring."""
    if b"[" in content:
        bytearray(b"x" * 600_000_000)


@pytest.mark.parametrize(
    ("feed", "said"), [(crash, "IndexError"), (hang, "took longer"), (grow, "took more than")]
)
def test_a_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch, feed: object, said: str) -> None:
    """A crash, a hang, a blow-up: within seconds, from an input that does none of it."""
    monkeypatch.setattr(engine, "SECONDS", 1)
    assert callable(feed)
    finding = Session(Target("planted", feed, ()), [b"harmless"]).run(20, seed=1)
    assert finding is not None
    assert said in finding.what
    assert b"[" in finding.content


def test_coverage_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reaches new lines of kitgen joins the corpus; what reaches nothing new does not."""
    (target,) = (each for each in TARGETS if each.name == "message")
    session = Session(target, [b"x"])
    monkeypatch.setattr(engine, "changed", lambda *_: b"{who: jo, asked: 2026-05-31}")
    session.run(0.2, seed=1)
    assert session.kept == [b"{who: jo, asked: 2026-05-31}"]


def test_changes_are_drawn_from_a_seed() -> None:
    """A finding can be found again."""
    one, other = (changed(random.Random(7), [b"owner: {name: Ada}"]) for _ in range(2))
    assert one == other
