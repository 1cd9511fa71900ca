"""The mentor's desk: one sealed page about everyone, and one in counts for a programme's lead."""

from kitgen.desk.pages import compose_count_pages, compose_desk_pages
from kitgen.desk.sealing import (
    DESK,
    PROGRAMME,
    Office,
    desk_folders,
    desk_link,
    unsealed_desks,
)
from kitgen.desk.value import Desk, Row
from kitgen.desk.verifying import verify_desks

__all__ = [
    "DESK",
    "PROGRAMME",
    "Desk",
    "Office",
    "Row",
    "compose_count_pages",
    "compose_desk_pages",
    "desk_folders",
    "desk_link",
    "unsealed_desks",
    "verify_desks",
]
