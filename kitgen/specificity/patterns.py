"""Phrases of the lexicon as regular expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kitgen.specificity.letters import is_odd, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_CAPITAL = r"[^\W\d_a-z]"
_NAME = (
    rf"(?P<name{{}}>(?-i:{_CAPITAL}\w(?:[\w'&-]|\.(?=\w))*"
    rf"(?:[ ](?:of[ ]|the[ ]|and[ ]|&[ ])?{_CAPITAL}[\w'&-]*){{{{0,4}}}}))"
)
# A number as a file of the lexicon has it.
DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_YEAR = r"(?:19|20)\d\d"
_COUNT = r"(?P<count{}>NUM)"
# Python takes long to compile a set that holds letters beyond the first 256, so these stand apart.
_BREAK = r"(?:[\s,;:'\"()/-]|(?-i:“|”|–|—))+"
_GAP = rf"(?:{_BREAK}|(?<=\d)(?=[%a-z]))"  # between a number and its unit may be nothing
_PART = re.compile(r"\([^()]*\)\??|\S+")
_ANY_WORDS = "…"
# Signs inside a number in digits, and words behind the first of one in words.
_MOST_SIGNS, _MOST_WORDS = 20, 12
# A word that stands for others.
_OPEN = re.compile(r"NUM|YEAR|NAME|COUNT|[*…]")


def compile_phrases(phrases: Iterable[str], number: str, first: int = 0) -> re.Pattern[str]:
    """Return one expression for all `phrases`, where `number` is what NUM stands for.

    It matches nothing when there are none. NAME and COUNT are kept as groups `name0`, `count1`, by
    the place of their phrase, that of the first being `first`.
    """
    found = [_phrase(each, number, index) for index, each in enumerate(phrases, first)] or ["(?!)"]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(found)})(?![\w])", re.IGNORECASE)


def needed_words(phrase: str) -> tuple[frozenset[str], ...]:
    """Return a word of each choice, for each part of `phrase` that has to be there.

    Words are runs of letters, small, as `letters_of` finds them in a text: around the words of a
    phrase stands no letter, since a gap is none. Parts with a choice that has no word are left out.
    """
    parts = [each for each in _PART.findall(phrase) if each != _ANY_WORDS and each[-1:] != "?"]
    needed = (_needed(part.strip("()") if part[0] == "(" else part) for part in parts)
    return tuple(each for each in needed if each)


def _needed(part: str) -> frozenset[str]:
    found = set()
    for choice in part.split("|"):
        words = [each for each in choice.split() if not _OPEN.search(each) and not is_odd(each)]
        runs = [run for word in words for run in letters_of(word)]
        if not runs:
            return frozenset()
        found.add(max(runs, key=lambda run: (len(run), run)))
    return frozenset(found)


def _phrase(phrase: str, number: str, index: int) -> str:
    """Return the expression of one phrase; an optional part takes its gap with it."""
    said, begun, gap = "", False, _BREAK
    for part in _PART.findall(phrase):
        optional = part.startswith("(") and part.endswith("?")
        inside = _choices(part.rstrip("?").strip("()") if part.startswith("(") else part)
        inside = inside.replace("NUM", number).replace("YEAR", _YEAR)
        inside = inside.replace("NAME", _NAME.format(index))
        inside = inside.replace("COUNT", _COUNT.format(index).replace("NUM", number))
        behind = _gap_behind(part)
        if part == _ANY_WORDS:
            said += rf"(?:{_GAP}[\w']+){{0,3}}?"
        elif optional:
            said += rf"(?:{gap}{inside})?" if begun else rf"(?:{inside}{behind})?"
        else:
            said += rf"{gap}{inside}" if begun else inside
            begun, gap = True, behind
        gap = max(gap, behind, key=len)  # what is optional may be absent
    return said


def _gap_behind(words: str) -> str:
    """Return the expression of what parts `words` from what follows.

    A phrase without numbers is compiled in half the time where it cannot hold the end of one.
    """
    choices = [each.rstrip() for each in words.rstrip("?").strip("()").split("|")]
    ends = [each.split()[-1] for each in choices if each]
    can_be_number = any(_OPEN.search(each) or each[-1].isdigit() for each in ends)
    return _GAP if can_be_number else _BREAK


def _choices(part: str) -> str:
    """Return the expression of words that stand in each other's place."""
    return "(?:" + "|".join(_words(each) for each in part.split("|")) + ")"


def _words(words: str) -> str:
    *others, last = words.split() or [""]
    return "".join(_word(each) + _gap_behind(each) for each in others) + _word(last)


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(_ANY_WORDS, r"\w+")


def number_pattern(words: Iterable[str]) -> str:
    """Return the expression of a number, in digits or in `words`.

    What it may hold is bounded: a text of nothing but numbers would be gone through for each
    beginning, and from there for each end.
    """
    one = "|".join(sorted(map(re.escape, words), key=lambda each: (-len(each), each)))
    digits = rf"\d(?:[\d.,]{{0,{_MOST_SIGNS}}}\d)?(?:st|nd|rd|th)?"
    return rf"(?:{digits}|(?:{one})(?:[\s-](?:and[\s-])?(?:{one})){{0,{_MOST_WORDS}}})"


def greeting_pattern(greetings: Iterable[str], openers: Iterable[str]) -> re.Pattern[str]:
    """Return the expression of a greeting or another opener with the name that follows.

    What follows a greeting is a name; what follows an opener, or a comma, has to have a capital,
    and behind a comma nothing else may come: `Thank you, Ann!`, but not `Hello, Hope you are well`.
    """
    greeting, opener = ("|".join(map(re.escape, each)) for each in (greetings, openers))
    name = rf"{_CAPITAL}\w[\w'-]*(?:[ ]{_CAPITAL}[\w'-]*){{0,3}}"
    return re.compile(
        rf"\s*(?:(?i:{greeting}|{opener}),\s+(?P<apart>{name})(?=\s*(?:[,:!.\n]|[–—-]\s|$))"
        rf"|(?i:{greeting})\s+(?P<name>[^\W\d_][^,:\n!.]*)"
        rf"|(?i:{opener})\s+(?P<behind>{name}))"
    )
