"""Values of rows brought to g: signs, gains and units that change, and the unit itself."""

from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Mask, Values
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.values.gain_change import doubtful_gains, with_equal_gains
from limbwatch.sensor.files.values.plausible import (
    require_one_sensor,
    require_points,
    restore_signs,
    within_range,
)
from limbwatch.sensor.files.values.sensor_faults import filled_in, stood_still
from limbwatch.sensor.files.values.signal import choose_unit
from limbwatch.sensor.files.values.unit import Unit, at_rest
from limbwatch.sensor.files.values.unit_change import one_unit

WORKING_S = 60.0
"""Seconds in which all axes work, from which they alone tell the unit. Chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The unit that was chosen, and the magnitude at rest as it stands in the file."""

    unit: Unit
    """Unit of the values in the file."""
    at_rest: float
    """Magnitude at rest in that unit, less its value for 0 g."""


def weigh(
    source: StampedRows, xyz: Values, good: Mask, rate: float, *, at: Array | None, notes: list[str]
) -> Weighed:
    """Bring values, shape (n, 3), to g in place, and take what no sensor measures from ``good``.

    The rate is in Hz, roughly; ``at`` has the times of the rows.

    Raises
    ------
    UnreadableFile
        If the values are those of several sensors, or 1 g is not among them.
    WrongKind
        If gravity is not in them.
    """
    notes.extend(restore_signs(xyz))
    require_one_sensor(source.path, usable_rows(xyz, good))
    require_points(source.path, usable_rows(xyz, good))
    dead = stood_still(xyz, rate)
    working = good.copy()
    for stretch in dead:
        working[stretch.first : stretch.stop] = False
    if working.sum() < WORKING_S * rate:
        working = good
    if source.expected.given is None:
        notes.extend(with_equal_gains(xyz, working, rate, source.expected.unit, at))
    try:
        unit, remarks = choose_unit(source.path, usable_rows(xyz, working), rate, source.expected)
    except UnreadableFile as error:
        # what a program filled in is no rest
        filled = filled_in(xyz, rate)
        changing = working & ~filled
        if filled.any() and changing.sum() >= WORKING_S * rate:
            working = changing
            unit, remarks = choose_unit(source.path, xyz[working], rate, source.expected)
        elif dead:
            raise type(error)(f"{error} {dead[0].named(rate)}") from error
        else:
            raise
    notes.extend(remarks)
    raw = usable_rows(xyz, working) - np.float32(unit.zero)
    found = Weighed(unit=unit, at_rest=at_rest(raw, rate)[0])
    if source.expected.given is None:
        notes.extend(one_unit(xyz, working, rate, unit))
    _bring_to_g(xyz, unit)
    measured = within_range(xyz)
    if measured is not None:
        good &= measured
        working = working & measured
    notes.extend(doubtful_gains(xyz, working, rate, at))
    if not good.any():
        raise UnreadableFile(
            f"{source.path}: all samples are larger than a sensor measures, in {unit.name}. Say "
            "the unit with --unit, or export it again."
        )
    return found


def usable_rows(xyz: Values, good: Mask) -> Values:
    """Return the rows that are marked, without copying where all are."""
    return xyz if good.all() else xyz[good]


def _bring_to_g(xyz: Values, unit: Unit) -> None:
    if unit.zero:
        xyz -= np.float32(unit.zero)
    if unit.scale != 1.0:
        xyz *= np.float32(unit.scale)
