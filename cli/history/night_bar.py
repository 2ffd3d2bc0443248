"""One night as a strip on a bar from noon to noon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from limbwatch.classify.figures import HourFigures, Summary
from limbwatch.cli.night.listed.dates import evening_of
from limbwatch.cli.words import shortest_date

_DAY_S: Final = 86_400.0
_STRONG_PER_HOUR: Final = 40.0
"""Periodic movements per hour at which a cell of the strip is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One hour of a night's strip."""

    x: str
    width: str
    """`x` and `width`: percent of the bar."""
    y: str
    height: str
    """`y` and `height`: pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A night on its bar."""

    day: str
    """Evening of the night: ``Sat 14 Mar``."""
    bed_x: str
    bed_width: str
    """`bed_x` and `bed_width`: time in bed, percent of the bar; empty when unknown."""
    cells: tuple[Cell, ...]
    """Periodic movements hour by hour."""


def night_bar(summary: Summary) -> Bar:
    """Draw a night on its bar."""
    wall = summary.begins.replace(tzinfo=None)
    noon = (wall - timedelta(hours=12)).replace(hour=12, minute=0, second=0, microsecond=0)
    offset = (wall - noon).total_seconds()
    bed = summary.sleep.in_bed_s
    return Bar(
        day=shortest_date(evening_of(summary)),
        bed_x="" if bed is None else _percent(offset + bed[0]),
        bed_width="" if bed is None else _percent(bed[1] - bed[0]),
        cells=tuple(_cells(summary.plm.per_hour, offset)),
    )


def _cells(hours: Sequence[HourFigures], offset: float) -> Iterator[Cell]:
    for hour in hours:
        if hour.index_per_hour:
            height = max(1.0, 10 * min(1.0, hour.index_per_hour / _STRONG_PER_HOUR))
            yield Cell(
                x=_percent(offset + hour.start_s),
                width=_percent(3600),
                y=f"{11 - height:.1f}",
                height=f"{height:.1f}",
            )


def _percent(seconds: float) -> str:
    return f"{100 * seconds / _DAY_S:.2f}"
