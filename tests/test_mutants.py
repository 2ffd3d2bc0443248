"""The mutants that show which numbers tests hold still fit the code."""

import ast
from functools import cache

import pytest

from benchmarks.drawn_numbers import FOLDERS, drawn
from benchmarks.mutant import Mutant
from benchmarks.mutants import ROOT
from benchmarks.tests_by_room import TESTS
from benchmarks.wrong import MUTANTS


@cache
def parts_of(file: str) -> list[tuple[str, ast.stmt]]:
    return parted((ROOT / file).read_text(encoding="utf-8"))


def parted(source: str) -> list[tuple[str, ast.stmt]]:
    """Give the statements of a module, each with its lines."""
    lines, found = source.splitlines(), []
    for part in ast.parse(source).body:
        above = [one.lineno for one in getattr(part, "decorator_list", [])]
        found.append(("\n".join(lines[min([part.lineno, *above]) - 1 : part.end_lineno]), part))
    return found


def changes(mutant: Mutant) -> bool:
    """Say whether the code is another and not its comments alone; what reads alike is alike."""
    before, after = parts_of(mutant.file), parted(mutant.applied(ROOT))
    return len(before) != len(after) or any(
        text != other and ast.dump(one) != ast.dump(changed)
        for (text, one), (other, changed) in zip(before, after, strict=True)
    )


@pytest.mark.parametrize("file", sorted({one.file for one in MUTANTS}))
def test_a_mutant_still_applies(file: str) -> None:
    """Those of a file together: to be a test of its own costs as much as to be tried."""
    for mutant in MUTANTS:
        if mutant.file == file:
            assert changes(mutant), mutant


def test_none_stands_twice() -> None:
    assert len({(one.file, one.old, one.new) for one in MUTANTS}) == len(MUTANTS)


def test_the_tests_named_exist() -> None:
    named = [ROOT / "tests" / f"{name}.py" for names in TESTS.values() for name in names]
    assert [path for path in named if not path.is_file()] == []


def test_an_old_text_that_is_gone_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"stands 0 times in dsp/limits\.py"):
        Mutant("dsp/limits.py", "quiet = nothing", "").applied(ROOT)


def test_drawn_numbers_are_those_of_their_seed_and_each_changes_the_code() -> None:
    found = drawn(ROOT, count=10, seed=3)
    assert found == drawn(ROOT, count=10, seed=3) != drawn(ROOT, count=10, seed=4)
    assert [one.folder for one in found] == [folder for folder in FOLDERS for _ in range(10)]
    for mutant in found:
        assert changes(mutant), mutant
