"""Physical sanity of the world of poses: ``python -m benchmarks.worlds.posed.check [seeds]``."""

import sys
import time
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from benchmarks.worlds.night import PLACES, Night
from benchmarks.worlds.posed.world import SCENARIOS, night

Values = list[float] | NDArray[np.float64]


def three(values: Values) -> str:
    """10th, 50th and 90th percentile."""
    if len(values) == 0:
        return "-"
    low, mid, high = np.percentile(np.asarray(values), [10, 50, 90])
    return f"{low:8.3f} {mid:8.3f} {high:8.3f}"


def gravity(one: Night) -> dict[str, float]:
    """Median length of what each sensor measured, g."""
    return {
        place: float(np.median(np.linalg.norm(np.vstack([s.xyz for s in runs]), axis=1)))
        for place, runs in one.streams.items()
    }


def faults(one: Night) -> list[str]:
    """What is physically or formally wrong in a night."""
    wrong = []
    for place, size in gravity(one).items():
        if not 0.97 < size < 1.03:
            wrong.append(f"{place}: median |a| {size:.3f} g")
    for runs in one.streams.values():
        for run in runs:
            if not np.all(np.isfinite(run.xyz)) or run.xyz.dtype != np.float32:
                wrong.append("samples not finite float32")
    total = one.bed[1] + 200
    for event in one.truth:
        if event.duration_s <= 0 or not 0 <= event.onset_s < total:
            wrong.append(f"{event.kind}: onset {event.onset_s}, duration {event.duration_s}")
        if set(event.visible) != set(PLACES):
            wrong.append(f"{event.kind}: places {sorted(event.visible)}")
        if event.source != "self" and event.limbs:
            wrong.append(f"{event.source} moves the wearer's own {event.limbs}")
        if event.kind == "hypnic_jerk" and event.duration_s > 0.85:
            wrong.append(f"sleep start of {event.duration_s:.2f} s")
    asleep = sum(b - a for a, b in one.sleep)
    if asleep < 0.47 * (one.bed[1] - one.bed[0]):
        wrong.append(f"asleep {asleep / (one.bed[1] - one.bed[0]):.2f} of the time in bed")
    return wrong


def quiet(one: Night) -> float:
    """Largest 99.9 % departure, in noise SDs, where nothing is said to happen."""
    worst = 0.0
    noise = one.facts["noise"]
    assert isinstance(noise, dict)
    busy = [(e.onset_s - 1.0, e.onset_s + e.duration_s + 2.5) for e in one.truth]
    for place, runs in one.streams.items():
        for run in runs:
            t = run.start_s + np.arange(len(run.xyz)) / run.rate
            free = (t > 20) & (t < one.bed[1] - 10)
            for a, b in busy:
                free &= (t < a) | (t > b)
            jump = np.linalg.norm(np.diff(run.xyz[:: max(1, int(run.rate / 5))], axis=0), axis=1)
            ok = free[:: max(1, int(run.rate / 5))]
            jump = jump[ok[:-1] & ok[1:]]
            if len(jump) > 200:
                floor = float(noise[place]) + 0.001
                worst = max(worst, float(np.percentile(jump, 99.9)) / floor)
    return worst


def main() -> int:
    """Print tables; 1 if something is wrong."""
    seeds = [int(v) for v in sys.argv[1:]] or [1, 2]
    own: dict[str, list[float]] = defaultdict(list)
    lasting: dict[str, list[float]] = defaultdict(list)
    other: dict[str, list[float]] = defaultdict(list)
    gaps: dict[str, list[float]] = defaultdict(list)
    index: dict[str, list[float]] = defaultdict(list)
    bad, slowest, loud = 0, 0.0, []
    for scenario in SCENARIOS:
        for seed in seeds:
            begin = time.process_time()
            one = night(seed, scenario, 1.5)
            slowest = max(slowest, time.process_time() - begin)
            loud.append(quiet(one))
            for fault in faults(one):
                print(f"WRONG {scenario} {seed}: {fault}")
                bad += 1
            hours = sum(b - a for a, b in one.sleep) / 3600
            index[scenario].append(sum(e.kind == "plm" for e in one.truth) / hours)
            last: dict[str, float] = {}
            for event in one.truth:
                name = event.kind if event.source == "self" else f"external/{event.source}"
                if name == "plm" and scenario == "toes":
                    name = "plm (toes)"
                seen = [event.visible[p] for p in PLACES if p in event.limbs or not event.limbs]
                own[name].append(max(seen))
                other[name] += [event.visible[p] for p in PLACES if p not in event.limbs]
                lasting[name].append(event.duration_s)
                if name in last:
                    gaps[name].append(event.onset_s - last[name])
                last[name] = event.onset_s
    print(
        f"{'kind':18s} {'n':>5s} {'visible g (10 50 90 %)':>27s} {'elsewhere g':>27s}"
        f" {'duration s':>27s} {'interval s':>27s}"
    )
    for name in sorted(own):
        print(
            f"{name:18s} {len(own[name]):5d} {three(own[name])} {three(other[name]):>27s}"
            f" {three(lasting[name])} {three(gaps[name]):>27s}"
        )
    print(
        "periodic per hour asleep:",
        {k: [round(x, 1) for x in v] for k, v in index.items() if max(v) > 0},
    )
    print(
        f"slowest night of 1.5 h: {slowest:.1f} s CPU; between movements the 99.9 % jump over "
        f"0.2 s is {three(loud)} noise SDs + 1 mg"
    )
    first, again = night(seeds[0], "mixed", 0.5), night(seeds[0], "mixed", 0.5)
    same = first.truth == again.truth and all(
        np.array_equal(a.xyz, b.xyz)
        for p in PLACES
        for a, b in zip(first.streams[p], again.streams[p], strict=True)
    )
    print("deterministic:", same)
    return int(bad > 0 or not same)


if __name__ == "__main__":
    sys.exit(main())
