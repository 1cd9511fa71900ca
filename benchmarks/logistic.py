"""Logistic regression with a ridge, by Newton's method and conjugate gradients."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log1p, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Weights are written with two decimals: by then they stand still. Steps are never that many.
NEAR, STEPS, TURNS = 1e-5, 50, 200
# A step is halved until it takes the loss down by this share of what its slope promises.
PROMISED, HALVINGS = 1e-4, 30


@dataclass(frozen=True, slots=True)
class Sparse:
    """One row: where it is not 0, and what it is there."""

    columns: tuple[int, ...]
    values: tuple[float, ...]

    def times(self, weights: Sequence[float]) -> float:
        """Return the product with as many weights as there are columns."""
        return sum(map(float.__mul__, map(weights.__getitem__, self.columns), self.values))


@dataclass(frozen=True, slots=True)
class Regression:
    """Rows, the label of each (0 or 1), and for each column how strongly it is held near 0.

    The loss is the sum of `ridge / 2 * weight²` over columns and of the logarithm of what each row
    was given for its label, as usual.
    """

    rows: Sequence[Sparse]
    labels: Sequence[float]
    ridges: Sequence[float]

    def fit(self) -> list[float]:
        """Return the weight of each column for which the loss is least."""
        weights = [0.0] * len(self.ridges)
        first = None
        for _ in range(STEPS):
            told = [row.times(weights) for row in self.rows]
            chances = [1 / (1 + exp(-each)) for each in told]
            errors = [c - label for c, label in zip(chances, self.labels, strict=True)]
            slope = self._gathered(errors, weights)
            steep = sqrt(_product(slope, slope))
            first = first or steep
            if steep <= NEAR * first:
                break
            curves = [chance * (1 - chance) for chance in chances]
            step = self._step(slope, curves, min(0.1, sqrt(steep / first)))
            weights = self._taken(weights, step, slope)
        return weights

    def _gathered(self, amounts: Iterable[float], weights: Sequence[float]) -> list[float]:
        """Return for each column its ridge, and what `amounts` of the rows come to in it."""
        found = [r * w for r, w in zip(self.ridges, weights, strict=True)]
        for row, amount in zip(self.rows, amounts, strict=True):
            for column, value in zip(row.columns, row.values, strict=True):
                found[column] += amount * value
        return found

    def _step(self, slope: list[float], curves: list[float], near: float) -> list[float]:
        """Return Newton's step down, by conjugate gradients, until `near` of it is left."""
        step = [0.0] * len(slope)
        left = [-each for each in slope]
        way, size = left, _product(left, left)
        enough = near * near * size
        for _ in range(TURNS):
            bends = (row.times(way) * c for row, c in zip(self.rows, curves, strict=True))
            bent = self._gathered(bends, way)
            length = size / _product(way, bent)
            step = [a + length * b for a, b in zip(step, way, strict=True)]
            left = [a - length * b for a, b in zip(left, bent, strict=True)]
            before, size = size, _product(left, left)
            if size <= enough:
                break
            way = [a + size / before * b for a, b in zip(left, way, strict=True)]
        return step

    def _taken(self, weights: list[float], step: list[float], slope: list[float]) -> list[float]:
        """Return the weights after as much of `step` as takes the loss down."""
        loss, promise, share = self._loss(weights), PROMISED * _product(slope, step), 1.0
        for _ in range(HALVINGS):
            after = [a + share * b for a, b in zip(weights, step, strict=True)]
            if self._loss(after) <= loss + share * promise:
                return after
            share /= 2
        return weights

    def _loss(self, weights: Sequence[float]) -> float:
        held = sum(r * w * w for r, w in zip(self.ridges, weights, strict=True)) / 2
        for row, label in zip(self.rows, self.labels, strict=True):
            told = row.times(weights)
            against = -told if label else told
            held += max(against, 0.0) + log1p(exp(-abs(against)))
        return held


def _product(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(map(float.__mul__, left, right))
