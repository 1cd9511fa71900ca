"""Every check of the doctor: pure, over what the command saw around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.doctor.value import Check, Health

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from kitgen.doctor.support import Support


class Surroundings(Struct, frozen=True):
    """What a project stands in, as the command saw it. What it could not see is None.

    `secret` and `leaks` hold what is wrong, empty for nothing; `versions` are of programs;
    `newest` is the day of the newest commit; `strays` counts files that git holds and must not.
    """

    today: date
    versions: Mapping[str, str]
    secret: str | None
    base_url: str
    is_private: bool | None
    real_profiles: int
    broken_profiles: int
    ignored: Mapping[str, bool] | None
    strays: int
    newest: date | None
    leaks: str | None
    has_workflow: bool
    stale_facts: int
    browser: str


def examine(seen: Surroundings, support: Support) -> tuple[Check, ...]:
    """Return how it is with everything, in the order in which to mend it."""
    return (
        *_versions(seen, support),
        _clock(seen),
        _secret(seen),
        _visibility(seen),
        *_git(seen),
        _profiles(seen),
        _leaks(seen),
        _address(seen),
        _pages(seen),
        _facts(seen),
        _browser(seen),
    )


def _versions(seen: Surroundings, support: Support) -> Iterator[Check]:
    for program, version in seen.versions.items():
        last = support.last_day(program, version)
        if last is None:
            found = f"{version}; nobody has noted until when it is supported"
            yield Check(program, Health.OPEN, found, "look at its own pages")
        elif last < seen.today:
            mend = f"install a newer {program}" if program == "python" else "update the locks"
            yield Check(program, Health.BAD, f"{version}, without fixes since {last}", mend)
        elif support.is_soon(last, seen.today):
            mend = f"plan for a newer {program} before that day"
            yield Check(program, Health.SOON, f"{version}, supported until {last}", mend)
        else:
            yield Check(program, Health.GOOD, f"{version}, supported until {last}")
    if support.is_stale(seen.today):
        found = f"the days above were looked up on {support.checked_on}"
        yield Check(
            "support", Health.SOON, found, "look them up again in kitgen/doctor/support.yml"
        )


def _clock(seen: Surroundings) -> Check:
    if seen.newest and seen.newest > seen.today:
        found = f"it is {seen.today} here, but the newest commit is of {seen.newest}"
        return Check("clock", Health.BAD, found, "set the clock: dates of plans come from it")
    return Check("clock", Health.GOOD, f"it is {seen.today}")


def _secret(seen: Surroundings) -> Check:
    if seen.secret is None:
        found = "there is none yet; `kitgen build` makes one, outside of CI"
        mend = "then keep a copy, and add it to the repository as the secret KITGEN_SECRET"
        return Check("secret", Health.OPEN, found, mend)
    if seen.secret:
        return Check("secret", Health.BAD, seen.secret, "put it right before you share any link")
    return Check("secret", Health.GOOD, "there is one, long enough and yours alone")


def _visibility(seen: Surroundings) -> Check:
    if not seen.real_profiles:
        return Check("repository", Health.GOOD, "it holds no profile of a real person")
    count = f"{seen.real_profiles} of its profiles are of real people"
    if seen.is_private:
        return Check("repository", Health.GOOD, f"it is private; {count}")
    if seen.is_private is None:
        mend = "look under Settings, General: it has to be private"
        return Check("repository", Health.OPEN, f"{count}; who can read it is not seen here", mend)
    mend = "make it private (Settings, General); copies that were made remain"
    return Check("repository", Health.BAD, f"it is public, and {count}", mend)


def _git(seen: Surroundings) -> Iterator[Check]:
    if seen.ignored is None:
        yield Check("git", Health.OPEN, "this is no git repository")
        return
    missing = [name for name, is_ignored in seen.ignored.items() if not is_ignored]
    if missing:
        lines = " and ".join(f"/{name.split('/')[0]}/" for name in missing)
        found = f"git would take {' and '.join(missing)}"
        yield Check(".gitignore", Health.BAD, found, f"add the lines {lines}")
    else:
        yield Check(".gitignore", Health.GOOD, "git passes over the secret and what is built")
    if seen.strays:
        found = f"git holds {seen.strays} files of secrets, exports or links"
        mend = "`git rm --cached` them; what was pushed stays in history: change the secret"
        yield Check("git", Health.BAD, found, mend)


def _profiles(seen: Surroundings) -> Check:
    if seen.broken_profiles:
        count = f"{seen.broken_profiles} cannot be read"
        return Check("profiles", Health.BAD, count, "`kitgen check` says what is wrong")
    return Check("profiles", Health.GOOD, "all can be read")


def _leaks(seen: Surroundings) -> Check:
    if seen.leaks is None:
        return Check("leaks", Health.OPEN, "nothing is built yet", "run `kitgen build`")
    if seen.leaks:
        return Check("leaks", Health.BAD, seen.leaks, "do not publish; run `kitgen build` again")
    return Check("leaks", Health.GOOD, "what is built is sealed, and tells nothing of anyone")


def _address(seen: Surroundings) -> Check:
    if seen.base_url:
        return Check("address", Health.GOOD, "it is known where kits are published")
    mend = "write 'site_url: https://…' into mkdocs.yml"
    return Check("address", Health.OPEN, "it is not known where kits are published", mend)


def _pages(seen: Surroundings) -> Check:
    if not seen.has_workflow:
        mend = "take .github/workflows/publish.yml from kitgen, or publish by hand"
        return Check("publishing", Health.OPEN, "there is no workflow that publishes", mend)
    found = "a workflow publishes; whether Pages is on is not seen here"
    return Check("publishing", Health.OPEN, found, "Settings, Pages, Source: GitHub Actions")


def _facts(seen: Surroundings) -> Check:
    if seen.stale_facts:
        found = f"{seen.stale_facts} facts about LinkedIn were checked too long ago"
        return Check("facts", Health.SOON, found, "`kitgen check` says which")
    return Check("facts", Health.GOOD, "those about LinkedIn are fresh")


def _browser(seen: Surroundings) -> Check:
    if seen.browser:
        return Check("browser", Health.GOOD, f"{seen.browser} is here, to look at kits with")
    mend = "kits open in any browser on another device"
    return Check("browser", Health.OPEN, "none was found here", mend)
