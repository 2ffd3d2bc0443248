"""What a night folder says, read with suspicion: people edit these files by hand."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.events_table import COLUMNS
from limbwatch.cli.night.folder import EVENTS, RECORDING, SUMMARY
from limbwatch.cli.night.summary import read_summary
from limbwatch.sensor import Placement

Facts = Mapping[str, Any]
"""The content of ``night.json``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSource:
    """The files of one night folder, checked.

    Parameters
    ----------
    folder : Path
    facts : mapping
        ``night.json``.
    start, end : datetime
        Aware.
    events : tuple of Event
        ``events.csv``, in order of onset.
    """

    folder: Path
    facts: Facts
    start: datetime
    end: datetime
    events: tuple[Event, ...]

    @property
    def seconds(self) -> float:
        """Length of the night, seconds."""
        return (self.end - self.start).total_seconds()

    @property
    def places(self) -> tuple[str, ...]:
        """Where sensors were worn, in the order of ``night.json``."""
        return tuple(str(place) for place in self.facts.get("placements", ()))

    def recording(self, placement: str) -> Path:
        """Path of the stored samples of one sensor.

        Parameters
        ----------
        placement : str

        Returns
        -------
        Path
            The file need not exist: samples may have been deleted to save space.
        """
        return self.folder / RECORDING / f"{placement}.parquet"


def read_night(folder: Path) -> NightSource:
    """Read and check ``night.json`` and ``events.csv``.

    Parameters
    ----------
    folder : Path
        The folder of one night.

    Returns
    -------
    NightSource

    Raises
    ------
    CommandError
        If a file is missing, cut short or does not say what it must.
    """
    facts = read_summary(folder)
    start, end = _moment(folder, facts, "start"), _moment(folder, facts, "end")
    if not start < end:
        raise _unreadable(f"{folder / SUMMARY}: the end ({end}) is not after the start ({start})")
    return NightSource(
        folder=folder, facts=facts, start=start, end=end, events=read_events(folder / EVENTS)
    )


def read_events(path: Path) -> tuple[Event, ...]:
    """Read ``events.csv``.

    Parameters
    ----------
    path : Path

    Returns
    -------
    tuple of Event
        In order of onset.

    Raises
    ------
    CommandError
        If the file is missing, a column is missing or a value is impossible.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise _unreadable(f"{path} lacks the columns {sorted(missing)}")
            events = [_event(path, number, row) for number, row in enumerate(reader, start=2)]
    except FileNotFoundError:
        raise _unreadable(f"{path} is missing") from None
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise _unreadable(f"{path} cannot be read ({error})") from None
    return tuple(sorted(events, key=lambda event: event.onset))


def _unreadable(what: str) -> CommandError:
    return CommandError(
        f"{what}. If the samples are there, this makes it again: limbwatch rescore NIGHT",
        exit_code=ExitCode.UNREADABLE,
    )


def _event(path: Path, line: int, row: dict[str, str]) -> Event:
    try:
        return Event(
            onset=float(row["onset_s"]),
            duration=float(row["duration_s"]),
            kind=Kind(row["kind"]),
            limbs=tuple(Placement(limb) for limb in row["limbs"].split("+")),
            series=int(row["series"]) if row["series"] else None,
            asleep=row["asleep"] == "1",
            confidence=float(row["confidence"]),
            peak=float(row["peak_g"]),
            reason=row["reason"],
        )
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise _unreadable(f"{path}, line {line}: {error}") from None


def _moment(folder: Path, facts: Facts, key: str) -> datetime:
    path = folder / SUMMARY
    try:
        moment = datetime.fromisoformat(facts[key])
    except (KeyError, TypeError, ValueError):
        raise _unreadable(f"{path}: {key} is {facts.get(key)!r}, not a time") from None
    if moment.utcoffset() is None:
        raise _unreadable(f"{path}: {key} ({moment}) has no offset from UTC")
    return moment
