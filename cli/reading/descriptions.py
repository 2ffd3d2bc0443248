"""How files are to be read, by the command line: columns, times, sensors, units and rates."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.answers.answer_file import AnswerFields
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.cli.reading.sources import Source
from limbwatch.sensor import Placement
from limbwatch.sensor.files import TableOptions
from limbwatch.sensor.files.tables.table_options import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(AnswerFields):
    """How files are to be read; None or empty for what is left to the reader."""

    columns: dict[str, str] = field(default_factory=dict)
    """Column of each field, by name or number."""
    time_unit: str | None = None
    time_format: str | None = None
    unit: str | None = None
    rate: float | None = None
    sensors: dict[str, str] = field(default_factory=dict)
    """Name of the sensor in a file of several, by placement."""

    def over(self, other: "Description") -> "Description":
        """Return the two combined; this one overrides the other."""
        time = {}
        if self.time_unit is not None or self.time_format is not None:
            time = {"time_unit": self.time_unit, "time_format": self.time_format}
        return Description(
            columns=other.columns | self.columns,
            sensors=other.sensors | self.sensors,
            unit=self.unit or other.unit,
            rate=other.rate if self.rate is None else self.rate,
            **({"time_unit": other.time_unit, "time_format": other.time_format} | time),
        )


def parse_columns(text: str | None) -> dict[str, str]:
    """Parse ``time=Timestamp,x=AccX,y=AccY,z=AccZ``.

    Raises
    ------
    CommandError
        If a part does not begin with the name of a field, or has no column.
    """
    if text is None:
        return {}
    # a column's name may hold commas: split only before a field
    parts = re.split(rf",(?=\s*(?:{'|'.join(FIELDS)})\s*=)", text)
    found = {}
    for part in parts:
        name, equals, column = part.partition("=")
        if not equals or name.strip() not in FIELDS or not column.strip():
            raise CommandError(
                f"--columns {text!r}: {part.strip()!r} is not one of {', '.join(FIELDS)} with the "
                "name or number of a column; write it like time=Timestamp,x=AccX,y=AccY,z=AccZ"
            )
        found[name.strip()] = column.strip()
    return found


def parse_sensors(texts: list[str] | None) -> dict[str, str]:
    """Parse ``ankle_left=NAME``, one or several.

    Raises
    ------
    CommandError
        If a placement is unknown or the name is missing.
    """
    found = {}
    for text in texts or ():
        placement, equals, name = text.partition("=")
        if not equals or not name.strip():
            raise CommandError(f"--sensor {text!r} names no sensor; write it like ankle_left=NAME")
        found[parse_placement(placement).value] = name.strip()
    return found


def require_given(sensors: Mapping[str, str], sources: Sequence[Source]) -> None:
    """Raise an error for a named sensor whose placement has no file: it would have no effect.

    Raises
    ------
    CommandError
        For the first such placement.
    """
    given = {source.placement.value for source in sources}
    for placement, name in sensors.items():
        if placement not in given:
            raise CommandError(
                f"--sensor {placement}={name}: no file is given for this placement; add one as "
                "PLACEMENT=FILE, or name the sensor of another placement"
            )


def described(source: Source, description: Description) -> Source:
    """Return a source with the description of how to read it.

    Raises
    ------
    CommandError
        If the description contradicts itself.
    """
    try:
        said = TableOptions(
            columns=description.columns,
            time_unit=description.time_unit,
            time_format=description.time_format,
            sensor=description.sensors.get(source.placement.value),
        )
    except ValueError as error:
        raise CommandError(f"{error}.") from error
    return source._replace(options=said, unit=description.unit, rate=description.rate)


def with_profiles(
    sources: tuple[Source, ...],
    description: Description,
    profiles: dict[Placement | None, Description],
) -> tuple[Source, ...]:
    """Describe each source by its profile, overridden by the command line.

    The profile under None is for placements without one of their own.
    """
    nothing = Description()
    return tuple(
        described(
            source, description.over(profiles.get(source.placement, profiles.get(None, nothing)))
        )
        for source in sources
    )


def asked_of(sources: tuple[Source, ...], **options: object) -> dict[str, str]:
    """Return the reading options to store with a night.

    Options apply to all files; None and False are left out. Options of a single file are prefixed
    with its placement.
    """
    asked = {
        name.replace("_", "-"): "yes" if value is True else str(value)
        for name, value in options.items()
        if value is not None and value is not False
    }
    for source in sources:
        said = {"unit": source.unit, "rate": source.rate, "sensor": source.options.sensor}
        said |= {"time-unit": source.options.time_unit, "time-format": source.options.time_format}
        said |= {"start": None if source.start is None else source.start.isoformat()}
        said |= {f"column {name}": column for name, column in source.options.columns.items()}
        for name, value in said.items():
            if value is not None:
                asked[f"{source.placement.value} {name}"] = str(value)
    return dict(sorted(asked.items()))
