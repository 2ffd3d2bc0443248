"""The list of nights beside a night: one short row each, fast even for many nights."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.month_grid import Evening, months
from limbwatch.cli.history.night_bar import night_bar
from limbwatch.cli.history.yardsticks import plm_index
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.correction.corrected import read_list_figures
from limbwatch.cli.night.folder import list_nights, night_name
from limbwatch.cli.night.listed.dates import evening_of, times_of
from limbwatch.cli.night.listed.people import session_labels
from limbwatch.cli.words import MONTHS, figure, spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One night of the list."""

    name: str
    """Name of its folder; ``ses-2/2026-03-14`` for a night of a session."""
    day: str
    """``Sat 14 Mar``; ``Sat 14 Mar, ses-2`` where the list has nights of several sessions."""
    evening: Evening | None
    """Its place in the calendar; None when the night has no date."""
    trouble: str
    """Why the night or its corrections cannot be read; empty when they can."""
    index: str = ""
    """Periodic movements per hour; this and the next two are empty when the night cannot be
    read."""
    sleep: str = ""
    """Time asleep."""
    jerks: str = ""
    """Number of hypnic jerks."""
    times: str = ""
    """Start and end; empty when the night cannot be read."""
    bar: Mapping[str, Any] | None = None
    """None when the night cannot be read."""
    test: bool = False
    corrected: bool = False

    @property
    def with_times(self) -> Self:
        """The card with its times, to distinguish nights of one evening."""
        return replace(self, day=f"{self.day}, {self.times or self.name}")


def cards(nights: Path) -> tuple[Card, ...]:
    """Return the cards of a folder's nights, newest first; a damaged night's card says so."""
    folders = list_nights(nights)
    sessions = zip(folders, session_labels(folders), strict=True)
    listed = [card(folder, nights, session) for folder, session in reversed(list(sessions))]
    several = Counter(shown.day for shown in listed)
    return tuple(shown if several[shown.day] == 1 else shown.with_times for shown in listed)


def card(folder: Path, nights: Path, session: str) -> Card:
    """Return the card of one night, named relative to the folder of nights.

    ``session`` is only given where the nights are of several.
    """
    name = night_name(nights, folder)
    try:
        summary, corrected, trouble = read_list_figures(folder)
    except CommandError as error:
        return Card(name=name, day=name, evening=Evening.damaged(folder.name), trouble=str(error))
    bar = night_bar(summary)
    return Card(
        name=name,
        day=f"{bar['day']}, {session}" if session else bar["day"],
        evening=Evening.of(name, evening_of(summary), summary),
        trouble=trouble,
        index=figure(plm_index(summary), 1),
        sleep=spell(summary.sleep.minutes),
        jerks=figure(summary.hypnic_jerks.count),
        times=times_of(summary),
        bar=bar,
        test=summary.test is not None,
        corrected=corrected,
    )


def month_of_night(shown: tuple[Card, ...], name: str) -> Mapping[str, Any] | None:
    """Return the month of the named night; None when it has no date.

    Beside it are the name and the month of the nearest night in an earlier and in a later month.
    """
    evenings = [card.evening for card in shown if card.evening is not None]
    here = next((evening for evening in evenings if evening.name == name), None)
    if here is None:
        return None
    month = _month_of(here)
    earlier = [evening for evening in evenings if _month_of(evening) < month]
    later = [evening for evening in evenings if _month_of(evening) > month]
    (grid,) = months([evening for evening in evenings if _month_of(evening) == month])
    return {
        "month": grid,
        "earlier": _link(max(earlier, key=_by_day, default=None)),
        "later": _link(min(later, key=_by_day, default=None)),
    }


def _month_of(evening: Evening) -> tuple[int, int]:
    return evening.day.year, evening.day.month


def _by_day(evening: Evening) -> tuple[date, str]:
    return evening.day, evening.name


def _link(evening: Evening | None) -> tuple[str, str] | None:
    return None if evening is None else (evening.name, tr(MONTHS[evening.day.month]))
