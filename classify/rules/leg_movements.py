"""Scoring of leg movements by published rules: joining, judging and finding series."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Array, Mask

Milliseconds = NDArray[np.int64]

UNMEASURED = -1
"""Interval of a movement without a predecessor to measure from."""


class Side(IntEnum):
    """A leg; ``BOTH`` occurs only in scored movements.

    ``UNKNOWN`` is a separate leg: that of a single sensor whose side nobody noted.
    """

    LEFT = 0
    RIGHT = 1
    UNKNOWN = 2
    BOTH = 3


SIDES = {"left": Side.LEFT, "right": Side.RIGHT, None: Side.UNKNOWN}
"""Side by the side of a placement."""


def milliseconds(seconds: ArrayLike) -> Milliseconds:
    """Round seconds to whole milliseconds; raise ValueError if one is not finite."""
    values = np.asarray(seconds, dtype=np.float64)
    if not np.isfinite(values).all():
        raise ValueError("times must be finite")
    return np.rint(values * 1000).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LegMovements:
    """Movements of single legs, in any order; every column has shape (n,).

    Raises
    ------
    ValueError
        If columns differ in length, a duration is negative or a side is not that of one leg.
    """

    side: NDArray[np.int64]
    """`Side` of each: left, right or unknown."""
    onset: Milliseconds
    """Milliseconds from the recording's start."""
    duration: Milliseconds
    """Milliseconds, not negative."""
    asleep: Mask | None
    """Whether the person was asleep: at the onset, or in any part where the rules require sleep.
    None when unknown; then no movement is excluded as awake."""

    def __post_init__(self) -> None:
        columns = {name: getattr(self, name) for name in ("side", "onset", "duration", "asleep")}
        lengths = {name: len(each) for name, each in columns.items() if each is not None}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns differ in length: {lengths}")
        if (self.duration < 0).any():
            raise ValueError(f"durations must not be negative: {self.duration.min()} ms")
        if not np.isin(self.side, (Side.LEFT, Side.RIGHT, Side.UNKNOWN)).all():
            raise ValueError("a side is left, right or unknown (0, 1 or 2)")

    def __len__(self) -> int:
        return len(self.onset)

    @classmethod
    def from_seconds(
        cls,
        *,
        side: Iterable[int],
        onset: ArrayLike,
        duration: ArrayLike,
        asleep: ArrayLike | None = None,
    ) -> Self:
        """Make movements from seconds, which are rounded to milliseconds."""
        return cls(
            side=np.array(list(side), dtype=np.int64),
            onset=milliseconds(onset),
            duration=milliseconds(duration),
            asleep=None if asleep is None else np.asarray(asleep, dtype=np.bool_),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredMovements:
    """Leg movements after joining, in order of onset; every column has shape (n,)."""

    onset: Milliseconds
    """First onset of the parts, milliseconds."""
    offset: Milliseconds
    """Last offset of the parts, milliseconds."""
    side: NDArray[np.int64]
    """`Side`; ``BOTH`` when parts of more than one leg were joined."""
    asleep: Mask | None
    """Sleep at the onset, or True throughout where the rules require sleep; None when unknown."""
    candidate: Mask
    """Whether it is a candidate for a series (CLM of WASM 2016)."""
    interval: Milliseconds
    """Onset minus the onset of the candidate it is measured from, milliseconds; `UNMEASURED` for a
    movement that is not a candidate, and for the first candidate after the start, a restart of the
    recording or such a movement."""
    series: NDArray[np.int64]
    """Number of its series from 1 in order of time; 0 outside any series."""
    rows: tuple[tuple[int, ...], ...]
    """Rows of the input that were joined into each movement, in order of onset."""

    def __len__(self) -> int:
        return len(self.onset)

    @property
    def periodic(self) -> Mask:
        """Movements in a series (PLM), shape (n,)."""
        return self.series > 0

    @property
    def series_count(self) -> int:
        """Number of series."""
        return int(self.series.max(initial=0))

    @property
    def intervals(self) -> Array:
        """All measured intervals, seconds, in order of time."""
        return np.asarray(self.interval[self.interval != UNMEASURED] / 1000)

    @property
    def series_intervals(self) -> Array:
        """Intervals between successive movements of one series, seconds, in order of time."""
        members = np.flatnonzero(self.periodic)
        same = self.series[members[1:]] == self.series[members[:-1]]
        return np.asarray(self.interval[members[1:][same]] / 1000)


class _Part(NamedTuple):
    """One movement of one leg, after joining, in milliseconds and restarts before it (stretch)."""

    onset: int
    offset: int
    side: int
    stretch: int
    rows: list[int]


def score(movements: LegMovements, rules: Rules, *, restarts: ArrayLike = ()) -> ScoredMovements:
    """Score leg movements: join them, judge each and find the series.

    Parameters
    ----------
    movements : LegMovements
        Movements of one or two legs, in any order; overlapping and nested ones are joined.
    restarts : array_like of float, shape (k,), optional
        Times at which the recording restarted after a gap (or after sensors were not worn),
        seconds. Nothing is joined or measured across one (WASM 2016, 3.3.3).

    Notes
    -----
    Order of operations: activities of one leg are joined, short ones dropped, legs joined,
    candidates judged, series found. Each step is one pass over the movements by onset.

    References
    ----------
    .. [1] Ferri R. et al. Sleep Med 2016;26:86-95. doi:10.1016/j.sleep.2016.10.010
    """
    parts = [
        part
        for part in _join_activities(movements, rules, milliseconds(restarts))
        if _is_leg_movement(part, movements, rules)
    ]
    groups = _join_legs(sorted(parts), rules)
    candidate = [_is_candidate(group, rules) for group in groups]
    interval, series = _find_series(groups, candidate, rules)
    return ScoredMovements(
        onset=np.array([group[0].onset for group in groups], dtype=np.int64),
        offset=np.array([_end(group) for group in groups], dtype=np.int64),
        side=np.array([_side(group) for group in groups], dtype=np.int64),
        asleep=_asleep(groups, movements, rules),
        candidate=np.array(candidate, dtype=np.bool_),
        interval=interval,
        series=series,
        rows=tuple(tuple(row for part in group for row in part.rows) for group in groups),
    )


def _join_activities(movements: LegMovements, rules: Rules, restarts: Milliseconds) -> list[_Part]:
    order = np.lexsort((movements.duration, movements.onset))
    stretches = np.searchsorted(np.sort(restarts), movements.onset, side="right").tolist()
    sides, onsets = movements.side.tolist(), movements.onset.tolist()
    offsets = (movements.onset + movements.duration).tolist()
    last: dict[int, _Part] = {}
    parts: list[_Part] = []
    for row in order.tolist():
        side, onset, offset, stretch = sides[row], onsets[row], offsets[row], stretches[row]
        before = last.get(side)
        if before and before.stretch == stretch and onset - before.offset < rules.same_leg_gap:
            before.rows.append(row)
            last[side] = before._replace(offset=max(before.offset, offset))
            continue
        if before:
            parts.append(before)
        last[side] = _Part(onset, offset, side, stretch, [row])
    return [*parts, *last.values()]


def _is_leg_movement(part: _Part, movements: LegMovements, rules: Rules) -> bool:
    duration = part.offset - part.onset
    if duration < rules.shortest or (duration > rules.longest and not rules.long_ends_series):
        return False
    if rules.sleep_required and movements.asleep is not None:
        return bool(movements.asleep[list(part.rows)].any())
    return True


def _join_legs(parts: list[_Part], rules: Rules) -> list[list[_Part]]:
    groups: list[list[_Part]] = []
    end = sides = 0
    for part in parts:
        joins = bool(groups) and groups[-1][0].stretch == part.stretch
        if joins and rules.bilateral_from == "offset":
            joins = part.onset - end < rules.bilateral_gap
        elif joins:
            # only another leg joins: movements of the same leg stay separate, however close
            other_leg = sides & ~(1 << part.side)
            joins = bool(other_leg) and part.onset - groups[-1][0].onset < rules.bilateral_gap
        if joins:
            groups[-1].append(part)
            end, sides = max(end, part.offset), sides | 1 << part.side
        else:
            groups.append([part])
            end, sides = part.offset, 1 << part.side
    return groups


def _is_candidate(group: list[_Part], rules: Rules) -> bool:
    if any(part.offset - part.onset > rules.longest for part in group):
        return False
    if len(group) == 1:
        return True
    too_many = rules.bilateral_parts is not None and len(group) > rules.bilateral_parts
    total = _end(group) - group[0].onset
    too_long = rules.bilateral_longest is not None and total > rules.bilateral_longest
    return not (too_many or too_long)


def _find_series(
    groups: list[list[_Part]], candidate: list[bool], rules: Rules
) -> tuple[Milliseconds, NDArray[np.int64]]:
    interval = np.full(len(groups), UNMEASURED, dtype=np.int64)
    series = np.zeros(len(groups), dtype=np.int64)
    run: list[int] = []
    number = 0

    def close() -> None:
        nonlocal number
        if len(run) >= rules.series_shortest:
            number += 1
            series[run] = number
        run.clear()

    for index, group in enumerate(groups):
        if not candidate[index]:
            close()
            continue
        if run and groups[run[-1]][0].stretch != group[0].stretch:
            close()
        if run:
            since = group[0].onset - groups[run[-1]][0].onset
            interval[index] = since
            if since < rules.interval_shortest and rules.short_interval == "ignore":
                continue
            if not rules.interval_shortest <= since <= rules.interval_longest:
                close()
        run.append(index)
    close()
    return interval, series


def _asleep(groups: list[list[_Part]], movements: LegMovements, rules: Rules) -> Mask | None:
    if movements.asleep is None:
        return None
    if rules.sleep_required:
        return np.ones(len(groups), dtype=np.bool_)
    return movements.asleep[[group[0].rows[0] for group in groups]]


def _end(group: list[_Part]) -> int:
    return max(part.offset for part in group)


def _side(group: list[_Part]) -> int:
    return Side.BOTH if len({part.side for part in group}) > 1 else group[0].side
