"""Leg movement rows, tidied: without series, duplicates and filler durations."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array, Mask
from limbwatch.sensor.scorings.manual_scoring import ScoredLegMovements


class ListedLeg(NamedTuple):
    """A row that is a leg movement."""

    onset_s: float
    duration_s: float
    side: str
    kind: str
    asleep: bool | None = None
    """None if the list does not tell."""


_FILLER_S: Final = 5.0
"""Duration that programs fill in, seconds: technicians' exports have 0 or 5.00 s in most rows and
true durations in others."""
_NEAR_S: Final = 1.0
"""Distance up to which durations are neighbours of the filler, seconds."""
_FEWEST: Final = 3
"""Rows with the filler needed to call it one."""
_TIMES: Final = 3.0
"""How many times as many rows as its neighbours let expect must have the filler. Chosen."""
_STEPS: Final = (1.0, 0.5, 0.1, 0.01, 0.001)
LONGEST_MOVEMENT_S: Final = 15.0
"""Longest candidate, seconds: a movement of both legs lasts up to 15 s (WASM 2016)."""
STRONGER: Final = ("lm", "plm", "respiratory")
"""Kinds in rising order; of several rows joined to one movement, the highest counts."""


def without_series(listed: list[ListedLeg], notes: list[str]) -> list[ListedLeg]:
    """Leave out rows that span a whole series, such as Noxturnal's PLM beside its PLMS."""
    onset = np.sort([row[0] for row in listed if not row[1] > LONGEST_MOVEMENT_S])
    kept = [
        row
        for row in listed
        if not row[1] > LONGEST_MOVEMENT_S
        or np.diff(np.searchsorted(onset, (row[0] - 1, row[0] + row[1])))[0] <= 2
    ]
    if len(kept) < len(listed):
        series = len(listed) - len(kept)
        notes.append(
            f"1 row of leg movements lasts longer than {LONGEST_MOVEMENT_S:g} s and holds others: "
            "it marks a series and was left out"
            if series == 1
            else f"{series} rows of leg movements last longer than {LONGEST_MOVEMENT_S:g} s and "
            "hold others: they mark series and were left out"
        )
    return kept


def leg_movements_of(listed: Sequence[ListedLeg], notes: list[str]) -> ScoredLegMovements:
    """Tidy leg movements: join duplicates, and drop durations that are fillers.

    The result is sorted by onset; sleep is kept only if every row tells it. Changes are noted in
    ``notes``.
    """
    durations = np.array([row.duration_s for row in listed], np.float64)
    filled = _filled_in(durations)
    if filled.any():
        values = ", ".join(f"{value:g} s" for value in np.unique(durations[filled]))
        notes.append(
            f"{int(filled.sum())} of {len(listed)} leg movements have a duration that the program "
            f"fills in ({values}): only their onsets are used"
        )
        durations = np.where(filled, np.nan, durations)
    rows = sorted(
        (row._replace(duration_s=float(d)) for row, d in zip(listed, durations, strict=True)),
        key=lambda row: row[:4],
    )
    kept, doubled, both = _join_rows(rows)
    if doubled:
        notes.append(
            "1 leg movement is listed twice for the same leg and was joined"
            if doubled == 1
            else f"{doubled} leg movements are listed twice for the same leg and were joined"
        )
    if both:
        notes.append(
            "1 pair of rows of both legs at one moment is one movement of both"
            if both == 1
            else f"{both} pairs of rows of both legs at one moment are one movement of both"
        )
    told = [row.asleep for row in kept if row.asleep is not None]
    if told and len(told) < len(kept):
        notes.append(
            f"sleep is given beside {len(told)} of {len(kept)} leg movements only: it is not used"
        )
    return ScoredLegMovements(
        onset_s=np.array([row.onset_s for row in kept], np.float64),
        duration_s=np.array([row.duration_s for row in kept], np.float64),
        side=np.array([row.side for row in kept], dtype="<U8"),
        kind=np.array([row.kind for row in kept], dtype="<U16"),
        asleep=np.array(told, np.bool_) if told and len(told) == len(kept) else None,
    )


def _filled_in(durations: Array) -> Mask:
    zero = durations == 0
    same = np.isclose(durations, _FILLER_S, atol=1e-6)
    others = durations[~same & ~zero & np.isfinite(durations)]
    near = int((np.abs(others - _FILLER_S) <= _NEAR_S).sum())
    # durations come in steps, so this many rows are expected on any one step
    expected = near * (resolution_of(others) or _STEPS[-1]) / (2 * _NEAR_S)
    often = same.sum() >= _FEWEST and same.sum() > _TIMES * expected
    return np.asarray(zero | (same & often))


def _join_rows(rows: list[ListedLeg]) -> tuple[list[ListedLeg], int, int]:
    """Join rows of one moment: of one leg always, of both if their durations agree."""
    kept: list[ListedLeg] = []
    doubled = both = 0
    first = 0  # of the kept rows that begin at this moment
    for row in rows:
        if kept and row.onset_s - kept[-1].onset_s > 1e-3:
            first = len(kept)
        for place in range(first, len(kept)):
            other = kept[place]
            lengths = (other.duration_s, row.duration_s)
            same_length = lengths[0] == lengths[1] or bool(np.isnan(lengths).all())
            asleep = other.asleep if row.asleep is None else row.asleep or bool(other.asleep)
            joined = other._replace(
                kind=max(other.kind, row.kind, key=STRONGER.index), asleep=asleep
            )
            if other.side == row.side:
                longest = float(np.fmax(*lengths))
                kept[place], doubled = joined._replace(duration_s=longest), doubled + 1
                break
            if {other.side, row.side} == {"left", "right"} and same_length:
                kept[place], both = joined._replace(side="both"), both + 1
                break
        else:
            kept.append(row)
    return kept, doubled, both


def resolution_of(onsets: Array) -> float:
    """Return the step of times, seconds: the longest of which all distances are multiples.

    1 for whole seconds; 0 if there is none, or fewer than two times.
    """
    if len(onsets) < 2:
        return 0.0
    since = onsets - onsets[0]
    return next((s for s in _STEPS if np.allclose(since / s, np.rint(since / s), atol=1e-4)), 0.0)
