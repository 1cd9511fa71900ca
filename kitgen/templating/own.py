"""Templates that stand in a profile: a small language of their own, checked before it runs.

Whoever writes a profile may be a stranger to whoever builds it. So a template of their own may
name what it is offered, test it, and go through a list; whatever could take long, grow large or
reach elsewhere (calls, includes, arithmetic, loops in loops) is refused with its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2 import Template

_FILTERS = frozenset({"capital", "first", "last", "listed", "lower", "trim", "upper"})
_TESTS = frozenset({"defined", "undefined"})
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
    nodes.Filter,
    nodes.Test,
)
_LOOP = frozenset({"first", "last", "index"})


class AbsentError(Exception):
    """A template prints what the profile does not hold."""

    def __init__(self, name: str) -> None:
        """Keep the `name` of what is absent."""
        self.name = name
        super().__init__(name)


class _Absent(jinja2.ChainableUndefined):
    """What the profile does not hold: false in a test, and never printed as nothing."""

    def __str__(self) -> str:
        raise AbsentError(self._undefined_name or "")

    def __iter__(self) -> NoReturn:
        raise AbsentError(self._undefined_name or "")


class Mistake(Struct, frozen=True):
    """What is wrong with a template, on which of its lines (from 1), and what to do."""

    line: int
    message: str
    hint: str = ""


class Vocabulary(Struct, frozen=True):
    """What a template may name: texts, things with parts, and lists of things or of texts."""

    texts: frozenset[str]
    things: Mapping[str, frozenset[str]]
    lists: Mapping[str, frozenset[str]]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in the order of the alphabet."""
        return tuple(sorted({*self.texts, *self.things, *self.lists}))


class OwnTemplate(Struct, frozen=True, dict=True):
    """A template that may run: `names` are those that it uses."""

    template: Template
    names: frozenset[str]

    def fill(self, values: Mapping[str, Any]) -> str:
        """Return its text. Raises AbsentError when it prints what `values` does not hold."""
        return self.template.render(values)


def read_own(
    source: str, vocabulary: Vocabulary, filters: Mapping[str, Callable[..., Any]]
) -> OwnTemplate | tuple[Mistake, ...]:
    """Return a template of the owner's, or every mistake in it.

    `filters` are those of the language that it may use: `capital`, `listed`.
    """
    environment = ImmutableSandboxedEnvironment(
        undefined=_Absent, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(filters)
    try:
        return _read(environment, source, vocabulary)
    except jinja2.TemplateSyntaxError as error:
        return (Mistake(error.lineno, error.message or "this is no template", _BRACES),)
    except (RecursionError, MemoryError, SyntaxError):  # the last is Python's, of what is compiled
        return (Mistake(1, "too much stands in one another here", "leave most of it out"),)


def _read(
    environment: ImmutableSandboxedEnvironment, source: str, vocabulary: Vocabulary
) -> OwnTemplate | tuple[Mistake, ...]:
    parsed = environment.parse(source)
    reading = _Reading(vocabulary)
    mistakes = tuple(reading.walk(parsed))
    if mistakes:
        return tuple(dict.fromkeys(mistakes))
    names = reading.used & set(vocabulary.names)
    return OwnTemplate(environment.from_string(parsed), frozenset(names))


_BRACES = "write {{ name }} for a fact, and {% if name %} … {% endif %} around what depends on it"


# What people call that which Jinja has another name for; anything else is called by its tag.
_CALLED: dict[type[nodes.Node], str] = {
    nodes.Call: "a call, as in 'name(…)',",
    nodes.Getitem: "a value in square brackets",
    nodes.Assign: "'set'",
    nodes.BinExpr: "arithmetic",
    nodes.UnaryExpr: "arithmetic",
}


@dataclass
class _Reading:
    """Walks a parsed template and tells what may not be there; keeps what loops name."""

    vocabulary: Vocabulary
    looped: dict[str, frozenset[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def walk(self, node: nodes.Node) -> Iterator[Mistake]:
        if not isinstance(node, _ALLOWED):
            names = (name for kind, name in _CALLED.items() if isinstance(node, kind))
            word = next(names, f"'{type(node).__name__.lower()}'")
            hint = "only names, tests and a loop over a list can stand in a draft of your own"
            yield Mistake(node.lineno, f"{word} cannot be used here", hint)
            return
        if isinstance(node, nodes.For):
            yield from self._loop(node)
            return
        if isinstance(node, nodes.Getattr):
            yield from self._part(node)
            return
        yield from self._own_mistakes(node)
        for child in node.iter_child_nodes():
            yield from self.walk(child)

    def _own_mistakes(self, node: nodes.Node) -> Iterator[Mistake]:
        if isinstance(node, nodes.Name):
            yield from self._name(node.name, node.lineno)
        elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            yield _unknown("filter", node.name, _FILTERS, node.lineno)
        elif isinstance(node, nodes.Test) and node.name not in _TESTS:
            yield _unknown("test", node.name, _TESTS, node.lineno)

    def _name(self, name: str, line: int) -> Iterator[Mistake]:
        self.used.add(name)
        if name not in self.vocabulary.names and name not in self.looped:
            yield _unknown("name", name, (*self.vocabulary.names, *self.looped), line)

    def _part(self, node: nodes.Getattr) -> Iterator[Mistake]:
        if not isinstance(node.node, nodes.Name):
            yield Mistake(node.lineno, f"'{node.attr}' cannot stand here", _BRACES)
            return
        name = node.node.name
        known = {**self.vocabulary.things, **self.looped}
        if name not in known:
            found = tuple(self._name(name, node.lineno))
            yield from found or (Mistake(node.lineno, f"'{name}' has no parts", _BRACES),)
        elif node.attr not in known[name]:
            yield _unknown(f"part of '{name}'", node.attr, known[name], node.lineno)
        self.used.add(name)

    def _loop(self, node: nodes.For) -> Iterator[Mistake]:
        over = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if self.looped:
            yield Mistake(node.lineno, "a loop cannot stand in another one")
        elif over not in self.vocabulary.lists or not isinstance(node.target, nodes.Name):
            lists = ", ".join(sorted(self.vocabulary.lists))
            yield Mistake(node.lineno, "a loop goes through a list", f"lists: {lists}")
        else:
            self.used.add(over)
            self.looped = {node.target.name: self.vocabulary.lists[over], "loop": _LOOP}
            for child in (*node.body, *node.else_, *([node.test] if node.test else ())):
                yield from self.walk(child)
            self.looped = {}


def _unknown(kind: str, name: str, known: frozenset[str] | tuple[str, ...], line: int) -> Mistake:
    close = get_close_matches(name, known, 1)
    meant = f"did you mean '{close[0]}'? " if close else ""
    return Mistake(
        line, f"there is no {kind} '{name}'", f"{meant}One of: {', '.join(sorted(known))}"
    )
