"""Respiratory leg movements of a scorer's list, and what the rules find without them."""

import numpy as np

from limbwatch.classify.associations import WINDOWS, RespiratoryWindow
from limbwatch.classify.laboratory import RespiratoryFigures
from limbwatch.classify.rules.leg_movements import LegMovements, ScoredMovements, score
from limbwatch.classify.rules.published import Rules
from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.scorings.manual_scoring import ScoredEvents


def respiratory_rows(
    movements: LegMovements,
    scored: ScoredMovements,
    window: RespiratoryWindow,
    *,
    begin: Array,
    end: Array,
) -> Mask:
    """Tell which rows of a list are respiratory.

    Parameters
    ----------
    movements : LegMovements
        One row per leg.
    scored : ScoredMovements
        The same by rules: a candidate of both legs is one movement where the window says so, and
        what is no candidate is then none of it.
    begin, end : ndarray of float
        Breathing events of the kinds that the window is one of, seconds.
    """
    if not window.whole:
        onset, offset = movements.onset / 1000, (movements.onset + movements.duration) / 1000
        return window.touched(onset, offset, begin=begin, end=end)
    held = window.touched(scored.onset / 1000, scored.offset / 1000, begin=begin, end=end)
    found = np.zeros(len(movements), np.bool_)
    for movement in np.flatnonzero(held & scored.candidate):
        found[list(scored.rows[movement])] = True
    return found


def respiratory_figures(
    movements: LegMovements,
    breathing: ScoredEvents,
    rules: Rules,
    *,
    hours: float | None = None,
) -> tuple[RespiratoryFigures, ...]:
    """Score a list without its respiratory leg movements, by each published window.

    Parameters
    ----------
    breathing : ScoredEvents
        One without a duration has no end and makes nothing respiratory.
    hours : float, optional
        Hours of sleep.

    Returns
    -------
    tuple of RespiratoryFigures
        In sleep; of the whole list where it does not tell sleep.
    """
    scored = score(movements, rules)
    found = []
    for window in WINDOWS:
        counted = window.counts(breathing.kind) & np.isfinite(breathing.duration_s)
        begin = breathing.onset_s[counted]
        end = begin + breathing.duration_s[counted]
        held = respiratory_rows(movements, scored, window, begin=begin, end=end)
        touched = np.array([held[list(rows)].any() for rows in scored.rows], np.bool_)
        touched &= _counted(scored)
        without = score(_rows_of(movements, ~held), rules)
        left = int((without.periodic & _counted(without)).sum())
        found.append(
            RespiratoryFigures(
                window=window.rules,
                leg_movements=int(touched.sum()),
                plm=int((touched & scored.periodic).sum()),
                plm_without=left,
                plm_without_per_hour=left / hours if hours else None,
            )
        )
    return tuple(found)


def _counted(scored: ScoredMovements) -> Mask:
    return np.ones(len(scored), np.bool_) if scored.asleep is None else scored.asleep


def _rows_of(movements: LegMovements, chosen: Mask) -> LegMovements:
    return LegMovements(
        side=movements.side[chosen],
        onset=movements.onset[chosen],
        duration=movements.duration[chosen],
        asleep=None if movements.asleep is None else movements.asleep[chosen],
    )
