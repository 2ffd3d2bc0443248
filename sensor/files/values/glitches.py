"""Samples that jump and are back at once: a disturbed bus or a flipped bit, not movement."""

import numpy as np

from limbwatch.sensor.arrays import Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt

JUMP_G = 0.5
"""Least distance, g, of a glitch from both its neighbours. None occurs in the real recordings that
were examined (tests of tremor, device files; 20 to 200 Hz, a quarter of a million samples)."""

FAINT_G = 0.15
"""Least distance, g, of single-sample glitches where there are `MANY` larger ones. Chosen."""

QUIET_G = 0.05
"""Tolerance, g, within which the two samples before a glitch and the two after it agree: a limb
that moved by `JUMP_G` within one sample would still be swinging. Chosen."""

WIDEST = 2
"""Most consecutive samples that one glitch spans."""

LOWEST_RATE = 19.0
"""Rate, Hz, below which a sleep start may fit into a single sample (muscle burst 75-250 ms,
ICSD-3): 20 Hz, less what oscillators run slow."""

MANY = 10
"""Number of glitches from which the recording itself is doubted. Chosen."""


def glitches(xyz: Values, rate: float) -> Index:
    """Find the samples, of shape (n, 3) and in g, that no limb can have made.

    Gives their positions, ascending; none at rates below `LOWEST_RATE`.
    """
    rows = np.arange(len(xyz))
    if rate < LOWEST_RATE:
        return rows[:0]
    found: list[Index] = []
    for jump, widest in ((JUMP_G, WIDEST), (FAINT_G, 1)):
        while len(hits := _glitch_rows(xyz[rows] if found else xyz, jump, widest)):
            # removing a glitch uncovers those it masked
            found.append(rows[hits])
            rows = np.delete(rows, hits)
        if sum(map(len, found)) < MANY:
            break
    return np.sort(np.concatenate(found)) if found else rows[:0]


def _glitch_rows(xyz: Values, jump: float, widest: int) -> Index:
    # axis by axis: each is contiguous in memory, and a night has few jumps
    jumping = (np.flatnonzero(np.abs(np.diff(axis)) > jump) for axis in xyz.T)
    jumps = np.unique(np.concatenate([*jumping]))
    found = [jumps[:0]]
    for width in range(1, widest + 1):
        before = jumps[(jumps >= 1) & (jumps + width + 2 < len(xyz))]
        after = before + width + 1
        steady = _agree(xyz, before - 1, before) & _agree(xyz, after, after + 1)
        back = _agree(xyz, before, after)
        excursion = [np.abs(xyz[before + k] - xyz[before]).max(axis=1) for k in range(1, width + 1)]
        kept = before[steady & back & (np.min(excursion, axis=0) > jump)]
        found += [kept + k for k in range(1, width + 1)]
    return np.unique(np.concatenate(found))


def _agree(xyz: Values, first: Index, second: Index) -> Mask:
    return np.asarray(np.abs(xyz[first] - xyz[second]).max(axis=1) < QUIET_G)


def note_on_glitches(count: int) -> str:
    """Report glitches that were left out: as a `Doubt` from ten on."""
    if count == 1:
        return (
            f"1 sample jumps by more than {JUMP_G:g} g and is back at once, as a flipped bit makes "
            "it and no limb does; left out."
        )
    if count < MANY:
        return (
            f"{count} samples jump by more than {JUMP_G:g} g and are back at once, as a disturbed "
            "cable or flipped bits make them and no limb does; left out."
        )
    return Doubt(
        f"{count} samples jump by more than {FAINT_G:g} g and are back at once, as a disturbed "
        "cable or flipped bits make them and no limb does; left out. Look at the sensor's wiring "
        "or card before the next night."
    )
