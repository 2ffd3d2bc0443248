"""Numbers that no sensor gives: placeholders, equal axes, mixed rows, lost signs and points."""

from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt

LARGEST = 32e6
"""Largest number that can be an acceleration in any unit: a 16-bit code ends at 65535, 32 g are
32e6 micro-g. Once the unit is known, ``LARGEST_G`` applies."""

STANDING_FOR_NOTHING = (-999.0, 999.0, -9999.0, 9999.0, -99999.0, 99999.0, -32768.0, 32767.0)
"""Placeholders that programs write into all three axes where they have no sample (GGIR issue
281)."""

LARGEST_G = 50.0
"""Largest acceleration, g, of a sensor worn at night: the widest usual range is +-32 g, and its end
may read half as much again when the unit was inferred from gravity."""


def usable(xyz: Values) -> Mask:
    """Find the rows, of shape (n, 3), that hold three possible numbers, whatever their unit.

    A row is rejected when a value is missing or too large, when all three are zero, as sleeping
    recorders write, or when all three equal one placeholder.
    """
    good: Mask = np.ones(len(xyz), dtype=bool)
    if not len(xyz):
        return good
    low, high = float(xyz.min()), float(xyz.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        good = np.all(np.isfinite(xyz), axis=1)
        low, high = (float(xyz[good].min()), float(xyz[good].max())) if good.any() else (0.0, 0.0)
    if low < -LARGEST or high > LARGEST:
        good &= (np.abs(xyz) <= LARGEST).all(axis=1)
    for number in (0.0, *STANDING_FOR_NOTHING):
        if low <= number <= high:
            doubtful = np.flatnonzero(xyz[:, 0] == number)
            good[doubtful[(xyz[doubtful] == number).all(axis=1)]] = False
    return good


def within_range(xyz: Values) -> Mask | None:
    """Find the rows, shape (n, 3) in g, that a sensor can have measured; None when all are."""
    # a missing value makes both NaN, and the comparison false
    if max(-float(xyz.min()), float(xyz.max())) <= LARGEST_G:
        return None
    return np.asarray((np.abs(xyz) <= LARGEST_G).all(axis=1))


LOOKED_AT = 20_000
"""Consecutive samples that are examined for a fault that affects all."""

FEWEST = 100
"""Samples below which nothing is concluded. Chosen."""

IN_TURNS = (2, 3, 4)
"""Numbers of interleaved sensors that are looked for in one table."""

TURNING = 0.1
"""Largest ratio of the steps within one sensor to those between sensors, and least ratio of the
latter to gravity: limbs lie differently, by far more than a limb moves from one sample to the next.
Chosen."""

FEWEST_BLOCKS = 20
"""Packets that alternating sensors must show. Chosen."""

SHORTEST_BLOCK = 2
"""Samples of the shortest packet: a single sample that lies elsewhere again and again is a
spike."""

EVEN = 0.5
"""Share of the packets that are as long as the same sensor's previous one. Chosen: movements cut
some, and chance jumps rarely repeat a length."""

LIKE_GRAVITY = 0.3
"""Share of gravity by which the magnitude of a still sensor may be off; zeros between packets are
off by all of it. Chosen, for uncalibrated sensors."""

SIGN = 1 << 15
"""Least 16-bit code that stands for a negative value."""

WRAP = 1 << 16
"""Number subtracted from such a code to restore its sign."""

UNUSED = 0.2
"""Half-width of the band around `SIGN`, as a share of it, that no sensor at rest enters. Chosen."""

AGAIN_S = 5.0
"""Tolerance, seconds, within which two sensors start and stop together. Chosen."""

LONG_S = 60.0
"""Shortest duration, seconds, of such parts. Chosen."""


def restore_signs(xyz: Values) -> tuple[str, ...]:
    """Restore the sign of 16-bit codes, shape (n, 3), in place, where it was lost, and say so."""
    head = xyz[:LOOKED_AT]
    head = head[np.isfinite(head).all(axis=1)]
    if len(head) < FEWEST or head.min() < 0 or not SIGN < head.max() < WRAP:
        return ()
    near_sign = np.abs(head - SIGN) < UNUSED * SIGN
    if (head != np.round(head)).any() or near_sign.mean() > 0.01 or (head < SIGN).all(axis=0).all():
        return ()
    xyz[xyz >= SIGN] -= WRAP
    return (
        Doubt(
            "Negative values were written without their sign, as numbers up to 65535 (65520 for "
            "-16); 65536 was taken off them."
        ),
    )


def require_one_sensor(path: Path, xyz: Values) -> None:
    """Refuse axes that are copies of each other, and interleaved rows of several sensors.

    Raises
    ------
    UnreadableFile
        If finite values of shape (n, 3) are such.
    """
    head = xyz[:LOOKED_AT].astype(np.float64)
    if len(head) < FEWEST:
        return
    for left, right, names in ((0, 1, "x and y"), (0, 2, "x and z"), (1, 2, "y and z")):
        copied = (head[:, left] == head[:, right]).all() and np.ptp(head[:, left]) > 0
        if copied and (xyz[:, left] == xyz[:, right]).all():
            raise UnreadableFile(
                f"{path}: {names} are equal in each of {len(xyz)} samples, as no sensor gives "
                "them: one column was exported twice. Export the recording again."
            )
    for count in IN_TURNS:
        if _interleaved(head, count) and _interleaved(xyz[-LOOKED_AT:].astype(np.float64), count):
            raise UnreadableFile(
                f"{path} has samples of {count} sensors in turns, and no column that tells whose "
                f"each is: each sample goes on from the one {count} before it, and the next to it "
                "lies elsewhere. Export each sensor alone, or with a column of its name."
            )
    rows = _packet_length(head)
    if rows and _packet_length(xyz[-LOOKED_AT:].astype(np.float64)):
        raise UnreadableFile(
            f"{path} has samples of several sensors in turns, {rows} at a time, and no column that "
            "tells whose each is: after so many samples they jump to where another sensor lies, "
            "and then back. Export each sensor alone, or with a column of its name."
        )


def _interleaved(xyz: Array, count: int) -> bool:
    neighbour_step = float(np.median(np.linalg.norm(np.diff(xyz, axis=0), axis=1)))
    own_step = float(np.median(np.linalg.norm(xyz[count:] - xyz[:-count], axis=1)))
    magnitude = float(np.median(np.linalg.norm(xyz, axis=1)))
    return own_step < TURNING * neighbour_step and neighbour_step > TURNING * magnitude


def _packet_length(xyz: Array) -> int:
    """Return the typical length of packets, in samples, where those of several sensors alternate.

    0 where they do not.
    """
    steps = np.linalg.norm(np.diff(xyz, axis=0), axis=1)
    magnitude = float(np.median(np.linalg.norm(xyz, axis=1)))
    # within a packet, a sample continues the one before
    jump = max(TURNING * magnitude, float(np.median(steps)) / TURNING)
    edges = np.flatnonzero(steps > jump) + 1
    if len(edges) <= FEWEST_BLOCKS:
        return 0
    lengths = np.diff(edges)
    blocks = np.empty((len(lengths), 3))
    for length in np.unique(lengths):  # packets have few lengths, and there are thousands
        of_length = lengths == length
        rows = edges[:-1][of_length][:, None] + np.arange(length)
        blocks[of_length] = np.median(xyz[rows], axis=1)
    still = np.abs(np.linalg.norm(blocks, axis=1) - magnitude) < LIKE_GRAVITY * magnitude
    if still.mean() < 1 - TURNING:
        return 0
    for count in IN_TURNS:
        if min(np.median(lengths[first::count]) for first in range(count)) < SHORTEST_BLOCK:
            continue  # single samples are spikes
        repeated = float((lengths[count:] == lengths[:-count]).mean())
        if repeated > EVEN and _interleaved(blocks, count):
            return int(np.median(lengths))
    return 0


def require_one_time(path: Path, seconds: Array) -> None:
    """Refuse dated stamps, in file order, that start over at the time of the first row.

    Raises
    ------
    UnreadableFile
        If they do: a clock that was set back would have to hit its first second again.
    """
    back = np.flatnonzero(np.diff(seconds) < -AGAIN_S) + 1
    again = back[np.abs(seconds[back] - seconds[0]) < AGAIN_S]
    if len(again) == 0:
        return
    edges = [0, *again.tolist(), len(seconds)]
    ends = [float(seconds[stop - 1]) for stop in edges[1:]]
    if max(ends) - min(ends) > AGAIN_S or min(ends) - seconds[0] < LONG_S:
        return
    raise UnreadableFile(
        f"{path} covers the same time {len(edges) - 1} times, the second from row {again[0] + 1} "
        "of its samples on: it holds several sensors one behind the other, or one twice. Cut it "
        "there, and give each part with its placement."
    )


LARGER = 100.0
"""Least ratio of the whole numbers to the others. Chosen: a lost point makes it a thousand, and
noise of a sensor that is read in fractions of its code makes none."""

MIXED_SHARE = 0.02
"""Least share of rows that have both. Chosen: a single one is a glitch, of numbers with three
decimals a tenth end in 0, and where a unit changes within a file a row has one unit."""

FEWEST_WHOLE = 10
"""Fewest different whole numbers: one or two are written in place of missing values. Chosen."""


def require_points(path: Path, xyz: Values) -> None:
    """Refuse values, shape (n, 3), of which some have lost their decimal point.

    Raises
    ------
    UnreadableFile
        If whole numbers are many times as large as the others beside them.
    """
    known = np.abs(xyz[np.isfinite(xyz).all(axis=1)])
    whole = known == np.rint(known)
    mixed = whole.any(axis=1) & ~whole.all(axis=1)
    share = float(mixed.mean()) if len(mixed) else 0.0
    if share < MIXED_SHARE:
        return
    sizes, whole = known[mixed], whole[mixed]
    if len(np.unique(sizes[whole])) < FEWEST_WHOLE:
        return
    ratio = float(np.median(sizes[whole])) / float(np.median(sizes[~whole]))
    if ratio < LARGER:
        return
    raise UnreadableFile(
        f"{path}: in {share:.0%} of the rows some numbers are whole, and {ratio:.0f} times as "
        "large as those with decimals. So a spreadsheet makes 435 of 0.435, in a language with "
        "decimal commas, and leaves 0.43. Give the file as the sensor or app wrote it."
    )
