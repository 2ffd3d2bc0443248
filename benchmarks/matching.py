"""Compare a scored night with what really happened."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Night
from limbwatch.classify.rules.leg_movements import LegMovements, Side, score
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.sample_data.truth import Truth

TOLERANCE_S = 1.0
"""An event is found when a scored one begins within this time of it."""

Times = NDArray[np.float64]

_SIDES = {"left": Side.LEFT, "right": Side.RIGHT, None: Side.UNKNOWN}
_NO_LEG_MOVEMENT = frozenset({"hypnic_jerk"})
"""A sleep start's muscle burst is below the 0.5 s of a leg movement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One-to-one pairs of true and found times.

    Parameters
    ----------
    true, found : int
        How many there are.
    errors : ndarray of float, shape (pairs,)
        Found minus true, seconds.
    """

    true: int
    found: int
    errors: Times


def match(true: Times, found: Times, *, tolerance: float = TOLERANCE_S) -> Match:
    """Pair times one to one, nearest first.

    Parameters
    ----------
    true, found : ndarray of float
        Onsets, seconds.
    tolerance : float
        Largest distance of a pair, seconds.
    """
    true, found = np.sort(true), np.sort(found)
    low = np.searchsorted(found, true - tolerance)
    high = np.searchsorted(found, true + tolerance, side="right")
    pairs = [
        (abs(found[k] - time), place, k)
        for place, time in enumerate(true)
        for k in range(low[place], high[place])
    ]
    taken_true: set[int] = set()
    taken_found: set[int] = set()
    errors = []
    for _, place, k in sorted(pairs):
        if place in taken_true or k in taken_found:
            continue
        taken_true.add(place)
        taken_found.add(k)
        errors.append(found[k] - true[place])
    return Match(true=len(true), found=len(found), errors=np.array(errors))


def f1(matches: list[Match]) -> float:
    """Pool matches and return 2 TP / (true + found); NaN when there is nothing to find."""
    total = sum(m.true + m.found for m in matches)
    return 2 * sum(len(m.errors) for m in matches) / total if total else float("nan")


def true_plm(truth: Truth, *, sensed_legs: bool = True) -> Times:
    """Apply the published grammar to the true movements of the legs.

    Parameters
    ----------
    truth : Truth
        What the sensors had a chance to feel.
    sensed_legs : bool
        Whether the truth holds legs at all.

    Returns
    -------
    ndarray of float
        Onsets of the periodic movements, seconds.
    """
    parts = [
        part
        for movement in truth.movements
        if movement.kind not in _NO_LEG_MOVEMENT
        for part in movement.parts
        if part.placement.limb == "ankle"
    ]
    if not parts or not sensed_legs:
        return np.empty(0)
    scored = score(
        LegMovements.from_seconds(
            side=[_SIDES[part.placement.side] for part in parts],
            onset=[part.onset for part in parts],
            duration=[part.offset - part.onset for part in parts],
        ),
        WASM_2016,
        restarts=[],
    )
    return np.asarray(scored.onset[scored.periodic] / 1000)


def onsets(night: Night, *kinds: Kind) -> Times:
    """Return the onsets of the events of some kinds, seconds."""
    return np.array([event.onset for event in night.events if event.kind in kinds])
