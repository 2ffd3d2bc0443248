"""Random numbers as the literature gives them: ranges, medians, directions."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Rng: TypeAlias = np.random.Generator


def between(rng: Rng, low: float, high: float) -> float:
    """Uniform between two limits."""
    return float(rng.uniform(low, high))


def span(rng: Rng, low: float, high: float) -> float:
    """Log-uniform between two limits."""
    return float(math.exp(rng.uniform(math.log(low), math.log(high))))


def around(rng: Rng, median: float, sd: float, low: float = 0.0, high: float = math.inf) -> float:
    """Log-normal about a median, held within limits."""
    return float(min(max(median * math.exp(rng.normal(0.0, sd)), low), high))


def chance(rng: Rng, share: float) -> bool:
    """Whether a thing of this probability comes true."""
    return bool(rng.random() < share)


def direction(rng: Rng) -> Floats:
    """A unit vector anywhere on the sphere."""
    vector = rng.normal(size=3)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float64)


def near(rng: Rng, vector: Floats, spread: float) -> Floats:
    """A unit vector near another one."""
    moved = vector + spread * rng.normal(size=3)
    return np.asarray(moved / np.linalg.norm(moved), dtype=np.float64)


def rotation(rng: Rng) -> Floats:
    """A rotation matrix without preference."""
    matrix, upper = np.linalg.qr(rng.normal(size=(3, 3)))
    matrix = matrix * np.sign(np.diag(upper))
    if np.linalg.det(matrix) < 0.0:
        matrix[:, 0] *= -1.0
    return np.asarray(matrix, dtype=np.float64)


def turned(vectors: Floats, axis: Floats, angle: Floats) -> Floats:
    """Vectors (n, 3) turned about a unit axis by one angle each (Rodrigues)."""
    cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
    along = (vectors @ axis)[:, None] * axis
    return np.asarray(
        vectors * cosine + np.cross(axis, vectors) * sine + along * (1.0 - cosine),
        dtype=np.float64,
    )
