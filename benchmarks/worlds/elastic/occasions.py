"""When something may happen, and the turn that may happen then."""

import numpy as np

from benchmarks.worlds.elastic.records import Act


def pick(rng, spans, count, edge=5.0):
    """Times drawn evenly over spans."""
    spans = [(a, b) for a, b in spans if b - a > 2 * edge]
    if not spans or count <= 0:
        return np.array([])
    size = np.array([b - a - 2 * edge for a, b in spans])
    which = rng.choice(len(spans), count, p=size / size.sum())
    return np.array([rng.uniform(spans[i][0] + edge, spans[i][1] - edge) for i in which])


def turn(onset, big=True):
    """A wish to change posture; becomes real when it is known how the sleeper lies."""
    return Act(
        onset=float(onset), duration=15.0, kind="gross_movement", posture_after=-1 if big else None
    )
