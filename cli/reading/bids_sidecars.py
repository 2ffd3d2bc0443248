"""The files beside a motion file of a BIDS dataset that describe its content.

Brain Imaging Data Structure 1.10, "Motion": a table without a header, whose columns, units and rate
are described in files beside it.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.reading.descriptions import Description, described
from limbwatch.cli.reading.placements import placement_by_words
from limbwatch.cli.reading.recordings import start_of
from limbwatch.cli.reading.sources import Source
from limbwatch.sensor.files.values.unit import unit_named

MOTION: Final = "_motion.tsv"
"""Suffix of the name of a motion file."""

AXES: Final = frozenset("xyz")
"""Axes that a tracked point must have."""

FASTEST: Final = 1e6
"""Upper limit of a plausible rate, Hz; the reader reports rates that no sensor on a limb has."""

HIGHEST: Final = 4
"""Folders above a motion file searched for the list of its session: up to the dataset's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedPoint:
    """Acceleration of one place of the body: three channels of a motion file."""

    name: str
    """Name in the table of channels."""
    axes: dict[str, int]
    """Column numbers of x, y and z, from 1."""
    unit: str
    """Unit of acceleration; empty if unknown."""
    time: str
    """Column number of the seconds, or ``none``."""
    rate: str
    """Rate, Hz; empty if there is a time column."""

    @property
    def columns(self) -> str:
        """The columns as ``--columns`` takes them."""
        return f"time={self.time}," + ",".join(f"{axis}={self.axes[axis]}" for axis in "xyz")

    @property
    def time_unit(self) -> str:
        """The unit of time as ``--time-unit`` takes it; empty without a time column."""
        return "" if self.time == "none" else "s"


def tracked_points(path: Path) -> Iterator[TrackedPoint]:
    """Yield the tracked points with acceleration in a motion file, by the files beside it.

    Raises
    ------
    CommandError
        If one of these files cannot be read.
    """
    stem = path.name.removesuffix(MOTION)
    channels = _read_table(path.with_name(f"{stem}_channels.tsv"))
    rate = _plausible_rate(
        _read_sidecar(path.with_name(f"{stem}_motion.json")).get("SamplingFrequency")
    )
    points: defaultdict[str, dict[str, int]] = defaultdict(dict)
    units: dict[str, str] = {}
    time = "none"
    for number, channel in enumerate(channels, start=1):
        point = channel.get("tracked_point", "")
        component = channel.get("component", "").lower()
        if channel.get("type") == "ACCEL" and component in AXES:
            # a repeated axis makes the point invalid
            points[point][component if component not in points[point] else "again"] = number
            units[point] = channel.get("units", "")
        elif channel.get("type") == "LATENCY" and channel.get("units") == "s":
            time = str(number)
    for point, axes in points.items():
        if set(axes) != AXES:
            continue
        unit = unit_named(units[point])
        yield TrackedPoint(
            name=point,
            axes=axes,
            unit="" if unit is None else unit.name,
            time=time,
            rate=f"{rate:.10g}" if rate is not None and time == "none" else "",
        )


def worn_at(path: Path, point: str) -> str:
    """Return where a tracked point is by its own or the system's name; empty if neither tells."""
    system = path.name.partition("_tracksys-")[2].partition("_")[0]
    return next(filter(None, map(placement_by_words, (point, system))), "")


def acquired(path: Path, highest: Path | None = None) -> str:
    """Return when a file begins by the list of its session; empty if the list does not say.

    Lists above the dataset's folder, ``highest``, are not read.
    """
    for place in list(path.parents)[:HIGHEST] if highest is None else path.parents:
        for scans in sorted(place.glob("sub-*_scans.tsv")):
            for row in _read_table(scans):
                if place / row.get("filename", "") == path:
                    return row.get("acq_time", "").replace("n/a", "")
        if place == highest:
            break
    return ""


def with_sidecars(
    sources: tuple[Source, ...], zone: tzinfo, *, begun: bool = False
) -> tuple[Source, ...]:
    """Describe motion files by the files beside them, where a person does not describe them.

    The dataset gives the start of a file on the wearer's clock, unless a person gave it for all.

    Raises
    ------
    CommandError
        If a file beside one cannot be read, or not exactly one tracked point matches the
        placement or the name asked for.
    """
    return tuple(
        _describe(source, zone, begun=begun) if _is_motion(source) else source for source in sources
    )


def _is_motion(source: Source) -> bool:
    stem = source.path.name.removesuffix(MOTION)
    # check the name first: a path without one, as ".", has no files beside it
    if stem == source.path.name or source.options.columns:
        return False
    return source.path.with_name(f"{stem}_channels.tsv").is_file()


def _describe(source: Source, zone: tzinfo, *, begun: bool) -> Source:
    point = _choose_point(source)
    begin = "" if begun else acquired(source.path.absolute())
    told = described(
        source,
        Description(
            columns={"time": point.time, **{axis: str(at) for axis, at in point.axes.items()}},
            time_unit=source.options.time_unit or point.time_unit or None,
            unit=source.unit or point.unit or None,
            rate=float(point.rate) if source.rate is None and point.rate else source.rate,
        ),
    )
    if not begin:
        return told
    name = f"acq_time of {source.path.name}"
    return told._replace(start=start_of(begin, zone, name=name))


def _choose_point(source: Source) -> TrackedPoint:
    """Return the tracked point asked for, by its name or by its placement."""
    points = list(tracked_points(source.path))
    asked = source.options.sensor
    if asked is not None:
        found = [one for one in points if one.name.casefold() == asked.casefold()]
    else:
        worn = [(one, worn_at(source.path, one.name)) for one in points]
        found = [one for one, where in worn if where == source.placement.value]
        if len(points) == 1 and not worn[0][1]:
            found = points  # the only point, and nothing places it elsewhere
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name or "n/a" for one in points) or "none"
    raise CommandError(
        f"{source.path}: the channels beside it name these points with three axes of acceleration: "
        f"{names}, and not one of them alone is the {source.placement.words}. Say which it is "
        f"(--sensor {source.placement.value}=NAME), or which columns are its axes (--columns).",
        exit_code=ExitCode.UNREADABLE,
    )


def _read_table(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                {name: cell or "" for name, cell in row.items() if name is not None}
                for row in csv.DictReader(file, delimiter="\t")
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error) from error


def _read_sidecar(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    return found if isinstance(found, dict) else {}


def _plausible_rate(rate: object) -> float | None:
    """Return a rate, or None if it is not plausible, so that the person is asked."""
    if isinstance(rate, bool) or not isinstance(rate, int | float):
        return None
    return float(rate) if 0 < rate < FASTEST else None


def _unreadable(path: Path, error: Exception) -> CommandError:
    return CommandError(
        f"{path} of the BIDS dataset cannot be read ({error}): a motion file needs it. Check the "
        "dataset with the BIDS validator.",
        exit_code=ExitCode.UNREADABLE,
    )
