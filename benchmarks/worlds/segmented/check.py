"""Check: physical sanity of a few nights, printed as tables, with assertions."""

import hashlib
import resource
import time
from collections import defaultdict

import numpy as np

from benchmarks.worlds.segmented.body import PLACES
from benchmarks.worlds.segmented.world import SCENARIOS, Night, night

NIGHTS = (
    ("none", 1),
    ("plm", 2),
    ("plm_severe", 3),
    ("hypnic", 4),
    ("partner_plm", 5),
    ("walks", 6),
    ("rls", 7),
    ("bed_shaken", 8),
    ("convulsive", 9),
    ("mixed", 10),
)


def digest(n: Night) -> str:
    """Fingerprint of everything a night holds."""
    h = hashlib.sha256()
    for p in PLACES:
        for s in n.streams[p]:
            h.update(repr((s.start_s, s.rate)).encode() + s.xyz.tobytes())
    h.update(repr((n.truth, n.sleep, n.bed)).encode())
    return h.hexdigest()


def still(n: Night) -> list[float]:
    """Mean |a| (g) of quiet half-minutes of each sensor."""
    out = []
    for p in PLACES:
        for s in n.streams[p]:
            k = int(30 * s.rate)
            if len(s.xyz) < 40 * k:
                continue
            x = s.xyz[: len(s.xyz) // k * k].reshape(-1, k, 3)
            quiet = x.std(1).max(1)
            best = x[np.argsort(quiet)[: max(5, len(x) // 10)]]
            out.append(float(np.linalg.norm(best.mean(1), axis=1).mean()))
    return out


def inspect(n: Night) -> None:
    """Assert what must hold in every night."""
    assert set(n.streams) == set(PLACES)
    for p in PLACES:
        last = -1.0
        for s in n.streams[p]:
            assert s.xyz.dtype == np.float32 and s.xyz.ndim == 2 and s.xyz.shape[1] == 3
            assert np.isfinite(s.xyz).all() and len(s.xyz) and s.start_s > last
            last = s.start_s + (len(s.xyz) - 1) / s.rate
    first = min(n.streams[p][0].start_s for p in PLACES)
    last = max(
        n.streams[p][-1].start_s + len(n.streams[p][-1].xyz) / n.streams[p][-1].rate for p in PLACES
    )
    onsets = [t.onset_s for t in n.truth]
    assert onsets == sorted(onsets)
    for t in n.truth:
        assert first <= t.onset_s and t.onset_s + t.duration_s <= last, t
        assert t.duration_s > 0 and set(t.visible) == set(PLACES) and set(t.limbs) <= set(PLACES)
        assert t.source in ("self", "partner", "pet", "bed")
    assert all(b > a for a, b in n.sleep) and n.bed[0] < n.sleep[0][0] and n.sleep[-1][1] < n.bed[1]


def q(x: list[float], form: str) -> str:
    """Median and 10-90 % of a list."""
    return " ".join(format(v, form) for v in np.percentile(x, [50, 10, 90]))


def main() -> None:
    """Print the tables."""
    peaks, lasts, seen, shares = defaultdict(list), defaultdict(list), defaultdict(list), []
    for scenario, seed in NIGHTS:
        c = time.process_time()
        n = night(seed, scenario)
        c = time.process_time() - c
        inspect(n)
        rest = still(n)
        asleep = sum(b - a for a, b in n.sleep) / 3600
        count = defaultdict(int)
        for t in n.truth:
            kind = t.kind if t.source == "self" else f"external/{t.source}"
            count[kind] += 1
            mine = [t.visible[p] for p in (t.limbs or PLACES)]
            peaks[kind].append(1e3 * max(mine))
            lasts[kind].append(t.duration_s)
            seen[kind].append(max(t.visible.values()) > 0.01)
        rates = ", ".join(f"{k} {v / asleep:.1f}" for k, v in sorted(count.items()))
        print(
            f"{scenario:12s} {seed:3d} {c:5.1f} s cpu, rest {min(rest):.3f}-{max(rest):.3f} g,",
            end=" ",
        )
        print(
            f"asleep {asleep:.1f} h, {n.facts['mattress']}, {n.facts['dense_s'] / 60:.0f} min dense"
        )
        print(f"    per hour asleep: {rates}")
        assert min(rest) > 0.93 and max(rest) < 1.07
        shares.append(c)
    print(
        f"\n{'kind':18s} {'n':>5s}  peak mg (median, 10-90 %)  duration s            share > 10 mg"
    )
    for k in sorted(peaks):
        print(
            f"{k:18s} {len(peaks[k]):5d}  {q(peaks[k], '7.1f'):26s} "
            f"{q(lasts[k], '6.2f'):20s} {np.mean(seen[k]):6.2f}"
        )
    for scenario in ("plm", "partner_plm"):
        a, b = (digest(night(11, scenario, hours=1.5)) for _ in range(2))
        assert a == b, "not deterministic"
    for scenario in SCENARIOS:
        inspect(night(12, scenario, hours=2.0))
    print(
        f"\nmean {np.mean(shares):.1f} s cpu, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"
    )
    print("deterministic; all scenarios pass")


if __name__ == "__main__":
    main()
