"""What a kit says: everything under `docs/` for one language, read and compiled once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import UnknownLocaleError
from msgspec import Struct

from kitgen.cache import Kept
from kitgen.document import read_kept, read_text
from kitgen.drafts import GROUPS, DraftTemplates, Phrases
from kitgen.errors import Problem, SourceError
from kitgen.facts import Facts, load_facts
from kitgen.language import Language
from kitgen.manifest import digest_file, digest_texts, versions
from kitgen.profile import Relationship, Tone
from kitgen.specificity import Lexicon, load_lexicon
from kitgen.templating import Compiling, PageTemplates, compile_page_templates
from kitgen.translation import find_gaps, translate_facts
from kitgen.words import Words, load_words

if TYPE_CHECKING:
    from pathlib import Path

    from kitgen.cache import Cache

# A page source with this in its name gives one page per contact; that of the briefs, one for each
# brief there is.
PER_CONTACT = "{contact}"
BRIEF = "briefs/{contact}.md"
# Page sources in this folder are of the mentor's desk, and in no kit.
OF_DESK = "desk/"


class Content(Struct, frozen=True, dict=True):
    """Facts, words, lexicon, templates of drafts, briefs and pages of one language."""

    facts: Facts
    words: Words
    phrases: Phrases
    lexicon: Lexicon
    draft_templates: DraftTemplates
    brief_templates: DraftTemplates
    page_templates: PageTemplates


def languages(docs: Path) -> tuple[str, ...]:
    """Return the languages that `docs` holds words for."""
    return tuple(sorted(path.parent.name for path in docs.glob("*/words.yml")))


def load_content(docs: Path, language: str, cache: Cache | None = None) -> Content:
    """Return the content of one language, with `cache` for what is compiled.

    Raises SourceError with everything that it lacks beside English, else with every problem of the
    first part that has one.
    """
    folder = docs / language
    name = docs.name
    try:
        spoken = Language(language)
        _ = spoken.locale
    except (ValueError, UnknownLocaleError):
        message = f"'{language}' is not a language that CLDR knows"
        raise SourceError([Problem(f"{name}/{language}", 1, 1, "language", message)]) from None
    kept = _kept(docs, language, cache)
    facts = load_facts(docs / "facts.yml", f"{name}/facts.yml", kept)
    facts, gaps = translate_facts(facts, docs, spoken, kept)
    gaps = (*find_gaps(docs, spoken, kept), *gaps)
    if gaps:
        raise SourceError(gaps)
    words = load_words(folder / "words.yml", f"{name}/{language}/words.yml", spoken, kept)
    defaults = facts.texts("request.default_sentence")
    lexicon = load_lexicon(
        folder / "specificity.yml", f"{name}/{language}/specificity.yml", defaults, kept
    )
    drafts = _texts(folder / "drafts", "*.txt", f"{name}/{language}/drafts")
    of_briefs = _texts(folder / "briefs", "*.txt", f"{name}/{language}/briefs")
    briefs = {**drafts, **of_briefs}  # they share how facts are told
    return Content(
        facts=facts,
        words=words,
        phrases=_load_phrases(folder, f"{name}/{language}", lexicon, kept),
        lexicon=lexicon,
        draft_templates=DraftTemplates(drafts, f"{name}/{language}/drafts", words, facts, kept),
        brief_templates=DraftTemplates(briefs, f"{name}/{language}/briefs", words, facts, kept),
        page_templates=compile_page_templates(
            _texts(folder, "**/*.md", f"{name}/{language}"),
            _texts(docs / "components", "*.html", f"{name}/components"),
            f"{name}/{language}",
            {**words.functions, "fact": facts.fact, "shortened": shortened},
            Compiling({"say": words.constant}, kept),
        ),
    )


def _kept(docs: Path, language: str, cache: Cache | None) -> Kept | None:
    """Return where things are kept that are made with the words and facts of now."""
    if cache is None:
        return None
    told = sorted((*docs.glob("*.yml"), *(docs / language).glob("*.yml")))
    return Kept(cache, digest_texts((language, *map(digest_file, told), *versions())))


def shortened(text: str, most: int) -> str:
    """Return `text`, cut to `most` characters with an ellipsis when it is longer."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _load_phrases(folder: Path, name: str, lexicon: Lexicon, kept: Kept | None) -> Phrases:
    text, problems = read_text(folder / "phrases.yml", f"{name}/phrases.yml")
    if not problems:
        document, problems = read_kept(text, f"{name}/phrases.yml", kept)
    if problems:
        raise SourceError(problems)
    groups = document.value if isinstance(document.value, dict) else {}
    wrong = [name for name in GROUPS if not isinstance(groups.get(name), list)]
    if wrong:
        raise SourceError(
            document.problem((name,), "phrases", f"'{name}' should be a list of phrases")
            for name in wrong
        )
    tones = groups.get("tones")
    tones = tones if isinstance(tones, dict) else {}
    odd = [each for each in Relationship if tones.get(each) not in set(Tone)]
    if odd:
        message = f"the tone to a {odd[0]} should be one of: {', '.join(Tone)}"
        raise SourceError([document.problem(("tones", odd[0].value), "phrases", message)])
    found = {name: tuple(str(each) for each in groups[name] or ()) for name in GROUPS}
    return Phrases(found, lexicon, {each: str(tone) for each, tone in tones.items()})


def _texts(folder: Path, pattern: str, source: str) -> dict[str, str]:
    """Return the files in a folder by their path in it. Raises SourceError for what is no text.

    Hidden files are passed over: they are an editor's.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob(pattern)):
        if not path.name.startswith("."):
            inside = path.relative_to(folder).as_posix()
            text, found = read_text(path, f"{source}/{inside}")
            texts[inside] = text.replace("\r\n", "\n")
            problems += found
    if problems:
        raise SourceError(problems)
    return texts
