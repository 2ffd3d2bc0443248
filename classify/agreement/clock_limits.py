"""What a fit of two clocks may find, and when it is believed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFitLimits:
    """What a fit may find and when it is believed."""

    within: float = 600.0
    """Largest offset that is looked for, seconds, either way."""
    drift: float = 150.0
    """Largest drift that is looked for, parts per million, either way."""
    bin: float = 0.25
    """Width of a bin of the onset trains, seconds."""
    blur: float = 0.3
    """Standard deviation of the Gaussian that the trains are smoothed with, seconds: the jitter of
    two scorers' onsets."""
    near: float = 4.0
    """Offsets nearer than this to the best one are the same answer, seconds."""
    tolerances: tuple[float, ...] = (1.5, 1.0, 0.75, 0.75)
    """Largest difference of matched onsets in each round of matching and fitting, seconds."""
    false_share: float = 0.1
    """Share of false pairs that the likelihood reckons with."""
    drift_prior: float = 50.0
    """Standard deviation of the drift of ordinary clocks, parts per million."""
    fewest: int = 8
    """Fewest pairs of a fit that is believed."""
    chance: float = 1e-4
    """Largest probability that trains with nothing in common have so many pairs."""
    runner_up: float = 0.67
    """The next best offset may have at most this share of the best one's pairs."""
    drift_pairs: int = 10
    drift_span: float = 3600.0
    """Fewest pairs, and least time between the first and the last of them, seconds, from which a
    drift is told."""


CLOCK_FIT = ClockFitLimits()
"""The search goes as far as two clocks of a laboratory are known to differ; the drift of quartz
clocks stays below 100 ppm. The other numbers are chosen, and shown by
``python -m benchmarks.agreement`` to find what is there and to refuse what is not."""
