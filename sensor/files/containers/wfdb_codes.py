"""Sample codes of WFDB: its formats of whole amplitudes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class WfdbForm:
    """A format of samples."""

    bits: int
    """Bits of a sample."""
    missing: int
    """Code of a missing sample (``WFDB_INVALID_SAMPLE`` within its range)."""
    decode: Callable[[bytes], NDArray[np.int32]]
    """Converts bytes to codes."""


def _whole_bytes(kind: str, zero: int = 0) -> Callable[[bytes], NDArray[np.int32]]:
    size = np.dtype(kind).itemsize

    def decode(data: bytes) -> NDArray[np.int32]:
        codes = np.frombuffer(data, kind, count=len(data) // size).astype(np.int32)
        return codes - np.int32(zero) if zero else codes

    return decode


def _three_bytes(data: bytes) -> NDArray[np.int32]:
    bytes_of = np.frombuffer(data, np.uint8, count=len(data) // 3 * 3).reshape(-1, 3)
    wide = np.zeros((len(bytes_of), 4), np.uint8)
    wide[:, 1:] = bytes_of
    # shifting back extends the sign
    return np.asarray(wide.view("<i4").ravel() >> 8, np.int32)


def _twelve_bits(data: bytes) -> NDArray[np.int32]:
    count = len(data) * 8 // 12
    padded = data + bytes(-len(data) % 3)
    trios = np.frombuffer(padded, np.uint8).reshape(-1, 3).astype(np.int32)
    codes = np.empty((len(trios), 2), np.int32)
    codes[:, 0] = trios[:, 0] | ((trios[:, 1] & 0x0F) << 8)
    codes[:, 1] = trios[:, 2] | ((trios[:, 1] & 0xF0) << 4)
    codes[codes > 2047] -= 4096
    return codes.ravel()[:count]


FORMS = {
    16: WfdbForm(bits=16, missing=-(2**15), decode=_whole_bytes("<i2")),
    24: WfdbForm(bits=24, missing=-(2**23), decode=_three_bytes),
    32: WfdbForm(bits=32, missing=-(2**31), decode=_whole_bytes("<i4")),
    61: WfdbForm(bits=16, missing=-(2**15), decode=_whole_bytes(">i2")),
    80: WfdbForm(bits=8, missing=-(2**7), decode=_whole_bytes("u1", 128)),
    160: WfdbForm(bits=16, missing=-(2**15), decode=_whole_bytes("<u2", 2**15)),
    212: WfdbForm(bits=12, missing=-(2**11), decode=_twelve_bits),
}
"""Formats by their numbers in a header ("signal (5)" of the WFDB Applications Guide)."""
