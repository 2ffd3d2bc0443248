"""The column of time, found by its name, its cells, and plausibility."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import numpy as np

from limbwatch.sensor.files.tables.clock_columns.clock_parts import find_time_parts, with_parts
from limbwatch.sensor.files.tables.clock_columns.counting import at_rate, by_its_name, counter
from limbwatch.sensor.files.tables.clock_columns.time_cells import finite_numbers, looks_cut
from limbwatch.sensor.files.tables.clock_columns.time_names import (
    COUNTS,
    ELAPSED,
    TIMELY,
    X_IS_TIME,
    column_name,
    stated_step,
    zone_named,
)
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Counter, TimeParts, Written, tells_date
from limbwatch.sensor.files.times.spacing.nth_rows import rows_apart
from limbwatch.sensor.files.times.writing.patterns import NUMERIC, UNDATED
from limbwatch.sensor.files.times.writing.scales import (
    UNITS,
    UNIX,
    counts_by,
    counts_events,
    counts_rows,
    grows_evenly,
    only_grows,
)
from limbwatch.sensor.files.times.writing.written_dates import (
    date_pattern_of,
    is_afternoon,
    is_time_in_digits,
    pattern_of,
)


def time_column(head: Head, taken: tuple[int, ...]) -> Counter | Written | TimeParts | None:
    """Find the best column of time, or of its parts, among those that hold no acceleration.

    A column counts as time only when its first rows make a plausible one: 5 to 1000 samples per
    second. Numbers since 1970 come before text (they need no time zone), text before other dates,
    and those before time since an arbitrary start.
    """
    found = list(_candidates(head, taken))
    best = _choose_beside_axes(found, taken) if found else None
    if best is None or not tells_date(best):
        parts = find_time_parts(head, taken)
        if parts is not None:
            return parts if parts.year is not None else replace(parts, date=_find_date_column(head))
    return None if best is None else with_parts(head, best, taken)


def _choose_beside_axes(
    found: list[Counter | Written], taken: tuple[int, ...]
) -> Counter | Written:
    """Choose the best time; of equal ones with columns between them, the last before the axes.

    Tables pasted side by side have a time before each signal, each at its own rate.
    """
    best = min(found, key=_rank)
    times = {source.column for source in found}
    before = [s for s in found if _rank(s) == _rank(best) and s.column < min(taken, default=0)]
    last = max(before, key=lambda source: source.column, default=best)
    between = set(range(best.column + 1, last.column)) - times
    return last if between and best.column < last.column else best


def says_time(head: Head, at: int) -> bool:
    """Tell whether a column is named as time, or states a unit of it, and grows as time does."""
    if TIMELY.search(column_name(head, at)) is None and stated_step(head, at) is None:
        return False
    values = finite_numbers(head, at)
    cells = head.filled(at)
    if len(values) <= 0.8 * len(cells):
        return pattern_of(cells) is not None
    return only_grows(values)


def ticks_at(head: Head, taken: tuple[int, ...], rate: float) -> Counter | None:
    """Find a column named as time that counts in no known unit, by the rate that a person states.

    Its ticks are the unit that gives the rate, Hz. Columns that hold acceleration are skipped.
    """
    for at in range(head.width):
        if at in taken or not TIMELY.search(column_name(head, at)):
            continue
        values = finite_numbers(head, at)
        found = at_rate(values, at, rate) if _grows_like_clock(values) else None
        if found is not None:
            return found
    return None


def as_time(head: Head, at: int, date: int | None = None) -> Counter | Written | None:
    """Read a column as time because a person names it; the date may be in another.

    None when it is written in no known way.
    """
    source = _read_as_time(head, at)
    if isinstance(source, Written) and date is not None:
        return replace(source, date=date)
    return source


def _candidates(head: Head, taken: tuple[int, ...]) -> Iterator[Counter | Written]:
    columns = [at for at in range(head.width) if at not in taken]
    if not head.names:
        yield from _unnamed_candidates(head, columns)
        return
    timely = [at for at in columns if TIMELY.search(column_name(head, at)) and _is_filled(head, at)]
    sources = [s for s in (_read_as_time(head, at) for at in timely) if s is not None]
    yield from sources
    if sources:
        return
    readable = [s for s in (_read_as_time(head, at) for at in columns) if s is not None]
    # dates and clock times are times whatever their column is called, in any language
    dated = [source for source in readable if _is_dated(source)]
    clocks = dated or [source for source in readable if _states_its_unit(head, source)]
    yield from clocks or _first_that_grows(head, columns)


def _is_filled(head: Head, at: int) -> bool:
    """Tell whether most rows, or every n-th, have a cell in a column."""
    filled = np.array([bool(cell) for cell in head.texts(at)], np.bool_)
    return filled.sum() > 0.5 * len(head.rows) or rows_apart(filled) is not None


def _is_dated(source: Counter | Written) -> bool:
    """Tell whether the cells of a column are dates or clock times."""
    if isinstance(source, Counter):
        return source.epoch is not None
    return source.pattern not in (*NUMERIC, "time in digits")


def _states_its_unit(head: Head, source: Counter | Written) -> bool:
    """Tell whether a column is a clock in a unit of time that its name or units cell states."""
    if isinstance(source, Written):
        return False
    stated = stated_step(head, source.column)
    return stated == source.step and _grows_like_clock(finite_numbers(head, source.column))


def _first_that_grows(head: Head, columns: list[int]) -> Iterator[Counter | Written]:
    """Yield the first column as time if it grows evenly, whatever its name."""
    source = _read_as_time(head, 0) if 0 in columns else None
    if isinstance(source, Counter) and source.epoch is None:
        values = finite_numbers(head, 0)
        counted = COUNTS.search(column_name(head, 0)) or counts_by(values) is not None
        if counted or not _grows_like_clock(values):
            return
        if source.step == 1 and any(map(X_IS_TIME.match, head.preamble)):
            yield replace(source, guessed=False)
            return
        unit = next(s.words for s in UNITS if s.step == source.step)
        source = replace(
            source,
            doubt=f"Column {head.names[0]!r} was taken for time in {unit}, because it grows "
            "evenly. --columns time=NAME and --time-unit change that.",
        )
    if source is not None:
        yield source


def _unnamed_candidates(head: Head, columns: list[int]) -> Iterator[Counter | Written]:
    behind = list(itertools.dropwhile(lambda at: _identifies_person(head, at), columns))
    for place, at in enumerate(behind[:2]):
        values = finite_numbers(head, at)
        source = _read_as_time(head, at)
        if source is None or (place == 1 and _rank(source) > 2):
            # a row number or a date may come first; the column behind it must be certain
            if place == 0 and not counts_rows(values) and date_pattern_of(head.texts(at)) is None:
                return
            continue
        if isinstance(source, Counter) and source.epoch is None and not _grows_like_clock(values):
            continue
        yield source
        return
    # seconds since 1970 behind the signals (BrainFlow) are no signal
    readable = (_read_as_time(head, at) for at in columns)
    yield from (one for one in readable if isinstance(one, Counter) and one.epoch is UNIX)


def _identifies_person(head: Head, at: int) -> bool:
    """Tell whether a column identifies the person: words, or one number in all rows."""
    cells = head.filled(at)
    if not cells or date_pattern_of(cells) is not None or pattern_of(cells) is not None:
        return False
    values = head.numbers(at)
    if len(values) == len(cells):
        return len(set(values)) == 1 and not looks_cut(cells[0], values[0], named=False)
    return not any(any(map(str.isdigit, cell)) for cell in cells)


def _grows_like_clock(values: list[float]) -> bool:
    return not (counts_rows(values) or counts_events(values)) and grows_evenly(values)


def _rank(source: Counter | Written) -> int:
    if isinstance(source, Counter):
        return 0 if source.epoch is UNIX and source.zero == 0 else 3 if source.epoch is None else 2
    return 1 if source.pattern not in UNDATED or source.date is not None else 2


def _read_as_time(head: Head, at: int) -> Counter | Written | None:
    name, cells = column_name(head, at), head.filled(at)
    values = finite_numbers(head, at)
    zone = zone_named(name)
    if cells and len(values) > 0.8 * len(cells):
        pattern = pattern_of(cells)
        if pattern in NUMERIC and len(set(cells)) > 1:
            return Written(column=at, pattern=pattern, zone=zone)
        day = _find_date_column(head) if is_time_in_digits(cells) else None
        if day not in (None, at):
            return Written(column=at, pattern="time in digits", zone=zone, date=day)
        step = stated_step(head, at)
        found = counter(values, at, step) or _read_newest_first(values, at, step)
        return found and by_its_name(found, values, name)
    pattern = pattern_of(cells)
    if pattern is None:
        return None
    if pattern != "time of day":
        return Written(column=at, pattern=pattern, zone=zone)
    date, half = _find_date_column(head), _find_half_column(head)
    elapsed = date is None and half is None and ELAPSED.search(name) is not None
    return Written(column=at, pattern=pattern, zone=zone, date=date, half=half, elapsed=elapsed)


def _read_newest_first(values: list[float], at: int, step: float | None) -> Counter | None:
    """Read a column sorted newest first, as databases do, or newest first within packets."""
    falls = all(after <= before for before, after in itertools.pairwise(values))
    if not falls and not _is_reversed_packets(values):
        return None
    return counter(sorted(values), at, step)


def _is_reversed_packets(values: list[float]) -> bool:
    """Tell whether numbers mostly fall and, once sorted, are evenly spaced, as noise never is."""
    falls = sum(after < before for before, after in itertools.pairwise(values))
    steps = [after - before for before, after in itertools.pairwise(sorted(values))]
    middle = median(steps) if steps else 0.0
    even = all(0.5 * middle < step < 1.5 * middle for step in steps)
    return falls >= 0.5 * len(steps) > 0 and even


def _find_date_column(head: Head) -> int | None:
    for at in range(head.width):
        cells = head.filled(at)
        pattern = date_pattern_of(cells)
        if pattern is not None and not (pattern == "digits" and len(set(cells)) > 3):
            return at
    return None


def _find_half_column(head: Head) -> int | None:
    for at in range(head.width):
        cells = set(head.texts(at))
        if cells and all(len(cell) > 1 and is_afternoon(cell) is not None for cell in cells):
            return at
    return None
