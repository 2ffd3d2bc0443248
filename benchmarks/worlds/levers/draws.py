"""Random draws, and the type of arrays."""

import math
from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Rng: TypeAlias = np.random.Generator
T = TypeVar("T")


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


def pick(rng: Rng, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
    """One of several things."""
    shares = None if weights is None else np.array(weights) / np.sum(weights)
    return things[int(rng.choice(len(things), p=shares))]


def direction(rng: Rng) -> Floats:
    """A unit vector anywhere on the sphere."""
    vector = rng.normal(size=3)
    return np.asarray(vector / np.linalg.norm(vector))


def near(rng: Rng, vector: Floats, spread: float) -> Floats:
    """A unit vector near another one."""
    moved = vector + spread * rng.normal(size=3)
    return np.asarray(moved / np.linalg.norm(moved))
