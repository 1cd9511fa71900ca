"""The blocks about what is shared by a link: the kit, and the brief for one contact.

The descriptions are the schema's, `profiles/README.md`'s and the editor's help at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from kitgen.profile.entry import Entry
from kitgen.profile.values import Flag, LastDay

if TYPE_CHECKING:
    from datetime import date

# The links of a kit can be told apart, and searched for, as long as there are not too many.
MOST_VERSIONS = 1000


class Sharing(Entry):
    """How the sealed kit is shared; `kitgen share` writes these lines."""

    version: int = Field(
        1,
        ge=1,
        le=MOST_VERSIONS,
        description="Raise it, and the old link opens nothing any more.",
        examples=[2],
    )
    expires: LastDay = Field(
        None,
        description="The last day on which it is built and published; `never` or nothing.",
        examples=["2027-03-31"],
    )
    passphrase: Flag = Field(
        default=False,
        description="Whether the link needs a passphrase, too; `kitgen share` shows it.",
        examples=["yes"],
    )

    def is_over(self, today: date) -> bool:
        """Return whether it is published no more."""
        return self.expires is not None and today > self.expires


class Brief(Sharing):
    """The page for the one who writes; `kitgen share NAME --brief CONTACT` writes these lines."""

    shared: Flag = Field(
        default=False,
        description="Whether it is published, sealed, as a page of its own with its own link.",
        examples=["yes"],
    )
    sample: Flag = Field(
        default=False,
        description="Whether they asked for a whole sample text; without it there is none.",
        examples=["yes"],
    )
