"""From planned acts and what the sensors felt to the truth."""

import numpy as np

from benchmarks.worlds.elastic.records import SIM_RATE
from benchmarks.worlds.night import PLACES, Truth


def truths(acts, out, worn):
    """What really happened, with first and last visible motion and peaks at each sensor."""
    starts = np.array([a for a, _ in out])
    by_limb = {limb: name for name, limb in worn.items()}
    told = []
    for act in acts:
        k = int(np.searchsorted(starts, act.onset, "right")) - 1
        if k < 0:
            continue
        a, change = out[k]
        n = len(change["wrist"])
        i, j = int((act.onset - a) * SIM_RATE), int((act.onset + act.duration + 1.5 - a) * SIM_RATE)
        i, j = max(i - 10, 0), min(j, n)
        if i >= n - 5:
            continue
        own = act.source == "self"
        names = tuple(n for n in PLACES if n in {by_limb.get(limb) for limb in act.drives} and own)
        if act.kind == "walking":
            names = PLACES
        moved = {
            name: np.linalg.norm(change[name][i:j] - change[name][i], axis=1) for name in PLACES
        }
        first, final = j, i
        for name in names or PLACES:
            size = moved[name]
            peak = size.max()
            if peak < 1e-4:
                continue
            above = np.flatnonzero(size > min(max(0.002, 0.05 * peak), 0.5 * peak))
            back = np.linalg.norm(change[name][i:j] - change[name][j - 1], axis=1)
            late = np.flatnonzero(back > min(max(0.003, 0.08 * peak), 0.5 * peak))
            first = min(first, i + above[0])
            if len(late):
                final = max(final, i + late[-1])
        if first >= j:
            first = i + 10
        onset = a + first / SIM_RATE
        span = np.clip(a + final / SIM_RATE - onset, 0.05, act.duration + 0.9)
        visible = {}
        for name in PLACES:
            u, v = max(first - 4, i), min(j, first + int((span + 0.3) * SIM_RATE))
            visible[name] = float(moved[name][max(0, u - i) : max(1, v - i)].max(initial=0.0))
        if not own and max(visible.values()) < 0.004:
            continue
        told.append(
            Truth(
                onset_s=float(onset),
                duration_s=float(span),
                kind=act.kind if own else "external",
                limbs=names,
                source=act.source,
                visible=visible,
            )
        )
    return sorted(told, key=lambda truth: truth.onset_s)
