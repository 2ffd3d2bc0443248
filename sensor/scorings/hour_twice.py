"""The hour that a scorer's clock showed twice because the clocks went back."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.vocabulary import meanings_of

_HOUR_S: Final = 3600.0
"""Time by which clocks go back, seconds."""
_EXACT_S: Final = 1.0
"""Difference up to which two times are one, seconds: some programs write whole seconds. Chosen."""
WENT_BACK: Final = (
    "its times go back by an hour once and its epochs go on there without a gap, as if the clocks "
    "went back: its times from there on were read as an hour later than written"
)
"""Doubt of a scoring whose repeated hour was recognised."""


def second_hour_apart(rows: Iterable[ListedRow], doubts: list[str]) -> list[ListedRow]:
    """Move rows that follow a clock that went back, so that the same hour does not come twice.

    Epochs show it: in a file in order of time, one row begins an hour before the end of the epoch
    above it. ``rows`` are in the order of the file; a sentence about it is added to ``doubts``.
    """
    listed = list(rows)
    onset = np.array([row.onset_s for row in listed], np.float64)
    back = np.flatnonzero(np.diff(onset) < -_EXACT_S) + 1
    if len(back) != 1:
        return listed
    place = int(back[0])
    stages = np.array([_is_stage(row) for row in listed])
    before, after = np.flatnonzero(stages[:place]), place + np.flatnonzero(stages[place:])
    if len(before) < 2 or not len(after):
        return listed
    last = listed[before[-1]]
    lasted = last.duration_s
    if not lasted >= _EXACT_S:  # unknown: as long as epochs are apart
        lasted = float(np.median(np.diff(onset[before])))
    if abs(last.onset_s + lasted - float(onset[after[0]]) - _HOUR_S) > _EXACT_S:
        return listed
    doubts.append(WENT_BACK)
    return [
        row._replace(onset_s=row.onset_s + _HOUR_S) if k >= place else row
        for k, row in enumerate(listed)
    ]


def _is_stage(row: ListedRow) -> bool:
    return any(meaning.family == "stage" for meaning in meanings_of(row.text, row.place))
