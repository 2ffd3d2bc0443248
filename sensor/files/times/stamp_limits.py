"""Limits of loss, batching, drift and irregularity among time stamps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StampLimits:
    """Limits of loss, batching, drift and irregularity."""

    settle: float = 2.0
    """Seconds on both sides of a break within which late stamps can catch up. Bluetooth supervision
    and phone scheduling delay packets by up to about a second; longer is a loss to a reader."""
    loss: float = 0.5
    """Lasting step that is a loss, in packets (of one sample, where stamps are not shared): half of
    one, the most that rounding to whole packets leaves open."""
    noise: float = 5.0
    """Standard deviations of the level below which a step is noise, not loss."""
    batch: float = 0.2
    """Largest interval between two samples of one packet, in periods."""
    batched_share: float = 0.2
    """Share of such intervals from which a stream is batched rather than jittery."""
    deviation: float = 0.012
    """Seconds by which the smoothed stamps may leave the line of their run before another line
    continues it. Movement onsets are to be right within 20 ms."""
    coarse_deviation: float = 0.25
    """The same limit in sample periods; the larger one applies: onsets cannot be located to better
    than a part of the period."""
    fitted: float = 60.0
    """Seconds from which a run's own rate is better than that of the whole file: stamps that are 10
    ms off give 0.02 % over a minute."""
    irregular: float = 20.0
    """Mean seconds between losses below which the stream is irregular and too broken for runs."""
    even: float = 0.8
    """Share of equally spaced losses from which they are none: stamps counted on at a nominal rate
    within blocks, as Axivity's do, jump at every block."""
    even_off: float = 0.06
    """Largest such jump, as a share of its block: nominal rates are right to a few percent.
    Chosen."""
    even_s: float = 0.15
    """Largest such jump, seconds. Chosen."""
    whole: float = 0.02
    """Least distance of such a jump from a whole number of periods, in periods; closer ones are
    missing rows. Chosen."""


STAMP_LIMITS = StampLimits()
"""The limits that apply to every file."""

UNKNOWN_S = 4.0
"""Seconds left between rows whose true distance is unknown: a little more than the gap that ends a
series of movements (`INTERRUPTION`, 3 s), which must not run through what may have been hours."""
