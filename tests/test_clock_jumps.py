"""A clock that jumps, between two builds or in one: no profile and no good kit is lost by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Self

import pytest

from tests.conftest import NOON
from tests.test_cli_sealed import BASE, BOB, SECRET, files_in, kitgen_run, link_of, opened, public

if TYPE_CHECKING:
    from kitgen.project import Project

DAY = 24 * 60 * 60  # seconds
ASKED = BOB.replace("position: lab}", "position: lab, history: [{asked: 2026-11-20}]}")


@pytest.fixture
def two(ada: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enter a project with two people, one of whom has asked somebody two days ago; both built."""
    (ada.profiles / "bob.yml").write_text(ASKED)
    monkeypatch.setenv("KITGEN_SECRET", SECRET)
    monkeypatch.setenv("KITGEN_BASE_URL", BASE)
    assert kitgen_run("build").exit_code == 0
    return ada


def build_at(monkeypatch: pytest.MonkeyPatch, seconds: int) -> tuple[int, str]:
    """Build when the clock shows this; return the exit code, and what was said."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
    done = kitgen_run("build")
    return done.exit_code, done.stderr


@pytest.mark.parametrize("away", [DAY, 400 * DAY], ids=["a day on", "a year on"])
def test_a_clock_that_jumps_and_comes_back_leaves_what_was(
    two: Project, monkeypatch: pytest.MonkeyPatch, away: int
) -> None:
    """The kits of the wrong day are good ones, and those of the right day come back the same."""
    before, profiles = files_in(public(two)), files_in(two.profiles)
    assert build_at(monkeypatch, NOON + away)[0] == 0
    assert files_in(public(two)) != before
    assert build_at(monkeypatch, NOON)[0] == 0
    assert files_in(public(two)) == before
    assert files_in(two.profiles) == profiles


@pytest.mark.parametrize("then", [NOON - 30 * DAY, 0], ids=["a month back", "1970"])
def test_a_clock_behind_what_has_happened_keeps_the_last_good_kit(
    two: Project, monkeypatch: pytest.MonkeyPatch, then: int
) -> None:
    """A step that seems to be in the future is told; the kit stays till the clock is right."""
    before, profiles = files_in(public(two)), files_in(two.profiles)
    kit = link_of("bob").split("/")[-2]
    code, said = build_at(monkeypatch, then)
    assert code == 1
    assert "bob: not built; its last good kit is kept." in said
    now = files_in(public(two))
    assert {name: each for name, each in now.items() if kit in name} == {
        name: each for name, each in before.items() if kit in name
    }
    assert build_at(monkeypatch, NOON)[0] == 0
    assert files_in(public(two)) == before
    assert files_in(two.profiles) == profiles


def test_a_clock_that_jumps_past_a_last_day_takes_the_kit_and_gives_it_back(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kit is away as long as the clock says so; its link is the same afterwards."""
    link = kitgen_run("share", "ada", "--expires", "2026-12-31").stdout.strip()
    assert build_at(monkeypatch, NOON)[0] == 0
    before = files_in(public(two))
    code, said = build_at(monkeypatch, NOON + 60 * DAY)
    assert (code, "1 kit stands in build/public" in said) == (0, True)
    with pytest.raises(FileNotFoundError):
        opened(two, link)
    assert build_at(monkeypatch, NOON)[0] == 0
    assert "Ada Lind" in opened(two, link)
    assert files_in(public(two)) == before


class Jumping(datetime):
    """A system clock that shows another day whenever it is looked at: forwards, then backwards."""

    shown: int = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return a time some days from the last one."""
        cls.shown += 1
        way = 1 if cls.shown % 2 else -1
        return cls.fromtimestamp(NOON, tz or UTC) + way * timedelta(days=40 * cls.shown)


def test_one_run_is_of_one_day_whatever_the_clock_does_meanwhile(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without SOURCE_DATE_EPOCH the clock is looked at once: all kits are as of the same time."""
    first = NOON + 40 * DAY
    assert build_at(monkeypatch, first)[0] == 0
    wanted = files_in(public(two))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr("kitgen.clock.datetime", Jumping)
    monkeypatch.setattr(Jumping, "shown", 0)
    assert kitgen_run("build", "--fresh").exit_code == 0
    assert Jumping.shown == 1
    assert files_in(public(two)) == wanted
