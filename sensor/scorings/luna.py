"""Luna's annotations: class, instance, channel, start, stop and more, separated by tabs."""

import re
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.scorings.column_words import LUNA, STAGE_CLASSES, called
from limbwatch.sensor.scorings.delimited import Lines, number_of
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import read_spans
from limbwatch.sensor.scorings.rows import EPOCH_S, scoring_of, without_time
from limbwatch.sensor.scorings.vocabulary import folded, meaning_of, stage_of

_EPOCH: Final = re.compile(r"e:(\d+)(?:-(?:e:)?(\d+))?", re.I)
_ELAPSED: Final = re.compile(r"0\+(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_DAY: Final = re.compile(r"d(\d+)[- ](?=\d)", re.I)
_DATE: Final = re.compile(r"(\d+[-/.]\d+[-/.]\d+)[- ](?=\d)")
_CLOCK: Final = re.compile(r"(?:d\d+[- ]|\d+[-/.]\d+[-/.]\d+[-T ])?\d{1,2}[:.]\d\d([:.].*)?")
_ASLEEP: Final = re.compile(r"(?:^|[;|])asleep=([01])(?![^;|])")
"""Sleep as limbwatch writes it in the last column."""
_MISSING: Final = frozenset({".", "", "-", "..."})
_MARKS: Final = frozenset({".", "-", "..."})


class _Line(NamedTuple):
    kind: str
    instance: str
    channel: str
    start: str
    stop: str
    meta: str = ""


def is_luna(lines: Lines) -> bool:
    """Return whether most lines are annotations as Luna writes them.

    A number is not a class. A line of column names must be Luna's: class, perhaps instance
    and channel, start, stop. Any other first line without a time is the head of another table.
    """
    found = [line for _, line in lines.lines if not line.startswith("#")][:50]
    if not found or not (_names_own(found[0]) or not _is_head(found[0])):
        return False
    named = [line for line in found if not line.split("\t")[0].strip().isdigit()]
    return sum(_is_annotation(line) for line in named) > 0.5 * len(found)


def _names_own(line: str) -> bool:
    """Return whether a line has Luna's column names, in its order."""
    names = called(line.split("\t"))
    ordered = [name for name in LUNA if name in names]
    # further columns may describe the annotations
    return {"class", "start"} <= set(names) and names[: len(ordered)] == ordered


def _is_head(line: str) -> bool:
    """Return whether a line names columns: it has no time or mark, and begins with no event."""
    cells = [cell.strip() for cell in line.split("\t")]
    if any(_is_time(cell) or cell in _MARKS or cell.startswith("+") for cell in cells):
        return False
    return len(cells) > 1 and meaning_of(cells[0]) is None


def _is_annotation(text: str) -> bool:
    """Return whether a line is Luna's: its stop is a time like its start, a duration, or empty."""
    line = _parse_line(text)
    if line is None or any(map(_CLOCK.fullmatch, (line.instance, line.channel))):
        return False
    if line.stop in _MISSING or line.stop.startswith("+") or line.kind.lower() == "class":
        return True
    if _CLOCK.fullmatch(line.start):
        return _CLOCK.fullmatch(line.stop) is not None
    return _elapsed(line.stop) >= _elapsed(line.start)


def read_luna(lines: Lines) -> Scoring:
    """Read annotations.

    Elapsed seconds count from the start of the EDF, which the file does not tell; with times of
    day, second 0 is the first of them.
    """
    table = [line for _, line in lines.lines if not line.startswith("#")]
    if table and _names_own(table[0]):
        table = table[1:]
    found = [_parse_line(line) for line in table]
    read = [line for line in found if line is not None]
    doubts = list(lines.doubts)
    doubts += without_time(len(table) - len(read), one="line", many="lines")
    clocked = [line for line in read if _CLOCK.fullmatch(line.start)]
    elapsed = [line for line in read if not _CLOCK.fullmatch(line.start)]
    if len(clocked) > len(elapsed):
        kept, other = clocked, elapsed
        spans, start = _clock_spans(clocked, doubts)
    else:
        kept, other = elapsed, clocked
        spans, start = [_elapsed_span(line) for line in elapsed], None
    if other:
        lines_tell = "1 line tells its" if len(other) == 1 else f"{len(other)} lines tell their"
        doubts.append(
            f"{lines_tell} time the other way (times of day and seconds from the start of the EDF "
            "do not fit together without it); left out"
        )
    rows = [
        ListedRow(
            *(onset, duration, _text(line), f"{line.channel} {line.instance}"),
            asleep=None
            if (asleep_mark := _ASLEEP.search(line.meta)) is None
            else asleep_mark[1] == "1",
        )
        for line, (onset, duration) in zip(kept, spans, strict=True)
        if np.isfinite(onset)
    ]
    return scoring_of(rows, source="Luna", start=start, doubts=doubts)


def _parse_line(line: str) -> _Line | None:
    cells = [cell.strip() for cell in line.split("\t")]
    match cells:
        case [kind, instance, channel, start, stop, *more]:
            found = _Line(kind, instance, channel, start, stop, ";".join(more))
        case [kind, instance, start, stop]:
            found = _Line(kind, instance, ".", start, stop)
        case [kind, instance, epoch] if _EPOCH.fullmatch(epoch):
            found = _Line(kind, instance, ".", epoch, ".")
        case [kind, start, stop]:
            found = _Line(kind, ".", ".", start, stop)
        case _:
            return None
    if found.kind.lower() == "class" and found.start.lower() == "start":
        return found
    return found if _is_time(found.start) and not _CLOCK.fullmatch(found.kind) else None


def _is_time(text: str) -> bool:
    return np.isfinite(_elapsed(text)) or _CLOCK.fullmatch(text) is not None


def _elapsed(text: str) -> float:
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return (int(epoch[1]) - 1) * EPOCH_S
    since = _ELAPSED.fullmatch(text)
    if since:
        return int(since[1] or 0) * 3600 + int(since[2]) * 60 + float(since[3])
    return number_of(text)


def _elapsed_span(line: _Line) -> tuple[float, float]:
    onset = _elapsed(line.start)
    epoch = _EPOCH.fullmatch(line.start)
    if epoch and line.stop in _MISSING:
        return onset, (int(epoch[2] or epoch[1]) - int(epoch[1]) + 1) * EPOCH_S
    if line.stop.startswith("+"):
        return onset, number_of(line.stop[1:])
    stop = _elapsed(line.stop)
    if _EPOCH.fullmatch(line.stop):
        stop += EPOCH_S
    return onset, stop - onset if stop >= onset else float("nan")


def _clock_spans(
    lines: list[_Line], doubts: list[str]
) -> tuple[list[tuple[float, float]], datetime | None]:
    moments, between = read_spans([(_iso(line.start), _iso(line.stop)) for line in lines])
    doubts += moments.doubts
    given = [number_of(line.stop[1:]) if line.stop.startswith("+") else np.nan for line in lines]
    durations = np.where(np.isfinite(given), given, between)
    return list(zip(moments.seconds.tolist(), durations.tolist(), strict=True)), moments.start


def _iso(cell: str) -> str:
    if cell in _MISSING or cell.startswith("+"):
        return ""
    day = _DAY.match(cell)
    if day:  # days of the recording, from 1
        return f"2000-01-{int(day[1]):02d}T{cell[day.end() :]}"
    return _DATE.sub(r"\1T", cell, count=1)


def _text(line: _Line) -> str:
    if stage_of(line.kind) is not None or line.instance in _MISSING:
        return line.kind
    if folded(line.kind) in STAGE_CLASSES:
        return f"stage {line.instance}"
    alone = meaning_of(line.kind)
    if line.instance.isdigit() or (alone is not None and alone.family == "leg"):
        return line.kind  # an instance such as "series 3" tells nothing of the class
    return f"{line.kind} {line.instance}"
