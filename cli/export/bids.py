"""A night as a BIDS motion dataset: raw acceleration of each limb, and the events.

Brain Imaging Data Structure 1.10, modality "Motion": one tracking system per limb, since each
sensor has its own clock and rate.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.export.plain import defused, exported_rows, sample_times
from limbwatch.cli.night.scored.event_columns import EVENT_COLUMNS
from limbwatch.sensor import Recording
from limbwatch.sensor.samples import STANDARD_GRAVITY
from limbwatch.version import __version__

BIDS_VERSION: Final = "1.10.0"
_TASK: Final = "sleep"


def bids_files(record: NightRecord, *, subject: str) -> Iterator[tuple[Path, bytes]]:
    """Yield path and content of the files of a dataset of one night.

    The subject is the label of the wearer, letters and digits.

    Raises
    ------
    ValueError
        If no samples are stored, or the label has other characters.
    """
    recordings = record.recordings()
    if not recordings:
        raise ValueError("no samples are stored, and BIDS motion is a format of samples")
    if not (subject.isascii() and subject.isalnum()):
        raise ValueError(f"a BIDS label is made of letters and digits only, not {subject!r}")
    session = session_label(record.summary.session, record.name)
    stem = f"sub-{subject}_ses-{session}"
    folder = Path(f"sub-{subject}") / f"ses-{session}"
    yield from _dataset(subject, simulated=record.summary.simulated)
    parts = (f"ses-{session}", record.summary.session, record.name)
    sessions = f"sub-{subject}_sessions.tsv"
    yield Path(f"sub-{subject}", sessions), tsv(("session_id", *SESSION_MEANINGS), [parts])
    yield Path("sessions.json"), sidecar(SESSION_MEANINGS)
    rows = []
    for recording in recordings:
        tracksys = recording.placement.value.replace("_", "")
        name = f"{stem}_task-{_TASK}_tracksys-{tracksys}"
        yield folder / "motion" / f"{name}_motion.tsv", _motion(recording)
        yield folder / "motion" / f"{name}_motion.json", sidecar(_motion_sidecar(record, recording))
        yield folder / "motion" / f"{name}_channels.tsv", _channels(record, recording)
        rows.append((f"motion/{name}_motion.tsv", _acquisition_time(record, recording)))
    events = f"{stem}_task-{_TASK}_events"
    yield folder / "motion" / f"{events}.tsv", events_tsv(record)
    yield folder / "motion" / f"{events}.json", sidecar(EVENT_MEANINGS)
    yield folder / f"{stem}_scans.tsv", tsv(("filename", "acq_time"), rows)


SESSION_MEANINGS: Final[Mapping[str, Any]] = {
    "session": {"Description": "Session of the subject as it was named; n/a where it has none"},
    "night": {"Description": "Name of the night: the date of its evening"},
}
"""Columns of the table of sessions."""


def session_label(session: str | None, night: str) -> str:
    """Return a session label: BIDS has one level where we have sessions and nights.

    It is made of the letters and digits of both, as ``pre20260202``; a subject may have no
    sessions. The table of sessions keeps the two apart.
    """
    return "".join(c for c in f"{session or ''}{night}" if c.isascii() and c.isalnum()) or "1"


def _dataset(subject: str, *, simulated: bool) -> Iterator[tuple[Path, bytes]]:
    description = {
        "Name": "Limb movements in sleep" + (", simulated" if simulated else ""),
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": "limbwatch", "Version": __version__}],
    }
    readme = (
        "Acceleration of worn limbs through nights of sleep, and the movements found in it.\n"
        "The events are the labels of a program, except where a person corrected them:\n"
        "trial_type_by_program holds what the program had found there. Sleep is estimated\n"
        "from movement, unless a laboratory scored it; there is no EEG here.\n"
        "Empty stretches of a recording have no rows: the LATENCY channel gives each row's\n"
        "time in seconds from the first sample of the recording.\n"
    )
    if simulated:
        readme = f"This night is simulated: a program made it, and it is nobody's.\n\n{readme}"
    yield Path("dataset_description.json"), sidecar(description)
    yield Path("README"), readme.encode("ascii")
    yield Path("participants.tsv"), tsv(("participant_id",), [(f"sub-{subject}",)])


def _motion(recording: Recording) -> bytes:
    seconds = sample_times(recording)
    xyz = np.concatenate([run.xyz for run in recording.runs]).astype(np.float64)
    acceleration = np.round(xyz * STANDARD_GRAVITY, 5)
    columns = [
        acceleration[:, 0],
        acceleration[:, 1],
        acceleration[:, 2],
        np.round(seconds - seconds[0], 5),
    ]
    table = pa.table(dict(zip("xyzt", columns, strict=True)))
    out = io.BytesIO()
    options = arrow_csv.WriteOptions(include_header=False, delimiter="\t")
    arrow_csv.write_csv(table, out, options)
    return out.getvalue()


def _motion_sidecar(record: NightRecord, recording: Recording) -> Mapping[str, Any]:
    seconds = sample_times(recording)
    length = float(seconds[-1] - seconds[0])
    device = record.device(recording)
    model = {"ManufacturersModelName": device} if device else {}
    return {
        "TaskName": _TASK,
        "TaskDescription": "A night of sleep with worn accelerometers",
        "TrackingSystemName": recording.placement.value.replace("_", ""),
        "SamplingFrequency": recording.rate_nominal or round(record.rate(recording), 4),
        "SamplingFrequencyEffective": record.rate(recording),
        "RecordingDuration": round(length, 3),
        "RecordingType": "discontinuous" if len(recording.runs) > 1 else "continuous",
        "ACCELChannelCount": 3,
        "LATENCYChannelCount": 1,
        "MotionChannelCount": 4,
        "TrackedPointsCount": 1,
        "MissingValues": "n/a",
        "SoftwareFilters": "n/a",
        "SoftwareVersions": f"limbwatch {__version__}",
        **model,
    }


def _channels(record: NightRecord, recording: Recording) -> bytes:
    point = "".join(word.capitalize() for word in recording.placement.words.split())
    rate = f"{recording.rate_nominal or round(record.rate(recording), 4):g}"
    rows = [(f"{point}_{axis}", axis, "ACCEL", point, "m/s^2", rate) for axis in ("x", "y", "z")]
    rows.append((f"{point}_latency", "n/a", "LATENCY", "n/a", "s", rate))
    header = ("name", "component", "type", "tracked_point", "units", "sampling_frequency")
    return tsv(header, rows)


def _acquisition_time(record: NightRecord, recording: Recording) -> str:
    # BIDS times have no offset: on the wearer's clock, like every other file of the dataset
    return record.time(recording.runs[0].start)[: len("2026-03-14T22:41:00.000")]


_BIDS_COLUMNS: Final = {
    column.bids or column.name: column for column in EVENT_COLUMNS if column.bids is not None
}
"""Columns of the table of events, by their names in BIDS."""
EVENT_MEANINGS: Final[Mapping[str, Any]] = {
    name: {"Description": column.bids_meaning or column.meaning}
    | ({"Levels": column.levels} if column.levels else {})
    | ({"Units": column.unit} if column.unit else {})
    for name, column in _BIDS_COLUMNS.items()
}
"""What each column of the table of events means."""


def events_tsv(record: NightRecord) -> bytes:
    """Return the movements of a night as BIDS events."""
    names = [column.name for column in _BIDS_COLUMNS.values()]
    rows = [[row[name] for name in names] for row in exported_rows(record)]
    return tsv(tuple(_BIDS_COLUMNS), rows)


def tsv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a table as BIDS writes it: tabs, and n/a for unknown values."""
    lines = ["\t".join(header)]
    lines += ["\t".join(_cell(value) for value in row) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _cell(value: object) -> str:
    return "n/a" if value is None or value == "" else " ".join(str(defused(value)).split())


def sidecar(content: Mapping[str, Any]) -> bytes:
    """Return the JSON that describes a BIDS table."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
