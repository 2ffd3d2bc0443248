"""Nights of one person recorded in the same hours: made twice, or from two sets of files.

Lists and medians count each of them, which is hardly ever meant; only the person knows which is the
right one.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.classify.figures import moment
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.listed.made_of import read_head
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
    head = read_head(folder)
    if head is None or head.simulated or head.test is not None:
        return None
    with suppress(ValueError):
        return Hours(folder.name, moment(head.start), moment(head.end))
    return None
