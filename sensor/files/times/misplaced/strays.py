"""Impossible stamps: before a clock was set, in the future, far from the rest, of two clocks."""

from datetime import datetime, timedelta

import numpy as np

from limbwatch.sensor.arrays import Array, Index
from limbwatch.sensor.files.doubt import Doubt, counted
from limbwatch.sensor.files.times.stamp_limits import UNKNOWN_S
from limbwatch.sensor.files.times.writing.scales import CREDIBLE_FROM, latest
from limbwatch.sensor.spans import runs_of

ASTRAY_S = 10.0
"""Distance, seconds, from the stamps on both sides that makes a few stamps wrong; less may be a
busy phone."""

MOST_ROWS = 8
"""Most rows that may stray together."""

ALONE_S = 60.0
"""Gap on both sides, seconds, that makes a handful of rows useless and doubtful."""

HANDFUL = 10
"""Rows below which no movement can be seen at any rate."""

APART_S = 14 * 86400.0
"""Gap, seconds, that separates recordings: monitors are worn for one or two weeks. Chosen."""

SPARSE = 100.0
"""Longest span of a recording, in multiples of its sampled time: a minute in an hour is 60."""

DAY_S = 86400.0


def drop_impossible_stamps(
    seconds: Array, start: datetime | None, notes: list[str]
) -> tuple[Index | slice, Array]:
    """Leave out rows whose stamps are impossible, and move those from before a clock was set.

    ``start`` is second 0, aware; None when the stamps have no date. Gives the positions of the rows
    that are kept, at least one, and their stamps; a slice for all rows takes no memory. The span
    stays in proportion to the samples: later steps need time and memory per second.
    """
    steps = np.diff(seconds)
    if not len(steps) or (steps.min() > -ASTRAY_S and steps.max() < ALONE_S):
        return slice(None), seconds
    rows = np.arange(len(seconds))
    if start is not None:
        rows, seconds = _place_undated(rows, seconds, start, notes)
    rows, seconds = _drop_spikes(rows, seconds, notes)
    return _keep_one_recording(rows, seconds, notes)


def _place_undated(
    rows: Index, seconds: Array, start: datetime, notes: list[str]
) -> tuple[Index, Array]:
    """Keep the rows with a possible date, if there are any, and move stretches with another."""
    low = (CREDIBLE_FROM - start).total_seconds()
    high = (latest() - start).total_seconds()
    possible = (seconds >= low) & (seconds <= high)
    if possible.all() or not possible.any():
        return rows, seconds
    original = seconds
    seconds = seconds.copy()
    period = float(np.median(np.abs(np.diff(seconds[possible])))) if possible.sum() > 1 else 0.0
    stretches = np.column_stack(runs_of(~possible)).tolist()
    for first, stop in stretches:
        moved = stop - first >= HANDFUL and bool((np.diff(seconds[first:stop]) >= 0).all())
        if not moved or len(stretches) > MOST_ROWS:
            continue
        if first > 0:
            behind = seconds[first - 1] + period + _gap_before(seconds, first, stop, period)
            seconds[first:stop] += behind - seconds[first]
        else:
            seconds[first:stop] += seconds[stop] - period - seconds[stop - 1]
        possible[first:stop] = True
        rows_are, day = _rows(stop - first), _day(start, float(original[first]))
        notes.append(
            Doubt(
                f"{rows_are} dated {day}, by a clock that was not set right: put behind the rest, "
                f"with a gap of {UNKNOWN_S:g} s where there is room for one. What lies between is "
                "not known: it may be longer."
            )
            if first
            else f"{rows_are} dated {day}, by a clock that was not set right: put right before the "
            "rest."
        )
    lost = int(len(possible) - possible.sum())
    if lost:
        notes.append(
            f"{_rows(lost)} dated {_day(start, float(original[~possible][0]))}, which cannot be; "
            "left out."
        )
    return rows[possible], seconds[possible]


def _gap_before(seconds: Array, first: int, stop: int, period: float) -> float:
    """Return the gap, seconds, left before a stretch whose true time is unknown."""
    if stop == len(seconds):
        return UNKNOWN_S
    room = seconds[stop] - seconds[first - 1] - (seconds[stop - 1] - seconds[first]) - 2 * period
    return min(max(float(room), 0.0), UNKNOWN_S)


def _drop_spikes(rows: Index, seconds: Array, notes: list[str]) -> tuple[Index, Array]:
    """Leave out a few rows that go far away and come back."""
    stray = np.zeros(len(seconds), dtype=bool)
    out = np.flatnonzero(np.abs(np.diff(seconds)) > ASTRAY_S)
    for width in range(1, MOST_ROWS + 1):
        at = out[out + width + 1 < len(seconds)]
        back = seconds[at + width + 1] - seconds[at]
        returns = np.isin(at + width, out)
        home = at[returns & (back >= 0) & (back < ASTRAY_S) & ~stray[at]]
        for ahead in range(1, width + 1):
            stray[home + ahead] = True
    lost = int(stray.sum())
    if not lost or lost > len(seconds) // 2:
        return rows, seconds
    notes.append(counted(lost, _note_on_spikes))
    return rows[~stray], seconds[~stray]


def _keep_one_recording(rows: Index, seconds: Array, notes: list[str]) -> tuple[Index, Array]:
    """Keep what can be one recording: no handful far from the rest, no gap of months."""
    groups = _groups(seconds, ALONE_S)
    few = np.bincount(groups) < HANDFUL
    if few.any() and not few.all():
        lone = few[groups]
        notes.append(counted(int(lone.sum()), _note_on_lone_rows))
        rows, seconds = rows[~lone], seconds[~lone]
    rows, seconds = _drop_brief(rows, seconds, notes)
    for limit in (APART_S, DAY_S):
        span = float(seconds.max() - seconds.min())
        if limit < APART_S and span <= APART_S + SPARSE * _recorded_s(seconds):
            break
        rows, seconds = _keep_longest(rows, seconds, limit, notes)
    return rows, seconds


def _drop_brief(rows: Index, seconds: Array, notes: list[str]) -> tuple[Index, Array]:
    """Leave out parts that last less than a minute and are a day away from anything longer."""
    groups = _groups(seconds, DAY_S)
    stops = np.cumsum(np.bincount(groups))[:-1]
    recorded = np.array([_recorded_s(part) for part in np.split(np.sort(seconds), stops)])
    brief = recorded < ALONE_S
    brief[int(np.argmax(recorded))] = False
    if not brief.any():
        return rows, seconds
    lost = brief[groups]
    notes.append(
        f"{_rows(int(lost.sum()))} more than a day from any stretch of a minute; left out."
    )
    return rows[~lost], seconds[~lost]


def _keep_longest(
    rows: Index, seconds: Array, limit: float, notes: list[str]
) -> tuple[Index, Array]:
    """Keep the longest of the parts that gaps beyond ``limit`` seconds separate."""
    groups = _groups(seconds, limit)
    kept = groups == np.argmax(np.bincount(groups))
    lost = int(len(kept) - kept.sum())
    if not lost:
        return rows, seconds
    notes.append(
        Doubt(
            f"{_rows(lost)} more than {limit / DAY_S:g} day{'s' if limit > DAY_S else ''} from the "
            "longest part of the file; left out. Cut the file there to have each part scored."
        )
    )
    return rows[kept], seconds[kept]


def _groups(seconds: Array, limit: float) -> Index:
    """Return the group of each row, from 0 on: gaps beyond ``limit`` seconds separate them."""
    order = np.argsort(seconds, kind="stable")
    groups = np.zeros(len(seconds), np.intp)
    groups[order[1:]] = np.cumsum(np.diff(seconds[order]) > limit)
    return groups


def _recorded_s(seconds: Array) -> float:
    """Return the sum of the steps that are no gaps, seconds."""
    steps = np.abs(np.diff(seconds))
    return float(steps[steps < ALONE_S].sum())


def _note_on_spikes(count: int) -> str:
    return f"{_rows(count)} stamped more than {ASTRAY_S:g} s away from the rows around; left out."


def _note_on_lone_rows(count: int) -> str:
    return f"{_rows(count)} alone, more than {ALONE_S:g} s from any other; left out."


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"


def _day(start: datetime, second: float) -> str:
    try:
        return f"{start + timedelta(seconds=second):%Y-%m-%d}"
    except OverflowError:
        return "outside the calendar"


BACK_S = 0.5
"""Seconds by which stamps must go back within a second. The fraction falls from its largest value
to its smallest there, a second less one period, and lost rows shorten that. Chosen."""

FEWEST = 10
"""Such steps, at least: fewer may be single wrong stamps. Chosen."""

EACH_SECOND = 0.2
"""Least share of the seconds that have one. Chosen: while the clocks happen to agree there is none,
and fewer are treated as single wrong stamps."""


def with_whole_seconds(seconds: Array, fraction: float, notes: list[str]) -> Array:
    """Leave out fractions that do not belong to their seconds, and report it.

    ``seconds`` are stamps in file order, shape (n,); ``fraction`` is that of the second in which
    second 0 lies. Rows then share the stamp of their second, in the order of the file.
    """
    steps = np.diff(seconds)
    back = np.flatnonzero(steps < 0)
    if len(back) < FEWEST or (steps[back] > -BACK_S).any() or (steps[back] < -1).any():
        return seconds
    whole = np.floor(seconds + fraction + 1e-6)
    if (whole[back + 1] != whole[back]).any():
        return seconds
    torn = whole[back]  # in order, as no stamp goes back from one second to another
    if (np.diff(torn) == 0).any() or len(torn) < EACH_SECOND * len(np.unique(whole)):
        return seconds
    notes.append(
        Doubt(
            "Within a second the times go back, as where seconds and their fractions are of two "
            "clocks that do not begin anew at the same moment. The fractions were left out: the "
            "rows keep the order of the file, and are spread evenly over each second."
        )
    )
    return np.asarray(whole - fraction)
