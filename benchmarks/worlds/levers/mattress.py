"""One mattress that carries one waveform to every sensor at once."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import bilinear, lfilter

from benchmarks.worlds.levers.draws import Floats, Rng, between, near, span
from benchmarks.worlds.levers.lever import RATE
from benchmarks.worlds.night import PLACES

UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, kw_only=True)
class Mattress:
    """A single resonator.

    Parameters
    ----------
    hertz, quality : float
        Its frequency, Hz, and Q.
    gains : dict of str to float
        How much of it each sensor feels.
    ways : dict of str to ndarray
        Direction in the room in which it moves each sensor.
    leans : dict of str to ndarray
        Pitch and roll of each limb for one degree of slope of the mattress.
    shares : dict of str to float
        Weight of each limb against that of the bed.
    """

    hertz: float
    quality: float
    gains: dict[str, float]
    ways: dict[str, Floats]
    leans: dict[str, Floats]
    shares: dict[str, float]

    def carry(self, force: Floats) -> Floats:
        """Acceleration of the mattress under a force per weight, both in g."""
        turn = 2 * np.pi * self.hertz
        ahead, back = bilinear([1.0, 0.0, 0.0], [1.0, turn / self.quality, turn**2], RATE)
        return np.asarray(lfilter(ahead, back, force))

    def shaken(self, force: Floats, peak: float) -> Floats:
        """The same, scaled to a peak, g."""
        wave = self.carry(force)
        return np.asarray(wave * (peak / max(float(np.abs(wave).max()), 1e-12)))


def draw_mattress(rng: Rng) -> Mattress:
    """Draw a mattress for the night."""
    slope = rng.normal(size=2)
    return Mattress(
        # Chosen, as the brief of this world has it: 4.5 to 6.5 Hz
        hertz=between(rng, 4.5, 6.5),
        quality=span(rng, 1.2, 7.0),
        gains={
            place: span(rng, 0.5, 1.5) if place != "wrist" else span(rng, 0.25, 1.2)
            for place in PLACES
        },
        ways={place: near(rng, UP, between(rng, 0.1, 0.6)) for place in PLACES},
        leans={place: slope * (1.0 + 0.35 * rng.normal(size=2)) for place in PLACES},
        shares={
            place: span(rng, 0.003, 0.02) if place != "wrist" else span(rng, 0.001, 0.006)
            for place in PLACES
        },
    )
