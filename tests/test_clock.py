"""The clock is read once, can be set, and each owner has their own day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kitgen.clock import day_in, read_clock
from kitgen.errors import KitgenError


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is the time now, so that a kit can be built again as it was."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert read_clock() == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("unset", [None, ""])
def test_unset_it_is_the_time_now(monkeypatch: pytest.MonkeyPatch, unset: str | None) -> None:
    """Without SOURCE_DATE_EPOCH, or with an empty one, it is the system's time."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if unset is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", unset)
    assert abs(read_clock() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    "epoch", ["yesterday", "2026-11-22", "1.5", "9" * 30, "-1", "253402300799"]
)
def test_a_time_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """A mistyped SOURCE_DATE_EPOCH is an error, not silently today."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(KitgenError, match="SOURCE_DATE_EPOCH"):
        read_clock()


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [
        ("Pacific/Honolulu", date(2026, 11, 21)),
        ("UTC", date(2026, 11, 22)),
        ("Asia/Tokyo", date(2026, 11, 22)),
        ("Pacific/Auckland", date(2026, 11, 22)),
        ("Pacific/Kiritimati", date(2026, 11, 22)),
    ],
)
def test_the_time_zone_decides_the_day(time_zone: str, day: date) -> None:
    """At half past midnight in Greenwich it is still yesterday in Honolulu."""
    assert day_in(datetime(2026, 11, 22, 0, 30, tzinfo=UTC), time_zone) == day
