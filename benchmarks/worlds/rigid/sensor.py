"""The sensor: mounting, errors of the element, sampling, lost radio."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial.transform import Rotation


@dataclass(frozen=True, kw_only=True)
class Device:
    """What was drawn for one sensor."""

    rate: float
    start: float
    mount: np.ndarray
    matrix: np.ndarray
    offset: np.ndarray
    drift: float
    noise: float
    step: float
    span: float
    gaps: list
    slips: float


def draw_devices(rng, places, seconds: float) -> dict[str, Device]:
    """Draw the sensors of a night: one product, small differences."""
    nominal = float(rng.choice([50, 50, 50, 50, 25, 26, 52, 100, 100, 31.25]))
    noise = np.exp(rng.uniform(np.log(0.0006), np.log(0.006)))
    span = float(rng.choice([2, 4, 8, 16], p=[0.15, 0.35, 0.4, 0.1]))
    step = float(rng.choice([span / 32768, 0.001, 0.0039, span / 512, 1 / 64]))
    flaky = rng.choice([0.0, 0.5, 4.0], p=[0.5, 0.35, 0.15])  # losses an hour
    long_gap = rng.random() < 0.08
    out = {}
    for place in places:
        gaps = []
        for t in rng.uniform(30, seconds - 60, rng.poisson(flaky * seconds / 3600)):
            gaps.append((t, t + float(np.exp(rng.normal(1.0, 1.1)))))
        if long_gap and rng.random() < 0.5:
            t = rng.uniform(0.2, 0.8) * seconds
            gaps.append((t, min(t + rng.uniform(300, 3000), seconds - 60)))
        out[place] = Device(
            rate=nominal * (1 + rng.uniform(-0.005, 0.005)),
            start=float(rng.uniform(0, 1.5)),
            mount=Rotation.random(random_state=rng).as_matrix(),
            matrix=np.diag(1 + rng.normal(0, 0.008, 3)) + rng.normal(0, 0.004, (3, 3)),
            offset=rng.normal(0, 0.015, 3),
            drift=float(rng.normal(0, 0.004)),
            noise=float(noise * np.exp(rng.normal(0, 0.15))),
            step=step,
            span=span,
            gaps=_merged(gaps),
            slips=float(rng.choice([0.0, 0.02, 0.15], p=[0.5, 0.35, 0.15])),
        )
    return out


def _merged(gaps):
    out = []
    for a, b in sorted(gaps):
        if out and a < out[-1][1] + 0.5:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def measure(rng, device: Device, f: np.ndarray, slips) -> list[tuple[float, np.ndarray]]:
    """Turn specific force in the limb's frame into runs of (start_s, xyz)."""
    n = len(f)
    edges = [0] + [int(np.clip((t - device.start) * device.rate, 0, n)) for t in slips] + [n]
    mount, x = device.mount, np.empty_like(f)
    for a, b in pairwise(edges):
        turn = (device.matrix @ mount.T).astype(np.float32)
        for i in range(3):  # faster than a threaded product with so small a matrix
            x[a:b, i] = f[a:b, 0] * turn[i, 0] + f[a:b, 1] * turn[i, 1] + f[a:b, 2] * turn[i, 2]
        mount = mount @ Rotation.from_rotvec(device.slips * rng.normal(0, 1, 3)).as_matrix()
    warm = device.drift * np.exp(-np.arange(n, dtype=np.float32) / (device.rate * 3000))
    x += warm[:, None]
    x += device.offset.astype(np.float32)
    hiss = rng.standard_normal(x.shape, dtype=np.float32)
    hiss *= np.float32(device.noise)
    x += hiss
    span, step = np.float32(device.span), np.float32(device.step)
    np.clip(x, -span, span - step, out=x)
    x /= step
    np.rint(x, out=x)
    x *= step
    runs, at = [], 0
    for a, b in device.gaps + [(np.inf, np.inf)]:
        end = n if a == np.inf else int(np.clip((a - device.start) * device.rate, at, n))
        if end - at > device.rate:
            runs.append((device.start + at / device.rate, x[at:end]))
        if b == np.inf:
            break
        at = int(np.clip((b - device.start) * device.rate, end, n))
    return runs
