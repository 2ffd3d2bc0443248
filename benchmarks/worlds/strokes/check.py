"""Physical sanity of this world: `python -m benchmarks.worlds.strokes.check [hours] [seed ...]`."""

import sys
import time

import numpy as np

from benchmarks.worlds.night import Night, Truth
from benchmarks.worlds.strokes.world import SCENARIOS, night


def table(nights: list[Night]) -> list[str]:
    """Percentiles of amplitude, duration and interval of every kind and source."""
    groups: dict[tuple[str, str], list[tuple[Night, Truth]]] = {}
    for one in nights:
        for t in one.truth:
            groups.setdefault((t.kind, t.source), []).append((one, t))
    lines = [
        f"{'kind':16s}{'source':9s}{'n':>6s}  peak g 10/50/90      duration s 10/50/90  interval"
    ]
    for (kind, source), items in sorted(groups.items()):
        peak = [
            max((t.visible[x] for x in t.limbs), default=max(t.visible.values())) for _, t in items
        ]
        p = np.percentile(peak, (10, 50, 90))
        d = np.percentile([t.duration_s for _, t in items], (10, 50, 90))
        gaps = []
        for one in {id(n): n for n, _ in items}.values():
            on = [t.onset_s for t in one.truth if (t.kind, t.source) == (kind, source)]
            gaps += list(np.diff(on))
        gap = float(np.median(gaps)) if gaps else float("nan")
        lines.append(
            f"{kind:16s}{source:9s}{len(items):6d}  {p[0]:.4f} {p[1]:.4f} {p[2]:.4f}"
            f"   {d[0]:6.2f} {d[1]:6.2f} {d[2]:6.2f}  {gap:7.1f}"
        )
    return lines


def faults(one: Night) -> list[str]:
    """Tell what is physically wrong with a night."""
    out = []
    name = f"{one.scenario} {one.seed}"
    for place, runs in one.streams.items():
        xyz = np.concatenate([r.xyz for r in runs])
        if xyz.dtype != np.float32 or not np.isfinite(xyz).all():
            out.append(f"{name} {place}: samples")
        length = float(np.median(np.linalg.norm(xyz, axis=1)))
        if abs(length - 1) > 0.03:
            out.append(f"{name} {place}: gravity {length:.3f}")
        ends = [(r.start_s, r.start_s + len(r.xyz) / r.rate) for r in runs]
        if any(b[0] < a[1] for a, b in zip(ends, ends[1:], strict=False)):
            out.append(f"{name} {place}: runs overlap")
    asleep = sum(b - a for a, b in one.sleep)
    total = max(r.start_s + len(r.xyz) / r.rate for v in one.streams.values() for r in v)
    if asleep < 0.5 * total:
        out.append(f"{name}: asleep {asleep / total:.2f}")
    for t in one.truth:
        worst = max(t.visible.values())
        if t.kind in ("plm", "limb_movement") and worst > 2.5:
            out.append(f"{name}: {t.kind} of {worst:.2f} g at {t.onset_s:.1f}")
        if t.kind == "hypnic_jerk" and t.duration_s > 1.0:
            out.append(f"{name}: start of {t.duration_s:.2f} s at {t.onset_s:.1f}")
        if t.kind == "plm" and not 0.3 <= t.duration_s <= 11:
            out.append(f"{name}: plm of {t.duration_s:.2f} s at {t.onset_s:.1f}")
        if worst > 8:
            out.append(f"{name}: {t.kind} of {worst:.1f} g at {t.onset_s:.1f}")
    return out


def main() -> int:
    """Print the table and the faults."""
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    seeds = [int(v) for v in sys.argv[2:]] or [3]
    nights = []
    slowest = 0.0
    for scenario in SCENARIOS:
        for seed in seeds:
            begin = time.process_time()
            nights.append(night(seed, scenario, hours))
            slowest = max(slowest, time.process_time() - begin)
    print("\n".join(table(nights)))
    again = night(seeds[0], "plm", hours)
    first = next(n for n in nights if n.scenario == "plm")
    same = again.truth == first.truth and all(
        np.array_equal(a.xyz, b.xyz)
        for place in again.streams
        for a, b in zip(again.streams[place], first.streams[place], strict=True)
    )
    wrong = [line for one in nights for line in faults(one)]
    if not same:
        wrong.append("a night made twice differs")
    print(f"slowest night {slowest:.1f} s of CPU, made twice the same: {same}")
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
