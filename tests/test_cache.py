"""What is kept from one run to the next: it changes nothing but time, and tells of nobody."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pytest
from msgspec.structs import replace

import kitgen.project
import kitgen.workshop
from kitgen.cache import Cache, open_cache
from kitgen.content import load_content
from kitgen.document.builder import Builder
from kitgen.errors import SourceError
from kitgen.project import pages_for
from kitgen.specificity import judge
from tests.conftest import ADA, NOON
from tests.test_cli_sealed import SECRET, files_in, kitgen_run, public

if TYPE_CHECKING:
    from types import CodeType

    import yaml

    from kitgen.project import Project

WEAK = "She was a pleasure to work with."
STRONG = "She cut the queue of 240 tickets to 12 in six weeks by rewriting the triage script."
OWN = ADA.replace("Jo Park", "Quill Vexley").replace(
    "position: lab}", "position: lab, drafts: {ask: 'Do you know Zyzzyva? Ada'}}"
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty cache."""
    found = open_cache(tmp_path / "cache")
    assert found is not None
    return found


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the templates that are compiled from here on."""
    names: list[str] = []
    real = jinja2.Environment.compile

    def counting(self: jinja2.Environment, source: str, name: str, file: str) -> CodeType:
        names.append(name)
        return real(self, source, name, file)

    monkeypatch.setattr(jinja2.Environment, "compile", counting)
    return names


def begin_anew() -> None:
    """Forget what a process keeps, as a new one would."""
    kitgen.project._content.cache_clear()
    kitgen.workshop._workshop.cache_clear()


def build() -> None:
    """Build all kits anew, as a new process would."""
    begin_anew()
    shutil.rmtree("build", ignore_errors=True)
    assert kitgen_run("build").exit_code == 0


def test_what_was_put_is_got(cache: Cache) -> None:
    """Under the same key only."""
    cache.put(b"code", "one", "two")
    assert cache.get("one", "two") == b"code"
    assert cache.get("onetwo") is None
    assert cache.get("one", "two", "") is None


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_what_is_damaged_is_not_there(cache: Cache, damage: bytes) -> None:
    """Half a file is not executed."""
    cache.put(b"code", "one")
    (path,) = cache.folder.iterdir()
    path.write_bytes(damage)
    assert cache.get("one") is None


def test_a_cache_that_is_gone_changes_nothing(cache: Cache) -> None:
    """It may go at any time, or its disk be full."""
    cache.folder.rmdir()
    cache.put(b"code", "one")
    cache.remove_old()
    assert cache.get("one") is None
    assert not cache.folder.exists()


def test_what_is_old_goes(cache: Cache) -> None:
    """A month after what was kept last."""
    cache.put(b"old", "one")
    (path,) = cache.folder.iterdir()
    cache.put(b"new", "two")
    cache.remove_old()
    assert cache.get("one") == b"old"
    long_ago = path.stat().st_mtime - 31 * 24 * 3600
    os.utime(path, (long_ago, long_ago))
    cache.remove_old()
    assert (cache.get("one"), cache.get("two")) == (None, b"new")


def test_what_is_not_the_caches_own_stays(cache: Cache) -> None:
    """Somebody may name a folder that is in use, a home even: their old files are not its."""
    cache.put(b"new", "one")
    letter = cache.folder / "letter.txt"
    letter.write_text("years ago")
    os.utime(letter, (0, 0))
    cache.remove_old()
    assert letter.read_text() == "years ago"


def test_a_folder_that_changes_hands_is_read_no_more(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it was opened it may be exchanged; on another machine it may be somebody else's."""
    cache.put(b"code", "one")
    cache.folder.chmod(0o777)
    assert cache.get("one") is None
    cache.put(b"code", "two")
    cache.folder.chmod(0o700)
    assert (cache.get("one"), cache.get("two")) == (b"code", None)
    moved = cache.folder.with_name("moved")
    cache.folder.rename(moved)
    cache.folder.symlink_to(moved)
    assert cache.get("one") is None
    cache.folder.unlink()
    moved.rename(cache.folder)
    (path,) = cache.folder.iterdir()
    path.rename(path.with_name("aside"))
    os.mkfifo(path)
    assert cache.get("one") is None
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert cache.get("one") is None


def test_a_cache_is_nowhere_where_kits_are(ada: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither among what is published nor among what kits are made of; nor in a folder `~`."""
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    ada.profiles.chmod(0o700)
    before = set(ada.profiles.iterdir())
    for named in ("build/public/cache", "docs/assets/cache", "profiles"):
        monkeypatch.setenv("KITGEN_CACHE", named)
        build()
        assert set(ada.profiles.iterdir()) == before
        assert not (ada.root / named).exists() or named == "profiles"
    assert open_cache(Path("~/.cache/kitgen")) is None
    assert not (ada.root / "~").exists()


def test_a_folder_of_others_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in it is executed, so nobody else may be able to write there."""
    folder = tmp_path / "cache"
    assert open_cache(folder) == Cache(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    for mode in (0o720, 0o702, 0o755):
        folder.chmod(mode)
        assert open_cache(folder) is None
    folder.chmod(0o700)
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(folder)
    file.touch()
    assert open_cache(link) is open_cache(file) is open_cache(file / "inside") is None
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert open_cache(folder) is None
    monkeypatch.delattr(os, "geteuid")
    assert open_cache(folder) is None


@pytest.mark.slow
def test_kits_are_the_same_with_any_cache(
    ada: Project, cache: Cache, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """None, an empty one, a full one, one that is damaged: and a full one saves all compiling."""
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    built, counts = [], []
    for state in ("none", "empty", "full", "damaged"):
        folder = ada.root / "mkdocs.yml" if state == "none" else cache.folder  # a file is none
        monkeypatch.setenv("KITGEN_CACHE", str(folder))
        if state == "damaged":
            for path in cache.folder.iterdir():
                path.write_bytes(path.read_bytes()[:-1])
        compiled.clear()
        build()
        built.append(files_in(public(ada)))
        counts.append(len(compiled))
    assert built[0] == built[1] == built[2] == built[3]
    assert counts[0] == counts[1] == counts[3] > 50
    assert counts[2] == 0


@pytest.mark.slow
def test_other_words_are_compiled_anew(ada: Project, cache: Cache, compiled: list[str]) -> None:
    """Words are in the compiled templates: those of before must not tell the old ones."""
    project = replace(ada, cache=cache)
    words, (path,) = ada.docs / "en" / "words.yml", ada.profile_paths()

    def told() -> str:
        begin_anew()
        compiled.clear()
        now = datetime.fromtimestamp(NOON, UTC)
        return "".join(page.html for page in pages_for(project, path, now).pages)

    before = told()
    assert (told(), compiled) == (before, [])
    assert "Copy" in before
    words.write_text(words.read_text("utf-8").replace("Copy", "Zyzzyva"), "utf-8")
    assert told() == before.replace("Copy", "Zyzzyva")
    assert len(compiled) > 10


@pytest.mark.parametrize("language", ["en", "de"])
def test_files_of_docs_are_read_once_for_each_state(
    project: Project, cache: Cache, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts, words and lexicon; what is wrong in one of them is told each time."""
    docs = Path(shutil.copytree(project.docs, cache.folder.parent / "docs"))
    taken: list[str] = []
    real = Builder.take

    def taking(self: Builder, event: yaml.Event) -> bool:
        taken.append(self.source)
        return real(self, event)

    monkeypatch.setattr(Builder, "take", taking)
    first = load_content(docs, language, cache)
    read = set(taken)
    assert {f"docs/{name}.yml" for name in ("facts", f"{language}/words")} < read
    taken.clear()
    again = load_content(docs, language, cache)
    assert taken == []
    assert (again.facts, again.words.texts) == (first.facts, first.words.texts)
    judged = [judge(text, each.lexicon) for text in (WEAK, STRONG) for each in (first, again)]
    assert (judged[0], judged[2]) == (judged[1], judged[3])

    facts = docs / "facts.yml"
    facts.write_text(f"{facts.read_text('utf-8')}stray: x\n", "utf-8")
    taken.clear()
    load_content(docs, language, cache)
    assert set(taken) == read
    facts.write_text("facts: [", "utf-8")
    for _ in range(2):
        with pytest.raises(SourceError, match=r"docs/facts\.yml|facts"):
            load_content(docs, language, cache)


@pytest.mark.slow
def test_the_cache_holds_nothing_of_a_profile(
    ada: Project, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither names nor the templates that somebody wrote for themselves."""
    monkeypatch.setenv("KITGEN_CACHE", str(cache.folder))
    (ada.profiles / "ada.yml").write_text(OWN)
    build()
    kept = b"".join(path.read_bytes() for path in cache.folder.iterdir())
    assert b"coverage" in kept
    for told in (b"Ada Lind", b"Vexley", b"Zyzzyva"):
        assert told not in kept
