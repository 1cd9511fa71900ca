"""Jinja environments: one for pages (escaped), one for words and drafts (plain text).

The one package that knows Jinja. Both are sandboxed and strict: a mentor may write templates, and
an unknown name is a problem, never an empty place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jinja2
import jinja2.sandbox

from kitgen.errors import Problem, SourceError
from kitgen.templating import limits
from kitgen.templating.compiled import Compiling, keep_templates
from kitgen.templating.limits import TooMuchError, limited
from kitgen.templating.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Environment, Template

_AS_EVER = Compiling()
# What a template meets by itself that asks for what cannot be done: a sum of a text and a number.
_UNWORKABLE = (ArithmeticError, AttributeError, LookupError, ValueError)
# What has no end, or is larger than any page.
_TOO_MUCH = (RecursionError, MemoryError, TooMuchError)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class _Sources(jinja2.BaseLoader):
    """Templates by name; the name is the file name, too, so that tracebacks say which it was."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002  Jinja's own
        if template not in self.sources:
            raise jinja2.TemplateNotFound(template)
        return self.sources[template], template, None

    def list_templates(self) -> list[str]:
        return list(self.sources)


def make_environment(
    sources: Mapping[str, str],
    *,
    escape: bool,
    names: Mapping[str, Any],
    macros: Iterable[str] = (),
    compiling: Compiling = _AS_EVER,
) -> Sandbox:
    """Return an environment over template `sources` by name, with `names` as globals.

    `names` whose value is callable can be used as filters, too. `macros` are templates that are
    only ever imported, and without context.
    """
    environment = Sandbox(
        macros=macros,
        constants=compiling.constants,
        loader=_Sources(sources),
        undefined=jinja2.StrictUndefined,
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        cache_size=-1,  # there are as many templates as sources; a limit takes time to keep
    )
    environment.globals.update(names)
    environment.filters.update({name: it for name, it in names.items() if callable(it)})
    if compiling.kept is not None:
        kind = (*sorted(names), "/", *sorted(compiling.constants))
        keep_templates(environment, compiling.kept, " ".join(kind))
    return environment


def get_template(environment: Environment, name: str, source: str | None, prefix: str) -> Template:
    """Return a compiled template. Raises SourceError at the line of `source` that is wrong.

    `prefix` is the folder that people know the file by, as in `docs/en/guide.md`.
    """
    try:
        with limited():
            return environment.get_template(name)
    except jinja2.TemplateSyntaxError as error:
        line = _line_in_source(source, error.source or "", error.lineno)
        place = f"{prefix}{error.name or name}"
        problem = Problem(place, line, 1, "template", error.message or "not a template")
        raise SourceError([problem]) from None
    except (jinja2.TemplateError, ValueError, SyntaxError, *_TOO_MUCH) as error:
        # Not there; or wrong in a part that is a constant; or so deep that nobody could read it.
        problem = Problem(f"{prefix}{name}", 1, 1, "template", _said(error))
        raise SourceError([problem]) from None


def render(template: Template, context: Mapping[str, Any], source: str | None, place: str) -> str:
    """Return what `template` gives for `context`. Raises SourceError at the line at fault.

    `source` is what people wrote it as (None: as it was compiled), `place` the file they know it
    by. What it asks for and nobody knows (a name, a fact, a file to include) is a problem, too, and
    so is what cannot be done with a value.
    """
    try:
        with limited():
            return template.render(context)
    except (jinja2.TemplateError, KeyError, TypeError, *_UNWORKABLE, *_TOO_MUCH) as error:
        if isinstance(error, _UNWORKABLE) and not _is_its_own(error, template):
            raise  # a bug of what it asked keeps its traceback
        name, line = _innermost(error, template)
        if name == template.name:
            line = _line_in_source(source, _compiled(template.environment, name), line)
        where = place.removesuffix(template.name or "") + name
        raise SourceError([Problem(where, line, 1, "template", _said(error))]) from error


def _said(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no '{error.name}'"
    if isinstance(error, jinja2.TemplateError):
        return error.message or type(error).__name__
    if isinstance(error, TooMuchError):
        return "this takes more time or memory than any page; look for a loop inside another"
    if isinstance(error, LookupError):
        return f"there is no {error}"
    if isinstance(error, (*_TOO_MUCH, OverflowError, SyntaxError)):
        return "this has no end, or is too deep or too large"
    return f"this cannot be worked out: {error}"


def _compiled(environment: Environment, name: str) -> str:
    return environment.loader.get_source(environment, name)[0] if environment.loader else ""


def _innermost(error: Exception, template: Template) -> tuple[str, int]:
    """Return name and line of the innermost template in a traceback.

    Jinja rewrites tracebacks so that template frames carry the template's name and line.
    """
    name, line, step = template.name or "", 1, error.__traceback__
    known = set(template.environment.list_templates())
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.name or name, error.lineno
    while step is not None:
        if step.tb_frame.f_code.co_filename in known:
            name, line = step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
    return name, line


def _is_its_own(error: Exception, template: Template) -> bool:
    """Return whether an error came up in a template itself, or is for a name that is unknown."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    known = template.environment.list_templates()
    if isinstance(error, OverflowError):  # which Jinja's own `range` raises, and what is limited
        known += [jinja2.sandbox.__file__, limits.__file__]
    return isinstance(error, (jinja2.TemplateError, KeyError)) or (
        last is not None and last.tb_frame.f_code.co_filename in known
    )


def _line_in_source(source: str | None, compiled: str, line: int) -> int:
    """Return the line of `source` that holds the tag on `line` of the compiled template.

    Markdown moves text around but leaves the tags and their order as they are, so the tag is
    what to look for: the third of its kind here is the third there.
    """
    if source is None or source == compiled:
        return line
    for tag in _TAG.finditer(compiled):
        first = compiled[: tag.start()].count("\n") + 1
        last = first + tag[0].count("\n")
        if first <= line <= last:
            before = compiled[: tag.start()].count(tag[0])
            start = -1
            for _ in range(before + 1):
                start = source.find(tag[0], start + 1)
            if start >= 0:
                return source[:start].count("\n") + 1 + line - first
    return min(line, source.count("\n") + 1)
