"""Respiratory leg movements in a scorer's list, and periodic movements without them."""

import numpy as np

from limbwatch.classify.associations import WINDOWS, RespiratoryWindow
from limbwatch.classify.laboratory import RespiratoryFigures
from limbwatch.classify.rules.leg_movements import LegMovements, ScoredMovements, score
from limbwatch.classify.rules.rule_set import Rules
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
    """Return which rows of a list, one per leg, are respiratory.

    The same movements are ``scored``: where the window applies to whole candidates, a candidate of
    both legs is one movement, and rows that are not candidates are not respiratory. Breathing
    events, from ``begin`` to ``end``, seconds, are of the kinds that the window applies to.
    """
    if not window.whole:
        onset, offset = movements.onset / 1000, (movements.onset + movements.duration) / 1000
        return window.touched(onset, offset, begin=begin, end=end)
    respiratory = window.touched(scored.onset / 1000, scored.offset / 1000, begin=begin, end=end)
    found = np.zeros(len(movements), np.bool_)
    for movement in np.flatnonzero(respiratory & scored.candidate):
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

    The figures are for sleep, of ``hours``, or for the whole list where it does not mark sleep. An
    event without a duration is ignored; if none has one there are no figures, as nothing is known.
    """
    if len(breathing) and not np.isfinite(breathing.duration_s).any():
        return ()
    scored = score(movements, rules)
    found = []
    for window in WINDOWS:
        counted = window.counts(breathing.kind) & np.isfinite(breathing.duration_s)
        begin = breathing.onset_s[counted]
        end = begin + breathing.duration_s[counted]
        respiratory = respiratory_rows(movements, scored, window, begin=begin, end=end)
        touched = np.array([respiratory[list(rows)].any() for rows in scored.rows], np.bool_)
        touched &= _in_sleep(scored)
        without = score(_rows_of(movements, ~respiratory), rules)
        plm_left = int((without.periodic & _in_sleep(without)).sum())
        found.append(
            RespiratoryFigures(
                window=window.rules,
                leg_movements=int(touched.sum()),
                plm=int((touched & scored.periodic).sum()),
                plm_without=plm_left,
                plm_without_per_hour=plm_left / hours if hours else None,
            )
        )
    return tuple(found)


def _in_sleep(scored: ScoredMovements) -> Mask:
    return np.ones(len(scored), np.bool_) if scored.asleep is None else scored.asleep


def _rows_of(movements: LegMovements, chosen: Mask) -> LegMovements:
    return LegMovements(
        side=movements.side[chosen],
        onset=movements.onset[chosen],
        duration=movements.duration[chosen],
        asleep=None if movements.asleep is None else movements.asleep[chosen],
    )
