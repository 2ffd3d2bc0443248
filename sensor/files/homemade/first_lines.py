"""Interpreting the first lines of a home-made sensor by the rules for files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.errors import DeviceRefused
from limbwatch.sensor.files.homemade.first_samples import (
    FEWEST,
    codes_above_others,
    has_decimal_commas,
    is_other,
    require_no_quaternion,
    speaks,
    unit_at_start,
)
from limbwatch.sensor.files.tables.axes.at_gravity import lies_at_gravity
from limbwatch.sensor.files.tables.axes.axis_columns import best, triples
from limbwatch.sensor.files.tables.axes.unnamed_axes import unnamed_axes
from limbwatch.sensor.files.tables.clock_columns.time_names import COUNTS, is_timely
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.times.writing.scales import counts_rows
from limbwatch.sensor.files.values.unit import unit_named
from limbwatch.sensor.line_shape import LineShape, shape_of

_OFTEN: Final = 0.1
"""Share of the lines from which a shape is one of several quantities that a program prints, as in
files (`sensor/files/tables/rewritten/serial_lines.py`)."""

_CLOCK_OFF: Final = 0.1
"""Relative error of a clock against the computer's over the first lines: the arrivals of four
seconds are uneven by some 0.1 s. A count of samples is off by far more. Chosen."""

_UNITS_S: Final = (1e-3, 1e-6, 1.0)
"""Units of a clock, seconds: millis() and micros() of Arduino, time.time() of Python."""

_RISING: Final = 0.8
"""Share of rising steps from which a number is a count or a time: noise makes an axis fall as
often. Chosen."""

_TOO_LARGE: Final = 1e16
"""Number from which a line is damaged: no time since 1970, in microseconds, is as large."""

_NOWHERE: Final = Path("lines")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """How to read the lines of a sensor."""

    shape: LineShape
    axes: tuple[int, int, int]
    """Indices of x, y and z among the numbers."""
    unit: str
    """Name of the unit, for people."""
    scale: float
    """g per unit."""
    clock: int
    """Index of the number that is a clock; -1 if none surely is."""
    tick_s: float
    """Unit of the clock, seconds."""
    rate: float
    """Measured rate, Hz."""


def reading_of(lines: Sequence[tuple[float, str]]) -> LineReading:
    """Determine how to read whole lines, each with its second, in order of arrival.

    Raises
    ------
    DeviceRefused
        If they are not acceleration with gravity, or nothing tells which lines are.
    """
    counted = Counter(shape_of(text) for _, text in lines)
    shapes = [
        LineShape(text)
        for text, times in counted.most_common()
        if text and times >= max(2, _OFTEN * len(lines))
    ]
    readable = [shape for shape in shapes if shape.count >= 3 and not is_other(shape)]
    if not readable and any(shape.count >= 3 for shape in shapes):
        said = next(text for _, text in reversed(lines) if LineShape(shape_of(text)).count >= 3)
        raise DeviceRefused(
            f"the sensor sends lines whose words say another quantity, such as {said[:60]!r}. Have "
            "it print x, y and z of its accelerometer, with gravity: acc,0.01,-0.02,0.98"
        )
    if not readable:
        said = next((text for _, text in reversed(lines) if text.strip()), "")
        raise DeviceRefused(
            f"the sensor sends lines without three numbers for x, y and z, such as {said[:60]!r}. "
            "Have it print them in one line, with commas or blanks between: 0.01,-0.02,0.98"
        )
    found, refused = [], []
    for shape in readable:
        try:
            found.append(_reading(shape, lines))
        except DeviceRefused as error:
            refused.append(error)
    if len(found) > 1:
        found = [one for one in found if speaks(one.shape.text)] or found
    if not found:
        raise refused[0]
    if len(found) > 1:
        raise DeviceRefused(
            f"the sensor sends {len(found)} kinds of lines that may be acceleration, and nothing "
            "says which is: have it print one of them, or a word such as acc before that one"
        )
    return found[0]


def _reading(shape: LineShape, lines: Sequence[tuple[float, str]]) -> LineReading:

    read = ((at, shape.numbers(text)) for at, text in lines)
    # larger numbers than any code are damage, as in files
    rows = [(at, row) for at, row in read if row is not None and max(map(abs, row)) < _TOO_LARGE]
    arrived = np.array([at for at, _ in rows])
    table = np.array([row for _, row in rows])
    rate = _rate(arrived)
    if len(rows) < FEWEST or rate is None:
        raise DeviceRefused(
            f"the sensor sent {len(rows)} lines of samples in {lines[-1][0]:.0f} s, too few for "
            "movements: have it print at least 5 in a second, better 50, or bring it nearer"
        )
    clock, tick_s = _clock(shape, arrived, table)
    if clock >= 0:
        rate = (len(rows) - 1) / float(np.ptp(table[:, clock]) * tick_s)
    axes = _axes(shape, table, clock)
    require_no_quaternion(shape, table, axes)
    unit, _ = unit_at_start(table[:, axes].astype(np.float32), rate)
    return LineReading(
        shape=shape,
        axes=axes,
        unit=unit.name,
        scale=unit.scale,
        clock=clock,
        tick_s=tick_s,
        rate=rate,
    )


def _rate(arrived: Array) -> float | None:
    """Measure the rate by arrivals, without lines that had waited for the first one."""
    behind = arrived > arrived[0] if len(arrived) else np.zeros(0, np.bool_)
    return float(behind.sum() / (arrived[-1] - arrived[0])) if behind.any() else None


def _clock(shape: LineShape, arrived: Array, table: Array) -> tuple[int, float]:
    """Find the only number that runs like the computer's clock; -1 without one."""
    passed = float(arrived[-1] - arrived[0])
    found = []
    for at in set(range(shape.count)) - shape.clock_parts:
        column = table[:, at]
        if not (np.diff(column) > 0).all():
            continue
        for unit_s in _UNITS_S:
            whole = bool((column == np.round(column)).all())
            if abs(float(np.ptp(column)) * unit_s / passed - 1) <= _CLOCK_OFF and (
                whole or unit_s == 1.0
            ):
                found.append((at, unit_s))
    return found[0] if len(found) == 1 else (-1, 1.0)


def _axes(shape: LineShape, table: Array, clock: int) -> tuple[int, int, int]:
    """Choose the three axes, by their names or by gravity."""
    head = _head(shape, table)
    if head.names:
        named = triples(head)
        chosen = best(named)
        sure = [one for one in named if chosen is not None and one.worth == chosen.worth]
        if chosen is None or chosen.worth <= 1 or len(sure) > 1:
            raise DeviceRefused(
                f"the sensor names its numbers {', '.join(shape.names)}, and nothing says which "
                "three are acceleration with gravity: have it print ax, ay and az, or three "
                "numbers alone"
            )
        return chosen.axes
    word = shape.first_word.casefold()
    left = [
        at
        for at in range(shape.count)
        if at != clock
        and at not in shape.clock_parts
        and not counts_rows(table[:, at].tolist())
        and np.mean(np.diff(table[:, at]) > 0) < _RISING
        and not (at == 0 and (is_timely(word) or COUNTS.search(word)))
    ]
    if len(left) < 3:
        raise DeviceRefused(
            f"of the {shape.count} numbers that the sensor prints in a line {len(left)} are left "
            "beside times and counts, and x, y and z are three: have it print all of them"
        )
    found = unnamed_axes(head, left)
    if len(left) > 3 and (found.others or not lies_at_gravity(head, found.axes)):
        if has_decimal_commas(shape):
            raise DeviceRefused(
                f"the sensor writes its decimals behind a comma ({shape.text!r}, each # a "
                "number), and commas separate numbers as well: have it write a point, "
                "0.01;-0.02;0.98"
            )
        codes = codes_above_others(table, left)
        if codes is not None:
            return codes
        raise DeviceRefused(
            f"the sensor prints {shape.count} numbers in a line, and nothing says which three are "
            "x, y and z: have it print names before them (ax:0.01 ay:-0.02 az:0.98), or these "
            "three alone"
        )
    return found.axes


def _head(shape: LineShape, table: Array) -> Head:
    """Return the lines as the table that a file of them would be."""
    names = _complete_names(shape.names)
    rows = tuple(tuple(format(value, ".12g") for value in row) for row in table)
    text = "\n".join(",".join(row) for row in ((names, *rows) if names else rows))
    return Head(
        path=_NOWHERE,
        zipped=False,
        encoding="utf8",
        separator=",",
        decimal=".",
        preamble=(),
        names=names,
        units=(),
        rows=rows,
        skip=int(bool(names)),
        quoted=False,
        content=text.encode(),
    )


def _complete_names(names: Sequence[str]) -> tuple[str, ...]:
    """Complete the names of axes: repeat a word before the first of three, remove units.

    ``acc:[#,#,#]`` has its word before three numbers, and in ``X:# g Y:# g Z:# g`` the unit of a
    number comes before the next name.
    """
    if not any(names):
        return ()
    units = {name.partition(" ")[0] for name in names[1:] if " " in name}
    if len(units) == 1 and all(map(unit_named, units)) and all(" " in one for one in names[1:]):
        names = (names[0], *(name.partition(" ")[2] for name in names[1:]))
    found, word = [], ""
    for at, name in enumerate(names):
        before, _, last = name.rpartition(" ")
        group = names[at : at + 4]
        if _means_acceleration(name) and group[1:3] == ("", "") and all(group[3:]):
            found.append(f"{name} x")
            word = name
        elif not name and word:
            found.append(f"{word} {'y' if found[-1].endswith('x') else 'z'}")
        elif last.casefold() not in {"x", "y", "z"}:
            word = ""
            found.append(name)
        else:
            word = before or word
            found.append(name if before or not word else f"{word} {name}")
    return tuple(found)


def _means_acceleration(name: str) -> bool:
    """Return whether a word means acceleration, and may stand for three numbers."""
    return speaks(name) or name.casefold() in {"a", "ac"}
