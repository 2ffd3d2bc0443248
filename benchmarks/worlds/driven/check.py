"""Physical sanity of this world: `python -m benchmarks.worlds.driven.check [hours] [seed]`."""

import sys
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.driven.world import SCENARIOS, night
from benchmarks.worlds.night import PLACES, Night, Truth


def quantiles(values: list[float]) -> str:
    """5th, 50th and 95th percentile."""
    if not values:
        return f"{'-':>23}"
    return " ".join(f"{v:7.3f}" for v in np.percentile(values, [5, 50, 95]))


def lengths(one: Night) -> list[float]:
    """Median length of the acceleration at each place, g."""
    out = []
    for place in PLACES:
        size = np.concatenate([np.linalg.norm(s.xyz, axis=1) for s in one.streams[place]])
        if not np.isfinite(size).all() or size.max() > 28.0:
            raise ValueError(f"{one.scenario}: impossible sample at {place}: {size.max()} g")
        out.append(float(np.median(size)))
    return out


def same(a: Night, b: Night) -> bool:
    """Whether two nights are alike bit for bit."""
    pairs = [(x, y) for p in PLACES for x, y in zip(a.streams[p], b.streams[p], strict=True)]
    return a.truth == b.truth and all(np.array_equal(x.xyz, y.xyz) for x, y in pairs)


def main() -> int:
    """Print the table; 1 when something is impossible."""
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 1.5
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    kinds: dict[str, list[Truth]] = defaultdict(list)
    gaps: dict[str, list[float]] = defaultdict(list)
    bad = 0
    print(f"{'scenario':14}{'cpu s':>6}{'asleep':>8}{'truth':>7}  lengths g")
    for scenario in SCENARIOS:
        begun = time.process_time()
        one = night(seed, scenario, hours)
        spent = time.process_time() - begun
        share = sum(b - a for a, b in one.sleep) / (3600.0 * hours)
        gravity = lengths(one)
        wrong = share < 0.5 or any(abs(g - 1.0) > 0.05 for g in gravity)
        bad += wrong
        shown = " ".join(f"{g:.3f}" for g in gravity)
        print(
            f"{scenario:14}{spent:6.2f}{share:8.2f}{len(one.truth):7}  {shown}"
            f"{'  WRONG' if wrong else ''}"
        )
        before: dict[str, float] = {}
        for t in one.truth:
            kind = t.kind if t.source == "self" else f"{t.kind}/{t.source}"
            kinds[kind].append(t)
            if kind in before:
                gaps[kind].append(t.onset_s - before[kind])
            before[kind] = t.onset_s
    head = "5 50 95 %"
    print(f"\n{'kind':20}{'n':>6}  visible g {head:14}  seconds {head:15}  interval s {head}")
    for kind, all_of in sorted(kinds.items()):
        seen = [max(t.visible.values()) for t in all_of]
        took = [t.duration_s for t in all_of]
        print(
            f"{kind:20}{len(all_of):6}  {quantiles(seen)}   {quantiles(took)}"
            f"   {quantiles(gaps[kind])}"
        )
    alike = same(night(seed, "mixed", 0.5), night(seed, "mixed", 0.5))
    print(f"\nsame twice: {alike}; wrong nights: {bad}")
    return int(bad > 0 or not alike)


if __name__ == "__main__":
    sys.exit(main())
