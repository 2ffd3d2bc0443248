"""Physical sanity of this world's nights: ``python -m benchmarks.worlds.levers.check``."""

import sys
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.levers.sleeper import LEGS
from benchmarks.worlds.levers.world import SCENARIOS, night
from benchmarks.worlds.night import Night, Truth, same

HOURS = 1.5
SOURCES = ("self", "partner", "pet", "bed")
HEAD = (
    "kind               n  top mg: 5 %    50 %    95 %   s: 5 %   50 %    95 %  others' share"
    "  interval s  stride"
)


def _faults(one: Night) -> list[str]:
    out = []
    asleep = sum(end - begin for begin, end in one.sleep)
    if asleep < 0.3 * 3600.0 * HOURS:
        out.append(f"asleep {asleep / 36.0 / HOURS:.0f} %")
    for runs in one.streams.values():
        data = np.concatenate([run.xyz for run in runs])
        if data.dtype != np.float32 or not np.isfinite(data).all() or np.abs(data).max() >= 16.0:
            out.append("samples not finite float32 below 16 g")
        # offset 60 mg and gain 3 % are drawn on purpose
        if abs(float(np.median(np.linalg.norm(data, axis=1))) - 1.0) > 0.1:
            out.append("gravity is not 1 g")
        ends = [run.start_s + len(run.xyz) / run.rate for run in runs]
        if any(run.start_s < end for run, end in zip(runs[1:], ends, strict=False)):
            out.append("runs overlap")
    last = 0.0
    for each in one.truth:
        if each.onset_s < last or each.duration_s <= 0.0 or each.source not in SOURCES:
            out.append(f"odd truth {each}")
        last = each.onset_s
        top = max(each.visible.values())
        if not 0.0 <= top < 8.0:
            out.append(f"visible {top:.1f} g of {each.kind}")
    return out


def _stride(one: Night, each: Truth) -> float:
    """How far an ankle repeats itself after 0.8 to 2.2 s, as strides do; nan where short."""
    best = float("nan")
    for run in (run for leg in LEGS for run in one.streams[leg]):
        first = int((each.onset_s + 1.0 - run.start_s) * run.rate)
        last = int((each.onset_s + each.duration_s - 1.0 - run.start_s) * run.rate)
        if first < 0 or last > len(run.xyz) or last - first < 6.0 * run.rate:
            continue
        wave = run.xyz[first:last] - run.xyz[first:last].mean(axis=0)
        for lag in range(int(0.8 * run.rate), int(2.2 * run.rate)):
            ahead, behind = wave[lag:], wave[:-lag]
            like = np.sum(ahead * behind) / np.sqrt(np.sum(ahead**2) * np.sum(behind**2))
            best = float(np.fmax(best, like))
    return best


def _row(kind: str, found: list[tuple[int, Truth, float]]) -> str:
    tops = 1e3 * np.array([max(each.visible.values()) for _, each, _ in found])
    seconds = 1e3 * np.array([sorted(each.visible.values())[1] for _, each, _ in found])
    gaps = [
        after.onset_s - before.onset_s
        for (rank, before, _), (other, after, _) in zip(found[:-1], found[1:], strict=True)
        if rank == other
    ]
    gap = f"{np.median(gaps):10.1f}" if gaps else "         -"
    strides = [stride for _, _, stride in found if np.isfinite(stride)]
    stride = f"{np.median(strides):6.2f}" if strides else "     -"
    low, mid, high = np.percentile(tops, [5, 50, 95])
    short, usual, long = np.percentile([each.duration_s for _, each, _ in found], [5, 50, 95])
    return (
        f"{kind:15} {len(found):5d}  {low:8.1f} {mid:7.1f} {high:7.1f}   {short:5.2f} {usual:6.2f}"
        f" {long:7.2f}  {np.median(seconds / np.maximum(tops, 1e-3)):13.3f}  {gap}  {stride}"
    )


def main() -> int:
    """Print a table; return 1 where something cannot be."""
    kinds: dict[str, list[tuple[int, Truth, float]]] = defaultdict(list)
    bad, spent, rank = 0, 0.0, 0
    for scenario in SCENARIOS:
        for seed in (int(word) for word in sys.argv[1:] or ["5"]):
            began = time.process_time()
            one = night(seed, scenario, HOURS)
            spent = max(spent, time.process_time() - began)
            for fault in _faults(one):
                print(f"{scenario} {seed}: {fault}")
                bad += 1
            for each in one.truth:
                name = each.kind if each.source == "self" else f"ext. {each.source}"
                name = f"{name} (toes)" if scenario == "toes" and name == "plm" else name
                kinds[name].append((rank, each, _stride(one, each)))
            rank += 1
    if not same(night(5, "mixed", 0.5), night(5, "mixed", 0.5)):
        print("not the same twice")
        bad += 1
    print(HEAD)
    for kind in sorted(kinds):
        print(_row(kind, kinds[kind]))
    print(f"{rank} nights of {HOURS} h, at most {spent:.1f} s of CPU; {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
