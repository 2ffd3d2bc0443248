"""What counts as what among time stamps: loss, batch, drift, irregularity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StampLimits:
    """What counts as loss, batch, drift and irregularity."""

    settle: float = 2.0
    """Seconds on both sides of a break in which late stamps can catch up. Bluetooth supervision and
    phone scheduling delay packets by up to about a second; longer is a loss to a reader."""
    loss: float = 0.5
    """Lasting step that is a loss, in packets (of one sample, where stamps are not shared): half of
    one, the most that rounding to whole packets leaves open."""
    noise: float = 5.0
    """Steps below this many standard deviations of the level itself are noise, not loss."""
    batch: float = 0.2
    """Interval that two samples of one packet may be apart, in periods."""
    batched_share: float = 0.2
    """Share of such intervals from which a stream is batched rather than jittery."""
    deviation: float = 0.012
    coarse_deviation: float = 0.25
    """Seconds (`deviation`), and sample periods if that is more (`coarse_deviation`), by which the
    smoothed stamps may leave the line of their run before it is continued by another line. Movement
    onsets are to be right within 20 ms, and cannot be told to better than a part of the period."""
    fitted: float = 60.0
    """Seconds from which a run's own rate is better than that of the whole file: stamps that are 10
    ms off give 0.02 % over a minute."""
    irregular: float = 20.0
    """Mean seconds between losses below which the stream is irregular and runs make no sense."""
    even: float = 0.8
    """Share of equally spaced losses from which they are none: stamps counted on at a nominal rate
    within blocks, as Axivity's do, jump at every block."""
    even_off: float = 0.06
    even_s: float = 0.15
    """`even_off` and `even_s`: share of a block, and seconds, that such a jump does not exceed:
    nominal rates are right to a few percent. Chosen."""
    whole: float = 0.02
    """Share of a period by which it is off a whole number of them at least; less is rows that are
    missing. Chosen."""


STAMP_LIMITS = StampLimits()
"""For every file."""

UNKNOWN_S = 4.0
"""Seconds that are left between rows of which nobody knows how far they are apart: a little more
than the gap that ends a series of movements (`INTERRUPTION`, 3 s), which is not to run
through what may have been hours."""
