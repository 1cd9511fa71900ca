"""Jinja environments: one for pages (escaped), one for words and drafts (plain text).

The one package that knows Jinja. Both are sandboxed and strict: a mentor may write templates, and
an unknown name is a problem, never an empty place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kitgen.errors import Problem, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment, Template


def make_environment(
    sources: Mapping[str, str], *, escape: bool, names: Mapping[str, Any]
) -> Environment:
    """Return an environment over template `sources` by name, with `names` as globals.

    `names` whose value is callable can be used as filters, too.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader(sources),
        undefined=jinja2.StrictUndefined,
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    environment.globals.update(names)
    environment.filters.update({name: it for name, it in names.items() if callable(it)})
    return environment


def get_template(environment: Environment, name: str, source: str, prefix: str) -> Template:
    """Return a compiled template. Raises SourceError at the line of `source` that is wrong.

    `prefix` is the folder that people know the file by, as in `docs/en/guide.md`.
    """
    try:
        return environment.get_template(name)
    except jinja2.TemplateSyntaxError as error:
        compiled = error.source or ""
        line = _line_in_source(source, compiled, error.lineno)
        place = f"{prefix}{error.name or name}"
        problem = Problem(place, line, 1, "template", error.message or "not a template")
        raise SourceError([problem]) from None
    except jinja2.TemplateNotFound as error:
        problem = Problem(f"{prefix}{name}", 1, 1, "template", f"there is no '{error.name}'")
        raise SourceError([problem]) from None


def render(template: Template, context: Mapping[str, Any], source: str, place: str) -> str:
    """Return what `template` gives for `context`. Raises SourceError at the line at fault."""
    try:
        return template.render(context)
    except jinja2.TemplateError as error:
        line, where = _deepest_line(error, place)
        line = _line_in_source(source, _compiled(template), line) if where == place else line
        message = error.message or type(error).__name__
        raise SourceError([Problem(where, line, 1, "template", message)]) from None


def _compiled(template: Template) -> str:
    loader = template.environment.loader
    if loader is None or template.name is None:
        return ""
    return loader.get_source(template.environment, template.name)[0]


def _deepest_line(error: jinja2.TemplateError, place: str) -> tuple[int, str]:
    """Return the line and file of the innermost template in a traceback.

    Jinja rewrites tracebacks so that template frames carry the template's name and line.
    """
    line, where, step = 1, place, error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename == "<template>" or code.co_filename.endswith((".md", ".html", ".txt")):
            line = step.tb_lineno
        step = step.tb_next
    return line, where


def _line_in_source(source: str, compiled: str, line: int) -> int:
    """Return the line of `source` that holds the tag on `line` of the compiled template.

    Markdown moves text around but leaves the tags as they are, so the tag is what to look for.
    """
    lines = compiled.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    for opening, closing in (("{{", "}}"), ("{%", "%}")):
        start = text.find(opening)
        end = text.find(closing, start)
        tag = text[start : end + 2] if start >= 0 and end >= 0 else ""
        if tag and tag in source:
            return source[: source.index(tag)].count("\n") + 1
    return min(line, source.count("\n") + 1)
