"""Values in a MATLAB file of version 5 to 7.2, decoded with every size checked.

scipy's reader is not used: some thousands of nested cells end the whole program in it,
and false sizes take memory before they are checked.
"""

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.bounds import too_large_error, unpacked_bytes

HEADER_BYTES: Final = 128
"""Bytes before the first variable ("MAT-File Format", Level 5)."""

_DEEPEST = 16
"""Deepest nesting of structs and cells that is read. Chosen."""

_MOST_DIMENSIONS = 8

_MOST_INSIDE = 2_000_000
"""Most elements of a cell that are read: as many time texts are a night at 60 Hz. Chosen."""

_MATRIX, _PACKED = 14, 15
"""Types of an element that holds a variable, and of one that holds an element packed by zlib."""

_STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8"}
_STORED |= {12: "i8", 13: "u8", 16: "u1", 17: "u2", 18: "u4"}
"""Formats of the numbers in an element, by its type; the last three types are text."""

_CELL, _STRUCT, _OBJECT, _TEXT, _SPARSE, _OPAQUE = 1, 2, 3, 4, 5, 17
_NUMBERS = range(6, 16)
"""Classes of arrays; 16 is a function."""

_OTHER = {_SPARSE: "sparse matrix", _OBJECT: "object", _CELL: "cell", _STRUCT: "struct"}

_COMPLEX = 0x0800


class MatDamageError(ValueError):
    """A MATLAB file is cut off, or has false sizes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatValue:
    """A variable, a field of a struct or an element of a cell."""

    name: str
    kind: str
    """``numbers``, ``text``, ``struct``, ``cell``, or the kind of a value that is not read."""
    shape: tuple[int, ...] = ()
    """Empty if only MATLAB knows it."""
    numbers: NDArray[np.generic] | None = None
    lines: tuple[str, ...] = ()
    """Rows of a text."""
    inside: tuple["MatValue", ...] = ()
    """Fields of a struct, or elements of a cell or an array of structs."""


def mat_values(path: str, content: bytes) -> tuple[list[MatValue], bool]:
    """Read the undamaged variables of a file; return them, and whether all are undamaged.

    Raises
    ------
    UnreadableFile
        If it holds more than any recording of its size.
    """
    order = ">" if content[126:HEADER_BYTES] == b"MI" else "<"
    left = unpacked_bytes(len(content))
    found: list[MatValue] = []
    whole = True
    elements = _elements(memoryview(content)[HEADER_BYTES:], order)
    while True:
        try:
            kind, data = next(elements)
            if kind == _PACKED:
                inflated = _inflate(data, left)
                left -= len(inflated)
                if left < 0:
                    raise too_large_error(path, len(content))
                kind, data = _next(_elements(memoryview(inflated), order))
            if kind == _MATRIX:
                found.append(_parse_array(data, order, _DEEPEST))
        except StopIteration:
            return found, whole
        except (MatDamageError, zlib.error):
            whole = False  # go on with the variables after a damaged one


def _inflate(data: memoryview, most: int) -> bytes:
    """Unpack an element, up to one byte over ``most``."""
    unpacking = zlib.decompressobj()
    inflated = unpacking.decompress(data, most + 1)
    if len(inflated) <= most and not unpacking.eof:
        raise MatDamageError
    return inflated


def _elements(data: memoryview, order: str) -> Iterator[tuple[int, memoryview]]:
    """Yield the type and content of each element."""
    at = 0
    while at < len(data):
        if at + 8 > len(data):
            raise MatDamageError
        first = int(np.frombuffer(data[at : at + 4], f"{order}u4")[0])
        if first >> 16:  # up to four bytes are stored in the tag itself
            if first >> 16 > 4:
                raise MatDamageError
            yield first & 0xFFFF, data[at + 4 : at + 4 + (first >> 16)]
            at += 8
            continue
        size = int(np.frombuffer(data[at + 4 : at + 8], f"{order}u4")[0])
        at += 8
        if at + size > len(data):
            raise MatDamageError
        yield first, data[at : at + size]
        at += size if first == _PACKED else size + -size % 8


def _parse_array(data: memoryview, order: str, deepest: int) -> MatValue:
    parts = _elements(data, order)
    if not len(data):  # an empty cell
        return MatValue(name="", kind="numbers", shape=(0, 0), numbers=np.empty((0, 0)))
    flags = (_whole_numbers(*_next(parts), order) or (0,))[0]
    kind = flags & 0xFF
    if kind == _OPAQUE:
        name, _, what = (bytes(_next(parts)[1]).decode("latin-1") for _ in range(3))
        return MatValue(name=name, kind=what)
    shape = _whole_numbers(*_next(parts), order)
    if not 2 <= len(shape) <= _MOST_DIMENSIONS or min(shape) < 0:
        raise MatDamageError
    name = bytes(_next(parts)[1]).decode("latin-1")
    if kind in _NUMBERS and not flags & _COMPLEX:
        numbers = _numbers(*_next(parts), order)
        return MatValue(name=name, kind="numbers", shape=shape, numbers=_reshape(numbers, shape))
    if kind == _TEXT:
        lines = _lines(_numbers(*_next(parts), order), shape)
        return MatValue(name=name, kind="text", shape=shape, lines=lines)
    if kind in (_CELL, _STRUCT) and deepest:
        inside = _parse_inside(parts, order, kind, shape, deepest)
        what = "cell" if kind == _CELL else "struct"
        return MatValue(name=name, kind=what, shape=shape, inside=inside)
    other = "complex numbers" if kind in _NUMBERS else _OTHER.get(kind, "function")
    return MatValue(name=name, kind=other, shape=shape)


def _parse_inside(
    parts: Iterator[tuple[int, memoryview]],
    order: str,
    kind: int,
    shape: tuple[int, ...],
    deepest: int,
) -> tuple[MatValue, ...]:
    names = _field_names(parts, order) if kind == _STRUCT else ()
    width = len(names) if kind == _STRUCT else 1
    count = math.prod(shape) * width
    if count > _MOST_INSIDE:
        return ()
    values = [
        _parse_array(data, order, deepest - 1)
        for type_, data in islice(parts, count)
        if type_ == _MATRIX
    ]
    if len(values) != count:
        raise MatDamageError
    if kind == _CELL:
        return tuple(values)
    rows = [
        tuple(
            replace(one, name=name)
            for name, one in zip(names, values[at : at + width], strict=True)
        )
        for at in range(0, len(values), max(1, width))
    ]
    if len(rows) == 1:
        return rows[0]
    return tuple(MatValue(name="", kind="struct", shape=(1, 1), inside=row) for row in rows)


def _field_names(parts: Iterator[tuple[int, memoryview]], order: str) -> tuple[str, ...]:
    step, *more = _whole_numbers(*_next(parts), order) or (0,)
    text = bytes(_next(parts)[1])
    if more or step < 1:
        raise MatDamageError
    pieces = (text[at : at + step] for at in range(0, len(text), step))
    return tuple(one.split(b"\x00")[0].decode("latin-1") for one in pieces)


def _next(parts: Iterator[tuple[int, memoryview]]) -> tuple[int, memoryview]:
    found = next(parts, None)
    if found is None:
        raise MatDamageError
    return found


def _whole_numbers(kind: int, data: memoryview, order: str) -> tuple[int, ...]:
    found = _numbers(kind, data, order)
    if found.dtype.kind == "f":
        raise MatDamageError
    return tuple(int(one) for one in found[:64])


def _numbers(kind: int, data: memoryview, order: str) -> NDArray[np.generic]:
    if not len(data):
        return np.empty(0)
    if kind not in _STORED or len(data) % np.dtype(_STORED[kind]).itemsize:
        raise MatDamageError
    stored = np.frombuffer(data, order + _STORED[kind])
    return stored.astype(stored.dtype.newbyteorder("="))


def _reshape(numbers: NDArray[np.generic], shape: tuple[int, ...]) -> NDArray[np.generic]:
    """Reshape numbers, stored column by column, to their array."""
    if len(numbers) != math.prod(shape):
        raise MatDamageError
    return numbers.reshape(shape, order="F")


def _lines(letters: NDArray[np.generic], shape: tuple[int, ...]) -> tuple[str, ...]:
    if not math.prod(shape):
        return ()  # '' of MATLAB is 0 x 0
    if letters.dtype == np.uint8 and len(letters) != math.prod(shape):
        # UTF-8 has several bytes for some characters
        text = letters.tobytes().decode("utf-8", errors="replace")
        letters = np.array([ord(one) for one in text], np.uint32)
    rows = np.asarray(_reshape(letters, shape), np.uint32).reshape(shape[0], -1)
    width = rows.shape[1]
    # surrogates and invalid code points become replacement characters
    known = np.where((rows < 0x110000) & ((rows < 0xD800) | (rows > 0xDFFF)), rows, 0xFFFD)
    text = np.ascontiguousarray(known, "<u4").tobytes().decode("utf-32-le")
    return tuple(text[at * width : (at + 1) * width].strip() for at in range(shape[0]))
