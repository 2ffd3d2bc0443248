"""Everything that an export may say about a night, with or without what identifies a person."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Event
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.contents import NightSource, read_night
from limbwatch.cli.night.corrected import Corrected, as_corrected
from limbwatch.cli.night.corrections import Correction, read_corrections
from limbwatch.cli.night.notes import DayNotes, read_notes
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
    summary : Summary
        Without names, dates and texts when anonymous.
    shown : Corrected
        The night with the person's corrections, beside the program's.
    notes : mapping
        Of the day; empty when anonymous.
    corrections : tuple of Correction
        In order of making; empty when anonymous.
    troubles : tuple of str
        Why notes or corrections are left out.
    source : NightSource
        Where the samples are.
    anonymous : bool
    """

    name: str
    start: datetime
    summary: Summary
    shown: Corrected
    notes: Mapping[str, Any]
    corrections: tuple[Correction, ...]
    source: NightSource
    anonymous: bool
    troubles: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """As they were corrected."""
        return self.shown.night.events

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

        Returns
        -------
        str
            Empty when unknown or anonymous: names of devices often end in a serial number.
        """
        return "" if self.anonymous else recording.device


def night_record(
    folder: Path, *, anonymous: bool, number: int = 1, corrected: bool = True
) -> NightRecord:
    """Read a night folder for an export.

    Parameters
    ----------
    folder : Path
    anonymous : bool
        Leave out dates, names of devices, notes, texts and paths.
    number : int
        What an anonymous night is called by.
    corrected : bool
        Whether to apply what the person corrected.

    Raises
    ------
    CommandError
        If a result of the night cannot be read. What is wrong with notes and corrections costs
        only them.
    """
    source = read_night(folder)
    shown = as_corrected(source, wanted=corrected)
    troubles = [f"{folder.name}: {shown.trouble}"] if shown.trouble else []
    start, notes = source.start, DayNotes()
    lines: tuple[Correction, ...] = ()
    try:
        notes = read_notes(folder)
    except CommandError as error:
        troubles.append(f"{error}. Until then the export has no notes of {folder.name}.")
    with suppress(CommandError):  # told by what is shown
        lines = read_corrections(folder)
    summary = shown.night.summary
    if anonymous:
        start = datetime.combine(_NO_DATE.date(), source.start.time(), tzinfo=UTC)
        summary, notes, lines = _without_identity(summary, start), DayNotes(), ()
    return NightRecord(
        name=f"night-{number:03d}" if anonymous else folder.resolve().name,
        start=start,
        summary=summary,
        shown=shown,
        notes=notes.told,
        corrections=lines,
        source=source,
        anonymous=anonymous,
        troubles=tuple(troubles),
    )


def _without_identity(summary: Summary, start: datetime) -> Summary:
    """Write every moment anew from the shifted start, and leave out what devices are called."""

    def at(seconds: float) -> str:
        return (start + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")

    plm, jerks = summary.plm, summary.hypnic_jerks
    laboratory = summary.laboratory
    if laboratory is not None:
        laboratory = replace(laboratory, files=(), remarks=())
    hours = tuple(replace(hour, start=at(hour.start_s)) for hour in plm.per_hour)
    shifted = tuple(replace(jerk, onset=at(jerk.onset_s)) for jerk in jerks.events)
    return replace(
        summary,
        age=None,
        subject=None,
        session=None,
        evening=None,
        source=(),
        asked={},
        laboratory=laboratory,
        start=at(0),
        end=at(summary.duration_s),
        plm=replace(plm, per_hour=hours),
        hypnic_jerks=replace(jerks, events=shifted),
        coverage=tuple(
            # the drift of a clock tells one sensor from others of its kind
            replace(sensor, device="", clock_drift_ppm=None, notes=(), warnings=())
            for sensor in summary.coverage
        ),
    )
