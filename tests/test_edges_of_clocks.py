"""Each number by which two scorers' clocks are brought together, and a sensor's clock is judged."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import ndtr

from limbwatch.classify.agreement.clock_fit import _coarse, _drifts, _places, fit_clock
from limbwatch.classify.agreement.clock_line import CLOCK_FIT, _posterior_mean, refined
from limbwatch.classify.evidence import rhythm
from limbwatch.classify.observation.clock_steps import _gaps

IRREGULAR = np.cumsum(1 + np.resize([0.0, 0.3, 0.7, 0.2, 0.9, 0.4, 0.6], 40))
"""Times that match each other at no other offset."""


def furthest() -> float:
    """The largest drift that is tried, parts per million."""
    return 1e6 * float(_drifts(1e6, 0.3, CLOCK_FIT).max())


def share(apart: float, copied: int = 20) -> float:
    """The runner-up's share, where 20 of 30 onsets, or so many, come again so much later."""
    ours = np.round(4 * (100 * IRREGULAR[:30])) / 4
    return _coarse(ours, np.sort(np.r_[ours, ours[:copied] + apart]), 0.0, CLOCK_FIT)[1]


def believed(copied: int) -> bool:
    ours = np.round(4 * (100 * IRREGULAR[:30])) / 4
    return fit_clock(ours, np.sort(np.r_[ours, ours[:copied] + 20.25])).certain


def by_chance(span: float) -> bool:
    """Say whether eight pairs within so many seconds are believed."""
    ours = span * (IRREGULAR[:8] - IRREGULAR[0]) / (IRREGULAR[7] - IRREGULAR[0])
    return fit_clock(ours, ours + 100.0).certain


def rounds(count: int, away: float) -> bool:
    """Say whether one onset so far from its eight like ones is a pair after so many rounds."""
    ours = 60 * IRREGULAR[:9]
    reference = ours.copy()
    reference[4] += away
    limits = replace(CLOCK_FIT, tolerances=CLOCK_FIT.tolerances[:count])
    line = refined(ours, reference, (0.0, 0.0), 0.0, limits)
    return line is not None and len(line.ours) == 9


def tells_drift(count: int, span: float = 7200.0) -> bool:
    ours = np.linspace(0.0, span, count)
    line = refined(ours, ours + 1e-5 * ours, (0.0, 0.0), 0.0, CLOCK_FIT)
    return line is not None and line.error is not None


def gaps(length: float) -> bool:
    """Say whether a gap is looked at for a jump of the clock."""
    spans = np.array([[0.0, 100.0], [100.0 + length, 200.0]])
    return bool(_gaps(SimpleNamespace(spans=spans)))


CASES: dict[str, Callable[[], tuple[bool, bool]]] = {
    "drift": lambda: (furthest() > 149.5, furthest() > 150.5),
    "bin": lambda: (
        _places(np.array([0.25]), 0.0, 9, CLOCK_FIT)[0] == 1,
        _places(np.array([0.249]), 0.0, 9, CLOCK_FIT)[0] == 1,
    ),
    "near": lambda: (share(4.25) > 0.6, share(3.75) > 0.6),
    "chance": lambda: (by_chance(252.0), by_chance(249.0)),
    "runner_up": lambda: (believed(20), believed(21)),
    "tolerances[0]": lambda: (rounds(1, 1.49), rounds(1, 1.51)),
    "tolerances[1]": lambda: (rounds(2, 0.99), rounds(2, 1.01)),
    "tolerances[2]": lambda: (rounds(3, 0.74), rounds(3, 0.76)),
    "tolerances[3]": lambda: (rounds(4, 0.74), rounds(4, 0.76)),
    "drift_pairs": lambda: (tells_drift(10), tells_drift(9)),
    "drift_span": lambda: (tells_drift(10, 3600.0), tells_drift(10, 3599.0)),
    # to the tenth of a second in which peaks are kept
    "step: smallest_s": lambda: (gaps(0.96), gaps(0.94)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_a_limit_of_clocks_decides_where_it_says(limit: str) -> None:
    assert CASES[limit]() == (True, False)


def by_hand(x: np.ndarray, y: np.ndarray, resolution: float) -> tuple[float, float, float]:
    """Slope, offset and error as the mean over 49 levels, 81 slopes and seven jitters."""
    false, middle = 0.1, x.mean()

    def density(left: np.ndarray, jitter: float) -> np.ndarray:
        half = resolution / 2
        if half:
            near = (ndtr((half - left) / jitter) - ndtr((-half - left) / jitter)) / resolution
        else:
            near = np.exp(-0.5 * (left / jitter) ** 2) / (jitter * np.sqrt(2 * np.pi))
        return (1 - false) * near + false / (2 * 0.75 + resolution)

    reach = 0.75 + resolution / 2
    left = np.linspace(-reach, reach, 4001)
    told = density(left, 0.1)
    told = np.trapezoid(np.gradient(told, left) ** 2 / told, left)
    width = 8 / np.sqrt(np.array([len(x), ((x - middle) ** 2).sum()]) * told)
    levels, slopes = np.linspace(-width[0], width[0], 49), np.linspace(-width[1], width[1], 81)
    weight = np.zeros((49, 81))
    for jitter in (0.02, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45):
        if resolution > 0.5 and jitter < 0.1:
            continue
        away = y - levels[:, None, None] - slopes[:, None] * (x - middle)
        prior = 0.5 * (slopes / 50e-6) ** 2 + 0.5 * np.log(jitter / 0.1) ** 2
        weight += density(away, jitter).prod(axis=2) * np.exp(-prior)
    weight /= weight.sum()
    found = float(weight.sum(axis=0) @ slopes)
    error = float(np.sqrt(weight.sum(axis=0) @ (slopes - found) ** 2))
    return found, float(weight.sum(axis=1) @ levels) - found * middle, error


@pytest.mark.parametrize("resolution", [0.0, 0.5, 0.52])
def test_a_line_is_weighed_as_by_hand(resolution: float) -> None:
    """Few pairs, some of them off by much, of two clocks that drift apart by 20 ppm."""
    x = 900.0 * np.arange(6)
    y = 20e-6 * x + np.array([0.05, -0.21, 0.02, 0.4, -0.02, 0.03])
    found = _posterior_mean(x, y, (0.0, 0.0), resolution, CLOCK_FIT)
    assert found == pytest.approx(by_hand(x, y, resolution), rel=1e-9)


def test_the_rate_of_what_comes_by_chance_is_learned_in_three_rounds() -> None:
    onset = np.cumsum(np.resize([24.0, 26.0, 7.0, 90.0, 22.0], 30))
    weight = np.resize([1.5, 2.0, 0.7], 30)
    medians = np.geomspace(12.0, 60.0, 8)
    links = rhythm._links(onset, np.log(medians), 0.45)
    chance = np.full(30, 0.25)
    for _ in range(3):
        rate = rhythm._random_rate(onset, chance)
        links_here = links * (weight / rate)[None, :, None]
        found = rhythm._membership(links_here, weight > 0, medians, 0.03)
        chance = 1 - found.member
    assert rhythm.rhythm_of(onset, weight).member == pytest.approx(found.member, rel=1e-12)
