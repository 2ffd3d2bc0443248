"""Whether the intervals of a study cover what they should, and the clock fit finds what is there.

``python -m benchmarks.agreement`` prints the tables of docs/validation.md. Nights are drawn with
a known error, so that the true bias, limits and shares are known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from limbwatch.classify.agreement.bland_altman import LIMIT_Z, bland_altman
from limbwatch.classify.agreement.clock_fit import fit_clock
from limbwatch.classify.agreement.detection import share_of_sums
from limbwatch.classify.agreement.estimates import Estimate, over_nights, proportion

Values = NDArray[np.float64]

NIGHTS = 30
STUDIES = 2_000
FIRST_SEED = 1_000
HOURS = 7.0

BIAS, SD = -3.0, 6.0
"""True error of the simulated index, per hour; the size of published differences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often 95 % intervals held the truth, as shares of the studies."""

    bias: float
    lower: float
    upper: float


def limits_coverage(*, studies: int, first_seed: int, nights: int = NIGHTS) -> Coverage:
    """Simulate studies with a known error of the index."""
    truth = {"bias": BIAS, "lower": BIAS - LIMIT_Z * SD, "upper": BIAS + LIMIT_Z * SD}
    held = dict.fromkeys(truth, 0)
    for seed in range(first_seed, first_seed + studies):
        random = np.random.default_rng(seed)
        reference = random.gamma(1.5, 15.0, nights)
        found = bland_altman(reference + random.normal(BIAS, SD, nights), reference)
        for name, value in truth.items():
            held[name] += _holds(getattr(found, name), value)
    return Coverage(**{name: count / studies for name, count in held.items()})


def _holds(estimate: Estimate, truth: float) -> bool:
    return estimate.ci is not None and estimate.ci[0] <= truth <= estimate.ci[1]


def share_coverage(*, studies: int, first_seed: int, nights: int = NIGHTS) -> tuple[float, float]:
    """Simulate sensitivity over nights (Wilson) and recall over nights that differ (bootstrap).

    Returns
    -------
    tuple of float
        Coverage of each.
    """
    true_share, wilson, drawn = 0.85, 0, 0
    for seed in range(first_seed, first_seed + studies):
        random = np.random.default_rng(seed)
        wilson += _holds(proportion(int(random.binomial(nights, true_share)), nights), true_share)
        events = random.integers(20, 300, nights)
        own = random.beta(17, 3, nights)  # each night has its own recall, 0.85 on the average
        tp = random.binomial(events, own).astype(np.float64)
        found = over_nights([tp, events - tp], share_of_sums)
        drawn += _holds(found, true_share)
    return wilson / studies, drawn / studies


def onset_trains(
    seed: int, *, whole_seconds: bool = False, jitter: float = 0.1, lost: float = 0.25
) -> tuple[Values, Values, float, float]:
    """Draw a night of leg movements as two scorers write it down.

    Parameters
    ----------
    seed : int
    whole_seconds : bool
        Whether the reference rounds.
    jitter : float
        Standard deviation of the difference of onsets, seconds.
    lost : float
        Share that each of them misses; so many false ones are added to each.

    Returns
    -------
    tuple
        Onsets of ours and of the reference, seconds; offset (s) and drift (ppm) of its clock.
    """
    own, reference, _, offset, drift = _drawn(seed, jitter, lost)
    return own, np.round(reference) if whole_seconds else reference, offset, drift


def _drawn(seed: int, jitter: float, lost: float) -> tuple[Values, Values, Values, float, float]:
    """Draw both lists, the true onsets that are in both, and the clock."""
    random = np.random.default_rng(seed)
    length = HOURS * 3600
    series = [
        random.uniform(0, length) + np.cumsum(random.lognormal(np.log(24), 0.3, size))
        for size in random.integers(8, 60, 6)
    ]
    true = np.concatenate([*series, random.uniform(0, length, 60)])
    true = true[true < length]

    def seen() -> tuple[Values, NDArray[np.bool_]]:
        kept = random.random(len(true)) > lost
        moved = true[kept] + random.normal(0, jitter / np.sqrt(2), int(kept.sum()))
        false = random.uniform(0, length, int(lost * len(true)))
        return np.sort(np.concatenate([moved, false])), kept

    offset, drift = random.uniform(-600, 600), random.uniform(-100, 100)
    (own, here), (theirs, there) = seen(), seen()
    return own, theirs * (1 + drift * 1e-6) + offset, true[here & there], offset, drift


def least_drift_error(seed: int, *, whole_seconds: bool, jitter: float = 0.1) -> float:
    """Give the Cramer-Rao bound of the drift, who knows which onsets are pairs, ppm.

    Notes
    -----
    A difference of a pair is normal with the jitter, or that and uniform over one second.
    """
    common = _drawn(seed, jitter, 0.25)[2]
    told = 1 / jitter**2
    if whole_seconds:
        left = np.linspace(-2, 2, 40_001)
        density = ndtr((left + 0.5) / jitter) - ndtr((left - 0.5) / jitter)
        told = float(
            np.trapezoid(np.gradient(density, left) ** 2 / np.maximum(density, 1e-12), left)
        )
    return float(1e6 / np.sqrt(told * ((common - common.mean()) ** 2).sum()))


def main() -> None:
    """Print what was measured."""
    found = limits_coverage(studies=STUDIES, first_seed=FIRST_SEED)
    print(f"{STUDIES} studies of {NIGHTS} nights: coverage of 95 % intervals")
    print(f"  bias {found.bias:.1%}  lower limit {found.lower:.1%}  upper limit {found.upper:.1%}")
    wilson, drawn = share_coverage(studies=STUDIES // 4, first_seed=FIRST_SEED)
    print(f"  sensitivity (Wilson) {wilson:.1%}  recall over nights (BCa) {drawn:.1%}")
    for whole in (False, True):
        offsets, drifts, errors, held, refused = [], [], [], 0, 0
        for seed in range(FIRST_SEED, FIRST_SEED + 100):
            ours, reference, offset, drift = onset_trains(seed, whole_seconds=whole)
            fit = fit_clock(ours, reference, resolution=1.0 if whole else 0.0)
            if fit.offset_s is None or fit.drift_ppm is None:
                refused += 1
                continue
            offsets.append(abs(fit.offset_s - offset))
            drifts.append(abs(fit.drift_ppm - drift))
            low, high = fit.drift_ci_ppm or (0.0, 0.0)
            errors.append((high - low) / (2 * LIMIT_Z))
            held += low <= drift <= high
        bounds = [
            least_drift_error(seed, whole_seconds=whole)
            for seed in range(FIRST_SEED, FIRST_SEED + 100)
        ]
        print(
            f"clock, {'whole seconds' if whole else 'jitter 0.1 s'}: {refused} of 100 refused; "
            f"offset median {np.median(offsets):.3f} s, largest {max(offsets):.3f} s; "
            f"drift median {np.median(drifts):.2f} ppm, largest {max(drifts):.2f} ppm, "
            f"{sum(d > 5 for d in drifts)} above 5; "
            f"standard error said {np.median(errors):.2f} ppm, "
            f"least possible {np.median(bounds):.2f} (which leaves "
            f"{sum(2 * ndtr(-5 / bound) for bound in bounds):.0f} above 5); "
            f"its 95 % interval held {held}"
        )
    believed = 0
    for seed in range(FIRST_SEED, FIRST_SEED + 100):
        ours, _, _, _ = onset_trains(seed)
        _, reference, _, _ = onset_trains(seed + 50_000)
        believed += fit_clock(ours, reference).certain
    print(f"clock, nothing in common: {believed} of 100 believed")


if __name__ == "__main__":
    main()
