"""A night as EDF+: acceleration and annotations for other viewers."""

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
from edfio import Edf, EdfAnnotation, EdfSignal
from edfio import Recording as EdfRecording
from numpy.typing import NDArray

from limbwatch.classify.kind import Kind
from limbwatch.cli.export.night_record import NightRecord
from limbwatch.cli.export.plain import sample_times
from limbwatch.cli.laboratory_words import sleep_is
from limbwatch.sensor import Placement, Recording

_RANGES_G: Final = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Ranges of ordinary sensors; the smallest that fits the night gives the finest steps."""
_STANDARD_TEXT: Final = "Limb movement"
"""Text that EDF+ recommends; it may be followed by ``@@`` and its signal."""
_LEG_KINDS: Final = {Kind.PLM: "periodic", Kind.LIMB_MOVEMENT: "isolated"}
"""Texts of a second annotation for movements that already have the standard text, which readers
count once."""


def edf_file(record: NightRecord) -> bytes:
    """Return a night as an EDF+ file.

    EDF has one constant rate per signal and whole samples per record, so each sensor is
    interpolated linearly to the whole rate nearest to its own; gaps are 0 g on all axes, which no
    worn sensor shows, and are annotated.

    Raises
    ------
    ValueError
        If no samples are stored.
    """
    recordings = record.recordings()
    if not recordings:
        raise ValueError("no samples are stored, and EDF+ is a format of samples")
    length = int(np.floor(record.seconds))
    signals = [signal for recording in recordings for signal in _signals(recording, length)]
    header = EdfRecording(
        startdate=None if record.anonymous else record.start.date(),
        equipment_code="X" if record.anonymous else "limbwatch",
        additional=("simulated",) if record.summary.simulated else (),
    )
    edf = Edf(
        signals,
        recording=header,
        starttime=record.start.time(),
        data_record_duration=1,
        annotations=[note for note in _annotations(record) if 0 <= note.onset < length],
    )
    out = io.BytesIO()
    edf.write(out)
    return out.getvalue()


def _signals(recording: Recording, length: int) -> Iterator[EdfSignal]:
    rate = max(1, round(recording.rate))
    grid = np.arange(length * rate) / rate
    seconds = sample_times(recording)
    xyz = np.concatenate([run.xyz for run in recording.runs])
    recorded = _recorded(grid, recording)
    largest = float(np.abs(xyz).max())
    full_scale = next((limit for limit in _RANGES_G if largest <= limit), _RANGES_G[-1])
    for number, axis in enumerate("xyz"):
        values = np.where(recorded, np.interp(grid, seconds, xyz[:, number]), 0.0)
        yield EdfSignal(
            values.clip(-full_scale, full_scale),
            rate,
            label=f"Acc {_short_name(recording.placement)} {axis}",
            transducer_type="accelerometer",
            physical_dimension="g",
            physical_range=(-full_scale, full_scale),
            prefiltering="linear interpolation to a whole rate",
        )


def _recorded(grid: NDArray[np.float64], recording: Recording) -> NDArray[np.bool_]:
    """Return which points of a grid lie within recorded runs."""
    inside = np.zeros(len(grid), dtype=np.bool_)
    for start, end in recording.spans:
        first, last = np.searchsorted(grid, (start, end))
        inside[first:last] = True
    return inside


def _short_name(placement: Placement) -> str:
    """Abbreviate a placement so that a label fits the 16 characters of EDF."""
    side = {"left": " L", "right": " R", None: ""}[placement.side]
    return f"{placement.limb}{side}"


def _annotations(record: NightRecord) -> Iterator[EdfAnnotation]:
    if record.summary.simulated:
        # all viewers show annotations, but not all show the header
        yield EdfAnnotation(0.0, round(record.seconds, 3), "simulated, nobody's night")
    for event in record.events:
        onset, duration = round(event.onset, 3), round(event.duration, 3)
        if event.kind in _LEG_KINDS:
            for leg in event.limbs:
                if leg.limb == "ankle":
                    text = f"{_STANDARD_TEXT}@@Acc {_short_name(leg)} x"
                    yield EdfAnnotation(onset, duration, text)
        limbs = "+".join(limb.value for limb in event.limbs)
        series = "" if event.series is None else f", series {event.series}"
        kind = _LEG_KINDS.get(event.kind, event.kind.words)
        yield EdfAnnotation(onset, duration, f"{kind}{series}, {limbs}")
    for sensor in record.summary.coverage:
        for start, end in sensor.gaps:
            yield EdfAnnotation(start, end - start, f"Recording gap, {sensor.placement}")
    for start, end in record.summary.sleep.asleep_s:
        yield EdfAnnotation(start, end - start, f"asleep, {sleep_is(record.summary)}")
