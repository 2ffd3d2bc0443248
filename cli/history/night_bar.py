"""One night drawn as a strip on a bar from noon to noon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from limbwatch.classify.figures import HourFigures, Summary
from limbwatch.cli.night.listed.dates import evening_of
from limbwatch.cli.words import shortest_date

_DAY_S: Final = 86_400.0
_STRONG_PER_HOUR: Final = 40.0
"""Periodic movements per hour at which a cell reaches full height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One hour of the strip."""

    x: str
    """Left edge, percent of the bar."""
    width: str
    """Width, percent of the bar."""
    y: str
    """Top, pixels."""
    height: str
    """Height, pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A night on a bar from noon to noon."""

    day: str
    """Evening of the night: ``Sat 14 Mar``."""
    bed_x: str
    """Start of the time in bed, percent of the bar; empty when unknown."""
    bed_width: str
    """Length of the time in bed, percent of the bar; empty when unknown."""
    cells: tuple[Cell, ...]
    """One for each hour with periodic movements."""


def night_bar(summary: Summary) -> Bar:
    """Return the bar of a night."""
    local = summary.begins.replace(tzinfo=None)
    noon = (local - timedelta(hours=12)).replace(hour=12, minute=0, second=0, microsecond=0)
    since_noon = (local - noon).total_seconds()
    bed = summary.sleep.in_bed_s
    return Bar(
        day=shortest_date(evening_of(summary)),
        bed_x="" if bed is None else _percent(since_noon + bed[0]),
        bed_width="" if bed is None else _percent(bed[1] - bed[0]),
        cells=tuple(_cells(summary.plm.per_hour, since_noon)),
    )


def _cells(hours: Sequence[HourFigures], since_noon: float) -> Iterator[Cell]:
    for hour in hours:
        if hour.index_per_hour:
            height = max(1.0, 10 * min(1.0, hour.index_per_hour / _STRONG_PER_HOUR))
            yield Cell(
                x=_percent(since_noon + hour.start_s),
                width=_percent(3600),
                y=f"{11 - height:.1f}",
                height=f"{height:.1f}",
            )


def _percent(seconds: float) -> str:
    return f"{100 * seconds / _DAY_S:.2f}"
