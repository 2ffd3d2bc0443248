"""Samples that jump and are back at once: a disturbed bus or a bit that flipped, no movement."""

import numpy as np

from limbwatch.sensor.arrays import Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt

JUMP_G = 0.5
"""g by which a glitch leaves both its neighbours. In the real recordings that were looked at (tests
of tremor, device files; 20 to 200 Hz, a quarter of a million samples) none does."""

FAINT_G = 0.15
"""g from which on single samples are glitches where there are `MANY` larger ones. Chosen."""

QUIET_G = 0.05
"""g within which the two samples before and the two after agree: a limb that moved by `JUMP_G`
within a sample still swings then. Chosen."""

WIDEST = 2
"""Samples that may be wrong together."""

LOWEST_RATE = 19.0
"""Hz below which a sleep start may lie in a single sample (muscle burst 75-250 ms, ICSD-3): 20 Hz,
less what oscillators run slow."""

MANY = 10
"""Glitches from which on a recording is doubted. Chosen."""


def glitches(xyz: Values, rate: float) -> Index:
    """Find the samples, of shape (n, 3) and in g, that no limb can have made; growing positions.

    There are none at rates below `LOWEST_RATE`.
    """
    rows = np.arange(len(xyz))
    if rate < LOWEST_RATE:
        return rows[:0]
    found: list[Index] = []
    for jump, widest in ((JUMP_G, WIDEST), (FAINT_G, 1)):
        while len(new := _brief(xyz[rows] if found else xyz, jump, widest)):
            # what hid behind another glitch is seen without it
            found.append(rows[new])
            rows = np.delete(rows, new)
        if sum(map(len, found)) < MANY:
            break
    return np.sort(np.concatenate(found)) if found else rows[:0]


def _brief(xyz: Values, jump: float, widest: int) -> Index:
    # axis by axis: each lies in one piece, and a night has few jumps
    steps = (np.flatnonzero(np.abs(np.diff(axis)) > jump) for axis in xyz.T)
    jumps = np.unique(np.concatenate([*steps]))
    found = [jumps[:0]]
    for width in range(1, widest + 1):
        before = jumps[(jumps >= 1) & (jumps + width + 2 < len(xyz))]
        after = before + width + 1
        quiet = _close(xyz, before - 1, before) & _close(xyz, after, after + 1)
        back = _close(xyz, before, after)
        far = [np.abs(xyz[before + k] - xyz[before]).max(axis=1) for k in range(1, width + 1)]
        kept = before[quiet & back & (np.min(far, axis=0) > jump)]
        found += [kept + k for k in range(1, width + 1)]
    return np.unique(np.concatenate(found))


def _close(xyz: Values, first: Index, second: Index) -> Mask:
    return np.asarray(np.abs(xyz[first] - xyz[second]).max(axis=1) < QUIET_G)


def said_of(count: int) -> str:
    """Tell of glitches that were left out: a `Doubt` from ten on."""
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
