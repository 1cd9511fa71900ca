"""How many texts to expect from so many asks."""

from __future__ import annotations


def expected_texts(most_asks: int, wanted: int, rate: float) -> tuple[float, ...]:
    """Return E[min(written, wanted)] for none to `most_asks` asks, each answered at `rate`.

    One more ask adds a text when it is answered and fewer than `wanted` were before it, so each
    adds less than the one before.
    """
    expected = [0.0]
    # The probability that exactly none, one, two and so on were written; `wanted` left out.
    written = [1.0] + [0.0] * (wanted - 1)
    for _ in range(most_asks):
        expected.append(expected[-1] + rate * sum(written))
        fewer = [0.0, *written[:-1]]
        written = [
            same * (1 - rate) + less * rate for same, less in zip(written, fewer, strict=True)
        ]
    return tuple(expected)
