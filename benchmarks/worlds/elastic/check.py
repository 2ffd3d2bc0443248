"""Physical sanity of some nights: python check.py [scenario ...]."""

import sys
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.elastic.world import SCENARIOS, night

MAIN = [
    "none",
    "plm",
    "hypnic",
    "partner_plm",
    "walks",
    "pet",
    "breathing",
    "dream",
    "toes",
    "mixed",
]


def rest_length(got, name):
    """Median length of the vector in quiet seconds of a sensor."""
    values = []
    for run in got.streams[name]:
        step = max(1, int(run.rate))
        n = len(run.xyz) // step * step
        seconds = run.xyz[:n].reshape(-1, step, 3)
        quiet = np.ptp(seconds, axis=1).max(1) < 0.03 + 4 * got.facts["sensors"][name].grain
        values.append(np.linalg.norm(seconds.mean(1), axis=1)[quiet])
    return float(np.median(np.concatenate(values)))


def describe(got):
    """Rows: kind, source, count, peak in g (10, 50, 90 %), durations, share above 5 mg."""
    groups = defaultdict(list)
    for truth in got.truth:
        groups[truth.kind, truth.source].append(truth)
    for (kind, source), found in sorted(groups.items()):
        named = [max(t.visible[n] for n in (t.limbs or t.visible)) for t in found]
        low, mid, high = np.percentile(named, [10, 50, 90])
        spans = np.percentile([t.duration_s for t in found], [10, 50, 90])
        seen = np.mean(np.array(named) > 0.005)
        print(
            f"    {kind:15s} {source:8s} {len(found):4d}  {low:7.4f} {mid:7.4f} {high:7.4f} g  "
            f"{spans[0]:6.2f} {spans[1]:6.2f} {spans[2]:6.2f} s  seen {seen:.2f}"
        )


def check(got):
    """Assert what must hold of every night."""
    first = min(run.start_s for runs in got.streams.values() for run in runs)
    last = max(r.start_s + len(r.xyz) / r.rate for runs in got.streams.values() for r in runs)
    onsets = [truth.onset_s for truth in got.truth]
    assert onsets == sorted(onsets)
    for truth in got.truth:
        assert first <= truth.onset_s and truth.onset_s + truth.duration_s <= last, truth
        assert all(np.isfinite(value) for value in truth.visible.values()), truth
    for name, runs in got.streams.items():
        assert all(np.isfinite(run.xyz).all() and run.xyz.dtype == np.float32 for run in runs)
        assert all(a.start_s + len(a.xyz) / a.rate < b.start_s for a, b in zip(runs, runs[1:]))
        assert abs(rest_length(got, name) - 1) < 0.08, (name, rest_length(got, name))


def same(one, two):
    """Whether two nights hold the same bytes."""
    return one.truth == two.truth and all(
        a.xyz.tobytes() == b.xyz.tobytes() and a.start_s == b.start_s
        for name in one.streams
        for a, b in zip(one.streams[name], two.streams[name], strict=True)
    )


def main():
    """Print the table of ten nights and check that nights repeat."""
    one, two = (night(3, "mixed", hours=1.0) for _ in range(2))
    assert same(one, two)
    chosen = sys.argv[1:] or MAIN
    chosen = list(SCENARIOS) if chosen == ["all"] else chosen
    for seed, scenario in enumerate(chosen):
        wall, cpu = time.perf_counter(), time.process_time()
        got = night(seed, scenario)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        check(got)
        bed = got.facts["bed"]
        rest = " ".join(f"{rest_length(got, name):.3f}" for name in got.streams)
        print(
            f"{scenario} {seed}: {wall:.1f} s ({cpu:.1f} s of one core), {bed.kind} on {bed.floor},"
        )
        rate = got.streams["wrist"][0].rate
        print(f"    partner {got.facts['partner']}, rest |a| {rest} g, {rate:.2f} Hz")
        describe(got)


if __name__ == "__main__":
    main()
