"""What a kit says, read from `docs/` once, with every mistake in it told by its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kitgen.content import languages, load_content, shortened
from kitgen.errors import SourceError

if TYPE_CHECKING:
    from kitgen.project import Project


# What may be wrong with the weights of words, and what is said of it.
WRONG_WORDINGS = {
    " often\n": "1:10: error: 'wording' should give a number for 'level'",
    "\n  level: high\n": "2:10: error: 'wording' should give a number for 'level'",
    "\n  best_share: most\n": "2:15: error: 'wording' should give a number for 'best_share'",
    "\n  least_known: few\n": "2:16: error: 'wording' should give a number for 'least_known'",
    "\n  left_out: [she]\n": "2:13: error: 'left_out' should be words in a row",
    "\n  weights: [a]\n": "2:12: error: 'weights' should be words in a row",
    "\n  weights: |\n    a 1 2 b 3 -0.5\n    c 1\n": "4:5: error: 'c' should be followed by two",
    "\n  weights: |\n    a 1 much\n": "3:5: error: 'a' should be followed by two numbers",
    "\n  weights: |\n    a 0 2\n": "3:5: error: how rare 'a' is should be more than 0",
    "\n  weights: |\n    Ann 1 2\n": "3:5: error: 'Ann' should be in small letters",
    "\n  weights: |\n    a 1 2\n    a 1 2\n": "4:5: error: 'a' stands here twice",
    "\n  left_out: she\n  weights: |\n    she's 1 2\n": "4:5: error: 'she's' is among those left",
}


def test_content_holds_everything_of_a_language(project: Project) -> None:
    """Facts, words, phrases, drafts and pages come together; the language knows its name."""
    content = load_content(project.docs, "en")
    assert content.words.language.code == "en"
    assert content.facts.count("drafts.ask_words") == 120
    assert "thank you" in content.phrases.groups["thanks"]
    assert "request.txt" in content.draft_templates.sources
    assert "drafts/{contact}.md" in content.page_templates.sources


def test_languages_are_the_folders_with_words(copied: Project) -> None:
    """A folder under `docs/` is a language when it holds words."""
    (copied.docs / "fr").mkdir()
    assert languages(copied.docs) == ("de", "en")
    (copied.docs / "fr" / "words.yml").write_text("a: b\n", "utf-8")
    assert languages(copied.docs) == ("de", "en", "fr")


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("en/words.yml", "a: [", "docs/en/words.yml:1"),
        ("facts.yml", "facts:\n  a: b\n", "docs/facts.yml:"),
        ("en/phrases.yml", "a: [", "docs/en/phrases.yml:1"),
        ("en/phrases.yml", "policy: a\n", "docs/en/phrases.yml:1:9: error: 'policy' should be"),
        ("en/specificity.yml", "a: [", "docs/en/specificity.yml:1"),
        ("en/specificity.yml", "swap: a\n", "docs/en/specificity.yml:1:7: error: 'swap' should"),
        ("en/specificity.yml", "general: [a]\n", "docs/en/specificity.yml:1:10: error: 'general'"),
        ("en/specificity.yml", "signs: {}\n", "docs/en/specificity.yml:1:8: error: 'signs' should"),
        (
            "en/specificity.yml",
            "signs:\n  luck: {most: 1, best: 1, mean: 1}\n",
            "docs/en/specificity.yml:2:9: error: 'luck' is no sign",
        ),
        (
            "en/specificity.yml",
            "signs:\n  own: {most: 1, best: much, mean: 1}\n",
            "docs/en/specificity.yml:2:24: error: 'own' should give a number for 'best'",
        ),
        *(
            ("en/specificity.yml", f"wording:{text}", f"docs/en/specificity.yml:{problem}")
            for text, problem in WRONG_WORDINGS.items()
        ),
        ("en/plan.md", "# Plan\n\n{{ say( }}\n", "docs/en/plan.md:3:1: error:"),
        (
            "en/plan.md",
            "# Plan\n\n[a](gone.md)\n",
            "docs/en/plan.md:3:1: error: a link to 'gone.md'",
        ),
    ],
)
def test_a_mistake_in_a_file_is_a_located_problem(
    path: str, text: str, problem: str, copied: Project
) -> None:
    """Whichever file is broken, its name and line come first."""
    (copied.docs / path).write_text(text, "utf-8")
    with pytest.raises(SourceError) as raised:
        load_content(copied.docs, "en")
    assert any(str(each).startswith(problem) for each in raised.value.problems)


@pytest.mark.parametrize("path", ["en/guide.md", "en/drafts/ask.txt", "components/draft.html"])
def test_what_is_no_text_is_a_located_problem(path: str, copied: Project) -> None:
    """Bytes that are no UTF-8, a link to nothing, a folder, a pipe; in a translation, too."""
    place = copied.docs / path
    language = "de" if path.startswith("en") else "en"  # which is compared with English
    place.write_bytes(b"# a\n\xff")
    with pytest.raises(SourceError, match=rf"docs/{path}:2:1: error: byte 0xff"):
        load_content(copied.docs, "en")
    if path.endswith(".md"):
        with pytest.raises(SourceError, match=rf"docs/{path}:2:1: error: byte 0xff"):
            load_content(copied.docs, language)
    for kind in ("link", "folder", "pipe"):
        place.unlink()
        if kind == "link":
            place.symlink_to("gone")
        elif kind == "folder":
            place.mkdir()
        else:
            os.mkfifo(place)
        with pytest.raises(SourceError, match=rf"docs/{path}:1:1: error: "):
            load_content(copied.docs, "en")
        if place.is_dir():
            place.rmdir()
            place.touch()


def test_files_of_an_editor_are_passed_over(copied: Project) -> None:
    """A lock beside a page source is a link to nothing."""
    (copied.docs / "en" / ".#guide.md").symlink_to("me@host.1:2")
    (copied.docs / "de" / "drafts" / ".#ask.txt").symlink_to("me@host.1:2")
    for language in ("en", "de"):
        assert "guide.md" in load_content(copied.docs, language).page_templates.sources


def test_a_file_that_is_gone_is_a_located_problem(copied: Project) -> None:
    """Content without phrases is told, not half made."""
    (copied.docs / "en" / "phrases.yml").unlink()
    with pytest.raises(SourceError, match=r"docs/en/phrases\.yml:1:1"):
        load_content(copied.docs, "en")


@pytest.mark.parametrize("language", ["xx", "not-a-language-at-all"])
def test_a_folder_that_is_no_language_is_a_problem(language: str, project: Project) -> None:
    """CLDR decides what a language is."""
    with pytest.raises(SourceError, match=f"'{language}' is not a language that CLDR knows"):
        load_content(project.docs, language)


def test_shortened_text_ends_in_an_ellipsis() -> None:
    """What fits stays as it is."""
    assert shortened("Linden Mill", 11) == "Linden Mill"
    assert shortened("Linden Mill and Sons", 12) == "Linden Mill…"
