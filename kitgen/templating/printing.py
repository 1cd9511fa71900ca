"""What templates print: cleaned of control characters and, on pages, escaped, in one call.

A kit prints some eight thousand values. Jinja calls three functions for each and makes an object
that is joined with the others and dropped; most values need none of that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2.compiler import CodeGenerator
from markupsafe import escape

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.compiler import Frame

# Characters that neither HTML nor YAML allows; a YAML escape can still put them into a profile.
# Compiled page templates mark their headings with two of them.
_NO_TEXT = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_CONTROL = re.compile(f"[{_NO_TEXT}]")
_CHANGED = re.compile(f"[{_NO_TEXT}&<>\"']")  # by cleaning or by escaping


def without_control(value: object) -> object:
    """Return what a template prints, without control characters."""
    if isinstance(value, str) and _CONTROL.search(value):
        return type(value)(_CONTROL.sub("", value))
    return value


def print_html(value: Any) -> str:  # noqa: ANN401  what a template has
    """Return a value as a page prints it: what `escape(without_control(value))` gives, as text."""
    kind = type(value)
    if kind is str and not _CHANGED.search(value):
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return escape(without_control(value))


def print_text(value: object) -> str:
    """Return a value as a sentence or a draft prints it: cleaned, and not escaped."""
    return str(without_control(value))


class Generator(CodeGenerator):
    """Jinja's, but that what is printed goes through one function of ours.

    These two methods are not of Jinja's documented interface. Where a version does not call them,
    its own code does the same by `finalize`, only slower; a test says so.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401  Jinja's own
        if frame.eval_ctx.volatile:
            super()._output_child_pre(node, frame, finalize)
        else:
            kind = "html" if frame.eval_ctx.autoescape else "text"
            self.write(f"environment.print_{kind}(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401  Jinja's own
        if frame.eval_ctx.volatile:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")
