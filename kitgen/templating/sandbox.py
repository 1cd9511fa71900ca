"""The sandbox of all templates: Jinja's, which is strict, and remembers what it found safe.

Jinja asks at each attribute and each call again whether it is safe. For an attribute that is no
function the answer depends on the type and the name alone, so it is asked once for both. What a
macro returns depends on its arguments alone when its template is imported without context; of the
macros so named, each is run once for the same arguments. That halves the time of all drafts.
"""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from jinja2.runtime import Context

_MOST_ANSWERS = 20_000  # types and names; and results of macros, of a hundred contacts or so
_MOST_SAID = 2_048  # answers of macros that are kept: those of some kits, whose pages ask alike
# Types whose methods are always their own: no value can bring another one.
_PLAIN = (str, tuple, int, float, bool, type(None))


# What Jinja hands to each call for functions that ask for the context, and takes away again.
_OF_CONTEXT = ("_block_vars", "_loop_vars")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's strictest environment. `macros` are templates imported without context, by name."""

    def __init__(self, *, macros: Iterable[str] = (), **options: Any) -> None:  # noqa: ANN401  Jinja's own
        super().__init__(**options)
        self._safe: set[tuple[type, str]] = set()
        self._functions: set[FunctionType] = set()
        self._macro_names = tuple(macros)
        self._macros: frozenset[Macro] | None = None
        self._said: dict[tuple[object, ...], object] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows, as a plain mapping.

        Jinja's is one over another, which it goes through slowly for each page and each sentence.
        """
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  Jinja's own
        """Return an attribute, an item or an undefined value, as Jinja does."""
        kind = type(obj)
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        is_plain = kind in _PLAIN or not callable(value)
        if is_plain and (kind, attribute) in self._safe:
            return value
        found = super().getattr(obj, attribute)
        if is_plain and self._is_the_same(found, value) and len(self._safe) < _MOST_ANSWERS:
            self._safe.add((kind, attribute))
        return found

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  Jinja's own
        """Return what a call gives; of a macro with the same arguments, what it gave before."""
        if type(obj) is not Macro:
            return self._call_function(context, obj, *args, **kwargs)
        if obj not in self._pure_macros():
            return super().call(context, obj, *args, **kwargs)
        key = (obj, tuple(map(type, args)), args, tuple(kwargs.items()))
        try:
            if key in self._said:
                return self._said[key]
        except TypeError:  # an argument that has no hash
            return super().call(context, obj, *args, **kwargs)
        said = super().call(context, obj, *args, **kwargs)
        if len(self._said) >= _MOST_SAID:
            self._said.clear()
        self._said[key] = said
        return said

    def _call_function(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  Jinja's own
        """Return what a call gives, and remember functions that are safe and ask for no context.

        Only functions that hold nothing: what is made for one kit is not to outlive it.
        """
        function = obj.__func__ if type(obj) is MethodType else obj
        if type(function) is FunctionType and function.__closure__ is None:
            if function in self._functions:
                for name in _OF_CONTEXT:
                    kwargs.pop(name, None)
                return obj(*args, **kwargs)
            is_known = self.is_safe_callable(obj) and not hasattr(function, "jinja_pass_arg")
            if is_known and len(self._functions) < _MOST_ANSWERS:
                self._functions.add(function)
        return super().call(context, obj, *args, **kwargs)

    @staticmethod
    def _is_the_same(found: object, value: object) -> bool:
        # Neither undefined nor wrapped; a method of a text, and what a property makes, is a new
        # object each time.
        is_compared = callable(value) or type(value) in _PLAIN
        return found is value or (is_compared and type(found) is type(value) and found == value)

    def _pure_macros(self) -> frozenset[Macro]:
        if self._macros is None:
            modules = [self.get_template(name).module for name in self._macro_names]
            values = [value for module in modules for value in vars(module).values()]
            self._macros = frozenset(each for each in values if isinstance(each, Macro))
        return self._macros
