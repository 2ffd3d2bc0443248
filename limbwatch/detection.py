"""Detection of movements in an array of samples."""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limbwatch.dsp import LIMITS, Limits, Movements, analyse
from limbwatch.dsp.limits import require_limits
from limbwatch.dsp.movements import no_movements
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.samples import STANDARD_GRAVITY, require_number, require_real

RATES = (5.0, 1000.0)
"""Range of rates at which a movement can be found, Hz: below it, a jerk falls between samples."""

REST = (0.5, 1.5)
"""Range of the median length of acceleration of a worn sensor, g: gravity, whatever moves. Chosen,
not published: data sheets of consumer sensors allow errors of 50 mg and 3 %, while values in mg or
m/s2 are about 1000 and 9.8."""

MOST_AT_REST = 2.0
"""Median length above which the unit is not g, as in files. Chosen: offsets of 0.5 g on an axis are
ten times those found."""

_LEAST_SAMPLES = 100_000
"""Least number of samples for the median length, if the runs have as many. Chosen."""


def detect_movements(
    xyz: ArrayLike, rate: float, *, start: float = 0.0, limits: Limits = LIMITS
) -> Movements:
    """Find the movements of one sensor.

    Parameters
    ----------
    xyz : array_like of float, shape (n, 3)
        Acceleration of the three axes in g, gravity included, equally spaced, without a gap.
    rate : float
        Samples per second, 5 to 1000 Hz.
    start : float
        Time of the first sample, seconds; all times of the result are on the same scale.
    limits : Limits
        Thresholds.

    Returns
    -------
    Movements
        In order of onset; the same as ``limbwatch replay`` finds in these samples.

    Raises
    ------
    TypeError
        If the rate or the start is not a number, or `limits` is not a `Limits`.
    ValueError
        If the shape, the rate or the start is impossible, a value is not finite, or the unit
        is not g.

    Notes
    -----
    The sensor is calibrated on the rest in these samples (van Hees 2014) if they hold enough of
    it. A sensor without some minutes of known rest is not calibrated.

    Examples
    --------
    >>> import numpy as np
    >>> import limbwatch
    >>> xyz = np.tile([0.0, 0.0, 1.0], (60 * 50, 1))
    >>> xyz[1500:1550, 0] += 0.5 * np.sin(np.linspace(0, 6 * np.pi, 50))
    >>> limbwatch.detect_movements(xyz, rate=50)
    Movements(1, 30.01 to 31.01 s)
    """
    values = _validate_samples(xyz)
    require_number(rate, "rate")
    require_number(start, "start")
    require_limits(limits)
    if not RATES[0] <= rate <= RATES[1]:
        raise ValueError(
            f"rate is {rate} Hz; it must be {RATES[0]:g} to {RATES[1]:g} Hz. Give samples per "
            "second, not the time between two."
        )
    if not np.isfinite(start):
        raise ValueError(f"start is {start} s; it must be finite. Leave it out to count from 0.")
    if not len(values):
        return no_movements(limits.shape_values)
    recording = Recording(
        start=datetime.fromtimestamp(0, UTC),
        placement=Placement.ANKLE,
        device="",
        rate_nominal=None,
        rate=float(rate),
        runs=(Samples(start=0.0, rate=float(rate), xyz=values),),
    )
    found = analyse(recording, limits=limits).movements
    # detect from 0 and shift the times: one-second epochs since 1970 would not fit into memory
    return found.with_columns(
        onset=found.onset + start,
        offset=found.offset + start,
        peak_time=found.peak_time + start,
    )


def _validate_samples(xyz: ArrayLike) -> NDArray[np.float32]:
    masked = _masked_rows(xyz)
    if len(masked):
        raise ValueError(
            f"xyz has {len(masked)} samples that are masked, the first at row {masked[0]}; call "
            "this for the stretches before and after a gap, each with its start."
        )
    try:
        require_real(xyz)
        values = np.asarray(xyz, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"xyz is no array of numbers ({error}); give the shape (n, 3), in g."
        ) from None
    if values.ndim != 2 or values.shape[1] != 3:
        turned = values.ndim == 2 and values.shape[0] == 3
        hint = "transpose it (xyz.T)" if turned else "put the axes x, y and z side by side"
        raise ValueError(f"xyz has the shape {values.shape}; it must be (n, 3): {hint}.")
    bad = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if len(bad):
        raise ValueError(
            f"xyz has {len(bad)} samples that are not finite, the first at row {bad[0]}; every "
            "value must be finite. Call this for the stretches before and after a gap, each with "
            "its start."
        )
    if len(values):
        doubt = _unit_doubt(float(np.median(np.sqrt(np.square(values).sum(axis=1)))), "xyz")
        if doubt:
            raise ValueError(doubt)
    return values.astype(np.float32)


def _masked_rows(xyz: ArrayLike) -> NDArray[np.intp]:
    mask = np.ma.getmaskarray(np.ma.asanyarray(xyz)) if np.ma.isMaskedArray(xyz) else np.zeros(0)
    return np.flatnonzero(mask.any(axis=tuple(range(1, mask.ndim))) if mask.ndim > 1 else mask)


def require_gravity(recording: Recording) -> str:
    """Raise an error if a recording is not in g: a sensor at rest must measure gravity.

    Returns
    -------
    str
        A warning if the median length is not about 1 g but may come from a sensor in g with an
        offset or in constant motion; else empty.

    Raises
    ------
    ValueError
        If the median length is that of another unit, as is every length above 2 g.
    """
    step = 1 + sum(map(len, recording.runs)) // _LEAST_SAMPLES
    subset = np.concatenate([run.xyz[::step] for run in recording.runs])
    rest = float(np.median(np.sqrt(np.square(subset, dtype=np.float64).sum(axis=1))))
    doubt = _unit_doubt(rest, f"the samples of {recording.placement.value}")
    if doubt and (_unit_of(rest) or rest > MOST_AT_REST):
        raise ValueError(doubt)
    return doubt


def _unit_of(rest: float) -> tuple[str, float] | None:
    units = (("m/s2", STANDARD_GRAVITY), ("mg", 1000.0))
    return next((unit for unit in units if REST[0] <= rest / unit[1] <= REST[1]), None)


def _unit_doubt(rest: float, what: str) -> str:
    if REST[0] <= rest <= REST[1]:
        return ""
    hint = "If gravity was taken out, the raw samples are needed."
    unit = _unit_of(rest)
    if rest > REST[1]:
        hint = (
            "If these are counts of the sensor, divide by its counts of 1 g; if they are readings "
            "whose 0 g is not 0, take that off first."
        )
    if unit is not None:
        hint = f"This looks like {unit[0]}: divide by {unit[1]:g}."
    return (
        f"the median length of {what} is {rest:.4g}; in g, gravity included, it is about 1 "
        f"({REST[0]:g} to {REST[1]:g}). {hint}"
    )
