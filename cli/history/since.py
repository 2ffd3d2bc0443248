"""The day from which nights are compared with those before: a date, or a note's first night."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.factors import FACTORS, Factor
from limbwatch.cli.history.nights import History
from limbwatch.cli.language.spoken import tr

_KEYS: Final = ", ".join(factor.key for factor in FACTORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """A day that divides the nights."""

    asked: str
    """How it is asked for: a date or the key of a factor."""
    day: date
    """First evening of the later nights."""
    words: str
    """As in "more movements since ..."."""


def since_of(history: History, asked: str) -> Since:
    """Find the day that a person asks for.

    Parameters
    ----------
    asked : str
        A date like ``2026-03-14``, or what notes tell, like ``medication``: then the first
        night of which they tell it.

    Raises
    ------
    CommandError
        If it is neither, or no night tells it.
    """
    for factor in FACTORS:
        if factor.key == asked:
            first = _first(history, factor)
            if first is None:
                raise CommandError(f"no night has a note of {factor.name}")
            return first
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise CommandError(
            f"nights are compared since a date like 2026-03-14 or since a note began ({_KEYS}), "
            f"not since {asked!r}"
        ) from None
    return Since(asked=day.isoformat(), day=day, words=day.isoformat())


def beginnings(history: History) -> tuple[Since, ...]:
    """List the notes that begin after the first night and then stay, like a new medication.

    Parameters
    ----------
    history : History
        In order of time.

    Returns
    -------
    tuple of Since
        What comes and goes is compared with and without instead.
    """
    found = []
    for factor in FACTORS:
        first = _first(history, factor)
        if first is None or first.day <= history.dated[0].day:
            continue
        after = [factor.told(point.notes) for point in history.dated if point.day >= first.day]
        if False not in after:
            found.append(first)
    return tuple(found)


def _first(history: History, factor: Factor) -> Since | None:
    for point in history.dated:
        if factor.told(point.notes):
            words = tr(
                "{factor} was first noted ({day})",
                factor=tr(factor.name),
                day=point.day.isoformat(),
            )
            return Since(asked=factor.key, day=point.day, words=words)
    return None
