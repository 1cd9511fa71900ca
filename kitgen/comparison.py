"""What a change of profiles changes in coverage and plan: counts, and nothing that names anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kitgen.kit import Kit


class Figures(Struct, frozen=True):
    """What one kit comes to, in counts; `unreadable` is 1 for a profile that has problems."""

    received: int = 0
    asked: int = 0
    gaps: int = 0
    contacts: int = 0
    planned: int = 0
    waves: int = 0
    drafts: int = 0
    unreadable: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Return the figures of two kits together."""
        return Figures(*(a + b for a, b in zip(self.values, other.values, strict=True)))

    @property
    def values(self) -> tuple[int, ...]:
        """All figures in order."""
        return tuple(getattr(self, each.name) for each in fields(self))


UNREADABLE = Figures(unreadable=1)
# What each figure is called in a summary, in their order.
NAMES = (
    "Recommendations that can be seen",
    "Asks that are out",
    "Rules not met",
    "Contacts",
    "Asks planned",
    "Waves planned",
    "First drafts ready to send",
    "Profiles with problems",
)


def figures_of(kit: Kit) -> Figures:
    """Return what a kit comes to."""
    tally = kit.coverage.tally
    return Figures(
        received=len(tally.visible),
        asked=len(tally.open_asks),
        gaps=len(kit.coverage.open_rules),
        contacts=len(kit.profile.contacts),
        planned=len(kit.plan.asks),
        waves=len(kit.plan.waves),
        drafts=len(kit.drafts.ready),
    )


def summary_of(changes: Sequence[tuple[Figures | None, Figures | None]]) -> list[str]:
    """Return a summary in Markdown of changed profiles: each before and after, None for absent."""
    before = _total(one for one, _ in changes if one)
    after = _total(other for _, other in changes if other)
    added = sum(1 for one, _ in changes if one is None)
    removed = sum(1 for _, other in changes if other is None)
    counts = f"{len(changes) - added - removed} changed, {added} new, {removed} removed"
    lines = [f"### What changes: {counts}", "", "| in these profiles | before | after | change |"]
    lines.append("|---|---:|---:|---:|")
    for name, one, other in zip(NAMES, before.values, after.values, strict=True):
        change = f"{other - one:+d}" if other != one else "0"
        lines.append(f"| {name} | {one} | {other} | {change} |")
    return lines


def _total(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())
