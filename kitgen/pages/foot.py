"""What pages end with: the sources they cite, and what the script has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kitgen.pages.steps import NO_RULES, RULES
from kitgen.templating import Section

if TYPE_CHECKING:
    from kitgen.facts import Fact
    from kitgen.kit import Kit

# What a page holds on which steps are ticked or told; others do without their rules.
# What the script works on has names that begin so, and some are of steps.
_OF_SCRIPT = "data-kit-"
_OF_STEPS = ("data-kit-step", "data-kit-progress", "data-kit-until")


class Foot:
    """The ends of one kit's pages. Many end alike, and what is alike is made once."""

    def __init__(self, kit: Kit) -> None:
        """Take the kit, whose words and day they have."""
        self._kit = kit
        self._made: dict[tuple[object, ...], Markup] = {}

    def with_sources(
        self, sections: tuple[Section, ...], cited: tuple[Fact, ...]
    ) -> tuple[Section, ...]:
        """Return a page's sections, and the list of what they cite."""
        if not cited:
            return sections
        heading = Markup.escape(self._kit.content.words.say("sources.title"))
        asked = ("sources", *(fact.id for fact in cited))
        return (*sections, Section(2, "sources", heading, self._once(asked, {"cited": cited})))

    def mark(self, kit_id: str, sections: tuple[Section, ...]) -> Section:
        """Return the section that tells the script the kit's id, its words and the rules of steps.

        A page carries only what the script needs on it: with nothing to press, the id is enough.
        """
        bodies = tuple(section.body for section in sections)
        is_worked = any(_OF_SCRIPT in body for body in bodies)
        has_steps = any(each in body for body in bodies for each in _OF_STEPS)
        names = {
            "is_worked": is_worked,
            "kit_id": kit_id,
            "built": self._kit.today,
            "step_rules": RULES if has_steps else NO_RULES,
            "has_log": bool(self._kit.profile.log),
        }
        body = self._once(("device", kit_id, is_worked, has_steps), names)
        return Section(0, "", Markup(), body)

    def _once(self, asked: tuple[object, ...], names: dict[str, Any]) -> Markup:
        """Return a component; `asked` names it and all that differs between pages of one kit."""
        if asked not in self._made:
            templates = self._kit.content.page_templates
            self._made[asked] = templates.render_component(str(asked[0]), names)
        return self._made[asked]
