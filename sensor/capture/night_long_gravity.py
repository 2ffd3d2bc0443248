"""Check that numbers accepted as acceleration behaved like gravity all night.

A sensor without a documented format is accepted by its first samples, whose length was 1 g.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.samples import Samples

LONG_S: Final = 3 * 3600.0
"""Length of a recording from which it is judged, seconds: nobody sleeps longer without turning a
limb, and tests of lying still last an hour. Chosen."""

TURNED: Final = 10.0
"""Angle from the usual direction at rest beyond which a limb lies in another posture, degrees.
Quantities that drift stay below: 1013 hPa beside a temperature that rises by 20 turns by one.
Chosen."""

ELSEWHERE: Final = 0.005
"""Least share of the seconds at rest in another posture: two minutes of a night. Chosen."""

STILL: Final = 0.5
"""Share of the seconds, the stillest, taken as rest. A gyroscope turns in the others. Chosen."""

MOVES: Final = 5.0
"""Turn from one second to the next above which a limb moves, degrees. Chosen."""

FEWEST_MOVES: Final = 20
"""Seconds of movement needed to judge the length of the vector in movements. Chosen."""

ALWAYS_G: Final = 0.01
"""Deviation from its mean below which the length was normalised by a program, g: rounding to two
decimals makes 0.009. In a limb that turns this much it deviates more, as its speed changes.
Chosen."""

NEARLY_ALL: Final = 0.95
"""Share of the samples whose length must stay that near its mean. Chosen."""


class _Seconds(NamedTuple):
    """Whole seconds of a run, as columns."""

    mean: Array
    """Mean acceleration; shape (n, 3)."""
    spread: Array
    """Standard deviation, summed over the axes; shape (n,)."""
    off: Array
    """How far the length of nearly all samples lies from its median; shape (n,)."""


def no_gravity_since(runs: Sequence[Samples]) -> str:
    """Explain why a night's numbers may not be acceleration; empty if nothing suggests it.

    Runs are of one sensor, in g as interpreted.
    """
    seconds = [part for run in runs if (part := _seconds(run)) is not None]
    if sum(len(part.mean) for part in seconds) < LONG_S:
        return ""
    mean = np.concatenate([part.mean for part in seconds])
    spread = np.concatenate([part.spread for part in seconds])
    resting = mean[np.argsort(spread, kind="stable")[: round(STILL * len(mean))]]
    usual = np.median(resting, axis=0, keepdims=True)
    hours = len(mean) / 3600
    if float((_angles(resting, usual) > TURNED).mean()) < ELSEWHERE:
        return (
            f"what was taken for x, y and z lies in one direction at rest in all {hours:.1f} h, "
            "and gravity in a limb does not, for a person turns: it may be of something else (a "
            "pressure, a pulse, a gyroscope), or nobody wore the sensor. Hold it against what its "
            "program prints before anything is read from this night"
        )
    moved = list(_in_movements(seconds))
    if sum(map(len, moved)) < FEWEST_MOVES:
        return ""
    if float(np.quantile(np.concatenate(moved), NEARLY_ALL)) < ALWAYS_G:
        return (
            "the length of what was taken for x, y and z stays the same in movements, too, as of a "
            "direction whose length a program makes (a normalised vector, a filter's gravity): "
            "jerks are not in it, and movements are missed. Have its program send the acceleration "
            "as the sensor measures it"
        )
    return ""


def _seconds(run: Samples) -> _Seconds | None:
    length = max(2, round(run.rate))
    count = len(run) // length
    if count < 2:
        return None
    xyz = run.xyz[: count * length].reshape(count, length, 3)
    lengths = np.linalg.norm(xyz, axis=2)
    # against the median, not 1 g: a sensor may be off by a few percent
    off = np.abs(lengths - float(np.median(lengths)))
    return _Seconds(
        mean=xyz.mean(axis=1, dtype=np.float64),
        spread=xyz.std(axis=1, dtype=np.float64).sum(axis=1),
        off=np.quantile(off, NEARLY_ALL, axis=1).astype(np.float64),
    )


def _in_movements(seconds: Iterable[_Seconds]) -> Iterable[Array]:
    """Yield the deviation of the length in each second in which the direction changes."""
    for mean, _, off in seconds:
        yield off[1:][_angles(mean[1:], mean[:-1]) > MOVES]


def _angles(these: Array, those: Array) -> Array:
    """Return the angles between vectors, row by row, degrees."""
    size = np.linalg.norm(these, axis=1) * np.linalg.norm(those, axis=1)
    cosine = (these * those).sum(axis=1) / np.maximum(size, 1e-9)
    degrees: Array = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return degrees
