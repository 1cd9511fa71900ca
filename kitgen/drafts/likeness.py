"""Whether drafts to different people are alike: runs of three words, and sentences, in common."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.drafts.phrases import words_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kitgen.drafts.value import Draft

# Sentences of up to so many words may be anybody's; a longer one may go to so many people.
SHORT_SENTENCE, MOST_READERS = 8, 3
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_RUN = 3


class Likeness(Struct, frozen=True):
    """What a draft has in common with those to others.

    `other` is the contact whose draft is nearest, if it is nearer than allowed; `sentence` the
    first longer sentence that goes to too many, `readers` how many get it.
    """

    other: str = ""
    sentence: str = ""
    readers: int = 0


def find_likeness(drafts: Sequence[Draft], most: float) -> Mapping[str, Likeness]:
    """Return what drafts of one moment have in common, by draft id; those that do only.

    Two drafts are alike when more than `most` of their different runs of three words (Jaccard
    similarity of shingles) stand in both. An e-mail and a message to one contact are one draft.
    """
    written: dict[str, dict[str, Draft]] = defaultdict(dict)
    for draft in drafts:
        written[draft.template].setdefault(draft.contact.id, draft)
    found: dict[str, Likeness] = {}
    for each in written.values():
        found |= _among(tuple(each.values()), most)
    return found


def _among(drafts: Sequence[Draft], most: float) -> Mapping[str, Likeness]:
    nearest, sentences = _nearest(drafts, most), _shared(drafts)
    return {
        each: Likeness(nearest.get(each, ""), *sentences.get(each, ("", 0)))
        for each in (*nearest, *sentences)
    }


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words of `text`, in small letters."""
    words = words_in(text)
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _nearest(drafts: Sequence[Draft], most: float) -> Mapping[str, str]:
    """Return the name of the nearest other contact, for drafts nearer than `most`."""
    # A set as one number: what two have in common is counted in one step, for hundreds of pairs.
    sets = [shingles(draft.text) for draft in drafts]
    masked = zip(drafts, map(len, sets), _masks(sets), strict=True)
    best: dict[str, tuple[float, str]] = {}
    for (one, many, mine), (other, others, theirs) in combinations(masked, 2):
        both = (mine & theirs).bit_count()
        share = both / max(1, many + others - both)
        if share > most:
            best[one.id] = max(best.get(one.id, (0.0, "")), (share, other.contact.name))
            best[other.id] = max(best.get(other.id, (0.0, "")), (share, one.contact.name))
    return {draft: name for draft, (_, name) in best.items()}


def _masks(sets: Sequence[frozenset[tuple[str, ...]]]) -> list[int]:
    """Return each set as a number; what is in one set only has no bit, since no two share it."""
    seen, shared = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for each in sets:
        shared |= seen & each
        seen |= each
    bits = {shingle: 1 << place for place, shingle in enumerate(shared)}
    return [sum(map(bits.__getitem__, each & shared)) for each in sets]


def _shared(drafts: Sequence[Draft]) -> Mapping[str, tuple[str, int]]:
    """Return the first longer sentence of each draft that too many contacts get, and how many."""
    readers: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        draft_id = draft.id
        for sentence in dict.fromkeys(_SENTENCE.split(draft.text)):
            if len(sentence.split()) > SHORT_SENTENCE:
                readers[sentence].append(draft_id)
    found: dict[str, tuple[str, int]] = {}
    for sentence, ids in readers.items():
        if len(ids) > MOST_READERS:
            for draft_id in ids:
                found.setdefault(draft_id, (sentence, len(ids)))
    return found
