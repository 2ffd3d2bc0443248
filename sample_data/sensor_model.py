"""The errors of a sensor: from true acceleration to recorded values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.arrays import Array

_WARM_UP_S = 900.0
"""Time constant of warming up on the skin, seconds."""
_HAMMING = 0.54
"""Constant term of the Hamming window; the rest is one cosine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorModel:
    """The imperfections of a kind of sensor, from which those of each unit are drawn.

    The default is a good consumer sensor: noise and errors as in the data sheets of Bosch
    BMA400 (180-220 ug/rtHz, offset 80 mg before and about 20 mg after trimming) and ST
    LIS2DW12 (90 ug/rtHz in its best mode), 12 bit over +-8 g.
    """

    range_g: float = 8.0
    """Largest acceleration of either sign, g; larger ones are clipped."""
    counts_per_g: float = 256.0
    """Resolution, counts per g."""
    noise_mg_rthz: tuple[float, float] = (0.1, 0.2)
    """Range of the white noise density, mg/sqrt(Hz)."""
    offset_mg: float = 15.0
    """Standard deviation of each axis' offset."""
    gain_error: float = 0.006
    """Standard deviation of each axis' relative gain error."""
    warm_up_mg: float = 2.0
    """Standard deviation of the change of each axis' offset while the sensor warms up on the skin
    (1 mg/K in the data sheets above)."""
    rate_error: float = 0.004
    """Standard deviation of the relative difference between true and nominal rate."""
    clock_offset_s: float = 0.01
    """Standard deviation of the clock's offset, seconds."""
    clock_drift_ppm: float = 4.0
    """Standard deviation of the drift of the time stamps against true time."""
    gaps_per_hour: float = 0.0
    """Dropouts per hour."""
    gap_s: tuple[float, float] = (0.2, 20.0)
    """Shortest and longest dropout, log-uniform between, seconds."""

    def __post_init__(self) -> None:
        if not (self.range_g > 0 and self.counts_per_g > 0):
            raise ValueError("range and resolution of a sensor are above zero")
        if not 0 <= self.noise_mg_rthz[0] <= self.noise_mg_rthz[1]:
            raise ValueError(f"noise must be a range from 0 up, not {self.noise_mg_rthz}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ManufacturedSensor:
    """One unit of a sensor, with its own errors."""

    model: SensorModel
    rate: float
    """True rate, Hz."""
    noise_mg_rthz: float
    offset_g: Array
    """Added to the true acceleration; shape (3,)."""
    gain: Array
    """Factor before the offset; shape (3,)."""
    warm_up_g: Array
    """Offset that is reached by warming up, with a time constant of a quarter of an hour; shape
    (3,)."""
    clock_offset_s: float
    clock_drift: float
    """A stamp reads ``time * (1 + clock_drift) + clock_offset_s``."""

    @property
    def stamped_rate(self) -> float:
        """Samples per second of this sensor's own clock, Hz."""
        return self.rate / (1.0 + self.clock_drift)

    def stamp(self, time: float) -> float:
        """Return the time of this sensor's clock at a true time, seconds."""
        return time * (1.0 + self.clock_drift) + self.clock_offset_s

    def write_down(
        self, acceleration: NDArray[np.float32], rng: np.random.Generator
    ) -> NDArray[np.float32]:
        """Apply noise, errors, range and resolution to the true acceleration, g, in place.

        It is in the sensor's frame, shape (n, 3).
        """
        acceleration *= self.gain.astype(np.float32)
        acceleration += self.offset_g.astype(np.float32)
        warmth = 1 - np.exp(-np.arange(len(acceleration)) / (self.rate * _WARM_UP_S))
        for axis, drift in enumerate(self.warm_up_g):
            acceleration[:, axis] += (drift * warmth).astype(np.float32)
        noise = rng.standard_normal(acceleration.shape, dtype=np.float32)
        # white noise fills the band up to half the rate
        noise *= np.float32(self.noise_mg_rthz * 1e-3 * np.sqrt(self.rate / 2))
        acceleration += noise
        counts = np.float32(self.model.counts_per_g)
        acceleration *= counts
        np.rint(acceleration, out=acceleration)
        limit = np.float32(np.floor(self.model.range_g * self.model.counts_per_g))
        np.clip(acceleration, -limit, limit - 1, out=acceleration)
        acceleration /= counts
        return acceleration


def manufacture(
    model: SensorModel, nominal_rate: float, rng: np.random.Generator, *, reference: bool
) -> ManufacturedSensor:
    """Draw one unit of a model; all times refer to the clock of the ``reference``."""
    follows = 0.0 if reference else 1.0
    return ManufacturedSensor(
        model=model,
        rate=nominal_rate * (1 + np.clip(rng.normal(0, 1), -2, 2) * model.rate_error),
        noise_mg_rthz=rng.uniform(*model.noise_mg_rthz),
        offset_g=np.clip(rng.normal(0, 1, 3), -2.5, 2.5) * model.offset_mg * 1e-3,
        gain=1 + np.clip(rng.normal(0, 1, 3), -2.5, 2.5) * model.gain_error,
        warm_up_g=np.clip(rng.normal(0, 1, 3), -2.5, 2.5) * model.warm_up_mg * 1e-3,
        clock_offset_s=follows * rng.normal(0, 1) * model.clock_offset_s,
        clock_drift=follows * rng.normal(0, 1) * model.clock_drift_ppm * 1e-6,
    )


def anti_alias(decimation: int) -> Array:
    """Return the low-pass kernel of a sensor that samples at ``decimation`` times its output rate.

    A sinc under a Hamming window with a gain of 1 at rest, linear phase and short, so that a
    movement is neither delayed nor preceded by ringing: it spans two output samples to each side
    and passes up to 0.4 of the output rate.
    """
    # written out: importing ``scipy.signal`` takes longer than simulating a night
    cutoff, half = 0.8 / decimation, 2.0 * decimation
    window = _HAMMING + (1 - _HAMMING) * np.cos(np.linspace(-np.pi, np.pi, 4 * decimation + 1))
    kernel = cutoff * np.sinc(cutoff * (np.arange(4 * decimation + 1) - half)) * window
    return np.asarray(kernel / np.sum(kernel))
