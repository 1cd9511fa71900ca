"""The draft templates of one language, under `docs/<language>/drafts/`."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kitgen.errors import SourceError
from kitgen.templating import Compiling, get_template, make_environment, render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment
    from jinja2.environment import TemplateModule

    from kitgen.cache import Kept
    from kitgen.facts import Facts
    from kitgen.words import Words

_MACROS = "_macros.txt"
# What may stand around a word.
_AROUND = ",.;:!?()"
# An include by name; a tag takes the blanks before it on its line, and the end of that, with it.
_INCLUDE = re.compile(r'(?:(?<=\n)[ \t]*)?\{% include "([\w.-]+)" %\}\n?')
# So deep, and so many characters, includes are put in; Jinja tells of what has no end.
_DEEPEST, _LONGEST = 5, 100_000
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


class DraftTemplates(Struct, frozen=True, dict=True):
    """The draft templates of one language, by file name; `kept` is where they are when compiled."""

    sources: Mapping[str, str]
    folder: str
    words: Words
    facts: Facts
    kept: Kept | None = None

    @cached_property
    def environment(self) -> Environment:
        """The environment they are rendered in: plain text, strict, sandboxed."""
        return self._made_of(self.sources)

    @cached_property
    def whole(self) -> Environment:
        """The same, of templates with what they include in the place of the tag.

        A template that is included costs as much as a short one by itself, and a draft includes
        four or five. What it sets stays inside, as with an include.
        """
        return self._made_of(
            {name: _whole(source, self.sources) for name, source in self.sources.items()}
        )

    def _made_of(self, sources: Mapping[str, str]) -> Environment:
        names = {
            **self.words.functions,
            "fact": self.facts.fact,
            "first_word": first_word,
            "has_word": has_word,
        }
        macros = [_MACROS] if _MACROS in sources else []
        return make_environment(
            sources, escape=False, names=names, macros=macros, compiling=Compiling(kept=self.kept)
        )

    @cached_property
    def macros(self) -> TemplateModule:
        """The macros that turn facts into parts of sentences. Raises SourceError."""
        source = self.sources.get(_MACROS)
        return get_template(self.environment, _MACROS, source, f"{self.folder}/").module

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the text that one template gives. Raises SourceError at the line at fault."""
        source, place = self.sources.get(name), f"{self.folder}/{name}"
        with suppress(SourceError):  # told again below, with its own place
            template = get_template(self.whole, name, "", "")
            return tidy(render(template, context, None, name))
        template = get_template(self.environment, name, source, f"{self.folder}/")
        return tidy(render(template, context, source, place))


def _whole(source: str, sources: Mapping[str, str], depth: int = 0) -> str:
    """Return a template with what it includes in it; as it is where that goes too far."""
    room = _LONGEST

    def included(match: re.Match[str]) -> str:
        nonlocal room
        inner = sources.get(match[1])
        if inner is None or depth > _DEEPEST or room < 0:
            return match[0]
        text = _whole(inner.removesuffix("\n"), sources, depth + 1)
        room -= len(text)
        return f"{{{{ '' }}}}{{% with %}}{{{{ '' }}}}{text}{{{{ '' }}}}{{% endwith %}}{{{{ '' }}}}"

    return _INCLUDE.sub(included, source)


def tidy(text: str) -> str:
    """Return `text` with paragraphs apart by one empty line and no space at line ends.

    Where a fact and a template both end a sentence, one full stop is left.
    """
    single = _once("  ", text.replace("\t", " "))
    lines = "\n".join([line.strip() for line in single.split("\n")])
    whole = _once("\n\n\n", lines).strip()
    return _TWO_STOPS.sub(".", whole) if ".." in whole else whole


def _once(many: str, text: str) -> str:
    """Return `text` with one sign less wherever `many` of it follow each other, until none do."""
    while many in text:
        text = text.replace(many, many[1:])
    return text


def first_word(text: str) -> str:
    """Return the first word of a text that has one, with the signs around it."""
    return text.split(maxsplit=1)[0]


def has_word(
    text: str, words: Sequence[str], endings: Sequence[str], exceptions: Sequence[str]
) -> bool:
    """Return whether a word of `text` but the first is such a one, whatever signs are around it.

    That is one of `words`, or one that has one of the `endings` and is none of the `exceptions`.
    """
    bare = [each.strip(_AROUND).lower() for each in text.split()[1:]]
    ends = tuple(endings)
    return any(each in words or (each.endswith(ends) and each not in exceptions) for each in bare)
