"""The words of one language: messages of the core put into sentences."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from kitgen.document import Document, read_kept, read_text
from kitgen.errors import Problem, SourceError
from kitgen.message import Message
from kitgen.templating import Compiling, get_template, make_environment, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from kitgen.cache import Kept
    from kitgen.document import Value
    from kitgen.language import Language

# A name to fill in, with one filter at most.
_NAMED = re.compile(r"\{\{ *([a-z_]+)(?:\|([a-z_]+))? *\}\}")
_PLAIN = (str, int)
_MOST_SAID = 20_000  # sentences that are remembered


class Words(Struct, frozen=True, dict=True):
    """The sentences of one language, by key.

    A key with plural forms holds one sentence per CLDR category; the parameter `count` chooses.
    `kept` is where sentences are that have to be compiled.
    """

    language: Language
    source: str
    texts: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)
    kept: Kept | None = None

    def say(self, what: Message | str, /, **params: object) -> str:
        """Return the sentence for a message, or for a key with its parameters.

        Raises SourceError naming the key when the language has no words for it.
        """
        if isinstance(what, Message):
            return self.say(what.key, **{**dict(what.params), **params})
        if not params and (text := self._constants.get(what)) is not None:
            return text
        asked = (what, *((name, type(value), value) for name, value in params.items()))
        try:
            return self._said[asked]
        except (KeyError, TypeError):  # not said yet; a parameter without a hash
            words = self._say(what, params)
        with suppress(TypeError):
            self._said[asked] = words
        if len(self._said) > _MOST_SAID:
            self._said.clear()
        return words

    def constant(self, key: str) -> str | None:
        """Return the sentence for a key, or None when it has none that is always the same."""
        return self._constants.get(key)

    def _say(self, what: str, given: Mapping[str, object]) -> str:
        key = self._form(what, given)
        text = self.texts.get(key)
        if text is None:
            problem = Problem(self.source, 1, 1, "words", f"there are no words for '{key}'")
            raise SourceError([problem])
        if "{" not in text:
            return text
        filled = self._filled(key, given)
        if filled is not None:
            return filled
        try:
            template = get_template(self._environment, key, text, "")
            return render(template, given, text, key)
        except SourceError as error:
            raise SourceError(self._placed(each) for each in error.problems) from error

    def _filled(self, key: str, given: Mapping[str, object]) -> str | None:
        """Return the sentence if nothing but its names and their filters is to be filled in.

        That is so for most, which need not be compiled then. None when it is not, or when a value
        is missing, or no plain text or number: Jinja knows what is to be done or said.
        """
        if key not in self._pieces:
            self._pieces[key] = _pieces_of(self.texts[key])
        said = []
        for literal, name, function in self._pieces[key]:
            value = given.get(name, "") if name else ""
            if name and name not in given:
                return None
            if function:
                value = self._worked_out(function, value)
            if type(value) not in _PLAIN or not (text := str(value)).isprintable():
                return None
            said += [literal, text]
        return "".join(said) if said else None

    def _worked_out(self, function: str, value: object) -> object:
        """Return what a function makes of a value; None when it cannot: Jinja says why, then."""
        try:
            return self.functions[function](value)
        except Exception:  # noqa: BLE001  whatever a function of the language may raise
            return None

    def _placed(self, problem: Problem) -> Problem:
        """Return a problem that names a key as one that names the line of the key."""
        if problem.source not in self.texts:
            return problem
        message = f"{problem.source}: {problem.message}"
        line = self.lines.get(problem.source, 1)
        return replace(problem, source=self.source, line=line, message=message)

    def name(self, kind: str, value: object) -> str:
        """Return the word for one of a set of choices: `name("view", "peer")`."""
        return self.say(f"{kind}.{value}")

    def names(self, values: tuple[object, ...], kind: str) -> list[str]:
        """Return the words for several choices of one kind."""
        return [self.name(kind, value) for value in values]

    def _form(self, key: str, params: Mapping[str, object]) -> str:
        count = params.get("count")
        if key in self.texts or not isinstance(count, int):
            return key
        if count == 0 and f"{key}.zero" in self.texts:
            return f"{key}.zero"
        form = f"{key}.{self.language.plural(count)}"
        return form if form in self.texts else f"{key}.other"

    @cached_property
    def _constants(self) -> dict[str, str]:
        """The sentences in which nothing is filled in."""
        return {key: text for key, text in self.texts.items() if "{" not in text}

    @cached_property
    def _said(self) -> dict[tuple[object, ...], str]:
        """What was said before, by key and parameters: most sentences come again and again."""
        return {}

    @cached_property
    def _pieces(self) -> dict[str, tuple[tuple[str, str, str], ...]]:
        """Sentences that were taken apart: text, the name behind it, and the filter of that."""
        return {}

    @cached_property
    def _environment(self) -> Environment:
        return make_environment(
            self.texts, escape=False, names=self.functions, compiling=Compiling(kept=self.kept)
        )

    @cached_property
    def functions(self) -> dict[str, Any]:
        """What templates of this language can call, as functions and as filters."""
        language = self.language
        return {
            "date": language.date,
            "day_month": language.day_month,
            "partial": language.partial,
            "number": language.number,
            "listed": language.listed,
            "say": self.say,
            "name": lambda value, kind: self.name(kind, value),
            "names": self.names,
            "capital": capital,
        }


def capital(text: str) -> str:
    """Return `text` with its first letter as a capital, unless the word has its own (`iOS`)."""
    if text[1:2].isupper():
        return text
    return text[:1].upper() + text[1:]


def _pieces_of(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return the pieces of a sentence that only names names; none when it does more."""
    parts = [*_NAMED.split(text), "", ""]
    literals = parts[::3]
    if any(sign in literal for literal in literals for sign in "{}\r") or text.endswith("\n"):
        return ()
    return tuple(
        (literal, name or "", function or "")
        for literal, name, function in zip(literals, parts[1::3], parts[2::3], strict=True)
    )


def load_words(path: Path, source: str, language: Language, kept: Kept | None = None) -> Words:
    """Return the words in the YAML file at `path`. Raises SourceError with every problem."""
    text, problems = read_text(path, source)
    document: Document | None = None
    if not problems:
        document, problems = read_kept(text, source, kept)
    if document is None or problems:
        raise SourceError(problems)
    texts = dict(_flat(document.value))
    lines = {".".join(map(str, path)): place.line for path, place in document.keys.items()}
    return Words(language, source, texts, lines, kept)


def _flat(value: Value, prefix: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _flat(child, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, str):
        yield prefix, value.strip()
