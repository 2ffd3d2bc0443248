"""The list of nights beside a night: one row each, quickly, however many there are."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.month_grid import Evening, Month, months
from limbwatch.cli.history.night_bar import Bar, night_bar
from limbwatch.cli.history.yardsticks import plm_index
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.correction.corrected import glance
from limbwatch.cli.night.folder import list_nights, night_name
from limbwatch.cli.night.listed.dates import evening_of, times_of
from limbwatch.cli.night.listed.people import told_sessions
from limbwatch.cli.words import MONTHS, figure, spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One night of the list."""

    name: str
    """Of its folder; ``ses-2/2026-03-14`` for a night of a session."""
    day: str
    """``Sat 14 Mar``; ``Sat 14 Mar, ses-2`` where the nights are of several sessions."""
    evening: Evening | None
    """Its place in the calendar; None when the night has no date."""
    trouble: str
    """Why the night, or its corrections, cannot be read; empty when all can."""
    index: str = ""
    sleep: str = ""
    jerks: str = ""
    """`index`, `sleep` and `jerks`: for people; empty when the night cannot be read."""
    times: str = ""
    """From when to when; empty when the night cannot be read."""
    bar: Bar | None = None
    """None when the night cannot be read."""
    test: bool = False
    corrected: bool = False

    @property
    def with_times(self) -> Self:
        """The card of one of several nights of an evening: told apart by when they were."""
        return replace(self, day=f"{self.day}, {self.times or self.name}")


def cards(nights: Path) -> tuple[Card, ...]:
    """Read the nights of a folder, newest first; a damaged night is a card that says so."""
    folders = list_nights(nights)
    told = zip(folders, told_sessions(folders), strict=True)
    found = [card(folder, nights, session) for folder, session in reversed(list(told))]
    several = Counter(one.day for one in found)
    return tuple(one if several[one.day] == 1 else one.with_times for one in found)


def card(folder: Path, nights: Path, session: str) -> Card:
    """Read what the list shows of one night, which is named from its folder of nights.

    The session is told where the nights are of several.
    """
    name = night_name(nights, folder)
    try:
        summary, corrected, trouble = glance(folder)
    except CommandError as error:
        return Card(name=name, day=name, evening=Evening.damaged(folder.name), trouble=str(error))
    bar = night_bar(summary)
    return Card(
        name=name,
        day=f"{bar.day}, {session}" if session else bar.day,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The month of a night, torn off the calendar."""

    month: Month
    earlier: tuple[str, str] | None
    later: tuple[str, str] | None
    """`earlier` and `later`: name and month of the nearest night of another month, to leaf to."""


def leaf(shown: tuple[Card, ...], name: str) -> Leaf | None:
    """Lay out the month of the night of a folder; None when it has no date."""
    evenings = [card.evening for card in shown if card.evening is not None]
    here = next((evening for evening in evenings if evening.name == name), None)
    if here is None:
        return None
    month = _month_of(here)
    earlier = [evening for evening in evenings if _month_of(evening) < month]
    later = [evening for evening in evenings if _month_of(evening) > month]
    (grid,) = months([evening for evening in evenings if _month_of(evening) == month])
    return Leaf(
        month=grid,
        earlier=_way(max(earlier, key=_order, default=None)),
        later=_way(min(later, key=_order, default=None)),
    )


def _month_of(evening: Evening) -> tuple[int, int]:
    return evening.day.year, evening.day.month


def _order(evening: Evening) -> tuple[date, str]:
    return evening.day, evening.name


def _way(evening: Evening | None) -> tuple[str, str] | None:
    return None if evening is None else (evening.name, tr(MONTHS[evening.day.month]))
