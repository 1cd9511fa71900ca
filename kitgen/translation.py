"""A translation: whether a language says all that the first one says, and nothing besides.

What a kit says is written in English first. Every other language has the same words, page sources,
draft templates and phrases; of the facts it has the texts, never a number, a day or an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.document import Document, read_kept, read_text, short
from kitgen.errors import Problem, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.cache import Kept
    from kitgen.document import Value
    from kitgen.facts import Fact, Facts
    from kitgen.language import Language

# The language that all others are compared with.
FIRST = "en"
_FILES = ("**/*.md", "**/*.txt", "*.yml")
_ONLY_TRANSLATED = "facts.yml"
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
# What a kit counts stays below this; some languages have forms for millions that it never needs.
_COUNTED = 200
_ID = re.compile(r"\{: (#[\w-]+)")
_INCLUDED = re.compile(r"""\{% include ["']([^"']+)["']""")
_TRANSLATED = ("value", "note", "source")


def find_gaps(docs: Path, language: Language, kept: Kept | None = None) -> tuple[Problem, ...]:
    """Return all that `language` lacks, or has and English has not, each at its file and key."""
    here, first = docs / language.code, docs / FIRST
    if language.code == FIRST or not first.is_dir():
        return ()
    name = f"{docs.name}/{language.code}"
    return (*_files(here, first, name), *_words(here, first, name, language, kept))


def translate_facts(
    facts: Facts, docs: Path, language: Language, kept: Kept | None = None
) -> tuple[Facts, tuple[Problem, ...]]:
    """Return the facts with their texts in `language`, and what is missing or too much there."""
    path, source = docs / language.code / "facts.yml", f"{docs.name}/{language.code}/facts.yml"
    if language.code == FIRST or not (docs / FIRST).is_dir():
        return facts, ()
    document = _read(path, source, kept)
    top = document.value if isinstance(document.value, dict) else {}
    blocks, same = top.get("facts"), top.get("as_it_is") or []
    blocks = blocks if isinstance(blocks, dict) else {}
    as_it_is = {str(each) for each in same} if isinstance(same, list) else set()
    problems = [*_strange_facts(document, facts, blocks, as_it_is)]
    said = {}
    for fact_id, fact in facts.facts.items():
        block = blocks.get(fact_id)
        block = block if isinstance(block, dict) else {}
        problems += _fact_gaps(document, fact, block, is_kept=fact_id in as_it_is)
        said[fact_id] = _translated(fact, block)
    return replace(facts, facts=MappingProxyType(said)), tuple(problems)


def _files(here: Path, first: Path, name: str) -> Iterator[Problem]:
    """Yield page sources, draft templates and other files that are missing or too many."""
    ours, theirs = _named(here), _named(first)
    for each in sorted(theirs - ours - {_ONLY_TRANSLATED}):
        message = f"'{each}' is missing"
        hint = f"translate docs/{FIRST}/{each}"
        yield Problem(f"{name}/{each}", 1, 1, "translation", message, hint)
    for each in sorted(ours - theirs - {_ONLY_TRANSLATED}):
        message = f"there is no '{each}' in docs/{FIRST}"
        yield Problem(f"{name}/{each}", 1, 1, "translation", message, _meant(each, theirs))
    for each in sorted(ours & theirs):
        if each.endswith(".md"):
            yield from _parts(here / each, first / each, f"{name}/{each}")


def _named(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for pattern in _FILES
        for path in folder.glob(pattern)
        if not path.name.startswith(".")
    }


def _parts(here: Path, first: Path, source: str) -> Iterator[Problem]:
    """Yield what a page has to have and has not, or has too many: headings with ids, components."""
    read = [read_text(here, source), read_text(first, f"docs/{FIRST}/{source.split('/', 2)[2]}")]
    if problems := [each for _, found in read for each in found]:
        yield from problems
        return
    for pattern, kind in ((_ID, "heading"), (_INCLUDED, "component")):
        ours, theirs = (pattern.findall(text) for text, _ in read)
        for each in dict.fromkeys(theirs):
            if each not in ours:
                hint = f"docs/{FIRST} has it in the page of the same name"
                message = f"the {kind} '{each}' is missing"
                yield Problem(source, 1, 1, "translation", message, hint)
        for each in dict.fromkeys(ours):
            if each not in theirs:
                message = f"the page in docs/{FIRST} has no {kind} '{each}'"
                yield Problem(source, 1, 1, "translation", message, _meant(each, set(theirs)))


def _words(
    here: Path, first: Path, name: str, language: Language, kept: Kept | None
) -> Iterator[Problem]:
    """Yield keys of words and groups of phrases that are missing or too many."""
    docs_name = here.parent.name
    needed = frozenset(language.plural(count) for count in range(_COUNTED))
    for file, counts in (("words.yml", needed), ("phrases.yml", None), ("explanations.yml", None)):
        if not (here / file).is_file() or not (first / file).is_file():
            continue  # told already
        ours = _read(here / file, f"{name}/{file}", kept)
        theirs = _read(first / file, f"{docs_name}/{FIRST}/{file}", kept)
        yield from _keys(ours, theirs, counts)


def _keys(ours: Document, theirs: Document, counts: frozenset[str] | None) -> Iterator[Problem]:
    have, wanted = _leaves(ours.value, counts), _leaves(theirs.value, counts)
    for key, (path, text) in wanted.items():
        if key not in have:
            hint = f"in English: “{text}”" if text else ""
            yield ours.key_problem(_there(ours, path), "translation", f"'{key}' is missing", hint)
    for key, (path, _) in have.items():
        if key not in wanted:
            message = f"'{key}' is not among the keys of {theirs.source}"
            yield ours.key_problem(path, "translation", message, _meant(key, set(wanted)))
    if counts:
        yield from _plurals(ours, theirs, counts)


def _leaves(value: Value, counts: frozenset[str] | None) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return every key with its path and text; of lists and plural forms only the key above."""
    stems = _stems(value) if counts else set()
    # In most languages `zero` is a sentence of its own, not a form that every count of none takes.
    forms = _FORMS if counts and "zero" in counts else _FORMS - {"zero"}
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for path, text in _entries(value):
        is_form = path[:-1] in stems and path[-1] in forms
        key = path[:-1] if is_form else path
        found.setdefault(".".join(key), (key, text))
    return found


def _entries(value: Value, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path and the text of all that is no block; a list has no text."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _entries(child, (*path, key))
    elif path:
        yield path, "" if isinstance(value, list) else short(value)


def _stems(value: Value) -> set[tuple[str, ...]]:
    """Return the paths of blocks that hold plural forms: those with a text for `other`."""
    return {path[:-1] for path, text in _entries(value) if path[-1] == "other" and text}


def _plurals(ours: Document, theirs: Document, counts: frozenset[str]) -> Iterator[Problem]:
    """Yield plural forms that the language needs and has not, where English tells one from many."""
    have, wanted = (dict(_entries(each.value)) for each in (ours, theirs))
    for stem in sorted(_stems(theirs.value)):
        both = (*stem, "one") in wanted
        for form in sorted(counts if both else {"other"}):
            if (*stem, form) not in have and any(path[: len(stem)] == stem for path in have):
                message = f"'{'.'.join(stem)}' has no form '{form}'"
                hint = f"this language counts in: {', '.join(sorted(counts))}"
                yield ours.key_problem(stem, "translation", message, hint)


def _there(document: Document, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the nearest block above `path` that a document has."""
    while path and path not in document.keys:
        path = path[:-1]
    return path


def _strange_facts(
    document: Document, facts: Facts, blocks: Mapping[str, Value], as_it_is: set[str]
) -> Iterator[Problem]:
    for fact_id in (*blocks, *sorted(as_it_is)):
        if fact_id not in facts.facts:
            at = ("facts", fact_id) if fact_id in blocks else ("as_it_is",)
            message = f"there is no fact '{fact_id}' in docs/facts.yml"
            hint = _meant(fact_id, set(facts.facts))
            yield document.key_problem(at, "translation", message, hint)


def _fact_gaps(
    document: Document, fact: Fact, block: Mapping[str, Value], *, is_kept: bool
) -> Iterator[Problem]:
    """Yield which texts of one fact are missing, or are not texts that can be translated."""
    at = ("facts", fact.id)
    place = at if at in document.keys else ("facts",)
    texts = {"note": fact.note, "source": fact.source}
    texts["value"] = "" if is_kept else _as_text(fact.value)
    for name in ("value", "note"):
        if texts[name] and not block.get(name):
            hint = f"in English: “{short(texts[name])}”"
            message = f"'{fact.id}.{name}' is missing"
            yield document.key_problem(place, "translation", message, hint)
    for name, value in block.items():
        if name not in _TRANSLATED:
            message = f"'{name}' is not translated; a fact has it in docs/facts.yml only"
            yield document.key_problem((*at, name), "translation", message)
        elif not texts[name]:
            message = f"'{fact.id}' has no text '{name}' to translate"
            yield document.key_problem((*at, name), "translation", message)
        elif name == "value" and not _is_alike(fact.value, value):
            message = f"'{fact.id}.value' should be like the English one: a text, or as many texts"
            yield document.problem((*at, name), "translation", message)


def _as_text(value: object) -> str:
    """Return the text of a value, or the first of its texts; empty for numbers and addresses."""
    if isinstance(value, Mapping):
        return _as_text(tuple(value.values()))
    if isinstance(value, tuple):
        return str(value[0]) if value and all(isinstance(each, str) for each in value) else ""
    return value if isinstance(value, str) and not value.startswith("https://") else ""


def _is_alike(value: object, translated: Value) -> bool:
    if isinstance(value, Mapping):
        return isinstance(translated, dict) and translated.keys() == value.keys()
    if isinstance(value, tuple):
        return isinstance(translated, list) and len(translated) == len(value)
    return isinstance(translated, str)


def _translated(fact: Fact, block: Mapping[str, Value]) -> Fact:
    value = block.get("value")
    if isinstance(value, list):
        said: object = tuple(str(each) for each in value)
    elif isinstance(value, dict):
        said = MappingProxyType({key: str(each) for key, each in value.items()})
    else:
        said = value or fact.value
    return replace(
        fact,
        value=said if _as_text(fact.value) else fact.value,
        note=str(block.get("note") or fact.note),
        source=str(block.get("source") or fact.source),
    )


def _meant(name: str, known: set[str]) -> str:
    close = get_close_matches(name, sorted(known), 1, 0.75)
    return f"did you mean '{close[0]}'?" if close else ""


def _read(path: Path, source: str, kept: Kept | None) -> Document:
    text, problems = read_text(path, source)
    if not problems:
        document, problems = read_kept(text, source, kept)
        if not problems:
            return document
    raise SourceError(problems)
