"""The list of nights beside a night: one row each, quickly, however many there are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limbwatch.cli.corrections import CORRECTIONS
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night_folder import list_nights
from limbwatch.cli.report.corrected import shown_facts
from limbwatch.cli.report.night_bar import Bar, night_bar
from limbwatch.cli.report.words import figure, spell


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
    bar : Bar or None
        None when the night cannot be read.
    corrected : bool
    trouble : str
        Why the night cannot be read; empty when it can.
    """

    name: str
    day: str
    index: str
    sleep: str
    jerks: str
    bar: Bar | None
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
        bar=None,
        corrected=False,
        trouble=trouble,
    )


def _card(name: str, facts: dict[str, Any], *, corrected: bool) -> Card:
    bar = night_bar(facts)
    return Card(
        name=name,
        day=bar.day,
        index=figure(facts["plm"]["index_per_hour"], 1),
        sleep=spell(facts["sleep"]["minutes"]),
        jerks=figure(facts["hypnic_jerks"]["count"]),
        bar=bar,
        corrected=corrected,
        trouble="",
    )
