"""Values to g, and what is wrong with them: no gravity, a stuck sensor, a saturated range."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from limbwatch.sensor.arrays import Values
from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.values.unit import (
    LEAST_CODE,
    NO_GRAVITY,
    RATIOS_AT_REST,
    UNITS,
    Unit,
    at_rest,
    raw_code,
    require_codes,
    unit_at_rest,
    unit_named,
)
from limbwatch.sensor.samples import STANDARD_GRAVITY
from limbwatch.sensor.spans import runs_of

RANGES_G = (2.0, 3.0, 4.0, 6.0, 8.0, 16.0, 32.0)
"""Measurement ranges of accelerometers on the market, g."""

ALL_POSITIVE = 0.4
"""Least share of the magnitude on every axis when the values are converter readings around
mid-range: +-1 g changes an ADXL335's by a fifth. A limb lies that way on all three axes, and never
otherwise, in one direction of twenty. Chosen."""

FEWEST_CODES = 100.0
"""Magnitude from which whole numbers can be readings of a converter of 8 bits or more."""

SHORTEST_RANGE_G = 1.15
"""Shortest range, g, of a worn sensor: ADXL213's 1.2 g (data sheet), less what its calibration
takes. A limb at rest may reach the end of a shorter one."""

CLOSE = 0.9
"""Share of an extreme above which samples are close to it. Chosen."""

HEAP = 10
"""Repetitions of an extreme that are no chance, when fewer samples are close to it. Chosen."""

LEAST_AT_REST, MOST_AT_REST = 0.5, 2.0
"""Range of |a| at rest, g, that a badly calibrated sensor may show; outside it the unit is wrong.
Chosen: offsets of 0.5 g on an axis are ten times what is found (`RATIOS_AT_REST`)."""

HELD_S = 10.0
"""Duration, seconds, of one repeated value that no worn sensor gives: even 8-bit noise toggles
sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is known about the values before they are examined."""

    unit: Unit | None
    """Unit that the file states."""
    given: str | None
    """Unit that the person states."""
    raw_export: str = ""
    """What to export instead when gravity is missing."""
    has_gravity: bool = False
    """Whether the format always includes gravity. The magnitude may then wander, as of a limb that
    is never still; only one of about 0 at rest still means missing gravity."""


def unit_given(name: str) -> Unit:
    """Return the unit that a person names; raise ValueError if there is none."""
    unit = unit_named(name)
    if unit is not None:
        return unit
    allowed = ", ".join(unit.name for unit in UNITS)
    raise ValueError(f"unit {name!r} is not known; allowed are {allowed}")


def choose_unit(
    path: Path, xyz: Values, rate: float, expected: Expected
) -> tuple[Unit, tuple[str, ...]]:
    """Decide the unit: the one the person states, else the one that gravity at rest shows.

    Values are finite and as in the file, of shape (n, 3), at a rate in Hz, roughly. Also gives
    notes about anything unusual.

    Raises
    ------
    WrongKind
        If gravity is not in the values.
    UnreadableFile
        If all values are equal.
    """
    if bool((xyz[:100] == xyz[0]).all()) and bool((xyz == xyz[0]).all()):
        value = ", ".join(f"{v:g}" for v in xyz[0])
        raise UnreadableFile(
            f"{path}: all {len(xyz)} samples are ({value}). A sensor that works is never that "
            "still; it was stuck or the export failed. Export the recording again."
        )
    raw, spread = at_rest(xyz, rate)
    if expected.given is not None:
        unit = unit_given(expected.given)
        rest = _rest_in(xyz, rate, unit, raw)
        _require_possible(path, unit, rest, raw)
        return unit, _doubt_given_unit(unit, rest)
    if expected.unit is not None:
        rest = _rest_in(xyz, rate, expected.unit, raw)
        if RATIOS_AT_REST[0] <= rest <= RATIOS_AT_REST[1]:
            return expected.unit, ()
    whole = bool((xyz[:1000] == np.round(xyz[:1000])).all())
    if whole and expected.unit is None and not expected.has_gravity:
        _require_zero(path, xyz, rate, raw)
    found = unit_at_rest(raw, whole=whole)
    if found is not None:
        if found not in UNITS and not expected.has_gravity:
            require_codes(path, xyz, rate, raw, whole=whole)
        return found, _doubt_stated_unit(expected.unit, found, raw)
    _require_gravity(path, expected, raw, spread)
    return _guess_unit(path, expected, raw, xyz, rate, whole=whole)


def _rest_in(xyz: Values, rate: float, unit: Unit, raw: float) -> float:
    """Return the magnitude at rest in g when values are read in a unit."""
    if unit.zero == 0:
        return raw * unit.scale
    return at_rest(xyz - np.float32(unit.zero), rate)[0] * unit.scale


def _require_possible(path: Path, unit: Unit, rest: float, raw: float) -> None:
    """Refuse a unit stated by the person that cannot be right: every threshold would be far off."""
    fitting = unit_at_rest(raw, whole=False)
    if fitting is None and rest > MOST_AT_REST:
        raise UnreadableFile(
            f"{path}: at rest the magnitude is {rest:.3g} g when the values are read as "
            f"{unit.name}, as asked; a limb at rest shows 1 g, and more than {MOST_AT_REST:g} g is "
            "another unit, or readings whose 0 g is not 0: every movement would be judged by wrong "
            "sizes. Write the values in g first (less the reading at 0 g, if it is not 0)."
        )
    if fitting is None or NO_GRAVITY <= rest <= 1 / NO_GRAVITY:
        return
    raise UnreadableFile(
        f"{path}: at rest the magnitude is {rest:.3g} g when the values are read as {unit.name}, "
        f"as asked; a limb at rest shows 1 g. As {fitting.name} it is "
        f"{raw * fitting.scale:.2f} g: leave --unit out, or give --unit {fitting.name}."
    )


def _doubt_given_unit(unit: Unit, rest: float) -> tuple[str, ...]:
    if RATIOS_AT_REST[0] <= rest <= RATIOS_AT_REST[1]:
        return ()
    return (
        Doubt(
            f"At rest the magnitude is {rest:.2f} g when the values are read as {unit.name}, "
            "as asked; 1 g is expected."
        ),
    )


def _doubt_stated_unit(stated: Unit | None, found: Unit, raw: float) -> tuple[str, ...]:
    if stated is None or stated == found:
        return ()
    return (
        Doubt(
            f"{stated.name} is stated, but at rest the magnitude is {raw:.3g}, which is gravity "
            f"in {found.name}: the values were read as {found.name}. --unit changes that."
        ),
    )


def _require_zero(path: Path, xyz: Values, rate: float, raw: float) -> None:
    """Refuse converter readings, whose 0 g is an unknown number in the middle of the range.

    The values do not reveal that number, and without it the magnitude depends on the direction.
    """
    sample = xyz[:: max(1, len(xyz) // 20000)]
    middles = np.median(sample, axis=0)
    if raw < FEWEST_CODES or sample.min() <= 0 or middles.min() < ALL_POSITIVE * raw:
        return
    # suggest a unit only where gravity comes out near 1 g: any other would scale every movement
    rests = ((unit, _rest_in(xyz, rate, unit, raw)) for unit in UNITS)
    fitting = [unit for unit, rest in rests if LEAST_AT_REST <= rest <= MOST_AT_REST]
    other = f", or give --unit {fitting[0].name} if they are in that" if fitting else ""
    raise UnreadableFile(
        f"{path}: all values are positive whole numbers (in the middle "
        f"{', '.join(f'{value:.0f}' for value in middles)}), as a converter gives whose 0 g is not "
        "0. Subtract the reading at 0 g from each axis, halfway between those with the axis "
        f"straight up and straight down{other}."
    )


def _require_gravity(path: Path, expected: Expected, raw: float, spread: float) -> None:
    """Refuse values without gravity: small, or wandering about zero, in the stated unit."""
    scale = 1.0 if expected.unit is None else expected.unit.scale
    small = raw * scale < NO_GRAVITY and raw < NO_GRAVITY * STANDARD_GRAVITY
    wanders = raw < 2 * spread and not expected.has_gravity
    if not small and not wanders:
        return
    name = "" if expected.unit is None else f" {expected.unit.name}"
    remedy = expected.raw_export or (
        "Export acceleration with gravity (raw, total or uncalibrated, not linear or user "
        "acceleration)."
    )
    stated = expected.unit is not None or expected.raw_export
    other = "" if stated else ", or what another kind of sensor gives, such as a gyroscope"
    raise WrongKind(
        f"{path} holds acceleration without gravity{other}: at rest its magnitude is "
        f"{raw:.3g}{name}, where a raw accelerometer shows 1 g (9.81 m/s2). "
        f"Limb position needs gravity. {remedy}"
    )


def _guess_unit(
    path: Path, expected: Expected, raw: float, xyz: Values, rate: float, *, whole: bool
) -> tuple[Unit, tuple[str, ...]]:
    """Keep a stated unit that is roughly right; else scale raw codes by gravity."""
    if expected.unit is not None:
        rest = _rest_in(xyz, rate, expected.unit, raw)
        if LEAST_AT_REST <= rest <= MOST_AT_REST:
            return expected.unit, (
                Doubt(
                    f"In its stillest seconds the magnitude is {rest:.2f} g, not 1 g: the sensor "
                    "is badly calibrated or was never at rest."
                ),
            )
    for unit in UNITS[:3]:
        if LEAST_AT_REST <= raw * unit.scale <= MOST_AT_REST and expected.unit is None:
            return unit, (
                Doubt(
                    f"No unit is stated; the magnitude at rest is {raw:.3g}, nearest to gravity "
                    f"in {unit.name}, and was read as that. --unit changes that."
                ),
            )
    if raw > LEAST_CODE:
        require_codes(path, xyz, rate, raw, whole=whole)
        return raw_code(raw)
    raise UnreadableFile(
        f"{path}: the magnitude at rest is {raw:.3g}, which is 1 g in no known unit "
        f"({', '.join(unit.name for unit in UNITS)}). Write the values in g first."
    )


def require_movement(path: Path, xyz: Values) -> None:
    """Refuse a file of gravity alone, which apps write beside the file of movement.

    Raises
    ------
    WrongKind
        If the file is named so and its magnitude varies by less than a tenth of a sensor's noise.
    """
    if "gravity" not in path.name.casefold():
        return
    magnitude = np.linalg.norm(xyz[:: max(1, len(xyz) // 20000)].astype(np.float64), axis=1)
    if magnitude.std() < 2e-4:
        raise WrongKind(
            f"{path} holds gravity alone: its magnitude stays within {magnitude.std():.1g} g. Give "
            "the file of total acceleration from the same recording."
        )


def saturated(xyz: Values) -> int:
    """Count samples, of shape (n, 3) in g, at the end of the range on at least one axis.

    They repeat an extreme that lies at the end of a usual range, or that more samples reach than
    come close to it. A single sample at the extreme is the largest of the night, not the end of a
    range.
    """
    hit = np.zeros(len(xyz), dtype=bool)
    for axis in range(3):
        column = xyz[:, axis]
        for extreme in (column.max(), column.min()):
            if abs(extreme) < SHORTEST_RANGE_G:
                continue
            at_end = any(0.97 * limit <= abs(extreme) <= 1.03 * limit for limit in RANGES_G)
            reached = column == extreme
            if reached.sum() >= (3 if at_end else _repeats_needed(column, extreme)):
                hit |= reached
    return int(hit.sum())


def _repeats_needed(column: Values, extreme: float) -> int:
    """Return how often an extreme must repeat to be the end of an unknown range."""
    low, high = sorted((CLOSE * extreme, extreme))
    return max(HEAP, int(((column > low) & (column < high)).sum()) + 1)


def held_seconds(xyz: Values, rate: float) -> float:
    """Return the seconds in which all axes repeat one value for ``HELD_S`` or longer."""
    needed = max(2, int(HELD_S * rate))
    if len(xyz) <= needed:
        return 0.0
    # a stretch that long contains two neighbouring probes, half that length apart
    stride = max(1, needed // 2)
    coarse = np.ascontiguousarray(xyz[::stride])
    if not (coarse[1:] == coarse[:-1]).all(axis=1).any():
        return 0.0
    same = (xyz[1:] == xyz[:-1]).all(axis=1)
    first, stop = runs_of(same)
    lengths = stop - first + 1
    return float(lengths[lengths >= needed].sum() / rate)
