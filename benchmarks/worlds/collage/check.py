"""Physical sanity of the world: tables, and with a folder as argument plots of each kind."""

import hashlib
import sys
import time
from collections import defaultdict
from itertools import pairwise

import numpy as np

from benchmarks.worlds.collage.world import SCENARIOS, night
from benchmarks.worlds.night import PLACES, Night

CASES = [
    (1, "none"), (2, "plm"), (3, "hypnic"), (4, "partner_plm"), (5, "walks"),
    (6, "breathing"), (7, "rls"), (8, "mixed"), (9, "convulsive"), (10, "toes"),
]  # fmt: skip
BOUNDS = {
    "plm": (0.4, 12),
    "limb_movement": (0.4, 12),
    "hypnic_jerk": (0.2, 1.5),
    "twitch": (0.05, 0.6),
}


def digest(n: Night) -> str:
    """Return a hash of every sample and truth."""
    h = hashlib.sha256()
    for p in PLACES:
        for run in n.streams[p]:
            h.update(repr((run.start_s, run.rate)).encode() + run.xyz.tobytes())
    h.update(repr((n.truth, n.sleep, n.bed)).encode())
    return h.hexdigest()


def piece(n: Night, place: str, a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Return times and samples of one sensor from a to b."""
    t, x = [], []
    for run in n.streams[place]:
        i, j = (int(np.clip((s - run.start_s) * run.rate, 0, len(run.xyz))) for s in (a, b))
        t.append(run.start_s + np.arange(i, j) / run.rate)
        x.append(run.xyz[i:j])
    return np.concatenate(t), np.concatenate(x)


def rests(n: Night, place: str) -> tuple[list[float], list[float]]:
    """Return mean |a| and spread (mg) of ten-second rests far from any truth."""
    edges = sorted((t.onset_s - 3, t.onset_s + t.duration_s + 4) for t in n.truth)
    size, spread, last = [], [], 0.0
    for a, b in [*edges, (n.bed[1], n.bed[1])]:
        if a - last > 14:
            _, x = piece(n, place, last + 2, last + 12)
            if len(x) > 100:
                size.append(float(np.linalg.norm(x.mean(0))))
                spread.append(1000 * float(np.linalg.norm(x - x.mean(0), axis=1).max()))
        last = max(last, b)
    return size, spread


def table(n: Night, took: float) -> None:
    """Print one night."""
    rows = defaultdict(list)
    for t in n.truth:
        rows[t.kind, t.source].append(t)
    hours = sum(b - a for a, b in n.sleep) / 3600
    print(
        f"\n{n.scenario} seed {n.seed}: {took:.1f} s, asleep {hours:.2f} h, {n.facts['mattress']}"
    )
    for p in PLACES:
        size, spread = rests(n, p)
        s = n.facts["sensor"][p]
        q = np.percentile(spread, [10, 50, 90, 100]).round(1) if spread else "-"
        print(
            f"  {p:12s} {s['rate']:6.2f}/s noise {1000 * s['noise']:.1f} mg step"
            f" {1000 * s['step']:.1f} mg rest |a| {np.mean(size):.4f} rest swings mg {q}"
        )
        assert 0.9 < np.mean(size) < 1.1
    for (kind, source), ts in sorted(rows.items()):
        peak = 1000 * np.array([max(t.visible.values()) for t in ts])
        length = np.array([t.duration_s for t in ts])
        seen = [100 * np.mean([t.visible[p] > 0.01 for t in ts]) for p in PLACES]
        print(
            f"  {kind:14s} {source:8s} n {len(ts):4d}"
            f" peak mg {np.percentile(peak, [10, 50, 90]).round(0)}"
            f" s {np.percentile(length, [0, 10, 50, 90, 100]).round(2)}"
            f" >10 mg at {'/'.join(f'{v:.0f}' for v in seen)} %"
        )
        if kind in BOUNDS:
            low, high = BOUNDS[kind]
            assert low < length.min() and length.max() < high, (kind, length.min(), length.max())


def sound(n: Night) -> None:
    """Assert that the truth lies inside the streams and the streams in order."""
    first = min(r[0].start_s for r in n.streams.values())
    last = max(r[-1].start_s + len(r[-1].xyz) / r[-1].rate for r in n.streams.values())
    for t in n.truth:
        assert first <= t.onset_s and t.onset_s + t.duration_s <= last + 1, t
        assert set(t.visible) == set(PLACES) and t.duration_s > 0, t
    for runs in n.streams.values():
        assert all(np.isfinite(r.xyz).all() and r.xyz.dtype == np.float32 for r in runs)
        for a, b in pairwise(runs):
            assert a.start_s + len(a.xyz) / a.rate <= b.start_s + 1e-6
    assert [t.onset_s for t in n.truth] == sorted(t.onset_s for t in n.truth)


def unlabelled(n: Night) -> int:
    """Count moments asleep with a clear movement that no truth covers."""
    cover = sorted((t.onset_s - 1.5, t.onset_s + t.duration_s + 2.5) for t in n.truth)
    found = 0
    for p in PLACES:
        s = n.facts["sensor"][p]
        level = max(0.012, 9 * s["noise"], 2.5 * s["step"])
        last = n.bed[0]
        for a, b in [*cover, (n.bed[1], n.bed[1])]:
            if a > last + 3:
                _, x = piece(n, p, last, min(a, n.bed[1]))
                w = max(int(n.streams[p][0].rate * 0.6), 10)
                m = len(x) // w
                if m:
                    y = x[: m * w].reshape(m, w, 3)
                    found += int(((y.max(1) - y.min(1)).max(1) > 2 * level).sum())
            last = max(last, b)
    return found


def plots(folder: str) -> None:
    """Draw examples of each kind at each sensor."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    examples = defaultdict(list)
    names = sys.argv[2:] or SCENARIOS
    for name in names:
        n = night(3, name)
        for kind in {(t.kind, t.source) for t in n.truth}:
            ts = [t for t in n.truth if (t.kind, t.source) == kind]
            for t in ts[len(ts) // 3 :: max(len(ts) // 2, 1)]:
                examples[kind].append((n, t))
    for (kind, source), ex in examples.items():
        ex = ex[:: max(len(ex) // 5, 1)][:5]
        fig, ax = plt.subplots(3, len(ex), figsize=(5 * len(ex), 8), squeeze=False)
        for k, (n, t) in enumerate(ex):
            for i, p in enumerate(PLACES):
                pad = max(3, 0.15 * t.duration_s)
                ts, x = piece(n, p, t.onset_s - pad, t.onset_s + t.duration_s + pad)
                ax[i, k].plot(ts - t.onset_s, x - np.median(x[:20], 0) if len(x) else x, lw=0.7)
                ax[i, k].axvspan(0, t.duration_s, color="0.9")
                mark = "*" if p in t.limbs else ""
                ax[i, k].set_title(
                    f"{n.scenario} {p}{mark} {1000 * t.visible[p]:.1f} mg", fontsize=8
                )
        fig.tight_layout()
        fig.savefig(f"{folder}/{kind}_{source}.png", dpi=45)
        plt.close(fig)


def main() -> None:
    """Check ten nights."""
    assert digest(night(1, "plm", hours=1.0)) == digest(night(1, "plm", hours=1.0))
    for seed, name in CASES:
        start = time.perf_counter()
        n = night(seed, name)
        table(n, time.perf_counter() - start)
        sound(n)
        print(f"  moments asleep that move without a truth: {unlabelled(n)}")
    for name in SCENARIOS:
        sound(night(11, name, hours=1.0))
    print("\nsame seed same bytes; truth inside streams; all scenarios ran")


if __name__ == "__main__":
    plots(sys.argv[1]) if len(sys.argv) > 1 else main()
