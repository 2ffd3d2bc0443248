"""How a text is written in the sources: its form, with a placeholder for each value in it."""

import ast
import re
from collections.abc import Iterator
from typing import Final

_SPEC: Final = re.compile(r"\{(\w+):([^{}]+)\}")
_FIGURE: Final = re.compile(r"[+,]?\d*(?:\.\d+)?[defg]")


def form_of(node: ast.AST) -> tuple[str, dict[str, ast.FormattedValue | ast.expr]]:
    """Write a text with a placeholder for each value in it.

    Parameters
    ----------
    node : ast.AST
        A string, an f-string or several that are added.

    Returns
    -------
    tuple of str and dict of str to ast.expr
        Its form, in which braces that are meant are doubled, and what stands in its placeholders.
    """
    if isinstance(node, ast.Constant):
        return plain_places(str(node.value)), {}
    values: dict[str, ast.FormattedValue | ast.expr] = {}
    return "".join(_pieces(node, values)), values


def plain_places(text: str) -> str:
    """Leave out how a moment is written: its text stands in the placeholder, and no figure."""
    text = text.replace("{}", "{count}")
    return _SPEC.sub(lambda found: found[0] if is_figure(found[2]) else f"{{{found[1]}}}", text)


def is_figure(spec: str) -> bool:
    """Tell whether a value that is written so is a figure."""
    return _FIGURE.fullmatch(spec) is not None


def spec_of(value: ast.FormattedValue) -> str:
    """Give how a value is written."""
    return "".join(_pieces(value.format_spec, {})) if value.format_spec is not None else ""


def words_of(text: str) -> list[str]:
    """List the words of a form that are its own."""
    out, depth = [], 0
    for letter in text.replace("{{", "").replace("}}", ""):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if not depth and letter != "}":
            out.append(letter)
    return [word.rstrip(".").strip(",;:()") for word in "".join(out).split()]


def _pieces(node: ast.AST, values: dict[str, ast.FormattedValue | ast.expr]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text.replace("{", "{{").replace("}", "}}")
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _pieces(part, values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(left, values)
            yield from _pieces(right, values)
        case ast.FormattedValue(value=value, conversion=conversion):
            kind = "!r" if conversion == ord("r") else ""
            spec = spec_of(node)
            name = _place(value, values)
            values[name] = node
            yield f"{{{name}{kind}{':' + spec if is_figure(spec) else ''}}}"
        case ast.expr():
            name = _place(node, values)
            values[name] = node
            yield f"{{{name}}}"


def _place(value: ast.expr, taken: dict[str, ast.FormattedValue | ast.expr]) -> str:
    """Name a placeholder after what it holds."""
    match value:
        case ast.Call(func=ast.Attribute(attr="join"), args=[held, *_]):
            name = _last(held)
        case _:
            name = _last(value)
    name = name.strip("_").lower() or "value"
    same = sum(re.fullmatch(rf"{name}(_\d+)?", one) is not None for one in taken)
    return name if not same else f"{name}_{same + 1}"


def _last(value: ast.AST) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case (
            ast.Call(func=ast.Name(id="str" | "len" | "sorted" | "int" | "repr"), args=[inner, *_])
            | ast.Call(func=ast.Attribute(value=inner, attr="strip" | "removeprefix" | "isoformat"))
            | ast.Call(func=inner)
            | ast.BinOp(left=ast.Constant(), right=inner)
            | ast.BinOp(left=inner)
            | ast.Subscript(value=inner)
            | ast.BoolOp(values=[inner, *_])
            | ast.GeneratorExp(elt=inner)
            | ast.ListComp(elt=inner)
            | ast.Await(value=inner)
            | ast.IfExp(body=inner)
            | ast.Starred(value=inner)
        ):
            return _last(inner)
    return "value"
