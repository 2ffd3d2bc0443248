"""Cells that hold one number."""

import re

NUMBER = {
    ".": re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[Nn]a[Nn]"),
    ",": re.compile(r"[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?|[Nn]a[Nn]"),
}


def is_number(cell: str, decimal: str) -> bool:
    """Tell whether a cell holds one number."""
    return NUMBER[decimal].fullmatch(cell.strip()) is not None


def as_number(cell: str, decimal: str) -> float:
    """Read a cell that holds one number."""
    return float(cell.strip().replace(decimal, "."))
