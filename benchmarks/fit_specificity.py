"""Fits the weights of `docs/en/specificity.yml` to the labelled texts, and writes them there.

    .venv/bin/python benchmarks/fit_specificity.py [--language en] [--texts FOLDER ...] [--dry]

A logistic regression with a ridge: what a text tells, by the signs in its sentences, is made to fit
the label that a person gave it. It reads the texts that may be tuned on, `labelled` and `tuned`
under `tests/specificity`, never those in `kept`. Printed is how well texts are told by weights that
were fitted without their file; those that are written are fitted to all. A sign that no text has
keeps its weights, and one that weighs next to nothing can go. Run it after words, signs or texts
have changed. It takes a minute and needs nothing but the project.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from functools import partial
from math import exp, log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from kitgen.content import load_content
from kitgen.specificity import Known
from kitgen.specificity.evidence import find_signs, sentences, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kitgen.specificity import Lexicon

ROOT = Path(__file__).parent.parent
TEXTS = (ROOT / "tests/specificity/labelled", ROOT / "tests/specificity/tuned")
# How strongly weights are held near zero, in texts: between 15 and 60 files that were left out are
# told about equally well. How often weights are bettered, Newton's method needs few steps, and how
# often the best sentences are chosen again; then they stay.
RIDGE, STEPS, ROUNDS = 30.0, 6, 3
# The files are fitted to in so many shares, each judged by what the others gave.
SHARES = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One text: the counts of each sign in its sentences, what a person called it, and its file."""

    sentences: tuple[tuple[float, ...], ...]
    is_specific: bool
    file: str

    def counts(self, best: Sequence[float]) -> list[float]:
        """Return the counts of its best sentence, of its average one, and the log of their number.

        Which sentence is best is a matter of the weights in `best`.
        """
        number = len(self.sentences)
        chosen = max(self.sentences, key=partial(_product, best))
        means = (sum(column) / number for column in zip(*self.sentences, strict=True))
        return [*chosen, *means, log(number)]


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of each sign, that of the log of the number of sentences, and what is enough."""

    best: tuple[float, ...]
    mean: tuple[float, ...]
    sentences: float
    enough: float

    def is_specific(self, row: Row) -> bool:
        """Return what the weights say of a text."""
        weights = (*self.best, *self.mean, self.sentences)
        return _product(weights, row.counts(self.best)) >= self.enough


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
    print(f"texts of files left out: {share_told(rows):.3f} told right")
    fit = fit_weights(rows)
    right = sum(fit.is_specific(row) is row.is_specific for row in rows)
    print(f"texts fitted to: {right / len(rows):.3f} told right")
    if not options.dry:
        path = ROOT / "docs" / options.language / "specificity.yml"
        path.write_text(written(path.read_text("utf-8"), fit, tuple(lexicon.signs)), "utf-8")
        print(f"written to {path.relative_to(ROOT)}")


def read_rows(paths: Sequence[Path], lexicon: Lexicon) -> Iterator[Row]:
    """Yield each labelled text of the files at `paths`."""
    for path in (file for each in paths for file in (sorted(each.glob("*.yml")) or [each])):
        for label, texts in yaml.safe_load(path.read_text("utf-8")).items():
            for text in texts:
                found = [
                    told(find_signs(e.words, lexicon, Known()), lexicon) for e in sentences(text)
                ]
                counts = (tuple(each.get(name, 0.0) for name in lexicon.signs) for each in found)
                yield Row(tuple(counts), label == "specific", path.stem)


def share_told(rows: Sequence[Row]) -> float:
    """Return the share of texts told right by weights that were fitted to other files."""
    files = sorted({row.file for row in rows})
    right = 0
    for share in range(SHARES):
        left_out = set(files[share::SHARES])
        fit = fit_weights([row for row in rows if row.file not in left_out])
        right += sum(fit.is_specific(r) is r.is_specific for r in rows if r.file in left_out)
    return right / len(rows)


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
    scaled = [
        [*((c - m) / s for c, m, s in zip(each, means, spreads, strict=True)), 1.0]
        for each in counts
    ]
    *found, level = _newton(scaled, [float(row.is_specific) for row in rows])
    weights = [weight / spread for weight, spread in zip(found, spreads, strict=True)]
    return weights, _product(weights, means) - level


def _newton(rows: list[list[float]], labels: list[float]) -> list[float]:
    """Return the weights of a logistic regression with a ridge on all but the last."""
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(STEPS):
        slope = [RIDGE * weight for weight in weights[:-1]] + [0.0]
        curve = [[0.0] * size for _ in range(size)]
        for each in range(size - 1):
            curve[each][each] = RIDGE
        for row, label in zip(rows, labels, strict=True):
            chance = 1 / (1 + exp(-_product(weights, row)))
            for i, count in enumerate(row):
                slope[i] += (chance - label) * count
                by = chance * (1 - chance) * count
                line = curve[i]
                for j in range(i + 1):
                    line[j] += by * row[j]
        weights = [w - step for w, step in zip(weights, _solved(curve, slope), strict=True)]
    return weights


def _solved(lower: list[list[float]], right: list[float]) -> list[float]:
    """Return the solution of a symmetric system, given its lower half, by Cholesky's method."""
    size = len(right)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            left = lower[i][j] - _product(root[i][:j], root[j][:j])
            root[i][j] = sqrt(left) if i == j else left / root[j][j]
    half: list[float] = []
    for i in range(size):
        half.append((right[i] - _product(root[i][:i], half)) / root[i][i])
    found = [0.0] * size
    for i in reversed(range(size)):
        below = sum(root[k][i] * found[k] for k in range(i + 1, size))
        found[i] = (half[i] - below) / root[i][i]
    return found


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
    return re.sub(r"(?m)^(  enough:) [-\d.]+", rf"\1 {fit.enough:g}", text)


if __name__ == "__main__":
    main()
