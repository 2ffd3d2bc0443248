"""Physical sanity of the world, as a table; python check.py [seed ...] [scenario ...]."""

import sys
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.rigid.world import SCENARIOS, night

PLACES = ("ankle_left", "ankle_right", "wrist")
MAIN = ("none", "plm", "hypnic", "partner_plm", "walks", "rls", "pet", "convulsive", "dream")


def rest_error(made) -> float:
    """Median | |a| - 1 | in g over quiet seconds of all sensors."""
    out = []
    for runs in made.streams.values():
        for run in runs:
            n = int(run.rate)
            blocks = run.xyz[: len(run.xyz) // n * n].reshape(-1, n, 3)
            quiet = blocks.std(1).max(1) < 0.02
            out.append(np.abs(np.linalg.norm(blocks[quiet].mean(1), axis=1) - 1))
    return float(np.median(np.concatenate(out)))


def inside(made) -> None:
    """Assert that every movement lies inside the streams of some sensor."""
    edges = [
        (r[0].start_s, r[-1].start_s + len(r[-1].xyz) / r[-1].rate) for r in made.streams.values()
    ]
    for x in made.truth:
        assert any(a <= x.onset_s and x.onset_s + x.duration_s <= b for a, b in edges), x
        assert x.duration_s > 0 and set(x.limbs) <= set(PLACES), x
        assert x.source in ("self", "partner", "pet", "bed"), x
    assert all(np.isfinite(r.xyz).all() for runs in made.streams.values() for r in runs)


def same(a, b) -> bool:
    """Whether two nights are the same to the byte."""
    return a.truth == b.truth and all(
        x.start_s == y.start_s and x.xyz.tobytes() == y.xyz.tobytes()
        for p in PLACES
        for x, y in zip(a.streams[p], b.streams[p], strict=True)
    )


def report(seeds, scenarios) -> None:
    """Print the table."""
    every, lengths, crossing = defaultdict(list), defaultdict(list), defaultdict(list)
    for seed in seeds:
        for scenario in scenarios:
            start = time.process_time()
            made = night(seed, scenario)
            took = time.process_time() - start
            inside(made)
            asleep = sum(b - a for a, b in made.sleep) / 3600
            own = sum(x.kind == "plm" for x in made.truth)
            print(
                f"{scenario:12s} seed {seed:3d} {took:5.1f} s cpu  {made.facts['mattress']:7s}"
                f" rest error {1000 * rest_error(made):5.1f} mg  asleep {asleep:4.1f} h"
                f"  plm {own / max(asleep, 0.1):5.1f}/h  told {len(made.truth)}"
            )
            for x in made.truth:
                key = x.kind if x.source == "self" else f"{x.kind} ({x.source})"
                every[key].append(max(x.visible.values()))
                lengths[key].append(x.duration_s)
                if x.kind in ("plm", "limb_movement"):
                    idle = [v for p, v in x.visible.items() if p not in x.limbs]
                    if idle and max(x.visible.values()) > 0.1:
                        share = max(idle) / max(x.visible.values())
                        crossing[made.facts["mattress"]].append(share)
    print(
        f"\n{'kind':22s} {'n':>5s} {'mg 10 %':>8s} {'50 %':>8s} {'90 %':>8s} {'max':>8s}"
        f" {'s 10 %':>7s} {'50 %':>7s} {'90 %':>7s} {'>10 mg':>7s}"
    )
    for key in sorted(every):
        g, d = 1000 * np.array(every[key]), np.array(lengths[key])
        low, mid, high, top = np.percentile(g, [10, 50, 90, 100])
        a, b, c = np.percentile(d, [10, 50, 90])
        print(
            f"{key:22s} {g.size:5d} {low:8.1f} {mid:8.1f} {high:8.1f} {top:8.0f}"
            f" {a:7.2f} {b:7.2f} {c:7.2f} {np.mean(g > 10):7.2f}"
        )
    print("\nshare of a limb's movement that reaches the other limbs through the bed, median")
    for kind, share in sorted(crossing.items()):
        print(f"  {kind:8s} {100 * np.median(share):5.1f} %  (n {len(share)})")


def main() -> None:
    """Check determinism, then print the table."""
    names = [x for x in sys.argv[1:] if x in SCENARIOS]
    seeds = [int(x) for x in sys.argv[1:] if x.isdigit()] or [1]
    a, b = (night(7, "mixed", hours=1.0) for _ in range(2))
    assert same(a, b), "one seed, two nights"
    report(seeds, names or MAIN)


if __name__ == "__main__":
    main()
