"""Units of acceleration: their names in headers, and the check against gravity at rest."""

import re
from dataclasses import dataclass

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.samples import STANDARD_GRAVITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of acceleration: ``g = (value - zero) * scale``."""

    name: str
    """Name shown to people and accepted by ``unit=``."""
    scale: float
    """g per unit."""
    zero: float = 0.0
    """Value that stands for 0 g."""


G = Unit(name="g", scale=1.0)
MILLI_G = Unit(name="mg", scale=1e-3)
MICRO_G = Unit(name="ug", scale=1e-6)
METRES = Unit(name="m/s2", scale=1 / STANDARD_GRAVITY)
CENTIMETRES = Unit(name="cm/s2", scale=1e-2 / STANDARD_GRAVITY)
MILLIMETRES = Unit(name="mm/s2", scale=1e-3 / STANDARD_GRAVITY)
SIXTY_FOURTHS = Unit(name="g/64", scale=1 / 64)  # Empatica E4, "ACC.csv" in its info.txt
EIGHT_BITS = Unit(name="8-bit", scale=1 / 63, zero=127)  # activPAL3: 0..254 stands for -2..2 g

UNITS = (G, MILLI_G, METRES, SIXTY_FOURTHS, EIGHT_BITS, MICRO_G)
"""Units that a person can name, in the order in which they are offered."""

_SPELLINGS = {
    G: ("g", "gs", "g-force", "gforce", "gravity", "gees"),
    MILLI_G: ("mg", "milli-g", "millig", "mgs", "milli_g"),
    MICRO_G: ("ug", "\u00b5g", "\u03bcg", "micro-g", "microg", "micro_g"),
    METRES: (
        "m/s2",
        "m/s^2",
        "m/s²",
        "m/(s^2)",
        "m/(s2)",
        "m/(sec^2)",
        "m/(sec2)",
        "m/s/s",
        "m s-2",
        "m*s^-2",
        "m.s-2",
        "ms-2",
        "ms^-2",
        "ms2",
        "mps2",
        "m_s2",
        "m/sec2",
        "m/sec^2",
        "mss",
        "meters_per_second_squared",
        "metres_per_second_squared",
    ),
    CENTIMETRES: ("cm/s2", "cm/s^2", "cm/s\u00b2", "cm/s/s", "gal"),
    MILLIMETRES: ("mm/s2", "mm/s^2", "mm/s\u00b2", "mm/s/s"),
    SIXTY_FOURTHS: ("g/64", "1/64 g", "1/64g"),
    EIGHT_BITS: ("8-bit", "8bit"),
}

_BY_SPELLING = {spelling: unit for unit, names in _SPELLINGS.items() for spelling in names}

RATIOS_AT_REST = (0.85, 1.15)
"""Range of |a| at rest, g, that is taken for 1 g. Uncalibrated consumer sensors are within 0.1 g
per axis (van Hees et al. 2014, J Appl Physiol 117:738, found offsets up to 0.08 g)."""

CODES_PER_G = (64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384)
"""Codes per g of usual sensors: a power of two, by range and bits."""

NO_GRAVITY = 0.35
"""Magnitude at rest, g, below which gravity is not in the values: no orientation of a sensor gives
less."""


def unit_named(text: str) -> Unit | None:
    """Find the unit that a header cell names, such as ``m/s^2`` or ``[mg]``.

    None when it names no unit of acceleration.
    """
    bare = re.sub(r"^[\[(](.*)[\])]$", r"\1", text.strip())
    return _BY_SPELLING.get(bare.strip().casefold())


def unit_in_name(name: str) -> Unit | None:
    """Find the unit inside a column name such as ``X (m/s^2)``, ``acc_x_g`` or ``x [mg]``."""
    bracketed = re.search(r"[\[(](.+)[\])]\s*$", name)
    if bracketed:
        return unit_named(bracketed[1])
    folded = name.casefold()
    suffixes = (s for s in _BY_SPELLING if re.search(rf"[_\s.]{re.escape(s)}$", folded))
    longest = max(suffixes, key=len, default=None)
    return None if longest is None else _BY_SPELLING[longest]


def at_rest(xyz: Values, rate: float) -> tuple[float, float]:
    """Measure the magnitude of the mean acceleration in the stillest seconds, in its unit.

    Gives the median magnitude over the stillest tenth of the windows (at least three of them), and
    the median standard deviation within them. ``xyz`` has the shape (n, 3), the rate is in Hz.
    """
    magnitude, spread = windows_seen(xyz, rate)
    stillest = np.argsort(spread, kind="stable")[: max(3, len(spread) // 10)]
    return float(np.median(magnitude[stillest])), float(np.median(spread[stillest]))


def windows_seen(xyz: Values, rate: float) -> tuple[Array, Array]:
    """Measure one-second windows spread over a recording, in the unit of ``xyz``.

    Gives the magnitude of their mean acceleration, and the standard deviation within each, both of
    shape (windows,). ``xyz`` has the shape (n, 3), the rate is in Hz.
    """
    length = max(2, min(round(rate), len(xyz) // 3))
    count = len(xyz) // length
    # 1500 windows describe a night; measuring all would take longer than parsing
    chosen = np.unique(np.linspace(0, count - 1, min(count, 1500)).astype(int))
    index = (chosen * length)[:, None] + np.arange(length)
    windows = xyz[index].astype(np.float64)
    magnitude = np.linalg.norm(windows.mean(axis=1), axis=1)
    spread = np.sqrt(windows.var(axis=1).sum(axis=1))
    return magnitude, spread


def unit_at_rest(magnitude: float, *, whole: bool) -> Unit | None:
    """Find the unit in which a magnitude at rest is gravity; None when no unit fits.

    ``whole`` tells whether all values are whole numbers, as raw counts are.
    """
    low, high = RATIOS_AT_REST
    for unit in (G, METRES, MILLI_G, MICRO_G):
        if low <= magnitude * unit.scale <= high:
            return unit
    if not whole:
        return None
    for counts in CODES_PER_G:
        if low <= magnitude / counts <= high:
            return Unit(name=f"g/{counts}", scale=1 / counts)
    return None
