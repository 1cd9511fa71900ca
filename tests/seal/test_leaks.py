"""The leak gate: finds whatever a broken build would show, and nothing in a sealed site."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import shutil
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitgen.errors import KitgenError
from kitgen.pages import Layout, compose_pages
from kitgen.profile import Profile, parse_profile
from kitgen.project import Project, kit_for, read_profile
from kitgen.seal.cipher import OVERHEAD, derive_keys, seal_bytes
from kitgen.seal.deployment import search_for
from kitgen.seal.leaks import Leak, LeakSearch, leak_search
from kitgen.seal.packing import BUCKET, MAGIC, pack
from kitgen.seal.readings import parts_of, read_clear, read_sealed
from kitgen.seal.sealed_site import seal_site
from kitgen.seal.theme import read_theme, version_of
from kitgen.seal.traces import Trace, Traces, fold, join, traces_of
from kitgen.secret import Secret
from kitgen.sharing import theme_folders
from kitgen.site import build_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEYS = derive_keys(Secret(b"s" * 32, "a test"), "mara", 1)
THEMES = theme_folders(Project(ROOT))
SMALL = """
owner: {name: Zoë Quill, goal: a first post as a bell founder}
contacts:
  - name: Jo Park
    email: jo.park@example.org
    notes: Left on difficult terms with the area manager.
  - name: Łukasz Żak
  - name: 李小龍
"""
TODAY = NOON.date()
PLAIN = "<p>Jo Park left on difficult terms with the area manager.</p>"


def built(path: Path, place: Path, *, opaque: bool) -> dict[str, bytes]:
    """Return the plain site of a profile: its files by address."""
    project = Project(ROOT)
    kit = kit_for(project, path, NOON)

    def address(page: str) -> str:
        return "index.html" if page == "index.md" else f"{KEYS.opaque_name(page)}.html"

    pages = compose_pages(kit, Layout(address, is_sealed=True)) if opaque else compose_pages(kit)
    site = build_site(pages, "kit", project.mkdocs_yml, place, "https://kits.example.org/x/")
    return {
        each.relative_to(site.folder).as_posix(): each.read_bytes()
        for each in sorted(site.folder.rglob("*"))
        if each.is_file()
    }


def write(folder: Path, contents: dict[str, bytes]) -> Path:
    """Write files into a folder, by address, and return it."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


class Sample:
    """A sample's plain site, its sealed site, and the search for its profile."""

    def __init__(self, path: Path, place: Path) -> None:
        """Build and seal it."""
        place.mkdir(exist_ok=True)
        self.plain = built(path, place / "plain", opaque=True)
        self.named = built(path, place / "named", opaque=False)
        assets = {name: each for name, each in self.plain.items() if name.startswith("assets/")}
        theme = read_theme(THEMES, assets)
        sealed = seal_site(self.plain, KEYS, theme)
        shared = {f"{theme.folder}/{name}": each for name, each in theme.contents.items()}
        self.sealed = {f"{sealed.path}/{name}": each for name, each in sealed.files.items()}
        self.folder = sealed.path
        self.public = write(place / "public", {**shared, **self.sealed})
        self.profile, _ = read_profile(Project(ROOT), path, NOON)
        self.search = search_for([self.profile], THEMES)


@pytest.fixture(scope="module")
def mara(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Return the first sample, built and sealed."""
    path = ROOT / "profiles" / "sample-mara-okafor.yml"
    return Sample(path, tmp_path_factory.mktemp("mara"))


@pytest.fixture(scope="module")
def small() -> LeakSearch:
    """Return the search for a small profile, with nothing neutral."""
    return leak_search([profile_of(SMALL)])


def profile_of(text: str) -> Profile:
    """Return the profile in a text."""
    return parse_profile(text, "small.yml", TODAY)


def found(search: LeakSearch, folder: Path, content: bytes, name: str = "x.bin") -> set[str]:
    """Return the fields found in a folder with one file of this content."""
    shutil.rmtree(folder, ignore_errors=True)
    return {leak.field for leak in search.find(write(folder, {name: content}))}


@pytest.mark.slow
def test_sealed_samples_are_clean(tmp_path: Path) -> None:
    """No sample's sealed site holds anything of any sample."""
    paths = sorted((ROOT / "profiles").glob("sample-*.yml"))
    profiles = [read_profile(Project(ROOT), path, NOON)[0] for path in paths]
    for path in paths:
        sample = Sample(path, tmp_path / path.stem)
        assert search_for(profiles, THEMES).find(sample.public) == ()


def _sealing_off(sample: Sample) -> dict[str, bytes]:
    return {f"{sample.folder}/{name}": each for name, each in sample.plain.items()}


def _one_page_plain(sample: Sample) -> dict[str, bytes]:
    page = max(name for name in sample.plain if name.endswith(".html") and name != "404.html")
    return {f"{sample.folder}/{page}": sample.plain[page]}


def _index_plain(sample: Sample) -> dict[str, bytes]:
    name = KEYS.opaque_name("search/search_index.json")
    return {f"{sample.folder}/{name}.bin": sample.plain["search/search_index.json"]}


def _sitemap_plain(sample: Sample) -> dict[str, bytes]:
    return {f"{sample.folder}/sitemap.xml": sample.named["sitemap.xml"]}


def _sitemap_gz(sample: Sample) -> dict[str, bytes]:
    return {f"{sample.folder}/sitemap.xml.gz": sample.named["sitemap.xml.gz"]}


def _names_not_opaque(sample: Sample) -> dict[str, bytes]:
    page = sample.sealed[f"{sample.folder}/index.html"]
    return {f"{sample.folder}/{name}": page for name in sample.named if name.endswith(".html")}


def _page_in_base64(sample: Sample) -> dict[str, bytes]:
    carried = b'<script type="text/plain" id="kit-sealed">%s</script>'
    page = carried % base64.b64encode(sample.plain["index.html"])
    return {f"{sample.folder}/index.html": page}


def _packed_not_encrypted(sample: Sample) -> dict[str, bytes]:
    packed = gzip.compress(sample.plain["index.html"], mtime=0)
    body = MAGIC + b"n" * 12 + b"\0\0\0\1" + packed
    whole = body.ljust(OVERHEAD + BUCKET * 10, b"\0")
    return {f"{sample.folder}/index.html": b"<p>" + base64.b64encode(whole) + b"</p>"}


def _packed_as_pages_are(sample: Sample) -> dict[str, bytes]:
    whole = MAGIC + b"n" * 12 + pack(sample.plain["index.html"]) + b"t" * 16
    return {f"{sample.folder}/index.html": b"<p>" + base64.b64encode(whole) + b"</p>"}


def _magic_and_plain(sample: Sample) -> dict[str, bytes]:
    page = (MAGIC + sample.plain["index.html"]).ljust(OVERHEAD + BUCKET * 400)
    return {f"{sample.folder}/x.bin": page[: OVERHEAD + BUCKET * 400]}


def _utf16(sample: Sample) -> dict[str, bytes]:
    return {f"{sample.folder}/copy.txt": sample.plain["index.html"].decode().encode("utf-16")}


def _image_with_name(_: Sample) -> dict[str, bytes]:
    text = b"Author\0Jo Park"
    chunk = (
        len(text).to_bytes(4, "big")
        + b"tEXt"
        + text
        + zlib.crc32(b"tEXt" + text).to_bytes(4, "big")
    )
    return {"_theme/favicon.png": b"\x89PNG\r\n\x1a\n" + chunk}


def _title_in_loader(sample: Sample) -> dict[str, bytes]:
    page = sample.sealed[f"{sample.folder}/index.html"]
    return {f"{sample.folder}/index.html": page.replace(b"<title>", b"<title>Mara Okafor ", 1)}


MUTANTS: list[Callable[[Sample], dict[str, bytes]]] = [
    _sealing_off,
    _one_page_plain,
    _index_plain,
    _sitemap_plain,
    _sitemap_gz,
    _names_not_opaque,
    _page_in_base64,
    _packed_not_encrypted,
    _packed_as_pages_are,
    _magic_and_plain,
    _utf16,
    _image_with_name,
    _title_in_loader,
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__.strip("_"))
def test_broken_build_leaks(
    mara: Sample, tmp_path: Path, mutant: Callable[[Sample], dict[str, bytes]]
) -> None:
    """Whatever the build forgets to seal, the gate finds."""
    broken = shutil.copytree(mara.public, tmp_path / "broken")
    assert mara.search.find(broken) == ()

    write(broken, mutant(mara))

    assert mara.search.find(broken) != ()


def entities(text: str) -> bytes:
    """Return a text with every character as an HTML entity."""
    return "".join(f"&#{ord(each)};" for each in text).encode()


def escapes(text: str) -> bytes:
    """Return a text as JSON writes it in ASCII, every UTF-16 unit escaped."""
    raw = text.encode("utf-16-be")
    return "".join(f"\\u{raw[at : at + 2].hex()}" for at in range(0, len(raw), 2)).encode()


def standard(raw: bytes) -> bytes:
    """Return base64 without padding."""
    return base64.b64encode(raw).rstrip(b"=")


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "upper case": lambda text: text.upper().encode(),
    "slug": lambda text: text.replace(" ", "-").lower().encode(),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-16 odd": lambda text: b"x" + text.encode("utf-16"),
    "base64": lambda text: standard(text.encode()),
    "base64, second place": lambda text: standard(b"x" + text.encode() + b"y"),
    "base64, third place": lambda text: standard(b"xy" + text.encode() + b"z"),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(b"\xff\xfe " + text.encode() * 4),
    "base64 in lines": lambda text: base64.encodebytes(text.encode() * 30),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "URL": lambda text: quote(text).encode(),
    "URL, all": lambda text: "".join(f"%{each:02X}" for each in text.encode()).encode(),
    "JSON": lambda text: json.dumps({"x": text}).encode(),
    "JSON, all": escapes,
    "HTML": entities,
    "gzip": lambda text: gzip.compress(text.encode(), mtime=0),
    "gzip inside": lambda text: b"\0\1\2" + gzip.compress(text.encode(), mtime=0) + b"tail",
    "zlib": lambda text: zlib.compress(text.encode()),
    "gzip in base64": lambda text: standard(gzip.compress(text.encode(), mtime=0)),
    "base64 in gzip": lambda text: gzip.compress(standard(text.encode()), mtime=0),
    "HTML in JSON": lambda text: json.dumps(entities(text).decode()).encode(),
    "UTF-16 in base64": lambda text: standard(text.encode("utf-16-le")),
}


@pytest.mark.parametrize("name", ["Jo Park", "Zoë Quill", "Łukasz Żak", "李小龍"])
@pytest.mark.parametrize("encoder", ENCODERS)
def test_name_is_found_in_every_encoding(
    small: LeakSearch, tmp_path: Path, encoder: str, name: str
) -> None:
    """A name alone among other text is found however it is encoded."""
    if encoder == "UTF-16 in base64" and not name.isascii():
        pytest.skip("two encodings of a short name in another script look like chance")
    content = b"<p class=a>" + ENCODERS[encoder](name) + b"</p>"
    assert {"owner.name", "contacts[1].name", "contacts[2].name", "contacts[3].name"} & found(
        small, tmp_path / "x", content
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("left on difficult terms", "contacts[1].notes"),
        ("on Difficult\n   terms, with", "contacts[1].notes"),
        ("jo.park@example.org", "contacts[1].email"),
        ("a bell founder", ""),
        ("as a bell founder", "owner.goal"),
        ("park", "contacts[1].name"),
        ("parking", ""),
    ],
)
def test_runs_of_four_words_are_found(
    small: LeakSearch, tmp_path: Path, text: str, field: str
) -> None:
    """Of a longer text, four words in a row give it away; of a name, each whole word."""
    fields = found(small, tmp_path / "x", text.encode())
    assert fields == ({field} if field else set()) or field in fields


@pytest.mark.parametrize(
    "path", ["jo-park.html", "drafts/Jo_Park/index.html", "a/%4Ao%20Park", "x/Sm8gUGFyaw.txt"]
)
def test_name_in_a_path_is_found_and_not_told(small: LeakSearch, tmp_path: Path, path: str) -> None:
    """A path that tells a name is a leak, and is shown by its number only."""
    leaks = small.find(write(tmp_path / "x", {path: b"nothing"}))
    assert leaks
    assert all("park" not in str(leak).lower() and "Sm8" not in str(leak) for leak in leaks)
    assert all(leak.file.startswith("[path ") for leak in leaks)


def test_leak_in_a_file_whose_path_tells_does_not_name_the_path(
    small: LeakSearch, tmp_path: Path
) -> None:
    """What is found inside such a file is shown by the number of its path, too."""
    leaks = small.find(write(tmp_path, {"a.txt": b"", "jo-park.txt": b"left on difficult terms"}))
    assert {leak.file for leak in leaks} == {"[path 2 of 2]"}
    assert {leak.field for leak in leaks} == {"contacts[1].name", "contacts[1].notes"}


def test_short_name_in_what_only_begins_like_a_sealed_file_is_found(
    small: LeakSearch, tmp_path: Path
) -> None:
    """Only what has the size of a sealed file is taken for random bytes."""
    pretended = base64.b64encode(MAGIC + b"n" * 12 + b" Jo Park " + b"\xff" * 40)
    assert "contacts[1].name" in found(small, tmp_path / "x", b"<p>" + pretended)


def test_folder_without_files_tells_by_its_name(small: LeakSearch, tmp_path: Path) -> None:
    """An empty folder is published by its name, too."""
    (tmp_path / "jo-park").mkdir()
    assert small.find(tmp_path)


def test_leak_never_holds_a_value(mara: Sample, tmp_path: Path) -> None:
    """What a leak says stays free of every text of the profile, but for words of the fields."""
    leaks = mara.search.find(write(tmp_path, _sealing_off(mara)))
    said = fold("\n".join(f"{leak.file} {leak.encoding}" for leak in leaks).encode())
    texts = [fold(text.encode()) for _, text in mara.profile.texts()]
    assert not [text for text in texts if len(text) > 5 and text in said]
    assert leaks[0] < leaks[-1]


def test_neutral_words_do_not_count(tmp_path: Path) -> None:
    """A word that the loader page or the theme has anyway is no leak; all others stay leaks."""
    profile = profile_of(SMALL)
    assert leak_search([profile], b"a park").find(write(tmp_path, {"a": b"Park here, Jo"})) == (
        Leak("a", "contacts[1].name", "as it is"),
    )


def test_leak_names_its_profile(tmp_path: Path) -> None:
    """Among several profiles, the leak says whose it is, by number."""
    other = profile_of("owner: {name: Ida Berg}")
    (leak,) = leak_search([profile_of(SMALL), other]).find(write(tmp_path, {"a": b"Berg"}))
    assert (leak.profile, leak.field) == (1, "owner.name")


@pytest.mark.parametrize("making", ["missing", "empty", "link", "no profile"])
def test_search_that_could_find_nothing_is_refused(tmp_path: Path, making: str) -> None:
    """Nothing to search, nothing to search for, or a link that leads elsewhere: no clean result."""
    folder = tmp_path / "x"
    if making != "missing":
        folder.mkdir()
    if making == "link":
        (folder / "a").symlink_to(ROOT)
    if making == "no profile":
        write(folder, {"a": b"a"})
    with pytest.raises(KitgenError, match=r"search|neither file nor folder"):
        leak_search([] if making == "no profile" else [profile_of(SMALL)]).find(folder)


def test_compressed_bomb_is_refused(small: LeakSearch, tmp_path: Path) -> None:
    """What cannot be looked into is not published."""
    bomb = gzip.compress(b"\0" * 60_000_000, mtime=0)
    with pytest.raises(KitgenError, match="cannot be searched"):
        small.find(write(tmp_path, {"a.gz": bomb}))


def test_short_traces_are_not_sought_in_random_bytes() -> None:
    """The least length keeps the expected chance hits in a gigabyte under a millionth."""
    traces = traces_of([profile_of(SMALL)])
    count = len(traces.traces)
    assert 1e9 * count * (2 / 190) ** traces.least_in_sealed < 1e-6
    assert 5e6 * count * (2 / 62) ** traces.least_in_names < 1e-6
    assert 1e9 * count * (2 / 190) ** (traces.least_in_sealed - 1) > 1e-6
    long = b"nosuchthing jopark leftondifficultterms"
    told = {traces.traces[each].field for each in traces.in_random(long, traces.least_in_sealed)}
    assert told == {"contacts[1].notes"}


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_can_be_read(content: bytes) -> None:
    """No content makes the readings fail."""
    parts = parts_of(content)
    for reading in (*read_clear(parts.clear), *read_sealed(content)):
        assert reading.encoding
        fold(reading.content)


@given(st.binary(max_size=60), st.sampled_from(sorted(ENCODERS)), st.binary(max_size=60))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_long_text_is_found_among_any_bytes(
    small: LeakSearch, before: bytes, encoder: str, after: bytes
) -> None:
    """A note in any encoding is found whatever stands around it."""
    content = before + b"<p>" + ENCODERS[encoder](PLAIN) + b"</p>" + after
    assert [number for number, _ in small._in_content(content)]


@given(st.binary(max_size=20_000), st.text(max_size=30))
@settings(max_examples=50, deadline=None)
def test_whatever_is_sealed_does_not_leak(content: bytes, address: str) -> None:
    """Sealing hides everything: a sealed file holds nothing of what went in."""
    search = leak_search([profile_of(SMALL)])
    address = address.encode("utf-8", "ignore").decode()
    sealed = seal_bytes(KEYS, address, content + PLAIN.encode() * 20)
    page = b"<p>" + base64.b64encode(sealed) + b"</p>"
    assert list(search._in_content(sealed)) == []
    assert list(search._in_content(page)) == []


@pytest.mark.parametrize(
    "name",
    [
        "draft-to-jo-park.html",
        "zoe-quill-is-mine.html",
        "kit-of-jo-park-and-some/index.html",
        "draft-to-jo-park/x.bin",
    ],
)
def test_a_name_of_the_length_of_an_opaque_one_is_read(
    small: LeakSearch, tmp_path: Path, name: str
) -> None:
    """Sixteen or twenty-two signs alone make nothing random."""
    assert found(small, tmp_path / "public", b"x", name)


@pytest.mark.parametrize("content", [b"Jo Park", b'<a href="draft-to-jo-park.html">'])
@pytest.mark.parametrize("times", [1, 2])
def test_what_is_encoded_twice_is_found(
    small: LeakSearch, tmp_path: Path, content: bytes, times: int
) -> None:
    """The same encoding over itself, and a file in a ZIP."""
    encoders: list[Callable[[bytes], bytes]] = [
        base64.b64encode,
        partial(gzip.compress, mtime=0),
        lambda each: each.hex().encode(),
        lambda each: quote(each, safe="").encode(),
        zipped,
    ]
    for encode in encoders:
        coded = content
        for _ in range(times):
            coded = encode(coded)
        assert found(small, tmp_path / "public", coded), encode


def zipped(content: bytes) -> bytes:
    """Return a ZIP with one deflated file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content * 3)
    return out.getvalue()


@pytest.mark.slow
def test_ordinary_words_of_a_profile_are_no_alarm(tmp_path: Path) -> None:
    """Skills, names and organisations that are words of the theme's files and addresses."""
    sample = Sample(ROOT / "profiles" / "sample-noor-van-der-welle.yml", tmp_path)
    words = "CSS PNG Assets JavaScripts Stylesheets favicon nojekyll Mark Page Link Open Max main"
    text = "owner: {name: Will Key}\ncontacts:\n" + "".join(
        f"  - {{name: {word}, channel: email}}\n" for word in words.split()
    )
    assert search_for([profile_of(text)], THEMES).find(sample.public) == ()


def test_a_plain_kit_of_one_ordinary_word_leaks(tmp_path: Path, mara: Sample) -> None:
    """That a word stands somewhere in the theme excuses it there, and nowhere else."""
    search = search_for([profile_of("owner: {name: Mark}")], THEMES)
    assert search.find(write(tmp_path / "a", {"x.html": b"<h1>Kit for Mark</h1>"}))
    assert search.find(mara.public) == ()


def test_a_theme_of_an_earlier_version_is_no_alarm(tmp_path: Path, mara: Sample) -> None:
    """A kept kit may still use one: its folder's name says that nothing in it was changed."""
    contents = {"assets/old.js": b"let manager = 'strong'"}
    folder = f"_theme/{version_of(contents)}"
    place = write(tmp_path, {f"{folder}/{name}": each for name, each in contents.items()})
    assert mara.search.find(place) == ()
    (place / folder / "assets" / "old.js").write_bytes(b"let name = 'Mara Okafor'")
    assert mara.search.find(place)


def test_a_folder_that_cannot_be_read_is_no_clean_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody looked into may hold anything."""
    write(tmp_path / "x", {"a/b/c": b"c"})
    search = LeakSearch(Traces((Trace(b" ada holm ", b"adaholm", 0, ("owner", "name")),)))
    assert search.find(tmp_path / "x") == ()
    scandir = os.scandir

    def closed(folder: str) -> object:
        if folder.endswith("b"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(KitgenError, match="cannot be read: Permission denied; check its rights"):
        search.find(tmp_path / "x")


def test_paths_are_counted_folder_by_folder(tmp_path: Path) -> None:
    """A path that tells is named by its number, in an order that is the same everywhere."""
    files = {"a/z": b"", "a-b/ada-holm": b"", "a.b": b"", "b": b""}
    write(tmp_path / "x", files)
    search = LeakSearch(Traces((Trace(b" ada holm ", b"adaholm", 0, ("owner", "name")),)))
    # a, a/z, a-b, a-b/ada-holm, a.b, b: a folder's own come before what only begins alike.
    assert {leak.file for leak in search.find(tmp_path / "x")} == {"[path 4 of 6]"}


@given(st.lists(st.tuples(st.sampled_from(["name", "notes"]), st.text(max_size=40)), max_size=6))
def test_what_is_sought_is_each_run_of_words_as_a_reader_would_fold_it(
    texts: list[tuple[str, str]],
) -> None:
    """Equal texts are taken once, and again where they are a name, of which each word counts."""
    typed = [*texts, ("notes", "İstanbul Ship Yard One"), ("name", "İstanbul Ship Yard One")]

    class Typed(Profile):
        def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
            return (((kind,), text) for kind, text in typed)

    found = traces_of([Typed.model_construct()]).traces  # type: ignore[call-arg]  # no owner is asked for
    spaced = {each.spaced.strip() for each in found}
    assert len({each.spaced for each in found}) == len(found)
    assert {b"ship", b"yard", b"one"} <= spaced
    for kind, text in typed:
        words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))
        for run in [words[:4], *([word] for word in words if kind == "name")]:
            whole = "".join(run)
            if len(whole) > 1 and not (whole.isdecimal() and len(whole) < 4):
                assert fold(" ".join(run).encode("utf-8", "ignore")) in spaced


def test_names_of_letters_beyond_ascii_are_sought_with_and_without_spaces() -> None:
    """Folded as a reader would; a script that writes without spaces is sought without."""
    text = (
        "owner: {name: 'Łukasz Ęki'}\ncontacts: [{name: '李 小龍'}, {name: 'Ⅳ 12'}, {name: 'ﬁn 1'}]"
    )
    found = {each.spaced: each.joined for each in traces_of([profile_of(text)]).traces}
    assert found["łukasz ęki".encode()] == join("ŁukaszĘki".encode())
    assert found["łukasz".encode()] == join("Łukasz".encode())
    assert found["李 小龍".encode()] == "李小龍".encode()
    assert found[b" iv 12 "] == b"iv12"
    assert (found[b" iv "], found[b" fin 1 "], found[b" fin "]) == (b"iv", b"fin1", b"fin")
    assert not {b" 12 ", b" 1 "} & found.keys()


def test_what_is_neither_file_nor_folder_is_told_by_its_number(tmp_path: Path) -> None:
    """Of all paths, from one; names may be somebody's."""
    place = write(tmp_path / "x", {"a": b"", "c": b""})
    os.mkfifo(place / "b")
    with pytest.raises(KitgenError, match=r"^path 2 of 3 in the folder to publish is neither"):
        leak_search([profile_of(SMALL)]).find(place)


def test_a_random_folder_in_a_path_is_no_words(tmp_path: Path) -> None:
    """Of a name with capitals and small letters, chance makes any short word."""
    search = LeakSearch(Traces((Trace(b" jopark ", b"jopark", 0, ("owner", "name")),)))
    random, words = "xyJoParkABCDEFGHIJKLmn", "xyjoparkabcdefghijklmn"
    assert search.find(write(tmp_path / "a", {f"{random}/index.html": b""})) == ()
    assert search.find(write(tmp_path / "b", {f"x/{random}": b""})) != ()
    assert search.find_in_name(random) == ()
    assert search.find_in_name(words) != ()
