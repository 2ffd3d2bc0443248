"""A table of leg movements, scored by published rules."""

import csv
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple, TypeVar

from limbwatch.classify.rules.leg_movements import LegMovements, ScoredMovements, Side
from limbwatch.classify.rules.periodicity import (
    Distribution,
    distribution,
    interval_statistics,
    periodicity_index,
)
from limbwatch.classify.rules.published import NOT_ASSESSED, Rules
from limbwatch.sensor import UnreadableFile

_Value = TypeVar("_Value")

_COLUMNS = {
    "side": ("side", "leg", "limb"),
    "onset_s": ("onset_s", "onset", "start_s", "start"),
    "duration_s": ("duration_s", "duration"),
    "asleep": ("asleep", "sleep"),
}
_REQUIRED = ("side", "onset_s", "duration_s")
_SIDES = {
    "l": Side.LEFT,
    "left": Side.LEFT,
    "ankle_left": Side.LEFT,
    "r": Side.RIGHT,
    "right": Side.RIGHT,
    "ankle_right": Side.RIGHT,
    "": Side.UNKNOWN,
    "?": Side.UNKNOWN,
    "unknown": Side.UNKNOWN,
    "ankle": Side.UNKNOWN,
}
_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_LATEST = 1e11
"""Largest time that is believed, seconds: three thousand years, Unix seconds included."""
_EXAMPLE = "side,onset_s,duration_s and then lines such as L,100.0,2.0"


class _Row(NamedTuple):
    line: int
    cells: list[str]


def read_table(path: Path) -> LegMovements:
    """Read a table of leg movements.

    Parameters
    ----------
    path : Path
        ``side,onset_s,duration_s[,asleep]``, with or without a header, separated by comma,
        semicolon or tab; ``#`` starts a comment line; decimal commas are understood where
        the comma does not separate. Times in seconds.

    Returns
    -------
    LegMovements
        In the order of the file.

    Raises
    ------
    UnreadableFile
        If a line cannot be understood; the message names file, line and value.
    """
    rows = list(_rows(path))
    if not rows:
        raise UnreadableFile(f"{path} is empty: expected {_EXAMPLE}.")
    columns = _header(rows[0], path)
    width = max(len(rows[0].cells), len(_REQUIRED))
    if columns is None:
        columns = dict(zip(_COLUMNS, range(width), strict=False))
        width = len(columns)
    else:
        rows = rows[1:]
    for row in rows:
        _check_width(row, width, path)
    wanted = {name: [_cell(row, columns[name], path, name) for row in rows] for name in columns}
    lines = [row.line for row in rows]
    asleep = None
    if "asleep" in columns:
        asleep = [
            _known(_YES_NO, text, f"{path}, line {line}", "asleep", "1 (asleep) or 0 (awake)")
            for text, line in zip(wanted["asleep"], lines, strict=True)
        ]
    return LegMovements.from_seconds(
        side=[
            _known(_SIDES, text, f"{path}, line {line}", "side", "L or R (left or right)")
            for text, line in zip(wanted["side"], lines, strict=True)
        ],
        onset=[
            _seconds(text, f"{path}, line {line}", "onset_s")
            for text, line in zip(wanted["onset_s"], lines, strict=True)
        ],
        duration=[
            _duration(text, f"{path}, line {line}")
            for text, line in zip(wanted["duration_s"], lines, strict=True)
        ],
        asleep=asleep,
    )


def as_dict(scored: ScoredMovements, rules: Rules) -> dict[str, object]:
    """Give scored movements as plain values, ready for JSON.

    Parameters
    ----------
    scored : ScoredMovements
    rules : Rules
        The rules they were scored by.

    Returns
    -------
    dict
        ``rules``, ``leg_movements``, ``candidates``, ``plm`` (onsets, s), ``series``,
        ``periodicity_index`` (Ferri 2006), ``plm_asleep`` and ``plm_awake`` (null when sleep
        is unknown), ``distribution``, ``interval_s`` and ``not_assessed``.
    """
    plm = scored.onset[scored.periodic] / 1000
    intervals = interval_statistics(scored.intervals)
    asleep = None if scored.asleep is None else int(scored.asleep[scored.periodic].sum())
    return {
        "rules": rules.name,
        "leg_movements": len(scored),
        "candidates": int(scored.candidate.sum()),
        "plm": plm.tolist(),
        "series": [_series(scored, number) for number in range(1, scored.series_count + 1)],
        "periodicity_index": periodicity_index(scored),
        "plm_asleep": asleep,
        "plm_awake": None if asleep is None else len(plm) - asleep,
        "distribution": asdict(distribution(scored)),
        "interval_s": {**asdict(intervals), "histogram": list(intervals.histogram)},
        "not_assessed": list(NOT_ASSESSED),
    }


def as_text(scored: ScoredMovements, rules: Rules) -> str:
    """Give scored movements as lines for a terminal of 80 columns.

    Parameters
    ----------
    scored : ScoredMovements
    rules : Rules
        The rules they were scored by.

    Returns
    -------
    str
        Ends with a line feed.
    """
    index = periodicity_index(scored)
    intervals = interval_statistics(scored.intervals)
    lines = [
        f"Rules                {rules.title}",
        f"Leg movements        {len(scored)}",
        f"Candidates           {int(scored.candidate.sum())}{_by_place(distribution(scored))}",
        f"Periodic (PLM)       {int(scored.periodic.sum())} in {scored.series_count} series"
        + _by_sleep(scored),
        "Periodicity index    "
        + ("-" if index is None else f"{index:.2f}")
        + " (Ferri 2006, share of intervals)",
    ]
    if intervals.median is not None and intervals.log_mean is not None:
        lines.append(
            f"Intervals            median {intervals.median:.1f} s, "
            f"log mean {intervals.log_mean:.1f} s"
        )
        lines.append(
            f"                     {intervals.short} below 10 s, {intervals.middle} of 10-90 s, "
            f"{intervals.long} above 90 s"
        )
    if scored.series_count:
        lines += [
            "",
            f"{'Series':>6} {'Movements':>10} {'From s':>12} {'To s':>12} {'Interval s':>11}",
        ]
    for number in range(1, scored.series_count + 1):
        members = scored.series == number
        onset, end = scored.onset[members] / 1000, scored.offset[members].max() / 1000
        lines.append(
            f"{number:>6} {len(onset):>10} {onset[0]:>12.2f} {end:>12.2f} "
            f"{(onset[-1] - onset[0]) / (len(onset) - 1):>11.1f}"
        )
    return "\n".join(lines) + "\n"


def _by_place(where: Distribution) -> str:
    return (
        f" ({where.periodic} periodic, {where.short_interval} short-interval, "
        f"{where.isolated} isolated)"
    )


def _by_sleep(scored: ScoredMovements) -> str:
    if scored.asleep is None:
        return ""
    asleep = int(scored.asleep[scored.periodic].sum())
    return f" ({asleep} asleep, {int(scored.periodic.sum()) - asleep} awake)"


def _series(scored: ScoredMovements, number: int) -> dict[str, object]:
    members = scored.series == number
    onsets = (scored.onset[members] / 1000).tolist()
    return {
        "number": number,
        "count": len(onsets),
        "onset_s": onsets[0],
        "end_s": int(scored.offset[members].max()) / 1000,
        "onsets_s": onsets,
    }


def _rows(path: Path) -> Iterator[_Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path} is a folder; name a table such as moves.csv.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is not a text file: expected {_EXAMPLE}.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    if "\0" in text:
        raise UnreadableFile(f"{path} is not a text file: expected {_EXAMPLE}.")
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip(" ,;\t") and not line.lstrip().startswith("#")
    ]
    separator = _separator([line for _, line in lines])
    for number, line in lines:
        if line.lower().startswith("sep="):
            continue
        yield _Row(number, [cell.strip() for cell in _cells(line, separator, path, number)])


def _cells(line: str, separator: str, path: Path, number: int) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise UnreadableFile(f"{path}, line {number}: {error}; expected {_EXAMPLE}.") from error


def _separator(lines: list[str]) -> str:
    """Tab before semicolon before comma: a comma may be decimal, the others may not."""
    first = lines[0] if lines else ""
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return first.strip()[-1]
    return next((mark for mark in "\t;" if mark in first), ",")


def _header(row: _Row, path: Path) -> dict[str, int] | None:
    """Index of each column; None when the first row is data."""
    cells = [cell.lower() for cell in row.cells]
    if len(cells) >= len(_REQUIRED) and _NUMBER.fullmatch(cells[1]):
        return None
    found = {
        name: next((cells.index(alias) for alias in aliases if alias in cells), None)
        for name, aliases in _COLUMNS.items()
    }
    missing = [name for name in _REQUIRED if found[name] is None]
    if missing:
        raise UnreadableFile(
            f"{path}, line {row.line}: no column {' and no column '.join(missing)} among "
            f"{', '.join(row.cells)!r}; expected {_EXAMPLE}."
        )
    return {name: index for name, index in found.items() if index is not None}


def _check_width(row: _Row, width: int, path: Path) -> None:
    if any(row.cells[width:]):
        raise UnreadableFile(
            f"{path}, line {row.line}: {len(row.cells)} values for {width} columns: "
            f"{', '.join(row.cells)!r}. With decimal commas, put semicolons between columns."
        )


def _cell(row: _Row, index: int, path: Path, name: str) -> str:
    if index >= len(row.cells):
        raise UnreadableFile(
            f"{path}, line {row.line}: {name} is missing; the line has only "
            f"{len(row.cells)} of the columns: {', '.join(row.cells)!r}."
        )
    return row.cells[index]


def _known(words: dict[str, _Value], text: str, where: str, name: str, allowed: str) -> _Value:
    if text.lower() not in words:
        raise UnreadableFile(f"{where}: {name} is {text!r}; it must be {allowed}.")
    return words[text.lower()]


def _seconds(text: str, where: str, name: str) -> float:
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else float("nan")
    if not abs(value) <= _LATEST:
        raise UnreadableFile(f"{where}: {name} is {text!r}; it must be a number of seconds.")
    return value


def _duration(text: str, where: str) -> float:
    seconds = _seconds(text, where, "duration_s")
    if seconds < 0:
        raise UnreadableFile(f"{where}: duration_s is {text}; it must not be negative.")
    return seconds
