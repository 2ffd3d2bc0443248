"""Units of acceleration, by name and by gravity at rest; raw codes; units of other quantities."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.errors import WrongKind
from limbwatch.sensor.files.doubt import Doubt
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
        "m/s2", "m/s^2", "m/s²", "m/(s^2)", "m/(s2)", "m/(sec^2)", "m/(sec2)", "m/s/s", "m s-2",
        "m*s^-2", "m.s-2", "ms-2", "ms^-2", "ms2", "mps2", "m_s2", "m/sec2", "m/sec^2", "mss",
        "meters_per_second_squared", "metres_per_second_squared",
    ),
    CENTIMETRES: ("cm/s2", "cm/s^2", "cm/s\u00b2", "cm/s/s", "gal"),
    MILLIMETRES: ("mm/s2", "mm/s^2", "mm/s\u00b2", "mm/s/s"),
    SIXTY_FOURTHS: ("g/64", "1/64 g", "1/64g"),
    EIGHT_BITS: ("8-bit", "8bit"),
}  # fmt: skip

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


LEAST_CODE = 20.0
"""Least magnitude at rest that can be 1 g in codes: 8 bits over 2 g have 63. Chosen."""

NEAR_CODE = 0.05
"""Share by which values with decimals, such as filtered codes, may be off a usual code of 1 g;
whole numbers need not be near one. Chosen."""

STILL = 0.5
"""Share of the seconds, the stillest, in which the limb is assumed to be at rest. Chosen."""

ALIKE = (0.7, 1.3)
"""Range of magnitudes at rest, as shares of their median, that axis offsets explain: 0.15 g on x
and y and 0.25 g on z are within the data sheet of an ADXL345. Angles vary by far more."""

UNLIKE = 0.1
"""Share of the seconds at rest whose magnitude may be outside `ALIKE`, because of arms that move
evenly. Chosen."""

FEWEST_WINDOWS = 10
"""Seconds at rest needed to compare their magnitudes. Chosen."""


def raw_code(raw: float) -> tuple[Unit, tuple[str, ...]]:
    """Scale raw codes so that their magnitude at rest is 1 g, and say so."""
    return Unit(name=f"g/{raw:.0f}", scale=1 / raw), (
        Doubt(
            f"The values are raw codes: {raw:.0f} at rest was taken for 1 g. --unit changes that."
        ),
    )


def require_codes(path: Path, xyz: Values, rate: float, raw: float, *, whole: bool) -> None:
    """Refuse values that no accelerometer gives, before a scale is inferred from them.

    Values are finite and as in the file, of shape (n, 3), at a rate in Hz, roughly; ``raw`` is
    their magnitude at rest. ``whole`` tells whether all of them are whole numbers.

    Raises
    ------
    WrongKind
        If the magnitude at rest is not the same in all postures, or the values have decimals and
        1 g is no usual code.
    """
    usual = (*CODES_PER_G, 1 / MILLIMETRES.scale)
    if not whole and all(abs(raw / code - 1) > NEAR_CODE for code in usual):
        raise WrongKind(
            f"{path}: at rest the magnitude is {raw:.3g}, which is 1 g in no known unit, and the "
            "values have decimals, which raw codes do not have: they may be of another kind of "
            "sensor, such as an orientation in degrees. Give the file of acceleration; if these "
            "are acceleration, divide them by what 1 g is in them and give --unit g."
        )
    lengths, spread = windows_seen(xyz, rate)
    still = lengths[np.argsort(spread, kind="stable")[: round(STILL * len(spread))]]
    if len(still) < FEWEST_WINDOWS:
        return
    middle = float(np.median(still))
    low, high = ALIKE
    unlike = (still < low * middle) | (still > high * middle)
    if unlike.mean() <= UNLIKE:
        return
    raise WrongKind(
        f"{path}: at rest the magnitude is {np.percentile(still, 5):.3g} and also "
        f"{np.percentile(still, 95):.3g}, in no known unit, and gravity is the same in each "
        "posture: they may be of another kind of sensor, such as an orientation in degrees, or "
        "codes whose 0 g is not 0. Give the file of acceleration, or subtract the reading at 0 g "
        "from each axis."
    )


ANGLE: Final = r"(?:deg(?:rees?)?|rad(?:ians?)?|\N{DEGREE SIGN})"
"""Expression of units of angles."""

A_SECOND: Final = r"(?:\s*/\s*s(?:ec)?|\s*s-1|\s+per\s+second)"
"""Expression of a second below the line."""

FIELD: Final = r"(?:[um\N{MICRO SIGN}\N{GREEK SMALL LETTER MU}]T|(?:micro|milli)?teslas?|m?gauss)"
"""Expression of units of magnetic fields."""

_SQUARED: Final = r"(?:\^?2|\N{SUPERSCRIPT TWO})?"
_DEGREE: Final = r"(?:deg(?:rees?)?|\N{DEGREE SIGN}|\N{MASCULINE ORDINAL INDICATOR})"
OTHER_UNIT: Final = (
    rf"(?:{_DEGREE} ?[cf]|celsius|m?(?:{ANGLE}|{_DEGREE})(?:{A_SECOND}{_SQUARED})?|m?dps|rpm"
    # in capitals it is a direction, from back to front
    rf"|{FIELD}|[hk]pa|(?-i:Pa)|m?bar)"
)
"""Expression of units of turning, of magnetic fields, of pressure and of temperature."""

_OTHER: Final = re.compile(OTHER_UNIT, re.IGNORECASE)
_BRACKETED: Final = re.compile(r"[\[(]([^\[(]+)[\])]\s*$")
_LAST_WORD: Final = re.compile(
    rf"[_\s](deg(?:rees?)?(?: ?[cf])?|(?:deg|rad)/s|m?dps|rad|rpm|{FIELD}|[hk]pa|mbar|celsius)$",
    re.IGNORECASE,
)
"""Units at the end of a name without brackets. Without them ``bar`` may be a mean."""


def is_other_unit(text: str) -> bool:
    """Tell whether a text is a unit of another quantity, and nothing else."""
    return _OTHER.fullmatch(text.strip()) is not None


def unit_of_other(name: str) -> str:
    """Return the unit of another quantity that is, or ends, a text; empty if there is none.

    In a name such as ``gx (deg/s)`` it stands in brackets, or is a last word, as in ``x_uT``.
    """
    inside, last = _BRACKETED.search(name), _LAST_WORD.search(name)
    for found in (name, inside and inside[1], last and last[1]):
        if found and is_other_unit(found):
            return found.strip()
    return ""
