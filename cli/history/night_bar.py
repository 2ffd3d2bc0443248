"""One night drawn as a strip on a bar from noon to noon."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from limbwatch.classify.figures import HourFigures, Summary
from limbwatch.cli.night.listed.dates import evening_of
from limbwatch.cli.words import shortest_date

_DAY_S: Final = 86_400.0
_STRONG_PER_HOUR: Final = 40.0
"""Periodic movements per hour at which a cell reaches full height."""


def night_bar(summary: Summary) -> Mapping[str, Any]:
    """Return the bar of a night, with its evening: ``Sat 14 Mar``.

    The time in bed, and the cell of each hour with periodic movements, lie along it in percent of
    its width, and upright in pixels. Those of the bed are empty when unknown.
    """
    local = summary.begins.replace(tzinfo=None)
    noon = (local - timedelta(hours=12)).replace(hour=12, minute=0, second=0, microsecond=0)
    since_noon = (local - noon).total_seconds()
    bed = summary.sleep.in_bed_s
    return {
        "day": shortest_date(evening_of(summary)),
        "bed_x": "" if bed is None else _percent(since_noon + bed[0]),
        "bed_width": "" if bed is None else _percent(bed[1] - bed[0]),
        "cells": list(_cells(summary.plm.per_hour, since_noon)),
    }


def _cells(hours: Sequence[HourFigures], since_noon: float) -> Iterator[Mapping[str, str]]:
    for hour in hours:
        if hour.index_per_hour:
            height = max(1.0, 10 * min(1.0, hour.index_per_hour / _STRONG_PER_HOUR))
            yield {
                "x": _percent(since_noon + hour.start_s),
                "width": _percent(3600),
                "y": f"{11 - height:.1f}",
                "height": f"{height:.1f}",
            }


def _percent(seconds: float) -> str:
    return f"{100 * seconds / _DAY_S:.2f}"
