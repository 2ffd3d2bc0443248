"""The delta coding of Polar's frames."""

from typing import NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Counts


class Deltas(NamedTuple):
    """The content of a compressed payload."""

    values: Counts
    """The complete samples; shape (n, channels)."""
    blocks: tuple[tuple[int, int], ...]
    """Bit width and sample count of each block, from its header."""
    missing: int
    """Bytes missing from the last block; 0 if the payload is whole."""
    malformed: bool
    """Whether a block has an impossible width."""


def unpack_deltas(payload: bytes, *, reference_bits: int, channels: int) -> Deltas:
    """Decode a reference sample and the blocks of deltas after it.

    Each block is ``bit width, sample count, deltas``: two's complement, least significant bit
    first, channels interleaved, each relative to the sample before. Blocks start on a byte.

    Parameters
    ----------
    payload : bytes
        What follows the ten header bytes of a frame.
    reference_bits : int
        16 or 32: size of each channel of the reference sample. With 32 the sums wrap, because
        floating-point bit patterns are coded this way too.

    References
    ----------
    polar-ble-sdk, ``BlePMDClient.kt``, ``parseDeltaFramesAll`` and its unit tests.
    """
    at = channels * reference_bits // 8
    if len(payload) < at:
        return Deltas(np.empty((0, channels), np.int64), (), at - len(payload), malformed=False)
    reference = np.frombuffer(payload[:at], f"<i{reference_bits // 8}").astype(np.int64)
    steps, blocks = [reference[None, :]], []
    missing, malformed = 0, False
    while at < len(payload) and not missing and not malformed:
        if at + 1 == len(payload):
            missing = 1
            break
        width, count = payload[at], payload[at + 1]
        at += 2
        blocks.append((width, count))
        malformed = not 0 < width <= 32
        size = -(-width * count * channels // 8)
        missing = max(0, at + size - len(payload))
        if not malformed:
            steps.append(_block(payload[at : at + size], width=width, count=count, n=channels))
        at += size
    values = np.cumsum(np.concatenate(steps), axis=0)
    if reference_bits == 32:
        values = (values + 2**31) % 2**32 - 2**31
    return Deltas(values, tuple(blocks), missing, malformed)


def _block(data: bytes, *, width: int, count: int, n: int) -> Counts:
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
    complete = min(count, len(bits) // (width * n))
    fields = bits[: complete * width * n].reshape(complete * n, width).astype(np.int64)
    value: Counts = fields @ (np.int64(1) << np.arange(width, dtype=np.int64))
    signed: Counts = value - (fields[:, -1] << width)
    return signed.reshape(complete, n)
