"""Drafts in the owner's own words: templates that stand in the profile itself."""

from __future__ import annotations

from pydantic import Field

from kitgen.profile.entry import Entry
from kitgen.profile.values import Text

_EXAMPLE = "Hi {{ contact.called }}, do you remember {{ first.project }}? …"


class OwnDrafts(Entry):
    """Templates that replace kitgen's, each for one draft.

    In double braces stand names: `{{ contact.called }}`, `{{ owner.called }}`, `{{ owner.goal }}`,
    `{{ organisation }}`, `{{ first.project }}`, `{{ first.outcome }}`, `{{ points }}`.
    """

    ask: Text | None = Field(None, description="The private ask.", examples=[_EXAMPLE])
    ask_subject: Text | None = Field(None, description="The subject of the ask as an e-mail.")
    ask_spoken: Text | None = Field(None, description="The ask, said aloud.")
    ask_policy: Text | None = Field(
        None, description="The ask of somebody with restrictions: may they write one?"
    )
    ask_policy_subject: Text | None = Field(None, description="Its subject as an e-mail.")
    ask_policy_spoken: Text | None = Field(None, description="The same, said aloud.")
    request: Text | None = Field(None, description="The request on LinkedIn, after the yes.")
    reminder: Text | None = Field(None, description="The one reminder.")
    reminder_subject: Text | None = Field(None, description="Its subject as an e-mail.")
    thanks: Text | None = Field(None, description="Thanks, when the text has arrived.")
    live: Text | None = Field(None, description="Thanks again, when it can be seen.")
    give: Text | None = Field(None, description="The offer to write one for them.")
    points: Text | None = Field(None, description="Facts for whoever said yes.")
    write_for_me: Text | None = Field(None, description="The reply to “could you write it?”.")
