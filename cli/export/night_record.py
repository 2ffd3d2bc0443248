"""Everything that exports may say about a night, with or without identifying data."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from limbwatch.classify.figures import Summary
from limbwatch.classify.night import Event
from limbwatch.classify.origin import TEST
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.answers.notes import DayNotes, read_notes
from limbwatch.cli.night.correction.corrected import Corrected, as_corrected
from limbwatch.cli.night.correction.corrections import Correction, read_corrections
from limbwatch.cli.night.listed.people import person_of
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.sensor import Recording
from limbwatch.sensor.store import read_stored

_NO_DATE: Final = datetime(1900, 1, 1, tzinfo=UTC)
"""Stands for an unknown date; earlier than 1925, as BIDS asks of shifted dates."""

_RATE_DIGITS: Final = 1
"""Decimals of an anonymous measured rate, Hz: more would reveal the drift of the sensor's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRecord:
    """One night as exports see it."""

    name: str
    """Name of the night; a neutral one when anonymous."""
    start: datetime
    """Second 0, aware; when anonymous, a neutral date with the true time of day."""
    summary: Summary
    """Figures of the night; without names, dates and texts when anonymous."""
    shown: Corrected
    """The corrected night, with what the program had found."""
    notes: Mapping[str, Any]
    """Notes of the day; empty when anonymous."""
    corrections: tuple[Correction, ...]
    """Corrections in the order they were made; empty when anonymous."""
    source: NightSource
    """Location of the samples."""
    anonymous: bool
    troubles: tuple[str, ...] = ()
    """Why notes or corrections are left out."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The events as corrected."""
        return self.shown.night.events

    @property
    def seconds(self) -> float:
        """Length of the night, seconds."""
        return self.source.seconds

    def time(self, seconds: float) -> str:
        """Return a time, seconds from the start, as ISO 8601 with offset, to the millisecond."""
        return (self.start + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")

    def recordings(self) -> tuple[Recording, ...]:
        """Read the samples that are stored, in seconds from the night's start."""
        stored = [self.source.recording(place) for place in self.source.places]
        return tuple(
            read_stored(path).rebased(self.source.start) for path in stored if path.exists()
        )

    def device(self, recording: Recording) -> str:
        """Return the name of the device of a recording; empty when unknown or anonymous.

        Names of devices often end in a serial number.
        """
        return "" if self.anonymous else recording.device

    def rate(self, recording: Recording) -> float:
        """Return the measured rate of a recording, Hz; when anonymous to a tenth.

        More would reveal the drift of the sensor's clock.
        """
        return round(recording.rate, _RATE_DIGITS if self.anonymous else 6)


def night_record(
    folder: Path, *, anonymous: bool, number: int = 1, corrected: bool = True
) -> NightRecord:
    """Read a night folder for an export.

    An anonymous one is without dates, names of devices, notes, texts and paths, and its name has
    only a number.

    Raises
    ------
    CommandError
        If a result of the night cannot be read. Damaged notes or corrections are only left out.
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
    with suppress(CommandError):  # `as_corrected` already reports it
        lines = read_corrections(folder)
    summary = shown.night.summary
    # a night that was moved belongs to the person in whose folder it lies
    person = person_of(folder, summary.origin)
    summary = replace(summary, subject=person.subject, session=person.session)
    if anonymous:
        start = datetime.combine(_NO_DATE.date(), source.start.time(), tzinfo=UTC)
        summary, notes, lines = _without_identity(summary, start), DayNotes(), ()
    return NightRecord(
        name=f"night-{number:03d}" if anonymous else folder.resolve().name,
        start=start,
        summary=summary,
        shown=shown,
        notes=notes.answered,
        corrections=lines,
        source=source,
        anonymous=anonymous,
        troubles=tuple(troubles),
    )


def _without_identity(summary: Summary, start: datetime) -> Summary:
    """Keep the findings, on a neutral date; remove whose they are and what measured them.

    Clocks are removed, too: the offset and drift of a device, or of a laboratory's file, can
    identify it among others.
    """

    def shifted_time(seconds: float) -> str:
        return (start + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")

    plm, jerks = summary.plm, summary.hypnic_jerks
    laboratory = summary.laboratory
    if laboratory is not None:
        laboratory = replace(
            laboratory, files=(), remarks=(), clock_offset_s=None, clock_drift_ppm=None
        )
    hours = tuple(replace(hour, start=shifted_time(hour.start_s)) for hour in plm.per_hour)
    shifted_jerks = tuple(replace(jerk, onset=shifted_time(jerk.onset_s)) for jerk in jerks.events)
    return replace(
        summary,
        age=None,
        subject=None,
        session=None,
        evening=None,
        source=(),
        # whether it is a test is a result and identifies nobody
        asked={name: value for name, value in summary.asked.items() if name == TEST},
        laboratory=laboratory,
        start=shifted_time(0),
        end=shifted_time(summary.duration_s),
        plm=replace(plm, per_hour=hours),
        hypnic_jerks=replace(jerks, events=shifted_jerks),
        coverage=tuple(
            replace(
                sensor,
                device="",
                rate_hz=round(sensor.rate_hz, _RATE_DIGITS),
                clock_drift_ppm=None,
                notes=(),
                warnings=(),
            )
            for sensor in summary.coverage
        ),
    )
