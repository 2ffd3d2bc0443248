"""What a still limb shows: breathing, drift, pulse and sensor grain, all from real rest."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.worlds.collage.paste import sample
from benchmarks.worlds.collage.scraps import Scraps
from benchmarks.worlds.collage.spin import matrix, square


def chunks(
    rng: np.random.Generator,
    bank: list[tuple[float, np.ndarray]],
    n: int,
    rate: float,
    *,
    seconds: float,
    tempo: tuple[float, float],
    spins: int,
) -> np.ndarray:
    """Return n samples of shuffled, re-timed, rotated and cross-faded pieces of real stillness."""
    hop, fade = int(seconds * rate), int(0.8 * rate)
    cut = []
    for _ in range(16):
        fs, x = bank[rng.integers(len(bank))]
        step = fs / rate * rng.uniform(*tempo)
        step = min(step, (len(x) - 2) / (hop + fade))
        first = rng.uniform(0, len(x) - 1 - step * (hop + fade))
        cut.append(sample(x, first + step * np.arange(hop + fade)))
    cut = np.array(cut)
    m = n // hop + 1
    which, way = rng.integers(len(cut), size=m), np.arange(m) * spins // m
    turn = np.array([matrix(rng) for _ in range(spins)])
    whole = np.einsum("knc,kdc->knd", cut[which], turn[way]).astype(np.float32)
    ramp = np.sin(np.linspace(0, np.pi / 2, fade)).astype(np.float32)[:, None]
    whole[1:, :fade] *= ramp
    whole[1:, :fade] += whole[:-1, hop:] * ramp[::-1]
    return whole[:, :hop].reshape(-1, 3)[:n]


def breathing(rng: np.random.Generator, s: Scraps, end: float) -> np.ndarray:
    """Return a night of real breathing at 5/s, unit amplitude, its rate and depth wandering."""
    out, total, need = [], 0, int(end * 5) + 10
    pace = rng.uniform(0.75, 1.2)
    base = s.breaths[rng.integers(len(s.breaths))]
    while total < need:
        if rng.random() < 0.15:
            base = s.breaths[rng.integers(len(s.breaths))]
        at = np.arange(0, len(base) - 1, pace * rng.uniform(0.92, 1.08))
        piece = np.interp(at, np.arange(len(base)), base) * rng.uniform(0.8, 1.2)
        edge = np.minimum(1, np.minimum(np.arange(len(piece)), np.arange(len(piece))[::-1]) / 8)
        out.append(piece * edge)
        total += len(piece)
    return np.concatenate(out)[:need]


def effort(rng: np.random.Generator, spans: list[tuple[float, float]], end: float) -> np.ndarray:
    """Return the depth of breathing at 5/s: 1, but shallow then growing in each apnoea."""
    depth = np.ones(int(end * 5) + 10)
    for a, b in spans:
        i, j = int(a * 5), int(b * 5)
        low, peak = rng.uniform(0.05, 0.5), rng.uniform(0.8, 1.6)
        depth[i:j] = np.linspace(low, peak, j - i) if rng.random() < 0.7 else low
        depth[j : j + 30] = rng.uniform(1.4, 2.4)
    return gaussian_filter1d(depth, 5)


def rest(
    rng: np.random.Generator,
    s: Scraps,
    moves: list[tuple[float, float, np.ndarray]],
    breath: np.ndarray,
    end: float,
    amplitude: float,
    drifting: float,
) -> np.ndarray:
    """Return the slow departure from the gravity of each posture at 5/s, (n, 3) in g.

    `moves` are (begin, end, new gravity); each posture has its own breathing and drift, which fade
    into the next while the sleeper turns. Breathing tilts a limb by 1-10 mg, least at the legs.
    """
    n = int(end * 5) + 10
    slow = np.zeros((n, 3), np.float32)
    for k, (_, at, g) in enumerate(moves):
        begin, stop = moves[k + 1][:2] if k + 1 < len(moves) else (end, end)
        i, b = int(at * 5), int(begin * 5)
        j = max(min(int(stop * 5) + 1, n), i + 2)
        size = min(amplitude * float(np.clip(rng.lognormal(0, 0.7), 0.1, 3)), 0.012)
        tilt = breath[i:j, None] * size * square(g, rng)
        piece = s.drifts[rng.integers(len(s.drifts))]
        span = np.linspace(0, min(len(piece) - 1, (j - i) / 5 * rng.uniform(0.5, 2)), j - i)
        tilt = tilt + sample(piece, span) * drifting * rng.uniform(0.2, 1.2)
        tilt -= np.outer(tilt @ g, g)
        edge = np.ones(j - i)
        edge[max(b - i, 1) :] = np.linspace(1, 0, j - i - max(b - i, 1))
        edge[:8] *= np.linspace(0, 1, min(8, j - i))[: len(edge[:8])]
        slow[i:j] = tilt * edge[:, None]
    return slow
