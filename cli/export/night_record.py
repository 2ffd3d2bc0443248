"""Everything that an export may say about a night, with or without what identifies a person."""

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
"""Day that stands for an unknown one; earlier than 1925, as BIDS asks of shifted dates."""

_RATE_DIGITS: Final = 1
"""Of a measured rate when anonymous, Hz: more of them are the drift of the sensor's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRecord:
    """One night as exports see it."""

    name: str
    """Name of the night; a neutral one when anonymous."""
    start: datetime
    """Second 0, aware; on a day that says nothing, with the true time of day, when anonymous."""
    summary: Summary
    """Without names, dates and texts when anonymous."""
    shown: Corrected
    """The night with the person's corrections, beside the program's."""
    notes: Mapping[str, Any]
    """Of the day; empty when anonymous."""
    corrections: tuple[Correction, ...]
    """In order of making; empty when anonymous."""
    source: NightSource
    """Where the samples are."""
    anonymous: bool
    troubles: tuple[str, ...] = ()
    """Why notes or corrections are left out."""

    @property
    def events(self) -> tuple[Event, ...]:
        """As they were corrected."""
        return self.shown.night.events

    @property
    def seconds(self) -> float:
        """Length of the night, seconds."""
        return self.source.seconds

    def time(self, seconds: float) -> str:
        """Write a moment, seconds from the start, as ISO 8601 with offset, to the millisecond."""
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

    def rate(self, recording: Recording) -> float:
        """Tell the measured rate of a recording.

        Returns
        -------
        float
            Hz; when anonymous to a tenth, as more would be the drift of the sensor's clock.
        """
        return round(recording.rate, _RATE_DIGITS if self.anonymous else 6)


def night_record(
    folder: Path, *, anonymous: bool, number: int = 1, corrected: bool = True
) -> NightRecord:
    """Read a night folder for an export.

    Parameters
    ----------
    anonymous : bool
        Leave out dates, names of devices, notes, texts and paths.
    number : int
        What an anonymous night is called by.

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
    person = person_of(folder, summary.origin)  # a night that was moved is of whom it lies with
    summary = replace(summary, subject=person.subject, session=person.session)
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
    """Keep what was found, on a day that says nothing; whose it is and what measured it goes.

    Clocks go too: how far one is ahead, and how fast it runs, tells a device, or a laboratory's
    file, from all others of its kind.
    """

    def at(seconds: float) -> str:
        return (start + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")

    plm, jerks = summary.plm, summary.hypnic_jerks
    laboratory = summary.laboratory
    if laboratory is not None:
        laboratory = replace(
            laboratory, files=(), remarks=(), clock_offset_s=None, clock_drift_ppm=None
        )
    hours = tuple(replace(hour, start=at(hour.start_s)) for hour in plm.per_hour)
    shifted = tuple(replace(jerk, onset=at(jerk.onset_s)) for jerk in jerks.events)
    return replace(
        summary,
        age=None,
        subject=None,
        session=None,
        evening=None,
        source=(),
        # that it is a test and no night is a result, not a person
        asked={name: said for name, said in summary.asked.items() if name == TEST},
        laboratory=laboratory,
        start=at(0),
        end=at(summary.duration_s),
        plm=replace(plm, per_hour=hours),
        hypnic_jerks=replace(jerks, events=shifted),
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
