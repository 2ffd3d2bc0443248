"""Windows: the dense stretches of a night, and the rest angles between them."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.segmented.act import Act
from benchmarks.worlds.segmented.body import N
from benchmarks.worlds.segmented.posture import FD, minjerk
from benchmarks.worlds.segmented.timeline import Line

NODE = 2  # rest angles per second


@dataclass(kw_only=True)
class Window:
    """A dense stretch of frames [k, k + n) with its joint angles."""

    k: int
    n: int
    acts: list[int]
    shifts: list[int]
    q: np.ndarray | None = None
    start: int = 0  # column in the concatenated dense arrays


def windows(acts: list[Act], moved: list[np.ndarray], line: Line, last: int) -> list[Window]:
    """Merge the spans of acts and shifts into windows."""
    spans = [
        (int(a.at * FD), int(a.at * FD) + m.shape[1], 0, i)
        for i, (a, m) in enumerate(zip(acts, moved, strict=True))
    ]
    spans += [(s.k, s.k + s.path.shape[1], 1, i) for i, s in enumerate(line.shifts)]
    out: list[Window] = []
    for a, b, what, i in sorted(spans):
        a, b = max(0, a - 80), min(last, b + 100)
        if not out or a > out[-1].k + out[-1].n + 200:
            out.append(Window(k=a, n=max(b - a, 320), acts=[], shifts=[]))
        w = out[-1]
        w.n = max(w.n, b - w.k)
        (w.shifts if what else w.acts).append(i)
    for w in out:
        w.n = min(w.n, last - w.k)
    return [w for w in out if w.n >= 150]


def fill(
    rng: np.random.Generator,
    acts: list[Act],
    moved: list[np.ndarray],
    line: Line,
    ws: list[Window],
    nodes: int,
) -> np.ndarray:
    """Joint angles of all windows, and the rest angles (N, nodes) between them."""
    rest = np.empty((N, nodes))
    base, at = line.first.copy(), 0
    keep, creep = rng.uniform(0.2, 0.8), rng.uniform(6, 25)
    going: list[tuple[int, np.ndarray]] = []

    def level(t: np.ndarray) -> np.ndarray:
        out = np.repeat(base[:, None], len(t), axis=1)
        for k, r in going:  # what friction holds creeps back in part
            out += r[:, None] * (1 - (1 - keep) * minjerk((t - k) / (creep * NODE)))
        return out

    for w in ws:
        middle = int(np.ceil((w.k + w.n / 2) / FD * NODE))
        start = level(np.array([w.k / FD * NODE]))[:, 0]
        rest[:, at:middle] = level(np.arange(at, middle))
        at = middle
        flat = np.repeat(start[:, None], w.n, axis=1)
        off = np.zeros((N, w.n))
        items = [(int(acts[i].at * FD) - w.k, 0, i) for i in w.acts]
        items += [(line.shifts[i].k - w.k, 1, i) for i in w.shifts]
        for k, what, i in sorted(items):
            if what:
                path = line.shifts[i].path[:, : w.n - k]
                n = path.shape[1]
                ramp = minjerk(np.arange(n) / max(n - 1, 1))
                path = path + (flat[:, k] - path[:, 0])[:, None] * (1 - ramp)
                flat[:, k : k + n] = path
                flat[:, k + n :] = path[:, -1:]
                off[:, k : k + n] *= 1 - ramp
                off[:, k + n :] = 0
            else:
                m = moved[i][:, : w.n - k]
                off[:, k : k + m.shape[1]] += m
                off[:, k + m.shape[1] :] += m[:, -1:]
        w.q = flat + off
        if w.shifts:
            base, going = flat[:, -1].copy(), []
            base[:3] = 0
        done = [(k, r) for k, r in going if (w.k + w.n) / FD * NODE > k + creep * NODE]
        for _, r in done:
            base = np.clip(base + keep * r, line_low(base), line_high(base))
        going = [(k, r) for k, r in going if (w.k + w.n) / FD * NODE <= k + creep * NODE]
        going.append(((w.k + w.n) / FD * NODE, np.clip(off[:, -1], -0.15, 0.15)))
    rest[:, at:] = level(np.arange(at, nodes))
    return rest


def line_low(q: np.ndarray) -> np.ndarray:
    """No rest angle creeps below this."""
    return np.where(np.arange(N) < 6, q - 0.05, q - 0.1)


def line_high(q: np.ndarray) -> np.ndarray:
    """No rest angle creeps above this."""
    return np.where(np.arange(N) < 6, q + 0.05, q + 0.1)
