"""Sealing a whole site: all of it, alike in size, and nothing that nobody expects."""

from __future__ import annotations

import base64
import html
import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kitgen.folder import output_folder
from kitgen.seal import Sealer, Secret, parse_link, seal_site, share_link
from kitgen.seal.cipher import derive_keys, unseal_bytes
from kitgen.seal.qr import qr_inline
from kitgen.seal.sealed_site import _with_shared_theme
from kitgen.seal.shell import PLACE, loader, sealed_part, source_hash
from kitgen.seal.theme import Theme, ThemeError, read_theme, shipped_digests, untouched
from kitgen.sharing import read_members, sealer_of, unsealed
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from kitgen.pages import Layout, Pages
    from kitgen.project import Project

SECRET = Secret(b"s" * 32, "a test")
KEYS = derive_keys(SECRET, "mara", 1)
MARA = "sample-mara-okafor"
SAMPLES = sorted(path.stem for path in (ROOT / "profiles").glob("sample-*.yml"))


@pytest.fixture(scope="module")
def built(
    project: Project, noon: datetime, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Return the plain site of a sample as it comes to be sealed, by address."""
    sealer = sealer_of(project, SECRET)
    staging = tmp_path_factory.mktemp("staging")
    sealer = Sealer(sealer.mkdocs_yml, sealer.theme, staging, SECRET)
    members = read_members(project, [project.profiles / f"{MARA}.yml"], noon)
    (kit,) = unsealed(project, members)
    found: dict[str, bytes] = {}

    def take(files: dict[str, bytes], *_: object) -> None:
        found.update(files)
        raise ThemeError("enough")

    with output_folder(staging), pytest.MonkeyPatch.context() as patch:
        patch.setattr("kitgen.seal.sealer.seal_site", take)
        with pytest.raises(ThemeError, match="enough"):
            sealer.seal(kit)
    return found


@pytest.fixture(scope="module")
def theme(project: Project, built: dict[str, bytes]) -> Theme:
    """Return the theme that the site uses."""
    assets = {name: each for name, each in built.items() if name.startswith("assets/")}
    return read_theme(sealer_of(project, SECRET).theme, assets)


def test_all_of_a_site_is_sealed(built: dict[str, bytes], theme: Theme) -> None:
    """Every page, the index of the search and the site map; no page is larger than another."""
    sealed = seal_site(built, KEYS, theme)
    pages = {name for name in built if name.endswith(".html")} - {"404.html"}
    others = {
        KEYS.opaque_name(name) + ".bin" for name in ("search/search_index.json", "sitemap.xml")
    }
    assert set(sealed.files) == pages | others
    assert len({len(sealed.files[name]) for name in pages}) == 1
    sitemap = f"{KEYS.opaque_name('sitemap.xml')}.bin"
    text = unseal_bytes(KEYS.file_key, sitemap, sealed.files[sitemap]).decode()
    assert text.count(PLACE) == len(pages)
    assert "lastmod" not in text


def test_a_sealed_page_is_light(built: dict[str, bytes], theme: Theme) -> None:
    """What a page has besides its sealed part is in every one of 100,000 kits: under 3 kB."""
    page = seal_site(built, KEYS, theme).files["index.html"]
    assert len(page) - len(base64.b64encode(sealed_part(page))) <= 3000


def test_a_sealed_page_knows_that_scripts_run(built: dict[str, bytes], theme: Theme) -> None:
    """One opened it; to find that out later has a slow phone style the whole page once more."""
    page = sealed_part(seal_site(built, KEYS, theme).files["index.html"])
    assert b"no-js" in built["index.html"]
    assert b"no-js" not in unseal_bytes(KEYS.file_key, "index.html", page)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_kit_takes_little_room(
    project: Project, noon: datetime, tmp_path: Path, sample: str
) -> None:
    """All files of a kit, without what all kits share: under 400 kB."""
    members = read_members(project, [project.profiles / f"{sample}.yml"], noon)
    sealer = replace(sealer_of(project, SECRET), staging=tmp_path)
    with output_folder(tmp_path):
        sealed, _ = sealer.seal(next(unsealed(project, members)))
    assert len(sealed.files) > 15
    assert sum(map(len, sealed.files.values())) <= 400_000


def test_a_kit_that_knows_its_address_prints_its_link(project: Project, noon: datetime) -> None:
    """With `site_url` the sheet for paper has the share link and its QR code; without, neither."""
    members = read_members(project, [project.profiles / f"{MARA}.yml"], noon)
    (kit,) = unsealed(project, members)
    told: list[Layout] = []

    def compose(layout: Layout) -> Pages:
        told.append(layout)
        raise ThemeError("enough")

    curious = replace(kit, compose=compose)
    for base_url in ("", "https://kits.example.org/"):
        sealer = replace(sealer_of(project, SECRET), base_url=base_url)
        with pytest.raises(ThemeError, match="enough"):
            sealer.seal(curious)
    silent, knowing = told
    assert (silent.link, silent.code) == ("", "")
    keys = kit.keys(SECRET)
    assert knowing.link == share_link("https://kits.example.org/", keys.path, keys.content)
    assert knowing.code == qr_inline(knowing.link)
    assert knowing.code.startswith("<svg viewBox=")
    paper = kit.compose(knowing).page("print.md").html
    assert knowing.link in paper
    assert knowing.code in paper
    assert "kit-code" not in kit.compose(silent).page("print.md").html


def test_only_scripts_of_the_theme_may_run(built: dict[str, bytes], theme: Theme) -> None:
    """The policy has hashes of the loader, its start and the theme, and nothing from elsewhere."""
    assert theme.contents["loader.js"] == loader().encode()
    page = seal_site(built, KEYS, theme).files["index.html"].decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy[1]).split(";"))
    assert rules["default-src"] == "'none'"
    (start,) = re.findall(r"<script data-check[^>]*>(.*?)</script>", page, re.DOTALL)
    assert f'script.src = "../{theme.folder}/loader.js"' in start
    assert source_hash(start, "sha256") in rules["script-src"]
    assert source_hash(loader(), "sha384") in rules["script-src"]
    assert source_hash(loader(), "sha384").strip("'") in start
    assert "unsafe" not in rules["script-src"]
    assert "http" not in policy[1]
    assert rules["base-uri"] == rules["form-action"] == rules["object-src"] == "'none'"


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("jo.png", b"\x89PNG"),
        ("assets/javascripts/extra.js", b"let x"),
        ("drafts.json", b"{}"),
        ("assets/notes.html.gz", b"\x1f\x8b"),
        ("search/other.json", b"{}"),
    ],
)
def test_a_file_that_nobody_expects_is_refused(
    built: dict[str, bytes], theme: Theme, address: str, content: bytes
) -> None:
    """It is neither published in clear nor left out in silence."""
    with pytest.raises(ThemeError, match="files that nobody expects") as error:
        seal_site({**built, address: content}, KEYS, theme)
    assert address not in str(error.value)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<SCRIPT >alert(1)</SCRIPT>",
        "<script type='module'>alert(1)</script>",
        '<script src="https://evil.example/x.js"></script>',
        '<script src="assets/javascripts/other.js"></script>',
        '<meta http-equiv="refresh" content="0; url=https://evil.example">',
        '<link rel="preconnect" href="https://evil.example">',
        '<base href="https://evil.example/">',
        '<iframe src="https://evil.example"></iframe>',
        '<object data="x"></object>',
        '<embed src="x">',
    ],
)
def test_a_tag_that_is_not_the_themes_is_refused(
    built: dict[str, bytes], theme: Theme, markup: str
) -> None:
    """What runs, loads or leads somewhere by itself is the theme's own, or nothing is published."""
    page = built["index.html"].decode().replace("</article>", f"{markup}</article>")
    with pytest.raises(ThemeError) as raised:
        seal_site({**built, "index.html": page.encode()}, KEYS, theme)
    assert re.search(
        "a tag `[a-z]+` that is|an inline script that is|uses docs/a", str(raised.value)
    )


def test_browsers_check_what_all_kits_share(built: dict[str, bytes], theme: Theme) -> None:
    """Scripts and styles, by their digests; a picture cannot be checked."""
    ready = _with_shared_theme(built["index.html"].decode(), theme, set())
    root = re.escape(f"../{theme.folder}/")
    uses = re.findall(rf'="{root}([^"]+)"( integrity="[^"]+")?', ready)
    assert {name.rsplit(".")[-1] for name, _ in uses} >= {"js", "css", "svg"}
    for name, check in uses:
        is_checked = name.endswith((".js", ".css"))
        assert check == (f' integrity="{theme.integrity(name)}"' if is_checked else ""), name


def test_a_file_of_the_look_that_is_gone_is_named(built: dict[str, bytes], theme: Theme) -> None:
    """Whoever removed it puts it back."""
    contents = {name: each for name, each in theme.contents.items() if name != "assets/kit.css"}
    with pytest.raises(ThemeError, match=r"a page uses docs/assets/kit\.css, which is not there"):
        seal_site(built, KEYS, replace(theme, contents=contents))


def test_a_changed_inline_script_is_refused(built: dict[str, bytes], theme: Theme) -> None:
    """A script that only begins like one of the theme's has not been seen before."""
    page = built["index.html"].decode()
    script = next(each for each in re.findall(r"<script>(.*?)</script>", page, re.DOTALL) if each)
    for changed in (f"{script};alert(1)", f"alert(1);{script}", script[:-1]):
        other = page.replace(f"<script>{script}</script>", f"<script>{changed}</script>")
        with pytest.raises(ThemeError, match="inline script"):
            seal_site({**built, "index.html": other.encode()}, KEYS, theme)


def test_a_theme_file_that_was_changed_is_refused(
    project: Project, built: dict[str, bytes]
) -> None:
    """Only what is byte for byte that of an installed theme is public."""
    assets = {name: each for name, each in built.items() if name.startswith("assets/")}
    name = next(name for name in assets if name.endswith(".js"))
    with pytest.raises(ThemeError, match="would be published in clear"):
        read_theme(sealer_of(project, SECRET).theme, {name: assets[name] + b"\n"})


def test_the_digests_of_what_kitgen_comes_with_are_right(
    project: Project, same_as_golden: Callable[[Path, str], None]
) -> None:
    """What the gate need not search is known by its bytes; `--update-golden` after a change."""
    digests = ROOT / "kitgen" / "seal" / "assets.sha256"
    same_as_golden(digests, shipped_digests(project.docs / "assets"))


def test_addresses_of_public_files_and_of_their_folders_are_known(project: Project) -> None:
    """The loader, and from the folder of assets down; the site itself is none of them."""
    addresses = sealer_of(project, SECRET).theme.addresses()
    assert {"assets", "assets/stylesheets", "assets/kit.css", "assets/kit.js"} <= addresses
    assert {each for each in addresses if not each.startswith("assets")} == {"loader.js"}


def test_files_of_a_theme_are_untouched_until_one_of_them_changes(
    theme: Theme, tmp_path: Path
) -> None:
    """By the name of its folder; a project's own files are never taken for untouched."""
    place = tmp_path / theme.folder
    for name, content in theme.contents.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    own = {f"assets/{name}" for name in ("kit.css", "kit.js", "kit.svg")}
    expected = {f"{theme.folder}/{name}" for name in theme.contents if name not in own}
    assert untouched(tmp_path) == expected
    assert len(expected) < len(theme.contents)
    (place / "assets" / "kit.css").write_text("/* other */")
    assert untouched(tmp_path) == frozenset()
    assert untouched(tmp_path / "nowhere") == frozenset()


def test_a_theme_has_no_source_maps_and_no_requests(theme: Theme) -> None:
    """What is published leads nowhere else."""
    assert not [name for name in theme.contents if name.endswith(".map")]
    assert not [name for name, each in theme.contents.items() if b"sourceMappingURL=" in each]


FROZEN = sorted((ROOT / "tests" / "seal" / "frozen").glob("*/link.txt"))


@pytest.mark.parametrize("link", FROZEN, ids=lambda path: path.parent.name)
def test_a_frozen_page_opens(link: Path) -> None:
    """What was published with an earlier version still opens with its link."""
    page = (link.parent / "index.html").read_bytes()
    key = parse_link(link.read_text("utf-8")).key
    plain = unseal_bytes(base64.urlsafe_b64decode(key + "="), "index.html", sealed_part(page))
    assert b"Kit for Ada Lind" in plain
