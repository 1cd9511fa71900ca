"""What a reference that leads nowhere is answered with: the nearest id, or those there are."""

from __future__ import annotations

import pytest

from kitgen.errors import ProfileError
from kitgen.profile import parse_profile
from kitgen.profile.consistency import _nearest
from tests.conftest import TODAY

MANY = 200  # ids that one is compared with, and mistakes that are answered with a comparison
USE = "use one of these ids, or add an entry under 'positions': "


@pytest.mark.parametrize(
    ("known", "hint"),
    [
        ([], "add an entry under 'positions' first"),
        (["Not an id", ""], "add an entry under 'positions' first"),
        (["the-mill", "x"], "did you mean 'the-mill'?"),
        (["y", "Not an id", "x"], f"{USE}y, x"),
        (list("abcdef"), f"{USE}a, b, c, d, e, f"),
        (list("abcdefg"), f"{USE}a, b, c, d, e, f, …"),
        ([*(f"a{n}" for n in range(MANY - 1)), "the-mill"], "did you mean 'the-mill'?"),
        ([*(f"a{n}" for n in range(MANY)), "the-mill"], f"{USE}a0, a1, a2, a3, a4, a5, …"),
    ],
)
def test_the_nearest_id_is_named_or_some_are_shown(known: list[str], hint: str) -> None:
    """Six at most; and of very many, only the first are compared."""
    assert _nearest("The mil", known, "positions") == hint


def test_very_many_mistakes_are_not_compared_one_by_one() -> None:
    """From the two hundred and first on, they are sent to where the ids stand."""
    lines = [f"  - {{name: A{n} B, position: mil}}" for n in range(MANY + 2)]
    text = "owner: {name: Ada Lind}\npositions: [{id: mill, organisation: Mill}]\ncontacts:\n"
    with pytest.raises(ProfileError) as raised:
        parse_profile(text + "\n".join(lines), "ada.yml", TODAY)
    hints = [each.hint for each in raised.value.problems if each.code == "unknown-id"]
    assert hints == [*["did you mean 'mill'?"] * MANY, "see 'positions'", "see 'positions'"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("parked: 2026-11-01, until: 2026-11-02", None),
        (
            "asked: 2026-11-01, until: 2026-11-02",
            (
                "5:42: error: 'until' belongs to 'parked'; "
                "delete it, or write 'parked' and its day beside it"
            ),
        ),
        (
            "parked: 2026-11-01, until: 2026-11-01",
            (
                "5:43: error: 'until' on 2026-11-01 is not after 'parked' on 2026-11-01; "
                "correct one of the two days"
            ),
        ),
    ],
)
def test_until_is_a_day_after_that_of_parked(step: str, said: str | None) -> None:
    """Told where it stands; with another step, or too early, it means nothing."""
    text = (
        "owner: {name: Ada Lind}\npositions: [{id: mill, organisation: Mill}]\ncontacts:\n"
        f"  - name: Jo Park\n    history: [{{{step}}}]\n"
    )
    if said is None:
        assert parse_profile(text, "ada.yml", TODAY).contacts[0].history
        return
    with pytest.raises(ProfileError) as raised:
        parse_profile(text, "ada.yml", TODAY)
    (problem,) = raised.value.problems
    told = f"{problem.line}:{problem.column}: error: {problem.message}; {problem.hint}"
    assert told == said
