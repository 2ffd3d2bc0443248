"""Files of unknown origin: a column of time and three of acceleration, with or without names."""

import math
from dataclasses import replace
from statistics import median

from limbwatch.command_line import shell_word
from limbwatch.sensor.files.dialects.refused import (
    other_quantity,
    other_unit,
    table_of_other_sensor,
)
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.tables.axes.axis_columns import (
    Triple,
    best,
    gravity_beside,
    samples_beside,
    triples,
    unit_of,
)
from limbwatch.sensor.files.tables.axes.numbered_names import count_columns
from limbwatch.sensor.files.tables.axes.unnamed_axes import UnnamedAxes, unnamed_axes
from limbwatch.sensor.files.tables.clock_columns.row_dates import with_date_beside
from limbwatch.sensor.files.tables.clock_columns.time_columns import says_time, time_column
from limbwatch.sensor.files.tables.clock_columns.time_doubts import steady
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.layout import Dialect, Layout, Refusal, Written
from limbwatch.sensor.files.tables.preambles.preamble import as_stated
from limbwatch.sensor.files.times.writing.scales import only_grows


def named(head: Head) -> Layout | Refusal | None:
    """Lay out a file by the names of its columns; None if it has none.

    Refuse it if none of them is acceleration.
    """
    if not head.names:
        return None
    found = triples(head)
    chosen = best(tuple(one for one in found if not other_unit(head, one.axes)))
    if chosen is None and (other := best(found)) is not None:
        return other_quantity(head, other.axes)
    if chosen is None and count_columns(head.names):
        return None
    if chosen is None:
        shown = ", ".join(head.names[:8]) + (", ..." if len(head.names) > 8 else "")
        return Refusal(
            what=f"a table without x, y and z of acceleration (its columns: {shown}){_twice(head)}",
            remedy="Export raw acceleration: time, x, y, z. If some of these are, say which: "
            "--columns time=NAME,x=NAME,y=NAME,z=NAME.",
        )
    axes = chosen.axes
    refusal = table_of_other_sensor(head) or _refuse_repeated(head, axes)
    if refusal is not None:
        return refusal
    gravity = gravity_beside(found, _free_by_length(head, found, chosen))
    more = samples_beside(found, chosen)
    by_samples = head.with_rows_between(len(more))
    time = time_column(by_samples, axes)
    notes = () if gravity is None else ("Gravity and user acceleration were added.",)
    if chosen.counted:
        notes = (_by_length(head, axes), *notes)
    if more:
        notes = (*notes, f"Each row holds {1 + len(more)} samples, read one after the other.")
    layout = Layout(
        time=time or steady(by_samples, axes),
        axes=axes,
        gravity=gravity,
        more=more,
        unit=unit_of(head, axes),
        notes=notes,
    )
    return with_date_beside(head, layout)


_FREE_SHARE = 0.5
"""Share of the length of gravity below which acceleration beside it is without it: raw acceleration
of a limb at rest is as long as gravity, and what is left without it is some hundredths. Chosen."""


def _free_by_length(head: Head, found: tuple[Triple, ...], chosen: Triple) -> Triple:
    """Mark acceleration that is without gravity by its length beside a column of gravity.

    Sensor Logger calls it ``Accelerometer`` in a table of all sensors, as others call the raw one.
    """
    beside = gravity_beside(found, replace(chosen, free=True))
    if beside is None or chosen.free:
        return chosen
    lengths = [_median_length(head, axes) for axes in (chosen.axes, beside)]
    return replace(chosen, free=lengths[0] < _FREE_SHARE * lengths[1])


def _median_length(head: Head, axes: tuple[int, int, int]) -> float:
    """Return the median length of three columns in the first rows; 0 where they have no numbers."""
    rows = zip(*(head.numbers(at) for at in axes), strict=False)
    return median([math.hypot(*row) for row in rows] or [0.0])


def _by_length(head: Head, axes: tuple[int, int, int]) -> Doubt:
    """Return a doubt that x, y and z were chosen only by numbered names and their length."""
    x, y, z = (head.names[at] for at in axes)
    said = shell_word(f"x={x},y={y},z={z}")  # a name may have spaces or brackets
    return Doubt(
        f"{x}, {y} and {z} were taken for x, y and z of acceleration, because they have the length "
        f"of gravity; their names do not say it. --columns {said} says it."
    )


def _refuse_repeated(head: Head, axes: tuple[int, int, int]) -> Refusal | None:
    """Refuse a table that repeats the names of its axes without saying whose they are."""
    places = [
        [at for at in range(len(head.names)) if head.folded[at] == head.folded[axis]]
        for axis in axes
    ]
    if min(map(len, places)) < 2:
        return None
    blocks = list(zip(*places, strict=False))
    shown = " and ".join(", ".join(str(at + 1) for at in block) for block in blocks)
    last = blocks[-1]
    times = [at for at in range(last[0]) if at not in axes and says_time(head, at)]
    said = _said(last)
    return Refusal(
        what=f"a table with the same x, y and z again (columns {shown}), and nothing says whose",
        remedy=f"Say which: --columns time={max(times, default=0) + 1},{said}.",
    )


def _twice(head: Head) -> str:
    """Name an axis that occurs twice, if another is missing."""
    axes = [name for name in head.folded if name[-1:] in {"x", "y", "z"}]
    double = next((name for name in axes if axes.count(name) > 1), None)
    return "" if double is None else f": {double!r} appears twice"


def unnamed(head: Head) -> Layout | Refusal | None:
    """Lay out a file without names: time first if the first column grows, then x, y, z."""
    if head.names and not count_columns(head.names):
        return None
    head = replace(head, names=())
    time = time_column(head, ())
    first = 0 if time is None or head.width - time.column <= 3 else time.column + 1
    if isinstance(time, Written) and time.date is not None:
        first = max(first, time.date + 1)
    # rows may be numbered, or have a second clock
    while head.width - first > 3 and only_grows(head.numbers(first)):
        first += 1
    # names of sensors may come before the numbers
    axes = [at for at in range(first, head.width) if len(head.numbers(at)) > 0.8 * len(head.rows)]
    if len(axes) < 3:
        return Refusal(
            what=f"a table of {head.width} columns without names, too few for x, y and z",
            remedy="Export raw acceleration: time, x, y, z.",
        )
    refusal = table_of_other_sensor(head)
    if refusal is not None:
        return refusal
    found = unnamed_axes(head, axes)
    if found.others:
        return _refuse_several(found, 0 if time is None else time.column + 1)
    return Layout(time=time or steady(head, ()), axes=found.axes, unit=None, notes=_unused(found))


def _unused(found: UnnamedAxes) -> tuple[str, ...]:
    """Return notes on columns without names that were not chosen for x, y and z."""
    notes: tuple[str, ...] = ()
    if found.passed:
        taken = _said(found.axes)
        notes = (
            Doubt(
                f"The columns have no names; {_shown(found.axes)} were taken for x, y and z, not "
                f"{_shown(found.passed)} before. --columns {taken} says it."
            ),
        )
    if found.behind:
        notes = (
            *notes,
            f"Not used, of the columns without names: {_shown(found.behind)}, behind x, y and z.",
        )
    return notes


def _refuse_several(found: UnnamedAxes, time: int) -> Refusal:
    """Refuse a table without names whose columns have several accelerations."""
    blocks = (found.axes, *found.others)
    taken = _said(found.axes)
    if not found.apart:
        return Refusal(
            what="a table without names, and more than one set of three columns may be x, y and "
            f"z: {' and '.join(map(_shown, blocks))} have the length of gravity, and in no "
            "posture of the recording do they differ clearly",
            remedy=f"Say which: --columns time={time or 'none'},{taken}.",
            asks=True,
        )
    return Refusal(
        what="a table without names, and more than one set of three columns looks like "
        f"acceleration (columns {' and '.join(map(_shown, blocks))}); nothing says whose "
        "they are",
        remedy=f"Say which: --columns time={time or 'none'},{taken}. For several at once, put a "
        "line of names above the table, one for each column, such as left_ankle_x and "
        "right_ankle_x; if each row holds samples of one sensor, such as x1,y1,z1,x2,y2,z2.",
        asks=True,
    )


def _said(axes: tuple[int, ...]) -> str:
    return ",".join(f"{name}={at + 1}" for name, at in zip("xyz", axes, strict=True))


def _shown(columns: tuple[int, ...]) -> str:
    return ", ".join(str(at + 1) for at in columns)


def by_names(head: Head, **stated: object) -> Layout | None:
    """Lay out a file by its names, with facts that its format implies."""
    layout = named(head)
    if isinstance(layout, Layout) and "time" in stated:
        layout = replace(layout, anchor=None)
    return replace(layout, **stated) if isinstance(layout, Layout) else None  # type: ignore[arg-type]


GENERIC = (
    Dialect("table with named columns", "the names of its columns", as_stated(named)),
    Dialect("table without names", "the numbers in its columns", as_stated(unnamed)),
)
