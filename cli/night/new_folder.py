"""The folder of a night that is being made: out of sight until it is complete."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from limbwatch.cli.night.folder import night_date
from limbwatch.cli.night.turns import turn_at
from limbwatch.cli.night.whole_files import MAKING, sync, writing
from limbwatch.sensor import scratch

BUILDING = f"{MAKING}new-"
"""How a folder is called while it is being built."""


@contextmanager
def new_night(
    nights: Path,
    start: datetime,
    *,
    evening: str | None = None,
    there: Callable[[], Path | None] | None = None,
) -> Iterator["NewNight"]:
    """Build the folder of a night out of sight and give it its name when it is complete.

    If the body raises, nothing is left behind; after it the ``path`` is the final one. The name is
    the date that the start tells, or ``evening``. The folder of nights is made when missing.

    Parameters
    ----------
    there : callable or None
        Is asked, when the night is complete and nobody else gives one its name, whether it was made
        meanwhile: then that one stands, and this one is left behind.

    Raises
    ------
    CommandError
        If the folder cannot be written.
    """
    with writing(nights):
        nights.mkdir(parents=True, exist_ok=True)
        with scratch.aside(BUILDING, nights) as hidden:
            night = NewNight(hidden)
            yield night
            for part in [*hidden.rglob("*"), hidden]:
                sync(part)
            with nullcontext() if there is None else turn_at(nights):
                made = None if there is None else there()
                night.path = made or _publish(hidden, nights, evening or night_date(start))


@dataclass(slots=True)
class NewNight:
    """A night folder that is being built."""

    path: Path
    """Where its files are now."""


def _publish(hidden: Path, nights: Path, date: str) -> Path:
    for final in _names(nights, date):
        if final.exists():
            continue
        try:
            hidden.rename(final)  # no name is taken before: a kill leaves no empty night
        except OSError:
            if final.exists():  # another process was quicker
                continue
            raise
        sync(nights)
        return final
    raise AssertionError  # names do not end


def _names(nights: Path, date: str) -> Iterator[Path]:
    """Give the names that a night of a date may have, the best first."""
    yield nights / date
    yield from (nights / f"{date}-{number}" for number in count(2))


def free_folder(nights: Path, date: str) -> Path:
    """Make a folder of the first free name of a date, which then no other process can take.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    for folder in _names(nights, date):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError  # names do not end
