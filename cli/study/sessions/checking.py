"""Check of a manifest: sessions that can be scored, and faulty rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.cli.asked_limits import OLDEST
from limbwatch.cli.errors import CommandError, reason_of
from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.night.listed.people import Person
from limbwatch.cli.reading.descriptions import Description, described, parse_columns
from limbwatch.cli.reading.diary import parse_clock
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.cli.reading.recordings import start_of, zone_of
from limbwatch.cli.reading.sources import Source
from limbwatch.cli.study.manifests.labels import require_label
from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.sensor.files.axes_apart import axis_files
from limbwatch.sensor.files.times.writing.scales import TIME_UNITS
from limbwatch.sensor.files.values.unit import UNITS, unit_named

FAILURES: Final = "failures.csv"
FAILURE_COLUMNS: Final = ("line", "subject", "session", "placement", "path", "reason", "left_out")
_SESSION_COLUMNS: Final = (
    "timezone", "age", "lights_off", "lights_on", "hypnogram", "breathing", "reference",
    "device_clock", "diary",
)  # fmt: skip
"""Columns about a person or a night: rows of one session must not contradict each other."""
_FILES: Final = ("hypnogram", "breathing", "reference", "diary")
"""Columns that name a file besides the recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySession:
    """Files of all sensors that a subject wore at the same time, for one night or several."""

    subject: str
    """BIDS label."""
    session: str
    """BIDS label; empty if the subject has one session."""
    rows: tuple[ManifestRow, ...]
    """Rows as they are written: plain texts, which can be sent to any worker."""
    place: str
    """Absolute folder of the manifest, to which paths are relative."""
    timezone: str = ""
    """Time zone if no row states one; empty for the computer's."""

    @property
    def name(self) -> str:
        """Name for people and files: ``sub-01/ses-2``."""
        return "/".join(Person(self.subject, self.session or None).folders)

    def stated(self, name: str) -> str:
        """Return what the rows state in a column about the whole session; empty if none does."""
        return next((text for row in self.rows if (text := getattr(row, name))), "")

    @property
    def zone(self) -> tzinfo:
        """Time zone of the wearer."""
        return zone_of(self.stated("timezone") or self.timezone or None)

    @property
    def clock(self) -> tzinfo | None:
        """Time zone of the sensors' clocks, if it is another."""
        return zone_of(self.stated("device_clock")) if self.stated("device_clock") else None

    @property
    def age(self) -> float | None:
        """Years, if known."""
        return float(self.stated("age")) if self.stated("age") else None

    def files(self) -> tuple[Source, ...]:
        """Parse the rows, each with its own start.

        Raises
        ------
        CommandError
            If one is faulty.
        """
        return tuple(_source_of(row, Path(self.place), self.zone) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that cannot be scored."""

    row: ManifestRow
    reason: str
    """What is wrong, with the value, and how to correct it."""
    left_out: tuple[int, ...] = ()
    """Lines of the other rows of its session, which are not scored either: a night without one
    of its sensors would be another night."""


class CheckedRows(NamedTuple):
    """What can be scored, and what cannot."""

    sessions: tuple[StudySession, ...]
    faults: tuple[Fault, ...]


def check_rows(rows: Sequence[ManifestRow], place: Path, *, timezone: str = "") -> CheckedRows:
    """Check the rows of a manifest in folder ``place`` without opening a recording.

    ``timezone`` is for rows that state none; empty for the computer's. Sessions are in the order of
    their first rows, and one faulty row excludes its session.
    """
    home = str(place.resolve())
    groups: defaultdict[tuple[str, str], list[ManifestRow]] = defaultdict(list)
    for row in rows:
        groups[row.subject, row.session].append(row)
    sessions, faults = [], []
    for (subject, label), session_rows in groups.items():
        session = StudySession(
            subject=subject, session=label, rows=tuple(session_rows), place=home, timezone=timezone
        )
        found = list(_faults_in(session))
        if not found:
            sessions.append(session)
        bad = {row.line for row, _ in found}
        others = tuple(row.line for row in session_rows if row.line not in bad and subject)
        faults += [Fault(row=row, reason=why, left_out=others) for row, why in found]
    return CheckedRows(tuple(sessions), tuple(faults))


def _faults_in(session: StudySession) -> Iterator[tuple[ManifestRow, str]]:
    seen: dict[tuple[str, str, str], int] = {}
    apart: dict[tuple[Path, ...], int] = {}
    first: dict[str, tuple[str, int]] = {}
    lights = session.stated("lights_off") or session.stated("lights_on")
    if session.stated("diary") and lights:
        why = f"diary is {session.stated('diary')!r} and the lights are {lights!r}"
        yield session.rows[0], f"{why}: both give the time in bed. Leave one of them empty."
    for row in session.rows:
        try:
            _check(row, session)
        except CommandError as error:
            yield row, str(error)
            continue
        key = (row.placement, row.path, row.sensor)
        if key in seen:
            yield row, f"the row repeats line {seen[key]}. Delete one of them."
        elif axes := axis_files(Path(session.place) / row.path):
            line = apart.setdefault(axes, row.line)
            if line != row.line:
                why = f"{row.path} belongs to the recording of line {line}"
                yield row, f"{why}, whose axes lie in three files. Delete this row."
        seen.setdefault(key, row.line)
        for name in _SESSION_COLUMNS:
            text = getattr(row, name)
            told, line = first.setdefault(name, (text, row.line)) if text else ("", 0)
            if text and told != text:
                why = f"{name} is {text!r} here and {told!r} in line {line}"
                yield row, f"{why}, both of {session.name}. Say one, or name two sessions."


def _check(row: ManifestRow, session: StudySession) -> None:
    require_label("subject", row.subject)
    if row.session:
        require_label("session", row.session)
    own = replace(session, subject=row.subject, session=row.session, rows=(row,))
    _source_of(row, Path(own.place), own.zone)
    _ = own.clock
    _number("age", row.age, 0.0, OLDEST, "years")
    for name in ("lights_off", "lights_on"):
        parse_clock(getattr(row, name) or None, name)
    for name in _FILES:
        if getattr(row, name):
            _existing(name, getattr(row, name), Path(own.place))


def _source_of(row: ManifestRow, place: Path, zone: tzinfo) -> Source:
    if not row.placement:
        raise _fault("placement is empty: say where the sensor was worn, such as ankle_left")
    placement = parse_placement(row.placement)
    path = _existing("path", row.path, place)
    rate = _number("rate", row.rate, 0.1, 10_000.0, "Hz")
    if row.unit and unit_named(row.unit) is None:
        _require_choice("unit", row.unit, [unit.name for unit in UNITS])
    _require_choice("time_unit", row.time_unit, list(TIME_UNITS))
    description = Description(
        columns=parse_columns(row.columns or None),
        time_unit=row.time_unit or None,
        time_format=row.time_format or None,
        unit=row.unit or None,
        rate=rate,
        sensors={placement.value: row.sensor} if row.sensor else {},
    )
    try:
        start = start_of(row.start, zone, name="start") if row.start else None
    except CommandError as error:
        raise _fault(str(error)) from None
    return described(Source(placement, path, start=start), description)


def _existing(name: str, text: str, place: Path) -> Path:
    if not text:
        raise _fault(f"{name} is empty: name the file")
    path = place / text
    try:
        if path.is_dir():
            raise _fault(f"{name} {text} is a folder: name a file in it")
        if not path.exists():
            raise _fault(f"{name} {text}: there is no such file in {place}")
        if path.stat().st_size == 0:
            raise _fault(f"{name} {text} is empty: the file has 0 bytes. Export or copy it again")
    except OSError as error:
        raise _fault(f"{name} {text}: {reason_of(error)}") from error
    except ValueError as error:
        raise _fault(f"{name} {text!r} is not the name of a file ({error})") from error
    return path


def _number(name: str, text: str, least: float, most: float, unit: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise _fault(f"{name} {text!r} is not a number of {unit} from {least:g} to {most:g}")
    return value


def _require_choice(name: str, text: str, allowed: list[str]) -> None:
    if text and text not in allowed:
        raise _fault(f"{name} {text!r} is not one of {', '.join(allowed)}")


def _fault(why: str) -> CommandError:
    return CommandError(f"{why}.")


def failures_table(faults: Iterable[Fault]) -> bytes:
    """Return ``failures.csv`` in the order of the manifest; only a header if all went well."""
    rows = [
        (
            *(row.line, row.subject, row.session, row.placement, row.path),
            " ".join(fault.reason.split()),
            " ".join(map(str, fault.left_out)),
        )
        for fault in sorted(faults, key=lambda fault: (fault.row.line, fault.reason))
        for row in [fault.row]
    ]
    return csv_table(FAILURE_COLUMNS, rows)
