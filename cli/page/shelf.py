"""The list of nights beside a night: one row each, quickly, however many there are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from limbwatch.cli.corrections import CORRECTIONS
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night_folder import SUMMARY, list_nights
from limbwatch.cli.report.corrected import as_corrected
from limbwatch.cli.report.source import read_night
from limbwatch.cli.report.words import figure, spell

_DAY_S: Final = 86_400.0
_STRONG_PER_HOUR: Final = 40.0
"""Periodic movements per hour at which a cell of the strip is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One hour of a night's strip.

    Parameters
    ----------
    x, width, height : str
        Percent of the noon-to-noon bar, and pixels.
    """

    x: str
    width: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One night of the list.

    Parameters
    ----------
    name : str
        Of its folder.
    day : str
        ``Sat 14 Mar``.
    index, sleep, jerks : str
        For people.
    bed_x, bed_width : str
        Time in bed on the noon-to-noon bar, percent; empty when unknown.
    cells : tuple of Cell
        Periodic movements hour by hour.
    corrected : bool
    trouble : str
        Why the night cannot be read; empty when it can.
    """

    name: str
    day: str
    index: str
    sleep: str
    jerks: str
    bed_x: str
    bed_width: str
    cells: tuple[Cell, ...]
    corrected: bool
    trouble: str


def cards(nights: Path) -> tuple[Card, ...]:
    """Read the nights of a folder.

    Parameters
    ----------
    nights : Path

    Returns
    -------
    tuple of Card
        Newest first; a damaged night is a card that says so.
    """
    return tuple(card(folder) for folder in reversed(list_nights(nights)))


def card(folder: Path) -> Card:
    """Read what the list shows of one night.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Card
    """
    try:
        facts = shown_facts(folder)
        return _card(folder.name, facts, corrected=(folder / CORRECTIONS).exists())
    except CommandError as error:
        trouble = str(error)
    except (OSError, LookupError, TypeError, ValueError, AttributeError) as error:
        trouble = f"{folder.name} is damaged ({type(error).__name__}: {error})"
    return Card(
        name=folder.name,
        day=folder.name,
        index="",
        sleep="",
        jerks="",
        bed_x="",
        bed_width="",
        cells=(),
        corrected=False,
        trouble=trouble,
    )


def shown_facts(folder: Path) -> dict[str, Any]:
    """Read the figures of a night as its page shows them: with the person's corrections.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    dict
        The content of ``night.json``, or what it becomes.

    Raises
    ------
    CommandError, OSError, ValueError
        If a file cannot be read.
    """
    if (folder / CORRECTIONS).exists():
        return dict(as_corrected(read_night(folder)).night.facts)
    facts = json.loads((folder / SUMMARY).read_bytes())
    if not isinstance(facts, dict):
        raise TypeError("night.json holds no object")
    return facts


def _card(name: str, facts: dict[str, Any], *, corrected: bool) -> Card:
    start = datetime.fromisoformat(facts["start"])
    wall = start.replace(tzinfo=None)
    noon = (wall - timedelta(hours=12)).replace(hour=12, minute=0, second=0, microsecond=0)
    offset = (wall - noon).total_seconds()
    bed = facts["sleep"]["in_bed_s"]
    return Card(
        name=name,
        day=f"{_DAYS[noon.weekday()]} {noon.day} {_MONTHS[noon.month - 1]}",
        index=figure(facts["plm"]["index_per_hour"], 1),
        sleep=spell(facts["sleep"]["minutes"]),
        jerks=figure(facts["hypnic_jerks"]["count"]),
        bed_x="" if bed is None else _percent(offset + bed[0]),
        bed_width="" if bed is None else _percent(bed[1] - bed[0]),
        cells=_cells(facts["plm"]["per_hour"], offset),
        corrected=corrected,
        trouble="",
    )


def _cells(hours: Sequence[dict[str, Any]], offset: float) -> tuple[Cell, ...]:
    cells = []
    for hour in hours:
        index = hour["index_per_hour"]
        if index:
            height = max(1.0, 10 * min(1.0, index / _STRONG_PER_HOUR))
            cells.append(
                Cell(
                    x=_percent(offset + hour["start_s"]),
                    width=_percent(3600),
                    height=f"{height:.1f}",
                )
            )
    return tuple(cells)


def _percent(seconds: float) -> str:
    return f"{100 * seconds / _DAY_S:.2f}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
