"""Cells that hold one number."""

import re

GROUPS = "'\u2019\u00a0\u202f"
"""Separators of thousands that have no other use in a number: Switzerland's, France's and SI's. A
point, comma or plain blank there may be something else."""

_GROUPED = rf"\d{{1,3}}(?:[{GROUPS}]\d{{3}})+"

NUMBER = {
    mark: re.compile(
        rf"[+-]?(?:{_GROUPED}(?:{sign}\d*)?|(?:\d+{sign}?\d*|{sign}\d+)(?:[eE][+-]?\d+)?)|[Nn]a[Nn]",
        re.ASCII,
    )
    for mark, sign in ((".", r"\."), (",", ","))
}
"""Pattern of a number in the digits 0 to 9, by its decimal mark."""

_WITHOUT_GROUPS = str.maketrans("", "", GROUPS)


def is_number(cell: str, decimal: str) -> bool:
    """Tell whether a cell holds one number."""
    return NUMBER[decimal].fullmatch(cell.strip()) is not None


def as_number(cell: str, decimal: str) -> float:
    """Read a cell that holds one number."""
    return float(cell.strip().translate(_WITHOUT_GROUPS).replace(decimal, "."))
