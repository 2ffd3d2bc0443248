"""Physical sanity of some nights: ``python -m benchmarks.worlds.engine.check [scenario ...]``."""

import sys
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.engine.world import SCENARIOS, night
from benchmarks.worlds.night import Night, same

SEED = 5
HOURS = 1.0


def _finite(one: Night) -> tuple[bool, float, float]:
    runs = [run for streams in one.streams.values() for run in streams]
    fine = all(np.isfinite(run.xyz).all() and run.xyz.dtype == np.float32 for run in runs)
    length = float(np.median([np.median(np.linalg.norm(run.xyz, axis=1)) for run in runs]))
    peak = max(float(np.abs(run.xyz).max()) for run in runs)
    return fine, length, peak


def main() -> None:
    """Print medians of amplitude, duration and interval by kind, and what must hold."""
    names = sys.argv[1:] or list(SCENARIOS)
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    gaps: list[float] = []
    bad: list[str] = []
    for name in names:
        start = time.process_time()
        one = night(SEED, name, HOURS)
        cpu = time.process_time() - start
        fine, length, peak = _finite(one)
        slept = sum(b - a for a, b in one.sleep)
        print(f"{name:12s} {cpu:5.1f} s CPU, {len(one.truth):4d} movements, |a| {length:.3f} g, "
              f"peak {peak:.1f} g, asleep {slept / 36 / HOURS:.0f} %")  # fmt: skip
        if not fine or abs(length - 1) > 0.05 or slept < 0.45 * HOURS * 3600:
            bad.append(f"{name}: samples, gravity or sleep")
        periodic = [e.onset_s for e in one.truth if e.kind == "plm"]
        gaps += [d for d in np.diff(periodic) if d < 90]
        for event in one.truth:
            worn = event.limbs or tuple(event.visible)
            seen = max(event.visible[place] for place in worn)
            key = f"{event.kind} ({event.source})" if event.kind == "external" else event.kind
            kinds[key].append((seen, event.duration_s))
            if event.duration_s <= 0 or not np.isfinite(seen):
                bad.append(f"{name}: {event.kind} at {event.onset_s:.1f} s")
    print(f"\n{'kind':22s} {'n':>5s} {'mg: 5 %':>14s} {'50 %':>7s} {'95 %':>7s} {'s: 5 %':>8s} "
          f"{'50 %':>6s} {'95 %':>6s}")  # fmt: skip
    for key in sorted(kinds):
        seen, lasts = (np.array(column) for column in zip(*kinds[key], strict=True))
        a, b = np.percentile(seen * 1000, (5, 50, 95)), np.percentile(lasts, (5, 50, 95))
        print(f"{key:22s} {len(seen):5d} {a[0]:14.1f} {a[1]:7.1f} {a[2]:7.1f} {b[0]:8.2f} "
              f"{b[1]:6.2f} {b[2]:6.2f}")  # fmt: skip
    if gaps:
        print(f"periodic interval: median {np.median(gaps):.1f} s")
    if not same(night(SEED, names[0], 0.5), night(SEED, names[0], 0.5)):
        bad.append(f"{names[0]}: two nights of one seed differ")
    print("all holds" if not bad else "\n".join(bad))
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
