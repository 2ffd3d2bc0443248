"""What the mattress and blanket do: landings, and what is carried from limb to limb."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.night import PLACES
from benchmarks.worlds.posed.strokes import STEP, Rng, around, between
from benchmarks.worlds.posed.turning import Array


@dataclass(frozen=True, kw_only=True)
class Bed:
    """A mattress: ratios, delays and cut-offs of every pair.

    ``blanket`` is the part of their pace that strokes keep under it.
    """

    landing_hertz: float
    landing: float
    hertz: float
    ratio: dict[tuple[str, str], float]
    delay: dict[tuple[str, str], float]
    mix: dict[tuple[str, str], Array]
    partner: dict[str, float]
    trunk: dict[str, float]
    tilt: float
    creep: float
    blanket: float

    def carried(self, course: Array, pair: tuple[str, str], ratio: float) -> Array:
        """The delayed, low-passed, weakened copy of an acceleration."""
        late = int(self.delay[pair] / STEP)
        keep = float(np.exp(-2 * np.pi * self.hertz * STEP))
        soft = course
        for _ in range(2):
            soft = lfilter([1 - keep], [1, -keep], soft, axis=0)
        shifted = np.zeros_like(soft)
        shifted[late:] = soft[: len(soft) - late]
        return np.asarray(ratio * shifted @ self.mix[pair].T, dtype=np.float64)


def draw(rng: Rng) -> Bed:
    """A bed at random: a stiff futon carries little, old springs much."""
    spring = between(rng, 0.25, 2.5)
    legs = around(rng, 0.05 * spring, 0.5, 0.004, 0.2)
    ratio, delay, mix = {}, {}, {}
    froms = (*PLACES, "trunk", "partner", "outside")
    for one in froms:
        for other in PLACES:
            pair = (one, other)
            base = legs if "wrist" not in pair else 0.3 * legs
            ratio[pair] = around(rng, base, 0.4, 0.001, 0.25)
            delay[pair] = float(rng.uniform(0.01, 0.07))
            mix[pair] = np.diag([0.4, 0.4, 1.0]) + rng.normal(0, 0.15, (3, 3))
    return Bed(
        landing_hertz=between(rng, 9, 28),
        landing=between(rng, 0.02, 0.35),
        hertz=between(rng, 3.5, 14),
        ratio=ratio,
        delay=delay,
        mix=mix,
        partner={p: around(rng, 0.05 * spring, 0.5, 0.004, 0.2) for p in PLACES},
        trunk={p: around(rng, 0.05 * spring, 0.4, 0.01, 0.3) for p in PLACES},
        tilt=around(rng, 0.004 * spring, 0.6, 0.0005, 0.02),
        creep=between(rng, 0.002, 0.02),
        blanket=float(rng.uniform(0.75, 1.0)),
    )
