"""How often a limb swells in a movement."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.evidence.parts import Parts
from limbwatch.classify.leg_sensors import on_legs
from limbwatch.dsp import Track

Column = NDArray[np.float64]

_FEET_HZ: Final = (0.3, 4.0)
"""Rhythmic feet movements and alternating leg muscle activation (AASM: 0.3 to 4 and 0.5 to 3)."""

_ONE_LINE: Final = 0.9
"""Share of power at one frequency from which a limb swings evenly."""


_TRAIN_S: Final = 8.0
"""Shortest movement whose swings count, seconds: trains of the feet last for 10 to 15 s (Wichniak
et al. 2001), a movement of a limb for 10 s at most."""


def swells_of(parts: Parts, tracks: Sequence[Track]) -> Column:
    """Count the swells of every part, shape (parts,).

    A leg that swings evenly hardly ebbs between two swings, and is one long swell by its envelope.
    Each of its swings counts in a movement that goes on, at the pace of feet: what is faster
    trembles.
    """
    counted, pace = parts.column("bursts"), parts.column("frequency")
    evenly = on_legs(tracks)[parts.joint.track] & (parts.column("rhythm") >= _ONE_LINE)
    evenly &= (pace >= _FEET_HZ[0]) & (pace <= _FEET_HZ[1])
    lasting = parts.column("offset") - parts.column("onset")
    evenly &= lasting >= _TRAIN_S
    return np.where(evenly, np.fmax(counted, pace * lasting), counted)
