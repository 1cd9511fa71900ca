"""Names in a text that are not those of its people and places (S6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kitgen.specificity.value import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.specificity.lexicon import Lexicon
    from kitgen.specificity.value import Known

Place = tuple[int, int]
# A greeting has at most this many characters before the name.
_OPENING = 60
# Shorter words say nothing about which organisation it is.
_LEAST_TELLING = 4
_WORD = re.compile(r"[^\W_][\w'-]*")


def wrong_names(
    text: str, words: frozenset[str] | None, lexicon: Lexicon, known: Known, kind: Kind
) -> Iterator[tuple[str, Place]]:
    """Yield what kind of name is wrong (`greeting`, `person`, `organisation`), and where it is.

    `words` are those of the text, by `words_of`.
    """
    if kind is Kind.RECOMMENDATION:
        yield from _wrong_person(text, words, lexicon, known)
    else:
        yield from _wrong_greeting(text, lexicon, known)
    yield from _wrong_organisation(text, words, lexicon, known)


def _wrong_greeting(text: str, lexicon: Lexicon, known: Known) -> Iterator[tuple[str, Place]]:
    match = lexicon.greeting.match(text[:_OPENING])
    if match is None or not known.reader:
        return
    place = _place_of_name(match)
    greeted = set(_words(text[slice(*place)]))
    greeted -= lexicon.words["no_names"] | lexicon.words["titles"]
    expected = (
        known.reader if match["name"] else (*known.reader, *known.owner, *known.organisations)
    )
    if greeted and not greeted & _parts(expected):
        yield "greeting", place


def _wrong_person(
    text: str, words: frozenset[str] | None, lexicon: Lexicon, known: Known
) -> Iterator[tuple[str, Place]]:
    """Yield whom a recommendation is about when it never names the owner."""
    if not known.owner or _parts(known.owner) & set(_words(text)):
        return
    for name in known.others:
        pattern = rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.split()[0])})(?!\w)"
        if match := re.search(pattern, text):
            yield "person", match.span()
            return
    expected = _parts((*known.organisations, *known.skills, *known.reader))
    for match in lexicon.phrases["recommended"].finditer(text, words):
        place = _place_of_name(match)
        named = set(_words(text[slice(*place)]))
        if named and not named & (expected | lexicon.words["skills"] | lexicon.words["general"]):
            yield "person", place
            return


def _wrong_organisation(
    text: str, words: frozenset[str] | None, lexicon: Lexicon, known: Known
) -> Iterator[tuple[str, Place]]:
    for match in lexicon.phrases["places"].finditer(text, words) if known.organisations else ():
        place = _place_of_name(match)
        named = _words(text[slice(*place)])
        telling = {word for word in named if len(word) >= _LEAST_TELLING} or set(named)
        people = (*known.owner, *known.reader, *known.others)
        if telling and not telling & _parts((*known.organisations, *people)):
            yield "organisation", place
            return


def _place_of_name(match: re.Match[str]) -> Place:
    names = [name for name, found in match.groupdict().items() if found is not None]
    return match.span(names[0])


def _words(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in _WORD.findall(text.casefold())]


def _parts(names: tuple[str, ...]) -> set[str]:
    return {word for name in names for word in _words(name)}
