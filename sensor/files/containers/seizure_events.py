"""Events of OpenSeizureDetector, from its database or its users, as a table of samples."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from limbwatch.sensor.errors import WrongKind
from limbwatch.sensor.files.containers.contained import Contained, Sheet, sheet_of_columns
from limbwatch.sensor.files.tables.heads.axis_names import AXES
from limbwatch.sensor.files.times.writing.scales import RATES

_MOST_MG = 1e6
"""Acceleration that no accelerometer reaches, mg. Chosen."""

_SAMPLES = "rawData3D"
"""Key of the interleaved x, y and z of the samples, in mg (README.md of the database)."""


_ONE_TIME = (
    "OpenSeizureDetector gives some seconds of samples one time, which was taken for that of the "
    "first: all may have been that much earlier."
)


def seizure_events(content: Any, path: Path) -> Contained | None:
    """Find the samples of events, whose datapoints have some seconds each.

    Gives one sheet per user; None for JSON of another program.

    Raises
    ------
    WrongKind
        If its datapoints have only magnitudes, as those of older versions.
    """
    events = content if isinstance(content, list) else [content]
    points = [(event, point) for event in events for point in _whole_datapoints(event)]
    if not points:
        return None
    users: dict[str, dict[str, tuple[list[float], float]]] = {}
    for event, point in points:
        samples, when = point[_SAMPLES], str(point["dataTime"])
        if not any(samples):
            continue
        stated = event.get("sampleFreq")
        known = isinstance(stated, int | float) and RATES[0] <= stated <= RATES[1]
        rate = float(stated) if known else 0.0
        # an event repeats datapoints of the one before it
        users.setdefault(str(point.get("userId", event.get("userId", ""))), {})[when] = (
            samples,
            rate,
        )
    if not users:
        raise WrongKind(
            f"{path} holds events of OpenSeizureDetector with magnitudes alone (rawData): the "
            "axes (rawData3D) are empty. Record with a version of its watch app that sends x, y "
            "and z."
        )
    many = len(users) > 1
    return Contained(
        what="JSON of OpenSeizureDetector",
        sheets=tuple(_sheet(f"user {user}" if many else "", users[user]) for user in users),
        notes=(_ONE_TIME,),
    )


def _whole_datapoints(event: Any) -> Iterator[dict[str, Any]]:
    """Yield the complete datapoints of an event: with a time, and three numbers per sample."""
    points = event.get("datapoints") if isinstance(event, dict) else None
    for point in points if isinstance(points, list) else ():
        samples = point.get(_SAMPLES) if isinstance(point, dict) else None
        if (
            isinstance(samples, list)
            and samples
            and len(samples) % len(AXES) == 0
            and isinstance(point.get("dataTime"), str)
            and all(isinstance(one, int | float) and abs(one) < _MOST_MG for one in samples)
        ):
            yield point


def _sheet(name: str, points: dict[str, tuple[list[float], float]]) -> Sheet:
    rates = {rate for _, rate in points.values() if rate > 0}
    facts = [f"sample rate: {rates.pop():g} Hz"] if len(rates) == 1 else []
    columns: dict[str, list[Any]] = {"time": [], **{f"{axis} (mg)": [] for axis in AXES}}
    for when in sorted(points):
        samples, _ = points[when]
        columns["time"] += [when] * (len(samples) // len(AXES))
        for at, axis in enumerate(AXES):
            columns[f"{axis} (mg)"] += map(float, samples[at :: len(AXES)])
    return sheet_of_columns(name, list(columns.values()), list(columns), facts)
