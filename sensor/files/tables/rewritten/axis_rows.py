"""Tables with one axis per row, as time-series databases write them: pivoted.

They may also hold all of x, then all of y and of z: their two ends show that.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from limbwatch.sensor.files.tables.clock_columns.time_names import TIMELY
from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.tables.heads.spelling import holds_number
from limbwatch.sensor.files.tables.rewritten.rewriting import LAST, Rewriting

MOST_TEXTS = 64
"""Most different texts in a column that names sensors; with more it says something else."""

_VALUES = re.compile(
    r"_?(?:value|state|values|wert|werte|valeur|valor|reading|measurement|acc\w*|g)"
)
"""Names of columns of values."""

_STAMPS = re.compile(
    r"_?(?:last_changed|last_updated|time|times|timestamp|date|datetime|zeit|t|ts|temps|when|epoch|unix)"
    # a suffix may be attached, as in t_s and time_zone
    r"(?![^\W\d_])(?!.*(?:zone|offset)).*"
)
"""Names that only a time has: preferred to those that merely mention one."""

_ANNOTATIONS = re.compile(rb"^#[^\r\n]*\r?\n", re.MULTILINE)
"""Lines of InfluxDB's annotated CSV that give the types of the columns, before each series."""

_BESIDE_AXIS = re.compile(r"\s*[(\[][^)\]]*[)\]]$|[-_ ]?(?:axis|achse)$|^(?:axis|achse)[-_ ]")
"""What may stand beside the letter of an axis in its name."""

_OTHER = re.compile(r"gyr|mag|rot|angular|orient|gravity|lin", re.IGNORECASE)
"""Names of axes of other quantities than raw acceleration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Columns of a table with one axis per row."""

    time: int
    axis: int
    value: int
    labels: tuple[int, ...]
    """Columns that may name the sensor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LongTable:
    """The beginning of a table that may have one axis per row."""

    separator: str
    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    @property
    def columns(self) -> range:
        """Positions of its columns."""
        return range(len(self.names))


def _column_cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at].strip() for row in rows]


def axis_rows(start: bytes) -> Rewriting | None:
    """Return how to pivot a table with one axis per row, judged by its beginning.

    None also when the roles of its columns are not certain.
    """
    found = _read_long_table(start)
    if found is None:
        return None
    rows = found.rows[-LAST:]
    places = _find_places(
        found, rows, [at for at in found.columns if _are_axes(_column_cells(rows, at))]
    )
    return None if places is None else _pivot_rewriting(found, places)


def axis_blocks(start: bytes, end: Callable[[], bytes]) -> Rewriting | None:
    """Return how to pivot a table that holds one axis after the other.

    ``end`` gives its last bytes, whose first line may be cut; it is called only where the beginning
    is of one axis. None also when the roles of its columns are not certain.
    """
    table = _read_long_table(start)
    if table is None:
        return None
    first_rows = [row for row in table.rows[:LAST] if len(row) == len(table.names)]
    axes = [at for at in table.columns if _is_one_axis(_column_cells(first_rows, at))]
    if not axes:
        return None
    final_rows = _last_rows(table, end())
    # the last block has another axis, be it of the same sensor and quantity or of another
    axes = [
        at
        for at in axes
        if (_is_one_axis(cells := _column_cells(final_rows, at)) or _is_another_quantity(cells))
        and cells[0] != first_rows[0][at].strip()
    ]
    places = _find_places(table, [*first_rows, *final_rows], axes)
    return None if places is None else _pivot_rewriting(table, places)


def _is_one_axis(cells: Sequence[str]) -> bool:
    return len(set(cells)) == 1 and _split_axis_name(cells[0]) is not None


def _is_another_quantity(cells: Sequence[str]) -> bool:
    return len(set(cells)) == 1 and _OTHER.search(cells[0]) is not None


def _last_rows(table: _LongTable, end: bytes) -> list[list[str]]:
    lines = end.decode("utf-8", errors="replace").splitlines()[1:]
    filled = [line for line in lines if line.strip()][-LAST:]
    rows = list(csv.reader(filled, delimiter=table.separator))
    return [row for row in rows if len(row) == len(table.names)]


@lru_cache(maxsize=1)  # called twice per file, for its rows and for its blocks
def _read_long_table(start: bytes) -> _LongTable | None:
    """Read the beginning of what may be a table with one axis per row; None when it is none."""
    text = _ANNOTATIONS.sub(b"", start).decode("utf-8-sig", errors="replace")
    lines = [line for line in text.splitlines()[:-1] if line.strip()]
    if len(lines) < LAST:
        return None
    separator = max(",;\t|", key=lines[0].count)
    if not lines[0].count(separator) or not lines[-1].count(separator):
        return None
    names, *rows = csv.reader(lines, delimiter=separator)
    if (
        len(set(names)) < len(names)
        or any(len(row) != len(names) for row in rows[-LAST:])
        or any(map(holds_number, names))
    ):
        return None
    return _LongTable(separator=separator, names=tuple(names), rows=rows)


def _pivot_rewriting(table: _LongTable, places: _Places) -> Rewriting:
    """Return how to write a table with one axis per row as one of x, y and z."""
    return Rewriting(
        rewritten=lambda whole: _pivot(whole, table.separator, table.names, places),
        note=(
            f"Each row holds one axis, as its column {table.names[places.axis]!r} says: x, y and z "
            f"of one time were put into one row, and {table.names[places.value]!r} was taken for "
            "their values."
        ),
    )


def _find_places(
    table: _LongTable, rows: Sequence[Sequence[str]], axes: Sequence[int]
) -> _Places | None:
    """Find the columns of time, axis (one of ``axes``) and value; None where one is not certain."""
    names = table.names
    columns = [_column_cells(rows, at) for at in table.columns]
    if len(axes) != 1:
        return None
    rest = [at for at in range(len(names)) if at != axes[0] and names[at].strip()]
    numbers = [at for at in rest if all(map(holds_number, columns[at]))]
    folded = [name.strip().casefold() for name in names]
    times = [at for at in rest if _STAMPS.fullmatch(folded[at])]
    times = times or [at for at in rest if TIMELY.search(folded[at])]
    values = [at for at in numbers if _VALUES.fullmatch(folded[at])]
    values = values or [at for at in numbers if at not in times]
    times = [at for at in times if at not in values]
    if not len(times) == len(values) == 1:
        return None
    labels = [
        at for at in rest if at not in (times[0], values[0]) and _names_sensors(table.rows, at)
    ]
    return _Places(time=times[0], axis=axes[0], value=values[0], labels=tuple(labels))


def _names_sensors(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether a column has few texts, such as names of sensors, rather than row numbers."""
    different = {row[at] for row in rows if len(row) > at}
    return len(different) <= min(MOST_TEXTS, len(rows) // (2 * len(AXES)))


def _are_axes(cells: Sequence[str]) -> bool:
    """Tell whether cells name x, y and z of one quantity, and at most known others."""
    found = [
        quantity_and_axis
        for cell in set(cells)
        if (quantity_and_axis := _split_axis_name(cell)) is not None
    ]
    others = [
        cell for cell in set(cells) if _split_axis_name(cell) is None and not _OTHER.search(cell)
    ]
    kinds = {kind for kind, _ in found}
    return not others and len(kinds) == 1 and {letter for _, letter in found} == set(AXES)


def _split_axis_name(cell: str) -> tuple[str, str] | None:
    """Split the name of an axis into quantity and letter; None for an axis of another quantity."""
    bare = _BESIDE_AXIS.sub("", cell.strip().casefold())
    known = bare[-1:] in AXES and re.fullmatch(r"[\w .-]*", bare) and not _OTHER.search(bare)
    return (bare[:-1].rstrip("_ .-"), bare[-1]) if known else None


def _pivot(text: bytes, separator: str, names: Sequence[str], places: _Places) -> bytes:
    """Put x, y and z of each sample into one row, in the order in which its first axis comes.

    Where an axis lacks times that another has, as in a history of changes, rows are in the order of
    their times, if those of each axis are. Several samples with one time are distinguished by their
    order. Samples that lack an axis keep an empty cell there, which the reader counts.
    """
    # imported late: pandas takes longer to import than reading a night
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    frame = pd.read_csv(
        io.BytesIO(_ANNOTATIONS.sub(b"", text)),
        sep=separator,
        header=0,
        names=range(len(names)),
        index_col=False,
        usecols=[places.time, places.axis, places.value, *places.labels],
        # store each different text once: a night has millions of rows
        dtype="category",
        keep_default_na=False,
        on_bad_lines="skip",
        encoding="utf-8-sig",
        encoding_errors="replace",
    )
    quantity_and_axis = [_split_axis_name(cell) for cell in frame[places.axis].cat.categories]
    kinds = sorted({parts[0] for parts in quantity_and_axis if parts is not None})
    where = {
        parts: len(AXES) * kinds.index(parts[0]) + AXES.index(parts[1])
        for parts in quantity_and_axis
        if parts
    }
    axis = np.array([where[parts] if parts else -1 for parts in (*quantity_and_axis, None)])[
        frame[places.axis].cat.codes
    ]
    frame, axis = frame[axis >= 0].reset_index(drop=True), axis[axis >= 0]
    labels = [
        at
        for at in places.labels
        if 1 < len(frame[at].cat.categories) <= MOST_TEXTS
        # a series number, as InfluxDB has it, would separate the axes of one sensor
        and pd.Series(axis).groupby(frame[at].cat.codes.to_numpy()).nunique().max() > 1
    ]
    stamps = frame[places.time].cat.codes.to_numpy().astype("int64")
    sensor = np.zeros(len(frame), dtype="int64")
    for at in labels:
        sensor = sensor * MOST_TEXTS + frame[at].cat.codes.to_numpy()
    width = len(AXES) * len(kinds)
    sample, first = _number_samples(stamps, sensor, axis, width)
    columns = {
        names[at]: frame[at].iloc[first].astype("str").to_numpy() for at in (places.time, *labels)
    }
    cells = np.array([*frame[places.value].cat.categories, ""], dtype=object)
    codes = np.full((len(first), width), -1)
    codes[sample, axis] = frame[places.value].cat.codes.to_numpy()
    axes = [f"{kind}_{axis}" if len(kinds) > 1 else axis for kind in kinds for axis in AXES]
    columns |= {name: cells[codes[:, at]] for at, name in enumerate(axes)}
    table: str = pd.DataFrame(columns).to_csv(sep=separator, index=False, lineterminator="\n")
    return table.encode()


def _number_samples(stamps: Any, sensor: Any, axis: Any, width: int) -> tuple[Any, Any]:
    """Return the number of each row's sample, and the first row of each sample."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    sample, _ = pd.factorize(stamps * (sensor.max(initial=0) + 1) + sensor)
    cells_of = pd.Series(sample * width + axis)
    again = cells_of.groupby(cells_of).cumcount().to_numpy()
    if again.any():
        sample, _ = pd.factorize(sample * (again.max() + 1) + again)
    _, first = np.unique(sample, return_index=True)

    def goes_back(rows: Any, whose: Any) -> bool:
        return bool((pd.Series(rows).groupby(whose).diff() < 0).any())

    each = sensor * width + axis
    if not goes_back(stamps, each) and goes_back(stamps[first], sensor[first]):
        order = np.lexsort((stamps[first], sensor[first]))
        first, sample = first[order], np.argsort(order)[sample]
    return sample, first
