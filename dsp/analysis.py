"""From the recording of one sensor to its track."""

import numpy as np

from limbwatch.dsp.detector import Detector
from limbwatch.dsp.limits import LIMITS, Limits, require_limits
from limbwatch.dsp.movements import Movements, joined, no_movements
from limbwatch.dsp.posture.epochs import Epochs, epochs_of
from limbwatch.dsp.posture.wear import worn_spans
from limbwatch.dsp.signal.calibration import Calibration, calibrate
from limbwatch.dsp.signal.channel import movement_levels
from limbwatch.dsp.signal.grid import Gridded, gridded
from limbwatch.dsp.signal.peaks import peaks_of
from limbwatch.dsp.signal.resolution import resolution_of
from limbwatch.dsp.track import Track
from limbwatch.sensor import Recording
from limbwatch.sensor.arrays import Array, Values

EPOCH_S = 1.0
"""Length of an epoch, seconds."""

_BLOCK_S = 3600.0
"""Length of the blocks pushed through the detector, seconds: long enough for few calls, short
enough for the working set to stay in the processor's cache."""


def analyse(recording: Recording, *, limits: Limits = LIMITS) -> Track:
    """Find the movements, the posture and the worn time of one sensor."""
    if not isinstance(recording, Recording):
        raise TypeError(
            f"analyse takes a recording, not {type(recording).__name__}; detect_movements takes an "
            "array"
        )
    require_limits(limits)
    return track_of(gridded(recording, limits=limits), limits=limits)


def track_of(sensor: Gridded, *, limits: Limits = LIMITS) -> Track:
    """Analyse a recording that has already been resampled to its grids, with the same limits.

    Calibration needs the whole night, so it is fitted first; then the same detector that serves
    live sensors runs over the calibrated values.
    """
    recording, blocks, spans = sensor.recording, sensor.blocks, sensor.spans
    calibration, epochs = posture_of(sensor)
    resolution = resolution_of(recording)
    moving: list[Values] = []
    detector = Detector(
        calibration=calibration,
        resolution=resolution,
        limits=limits,
        listener=lambda envelope: moving.append(envelope.astype(np.float32)),
    )
    found = [no_movements(limits.shape_values)]
    for block in blocks:
        size = max(1, round(_BLOCK_S * block.anchor.rate))
        found.extend(detector.push_grid(part) for part in block.parts(size))
    found.append(detector.flush())
    floor = float(np.median(detector.floors)) if len(detector.floors) else 0.0
    levels = movement_levels(resolution, rate=blocks[0].sampled, limits=limits)
    return Track(
        placement=recording.placement,
        rate=recording.rate,
        spans=spans,
        worn=worn_spans(epochs, spans=spans),
        calibration=calibration,
        movements=with_stillness(joined(found), spans=spans),
        epochs=epochs,
        peaks=peaks_of(blocks, np.concatenate(moving)),
        threshold=max(limits.high_factor * floor, levels.high_minimum),
        floor=floor,
    )


def posture_of(sensor: Gridded) -> tuple[Calibration, Epochs]:
    """Calibrate a sensor on its still periods and return its calibrated epochs with the fit."""
    raw = epochs_of(sensor.blocks, length=EPOCH_S)
    calibration = calibrate(raw.gravity, raw.spread)
    return calibration, raw.calibrated(calibration)


def with_stillness(movements: Movements, *, spans: Array) -> Movements:
    """Fill in the rest before and after each movement of one sensor, in order of onset.

    Recorded stretches are in seconds, shape (runs, 2).
    """
    run = np.clip(np.searchsorted(spans[:, 0], movements.onset, side="right") - 1, 0, None)
    begin, end = spans[run, 0], spans[run, 1]
    previous = np.concatenate([[-np.inf], movements.offset[:-1]])
    following = np.concatenate([movements.onset[1:], [np.inf]])
    return movements.with_columns(
        still_before=movements.onset - np.maximum(previous, begin),
        still_after=np.minimum(following, end) - movements.offset,
    )
