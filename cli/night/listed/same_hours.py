"""Nights of one person recorded in the same hours: made twice, or from two sets of files.

Lists and medians count each of them, which is hardly ever meant; only the person knows which is the
right one.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from limbwatch.classify.figures import moment
from limbwatch.classify.origin import TEST
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import SUMMARY, list_nights
from limbwatch.cli.night.scored.results import read_result
from limbwatch.cli.words import listed

_SAME_SHARE: Final = 0.5
"""Share of the shorter night that the other one covers, from which both are of the same hours.
Chosen, so that clocks a little apart do not matter."""


class Hours(NamedTuple):
    """Start and end of a recorded night."""

    name: str
    begins: datetime
    ends: datetime

    def same(self, other: "Hours") -> bool:
        """Tell whether two nights are of the same hours."""
        shared = min(self.ends, other.ends) - max(self.begins, other.begins)
        shorter = min(self.ends - self.begins, other.ends - other.begins)
        return shared > timedelta() and shared >= _SAME_SHARE * shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class _NightTimes:
    """The fields needed here, decoded from ``night.json`` without the rest of it."""

    start: str
    end: str
    simulated: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)


def same_hours_warning(folder: Path) -> str:
    """Return which other nights of the person were recorded in the same hours; empty if none.

    Empty too for a test or a simulated night, which no median includes.
    """
    hours = _read_hours(folder)
    if hours is None:
        return ""
    nights = (_read_hours(other) for other in list_nights(folder.parent) if other != folder)
    names = [other.name for other in nights if other is not None and hours.same(other)]
    if not names:
        return ""
    return tr(
        "This night, {night}, was recorded in the same hours as {nights}. Lists and medians count "
        "each of them: keep the right one, and delete the folder of any other in {folder}.",
        nights=listed(names),
        night=hours.name,
        folder=folder.parent,
    )


def shared_hours_warning(nights: Sequence[Hours]) -> str:
    """Return which of many nights were recorded in the same hours; empty if none."""
    alike = [{number} for number in range(len(nights))]
    order = sorted(range(len(nights)), key=lambda number: nights[number].begins)
    for place, number in enumerate(order):
        for other in order[place + 1 :]:
            if nights[other].begins >= nights[number].ends:
                break  # later nights begin later still
            if nights[number].same(nights[other]):
                together = alike[number] | alike[other]
                for one in together:
                    alike[one] = together
    groups = [
        listed([nights[one].name for one in sorted(found)])
        for number, found in enumerate(alike)
        if len(found) > 1 and number == min(found)
    ]
    if not groups:
        return ""
    return tr(
        "Recorded in the same hours: {nights}. Medians count each of them: keep the right one, and "
        "delete the folder of any other.",
        nights="; ".join(groups),
    )


def _read_hours(folder: Path) -> Hours | None:
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        found = msgspec.json.decode(read_result(folder, SUMMARY), type=_NightTimes)
        if not found.simulated and TEST not in found.asked:
            return Hours(folder.name, moment(found.start), moment(found.end))
    return None
