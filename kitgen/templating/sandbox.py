"""The sandbox of all templates: Jinja's, which is strict, and remembers what it found safe.

Jinja asks at each attribute and each call again whether it is safe. For an attribute that is no
function the answer depends on the name, nearly always on that alone, so it is asked once. What a
macro returns depends on its arguments alone when its template is imported without context; of the
macros so named, each is run once for the same arguments. That halves the time of all drafts.
"""

from __future__ import annotations

from functools import lru_cache, partial
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2.runtime import Macro
from jinja2.sandbox import (
    UNSAFE_ASYNC_GENERATOR_ATTRIBUTES,
    UNSAFE_COROUTINE_ATTRIBUTES,
    UNSAFE_FUNCTION_ATTRIBUTES,
    UNSAFE_GENERATOR_ATTRIBUTES,
    UNSAFE_METHOD_ATTRIBUTES,
    ImmutableSandboxedEnvironment,
)

from kitgen.templating.folding import fold_constants
from kitgen.templating.limits import GROWING, bounded, worked_out
from kitgen.templating.printing import Generator, print_html, print_text, without_control

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from jinja2 import nodes
    from jinja2.runtime import Context

    from kitgen.templating.folding import Constants

_MOST_ANSWERS = 20_000  # types and names; and results of macros, of a hundred contacts or so
_MOST_SAID = 2_048  # answers of macros that are kept: those of some kits, whose pages ask alike
# Types whose methods are always their own: no value can bring another one.
_PLAIN = (str, tuple, int, float, bool, type(None))


# What Jinja hides: names of functions, generators and coroutines; and all of a frame, a traceback
# and a code object, where it goes by the type.
_INNER = frozenset(
    UNSAFE_FUNCTION_ATTRIBUTES
    | UNSAFE_METHOD_ATTRIBUTES
    | UNSAFE_GENERATOR_ATTRIBUTES
    | UNSAFE_COROUTINE_ATTRIBUTES
    | UNSAFE_ASYNC_GENERATOR_ATTRIBUTES
)
_INNER_BEGINNINGS = ("_", "f_", "tb_", "co_")
# What Jinja hands to each call for functions that ask for the context, and takes away again.
_OF_CONTEXT = ("_block_vars", "_loop_vars")


@lru_cache(maxsize=4096)
def _is_open(attribute: str) -> bool:
    """Return whether Jinja calls what has this name safe, whatever it is of, if it is no method."""
    return attribute not in _INNER and not attribute.startswith(_INNER_BEGINNINGS)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's strictest environment. `macros` are templates imported without context, by name.

    `constants` are functions whose answers to constant texts are put in when a template is
    compiled.
    """

    code_generator_class = Generator
    intercepted_binops = frozenset({"*", "**", "%"})
    print_html = staticmethod(print_html)
    print_text = staticmethod(print_text)

    def __init__(
        self,
        *,
        macros: Iterable[str] = (),
        constants: Constants | None = None,
        **options: Any,  # noqa: ANN401  Jinja's own
    ) -> None:
        super().__init__(finalize=without_control, **options)
        self.filters.update(bounded(self.filters))
        self.globals.pop("lipsum", None)  # chance, and as much of it as one likes
        self._constants = constants or {}
        self._safe: set[tuple[type, str]] = set()
        self._functions: set[FunctionType] = set()
        self._macro_names = tuple(macros)
        self._macros: frozenset[Macro] | None = None
        self._said: dict[tuple[object, ...], object] = {}

    def _generate(self, source: nodes.Template, *more: Any, **options: Any) -> str:  # noqa: ANN401  Jinja's own
        """Return the Python of a template. Jinja documents this method as one to override."""
        return super()._generate(fold_constants(source, self._constants), *more, **options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows, as a plain mapping.

        Jinja's is one over another, which it goes through slowly for each page and each sentence.
        """
        return {**self.globals, **(d or {})}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401  Jinja's own
        """Return whether a template may have an attribute; none that fills up to a number."""
        grows = attr in GROWING and isinstance(obj, str)
        return not grows and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  Jinja's own
        """Return what an operator gives. Raises OverflowError when that would be too large."""
        return worked_out(operator, left, right, partial(super().call_binop, context, operator))

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  Jinja's own
        """Return an attribute, an item or an undefined value, as Jinja does."""
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        is_called = callable(value)
        if not is_called and _is_open(attribute):
            return value
        kind = type(obj)
        is_plain = not is_called or kind in _PLAIN
        if is_plain and (kind, attribute) in self._safe:
            return value
        found = super().getattr(obj, attribute)
        if is_plain and self._is_the_same(found, value) and len(self._safe) < _MOST_ANSWERS:
            self._safe.add((kind, attribute))
        return found

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  Jinja's own
        """Return what a call gives; of a macro with the same arguments, what it gave before.

        Functions that are safe and ask for no context are remembered.
        """
        kind = type(obj)
        function = obj.__func__ if kind is MethodType else obj
        if type(function) is FunctionType:
            if function in self._functions:
                for name in _OF_CONTEXT:
                    kwargs.pop(name, None)
                return obj(*args, **kwargs)
            self._remember(obj, function)
        elif kind is Macro and obj in self._pure_macros():
            return self._call_macro(context, obj, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def _call_macro(self, context: Context, macro: Macro, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  Jinja's own
        key = (macro, tuple(map(type, args)), args, tuple(kwargs.items()))
        try:
            if key in self._said:
                return self._said[key]
        except TypeError:  # an argument that has no hash
            return super().call(context, macro, *args, **kwargs)
        said = super().call(context, macro, *args, **kwargs)
        if len(self._said) >= _MOST_SAID:
            self._said.clear()
        self._said[key] = said
        return said

    def _remember(self, obj: object, function: FunctionType) -> None:
        """Remember a function that may be called; none that holds something of one kit."""
        is_free = function.__closure__ is None and not hasattr(function, "jinja_pass_arg")
        if is_free and self.is_safe_callable(obj) and len(self._functions) < _MOST_ANSWERS:
            self._functions.add(function)

    @staticmethod
    def _is_the_same(found: object, value: object) -> bool:
        # Neither undefined nor wrapped; a method of a text is a new object each time.
        is_alike = callable(value) and type(found) is type(value)
        return found is value or (is_alike and found == value)

    def _pure_macros(self) -> frozenset[Macro]:
        if self._macros is None:
            modules = [self.get_template(name).module for name in self._macro_names]
            values = [value for module in modules for value in vars(module).values()]
            self._macros = frozenset(each for each in values if isinstance(each, Macro))
        return self._macros
