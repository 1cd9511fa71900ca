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
from kitgen.profile.edit import Edits, edit_profile, set_field

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


ELSE = "something else stands there; set it by hand"
MEND = "mend the problems of the profile first"


@pytest.mark.parametrize(
    ("text", "todo"),
    [
        ("sharing: text\n", ELSE),
        ("sharing: [1]\n", ELSE),
        ("sharing:\n  version: {a: 1}\n", ELSE),
        ("a: [\n", MEND),
        ("- a\n", ELSE),
        ("&a b: 1", MEND),
    ],
)
def test_field_that_cannot_be_set_is_refused(text: str, todo: str) -> None:
    """A text with problems, or something else in the field's place, is left alone."""
    with pytest.raises(KitgenError) as error:
        set_field(text, VERSION, "a secret value")
    assert str(error.value) == f"the field sharing.version cannot be set in the file; {todo}"


def test_no_path_is_refused() -> None:
    """A field needs a name."""
    with pytest.raises(KitgenError) as error:
        set_field("a: 1\n", (), "2")
    assert str(error.value) == "the field (none) cannot be set in the file; name a field"


def test_entries_are_not_added_to_what_is_no_list() -> None:
    """An entry of a list that is not there is no place either."""
    edits = Edits()
    edits.append(("contacts",), ["a"])
    with pytest.raises(KitgenError) as error:
        edit_profile("contacts: {a: b}\n", edits)
    assert str(error.value) == f"the field contacts cannot be set in the file; {ELSE}"
    for path in (("contacts", 1, "name"), ("contacts", 0), (0, "name"), ("contacts", "x", "y")):
        with pytest.raises(KitgenError, match=ELSE):
            set_field("contacts:\n  - name: b\n", path, "c")


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("connected", "yes", "connected: yes"),
        ("connected", "no", "connected: no"),
        ("connected", "maybe", "connected: maybe"),
        ("name", "yes", "name: 'yes'"),
    ],
)
def test_an_answer_stands_without_quotes(field: str, value: str, line: str) -> None:
    """A text that looks like one has them."""
    text = "contacts:\n  - id: b\n"
    assert set_field(text, ("contacts", 0, field), value) == f"{text}    {line}\n"
    quoted = set_field(f"{text}    {field}: 'a'\n", ("contacts", 0, field), value)
    assert quoted == f"{text}    {line}\n".replace(" maybe", " 'maybe'")


def test_nothing_to_change_changes_nothing() -> None:
    """Nor does a list of no entries; the mark of the byte order stays, too."""
    edits = Edits()
    edits.append(("contacts",), [])
    assert edit_profile("\ufeffa: 1  # b\n", edits) == "\ufeffa: 1  # b\n"
    assert set_field("\ufeffa: 1\n", ("a",), "2") == "\ufeffa: 2\n"
    assert set_field("contacts:\n  - name: b\n", ("contacts", 0, "name"), "c") == (
        "contacts:\n  - name: c\n"
    )


JO = "  - name: Jo Park\n    id: jo\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("contacts: []\n", f"contacts:\n{JO}"),
        ("a: 1\ncontacts: []  # none yet\nb: 2\n", f"a: 1\ncontacts:  # none yet\n{JO}b: 2\n"),
        ("a: 1\r\ncontacts: []\r\n", f"a: 1\ncontacts:\n{JO}".replace("\n", "\r\n")),
        ("contacts:\n", f"contacts:\n{JO}"),
        ("contacts:  # some\nb: 2\n", f"contacts:  # some\n{JO}b: 2\n"),
        ("contacts: [{name: A}]\n", "contacts: [{name: A}, {name: Jo Park, id: jo}]\n"),
        ("contacts:\n  - name: A\n    #a\n# end\n", f"contacts:\n  - name: A\n    #a\n{JO}# end\n"),
        ("contacts:\n- name: A\n", "contacts:\n- name: A\n- name: Jo Park\n  id: jo\n"),
        ("a: 1\n", f"a: 1\ncontacts:\n{JO}"),
        ("a: 1\n\nb: 2\n", f"a: 1\n\nb: 2\n\ncontacts:\n{JO}"),
        ("", f"contacts:\n{JO}"),
        ("{a: 1}\n", "{a: 1, contacts: [{name: Jo Park, id: jo}]}\n"),
    ],
)  # fmt: skip
def test_an_entry_is_added_in_the_manner_of_the_file(before: str, after: str) -> None:
    """A block where there is room for one, within brackets where the list has them."""
    edits = Edits()
    edits.append(("contacts",), [{"name": "Jo Park", "id": "jo"}])
    assert edit_profile(before, edits) == after


def test_several_fields_and_entries_change_together_or_not_at_all() -> None:
    """Where two edits touch one place, they are made one after the other."""
    edits = Edits()
    edits.set(("owner", "goal"), "a post")
    edits.set(("owner", "tone"), "warm")
    edits.set(("owner", "name"), "Ada Holm")
    edits.append(("positions",), [{"id": "mill", "important": "yes"}])
    assert edit_profile("owner: {name: Ada}  # me\n", edits) == (
        "owner: {name: Ada Holm, goal: a post, tone: warm}  # me\n"
        "positions:\n  - id: mill\n    important: yes\n"
    )
    edits.set(("owner",), "Ada")
    with pytest.raises(KitgenError, match="the field owner cannot be set"):
        edit_profile("owner: {name: Ada}  # me\n", edits)


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
