"""Evidence as parts of sentences, phrased once for all drafts that tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from jinja2.environment import TemplateModule

    from kitgen.profile import Evidence


class Phrased(Struct, frozen=True):
    """One piece of evidence, in words that fit into a sentence, by the macros of a language.

    `project`; `about`, it with its period after a comma; `dated`, the same without the comma;
    `recalled`, as somebody may remember it; `whole` and `brief`, what was done and what came of
    it, or the outcome alone, which may name itself what it is about. The rest is as the owner typed
    it, empty where they did not. There are no methods, for a sandbox is slow to call one.
    """

    project: str
    about: str
    dated: str
    recalled: str
    whole: str
    brief: str
    contribution: str
    outcome: str
    period: str
    names_itself: bool


def phrase(evidence: Evidence, macros: TemplateModule) -> Phrased:
    """Return a piece of evidence that says what was done or what came of it, as parts."""
    say = {
        name: getattr(macros, name) for name in ("small", "about", "recalled", "told", "is_whole")
    }
    return Phrased(
        project=say["small"](evidence.project),
        about=say["about"](evidence),
        dated=say["about"](evidence, ""),
        recalled=say["recalled"](evidence),
        whole=say["told"](evidence, True),  # noqa: FBT003  a macro
        brief=say["told"](evidence, False),  # noqa: FBT003  a macro
        contribution=evidence.contribution or "",
        outcome=evidence.outcome or "",
        period=evidence.period or "",
        names_itself=bool(say["is_whole"](evidence, False)),  # noqa: FBT003  a macro
    )
