"""Parsed columns of numbers as arrays, read from Arrow's buffers."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array, Mask


def numbers(column: pa.ChunkedArray) -> Array:
    """Return a parsed column of numbers as float64, NaN where it is empty or infinite."""
    result = np.empty(len(column))
    copy_numbers(column, result)
    result[np.isinf(result)] = np.nan
    return result


def copy_numbers(column: pa.ChunkedArray, out: NDArray[np.floating[Any]]) -> None:
    """Copy a parsed column of numbers to an array of floats, with NaN where it is empty.

    Notes
    -----
    From Arrow's buffers, because its own ``to_numpy`` imports pandas first.
    """
    at = 0
    for chunk in column.chunks:
        part = out[at : at + len(chunk)]
        with np.errstate(over="ignore"):  # beyond float32 it is no acceleration
            part[:] = _values(chunk)
        if chunk.null_count:
            part[~_known(chunk)] = np.nan
        at += len(chunk)


def whole_numbers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return a parsed column of whole numbers, none of them empty."""
    return np.concatenate([np.empty(0, np.int64), *map(_values, column.chunks)], dtype=np.int64)


def _values(chunk: pa.Array) -> NDArray[Any]:
    """View the numbers of a chunk; those of empty cells are arbitrary."""
    kind = np.dtype(chunk.type.to_pandas_dtype())
    if len(chunk) == 0:
        return np.empty(0, kind)
    return np.frombuffer(chunk.buffers()[1], kind)[chunk.offset : chunk.offset + len(chunk)]


def _known(chunk: pa.Array) -> Mask:
    bits = np.frombuffer(chunk.buffers()[0], np.uint8)
    stop = chunk.offset + len(chunk)
    return np.unpackbits(bits, count=stop, bitorder="little")[chunk.offset :].astype(np.bool_)
