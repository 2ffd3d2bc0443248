"""What it takes to believe that the clocks of two sensors differ."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchronyLimits:
    """What it takes to believe that two clocks differ; each chosen by us.

    On four-hour nights of four simulators made apart from this code: of 168 pairs of sensors of
    one night, shifted by up to an hour and drifting by up to 200 ppm, the best shift was the true
    one each time, 165 times with a rival of .45 or less and never with more than .57. Of 1200
    pairs of sensors of different nights, none had a rival below .50.
    """

    sure: float = 12.0
    doubtful: float = 10.0
    """Prominence of the best shift, in robust standard deviations of the correlation over all
    shifts, from which it is believed, and told."""
    rival: float = 0.45
    close_rival: float = 0.65
    """Largest share of the best prominence that a shift elsewhere may have, for these two."""
    apart_s: float = 10.0
    """From where on a shift is elsewhere, seconds."""
    longest_s: float = 26 * 3600.0
    """Largest shift that is looked for, seconds: a clock on another time zone or day."""
    overlap_s: float = 1200.0
    """Time that both must have recorded at a shift, seconds."""
    fastest_ppm: float = 200.0
    step_ppm: float = 5.0
    """Largest drift that is looked for, and how finely; crystals of wearables are good to 20
    ppm."""
    window_s: float = 1800.0
    """Stretch in which two clocks are taken to run alike, seconds."""
    surround_s: float = 180.0
    """Stretch over which a sensor's usual activity is taken, seconds: what remains is when single
    movements happened, not that both limbs are restless while awake."""
    rise: float = 2.0
    most: float = 4.0
    """A movement counts by the logarithm of its peak over the detection threshold, up to ``most``;
    from ``rise`` on it is one that several limbs would make."""
    round_s: float = 900.0
    near_s: float = 1.5
    """Clocks that were set wrong, for a zone, a date or AM and PM, are off by whole multiples of
    the first, seconds. A shift in doubt that is as near to one as the second is believed: of 300
    shifts in doubt one is by chance."""
    fewest: int = 60
    """Seconds with such a movement that both sensors need, before it means anything that they have
    none in common."""
    as_stamped_s: float = 3.0
    as_stamped: float = 6.0
    """Shifts of at most the first, seconds, are none; where one of them stands out by the second,
    no other shift is told that is not sure. Of 1201 pairs of sensors of one night (ten simulators,
    90 min) 1199 stand out so; of 1201 pairs of different nights, of the four simulators whose
    nights have no timetable in common, one in twelve."""
    small_s: float = 0.25
    """Smallest shift that is believed, seconds, and"""
    sharp: float = 0.85
    """the largest share of the best agreement that the stamps as they are may have for one below a
    second. Of 47 pairs of an outsider's sensors that were set apart by 0.25 s and more, in nights
    of 2 to 3.5 h, 40 have less, and what was found of them is wrong by at most 0.11 s; of 144 whose
    clocks agree none has. Of 2076 pairs of eleven simulators whose clocks agree 27 have, whose
    limbs follow each other; their single movements forbid all of them."""


SYNCHRONY = SynchronyLimits()
