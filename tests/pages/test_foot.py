"""Pages of a kit that end alike have one end, made once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kitgen.kit import compose_kit
from kitgen.pages import compose_pages
from kitgen.profile import load_profile
from kitgen.project import Project
from kitgen.templating import PageTemplates

if TYPE_CHECKING:
    from markupsafe import Markup

PROJECT = Project(Path(__file__).parent.parent.parent)
TODAY = date(2026, 11, 22)


@pytest.mark.slow
def test_an_end_is_made_once_and_stands_on_each_page_that_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sources by what is cited, the mark by what the script needs; two kits share nothing."""
    made: list[Markup] = []
    render = PageTemplates.render_component

    def note(templates: PageTemplates, name: str, context: dict[str, Any]) -> Markup:
        made.append(render(templates, name, context))
        return made[-1]

    monkeypatch.setattr(PageTemplates, "render_component", note)
    ends: dict[str, set[str]] = {}
    for name in ("sample-mara-okafor", "sample-tomasz-lindqvist"):
        made.clear()
        profile = load_profile(PROJECT.profiles / f"{name}.yml", TODAY)
        kit = compose_kit(profile, PROJECT.content("en"), TODAY, name)
        sections = [each for page in compose_pages(kit).pages for each in page.sections]
        shown = [str(each.body) for each in sections if each.body in made]
        assert len(made) == len(set(made)) < len(shown)
        assert set(shown) == set(made)
        ends[name] = {each for each in made if f'data-kit="{kit.id}"' in each}
    one, other = ends.values()
    assert one
    assert other
    assert not one & other
