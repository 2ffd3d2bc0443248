"""The accelerometer on its strap, and what it writes down."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from benchmarks.worlds.night import Stream
from benchmarks.worlds.posed.strokes import STEP, Rng, around, between, direction
from benchmarks.worlds.posed.turning import Array, about, of_matrix, times, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Sensor:
    """One sensor; ``mount`` turns its axes into those of the segment."""

    rate: float
    start: float
    noise: float
    step: float
    limit: float
    bias: Array
    mount: Array
    loose: float
    loose_hertz: float
    loose_damping: float
    slip: float
    breath: float
    breath_way: Array
    pulse: float
    pulse_way: Array

    def worn(self, departure: Array) -> Array:
        """Departure from rest as the strap passes it on, within the sensor's band."""
        if self.loose > 0:
            w = 2 * np.tan(np.pi * self.loose_hertz * STEP)
            d = 4 + 4 * self.loose_damping * w + w * w
            feed = np.array([w * w, 2 * w * w, w * w]) / d
            back = np.array(
                [1.0, (2 * w * w - 8) / d, (4 - 4 * self.loose_damping * w + w * w) / d]
            )
            swung = lfilter(feed, back, departure, axis=0)
            departure = (1 - self.loose) * departure + self.loose * swung
        sigma = 0.1325 / (0.42 * self.rate) / STEP
        return np.asarray(gaussian_filter1d(departure, sigma, axis=0), dtype=np.float64)

    def written(self, rng: Rng, course: Array, gaps: list[tuple[float, float]]) -> list[Stream]:
        """Noise, quantisation, range and dropouts."""
        count = len(course)
        noisy = course + self.bias
        noisy += self.noise * rng.standard_normal((count, 3), dtype=np.float32)
        noisy = np.clip(np.round(noisy / self.step) * self.step, -self.limit, self.limit)
        xyz: NDArray[np.float32] = noisy.astype(np.float32)
        cuts = [0]
        for begin, end in gaps:
            cuts += [int((begin - self.start) * self.rate), int((end - self.start) * self.rate)]
        cuts.append(count)
        streams = []
        for low, high in zip(cuts[::2], cuts[1::2], strict=True):
            if high - low > 1:
                at = self.start + low / self.rate
                streams.append(Stream(start_s=at, rate=self.rate, xyz=xyz[low:high]))
        return streams


def draw(rng: Rng, place: str) -> Sensor:
    """A sensor at random."""
    nominal = float(rng.choice([25, 26, 30, 31.25, 50, 50, 52, 62.5, 100, 104]))
    limit = float(rng.choice([2, 4, 8, 8, 16]))
    bits = int(rng.choice([10, 12, 14, 16], p=[0.02, 0.18, 0.2, 0.6]))
    perm = np.eye(3)[rng.permutation(3)] * rng.choice([-1.0, 1.0], 3)[:, None]
    if np.linalg.det(perm) < 0:
        perm[0] *= -1
    mount = times(about(np.array([rng.uniform(-3.1, 3.1), 0, 0])), of_matrix(perm))
    mount = times(about(rng.normal(0, 0.12, 3)), mount)[0]
    loose = rng.random() < 0.4
    chest = place == "wrist" and rng.random() < 0.4
    return Sensor(
        rate=nominal * (1 + float(rng.uniform(-50e-6, 50e-6))),
        start=float(rng.uniform(0, 0.04)),
        noise=between(rng, 0.0003, 0.006),
        step=min(2 * limit / 2**bits, 0.008),
        limit=limit,
        bias=rng.normal(0, 0.004, 3),
        mount=unit(mount),
        loose=float(rng.uniform(0.2, 0.9)) if loose else 0.0,
        loose_hertz=min(between(rng, 6, 22), 0.4 * nominal + 3),
        loose_damping=between(rng, 0.08, 0.4),
        slip=float(rng.beta(0.5, 5)),
        breath=between(rng, 0.0002, 0.002) * (4 if chest else 1),
        breath_way=direction(rng),
        pulse=around(rng, 0.0006, 0.6, 0.0001, 0.003),
        pulse_way=direction(rng),
    )
