"""Calls whose answer never changes, put into a template as texts when it is compiled.

Most words of a page are asked for by a key and nothing else. A page template is of one language, so
the sentence is known: in place of two thousand calls for each kit, Jinja joins it to the HTML
around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# For a function by its name in templates: its answer to one constant text, if that is always the
# same. None leaves the call as it is: an error has to be told at the line that asks.
Constants = dict[str, "Callable[[str], str | None]"]


class _Folding(NodeTransformer):
    def __init__(self, constants: Mapping[str, Callable[[str], str | None]]) -> None:
        self.constants = constants

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  Jinja's own name
        """Return the answer to a call, where it is known."""
        self.generic_visit(node)
        called, more = node.node, (node.kwargs, node.dyn_args, node.dyn_kwargs)
        if not isinstance(called, nodes.Name) or called.name not in self.constants or any(more):
            return node
        match node.args:
            case [nodes.Const(value=str() as asked)]:
                answer = self.constants[called.name](asked)
                return node if answer is None else nodes.Const(answer, lineno=node.lineno)
        return node


def fold_constants(template: nodes.Template, constants: Constants) -> nodes.Template:
    """Return a parsed template in which calls with known answers are these answers.

    A name that the template gives to something else is left alone.
    """
    if not constants:
        return template
    own = {name for each in template.find_all(_NAMING) for name in _names_of(each)}
    known = {name: answer for name, answer in constants.items() if name not in own}
    if known:
        _Folding(known).visit(template)
    return template


# What gives names: it sets or imports them, or has them as a macro's name or parameter.
_NAMING = (nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)


def _names_of(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name(name=name, ctx=ctx) if ctx != "load":
            yield name
        case nodes.Macro(name=name) | nodes.Import(target=name):
            yield name
        case nodes.FromImport(names=names):
            yield from (each if isinstance(each, str) else each[1] for each in names)
