"""Mutants of a package, as mutmut makes them: one small change of one function each."""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst
from mutmut.mutation.file_mutation import create_mutations

from tests.mutation.mutant import Mutant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PACKAGES = ("profile", "coverage", "plan", "drafts", "templating", "seal")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where mutmut would change something: what for what, in which function of which module."""

    path: str
    module: libcst.Module
    function: str
    original: libcst.CSTNode
    mutated: libcst.CSTNode

    def mutant(self) -> Mutant:
        """Return the mutant; it takes some time to write the module out."""
        changed = self.module.deep_replace(self.original, self.mutated)
        assert isinstance(changed, libcst.Module)
        old = self.module.code
        around = _lines_of(old, self.function)
        return Mutant.of(self.path, self.function, around, old, changed.code)


def find_spots(root: Path, package: str) -> list[Spot]:
    """Return every spot of a package in which mutmut would make a mutant, in the order of files.

    mutmut leaves out what is not inside a function, and functions with a decorator (properties,
    validators, what is cached), but for static and class methods.
    """
    spots = []
    for path in sorted((root / "kitgen" / package).rglob("*.py")):
        module, mutations, *_ = create_mutations(str(path), path.read_text("utf-8"))
        named = _functions(module)
        for each in mutations:
            function = each.contained_by_top_level_function
            if not isinstance(function, libcst.FunctionDef):
                continue
            place = path.relative_to(root).as_posix()
            nodes = (each.original_node, each.mutated_node)
            spots.append(Spot(place, module, named[function], *nodes))
    return spots


def draw(spots: Sequence[Spot], most: int, seed: str) -> list[Spot]:
    """Return so many spots, drawn evenly by a seed; all of them if `most` is 0."""
    if not most or most >= len(spots):
        return list(spots)
    return random.Random(seed).sample(spots, most)


def _functions(module: libcst.Module) -> dict[libcst.FunctionDef, str]:
    """Return the name of each function and method of a module."""
    named = {}
    for node in module.body:
        if isinstance(node, libcst.FunctionDef):
            named[node] = node.name.value
        elif isinstance(node, libcst.ClassDef):
            for inner in node.body.body:
                if isinstance(inner, libcst.FunctionDef):
                    named[inner] = f"{node.name.value}.{inner.name.value}"
    return named


def _lines_of(source: str, name: str) -> range:
    """Return the lines of a function or method, counted from 1."""
    found: Sequence[ast.stmt] = ast.parse(source).body
    kinds = (ast.FunctionDef, ast.ClassDef)
    for part in name.split("."):
        node = next(each for each in found if isinstance(each, kinds) and each.name == part)
        found = node.body
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)
