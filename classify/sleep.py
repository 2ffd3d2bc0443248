"""Sleep and wake from movement and posture."""

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.night import Sleep
from limbwatch.dsp import Track

_EPOCH = 30.0


def estimate_sleep(tracks: tuple[Track, ...], *, set_aside: NDArray[np.float64]) -> Sleep:
    """Estimate sleep (van Hees 2015: no turn of more than 5 degrees for 5 minutes)."""
    n = max(int(np.ceil(t.spans[-1, 1] / _EPOCH)) for t in tracks)
    busy = np.zeros(n)
    valid = np.zeros(n, bool)
    for t in tracks:
        e = t.epochs
        step = int(_EPOCH / e.length)
        m = len(e) // step
        valid[:m] |= e.valid[: m * step].reshape(m, step).mean(axis=1) > 0.5
        mv = t.movements
        keep = mv.turn > 5
        for a, b in zip(mv.onset[keep], mv.offset[keep], strict=True):
            busy[int(a // _EPOCH) : int(b // _EPOCH) + 1] = 1
        long = mv.duration > 10
        for a, b in zip(mv.onset[long], mv.offset[long], strict=True):
            busy[int(a // _EPOCH) : int(b // _EPOCH) + 1] = 1
    asleep = np.zeros(n, bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[1], busy, [1]])))
    for a, b in zip(edges[0::2], edges[1::2], strict=False):
        if b - a >= 10:
            asleep[a:b] = True
    return Sleep(
        epoch=_EPOCH,
        asleep=asleep & valid,
        valid=valid,
        in_bed=(0.0, n * _EPOCH),
        method="van Hees 2015",
    )
