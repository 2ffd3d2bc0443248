"""The folder of a new night, hidden until it is complete."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

from limbwatch.cli.night.folder import night_date
from limbwatch.cli.night.whole_files import MAKING, lock_at, sync, writing
from limbwatch.sensor import scratch
from limbwatch.sensor.open_elsewhere import once_closed

BUILDING = f"{MAKING}new-"
"""Prefix of a folder's name while it is being built."""


@contextmanager
def new_night(
    nights: Path,
    start: datetime,
    *,
    evening: str | None = None,
    there: Callable[[], Path | None] | None = None,
) -> Iterator["NewNight"]:
    """Build the folder of a night out of sight and name it when it is complete.

    If the body raises, nothing is left behind; afterwards ``path`` is the final one. The name is
    ``evening``, or the date of the start. The folder of nights is created if missing. ``there`` is
    called when the night is complete, while nobody else can name one; it returns the folder of this
    night if it was made in the meantime. That one then stays and this one is dropped.

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
            with nullcontext() if there is None else lock_at(nights):
                made = None if there is None else there()
                night.path = made or _publish(hidden, nights, evening or night_date(start))


@dataclass(slots=True)
class NewNight:
    """A night's folder while it is being built."""

    path: Path
    """Current path of its files."""


def _publish(hidden: Path, nights: Path, date: str) -> Path:
    for final in _possible_names(nights, date):
        if final.exists():
            continue
        try:
            # names are not reserved: a kill leaves no empty night
            once_closed(partial(hidden.rename, final))
        except OSError:
            if final.exists():  # another process was faster
                continue
            raise
        sync(nights)
        return final
    raise AssertionError  # the names are endless


def _possible_names(nights: Path, date: str) -> Iterator[Path]:
    """Yield the possible names of a night of this date, the preferred one first."""
    yield nights / date
    yield from (nights / f"{date}-{number}" for number in count(2))


def free_folder(nights: Path, date: str) -> Path:
    """Create a folder with the first free name of a date, safe from other processes.

    Raises
    ------
    OSError
        If it cannot be created.
    """
    for folder in _possible_names(nights, date):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError  # the names are endless
