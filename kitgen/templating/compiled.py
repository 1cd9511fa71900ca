"""Compiled templates, kept from one run to the next: to compile them is half of a cold build.

What a template is compiled to depends on its source, on the code that compiles it, and on what is
asked while it is compiled: words and facts that are put into it as constants. The last two are the
stamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.bccache import Bucket, BytecodeCache
from msgspec import Struct, field

if TYPE_CHECKING:
    from jinja2 import Environment

    from kitgen.cache import Kept
    from kitgen.templating.folding import Constants


class Compiling(Struct, frozen=True):
    """How templates are compiled: with which constants (`folding`), and where they are kept.

    The stamp of `kept` has to stand for all that the names of the templates answer.
    """

    constants: Constants = field(default_factory=dict)
    kept: Kept | None = None


class KeptTemplates(BytecodeCache):
    """Compiled templates by all that they are made of; `kind` tells environments apart."""

    def __init__(self, kept: Kept, kind: str) -> None:
        """Begin without looking at what is there."""
        self._kept, self._kind = kept, kind
        self._has_cleared = False

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return what this source was compiled to, or an empty place for it."""
        bucket = Bucket(environment, source, "\0".join((self._kind, name, filename or "")))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a place with what was kept for it, if anything was."""
        content = self._kept.cache.get(*self._key(bucket))
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a source was compiled to, as far as that is possible."""
        self._kept.cache.put(bucket.bytecode_to_string(), *self._key(bucket))
        if not self._has_cleared:
            self._has_cleared = True
            self._kept.cache.remove_old()

    def _key(self, bucket: Bucket) -> tuple[str, ...]:
        return ("template", self._kept.stamp, bucket.checksum, bucket.key)


def keep_templates(environment: Environment, kept: Kept, kind: str = "") -> None:
    """Let an environment take compiled templates from where they are kept, and keep new ones.

    `kind` says what else its templates are compiled with, beside the stamp.
    """
    escapes = "escaped" if environment.autoescape else "plain"
    environment.bytecode_cache = KeptTemplates(kept, f"{escapes} {kind}")
