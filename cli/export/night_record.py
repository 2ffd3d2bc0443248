"""Everything that an export may say about a night, with or without what identifies a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from limbwatch.classify.night import Event
from limbwatch.cli.night.contents import NightSource, read_night
from limbwatch.cli.night.corrections import Correction, read_corrections, relabelled
from limbwatch.cli.night.notes import read_notes
from limbwatch.sensor import Recording
from limbwatch.sensor.store import read_stored

_NO_DATE: Final = datetime(1900, 1, 1, tzinfo=UTC)
"""Day that stands for an unknown one; earlier than 1925, as BIDS asks of shifted dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRecord:
    """One night as exports see it.

    Parameters
    ----------
    name : str
        Name of the night; a neutral one when anonymous.
    start : datetime
        Second 0, aware; on a day that says nothing, with the true time of day, when anonymous.
    facts : mapping
        ``night.json``.
    events : tuple of Event
        As the program labelled them.
    labels : mapping of int to str
        Kind that the person gave, by position in ``events``.
    notes : mapping
        Of the day; empty when anonymous.
    corrections : tuple of Correction
        In order of making; empty when anonymous.
    source : NightSource
        Where the samples are.
    anonymous : bool
    """

    name: str
    start: datetime
    facts: Mapping[str, Any]
    events: tuple[Event, ...]
    labels: Mapping[int, str]
    notes: Mapping[str, Any]
    corrections: tuple[Correction, ...]
    source: NightSource
    anonymous: bool

    @property
    def seconds(self) -> float:
        """Length of the night, seconds."""
        return self.source.seconds

    def time(self, seconds: float) -> str:
        """Write a moment as ISO 8601 with offset.

        Parameters
        ----------
        seconds : float
            From the start.

        Returns
        -------
        str
            To the millisecond.
        """
        return (self.start + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")

    def recordings(self) -> tuple[Recording, ...]:
        """Read the stored samples, without the name of the device when anonymous.

        Returns
        -------
        tuple of Recording
            In seconds from the night's start; those that are stored.
        """
        stored = [self.source.recording(place) for place in self.source.places]
        return tuple(
            read_stored(path).rebased(self.source.start) for path in stored if path.exists()
        )

    def device(self, recording: Recording) -> str:
        """Name the device of a recording.

        Parameters
        ----------
        recording : Recording

        Returns
        -------
        str
            Empty when unknown or anonymous: names of devices often end in a serial number.
        """
        return "" if self.anonymous else recording.device


def night_record(folder: Path, *, anonymous: bool, number: int = 1) -> NightRecord:
    """Read a night folder for an export.

    Parameters
    ----------
    folder : Path
    anonymous : bool
        Leave out dates, names of devices, notes, texts and paths.
    number : int
        What an anonymous night is called by.

    Returns
    -------
    NightRecord

    Raises
    ------
    CommandError
        If a file of the folder cannot be read.
    """
    source = read_night(folder)
    corrections = read_corrections(folder)
    start = source.start
    if anonymous:
        start = datetime.combine(_NO_DATE.date(), source.start.time(), tzinfo=UTC)
    return NightRecord(
        name=f"night-{number:03d}" if anonymous else folder.resolve().name,
        start=start,
        facts=_without_identity(source.facts, start) if anonymous else source.facts,
        events=source.events,
        labels=relabelled(source.events, corrections),
        notes={} if anonymous else read_notes(folder).told,
        corrections=() if anonymous else corrections,
        source=source,
        anonymous=anonymous,
    )


_KEPT: Final = frozenset(
    {
        "schema",
        "version",
        "rules",
        "duration_s",
        "placements",
        "sleep",
        "limb_movements",
        "plm",
        "hypnic_jerks",
        "counts",
        "not_assessed",
        "another_sensor",
        "findings",
    }
)
"""What of ``night.json`` says nothing of the person's identity once its times are shifted."""


def _without_identity(facts: Mapping[str, Any], start: datetime) -> dict[str, Any]:
    kept = {key: value for key, value in facts.items() if key in _KEPT}
    length = timedelta(seconds=float(facts.get("duration_s") or 0))
    coverage = [
        {key: value for key, value in sensor.items() if key not in {"device", "notes", "warnings"}}
        for sensor in facts.get("coverage", ())
    ]
    shifted = _shifted(kept, start)
    return {
        **shifted,
        "start": start.isoformat(timespec="milliseconds"),
        "end": (start + length).isoformat(timespec="milliseconds"),
        "coverage": coverage,
    }


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def _shifted(value: Any, start: datetime) -> Any:
    """Write every moment that stands beside its seconds anew from the shifted start."""
    if isinstance(value, list):
        return [_shifted(part, start) for part in value]
    if not isinstance(value, dict):
        return "" if isinstance(value, str) and _MOMENT.match(value) else value
    anew = {key: _shifted(part, start) for key, part in value.items()}
    for moment, seconds in (("onset", "onset_s"), ("start", "start_s")):
        if moment in anew and isinstance(anew.get(seconds), int | float):
            at = start + timedelta(seconds=float(anew[seconds]))
            anew[moment] = at.isoformat(timespec="milliseconds")
    return anew
