"""Each number of `WearLimits` and `RestLimits`: what just reaches it, and what just does not."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.posture.rests import lies_as_before
from limbwatch.dsp.posture.wear import WEAR_LIMITS, WearLimits, worn_spans

FLAT, TILTED = (0.0, 0.0, 1.0), (0.6, 0.0, 0.8)
HOUR = 3600

Part = tuple[np.ndarray, np.ndarray]


def still(seconds: int, rest=FLAT, *, spread: float = 0.001) -> Part:
    """Rest that never changes, of a sensor with even noise: no breath is in it."""
    return np.tile(np.array(rest, float), (seconds, 1)), np.full((seconds, 3), spread)


def moving(seconds: int, activity: float = 0.5) -> Part:
    return np.full((seconds, 3), 0.5), np.full((seconds, 3), activity / np.sqrt(3))


def epochs(*parts: Part) -> Epochs:
    gravity, spread = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Epochs(length=1.0, valid=np.ones(len(gravity)), gravity=gravity, spread=spread)


def unworn(*parts: Part, limits: WearLimits = WEAR_LIMITS) -> bool:
    """Say whether any of it was not worn."""
    whole = epochs(*parts)
    span = [[0.0, float(len(whole))]]
    return worn_spans(whole, spans=np.array(span), limits=limits).tolist() != span


def breathless(**changed: float) -> WearLimits:
    """Give the limits with which nothing looks like breath, steps neither."""
    return replace(WEAR_LIMITS, breath_excess=1e9, breath_excess_axis=1e9, **changed)


def bursts(spread: float) -> Part:
    """Half an hour on a table, and each minute a second in which it is less quiet."""
    rest, noise = still(1800, spread=0.004)
    noise[30::60] = spread
    return rest, noise


def leant(degrees: float, seconds: int = 1800) -> Part:
    tilt = np.radians(degrees)
    return still(seconds, (np.sin(tilt), 0.0, np.cos(tilt)))


def taken(within: int, lasting: int, activity: float) -> bool:
    """Say whether an hour in a tilted charger is found by how it was handled around it."""
    between = still(within - lasting, TILTED, spread=0.02)
    hand = moving(lasting, activity)
    return unworn(moving(780 - within, 0.05), hand, between, still(HOUR, TILTED), between, hand)


def laid(apart: float) -> bool:
    """Say whether a sensor that lies so far from where limbs lay was laid aside."""
    limb = [part for _ in range(9) for part in (still(180, (0.0, 0.6, 0.8)), moving(1))]
    table = still(HOUR, (0.0, 0.6 + apart, 0.8))
    return unworn(*limb, moving(20), table, moving(20), *limb)


def blind(share: int) -> Part:
    """A table under a sensor whose values do not change in so many of a hundred seconds."""
    rest, noise = still(2400)
    noise[np.arange(2400) % 100 < share] = 0.0
    return rest, noise


def breathing(size: float, *, axes: int = 1, hertz: float = 0.25, seconds: int = 2400) -> bool:
    """Say whether breath so large, g, is seen in noise."""
    rng = np.random.default_rng(3)
    gravity = np.array(FLAT) + rng.normal(0, 0.0002, (seconds, 3))
    gravity[:, :axes] += size * np.sin(2 * np.pi * hertz * np.arange(seconds))[:, None]
    return not unworn((gravity, np.full((seconds, 3), 0.001)))


def as_before(*, count: int = 9, activity: float = 0.1, sag: float = 0.0, turned: int = 0) -> bool:
    """Say whether limbs lie as before after movements, of which some turn them."""
    parts = [still(60)]
    for k in range(count):
        rest = (0.02 * min(k + 1, turned), sag * (k % 2), 1.0)
        parts += [moving(1, activity), still(60, rest)]
    return lies_as_before(epochs(*parts))


def pairs(apart: int) -> bool:
    """Say the same of pairs of movements, of which the second turns back what the first turned."""
    pair = [moving(1), still(apart, (0.02, 0.0, 1.0)), moving(1), still(180)]
    return lies_as_before(epochs(still(180), *(9 * pair)))


def rest_before(seconds: int) -> tuple[list[list[float]], list[list[float]]]:
    """Worn time where a table follows so long after the beginning."""
    whole = epochs(moving(60), still(1800))
    return worn_spans(whole, spans=np.array([[60.0 - seconds, 1860.0]])).tolist()


CASES: dict[str, Callable[[], tuple[bool, bool]]] = {
    "cell": lambda: (rest_before(60) == [[0.0, 60.0]], rest_before(59) != []),
    "spread": lambda: (unworn(still(1800, spread=0.013)), unworn(still(1800, spread=0.0131))),
    "burst_factor": lambda: (unworn(bursts(0.00899)), unworn(bursts(0.0091))),
    "burst": lambda: (unworn(bursts(0.00899)), unworn(bursts(0.0091))),
    "drift": lambda: (
        unworn(still(900), still(900, (0.0, 0.0019, 1.0)), limits=breathless()),
        unworn(still(900), still(900, (0.0, 0.0021, 1.0)), limits=breathless()),
    ),
    "bump": lambda: tuple(
        unworn(still(960), moving(gap), still(960), limits=breathless(cell=24.0))
        for gap in (120, 144)
    ),
    "level": lambda: (unworn(leant(9.9)), unworn(leant(10.1))),
    "shortest": lambda: (unworn(still(1800)), unworn(still(1799))),
    "shortest_tilted": lambda: (unworn(leant(30, 7200)), unworn(leant(30, 7199))),
    "shortest_handled": lambda: tuple(
        unworn(moving(60), leant(30, length), moving(60)) for length in (2400, 2399)
    ),
    "handled": lambda: (taken(180, 12, 0.1001), taken(180, 12, 0.0999)),
    "handled_within": lambda: (taken(180, 12, 0.2), taken(181, 12, 0.2)),
    "handled_for": lambda: (taken(180, 12, 0.2), taken(180, 11, 0.2)),
    "laid": lambda: (laid(0.21), laid(0.19)),
    "shortest_blind": lambda: (
        unworn(still(5400, spread=0.0)),
        unworn(still(5399, spread=0.0)),
    ),
    "blind_share": lambda: (unworn(blind(50)), unworn(blind(51))),
    "breath_band": lambda: (
        breathing(0.0006, hertz=0.125) and breathing(0.0006, hertz=0.44),
        breathing(0.0006, hertz=0.095) or breathing(0.0006, hertz=0.47),
    ),
    "breath_segment": lambda: (breathing(42.7e-6, axes=3), breathing(42.0e-6, axes=3)),
    "breath_smooth": lambda: (breathing(42.7e-6, axes=3), breathing(42.0e-6, axes=3)),
    "breath_excess": lambda: (breathing(42.7e-6, axes=3), breathing(42.0e-6, axes=3)),
    "breath_excess_axis": lambda: (breathing(54.0e-6), breathing(53.3e-6)),
    "rest: moved": lambda: (as_before(activity=0.0501), as_before(activity=0.0499)),
    "rest: beside": lambda: (pairs(9), pairs(10)),
    "rest: same": lambda: (as_before(sag=0.0019), as_before(sag=0.0021)),
    "rest: fewest": lambda: (as_before(count=5), as_before(count=4)),
    "rest: share": lambda: (as_before(count=10, turned=3), as_before(count=10, turned=4)),
}
"""For each limit what just reaches it, and what does not."""


@pytest.mark.parametrize("limit", CASES)
def test_a_limit_of_wear_decides_where_it_says(limit: str) -> None:
    assert CASES[limit]() == (True, False)
