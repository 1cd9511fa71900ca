"""Every code that a person can meet is explained, in every language, with examples that hold."""

from __future__ import annotations

import ast
import json
import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kitgen.cli import main
from kitgen.content import languages
from kitgen.errors import KitgenError, ProfileError, SourceError
from kitgen.explanations import Explanations, load_explanations
from kitgen.profile import parse_profile
from kitgen.specificity import Code
from tests.conftest import ROOT, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kitgen.project import Project

# Which argument of a call is a code; calls of these names make all problems, findings and checks.
CODE_AT = {
    "Problem": 3,
    "problem": 1,
    "key_problem": 1,
    "text_problem": 2,
    "Said": 2,
    "Finding": 0,
    "RuleResult": -1,
    "Gap": 0,
    "Check": 0,
    "_tell": 1,
    "_refuse": 1,
    "_whole_file": 1,
}
# What passes a code on that another call was given; each is a name or an expression.
PASSED_ON = {"code", "found.code.value", "f'text-{finding.code}'", "f'draft-{finding.code}'"}
# Codes that a table holds, and the default beside it.
FROM_TABLE = "_CODES.get(kind, 'value')"
# Programs whose support the doctor looks at; `cli/doctor.py` names them.
PROGRAMS = "versions"
# Codes whose cause is not in a profile's text: an encoding, the file itself, a very long text.
NOT_IN_A_TEXT = {"unreadable", "not-utf8", "length", "own-draft", "profile"}


def code_given(call: ast.Call) -> ast.expr | None:
    """Return the argument of a call that is a code, if it is given one by itself."""
    name = ast.unparse(call.func).rsplit(".", 1)[-1]
    if name not in CODE_AT:
        return None
    by_name = [each.value for each in call.keywords if each.arg == "code"]
    before = call.args[: CODE_AT[name] + 1]
    starred = any(isinstance(each, ast.Starred) for each in before)
    given = len(call.args) > CODE_AT[name] >= 0 and not starred
    return by_name[0] if by_name else call.args[CODE_AT[name]] if given else None


def codes_in(path: Path) -> Iterator[str]:
    """Yield every code that a module gives to a problem, finding, rule or check."""
    tree = ast.parse(path.read_text("utf-8"))
    of_doctor = path.parent.name == "doctor"
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_CODES":
            yield from chain(ast.literal_eval(node.value).values(), ["value"])
        if isinstance(node, ast.keyword) and node.arg == PROGRAMS:
            keys = node.value.keys if isinstance(node.value, ast.Dict) else ()
            yield from (f"doctor-{ast.literal_eval(each)}" for each in keys if each)
        code = code_given(node) if isinstance(node, ast.Call) else None
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield f"doctor-{code.value.lstrip('.')}" if of_doctor else code.value
        elif code is not None and not isinstance(code, ast.Constant):
            said = ast.unparse(code)
            is_path = path.name in {"folder.py", "deployment.py", "kits.py"}  # another `_refuse`
            known = said in {*PASSED_ON, FROM_TABLE} or (of_doctor and said == "program")
            assert known or is_path, f"{path}: a code that nobody can look up: {said}"


def all_codes() -> set[str]:
    """Return every code in the package."""
    walked = chain.from_iterable(map(codes_in, sorted((ROOT / "kitgen").rglob("*.py"))))
    return {*walked, *(each.value for each in Code)}


def explained(language: str) -> Explanations:
    """Return what the repository explains in a language."""
    return load_explanations(ROOT / "docs", language)


@pytest.mark.parametrize("language", languages(ROOT / "docs"))
def test_every_code_is_explained_and_no_other(language: str) -> None:
    """A new code needs an explanation, and one that is gone keeps none."""
    codes = all_codes()
    assert {"C15", "D13", "S8", "unknown-field", "stale-facts", "doctor-secret"} <= codes
    assert {each.code for each in explained(language).entries} == codes


def test_a_new_code_without_an_explanation_is_found(tmp_path: Path) -> None:
    """The walk sees codes by name and by place, and refuses one that it cannot read."""
    module = tmp_path / "new.py"
    module.write_text("p.problem(at, 'brand-new', 'm')\nRuleResult(code='C99')\n", "utf-8")
    assert set(codes_in(module)) == {"brand-new", "C99"}
    module.write_text("Problem(source, 1, 1, invented(), 'm')\n", "utf-8")
    with pytest.raises(AssertionError, match="nobody can look up"):
        list(codes_in(module))


@pytest.mark.parametrize("language", languages(ROOT / "docs"))
def test_examples_of_mistakes_have_just_that_mistake(language: str) -> None:
    """Each example of a mistake in a profile is read as one, and has the code that it explains."""
    for each in explained(language).entries:
        if each.group not in {"file", "profile"} or each.code in NOT_IN_A_TEXT:
            continue
        text = each.example if "owner" in each.example else f"owner: {{name: Ada}}\n{each.example}"
        with pytest.raises(ProfileError) as caught:
            parse_profile(text, "ada.yml", TODAY, ("de", "en"))
        assert each.code in {problem.code for problem in caught.value.problems}, each.code


@pytest.mark.parametrize("language", languages(ROOT / "docs"))
def test_explanations_name_no_number_and_no_click_path(language: str) -> None:
    """Those stand in docs/facts.yml, with their sources."""
    for each in explained(language).entries:
        told = re.sub("python3|UTF-8", "", f"{each.means} {each.why} {each.do}")
        assert not re.search(r"\d| > |→", told), each.code


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("c1", ["C1"]),
        ("text-S1", ["S1"]),
        ("draft-D3", ["D3"]),
        ("secret", ["doctor-secret"]),
        (".gitignore", ["doctor-gitignore"]),
        ("facts", ["facts", "doctor-facts"]),
    ],
)
def test_codes_are_found_as_they_are_printed(asked: str, found: list[str]) -> None:
    """In any case, with the prefix of a finding, and without that of the doctor."""
    assert [each.code for each in explained("en").find(asked)] == found


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("unknwon-field", "did you mean 'unknown-field'?"),
        ("C16", "did you mean 'C"),
        ("scret", "did you mean 'doctor-secret'?"),
        ("q", "`kitgen explain` lists all"),
    ],
)
def test_an_unknown_code_suggests_the_nearest(asked: str, said: str) -> None:
    """Nobody is left without a next step."""
    with pytest.raises(KitgenError, match=re.escape(said)):
        explained("en").find(asked)


def kitgen(*words: str) -> tuple[int, str, str]:
    """Return the exit code of a command, and what it printed on both outputs."""
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_the_command_explains_lists_and_speaks_german(ada: Project) -> None:
    """One code, all codes, JSON, German; an unknown code is an error."""
    code, out, _ = kitgen("explain", "choice")
    assert (code, out.splitlines()[0]) == (0, "choice")
    assert "    | contacts: [{name: Jo, relationship: boss}]" in out
    listed = kitgen("explain")[1].splitlines()
    assert len(listed) == 1 + len(all_codes())
    told = json.loads(kitgen("explain", "--json", "C1", "S1")[1])
    assert [each["code"] for each in told] == ["C1", "S1"]
    german = json.loads(kitgen("explain", "--json", "--language", "de")[1])
    assert len(german) == len(all_codes())
    assert kitgen("explain", "C1", "--language", "xx")[0] == 1
    code, _, err = kitgen("explain", "chioce")
    assert (code, "did you mean 'choice'?" in err) == (1, True)
    assert ada.root.is_dir()


def test_every_code_that_a_check_prints_leads_to_its_explanation(ada: Project) -> None:
    """The line at the end of a check can be typed as it is."""
    text = "owner: {name: Ada, strenths: [x]}\ncontacts: [{name: Jo, relationship: boss}]\n"
    (ada.profiles / "ada.yml").write_text(text, "utf-8")
    line = kitgen("check")[2].splitlines()[-1]
    match = re.fullmatch(r"More about them: `kitgen (explain .+)`\.", line)
    assert match
    code, out, _ = kitgen(*match[1].split())
    assert (code, "unknown-field" in out, "choice" in out) == (0, True, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no code is explained here"),
        ("file: {tab: {means: m, why: w, do: d}}", "'tab' does not say 'example'"),
        ("file: {tab: [m]}", "'tab' does not say 'means'"),
        ("file: [", "bracket"),
    ],
)
def test_a_file_that_lacks_something_says_what(tmp_path: Path, text: str, said: str) -> None:
    """By its line, not by a traceback."""
    file = tmp_path / "en" / "explanations.yml"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError) as caught:
        load_explanations(tmp_path, "en")
    assert any(said in f"{each.code} {each.message}" for each in caught.value.problems)


def test_a_key_that_german_lacks_is_an_error(copied: Project) -> None:
    """As with every other word of a kit."""
    file = copied.docs / "de" / "explanations.yml"
    text = file.read_text("utf-8")
    file.write_text(
        text[: text.index("  tab:\n")] + text[text.index("  indentation:\n") :], "utf-8"
    )
    with pytest.raises(SourceError, match=r"'file\.tab\.means' is missing"):
        copied.content("de")
