"""Recordings in a BIDS dataset: the motion files of each subject and session.

Brain Imaging Data Structure 1.10, "Motion": a table without a header, whose columns, units and rate
stand in files beside it.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.reading.placements import placement_by_words
from limbwatch.cli.study.discovery import FoundFiles
from limbwatch.cli.study.manifest import ManifestRow
from limbwatch.sensor.files.unit import unit_named

DESCRIPTION: Final = "dataset_description.json"
_ENTITY: Final = re.compile(r"(?:^|_)([a-z]+)-([0-9A-Za-z]+)")
_ENDING: Final = "_motion.tsv"


def is_dataset(folder: Path) -> bool:
    """Tell whether a folder is a BIDS dataset."""
    return (folder / DESCRIPTION).is_file()


def by_bids(folder: Path) -> FoundFiles:
    """Find the motion files of a dataset.

    Returns
    -------
    FoundFiles
        A row for each tracked point with acceleration in three axes.

    Raises
    ------
    CommandError
        If there is none, or a file beside it cannot be read.
    """
    rows: list[ManifestRow] = []
    remarks: list[str] = []
    for path in sorted(folder.glob(f"sub-*/**/*{_ENDING}")):
        found = list(_rows(folder, path))
        rows += found
        if not found:
            remarks.append(f"{path.relative_to(folder)} has no acceleration in three axes")
    if not rows:
        raise CommandError(
            f"{folder} is a BIDS dataset without acceleration: there is no sub-*/motion/*{_ENDING} "
            "with three channels of the type ACCEL."
        )
    untold = [row.path for row in rows if not row.placement]
    if untold:
        remarks.append(
            f"{len(untold)} files do not say where the sensor was worn ({untold[0]}, ...): write "
            "it into the column placement"
        )
    return FoundFiles(tuple(rows), tuple(remarks))


def _rows(folder: Path, path: Path) -> Iterator[ManifestRow]:
    entities = dict(_ENTITY.findall(path.name))
    stem = path.name.removesuffix(_ENDING)
    channels = _table(path.with_name(f"{stem}_channels.tsv"))
    rate = _sidecar(path.with_name(f"{stem}_motion.json")).get("SamplingFrequency")
    points: defaultdict[str, dict[str, int]] = defaultdict(dict)
    units: dict[str, str] = {}
    time = "none"
    for number, channel in enumerate(channels, start=1):
        point = channel.get("tracked_point", "")
        if channel.get("type") == "ACCEL" and channel.get("component", "").lower() in "xyz":
            points[point][channel["component"].lower()] = number
            units[point] = channel.get("units", "")
        elif channel.get("type") == "LATENCY" and channel.get("units") == "s":
            time = str(number)
    whole = {point: axes for point, axes in points.items() if set(axes) == set("xyz")}
    for point, axes in whole.items():
        unit = unit_named(units[point])
        columns = ",".join(f"{axis}={axes[axis]}" for axis in "xyz")
        yield ManifestRow(
            line=0,
            subject=entities.get("sub", ""),
            session=entities.get("ses", ""),
            placement=_worn(entities.get("tracksys", ""), point),
            path=str(path.relative_to(folder)),
            start=_acquired(folder, path),
            unit="" if unit is None else unit.name,
            rate=f"{rate:g}" if isinstance(rate, int | float) and time == "none" else "",
            columns=f"time={time},{columns}",
            time_unit="" if time == "none" else "s",
        )


def _worn(system: str, point: str) -> str:
    return next(filter(None, map(placement_by_words, (point, system))), "")


def _acquired(folder: Path, path: Path) -> str:
    """Look up when a file begins in the list of its session; empty when that does not say."""
    for place in path.parents:
        for scans in sorted(place.glob("sub-*_scans.tsv")):
            for row in _table(scans):
                if place / row.get("filename", "") == path:
                    return row.get("acq_time", "").replace("n/a", "")
        if place == folder:
            break
    return ""


def _table(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                {name: cell or "" for name, cell in row.items() if name is not None}
                for row in csv.DictReader(file, delimiter="\t")
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error) from error


def _sidecar(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return found if isinstance(found, dict) else {}


def _unreadable(path: Path, error: Exception) -> CommandError:
    return CommandError(
        f"{path} of the BIDS dataset cannot be read ({error}): a motion file needs it. Check the "
        "dataset with the BIDS validator.",
        exit_code=ExitCode.UNREADABLE,
    )
