"""Values and times that one sensor does not give: equal axes, rows in turns, a lost sign."""

from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt

LOOKED_AT = 20_000
"""Samples in a row that show a fault which all have."""

FEWEST = 100
"""Samples without which nothing is said. Chosen."""

IN_TURNS = (2, 3, 4)
"""Sensors that are looked for in one table."""

TURNING = 0.1
"""Ratio of the steps of one sensor to those between sensors, and of those to gravity: limbs lie
differently, by far more than a limb moves from one sample to the next. Chosen."""

FEWEST_BLOCKS = 20
"""Packets of several sensors in turns by which they are seen. Chosen."""

SHORTEST_BLOCK = 2
"""Samples of the shortest packet: one sample that lies elsewhere again and again is a spike."""

EVEN = 0.5
"""Share of the packets that are as long as that sensor's packet before. Chosen: movements cut some,
and what jumps by chance is as long again far more rarely."""

LIKE_GRAVITY = 0.3
"""Share of gravity by which a sensor that lies still may miss it; zeros between packets miss it by
all. Chosen, for sensors that nobody has calibrated."""

SIGN = 1 << 15
WRAP = 1 << 16
"""Codes of 16 bits: those from the first on are negative, less the second."""

UNUSED = 0.2
"""Share of the codes, around the first negative one, that no sensor at rest comes near. Chosen."""

AGAIN_S = 5.0
"""Seconds that two sensors start and stop within. Chosen."""

LONG_S = 60.0
"""Seconds that such parts last at least. Chosen."""


def signed(xyz: Values) -> tuple[str, ...]:
    """Give codes of 16 bits, shape (n, 3), their sign in place, where it was lost, and say so."""
    sampled = xyz[:LOOKED_AT]
    sampled = sampled[np.isfinite(sampled).all(axis=1)]
    if len(sampled) < FEWEST or sampled.min() < 0 or not SIGN < sampled.max() < WRAP:
        return ()
    odd = np.abs(sampled - SIGN) < UNUSED * SIGN
    if (
        (sampled != np.round(sampled)).any()
        or odd.mean() > 0.01
        or (sampled < SIGN).all(axis=0).all()
    ):
        return ()
    xyz[xyz >= SIGN] -= WRAP
    return (
        Doubt(
            "Negative values were written without their sign, as numbers up to 65535 (65520 for "
            "-16); 65536 was taken off them."
        ),
    )


def require_one_sensor(path: Path, xyz: Values) -> None:
    """Refuse axes that are copies of each other, and rows of several sensors in turns.

    Raises
    ------
    UnreadableFile
        If finite values of shape (n, 3) are such.
    """
    sampled = xyz[:LOOKED_AT].astype(np.float64)
    if len(sampled) < FEWEST:
        return
    for one, other, names in ((0, 1, "x and y"), (0, 2, "x and z"), (1, 2, "y and z")):
        copied = (sampled[:, one] == sampled[:, other]).all() and np.ptp(sampled[:, one]) > 0
        if copied and (xyz[:, one] == xyz[:, other]).all():
            raise UnreadableFile(
                f"{path}: {names} are equal in each of {len(xyz)} samples, as no sensor gives "
                "them: one column was exported twice. Export the recording again."
            )
    for count in IN_TURNS:
        if _in_turns(sampled, count) and _in_turns(xyz[-LOOKED_AT:].astype(np.float64), count):
            raise UnreadableFile(
                f"{path} has samples of {count} sensors in turns, and no column that tells whose "
                f"each is: each sample goes on from the one {count} before it, and the next to it "
                "lies elsewhere. Export each sensor alone, or with a column of its name."
            )
    rows = _in_blocks(sampled)
    if rows and _in_blocks(xyz[-LOOKED_AT:].astype(np.float64)):
        raise UnreadableFile(
            f"{path} has samples of several sensors in turns, {rows} at a time, and no column that "
            "tells whose each is: after so many samples they jump to where another sensor lies, "
            "and then back. Export each sensor alone, or with a column of its name."
        )


def _in_turns(xyz: Array, count: int) -> bool:
    next_to = float(np.median(np.linalg.norm(np.diff(xyz, axis=0), axis=1)))
    own = float(np.median(np.linalg.norm(xyz[count:] - xyz[:-count], axis=1)))
    lying = float(np.median(np.linalg.norm(xyz, axis=1)))
    return own < TURNING * next_to and next_to > TURNING * lying


def _in_blocks(xyz: Array) -> int:
    """Count the samples in a packet, where packets of several sensors take turns; else 0."""
    steps = np.linalg.norm(np.diff(xyz, axis=0), axis=1)
    lying = float(np.median(np.linalg.norm(xyz, axis=1)))
    # within a packet a sensor goes on from itself
    least = max(TURNING * lying, float(np.median(steps)) / TURNING)
    edges = np.flatnonzero(steps > least) + 1
    if len(edges) <= FEWEST_BLOCKS:
        return 0
    lengths = np.diff(edges)
    blocks = np.empty((len(lengths), 3))
    for length in np.unique(lengths):  # packets have few lengths, and there are thousands
        same = lengths == length
        rows = edges[:-1][same][:, None] + np.arange(length)
        blocks[same] = np.median(xyz[rows], axis=1)
    at_rest = np.abs(np.linalg.norm(blocks, axis=1) - lying) < LIKE_GRAVITY * lying
    if at_rest.mean() < 1 - TURNING:
        return 0
    for count in IN_TURNS:
        if min(np.median(lengths[first::count]) for first in range(count)) < SHORTEST_BLOCK:
            continue  # single samples are spikes
        even = float((lengths[count:] == lengths[:-count]).mean())
        if even > EVEN and _in_turns(blocks, count):
            return int(np.median(lengths))
    return 0


def require_one_time(path: Path, seconds: Array) -> None:
    """Refuse dated stamps, in file order, of which a second half begins where the first began.

    Raises
    ------
    UnreadableFile
        If it is so: a clock that was set back would have to come back to its first second.
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
