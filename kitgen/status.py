"""One owner in one line: what a mentor wants to know at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kitgen.kit import Kit


def status_of(kit: Kit) -> tuple[str, str, str, str, str]:
    """Return name, received of target, asks out, rules not met, and the next action in words."""
    tally = kit.coverage.tally
    say = kit.content.words.say
    action = kit.plan.actions[0] if kit.plan.actions else None
    following = (
        say(f"action-title.{action.kind}", called=action.contact.name) if action else say(kit.idle)
    )
    return (
        kit.profile.owner.name,
        f"{len(tally.visible)}/{tally.thresholds.total}",
        str(len(tally.open_asks)),
        str(len(kit.coverage.open_rules)),
        following,
    )
