"""What another threshold would find: a quick look, while a slider is dragged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.night import Night
from limbwatch.classify.rules.interruptions import restarts_of
from limbwatch.classify.rules.leg_movements import LegMovements, Side, score
from limbwatch.classify.rules.published import Rules
from limbwatch.cli.report.traces import RATE, Envelope
from limbwatch.dsp.events.bursts import runs_of
from limbwatch.sensor import Placement

LEAST_G: Final = 0.002
_LOW: Final = 0.5
"""Extent threshold over detection threshold, as for most published ankle detectors."""
_QUIET: Final = round(0.5 * RATE)
"""Bins of quiet that end a movement (WASM 2016: 0.5 s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescan:
    """What one fixed threshold finds in a night.

    Parameters
    ----------
    movements : int
        Leg movements asleep.
    onsets : tuple of float
        Of those in a series and asleep, seconds.
    index : float or None
        Periodic movements per hour of sleep.
    """

    movements: int
    onsets: tuple[float, ...]
    index: float | None


def rescan(
    night: Night,
    envelopes: Sequence[Envelope],
    *,
    threshold: float,
    rules: Rules,
    hours_of_sleep: float,
) -> Rescan:
    """Detect again with one fixed threshold and apply the rules.

    Parameters
    ----------
    night : Night
    envelopes : sequence of Envelope
        Of its sensors.
    threshold : float
        g.
    rules : Rules
    hours_of_sleep : float
        Denominator of the index.

    Returns
    -------
    Rescan
        Without evidence for or against sleep starts and shaken beds: a look, not a result.

    Raises
    ------
    ValueError
        If the threshold is below 2 mg, where noise begins.
    """
    if not threshold >= LEAST_G:
        raise ValueError(f"a threshold is {LEAST_G * 1000:g} mg or more, not {threshold * 1000:g}")
    sides, onsets, durations = [], [], []
    for limb in envelopes:
        place = Placement(limb.placement)
        if place.limb != "ankle":
            continue
        onset, duration = bursts(limb.peak, threshold)
        side = {"left": Side.LEFT, "right": Side.RIGHT, None: Side.UNKNOWN}[place.side]
        sides += [side] * len(onset)
        onsets.append(onset)
        durations.append(duration)
    onset = np.concatenate([np.empty(0), *onsets])
    sleep = night.sleep
    asleep = np.zeros(len(onset), dtype=np.bool_)
    if len(sleep.asleep):
        epoch = np.minimum((onset / sleep.epoch).astype(np.intp), len(sleep.asleep) - 1)
        asleep = sleep.asleep[epoch]
    scored = score(
        LegMovements.from_seconds(
            side=sides,
            onset=onset,
            duration=np.concatenate([np.empty(0), *durations]),
            asleep=asleep,
        ),
        rules,
        restarts=restarts_of(night.coverage),
    )
    sleeping = scored.asleep if scored.asleep is not None else np.ones(len(scored), np.bool_)
    periodic = scored.onset[scored.periodic & sleeping] / 1000
    return Rescan(
        movements=int(sleeping.sum()),
        onsets=tuple(periodic.tolist()),
        index=len(periodic) / hours_of_sleep if hours_of_sleep > 0 else None,
    )


def bursts(
    peak: NDArray[np.float32], threshold: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find stretches above half a threshold that reach it.

    Parameters
    ----------
    peak : ndarray of float32, shape (n,)
        Envelope on the grid of `RATE`, g; NaN without data.
    threshold : float
        g.

    Returns
    -------
    onset, duration : ndarray of float, shape (k,)
        Seconds. Quiet shorter than 0.5 s does not divide.
    """
    known = np.nan_to_num(peak)
    start, stop = runs_of(known >= threshold * _LOW)
    if not len(start):
        return np.empty(0), np.empty(0)
    divides = np.append(True, start[1:] - stop[:-1] >= _QUIET)
    start = start[divides]
    stop = stop[np.append(divides[1:], True)]
    strong = np.maximum.reduceat(known, start) >= threshold
    return start[strong] / RATE, (stop - start)[strong] / RATE
