"""Templates that are kept compiled: one that was there before is used for the very same only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import jinja2
import pytest

from kitgen.cache import Kept, open_cache
from kitgen.errors import SourceError
from kitgen.templating import Compiling, compile_page_templates, get_template, make_environment
from kitgen.templating.page_template import _convert

if TYPE_CHECKING:
    from pathlib import Path
    from types import CodeType

SOURCE = "{{ x }}{{ say('hello') }}"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Return a place where nothing is kept yet."""
    cache = open_cache(tmp_path / "cache")
    assert cache is not None
    return Kept(cache, "one")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the sources of the templates that are compiled from here on."""
    sources: list[str] = []
    real = jinja2.Environment.compile

    def counting(self: jinja2.Environment, source: str, name: str, file: str) -> CodeType:
        sources.append(source)
        return real(self, source, name, file)

    monkeypatch.setattr(jinja2.Environment, "compile", counting)
    return sources


def rendered(kept: Kept, source: str = SOURCE, *, escape: bool = True, **more: Any) -> str:  # noqa: ANN401
    """Return what a template gives in an environment that is made for it."""
    names = {"say": str.upper, **more.get("names", {})}
    compiling = Compiling(more.get("constants", {}), kept)
    environment = make_environment({"t": source}, escape=escape, names=names, compiling=compiling)
    return get_template(environment, "t", source, "").render(x="<")


def test_a_template_is_compiled_once(kept: Kept, compiled: list[str]) -> None:
    """The next environment takes what the first one kept."""
    assert [rendered(kept), rendered(kept)] == ["&lt;HELLO"] * 2
    assert compiled == [SOURCE]


def test_what_a_template_is_made_of_is_all_the_same_or_it_is_compiled_anew(
    kept: Kept, compiled: list[str]
) -> None:
    """Its text, whether it is escaped, what is known of words, the names and the stamp."""
    said = [
        rendered(kept),
        rendered(kept, SOURCE + "!"),
        rendered(kept, escape=False),
        rendered(kept, constants={"say": {"hello": "Good day"}.get}),
        rendered(kept, names={"more": str.lower}),
        rendered(Kept(kept.cache, "two")),
    ]
    assert said == ["&lt;HELLO", "&lt;HELLO!", "<HELLO", "&lt;Good day", *["&lt;HELLO"] * 2]
    assert len(compiled) == len(said)


def test_the_first_that_is_kept_makes_what_is_old_go(kept: Kept) -> None:
    """Once in the life of an environment: looking through a folder takes time."""
    old = kept.cache.folder / ("a" * 64)
    sources = {"a": "a", "b": "b"}
    environment = make_environment(sources, escape=True, names={}, compiling=Compiling(kept=kept))
    found = []
    for name in sources:
        old.write_bytes(b"")
        os.utime(old, (1, 1))
        get_template(environment, name, None, "")
        found.append(old.exists())
    assert found == [False, True]


def test_a_page_source_is_converted_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is changed; what it links to is looked at again when pages come or go."""
    converted: list[str] = []

    def counting(source: str, path: str, *more: Any) -> str:  # noqa: ANN401
        converted.append(path)
        return _convert(source, path, *more)

    monkeypatch.setattr("kitgen.templating.page_template._convert", counting)
    pages = {"a.md": "[b](b.md)", "b.md": "[a](a.md)", "c/a.md": "[b](../b.md)"}
    names = {"link": str.upper}
    for text in ("b", "b", "see b"):
        pages["c/a.md"] = f"[{text}](../b.md)"
        templates = compile_page_templates(pages, {}, "docs/en", names, Compiling(kept=kept))
        (section,) = templates.render("c/a.md", {})
        assert section.body == f'<p><a href="B.MD">{text}</a></p>'
    assert converted == ["a.md", "b.md", "c/a.md", "c/a.md"]
    del pages["b.md"]
    with pytest.raises(SourceError) as raised:
        compile_page_templates(pages, {}, "docs/en", names, Compiling(kept=kept))
    assert [each.source for each in raised.value.problems] == ["docs/en/a.md", "docs/en/c/a.md"]
