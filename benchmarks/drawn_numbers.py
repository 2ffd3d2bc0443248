"""Wrong numbers that nobody chose: constants and limits of the product, drawn by a seed.

A list that is written by hand holds what its author thought of, and is soon what the tests were
written for. A fresh seed is a fresh list.
"""

import ast
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.mutant import Mutant

FOLDERS = ("dsp", "classify", "sensor")
"""The parts whose numbers decide what a night is."""

FACTOR = 1.5
"""What a number is multiplied by: a mistake that no reader would see."""


def drawn(root: Path, *, count: int, seed: int) -> list[Mutant]:
    """Draw wrong numbers, as many of each part, or all that it has.

    Parameters
    ----------
    root : Path
        Of the tree.
    count : int
        Of each of `FOLDERS`.
    seed : int
        Of the draw; tests are written looking at some seeds, and measured by others.

    Returns
    -------
    list of Mutant
        One for each constant that was drawn.
    """
    generator = random.Random(seed)  # noqa: S311 - a sample, no secret
    found = {folder: _numbers_of(root, folder) for folder in FOLDERS}
    return [
        mutant
        for numbers in found.values()
        for mutant in generator.sample(numbers, min(count, len(numbers)))
    ]


@cache
def _numbers_of(root: Path, folder: str) -> list[Mutant]:
    """Read the sources once, however many draws there are."""
    return list(_numbers(root, folder))


def _numbers(root: Path, folder: str) -> Iterator[Mutant]:
    for path in sorted((root / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.encode().splitlines(keepends=True)
        for given, number in _named(ast.parse(text)):
            old = _source(lines, given)
            if text.count(old) == 1:
                name = old.removesuffix(_source(lines, number))
                wrong = type(number.value)(number.value * FACTOR)
                yield Mutant(path.relative_to(root).as_posix(), old, f"{name}{wrong!r}")


def _source(lines: list[bytes], node: ast.stmt | ast.expr) -> str:
    """As `ast.get_source_segment`, which splits the whole text into its lines for each node."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    held = lines[first : last + 1]
    held[-1] = held[-1][: node.end_col_offset]
    held[0] = held[0][node.col_offset :]
    return b"".join(held).decode()


def _named(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.Constant]]:
    """Numbers that a module or a class gives a name; nothing and one say little."""
    places = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for given in (statement for place in places for statement in place.body):
        if isinstance(given, ast.Assign | ast.AnnAssign) and isinstance(given.value, ast.Constant):
            value = given.value.value
            if type(value) in {int, float} and value not in {0, 1}:
                yield given, given.value
