"""Movements of an array of samples, as other programs have them."""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limbwatch.dsp import LIMITS, Limits, Movements, analyse
from limbwatch.dsp.movements import no_movements
from limbwatch.sensor import Placement, Recording, Samples

RATES = (5.0, 1000.0)
"""Rates that a movement can be found at, Hz: below, a jerk falls between two samples."""

REST = (0.5, 1.5)
"""Median length of the acceleration of a worn sensor, g: gravity, whatever moves. Chosen, not
published: data sheets of consumer sensors allow errors of 50 mg and 3 %, while values in mg or m/s2
are about 1000 and 9.8."""


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
        Time of the first sample, seconds: every time of the result counts like it.
    limits : Limits
        Thresholds.

    Returns
    -------
    Movements
        In order of onset; what ``limbwatch replay`` finds in the same samples.

    Raises
    ------
    ValueError
        If the shape, the rate or the start is impossible, a value is not finite, or the unit
        is not g.

    Notes
    -----
    The sensor is calibrated on the rest in these samples (van Hees 2014) when they hold enough of
    it. One that is not known to be at rest for some minutes is taken as it is.

    Examples
    --------
    >>> import numpy as np
    >>> import limbwatch
    >>> xyz = np.tile([0.0, 0.0, 1.0], (60 * 50, 1))
    >>> xyz[1500:1550, 0] += 0.5 * np.sin(np.linspace(0, 6 * np.pi, 50))
    >>> limbwatch.detect_movements(xyz, rate=50)
    Movements(1, 30.01 to 31.01 s)
    """
    values = _checked(xyz)
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
    # counted from the first sample and moved: epochs since 1970 would not fit into memory
    return found.with_columns(
        onset=found.onset + start,
        offset=found.offset + start,
        peak_time=found.peak_time + start,
    )


def _checked(xyz: ArrayLike) -> NDArray[np.float32]:
    try:
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
        _check_unit(float(np.median(np.sqrt(np.square(values).sum(axis=1)))))
    return values.astype(np.float32)


def _check_unit(rest: float) -> None:
    if REST[0] <= rest <= REST[1]:
        return
    hint = "If gravity was taken out, the raw samples are needed."
    for name, one in (("m/s2", 9.80665), ("mg", 1000.0)):
        if REST[0] <= rest / one <= REST[1]:
            hint = f"This looks like {name}: divide by {one:g}."
    raise ValueError(
        f"the median length of xyz is {rest:.4g}; in g, gravity included, it is about 1 "
        f"({REST[0]:g} to {REST[1]:g}). {hint}"
    )
