"""DOMINO's lists (SOMNOmedics): a head of ``name: value``, then one event or epoch per line.

``30.05.2024 23:48:45,119-23:49:01,408; 16;Hypopnea; N1`` is an event, ``30.05.2024 20:59:00,000;
Wake`` an epoch of the head's rate; the date may be missing. Known from published lists, not from a
manual, and not tried on a laboratory's file.
"""

import re
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from limbwatch.sensor.files.times.continued import DAY_S
from limbwatch.sensor.scorings.delimited import Lines, duration_of
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import UNKNOWN_DAY, midnight_of, read_moments
from limbwatch.sensor.scorings.rows import EPOCH_S, scoring_of, without_time

_HEAD_LINES: Final = 20
"""Longest head, lines; chosen."""
_ROW: Final = re.compile(
    r"\s*(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4} +)?(?P<begin>\d{1,2}:\d{2}:\d{2}[,.]\d{3})"
    r"(?:-(?P<end>\d{1,2}:\d{2}:\d{2}[,.]\d{3}))?;(?P<rest>.*)"
)
_RATE: Final = re.compile(r"Rate: *(\d+(?:[.,]\d+)?) ?s\b")
_START: Final = re.compile(r"Start Time: *(.+)")


def is_domino(lines: Lines) -> bool:
    """Return whether the head names a signal and one of DOMINO's rows follows."""
    start = [line for _, line in lines.lines[:_HEAD_LINES]]
    return bool(start) and start[0].startswith("Signal ID:") and any(map(_ROW.fullmatch, start))


def read_domino(lines: Lines) -> Scoring:
    """Read the rows; second 0 is the beginning of the first."""
    found = [_ROW.fullmatch(line) for _, line in lines.lines]
    first = next(place for place, match in enumerate(found) if match is not None)
    head = [line for _, line in lines.lines[:first]]
    rows = [match for match in found[first:] if match is not None]
    moments = read_moments(
        [f"{match['date'] or ''}{match['begin']}" for match in rows], day=_day(head, rows[0])
    )
    rate = next((match for line in head if (match := _RATE.match(line))), None)
    epoch = duration_of(rate[1]) if rate else EPOCH_S
    listed = []
    for match, second in zip(rows, moments.seconds, strict=True):
        length = epoch
        if match["end"]:
            length = (duration_of(match["end"]) - duration_of(match["begin"])) % DAY_S
        cells = [cell.strip() for cell in match["rest"].split(";")]
        # an event has its rounded duration before its kind; an epoch has only its stage
        text = cells[1] if match["end"] and len(cells) > 1 else cells[0]
        # some exports append the stage of an event
        stage = cells[2] if match["end"] and len(cells) > 2 else ""
        listed.append(ListedRow(float(second), round(length, 3), text, stage=stage))
    listed = [row for row in listed if np.isfinite(row.onset_s)]
    doubts = [*lines.doubts, *moments.doubts]
    doubts += without_time(len(found) - first - len(listed), one="row", many="rows")
    return scoring_of(listed, source="DOMINO", start=moments.start, doubts=doubts)


def _day(head: list[str], row: re.Match[str]) -> datetime | None:
    """Return the day of the first row from the head's start, if rows have times of day only."""
    stated = next((match for line in head if (match := _START.match(line))), None)
    start = read_moments([stated[1]]).start if stated and not row["date"] else None
    if start is None or start.date() == UNKNOWN_DAY.date():
        return None
    midnight = midnight_of(start)
    begin = timedelta(seconds=duration_of(row["begin"]))
    return midnight if midnight + begin >= start else midnight + timedelta(days=1)
