"""Phrases in the text of a recommendation."""

from __future__ import annotations


def holds(text: str, phrase: str) -> bool:
    """Return whether `text` holds `phrase` as whole words; both are case-folded already.

    So the skill `R` is not found in every text with that letter. No regular expression: a
    profile has hundreds of phrases, and compiling them would cost more than all the rules.
    """
    at = text.find(phrase)
    while at >= 0:
        before, after = text[:at][-1:], text[at + len(phrase) :][:1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(phrase, at + 1)
    return False
