"""Physical sanity of this world's nights: ``python -m benchmarks.worlds.direct.check``."""

import sys
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.direct.world import SCENARIOS, night
from benchmarks.worlds.night import Night, Truth, same

HOURS = 1.5


def _length_of_gravity(one: Night) -> float:
    """Largest departure of a sensor's median length of acceleration from 1 g."""
    medians = []
    for runs in one.streams.values():
        data = np.concatenate([run.xyz for run in runs])
        medians.append(abs(float(np.median(np.linalg.norm(data, axis=1))) - 1.0))
    return max(medians)


def _faults(one: Night) -> list[str]:
    out = []
    if _length_of_gravity(one) > 0.05:
        out.append(f"median length {_length_of_gravity(one):.3f} g off")
    asleep = sum(end - begin for begin, end in one.sleep)
    if asleep < 0.5 * 3600.0 * HOURS:
        out.append(f"asleep {asleep / 36.0 / HOURS:.0f} %")
    for runs in one.streams.values():
        if any(run.xyz.dtype != np.float32 or not np.isfinite(run.xyz).all() for run in runs):
            out.append("samples not finite float32")
        ends = [run.start_s + len(run.xyz) / run.rate for run in runs]
        if any(run.start_s < end for run, end in zip(runs[1:], ends, strict=False)):
            out.append("runs overlap")
    last = 0.0
    for each in one.truth:
        if each.onset_s < last or each.duration_s <= 0.0 or each.source not in _SOURCES:
            out.append(f"odd truth {each}")
        last = each.onset_s
        top = max(each.visible.values())
        if not 0.0 <= top < 6.0:
            out.append(f"visible {top:.1f} g of {each.kind}")
    return out


_SOURCES = ("self", "partner", "pet", "bed")


def _row(kind: str, found: list[tuple[int, Truth]]) -> str:
    tops = [max(each.visible.values()) for _, each in found]
    lasts = [each.duration_s for _, each in found]
    gaps = [
        after.onset_s - before.onset_s
        for (night_of, before), (other, after) in zip(found[:-1], found[1:], strict=True)
        if night_of == other
    ]
    low, mid, high = np.percentile(tops, [10, 50, 90]) * 1e3
    short, usual, long = np.percentile(lasts, [10, 50, 90])
    gap = f"{np.median(gaps):7.1f}" if gaps else "      -"
    return (
        f"{kind:15} {len(found):5d}  {low:7.1f} {mid:7.1f} {high:7.1f}"
        f"  {short:6.2f} {usual:6.2f} {long:6.2f}  {gap}"
    )


def main() -> int:
    """Print a table; return 1 where something cannot be."""
    kinds: dict[str, list[tuple[int, Truth]]] = defaultdict(list)
    bad, spent, rank = 0, 0.0, 0
    for scenario in SCENARIOS:
        for seed in (int(word) for word in sys.argv[1:] or ["1"]):
            began = time.process_time()
            one = night(seed, scenario, HOURS)
            spent = max(spent, time.process_time() - began)
            for fault in _faults(one):
                print(f"{scenario} {seed}: {fault}")
                bad += 1
            for each in one.truth:
                name = each.kind if each.source == "self" else f"ext. {each.source}"
                kinds[f"{name} (toes)" if scenario == "toes" and name == "plm" else name].append(
                    (rank, each)
                )
            rank += 1
    if not same(night(1, "mixed", 0.5), night(1, "mixed", 0.5)):
        print("not the same twice")
        bad += 1
    print(
        "kind                n   top mg: 10 %    50 %    90 %   s: 10 %   50 %   90 %  interval s"
    )
    for kind in sorted(kinds):
        print(_row(kind, kinds[kind]))
    print(f"{rank} nights of {HOURS} h, at most {spent:.1f} s of CPU; {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
