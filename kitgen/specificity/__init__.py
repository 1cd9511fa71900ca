"""Specificity: whether a text says something in particular, and what else is wrong with it.

Judged are drafts and received recommendations, by words and weights of one language.
"""

from __future__ import annotations

from kitgen.specificity.judge import RULES, judge
from kitgen.specificity.letters import is_odd
from kitgen.specificity.lexicon import Lexicon, load_lexicon
from kitgen.specificity.typed import replace_typed
from kitgen.specificity.value import (
    Code,
    Finding,
    Judgement,
    Kind,
    Known,
    Limit,
    Span,
    utf16_length,
)

__all__ = [
    "RULES",
    "Code",
    "Finding",
    "Judgement",
    "Kind",
    "Known",
    "Lexicon",
    "Limit",
    "Span",
    "is_odd",
    "judge",
    "load_lexicon",
    "replace_typed",
    "utf16_length",
]
