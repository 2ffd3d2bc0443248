"""The evidence required for a disagreement of two sensors' clocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchronyLimits:
    """The evidence required for a disagreement of two clocks; each limit chosen by us.

    On four-hour nights of four simulators made apart from this code: of 168 pairs of sensors of
    one night, shifted by up to an hour and drifting by up to 200 ppm, the best shift was the true
    one each time, 165 times with a rival of .45 or less and never with more than .57. Of 1200
    pairs of sensors of different nights, none had a rival below .50.
    """

    sure: float = 12.0
    """Least prominence of a shift that is corrected, in robust standard deviations of the
    correlation over all shifts."""
    doubtful: float = 10.0
    """Least prominence of a shift that is reported, in the same unit."""
    rival: float = 0.45
    """Largest prominence of a shift elsewhere for a sure shift, as a share of the best."""
    close_rival: float = 0.65
    """The same for a doubtful shift."""
    apart_s: float = 10.0
    """Least distance of a shift that counts as elsewhere, seconds."""
    longest_s: float = 26 * 3600.0
    """Largest shift that is searched, seconds: a clock in another time zone or on another day."""
    overlap_s: float = 1200.0
    """Least time that both sensors recorded at a shift, seconds."""
    fastest_ppm: float = 200.0
    """Largest drift that is searched, parts per million; crystals of wearables are good to 20
    ppm."""
    step_ppm: float = 5.0
    """Step of the search over drifts, parts per million."""
    window_s: float = 1800.0
    """Window within which two clocks are assumed to run alike, seconds."""
    surround_s: float = 180.0
    """Window of a sensor's usual activity, seconds: what remains above it is the times of single
    movements, not that both limbs are restless while awake."""
    rise: float = 2.0
    """Logarithm of peak over detection threshold from which a movement is large, one that several
    limbs would make."""
    most: float = 4.0
    """Highest such logarithm that counts."""
    round_s: float = 900.0
    """Clocks set to a wrong zone, date or half of the day are off by multiples of this, seconds."""
    near_s: float = 1.5
    """Largest distance from such a multiple at which a doubtful shift is accepted, seconds: of 300
    doubtful shifts one is so by chance."""
    fewest: int = 60
    """Seconds with a large movement that both sensors need for a warning that they have nothing in
    common."""
    as_stamped_s: float = 3.0
    """Largest shift that counts as none, seconds."""
    as_stamped: float = 6.0
    """Prominence of such a shift from which no other shift is reported unless it is sure. Of 1201
    pairs of sensors of one night (ten simulators, 90 min) 1199 reach it; of 1201 pairs of different
    nights, of the four simulators whose nights have no timetable in common, one in twelve."""
    small_s: float = 0.25
    """Smallest shift that is corrected, seconds."""
    sharp: float = 0.85
    """Largest agreement of the original stamps, as a share of the best, for a shift below a second.
    Of 47 pairs of an outsider's sensors that were set apart by 0.25 s and more, in nights of 2 to
    3.5 h, 40 have less, and the shifts found for them are wrong by at most 0.11 s; of 144 whose
    clocks agree none has. Of 2076 pairs of eleven simulators whose clocks agree 27 have, whose
    limbs follow each other; their single movements rule all of them out."""


SYNCHRONY = SynchronyLimits()
