"""A docstring says what a signature does not."""

import ast
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import limbwatch
from limbwatch.classify.figures import Summary

ROOT = Path(__file__).parents[1]
ROOMS = ("sensor", "dsp", "classify", "cli", "sample_data", "benchmarks")
RULE = re.compile(r"-{3,}")


@cache
def documented(source: str) -> tuple[ast.AST, ...]:
    """Give what has a docstring, and the texts that stand by themselves, of all files once."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Expr
    return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds))


def sections(docstring: str) -> Iterator[tuple[str, list[str]]]:
    """Give the name of each numpydoc section and its lines."""
    lines = docstring.splitlines()
    heads = [at for at, (_, below) in enumerate(pairwise(lines)) if RULE.fullmatch(below.strip())]
    for at, end in pairwise([*heads, len(lines)]):
        yield lines[at].strip(), [line for line in lines[at + 2 : end] if line.strip()]


def repeats_the_signature(lines: list[str]) -> bool:
    """Tell whether no entry has a text of its own, nor a shape."""
    return bool(lines) and not any(line.startswith(" ") or "shape" in line for line in lines)


def said_twice(source: str) -> list[str]:
    return [
        f"line {node.lineno}: {name} of {node.name}"
        for node in documented(source)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        # most say a line: only what has a rule under a head is brought to one indent
        if "---" in (ast.get_docstring(node, clean=False) or "")
        for name, lines in sections(ast.get_docstring(node) or "")
        if name in {"Parameters", "Returns", "Yields"} and repeats_the_signature(lines)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_no_section_only_repeats_names_and_types(room: str) -> None:
    found = {
        str(path): said
        for path in (ROOT / room).rglob("*.py")
        if "worlds" not in path.parts and (said := said_twice(path.read_text("utf-8")))
    }
    assert found == {}


def test_such_a_section_is_found() -> None:
    bare = (
        'def f(a: int) -> str:\n    """Do.\n\n    Parameters\n    ----------\n    a : int\n    """'
    )
    assert said_twice(bare) == ["line 1: Parameters of f"]
    assert said_twice(bare.replace("a : int", "a : int\n        Metres.")) == []


def of_this_kind() -> Iterator[Path]:
    """Give the modules whose docstrings name a field or a parameter once."""
    for room in ("sensor", "dsp", "classify", "cli", "sample_data"):
        yield from (ROOT / room).rglob("*.py")


def fields_in_docstrings(source: str) -> list[str]:
    return [
        f"line {node.lineno}: {name} of {node.name}"
        for node in documented(source)
        if isinstance(node, ast.ClassDef)
        and (
            any(ast.unparse(one).startswith("dataclass") for one in node.decorator_list)
            or any(ast.unparse(one) == "NamedTuple" for one in node.bases)
        )
        for name, _ in sections(ast.get_docstring(node) or "")
        if name in {"Parameters", "Attributes"}
    ]


def handed_out() -> set[str]:
    """Name the data classes that `limbwatch` gives, and those in their fields: for `help`."""
    found: set[type] = set()
    waiting: list[Any] = [getattr(limbwatch, name) for name in limbwatch.__all__]
    waiting.append(Summary)  # of `summarise`
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if isinstance(one, type) and one not in found:
            waiting += getattr(one, "__orig_bases__", ())
            if is_dataclass(one):
                found.add(one)
                waiting += get_type_hints(one).values()
    return {one.__name__ for one in found}


def test_a_data_class_says_what_a_field_is_beneath_it() -> None:
    """A list of the fields in the docstring would say their names and types once more."""
    public = handed_out()
    assert {"Limits", "Movements", "Event", "Series", "Sleep"} <= public
    found = {
        (str(path), line)
        for path in of_this_kind()
        for line in fields_in_docstrings(path.read_text("utf-8"))
        if line.rpartition(" ")[2] not in public
    }
    assert found == set()


def test_such_a_list_is_found() -> None:
    listed = (
        '@dataclass\nclass A:\n    """B.\n\n    Parameters\n    ----------\n    a : int\n    """'
    )
    assert fields_in_docstrings(listed) == ["line 2: Parameters of A"]
    assert fields_in_docstrings(listed.replace("@dataclass\n", "")) == []


def bare_entries(source: str) -> list[str]:
    return [
        f"line {node.lineno}: {entry} of {node.name}"
        for node in documented(source)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for name, lines in sections(ast.get_docstring(node) or "")
        if name == "Parameters"
        for entry, below in pairwise([*lines, ""])
        if not entry.startswith(" ") and not below.startswith(" ") and "shape" not in entry
    ]


def test_a_function_or_class_names_a_parameter_only_to_say_more_than_its_type() -> None:
    public = handed_out() | set(limbwatch.__all__)
    found = {
        (str(path), line)
        for path in of_this_kind()
        for line in bare_entries(path.read_text("utf-8"))
        if line.rpartition(" ")[2] not in public
    }
    assert found == set()


def test_a_bare_parameter_is_found() -> None:
    said = "    Parameters\n    ----------\n    a : int\n    b : int\n        D.\n"
    bare = f'def f(a, b):\n    """C.\n\n{said}    """'
    assert bare_entries(bare) == ["line 1: a : int of f"]
    assert bare_entries(bare.replace("def f(a, b):", "class F:")) == ["line 1: a : int of F"]


def left_open(source: str) -> list[str]:
    """Find the texts in which a bracket is not closed, as where a shape was cut off."""
    found = []
    for node in documented(source):
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        # code may hold half of a pair, and a span of time be open at one end
        text, before = re.sub(r"``.*?``", "", str(node.value.value), flags=re.DOTALL), ""
        while text != before:
            before, text = text, re.sub(r"[\[(][^\[\]()]*[\])]", "", text)
        if set(text) & set("()[]"):
            found.append(f"line {node.lineno}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_bracket_of_a_docstring_is_closed(room: str) -> None:
    """A shape was cut off at its first closing bracket when it went beneath its field."""
    found = {
        str(path): cut
        for path in (ROOT / room).rglob("*.py")
        if "worlds" not in path.parts and (cut := left_open(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_shape_that_is_cut_off_is_found() -> None:
    cut = 'a: int\n"""Log odds; shape (reaches * (kinds + 1)."""'
    assert left_open(cut) == ["line 2"]
    assert left_open(cut.replace("1).", "1), kinds).")) == []
