"""RemLogic and Embla: a preamble of any length, then a tab line of names and one row per event."""

import re
from datetime import datetime
from typing import Final

import numpy as np

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.scorings.delimited import Lines, cell_of, duration_of
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.moments import day_of, read_moments
from limbwatch.sensor.scorings.rows import ListedRow, scoring_of, without_time
from limbwatch.sensor.scorings.units import no_unit, split_unit
from limbwatch.sensor.scorings.vocabulary import column_of_stages, folded

_EVENT: Final = frozenset(
    {"event", "ereignis", "evenement", "evento", "gebeurtenis", "haendelse", "hendelse", "handelse",
     "tapahtuma", "zdarzenie", "udalost", "atburdur"}
)  # fmt: skip
_TIME: Final = (
    "time", "zeit", "uhrzeit", "heure", "hora", "ora", "tijd", "tid", "aika", "czas", "cas",
)  # fmt: skip
_DURATION: Final = (
    "duration", "dauer", "duree", "durata", "duracion", "duracao", "duur", "varighed", "varighet",
    "langd", "varaktighet", "kesto", "czas trwania", "trvani",
)  # fmt: skip
_PLACE: Final = (
    "location", "ort", "lieu", "emplacement", "ubicacion", "posizione", "plaats", "plats",
    "paikka", "miejsce", "misto", "sted",
)  # fmt: skip
"""Names of columns, folded; only the English ones were seen."""
_DATE_LINE: Final = re.compile(r"^\s*(?:recording |study |start )?date\b[^\d]*(?P<date>\S+)", re.I)


def header_of(lines: Lines) -> int | None:
    """Find the line of names; None when the file is no export of RemLogic."""
    for place, (_, line) in enumerate(lines.lines):
        names = _names(line)
        if not _EVENT.isdisjoint(names) and _first(names, _TIME, but=_DURATION) is not None:
            return place
    return None


def read_remlogic(lines: Lines, header: int) -> Scoring:
    """Read the events below the line of names; second 0 is the first event's.

    Raises
    ------
    UnreadableFile
        If no row has a time.
    """
    written = lines.lines[header][1].split("\t")
    names = _names(lines.lines[header][1])
    event = next(k for k, name in enumerate(names) if name in _EVENT)
    time = _first(names, _TIME, but=_DURATION) or 0
    length, place = _first(names, _DURATION), _first(names, _PLACE)
    _, unit = split_unit(written[length]) if length is not None else ("", None)
    table = [[cell.strip() for cell in line.split("\t")] for _, line in lines.lines[header + 1 :]]
    whole = [row for row in table if len(row) > max(event, time)]
    columns = [[cell_of(row, k) for row in whole] for k in range(len(names))]
    stage = column_of_stages(names, columns, beside=(event, time, length, place))
    moments = read_moments([row[time] for row in whole], day=_day(lines, header))
    rows = [
        ListedRow(
            float(second),
            duration_of(cell_of(row, length), unit),
            row[event],
            cell_of(row, place),
            cell_of(row, stage),
        )
        for row, second in zip(whole, moments.seconds, strict=True)
        if np.isfinite(second)
    ]
    if table and not rows:
        raise UnreadableFile(
            f"{lines.where(lines.lines[header][0])}: no row below it has a time such as 23:41:05 "
            "in the column of times. Export the events again as text."
        )
    doubts = [*lines.doubts, *moments.doubts, *no_unit(unit)]
    doubts += without_time(len(table) - len(rows), one="row", many="rows")
    return scoring_of(rows, source="RemLogic", start=moments.start, doubts=doubts)


def _names(line: str) -> list[str]:
    return [folded(split_unit(name)[0]) for name in line.split("\t")]


def _first(names: list[str], words: tuple[str, ...], but: tuple[str, ...] = ()) -> int | None:
    """Find the first name that begins with one of the words and with none of the others."""
    found = (k for k, name in enumerate(names) if name.startswith(words))
    return next((k for k in found if not (but and names[k].startswith(but))), None)


def _day(lines: Lines, header: int) -> datetime | None:
    found = [m["date"] for _, line in lines.lines[:header] if (m := _DATE_LINE.match(line))]
    return day_of(found)
