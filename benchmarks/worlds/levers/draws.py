"""Random draws: those of `direct`, which this world plans its nights like, and one of several."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from benchmarks.worlds.direct.draws import (
    Floats,
    Rng,
    around,
    between,
    chance,
    direction,
    near,
    span,
)

__all__ = ["Floats", "Rng", "around", "between", "chance", "direction", "near", "pick", "span"]

T = TypeVar("T")


def pick(rng: Rng, things: Sequence[T], weights: Sequence[float] | None = None) -> T:
    """One of several things."""
    shares = None if weights is None else np.array(weights) / np.sum(weights)
    return things[int(rng.choice(len(things), p=shares))]
