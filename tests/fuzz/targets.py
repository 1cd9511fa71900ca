"""What is fuzzed: each place where kitgen reads what others wrote, and inputs to begin with."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from kitgen.drafts import DraftTemplates
from kitgen.facts import load_facts
from kitgen.history import steps_told
from kitgen.importers import Hints, Memory, Options, import_linkedin, load_hints
from kitgen.intake import profile_of, read_form
from kitgen.kit import compose_kit
from kitgen.language import Language
from kitgen.pages import compose_pages
from kitgen.pages.names import PageNames, names_of_kit
from kitgen.pages.value import PLAIN
from kitgen.profile import load_profile
from kitgen.project import Project
from kitgen.seal import parse_link, share_link
from kitgen.seal.cipher import derive_keys, open_sealed, seal_bytes
from kitgen.seal.packing import pack, unpack
from kitgen.secret import Secret
from kitgen.specificity import load_lexicon
from kitgen.templating import Compiling, compile_page_templates
from kitgen.words import load_words
from tests.conftest import ADA, ROOT, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from kitgen.content import Content
    from kitgen.kit import Kit
    from kitgen.profile import Profile

_Read = TypeVar("_Read")

CORPUS = Path(__file__).parent / "corpus"
PROJECT = Project(ROOT)
_KEYS = derive_keys(Secret(b"f" * 32, "a fuzzer"), "ada", 1)
_OWN = """\
owner: {name: Ada Lind}
positions:
  - {id: lab, organisation: Lab, start: 2020-01}
contacts:
  - id: jo
    name: Jo Park
    relationship: manager
    position: lab
    strengths: [patience]
    evidence: [{project: The index, contribution: sorted it, outcome: it works}]
    drafts:
      ask: |
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A function that may raise nothing but KitgenError, whatever it is fed; with first inputs."""

    name: str
    feed: Callable[[bytes], object]
    seeds: tuple[bytes, ...]

    def corpus(self) -> list[bytes]:
        """Return the first inputs, and all that was kept."""
        kept = sorted((CORPUS / self.name).glob("*"))
        return [*self.seeds, *(path.read_bytes() for path in kept)]


def _profile(content: bytes) -> object:
    """Read a profile, and make the pages of one that is right."""
    profile = _as_file(
        content, "x.yml", lambda path: load_profile(path, TODAY, "x.yml", ("de", "en"))
    )
    kit = compose_kit(profile, PROJECT.content("en"), TODAY, "x")
    return compose_pages(kit)


def _own_draft(content: bytes) -> object:
    """Fill in a draft of the owner's own."""
    text = content.decode("utf-8", "replace").replace("\r", "\n")
    lines = "".join(f"        {line}\n" for line in text.split("\n"))
    return _profile((_OWN + lines).encode())


def _facts(content: bytes) -> object:
    return _as_file(content, "facts.yml", lambda path: load_facts(path, "facts.yml"))


def _form(content: bytes) -> object:
    return _as_file(
        content, "form.md", lambda path: profile_of(PROJECT, read_form(path), date(2026, 11, 22))
    )


def _export(content: bytes) -> object:
    options = Options(_hints())
    return _as_file(
        content, "x.zip", lambda path: import_linkedin(path, None, "x.yml", Memory(), options)
    )


def _table(content: bytes) -> object:
    return _export(_zipped({"Recommendations_Received.csv": content}))


def _resume(content: bytes) -> object:
    options = Options(_hints())
    return _as_file(
        content, "resume.json", lambda path: import_linkedin(path, None, "x", Memory(), options)
    )


def _sealed(content: bytes) -> object:
    return open_sealed(_KEYS.file_key, "index.html", content)


def _page(content: bytes) -> object:
    """Compile a page source, and render the page of it for a kit."""
    text = content.decode("utf-8", "replace")
    words, kit = _content().words, _kit()
    names = {**words.functions, "fact": _content().facts.fact}
    components = {
        path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "components").glob("*.html")
    }
    compiling = Compiling({"say": words.constant})
    templates = compile_page_templates({"guide.md": text}, components, "docs/en", names, compiling)
    here = PageNames(kit, "guide.md", PLAIN)
    return templates.render("guide.md", {**names_of_kit(kit, PLAIN), **here.functions()})


def _draft(content: bytes) -> object:
    """Put a template in the place of one of the drafts', and compose all drafts of a kit."""
    whole, text = _content(), content.decode("utf-8", "replace")
    known = whole.draft_templates
    templates = DraftTemplates(
        {**known.sources, "ask.txt": text}, "docs/en/drafts", whole.words, whole.facts
    )
    return compose_kit(_profile_of_ada(), replace(whole, draft_templates=templates), TODAY, "x")


def _words(content: bytes) -> object:
    return _as_file(
        content, "words.yml", lambda path: load_words(path, "words.yml", Language("en"))
    )


def _lexicon(content: bytes) -> object:
    return _as_file(content, "specificity.yml", lambda path: load_lexicon(path, "x.yml", ("x",)))


@cache
def _content() -> Content:
    return PROJECT.content("en")


@cache
def _profile_of_ada() -> Profile:
    return _as_file(ADA.encode(), "x.yml", lambda path: load_profile(path, TODAY, "x.yml", ("en",)))


@cache
def _kit() -> Kit:
    return compose_kit(_profile_of_ada(), _content(), TODAY, "x")


@cache
def _hints() -> Hints:
    return load_hints(ROOT / "docs" / "en" / "import.yml", "import.yml")


def _as_file(content: bytes, name: str, read: Callable[[Path], _Read]) -> _Read:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read(path)


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


_HEAD = b"First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
_ROW = b'Jo,Park,Lab,Owner,"She led it, well.","09/30/24, 11:15 AM",VISIBLE\n'
_RESUME = b'{"basics": {"name": "Ada"}, "work": [{"name": "Lab", "startDate": "2019"}]}'
_FORM = "### Name\n\nAda Lind\n\n### Goal\n\na new start\n"
_PAGE = b"""\
# Of {{ owner.name }} {: #top }

!!! note "On {{ date(today) }}"
    {{ fact("asks.per_week").value }}{{ cite("asks.per_week") }}, *once* [so](guide.md#top)[^1]

{% for each in contacts %}{{ loop.index }}: {{ each.name|upper }}{% endfor %}

| a | b |
|---|---|
| {{ shortened(owner.name, 5) }} | {% include "components/calendar.html" %} |

[^1]: <b>why</b>
"""
_DRAFT = b"""\
{% set order = pick("order", [1, 2]) %}
{% include "_greeting.txt" %}
{% if order == 2 and not brief %}{{ contact.name }}{% else %}x{% endif %}
{% set named = true %}
{% include "_points.txt" %}
"""
_EN = ROOT / "docs" / "en"
_SAMPLE = ROOT / "profiles" / "sample-mara-okafor.yml"

TARGETS = (
    Target("profile", _profile, (ADA.encode(), _SAMPLE.read_bytes()[:6000])),
    Target("own-draft", _own_draft, (b"Hi {{ contact.called }}, {% if first %}x{% endif %} Ada",)),
    Target("page", _page, (_PAGE, (_EN / "coverage.md").read_bytes())),
    Target("draft", _draft, (_DRAFT, (_EN / "drafts" / "ask.txt").read_bytes())),
    Target("words", _words, ((_EN / "words.yml").read_bytes()[:5000],)),
    Target("lexicon", _lexicon, ((_EN / "specificity.yml").read_bytes(),)),
    Target("facts", _facts, ((ROOT / "docs" / "facts.yml").read_bytes()[:5000],)),
    Target(
        "link",
        lambda raw: parse_link(raw.decode("utf-8", "replace")),
        (share_link("https://kits.example.org/x", _KEYS.path, _KEYS.file_key).encode(),),
    ),
    Target("sealed", _sealed, (seal_bytes(_KEYS, "index.html", b"<p>x</p>"),)),
    Target("packed", unpack, (pack(b"<article>hello</article>"),)),
    Target("export", _export, (_zipped({"Recommendations_Received.csv": _HEAD + _ROW}),)),
    Target("table", _table, (_HEAD + _ROW,)),
    Target("resume", _resume, (_RESUME,)),
    Target(
        "message",
        lambda raw: steps_told(raw.decode("utf-8", "replace")),
        (b"{who: jo, asked: 2026-05-31}",),
    ),
    Target("form", _form, (_FORM.encode(),)),
)


def giants() -> dict[str, bytes]:
    """Return inputs that would grow without a limit, each small or simple to make."""
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join(['*' + last] * 9)}]\n"
        for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return {
        "a billion laughs": laughs.encode(),
        "brackets within brackets": b"owner: " + b"[" * 100_000,
        "blocks within blocks": b"".join(b" " * n + b"a:\n" for n in range(1500)),
        "a text of 100 MB": b"owner: {name: " + b"x" * 100_000_000 + b"}",
        "a million entries": b"contacts:\n" + b"- {name: a}\n" * 200_000,
        "one line of quotes": b"owner: " + b"'\"" * 100_000,
        "nothing but hyphens": b"- " * 100_000,
        "a key of 2 MB": b"k" * 2_000_000 + b": v",
    }
