"""Ways to damage what is read: bytes, rows and cells of a table, values of JSON."""

import json
from copy import deepcopy
from typing import Any

import numpy as np

Random = np.random.Generator

CELLS = (
    "", "nan", "inf", "-inf", "1e999", "-1", "0", "-0.0", "9e15", "1e-9", "99999999999999999999",
    "None", "=1+1", "x", "\u00e9", "\u0661\u0662", "0001-01-01T00:00:00", "9999-12-31T23:59:59",
    "2026-02-30", "25:61:61", "\x00", '"', "1,5", "+01:00", "1000", "-999", "32767",
)  # fmt: skip
"""What may stand in a cell instead of a number."""

VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 10**30, 1e308, -0.0, 1e-300, "", "x", "\u202e", "<b>", "nan",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-03-14T22:00:00", [], {}, [[]],
    [None], {"a": 1}, float("nan"), float("inf"), "x" * 5000,
)  # fmt: skip
"""What may stand in JSON instead of a value."""


def damaged_bytes(random: Random, content: bytes) -> bytes:
    """Cut, repeat, overwrite or add bytes."""
    held = bytearray(content)
    for _ in range(int(random.integers(1, 4))):
        size = int(2 ** random.uniform(0, 12))
        at = int(random.integers(len(held) + 1))
        match random.integers(5):
            case 0:
                del held[at:]
            case 1:
                del held[at : at + size]
            case 2:
                held[at:at] = held[at : at + size]
            case 3:
                held[at : at + size] = random.bytes(min(size, len(held) - at))
            case _:
                held[at:at] = random.bytes(size)
    return bytes(held)


def damaged_text(random: Random, content: bytes) -> bytes:
    """Damage rows and cells of a table one to four times."""
    lines = content.decode(errors="replace").split("\n")
    for _ in range(int(random.integers(1, 5))):
        if not lines:
            break
        at = int(random.integers(len(lines)))
        stop = at + int(2 ** random.uniform(0, 10))
        match random.integers(8):
            case 0:
                del lines[at:stop]
            case 1:
                lines[at:at] = lines[at:stop]
            case 2:
                lines[at:stop] = lines[at:stop][::-1]
            case 3:
                _replace_cells(random, lines, at, stop)
            case 4:
                _shift_numbers(random, lines, at, stop)
            case 5:
                lines.insert(at, str(random.choice(["", "#", "x,y,z,time", "," * 9, "\ufeff"])))
            case 6:
                lines[0] = str(random.choice(["x,y,z", "t,x,y,z,x", "time;x;y;z", "a,b,c,d"]))
            case _:
                del lines[at:]
    encoding = "utf-8" if random.random() < 0.9 else "utf-16"
    return "\n".join(lines).encode(encoding, errors="replace")


def _separated(line: str) -> tuple[str, list[str]]:
    separator = max(",;\t", key=line.count)
    return separator, line.split(separator)


def _replace_cells(random: Random, lines: list[str], first: int, stop: int) -> None:
    """Write something else into one column of some rows."""
    wild = str(random.choice(CELLS))
    column = int(random.integers(6))
    for at in range(first, min(stop, len(lines))):
        separator, cells = _separated(lines[at])
        cells[column % len(cells)] = wild
        lines[at] = separator.join(cells)


def _shift_numbers(random: Random, lines: list[str], first: int, stop: int) -> None:
    """Add to, or multiply, one column of some rows or of all from there on."""
    factor, term = random.choice([(1.0, 3.15e8), (1.0, -86400.0), (1e-9, 0.0), (1000.0, 0.0),
                                  (-1.0, 0.0), (1.0, 1e12), (0.0, 0.0)])  # fmt: skip
    factor, term = float(factor), float(term)  # Python's, which warn of nothing
    column = int(random.integers(4))
    if random.random() < 0.5:
        stop = len(lines)
    for at in range(first, min(stop, len(lines))):
        separator, cells = _separated(lines[at])
        try:
            cells[column % len(cells)] = repr(float(cells[column % len(cells)]) * factor + term)
        except ValueError:
            continue
        lines[at] = separator.join(cells)


def damaged_json(random: Random, content: bytes) -> bytes:
    """Replace, remove or double values anywhere in JSON."""
    try:
        held = json.loads(content)
    except ValueError:  # damaged before
        return damaged_bytes(random, content)
    for _ in range(int(random.integers(1, 4))):
        _damage_value(random, held)
    return json.dumps(held).encode()


def _damage_value(random: Random, held: Any) -> None:
    keys: list[Any] = list(held) if isinstance(held, dict) else list(range(len(held)))
    if not keys:
        return
    key = keys[int(random.integers(len(keys)))]
    if isinstance(held[key], dict | list) and held[key] and random.random() < 0.7:
        _damage_value(random, held[key])
        return
    match random.integers(4):
        case 0:
            del held[key]
        case 1 if isinstance(held[key], int | float):
            held[key] = float(held[key]) * float(random.choice([-1, 1e6, 0.5, 1e-6]))
        case 2 if isinstance(held, list):
            held.insert(0, held[key])
        case _:
            held[key] = deepcopy(VALUES[random.integers(len(VALUES))])
