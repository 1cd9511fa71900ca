"""The look of a kit: what it weighs, and whether its colours can be told apart."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kitgen.project import pages_for

if TYPE_CHECKING:
    from datetime import datetime

    from kitgen.project import Project

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "docs" / "assets"
STYLE = (ASSETS / "kit.css").read_text("utf-8")
SAMPLES = sorted(path.stem for path in (ROOT / "profiles").glob("sample-*.yml"))
MOST_ASSETS, MOST_PAGE = 15_000, 8_000  # bytes, compressed as hosts do
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
# What stands on what.
TEXTS = (
    *((ink, ground) for ink in ("ink", "quiet", "link") for ground in ("paper", "surface", "soft")),
    ("ink", "brand-soft"),
    ("quiet", "brand-soft"),
    ("link", "brand-soft"),
    ("ink", "warn-soft"),
    ("quiet", "warn-soft"),
    ("on-brand", "brand"),
    ("good", "brand-soft"),
    ("wait", "wait-soft"),
    ("possible", "possible-soft"),
    ("warn", "warn-soft"),
    ("warn", "surface"),
    ("warn", "soft"),
)
GRAPHICS = (
    *((line, ground) for line in ("edge", "brand") for ground in ("paper", "surface", "soft")),
    ("wait", "surface"),
    ("possible", "surface"),
    ("brand", "brand-soft"),
    ("edge", "brand-soft"),
)


def compressed(content: bytes) -> int:
    """Return how many bytes travel."""
    return len(gzip.compress(content, mtime=0))


def palette(scheme: str) -> dict[str, str]:
    """Return the colours of the light or the dark scheme, by name."""
    light, dark = re.findall(r"(?:^:root|slate\"\]) \{(.*?)\}", STYLE, re.DOTALL | re.MULTILINE)[:2]
    found = dict(re.findall(r"--kit-([\w-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--kit-([\w-]+): (#[0-9a-f]{3,6});", dark))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb`, as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    """Black on white is 21, a colour on itself 1, and the well-known grey is just enough."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#1d5c4d", "#1d5c4d") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_style_holds_no_picture() -> None:
    """Each picture in a style is a document of its own: a slow phone takes over 20 ms for it."""
    assert "url(" not in STYLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme: str) -> None:
    """Texts and the lines that carry meaning stand out from their grounds, in both schemes."""
    colours = palette(scheme)
    weak = [
        f"{front} on {ground}: {ratio:.2f}"
        for pairs, least in ((TEXTS, TEXT), (GRAPHICS, GRAPHIC))
        for front, ground in pairs
        if (ratio := contrast(colours[front], colours[ground])) < least
    ]
    assert weak == []
    assert len(colours) >= 18


def test_style_and_script_are_light() -> None:
    """Own CSS and JavaScript together travel in 15 kB."""
    weights = {
        path.name: compressed(path.read_bytes())
        for path in ASSETS.iterdir()
        if path.suffix in {".css", ".js"}
    }
    assert len(weights) >= 2
    assert sum(weights.values()) <= MOST_ASSETS, weights


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_is_light(project: Project, noon: datetime, sample: str) -> None:
    """What a page says, without the frame that the theme puts around it, travels in 8 kB."""
    pages = pages_for(project, ROOT / "profiles" / f"{sample}.yml", noon)
    weights = {each.path: compressed(each.html.encode()) for each in pages.pages}
    assert {path: weight for path, weight in weights.items() if weight > MOST_PAGE} == {}


def test_the_style_knows_no_left_or_right() -> None:
    """Directions are logical, so that a right-to-left language needs no rules of its own."""
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|(?:^|[;{\s])(?:left|right)\s*:|"
        r"text-align:\s*(?:left|right)|float:\s*(?:left|right)",
        re.MULTILINE,
    )
    assert [match[0] for match in physical.finditer(STYLE)] == []
