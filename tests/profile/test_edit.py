"""Setting a field changes that field and nothing else of a profile's text."""

from __future__ import annotations

import copy
import difflib
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kitgen.document import Value, read_document
from kitgen.errors import KitgenError
from kitgen.profile.edit import set_field

SAMPLES = [
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[2] / "profiles").glob("sample-*.yml"))
]
VERSION = ("sharing", "version")

CASES = {
    "missing block": ("owner:\n  name: Jo\n", "owner:\n  name: Jo\nsharing:\n  version: 2\n"),
    "blank lines between blocks": (
        "owner:\n  name: Jo\n\ncontacts: []\n# end\n",
        "owner:\n  name: Jo\n\ncontacts: []\n# end\n\nsharing:\n  version: 2\n",
    ),
    "no line end": ("owner: {name: Jo}", "owner: {name: Jo}\nsharing:\n  version: 2\n"),
    "windows": (
        "owner:\r\n  name: Jo\r\n",
        "owner:\r\n  name: Jo\r\nsharing:\r\n  version: 2\r\n",
    ),
    "byte order mark": ("\ufeffa: 1\n", "\ufeffa: 1\nsharing:\n  version: 2\n"),
    "value with comment": (
        "sharing:\n  version: 1  # bump me\n  expires: 2027-01-01\n",
        "sharing:\n  version: 2  # bump me\n  expires: 2027-01-01\n",
    ),
    "quotes": ("sharing:\n  version: '1'\n", "sharing:\n  version: '2'\n"),
    "block without the field": (
        "sharing:\n    expires: 2027-01-01 # then\n  # last\n\n# owner\nowner:\n  name: Jo\n",
        (
            "sharing:\n    expires: 2027-01-01 # then\n    version: 2\n  # last\n\n# owner\n"
            "owner:\n  name: Jo\n"
        ),
    ),
    "block that ends in a list": (
        "sharing:\n  with:\n    - a\n    - b: c\nowner: {}\n",
        "sharing:\n  with:\n    - a\n    - b: c\n  version: 2\nowner: {}\n",
    ),
    "block that ends in a text": (
        "sharing:\n  note: |\n    one\n    two\n\n# c\nowner: {}\n",
        "sharing:\n  note: |\n    one\n    two\n  version: 2\n\n# c\nowner: {}\n",
    ),
    "empty block": ("sharing:  # soon\nowner: {}\n", "sharing:  # soon\n  version: 2\nowner: {}\n"),
    "null block": ("sharing: ~\nowner: {}\n", "sharing: {version: 2}\nowner: {}\n"),
    "empty value": ("sharing:\n  version:   # ?\n", "sharing:\n  version: 2   # ?\n"),
    "flow": (
        "sharing: {expires: 2027-01-01} # x\n",
        "sharing: {expires: 2027-01-01, version: 2} # x\n",
    ),
    "flow with the field": ("sharing: { version: 1, a: b }\n", "sharing: { version: 2, a: b }\n"),
    "flow with comma": ("sharing: {a: 1,}\n", "sharing: {a: 1, version: 2,}\n"),
    "flow over lines": (
        "sharing: {\n  a: 1 # one\n}\n",
        "sharing: {\n  a: 1, version: 2 # one\n}\n",
    ),
    "empty flow": ("sharing: {}\n", "sharing: {version: 2}\n"),
    "flow inside flow": ("{owner: {name: Jo}}\n", "{owner: {name: Jo}, sharing: {version: 2}}\n"),
    "nothing but a comment": ("# soon\n", "# soon\nsharing:\n  version: 2\n"),
    "nothing": ("", "sharing:\n  version: 2\n"),
    "text that keeps its blank lines": (
        "a: |+\n  one\n\nb: |+\n  two\n\n",
        "a: |+\n  one\n\nb: |+\n  two\n\nsharing:\n  version: 2\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_version_is_set(case: str) -> None:
    """The field is set in the style of the file, and its neighbourhood stays."""
    before, after = CASES[case]
    assert set_field(before, VERSION, "2") == after


@pytest.mark.parametrize(
    "text",
    [
        "sharing: text\n",
        "sharing: [1]\n",
        "sharing:\n  version: {a: 1}\n",
        "a: [\n",
        "- a\n",
        "&a b: 1",
    ],
)
def test_field_that_cannot_be_set_is_refused(text: str) -> None:
    """A text with problems, or something else in the field's place, is left alone."""
    with pytest.raises(KitgenError, match="cannot be set") as error:
        set_field(text, VERSION, "a secret value")
    assert "secret" not in str(error.value)


def test_no_path_is_refused() -> None:
    """A field needs a name."""
    with pytest.raises(KitgenError, match="name a field"):
        set_field("a: 1\n", (), "2")


def changed(value: Value, path: tuple[str, ...], to: str) -> Value:
    """Return a copy of a profile's values with one changed."""
    whole = block = copy.deepcopy(value) if isinstance(value, dict) else {}
    for step in path[:-1]:
        inner = block.get(step)
        block[step] = block = inner if isinstance(inner, dict) else {}
    block[path[-1]] = to
    return whole


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FIELDS = st.sampled_from(
    [
        VERSION,
        ("owner", "name"),
        ("owner", "goal"),
        ("owner", "new"),
        ("preferences", "a", "b"),
        ("x",),
    ]
)


@pytest.mark.slow
@given(st.sampled_from(SAMPLES), FIELDS, WORDS, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=50, deadline=None)
def test_samples_change_in_that_field_only(
    text: str, path: tuple[str, ...], value: str, line_end: str
) -> None:
    """Whatever is set in a sample, the rest of its values and all of its comments stay."""
    text = text.replace("\n", line_end)
    try:
        edited = set_field(text, path, value)
    except KitgenError:
        return
    before, _ = read_document(text, "a")
    after, problems = read_document(edited, "a")
    assert not problems
    assert after.value == changed(before.value, path, value)
    lines = difflib.ndiff(text.splitlines(), edited.splitlines())
    assert sum(line.startswith("- ") for line in lines) <= 1


@pytest.mark.slow
@given(
    st.sampled_from(SAMPLES),
    FIELDS,
    st.from_regex(r"[A-Za-z0-9 .:#'\"{}\[\],&*!|>%@`-]*", fullmatch=True),
)
@settings(max_examples=50, deadline=None)
def test_printable_values_are_never_refused(text: str, path: tuple[str, ...], value: str) -> None:
    """Any value in ordinary characters can be set in a sample."""
    after, _ = read_document(set_field(text, path, value), "a")
    before, _ = read_document(text, "a")
    assert after.value == changed(before.value, path, value)


NAMES = st.text("abcxyz", min_size=1, max_size=4)
SCALARS = st.none() | st.text("ab :#'\"\n-", max_size=12) | st.integers()
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    ),
    max_size=4,
)
STYLES = st.sampled_from(["block", "flow", "both"])
FLOW = {"block": False, "flow": True, "both": None}


@pytest.mark.slow
@given(TREES, STYLES, st.sampled_from([2, 4]), st.lists(NAMES, min_size=1, max_size=3), WORDS)
@settings(max_examples=200, deadline=None)
def test_generated_texts_change_in_that_field_only(
    tree: dict[str, object], style: str, indent: int, path: list[str], value: str
) -> None:
    """Of any YAML in any style, the result has that field changed alone, or it is refused."""
    text = yaml.safe_dump(tree, default_flow_style=FLOW[style], indent=indent, allow_unicode=True)
    before, problems = read_document(text, "a")
    with suppress(KitgenError):
        edited = set_field(text, tuple(path), value)
        after, mistakes = read_document(edited, "a")
        assert (problems, mistakes) == ((), ())
        assert after.value == changed(before.value, tuple(path), value)


@given(st.text(max_size=60), st.lists(st.text(max_size=5), max_size=3), st.text(max_size=10))
@settings(max_examples=100, deadline=None)
def test_any_text_is_edited_or_refused(text: str, path: list[str], value: str) -> None:
    """Nothing typed makes it fail otherwise."""
    with suppress(KitgenError):
        set_field(text, tuple(path), value)
