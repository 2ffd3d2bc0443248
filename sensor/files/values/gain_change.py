"""A change of range or gain in the middle of a file, shown by the length of gravity at rest."""

import itertools
from dataclasses import dataclass

import numpy as np
import scipy

from limbwatch.sensor.arrays import Array, Index, Mask, Values
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.values.unit import RATIOS_AT_REST, Unit, unit_at_rest
from limbwatch.sensor.spans import best_cut

WINDOW_S = 2.0
"""Length of a window, seconds: long enough to average over a shake."""

LOOKED_AT = 6
"""Samples per window that its magnitude is measured from."""

STILL = 0.15
"""Largest range of those magnitudes, as a share of their median, of a limb at rest. Chosen: it is
two and a half times the noise of the worst sensor, 0.03 g, and several steps of 8 bits."""

CHANGED = 1.4
"""Ratio of two lengths at rest that no posture explains: sensors are off by up to 0.15 g (see
`RATIOS_AT_REST`), which is 1.35 from one posture to another, and the least change of a range is 2.
Chosen."""

LASTING = 15
"""Windows at rest, at least, of a part with a gain of its own: half a minute. Chosen."""

SMOOTHED = 11
"""Windows at rest whose median is taken: a few that are odd are no change. Chosen."""

POWERS = (2.0, 4.0, 8.0)
"""Ratios of two ranges of one sensor, from 2 to 16 g."""

NEAR_POWER = 1.05
"""Ratio to one of `POWERS` up to which a change is of that range: offsets of a sensor in one
posture, and its noise, are less. Chosen."""

SAME_DIRECTION = 0.995
"""Cosine of the angle, 6 degrees, up to which gravity keeps its direction in a change. Chosen: an
axis that drops out turns it, and so does a limb that is turned."""

SHOWN = 3
"""Most changes that a message lists."""

SHOWN_WHOLE = 100
"""Magnitude, in any unit, from which a message shows it without decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """A part of a file with one length of gravity."""

    first: int
    """First row."""
    level: float
    """Median magnitude at rest, as in the file."""
    beside: tuple[float, float]
    """Magnitudes at rest just before and just after the part begins; equal for the first part."""
    kept: bool
    """Whether gravity has the same direction before and after."""

    @property
    def ratio(self) -> float:
        """Exact change of range with which the part begins; 0 where it is not known."""
        before, after = self.beside
        change = after / before
        powers = (*POWERS, *(1 / power for power in POWERS), 1.0)
        nearest = min(powers, key=lambda power: abs(np.log(change / power)))
        near = 1 / NEAR_POWER <= change / nearest <= NEAR_POWER
        return nearest if near and self.kept else 0.0


def with_equal_gains(
    xyz: Values, good: Mask, rate: float, stated: Unit | None, seconds: Array | None
) -> tuple[str, ...]:
    """Bring parts whose range was doubled, or halved, to the range of the rest, and report it.

    ``xyz`` is as in the file, of shape (n, 3), and is changed in place; ``good`` marks the usable
    rows; the rate is in Hz, roughly; ``seconds`` are the times of the rows. A part is scaled only
    where its range is a power of two of that beside it while gravity keeps its direction.
    """
    if stated is not None and stated.zero:
        return ()
    parts = _parts(xyz, good, rate)
    ratios = [part.ratio for part in parts[1:]]
    if not any(ratio not in (0.0, 1.0) for ratio in ratios) or 0.0 in ratios:
        return ()
    scales = np.cumprod([1.0, *ratios])
    reference = _reference(xyz, parts, stated)
    stops = [*(part.first for part in parts[1:]), len(xyz)]
    for part, stop, scale in zip(parts, stops, scales, strict=True):
        if scale != scales[reference]:
            xyz[part.first : stop] *= np.float32(scales[reference] / scale)
    return (
        Doubt(
            "The range of the sensor changes within the file: the magnitude at rest is "
            f"{_changes(parts, rate, seconds)}, and gravity keeps its direction. All of it was "
            f"scaled to {_figure(parts[reference].level)} at rest. If that is wrong, cut the file "
            "there and give both parts."
        ),
    )


def doubtful_gains(xyz: Values, good: Mask, rate: float, seconds: Array | None) -> tuple[str, ...]:
    """Warn where the length of gravity, in g, changes for good and no range explains it.

    Parameters are as for ``with_equal_gains``, the values in g.
    """
    parts = _parts(xyz, good, rate)
    if len(parts) < 2:
        return ()
    return (
        Doubt(
            "The magnitude at rest changes within the file, in g: "
            f"{_changes(parts, rate, seconds)}. A limb at rest shows 1 g throughout: the range, "
            "the unit or the sensor was changed, or an axis failed, and movements where it is not "
            "1 g are judged by wrong sizes. Cut the file there and give both parts, each in g."
        ),
    )


def _parts(xyz: Values, good: Mask, rate: float) -> list[Gain]:
    """Find the parts of one length of gravity."""
    length = max(2, round(WINDOW_S * rate))
    windows, levels = _windows_at_rest(xyz, good, length)
    if len(levels) < 2 * LASTING or levels.max() <= CHANGED * levels.min():
        return []
    smooth = scipy.ndimage.median_filter(np.log(levels), SMOOTHED, mode="nearest")
    edges = np.flatnonzero(np.abs(np.diff(smooth)) > np.log(CHANGED)) + 1
    if not len(edges):
        return []
    bounds = [0, *_lasting(edges, smooth), len(levels)]
    parts = [Gain(first=0, level=_median(levels[: bounds[1]]), beside=(1.0, 1.0), kept=True)]
    near = SMOOTHED // 2
    for before, edge, stop in zip(bounds[:-2], bounds[1:-1], bounds[2:], strict=True):
        behind, ahead = max(before, edge - near), min(stop, edge + near)
        ends = (_median(levels[behind:edge]), _median(levels[edge:ahead]))
        directions = [
            _direction(xyz, windows[a:b], length) for a, b in ((behind, edge), (edge, ahead))
        ]
        parts.append(
            Gain(
                first=crossing(
                    xyz,
                    windows[edge - 1],
                    windows[edge] + length,
                    np.sqrt(ends[0] * ends[1]),
                    up=ends[1] > ends[0],
                ),
                level=_median(levels[edge:stop]),
                beside=ends,
                kept=float(directions[0] @ directions[1]) >= SAME_DIRECTION,
            )
        )
    return parts if len(parts) > 1 else []


def _lasting(edges: Index, smooth: Array) -> list[int]:
    """Drop changes that are gone before ``LASTING`` windows at rest have passed."""
    kept: list[int] = []
    for edge in edges.tolist():
        first = kept[-1] if kept else 0
        if edge - first < LASTING:
            if kept:
                kept.pop()
            continue
        kept.append(edge)
    if kept and len(smooth) - kept[-1] < LASTING:
        kept.pop()
    # a part that was too short lay between parts of one level
    bounds = [0, *kept, len(smooth)]
    levels = [float(np.median(smooth[a:b])) for a, b in itertools.pairwise(bounds)]
    return [
        edge
        for edge, before, after in zip(kept, levels, levels[1:], strict=False)
        if abs(after - before) > np.log(CHANGED)
    ]


def _windows_at_rest(xyz: Values, good: Mask, length: int) -> tuple[Index, Array]:
    """Find the first rows of the windows at rest, and their median magnitudes."""
    count = len(xyz) // length
    firsts = np.arange(count) * length
    index = rows_looked_at(firsts, length)
    magnitude = np.linalg.norm(xyz[index].astype(np.float64), axis=2)
    known = good[index].all(axis=1) & (magnitude > 0).all(axis=1)
    firsts, magnitude = firsts[known], magnitude[known]
    levels = np.median(magnitude, axis=1)
    still = np.ptp(magnitude, axis=1) <= STILL * levels
    return firsts[still], levels[still]


def rows_looked_at(firsts: Index, length: int) -> Index:
    """Return the rows that windows are measured from, shape (k, m), by the first row of each."""
    return np.asarray(firsts[:, None] + np.arange(0, length, max(1, length // LOOKED_AT)))


def _direction(xyz: Values, windows: Index, length: int) -> Array:
    """Measure the direction of gravity over some windows."""
    mean = np.median(xyz[rows_looked_at(windows, length)].astype(np.float64), axis=(0, 1))
    return np.asarray(mean / np.linalg.norm(mean))


def crossing(xyz: Values, low: int, high: int, level: float, *, up: bool) -> int:
    """Find the row, from ``low`` to ``high``, at which the magnitude crosses a level."""
    near = np.linalg.norm(xyz[low:high].astype(np.float64), axis=1)
    return low + best_cut(near > level if up else near <= level)


def _reference(xyz: Values, parts: list[Gain], stated: Unit | None) -> int:
    """Choose the part whose gain is kept: in the stated unit, else in a known one, else longest.

    Of codes it is that of the largest numbers, so that all stay whole.
    """
    stops = [*(part.first for part in parts[1:]), len(xyz)]
    whole = bool((xyz[:1000] == np.round(xyz[:1000])).all())

    def rank(at: int) -> tuple[bool, bool, float]:
        level = parts[at].level
        low, high = RATIOS_AT_REST
        as_stated = stated is not None and low <= level * stated.scale <= high
        known = unit_at_rest(level, whole=whole) is not None
        return as_stated, known, level if whole else float(stops[at] - parts[at].first)

    return max(range(len(parts)), key=rank)


def _changes(parts: list[Gain], rate: float, seconds: Array | None) -> str:
    """List the lengths at rest, and when each begins."""
    shown = [f"{_figure(parts[0].level)} at first"]
    for part in parts[1 : 1 + SHOWN]:
        at = part.first / rate if seconds is None else seconds[part.first] - seconds[0]
        shown.append(f"{_figure(part.level)} from {at:.0f} s on")
    return ", ".join(shown) + (", ..." if len(parts) > 1 + SHOWN else "")


def _figure(level: float) -> str:
    return f"{level:.0f}" if level >= SHOWN_WHOLE else f"{level:.3g}"


def _median(levels: Array) -> float:
    return float(np.median(levels))
