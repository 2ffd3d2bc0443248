"""The thresholds and durations of movement detection, each with its source."""

from dataclasses import dataclass, fields, replace
from math import inf
from numbers import Real
from typing import Any, Final, Self

from limbwatch.sensor.one_line import one_line

SHAPE_RATE = 25.0
"""Rate of the waveform kept of each movement, Hz."""

_PAIRS: Final = (
    ("low_factor", "high_factor"),
    ("low_minimum", "high_minimum"),
    ("shake_low_factor", "shake_high_factor"),
)
"""Pairs of an extent limit and the detection limit that it must not exceed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Constants of the movement detector, in seconds, g and dimensionless factors.

    Parameters
    ----------
    grid_rate : float
        Lowest rate of the common grid, Hz. Sensors sampled faster are averaged in whole blocks
        down to at least this rate, so that 25 Hz and 100 Hz recordings are treated alike.
        25 Hz keeps 12 Hz, the top of the tremor band; oscillators of sensors run off their
        nominal rate by up to several per cent (Bosch BMI160 driver, issue 22), so the limit lies
        6 % below: 49.9 Hz and 50.1 Hz share a grid, as do rates 2 % about any usual one from
        12.5 to 128 Hz.
    dropout : float
        Longest dropout that detection continues across, seconds: less than the shortest muscle
        burst of a leg movement.
    smooth : float
        Length of the short mean that stands for "now", seconds; a sleep start's core lasts
        0.1 s or more (muscle burst 75-250 ms, ICSD-3).
    reference : float
        Length of the means before and after that "now" is compared with, seconds: the 0.5 s of
        quiet that WASM 2016 asks for at an offset.
    quiet : float
        A stretch this long below the low threshold ends a burst, seconds (WASM 2016, offset rule).
    floor_cell, floor_window : float
        The noise floor is a low quantile of the medians of ``floor_cell`` second cells over the
        trailing ``floor_window`` seconds. Three minutes hold several breaths of every posture and
        still follow a change of posture.
    floor_quantile : float
        Quantile of the noise floor. Below one half, so that the floor does not rise while the limb
        moves for more than half of the window (restless legs).
    floor_ceiling : float
        Highest noise floor, g: more than a shaken mattress gives (30 mg at its peaks) is movement,
        even at the start of a recording.
    high_factor, low_factor : float
        Detection and extent thresholds over the floor. Over eight hours of Gaussian noise at 25
        to 50 Hz the envelope's largest value is 4.1 floors, and 0.2 % of its values are above 2.8.
    high_minimum, low_minimum : float
        Lowest detection and extent thresholds, g: pulse and breathing remain above the noise of a
        quiet sensor. Published ankle detectors use 5 to 50 mg on and half of that off.
    flicker_steps, drift_steps : float
        Detection threshold of a coarse sensor, in steps of its resolution: ``flicker_steps``
        divided by the square root of the number of samples in "now", but at least ``drift_steps``.
        A flicker on all three axes is 1.7 steps long; a drift across one step looks half a step
        high.
    sustain : float
        Shortest excursion above the low threshold that may extend a movement, seconds: one
        smoothing length, which a single noisy value fills.
    brief_factor : float
        A movement no longer than ``sustain`` must exceed the detection threshold by this factor: a
        heartbeat or a count of the sensor just reaches the threshold, a twitch (muscle burst of
        50-150 ms) that moves a limb goes well beyond. Within a longer movement, such as a flexion
        that is held, a weaker excursion counts too.
    shake_high_factor, shake_low_factor : float
        Detection and extent thresholds of shaking over its floor. Over eight hours of Gaussian
        noise at 25 to 50 Hz its largest value is 1.5 floors, and 1 % of its values are above 1.3.
    shake_steps : float
        Detection threshold of shaking over a coarse sensor, in steps of its resolution: a flicker
        between two steps on all three axes shakes by one step.
    shake_ceiling : float
        Highest noise floor of shaking, g: the floor of noise whose envelope floor is just at
        ``floor_ceiling``.
    shake_least : float
        Shortest shaking that counts, seconds: shorter shaking is the ringing of a movement that the
        envelope sees, and a tremor lasts 2 s or more.
    hold : float
        Longest quiet hold between the two halves of one movement, seconds. Below the 10 s that
        divide two candidate movements of a series (WASM 2016 3.3.4).
    hold_away : float
        A hold is away from rest by at least this many floors, and by half the absolute minimum:
        both places are means over a second, whose error is a third of the envelope's floor.
    hold_return : float
        After a hold the limb is back when the distance left is below this share of the distance
        held.
    hold_strength : float
        Lowest strength of the return from a hold, as a share of the strongest burst before it; a
        weaker one is the limb and its bedding settling. Of 194 joined periodic movements of four
        simulators on development nights, the return lay inside the true movement in 143 of 153
        that were stronger and in 1 of 41 that were weaker.
    slow : float
        Length of the mean that slow departures from rest are measured with, seconds, so that
        shaking drops out: in whole values on either side it is 0.36 s at 25 Hz, with its first
        null at 2.8 Hz.
    lean : float
        Extent of the triangular mean that the lean of a limb is measured with, seconds: its first
        null is at 2.5 Hz and it never passes more than 8 % of anything faster, such as the ringing
        of a mattress or of a limb.
    held_from, held_share, held_least : float
        A limb is held while its slow departure from rest is above ``held_share`` of the largest
        and above ``held_least`` g (0.3 degrees), counted from ``held_from`` seconds after the
        onset: the core of a sleep start is over by then (muscle burst 75-250 ms, ICSD-3). Share and
        least were chosen on simulated kicks and sleep starts.
    rest : float
        Stretch of quiet before and after a movement that its resting orientation is taken from,
        seconds.
    shape_before, shape_after : float
        Extent of the waveform kept of each movement around its onset, seconds.
    spectrum : float
        Longest stretch that the dominant frequency is taken from, seconds.

    Raises
    ------
    ValueError
        If a value is not a number above 0, or an extent threshold is above its detection threshold.
    """

    grid_rate: float = 23.5
    dropout: float = 0.1
    smooth: float = 0.12
    reference: float = 0.5
    quiet: float = 0.5
    floor_cell: float = 5.0
    floor_window: float = 180.0
    floor_quantile: float = 0.3
    floor_ceiling: float = 0.015
    high_factor: float = 4.5
    low_factor: float = 2.8
    high_minimum: float = 0.003
    low_minimum: float = 0.0018
    flicker_steps: float = 1.8
    drift_steps: float = 0.85
    sustain: float = 0.12
    brief_factor: float = 1.5
    shake_high_factor: float = 1.9
    shake_low_factor: float = 1.45
    shake_steps: float = 1.3
    shake_ceiling: float = 0.045
    shake_least: float = 1.0
    hold: float = 6.0
    hold_away: float = 1.5
    hold_return: float = 0.5
    hold_strength: float = 0.1
    slow: float = 0.28
    lean: float = 0.8
    held_from: float = 0.35
    held_share: float = 0.25
    held_least: float = 0.0052
    rest: float = 1.0
    shape_before: float = 0.5
    shape_after: float = 2.5
    spectrum: float = 10.0

    __repr__ = one_line

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < inf:
                raise ValueError(f"{field.name} is {value!r}; it must be a number above 0")
        if self.floor_quantile >= 1:
            raise ValueError(f"floor_quantile is {self.floor_quantile}; it must be below 1")
        for low, high in _PAIRS:
            least, most = getattr(self, low), getattr(self, high)
            if least > most:
                raise ValueError(
                    f"{low} is {least} and above {high}, which is {most}: what extends a movement "
                    "must not be above what detects one. Change both"
                )

    @property
    def shape_values(self) -> int:
        """Number of values in the waveform kept of each movement."""
        return round((self.shape_before + self.shape_after) * SHAPE_RATE)

    def with_thresholds(self, factor: float) -> Self:
        """Return a copy with every threshold of movement and shaking multiplied by a factor.

        Parameters
        ----------
        factor : float
            Above 0. Positions, durations and noise floors do not change.
        """
        return replace(self, **{name: factor * getattr(self, name) for name in _THRESHOLDS})


_THRESHOLDS = (
    "high_factor",
    "low_factor",
    "high_minimum",
    "low_minimum",
    "flicker_steps",
    "drift_steps",
    "shake_high_factor",
    "shake_low_factor",
    "shake_steps",
)
"""Fields that are thresholds of the envelope or of shaking: factors of a floor, g, or steps."""

LIMITS = Limits()


def require_limits(value: Any) -> None:
    """Raise an error for anything but `Limits`.

    Raises
    ------
    TypeError
        If the value is not a `Limits`.
    """
    if not isinstance(value, Limits):
        raise TypeError(
            f"limits must be Limits, not {type(value).__name__}; change those there are: "
            "dataclasses.replace(limbwatch.LIMITS, high_minimum=0.03)"
        )
