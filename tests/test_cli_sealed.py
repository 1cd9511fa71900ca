"""`kitgen build`, `share`, `links`, `leaks`, `verify` and `serve --sealed`, as they are typed."""

from __future__ import annotations

import base64
import csv
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

import kitgen.seal.sealer
from kitgen.cli import main
from kitgen.seal import SealedSite, parse_link
from kitgen.seal.cipher import unseal_bytes
from kitgen.seal.shell import sealed_part
from kitgen.static_server import make_server
from tests.conftest import ADA, NOON, ROOT
from tests.test_cli_build import SOON, free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from click.testing import Result

    from kitgen.project import Project

SECURITY = ROOT / ".github" / "SECURITY.md"
BASE = "https://kits.example.org/coach"
BOB = ADA.replace("Ada Lind", "Bob Stein").replace("Jo Park", "Kim Vale")
SECRET = "c2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tc2VzYW1lLW9wZW4tMTIz"


@pytest.fixture
def two(ada: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with two small profiles and a secret of its own."""
    (ada.profiles / "bob.yml").write_text(BOB)
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    monkeypatch.setenv("KITGEN_BASE_URL", BASE)
    return ada


def kitgen_run(*words: str) -> Result:
    """Run a command in this process; nothing may end in a traceback."""
    done = CliRunner().invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def public(project: Project) -> Path:
    """Return the folder that is published."""
    return project.root / "build" / "public"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, by address."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def link_of(name: str, *options: str) -> str:
    """Return the link that `share` prints, alone on standard output."""
    done = kitgen_run("share", name, *options)
    assert done.exit_code == 0, done.stderr
    return done.stdout.strip()


def opened(project: Project, link: str) -> str:
    """Return the start page that a link opens, unsealed."""
    parsed = parse_link(link)
    page = (public(project) / parsed.path / "index.html").read_bytes()
    key = base64.urlsafe_b64decode(parsed.key + "=")
    return unseal_bytes(key, "index.html", sealed_part(page)).decode()


def mode(path: Path) -> int:
    """Return the rights of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_build_seals_and_writes_nothing_else(ada: Project) -> None:
    """A theme, three neutral files, one opaque folder a kit; the secret is its owner's alone."""
    done = kitgen_run("build")
    assert (done.exit_code, done.stdout) == (0, "ada: sealed\n")
    assert "1 kit stands in build/public, sealed." in done.stderr
    found = files_in(public(ada))
    top = {name.split("/")[0] for name in found}
    (kit,) = top - {".nojekyll", "404.html", "robots.txt", "_theme"}
    assert len(kit) == 22
    assert mode(ada.root / ".kitgen" / "secret") == 0o600
    assert mode(ada.root / "build" / "staging") == 0o700
    assert [each.name for each in (ada.root / "build" / "staging").iterdir()] == [".kitgen.lock"]
    assert "keep a copy" in done.stderr
    for folder in ("build", ".kitgen"):
        assert (ada.root / folder / ".gitignore").read_text() == "*\n"
    inside = {name.split("/")[1]: each for name, each in found.items() if kit in name}
    assert {name.rpartition(".")[2] for name in inside} == {"html", "bin"}
    assert len({len(each) for name, each in inside.items() if name.endswith(".html")}) == 1
    assert "Ada Lind" in opened(ada, link_of("ada", "--base-url", BASE))


def test_a_secret_is_never_there_without_what_keeps_git_from_it(
    ada: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that is killed once the secret is there has told git to pass over it already."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kitgen.secret.remove_left", killed)  # right after the secret was made
        kitgen_run("build")
    assert (ada.root / ".kitgen" / "secret").exists()
    assert (ada.root / ".kitgen" / ".gitignore").read_text() == "*\n"


def test_neutral_files_are_replaced_whole(ada: Project) -> None:
    """None is written where it is served: a kill would leave half of it."""
    kitgen_run("build")
    page, witness = public(ada) / "404.html", ada.root / "witness"
    page.write_text("another version's")
    os.link(page, witness)
    kitgen_run("build", "--fresh")
    assert "Not found" in page.read_text()
    assert witness.read_text() == "another version's"
    assert mode(page) == 0o644


def test_a_page_opens_by_what_the_security_page_says(
    two: Project, program: Callable[..., str]
) -> None:
    """The ten lines of another language that stand there open a page that was just built."""
    script = re.search(r"```js\n(.*?)```", SECURITY.read_text("utf-8"), re.DOTALL)
    assert script
    (two.root / "open.mjs").write_text(script[1], "utf-8")
    kitgen_run("build", "ada")
    link = link_of("ada")
    page = public(two) / parse_link(link).path / "index.html"
    words = ROOT / "kitgen" / "seal" / "dictionary.txt"
    command = [program("node"), str(two.root / "open.mjs"), link, str(page), str(words)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Ada Lind" in ran.stdout
    assert ran.stdout.rstrip() == opened(two, link).rstrip()


def test_builds_are_identical_and_a_change_is_its_own_kits(two: Project, tmp_path: Path) -> None:
    """The same profiles and secret give the same bytes anywhere; an edit touches one folder."""
    kitgen_run("build")
    first = files_in(public(two))
    shutil.move(public(two), tmp_path / "elsewhere")
    kitgen_run("build")
    assert files_in(public(two)) == first
    (two.profiles / "bob.yml").write_text(BOB.replace("Kim Vale", "Kim Dale"))
    kitgen_run("build")
    now = files_in(public(two))
    changed = {name for name in first.keys() | now.keys() if first.get(name) != now.get(name)}
    assert {name.split("/")[0] for name in changed} == {parse_link(link_of("bob")).path}


def test_rotating_makes_a_new_link_and_the_old_path_goes(two: Project) -> None:
    """Comments of the profile stay, the old key opens nothing, other kits are unchanged."""
    text = "# mine\n" + ADA + "# at the end\n"
    (two.profiles / "ada.yml").write_text(text)
    kitgen_run("build")
    before, old = files_in(public(two)), link_of("ada")
    done = kitgen_run("share", "ada", "--rotate")
    new = done.stdout.strip()
    assert "the old one nothing" in done.stderr
    assert (two.profiles / "ada.yml").read_text() == f"{text}\nsharing:\n  version: 2\n".replace(
        "\n\nsharing", "\nsharing"
    )
    kitgen_run("build", "ada")
    assert {parse_link(old).path, parse_link(old).key} & set(new.split("/")) == set()
    assert not (public(two) / parse_link(old).path).exists()
    assert "Ada Lind" in opened(two, new)
    bob = parse_link(link_of("bob")).path
    now = files_in(public(two))
    assert {name for name in before if name.startswith(bob)} <= now.keys()
    assert all(now[name] == each for name, each in before.items() if name.startswith(bob))


def test_a_kit_past_its_last_day_goes(two: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the last day it is still there; the day after, its folder is removed and it is told."""
    assert kitgen_run("share", "ada", "--expires", "2026-11-21").exit_code == 1
    assert "sharing" not in (two.profiles / "ada.yml").read_text()
    link = link_of("ada", "--expires", "2026-11-22")
    kitgen_run("build")
    place = public(two) / parse_link(link).path
    assert place.is_dir()
    assert "22 November 2026" not in opened(two, link)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + 86_400))
    done = kitgen_run("build", "bob")
    assert not place.exists()
    done = kitgen_run("build")
    assert "ada: past its last day, so it is not published." in done.stdout
    assert done.exit_code == 0
    assert "past its last day" in kitgen_run("share", "ada").stderr
    link_of("ada", "--expires", "never")
    kitgen_run("build")
    assert place.is_dir()


def test_a_broken_profile_keeps_its_last_good_kit(two: Project) -> None:
    """It costs no other kit, and the exit code is 1. Without a profile, the kit goes."""
    kitgen_run("build")
    place = public(two) / parse_link(link_of("ada")).path
    (two.profiles / "ada.yml").write_text(ADA.replace("name: Ada", "nme: Ada"))
    done = kitgen_run("build", "--fresh")
    assert done.exit_code == 1
    assert "profiles/ada.yml:2:3" in done.stderr
    assert "bob: sealed" in done.stdout
    assert (place / "index.html").is_file()
    (two.profiles / "ada.yml").unlink()
    assert kitgen_run("build").exit_code == 0
    assert not place.exists()


def test_what_does_not_belong_into_the_public_folder_is_told(two: Project) -> None:
    """Everything in there gets published, so nothing is built until it is gone."""
    public(two).mkdir(parents=True)
    (public(two) / "notes.txt").write_text("Jo Park")
    done = kitgen_run("build")
    assert done.exit_code == 1
    assert "notes.txt" in done.stderr
    assert files_in(public(two)) == {"notes.txt": b"Jo Park"}


def test_a_plain_build_warns_and_keeps_out_of_the_public_folder(two: Project) -> None:
    """`--plain` is for a private host, and cannot be put where everything is published."""
    done = kitgen_run("build", "--plain", "plain")
    assert "Put them on a private host only." in done.stderr
    assert (two.root / "plain" / "bob" / "index.html").is_file()
    for inside in ("build/public", "build/public/x"):
        done = kitgen_run("build", "--plain", inside)
        assert (done.exit_code, public(two).exists()) == (1, False)
        assert "is published" in done.stderr


def _unsealed(files: Mapping[str, bytes], keys: object, theme: object) -> SealedSite:
    del theme
    return SealedSite(keys.path, files)  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_build_that_does_not_seal_fails(two: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """With sealing switched off the leak gate stops each kit; the last good ones stay."""
    kitgen_run("build", "ada")
    before = files_in(public(two))
    with monkeypatch.context() as patch:
        patch.setattr(kitgen.seal.sealer, "seal_site", _unsealed)
        done = kitgen_run("build", "--fresh")
    assert done.exit_code == 1
    assert "owner.name" in done.stderr
    assert "Ada" not in done.stderr
    assert "ada: not built; its last good kit is kept." in done.stderr
    assert "bob: not built; there is no kit of it yet." in done.stderr
    assert files_in(public(two)) == before


def test_a_leak_among_kits_that_were_not_built_is_found_and_taken_away(two: Project) -> None:
    """The last step searches all that is published, whoever put it there."""
    kitgen_run("build")
    ada, bob = (parse_link(link_of(name)).path for name in ("ada", "bob"))
    (public(two) / ada / "jo-park.html").write_text("x")
    done = kitgen_run("build", "bob")
    assert done.exit_code == 1
    assert "in the path" in done.stderr
    assert "park" not in done.stderr.lower()
    assert not (public(two) / ada).exists()
    assert (public(two) / bob).is_dir()


def test_a_file_of_the_project_is_not_published_in_clear(two: Project) -> None:
    """What lies in docs/assets besides kitgen's own three files stops the build."""
    (two.docs / "assets" / "card.svg").write_text("<svg><title>Jo Park</title></svg>")
    done = kitgen_run("build")
    assert done.exit_code == 1
    assert "docs/assets/card.svg would be published in clear" in done.stderr
    assert not [*public(two).rglob("card.svg")]


def test_a_name_in_the_projects_own_style_is_found(two: Project) -> None:
    """The look may be changed; what a profile holds may not get into it."""
    with (two.docs / "assets" / "kit.css").open("a") as file:
        file.write("\n/* wider, for everybody; manager, email, strong, yes */\n")
    assert kitgen_run("build").exit_code == 0
    with (two.docs / "assets" / "kit.css").open("a") as file:
        file.write("\n/* as Jo Park wanted it */\n")
    done = kitgen_run("build")
    assert done.exit_code == 1
    assert "assets/kit.css: contacts[1].name" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["write", "ada", "build/public/x"],
        ["build", "--plain", "build/public/x"],
        ["share", "ada", "--svg", "build/public/x.svg"],
    ],
)
def test_nothing_else_is_ever_written_where_all_is_published(
    two: Project, words: list[str]
) -> None:
    """No command puts a plain page or a link there."""
    kitgen_run("build")
    before = files_in(public(two))
    done = kitgen_run(*words)
    assert done.exit_code == 1
    assert "is published" in done.stderr
    assert files_in(public(two)) == before


@pytest.mark.parametrize("name", ["profiles/ada.yml", "card.svg", "no/folder/x.svg", "x.png"])
def test_a_qr_code_overwrites_nothing(two: Project, name: str) -> None:
    """A slip of the hand costs no file, and the profile is not changed either."""
    (two.root / "card.svg").write_text("<!-- mine --><svg/>")
    before = files_in(two.root)
    assert kitgen_run("share", "ada", "--rotate", "--svg", name).exit_code == 1
    assert files_in(two.root) == before


def test_the_last_kit_goes_with_its_profile(ada: Project) -> None:
    """Without any profile there is an error, and nothing stays published."""
    kitgen_run("build")
    assert len([*public(ada).iterdir()]) == 5
    (ada.profiles / "ada.yml").unlink()
    done = kitgen_run("build")
    assert done.exit_code == 1
    assert "1 kit was taken away" in done.stderr
    assert not [each for each in public(ada).iterdir() if len(each.name) == 22]


def test_a_build_of_one_kit_takes_no_other_away(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even with another secret by mistake; a whole build does, and says so."""
    kitgen_run("build")
    ada = public(two) / parse_link(link_of("ada")).path
    monkeypatch.setenv("KITGEN_SECRET", SECRET[::-1])
    assert kitgen_run("build", "bob").exit_code == 0
    assert ada.is_dir()
    assert "2 kits were taken away" in kitgen_run("build").stderr
    assert not ada.exists()


def test_the_last_link_there_can_be_is_told(two: Project) -> None:
    """Rotating beyond it would make the profile invalid, so nothing is changed."""
    text = f"{ADA}sharing: {{version: 1000}}\n"
    (two.profiles / "ada.yml").write_text(text)
    done = kitgen_run("share", "ada", "--rotate")
    assert done.exit_code == 1
    assert "this kit had 1000 links" in done.stderr
    assert (two.profiles / "ada.yml").read_text() == text


@pytest.mark.slow
def test_an_interrupted_build_leaves_nothing_plain(two: Project) -> None:
    """While it runs, all that is not sealed is in a folder for its owner; then it is gone."""
    staging = two.root / "build" / "staging"
    command = [sys.executable, "-m", "kitgen", "build"]
    with subprocess.Popen(command, cwd=two.root, stderr=subprocess.PIPE) as build:
        end = time.monotonic() + SOON
        while not (plain := [*staging.glob(".kitgen-*")]):
            assert time.monotonic() < end
            assert build.poll() is None
            time.sleep(0.005)
        build.send_signal(signal.SIGTERM)
        said = build.communicate(timeout=SOON)[1]
    assert plain
    assert b"Traceback" not in said
    assert mode(staging) == 0o700
    assert [each.name for each in staging.iterdir()] == [".kitgen.lock"]


@pytest.mark.slow
def test_the_log_of_ci_names_no_one(two: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither name, path, key nor a value of a profile: what failed, and by which id."""
    links = [parse_link(link_of(name)) for name in ("ada", "bob")]
    kitgen_run("links")
    (two.profiles / "cyd.yml").write_text(ADA.replace("manager", "Boss Cydonia"))
    ids = {row["profile"]: row["id"] for row in _table(two)}
    monkeypatch.setenv("CI", "true")
    done = kitgen_run("build")
    said = done.stdout + done.stderr
    assert done.exit_code == 1
    assert f"{ids['ada']}: built\n" in done.stdout
    assert "1 problem; `kitgen check` says what" in done.stderr
    secrets = {part for link in links for part in (link.path, link.key)}
    for word in ("ada", "bob", "cyd", "Lind", "Boss", "Cydonia", *secrets):
        assert word not in said.replace("kits stand", "")
    plain = kitgen_run("build", "--plain", "plain")
    assert "kit 1 of 3: built\n" in plain.stdout
    assert "Lind" not in plain.stdout + plain.stderr


def test_an_unforeseen_error_tells_no_value_in_ci(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of kitgen itself shows where it is, and not what it was at."""
    del two
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("kitgen.cli.sealing.read_clock", lambda: dict[str, str]()["ada lind"])
    done = kitgen_run("build")
    assert done.exit_code == 1
    assert "KeyError" in done.stderr
    assert "ada" not in done.stderr


@pytest.mark.parametrize(
    "words", [["share", "ada"], ["share", "ada", "--rotate"], ["links"], ["serve", "--sealed"]]
)
def test_no_link_is_printed_in_ci(
    two: Project, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Whoever reads the log could open the kits; so it is refused, and nothing is changed."""
    monkeypatch.setenv("CI", "1")
    done = kitgen_run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "not printed in CI" in done.stderr
    assert not (two.root / "build" / "links.csv").exists()
    assert (two.profiles / "ada.yml").read_text() == ADA


def test_share_prints_the_link_alone(two: Project) -> None:
    """All else is on standard error: whose it is, the QR code, what is not built yet."""
    done = kitgen_run("share", "ada", "--svg", "qr.svg")
    assert done.stdout.startswith(f"{BASE}/")
    assert done.stdout.count("\n") == 1
    assert "Ada Lind: whoever has this link can read the kit" in done.stderr
    assert "█" in done.stderr
    assert "It is not built yet" in done.stderr
    assert mode(two.root / "qr.svg") == 0o600
    assert (two.root / "qr.svg").read_text().startswith("<svg ")


def test_share_asks_for_a_passphrase(two: Project) -> None:
    """It is told apart from the link, and the link alone opens nothing then."""
    done = kitgen_run("share", "ada", "--passphrase")
    assert "passphrase: yes" in (two.profiles / "ada.yml").read_text()
    told = done.stderr.split("sent another way: ")[1].split()[0]
    assert len(told) == 19
    assert told not in done.stdout
    kitgen_run("build")
    with pytest.raises(Exception, match="the key does not open"):
        opened(two, done.stdout)
    assert "another way" not in kitgen_run("share", "ada", "--no-passphrase").stderr


def test_share_says_where_it_could_not_know(two: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address of the host no link is made up; mkdocs.yml may hold it."""
    monkeypatch.delenv("KITGEN_BASE_URL")
    done = kitgen_run("share", "ada")
    assert done.exit_code == 1
    assert "site_url" in done.stderr
    with two.mkdocs_yml.open("a") as file:
        file.write("\nsite_url: https://kits.example.org/\n")
    assert link_of("ada").startswith("https://kits.example.org/")
    wrong = ("kits.example.org", f"{BASE}/#x", f"{BASE}?x=1", "https://", "https://a b", "http://[")
    for each in wrong:
        assert kitgen_run("share", "ada", "--base-url", each).exit_code == 1
    named = kitgen_run("share", "ada", "--base-url", "https://me:pw@kits.example.org")
    assert (named.exit_code, "pw" in named.output) == (1, False)
    assert "leave out what is before '@kits.example.org'" in named.stderr
    assert link_of("ada", "--base-url", "HTTPS://Kits.example.org").startswith("HTTPS://")
    over_http = kitgen_run("share", "ada", "--base-url", "http://kits.example.org")
    assert "over https only" in over_http.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["ada", "--expires", "31.3.2027"], "write it like 2027-03-31"),
        (["zoe"], "there is no profile 'zoe'"),
        (["bob"], "profiles/bob.yml:2:3"),
    ],
)
def test_share_changes_nothing_when_something_is_wrong(
    two: Project, words: list[str], why: str
) -> None:
    """What is wrong is told, and neither profile nor link is made."""
    (two.profiles / "bob.yml").write_text(BOB.replace("name: Bob", "nme: Bob"))
    before = files_in(two.profiles)
    done = kitgen_run("share", *words, "--rotate")
    assert done.exit_code != 0
    assert why in done.stderr
    assert "#k=" not in done.stdout
    assert files_in(two.profiles) == before


def _table(project: Project) -> list[dict[str, str]]:
    with (project.root / "build" / "links.csv").open(newline="") as file:
        return [*csv.DictReader(file)]


def test_links_writes_a_table_for_its_owner_only(two: Project) -> None:
    """One row a profile, with what `share` says; a name is no formula; nothing is printed of it."""
    (two.profiles / "cyd.yml").write_text(ADA.replace("Ada Lind", '"=1+1 Cyd"'))
    (two.profiles / "dee.yml").write_text("owner: {}\n")
    done = kitgen_run("links")
    assert done.exit_code == 1
    assert "profiles/dee.yml" in done.stderr
    assert done.stdout == "build/links.csv: 3 links.\n"
    assert mode(two.root / "build" / "links.csv") == 0o600
    rows = _table(two)
    assert [row["profile"] for row in rows] == ["ada", "bob", "cyd"]
    assert rows[0]["link"] == link_of("ada")
    assert rows[2]["owner"] == "'=1+1 Cyd"
    assert not (public(two) / "links.csv").exists()


def test_leaks_searches_any_folder(two: Project) -> None:
    """A sealed build is clean; a name in it is told by file and field, never by value."""
    kitgen_run("build")
    done = kitgen_run("leaks")
    assert (done.exit_code, done.stdout) == (
        0,
        "build/public: nothing of 2 profiles can be read in it.\n",
    )
    other = two.root / "other"
    other.mkdir()
    (other / "page.html").write_text("<p>Kim&nbsp;Vale</p>")
    done = kitgen_run("leaks", "other")
    assert done.exit_code == 1
    assert "bob: page.html: contacts[1].name" in done.stderr.replace("contacts[0]", "contacts[1]")
    assert "Vale" not in done.stderr
    (two.profiles / "ada.yml").write_text("owner: {}\n")
    done = kitgen_run("leaks")
    assert done.exit_code == 1
    assert "1 profile cannot be read" in done.stderr


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine while the block runs."""
    with make_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.slow
def test_verify_compares_what_a_host_serves(two: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that serves the build passes, also later; each byte of difference names its kit."""
    kitgen_run("build")
    folder = parse_link(link_of("bob")).path
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + 40 * 86_400))
    with hosting(public(two)) as url:
        done = kitgen_run("verify", url)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == (
            "ada: as built on 2026-11-22.\nbob: as built on 2026-11-22.\n"
            "what all kits share: as built.\n"
        )
        script = next(public(two).glob("_theme/*/assets/kit.js"))
        script.write_bytes(script.read_bytes() + b";")
        page = next(each for each in (public(two) / folder).iterdir() if each.name != "index.html")
        page.unlink()
        done = kitgen_run("verify", url)
        assert done.exit_code == 1
        assert done.stderr.count("\n") == 2
        assert f"bob: {folder}/{page.name} is not served." in done.stderr
        assert "assets/kit.js is not what this project builds." in done.stderr
        start = public(two) / folder / "index.html"
        start.write_bytes(start.read_bytes().replace(b"Private page", b"Private Page"))
        assert f"bob: {folder}/index.html is not what" in kitgen_run("verify", url).stderr
        start.write_bytes(start.read_bytes()[:6000])
        assert "does not open with the kit's key" in kitgen_run("verify", url).stderr
    for silent in (url, "https://kits.example.invalid", "http://127.0.0.1:99999", "http://[::1"):
        done = kitgen_run("verify", silent)
        assert done.exit_code == 1
        assert "error:" in done.stderr


def test_verify_tells_of_kits_that_should_be_gone(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old link that still opens, and a kit past its last day; in CI by their ids alone."""
    kitgen_run("build")
    with hosting(public(two)) as url:
        link_of("ada", "--rotate")
        link_of("bob", "--expires", "2026-11-22")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + 86_400))
        done = kitgen_run("verify", url)
        assert done.exit_code == 1
        assert done.stderr.count("it should be gone") == 2
        monkeypatch.setenv("CI", "true")
        done = kitgen_run("verify", url)
        said = done.stdout + done.stderr
        assert said.count("a file is still served; it should be gone.") == 2
        assert parse_link(link_for(two, monkeypatch)).path not in said
        assert "bob" not in said


def link_for(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return Bob's link, on somebody's own machine."""
    del project
    monkeypatch.delenv("CI")
    return link_of("bob")


@pytest.mark.slow
def test_serve_sealed_serves_what_would_be_published(two: Project) -> None:
    """It prints each kit's link, answers with files alone, and says so when nothing is built."""
    port = free_port()
    assert "run `kitgen build`" in kitgen_run("serve", "--sealed").stderr
    kitgen_run("build")
    command = [sys.executable, "-m", "kitgen", "serve", "--sealed", "--port", str(port)]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=two.root, env=environ, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        try:
            lines = [server.stdout.readline() for _ in range(2)]
            link = lines[0].removeprefix("ada: ").strip()
            with urlopen(link.split("#")[0], timeout=SOON) as answer:  # noqa: S310  this machine
                assert b"kit-sealed" in answer.read()
            for nothing in ("_theme/", "nowhere"):
                with pytest.raises(HTTPError) as error:
                    urlopen(f"http://127.0.0.1:{port}/{nothing}", timeout=SOON)
                assert b"nothing at this address" in error.value.read()
                error.value.close()
        finally:
            server.send_signal(signal.SIGINT)
    assert [line.split(":")[0] for line in lines] == ["ada", "bob"]
    assert "Ada Lind" in opened(two, link)


def test_serve_needs_a_name_or_sealed_kits(two: Project) -> None:
    """Without either, the names are told."""
    del two
    done = kitgen_run("serve")
    assert done.exit_code == 1
    assert "name a profile to serve: ada, bob" in done.stderr
