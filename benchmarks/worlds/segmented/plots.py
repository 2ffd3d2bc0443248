"""Plots: what each kind of act looks like at each sensor (needs matplotlib)."""

import sys

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from benchmarks.worlds.segmented.body import PLACES
from benchmarks.worlds.segmented.world import Night, night


def piece(n: Night, place: str, a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Instants and readings of one sensor between two times."""
    for s in n.streams[place]:
        i, j = int((a - s.start_s) * s.rate), int((b - s.start_s) * s.rate)
        if i >= 0 and j < len(s.xyz):
            return s.start_s + np.arange(i, j) / s.rate, s.xyz[i:j]
    return np.zeros(0), np.zeros((0, 3))


def sheet(n: Night, times: list[tuple[float, float, str]], path: str) -> None:
    """Draw spans of a night, one row each, one column a sensor."""
    fig, ax = plt.subplots(len(times), 3, figsize=(17, 2.3 * len(times)), squeeze=False)
    for row, (a, b, title) in zip(ax, times, strict=True):
        for x, p in zip(row, PLACES, strict=True):
            t, r = piece(n, p, a, b)
            if len(t):
                x.plot(t, (r - np.median(r[: max(10, len(r) // 12)], axis=0)) * 1e3, lw=0.6)
            for truth in n.truth:
                if a < truth.onset_s < b and truth.visible[p] > 0.001:
                    x.axvspan(
                        truth.onset_s, truth.onset_s + truth.duration_s, alpha=0.12, color="k"
                    )
            x.set_title(f"{title} {p}", fontsize=7)
            x.tick_params(labelsize=6)
    fig.tight_layout()
    fig.savefig(path, dpi=60)
    plt.close(fig)


def main() -> None:
    """Draw examples of one kind from one night: scenario seed kind file [width] [source]."""
    scenario, seed, kind, path = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    wide = float(sys.argv[5]) if len(sys.argv) > 5 else 0.0
    n = night(seed, scenario, hours=float(sys.argv[6]) if len(sys.argv) > 6 else 4.0)
    some = [t for t in n.truth if t.kind == kind]
    some = some[:: max(1, len(some) // 6)][:6]
    spans = [
        (
            t.onset_s - 2 - wide / 4,
            t.onset_s + t.duration_s + 2 + wide,
            f"{kind} {t.onset_s:.0f} {t.limbs}",
        )
        for t in some
    ]
    print(len(some), n.facts["mattress"], n.facts["postures"], n.facts["segments"])
    sheet(n, spans, path)


if __name__ == "__main__":
    main()
