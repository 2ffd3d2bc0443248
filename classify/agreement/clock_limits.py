"""What a fit of two clocks may find, and when it is believed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFitLimits:
    """What a fit may find and when it is believed.

    Parameters
    ----------
    within : float
        Largest offset that is looked for, seconds, either way.
    drift : float
        Largest drift that is looked for, parts per million, either way.
    bin : float
        Width of a bin of the onset trains, seconds.
    blur : float
        Standard deviation of the Gaussian that the trains are smoothed with, seconds: the jitter
        of two scorers' onsets.
    near : float
        Offsets nearer than this to the best one are the same answer, seconds.
    tolerances : tuple of float
        Largest difference of matched onsets in each round of matching and fitting, seconds.
    false_share : float
        Share of false pairs that the likelihood reckons with.
    drift_prior : float
        Standard deviation of the drift of ordinary clocks, parts per million.
    fewest : int
        Fewest pairs of a fit that is believed.
    chance : float
        Largest probability that trains with nothing in common have so many pairs.
    runner_up : float
        The next best offset may have at most this share of the best one's pairs.
    drift_pairs, drift_span : int, float
        Fewest pairs, and least time between the first and the last of them, seconds, from which a
        drift is told.
    """

    within: float = 600.0
    drift: float = 150.0
    bin: float = 0.25
    blur: float = 0.3
    near: float = 4.0
    tolerances: tuple[float, ...] = (1.5, 1.0, 0.75, 0.75)
    false_share: float = 0.1
    drift_prior: float = 50.0
    fewest: int = 8
    chance: float = 1e-4
    runner_up: float = 0.67
    drift_pairs: int = 10
    drift_span: float = 3600.0


CLOCK_FIT = ClockFitLimits()
"""The search goes as far as two clocks of a laboratory are known to differ; the drift of quartz
clocks stays below 100 ppm. The other numbers are chosen, and shown by
``python -m benchmarks.agreement`` to find what is there and to refuse what is not."""
