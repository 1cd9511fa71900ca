"""Fits the weights of `docs/en/specificity.yml` to the labelled texts, and writes them there.

    .venv/bin/python benchmarks/fit_specificity.py [--language en] [--texts FOLDER ...] [--dry]

A logistic regression with a ridge: what a text tells, by the signs in its sentences, is made to fit
the label that a person gave it. A second one, where the language weighs words, does so by what
these signs tell and by the words of the text. It reads the texts that may be tuned on, `labelled`
and `tuned` under `tests/specificity`, never those in `kept`. Printed is how well texts are told by
weights that were fitted without their file; those that are written are fitted to all. A sign that
no text has keeps its weights, and one that weighs next to nothing can go. Run it after words, signs
or texts have changed. It takes a minute and needs nothing but the project.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from logistic import Regression, Sparse
from msgspec import Struct
from msgspec.structs import replace
from word_weights import Words, fit_words, rarities_of, read_words, written_words

from kitgen.content import load_content
from kitgen.specificity import Known
from kitgen.specificity.evidence import find_signs, sentences, told
from kitgen.specificity.wording import Wording, weigh_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kitgen.specificity import Lexicon

ROOT = Path(__file__).parent.parent
TEXTS = (ROOT / "tests/specificity/labelled", ROOT / "tests/specificity/tuned")
# How strongly weights are held near zero, in texts: between 15 and 60 files that were left out are
# told about equally well. How often the best sentences are chosen again; then they stay.
RIDGE, ROUNDS = 30.0, 3
# The files are fitted to in so many shares, each judged by what the others gave.
SHARES = 6


class Row(Struct, frozen=True):
    """One text: what its sentences say, the counts of each sign in them, its label and its file."""

    text: str
    said: tuple[str, ...]
    words: Words
    sentences: tuple[tuple[float, ...], ...]
    is_specific: bool
    file: str

    def counts(self, best: Sequence[float]) -> list[float]:
        """Return the counts of its best sentence, of its average one, and the log of their number.

        Which sentence is best is a matter of the weights in `best`.
        """
        number = len(self.sentences)
        chosen = self.sentences[self.best_at(best)]
        means = (sum(column) / number for column in zip(*self.sentences, strict=True))
        return [*chosen, *means, log(number)]

    def best_at(self, best: Sequence[float]) -> int:
        """Return which sentence tells most by the weights in `best`."""
        return max(range(len(self.said)), key=lambda at: _product(best, self.sentences[at]))


class Fit(Struct, frozen=True):
    """The weights of each sign, that of the log of the number of sentences, and what is enough.

    `wording` is what the words add, where they are weighed.
    """

    best: tuple[float, ...]
    mean: tuple[float, ...]
    sentences: float
    enough: float
    wording: Wording | None = None

    def told(self, row: Row) -> float:
        """Return what the signs of a text tell above what is enough."""
        weights = (*self.best, *self.mean, self.sentences)
        return _product(weights, row.counts(self.best)) - self.enough

    def is_specific(self, row: Row) -> bool:
        """Return what the weights say of a text."""
        best = row.said[row.best_at(self.best)]
        worded = weigh_words(row.text, best, self.wording) if self.wording else 0.0
        return self.told(row) + worded >= 0

    def with_words(self, rows: Sequence[Row], wording: Wording) -> Fit:
        """Return the same weights of signs, and those of the words beside them, in `wording`."""
        rarities = rarities_of([row.words for row in rows], wording.left_out)
        texts = [(row.text, row.said[row.best_at(self.best)]) for row in rows]
        told, labels = map(self.told, rows), [float(row.is_specific) for row in rows]
        wording = replace(wording, rarities=rarities)
        return replace(self, wording=fit_words(texts, wording, tuple(told), labels))


def main() -> None:
    """Fit, print how good it is, and write the weights into the file of the language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", default="en")
    parser.add_argument("--texts", nargs="+", type=Path, default=TEXTS, help="folders or files")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    lexicon = load_content(ROOT / "docs", options.language).lexicon
    rows = tuple(read_rows(options.texts, lexicon))
    print(f"{len(rows)} texts, {len(lexicon.signs)} signs")
    wording = lexicon.wording
    for name, share in share_told(rows, wording).items():
        print(f"texts of files left out, by their {name}: {share:.3f} told right")
    fit = fit_weights(rows)
    fit = fit.with_words(rows, wording) if wording else fit
    print(f"texts fitted to: {_right(fit, rows) / len(rows):.3f} told right")
    if not options.dry:
        path = ROOT / "docs" / options.language / "specificity.yml"
        path.write_text(written(path.read_text("utf-8"), fit, tuple(lexicon.signs)), "utf-8")
        print(f"written to {path.relative_to(ROOT)}")


def read_rows(paths: Sequence[Path], lexicon: Lexicon) -> Iterator[Row]:
    """Yield each labelled text of the files at `paths`."""
    for path in (file for each in paths for file in (sorted(each.glob("*.yml")) or [each])):
        for label, texts in yaml.safe_load(path.read_text("utf-8")).items():
            for text in texts:
                said = tuple(each.words for each in sentences(text))
                found = [told(find_signs(each, lexicon, Known()), lexicon) for each in said]
                counts = (tuple(each.get(name, 0.0) for name in lexicon.signs) for each in found)
                words = read_words(text)
                yield Row(text, said, words, tuple(counts), label == "specific", path.stem)


def share_told(rows: Sequence[Row], wording: Wording | None) -> dict[str, float]:
    """Return the share of texts told right by weights that were fitted to other files.

    They are told by their signs alone and, in a language that has a `wording`, by words besides.
    """
    files = sorted({row.file for row in rows})
    right: Counter[str] = Counter()
    for share in range(SHARES):
        others = set(files[share::SHARES])
        fitted = [row for row in rows if row.file not in others]
        judged = [row for row in rows if row.file in others]
        fit = fit_weights(fitted)
        right["signs"] += _right(fit, judged)
        if wording:
            right["signs and words"] += _right(fit.with_words(fitted, wording), judged)
    return {name: count / len(rows) for name, count in right.items()}


def _right(fit: Fit, rows: Sequence[Row]) -> int:
    return sum(fit.is_specific(row) is row.is_specific for row in rows)


def fit_weights(rows: Sequence[Row]) -> Fit:
    """Return the weights that tell the rows best, rounded as they are written.

    Which sentence of a text is best depends on the weights, so they are made again for what the
    weights before called best; the first are those of the average sentence.
    """
    size = len(rows[0].sentences[0])
    found, enough = _fit([row.counts([0.0] * size)[size:] for row in rows], rows)
    for _ in range(ROUNDS):
        found, enough = _fit([row.counts(found[:size]) for row in rows], rows)
    rounded = tuple(round(each, 2) for each in found)
    return Fit(rounded[:size], rounded[size:-1], rounded[-1], round(enough, 2))


def _fit(counts: list[list[float]], rows: Sequence[Row]) -> tuple[list[float], float]:
    """Return a weight for each count, and what is enough."""
    columns = list(zip(*counts, strict=True))
    means = [sum(each) / len(each) for each in columns]
    spreads = [
        sqrt(sum((count - mean) ** 2 for count in each) / len(each)) or 1.0
        for each, mean in zip(columns, means, strict=True)
    ]
    places = tuple(range(len(columns) + 1))
    scaled = [
        Sparse(places, (*((c - m) / s for c, m, s in zip(each, means, spreads, strict=True)), 1.0))
        for each in counts
    ]
    ridges = [*[RIDGE] * len(columns), 0.0]
    *found, level = Regression(scaled, [float(row.is_specific) for row in rows], ridges).fit()
    weights = [weight / spread for weight, spread in zip(found, spreads, strict=True)]
    return weights, _product(weights, means) - level


def _product(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(map(float.__mul__, left, right))


def written(text: str, fit: Fit, names: Sequence[str]) -> str:
    """Return the text of a `specificity.yml` with the weights of `fit` in it, comments kept."""
    for at, name in enumerate(names):
        best, mean = fit.best[at], fit.mean[at]
        if not best and not mean:  # no text has it: `known` takes a profile
            continue
        pattern = rf"(?m)^(  {name}: {{most: [\d.]+), best: [-\d.]+, mean: [-\d.]+}}"
        text = re.sub(pattern, rf"\1, best: {best:g}, mean: {mean:g}}}", text)
    text = re.sub(r"(?m)^(  sentences:) [-\d.]+", rf"\1 {fit.sentences:g}", text)
    text = re.sub(r"(?m)^(  enough:) [-\d.]+", rf"\1 {fit.enough:g}", text)
    return written_words(text, fit.wording) if fit.wording else text


if __name__ == "__main__":
    main()
