"""What the words of one sentence are signs of, one after another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.specificity.words import Tells, is_deed, what_it_tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kitgen.specificity.lexicon import Lexicon
    from kitgen.specificity.value import Known

WORD = re.compile(r"[^\W\d_][\w'-]*")
# Nothing that a deed is done to stands behind one of these.
_STOP = re.compile(r"[,;:.()]")
# So many words behind a deed, and behind a word that points, a thing still belongs to it.
_DEED_REACHES, _POINTER_REACHES = 5, 3


class Sign(Struct, frozen=True, eq=False):  # told apart by identity, which is quick
    """A sign of evidence, and how much of it."""

    name: str
    amount: float = 1.0


_THING, _NAMED, _FIELD = Sign("concrete"), Sign("named"), Sign("field")
_ABSTRACT, _GENERAL, _SKILL = Sign("abstract"), Sign("general"), Sign("skill")
_DEED, _NOW, _LIGHT = Sign("action"), Sign("now"), Sign("light")
_SIGN_OF = {
    Tells.THING: _THING,
    Tells.ABSTRACT: _ABSTRACT,
    Tells.DEED: _DEED,
    Tells.SKILL: _SKILL,
    Tells.FIELD: _FIELD,
    Tells.GENERAL: _GENERAL,
}
# Things, and how much of one each is: the tools and places of a trade are half in particular.
_THINGS = {_THING: 1.0, _NAMED: 1.0, _FIELD: 0.5}


class Reach(Struct, frozen=True):
    """How many words more a deed and a pointing word before reach; 0 is not at all."""

    deed: int = 0
    pointer: int = 0

    def met(self, sign: Sign | None) -> Iterator[Sign]:
        """Yield what a thing tells besides: something was done to it, or it is pointed at."""
        if sign not in _THINGS:
            return
        if self.deed:
            yield Sign("object", _THINGS[sign])
        if self.pointer and sign is not _NAMED:
            yield Sign("pointed", _THINGS[sign])

    def after(self, word: str, sign: Sign | None, lexicon: Lexicon) -> Reach:
        """Return the reach of what comes next."""
        left = Reach() if sign in _THINGS else self
        is_deed = sign in {_DEED, _NOW}
        points = word in lexicon.words["pointers"]
        return Reach(
            _DEED_REACHES if is_deed else max(left.deed - 1, 0),
            _POINTER_REACHES if points else max(left.pointer - 1, 0),
        )


def word_signs(said: str, lexicon: Lexicon, known: Known) -> Iterator[Sign]:
    """Yield what the words of a sentence are signs of, by themselves and by what is before them."""
    before, end, reach = "", 0, Reach()
    is_subject = True  # whoever did it may be left out: `Keeps a spare key`
    for match in WORD.finditer(said):
        word = match[0].casefold()
        sign = _NOW if is_subject and _does(word, lexicon) else None
        sign = sign or _sign_of(match[0], word, before, lexicon)
        is_subject = sign is _NAMED
        if word.removesuffix("'s") in known.familiar or (sign is _NAMED and not before):
            sign = None
        if sign:
            yield sign
        if reach.deed == _DEED_REACHES and word in lexicon.words["definite"]:
            yield Sign("definite")
        reach = Reach() if _STOP.search(said, end, match.start()) else reach
        yield from reach.met(sign)
        reach, before, end = reach.after(word, sign, lexicon), word, match.end()


def _sign_of(written: str, word: str, before: str, lexicon: Lexicon) -> Sign | None:
    """Return what one word is a sign of, by the word before it."""
    words = lexicon.words
    if word in words["light"] or _is_intended(word, before, lexicon):
        return _LIGHT
    if _is_doing(word, before, lexicon):
        return _NOW if before in words["subjects"] else _DEED
    tells = what_it_tells(word, lexicon)
    if tells is Tells.DEED and before in words["describing"] and word not in words["pasts"]:
        return None
    is_capital = written[0].isupper()
    if lexicon.nouns and not is_capital and tells in {Tells.THING, Tells.ABSTRACT, Tells.FIELD}:
        return None
    if tells in {Tells.THING, Tells.ABSTRACT} and not lexicon.nouns:
        return _thing(tells, before, lexicon, is_capital=is_capital)
    return _SIGN_OF.get(tells)


def _thing(tells: Tells, before: str, lexicon: Lexicon, *, is_capital: bool) -> Sign | None:
    """Return what a thing is a sign of where capitals are those of names."""
    if is_capital:
        return _NAMED
    return None if before in lexicon.words["verbal"] else _SIGN_OF[tells]


def _is_doing(word: str, before: str, lexicon: Lexicon) -> bool:
    """Return whether somebody does it: `she labels`, `by asking`, `watched him weld`.

    A language whose verbs have no such endings says so in its `forms`.
    """
    words, doing = lexicon.words, lexicon.forms["doing"]
    if before in words["doers"]:
        return word in words["actions"]
    if doing and word.endswith(doing):
        return before in words["means"] and is_deed(word, lexicon)
    return before in words["subjects"] and _does(word, lexicon)


def _does(word: str, lexicon: Lexicon) -> bool:
    """Return whether a word is what somebody does now: `labels`."""
    does = lexicon.forms["does"]
    return bool(does) and word.endswith(does) and is_deed(word, lexicon)


def _is_intended(word: str, before: str, lexicon: Lexicon) -> bool:
    """Return whether it is told as what somebody was to do: `to cancel`, `can cancel`."""
    words = lexicon.words
    return word in words["actions"] and before in words["verbal"] | words["infinitives"]
