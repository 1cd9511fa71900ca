"""Verifying desks: whether a host serves them as they are built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kitgen.desk.sealing import old_folders, unsealed_desks
from kitgen.errors import KitgenError
from kitgen.folder import output_folder
from kitgen.seal import HostError, fetch, verify_gone, verify_kit
from kitgen.sharing import sealer_of
from kitgen.verifying import Verified

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kitgen.desk.sealing import Office
    from kitgen.seal import Sealer, Unsealed


def verify_desks(office: Office, url: str) -> Iterator[Verified]:
    """Yield how each desk is served under the base URL. Raises HostError when the host is silent.

    A desk of an earlier link may not be served any more.
    """
    sealer = sealer_of(office.project, office.secret)
    with output_folder(sealer.staging):
        for current in unsealed_desks(office):
            yield _verified(office, current, sealer, url)
    gone = verify_gone(old_folders(office.settings, office.secret), url, fetch)
    if gone:
        yield Verified("desks of earlier links", gone)


def _verified(office: Office, current: Unsealed, sealer: Sealer, url: str) -> Verified:
    def as_of(day: date) -> Unsealed:
        then = unsealed_desks(replace(office, today=day))
        return next(each for each in then if each.name == current.name)

    try:
        differences, theme, day = verify_kit(current, as_of, sealer, url, fetch)
    except HostError:
        raise
    except KitgenError as error:
        return Verified(current.name, error=error)
    return Verified(current.name, differences, (theme,) if theme else (), day)
