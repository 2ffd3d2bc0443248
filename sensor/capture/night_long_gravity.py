"""Whether a night's numbers, taken for acceleration by a first length, behaved like it since."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limbwatch.sensor.samples import Samples

LONG_S: Final = 3 * 3600.0
"""Seconds from which something is said: nobody sleeps longer without turning a limb, and tests of
lying still last an hour. Chosen."""

TURNED: Final = 10.0
"""Degrees from the usual direction at rest that another posture lies at, and a number that drifts
does not: 1013 hPa beside a temperature that rises by 20 turns by one. Chosen."""

ELSEWHERE: Final = 0.005
"""Share of the seconds at rest that lie so: of a night two minutes. Chosen."""

STILL: Final = 0.5
"""Share of the seconds, the stillest, that are rest. A gyroscope turns in the others. Chosen."""

MOVES: Final = 5.0
"""Degrees from one second to the next by which a limb moves. Chosen."""

FEWEST_MOVES: Final = 20
"""Such seconds by which it is known how the length is in movements. Chosen."""

ALWAYS_G: Final = 0.01
"""g by which a length that a program makes is off its mean: the rounding to two decimals makes it
0.009. A limb that turns by so much is off by more, as its speed changes. Chosen."""

NEARLY_ALL: Final = 0.95
"""Share of the samples in movements that the length is looked at in. Chosen."""


class _Seconds(NamedTuple):
    """Seconds of a night: their mean, shape (n, 3), and how much they vary and how far off 1 g."""

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    off: NDArray[np.float64]


def no_gravity_since(runs: Sequence[Samples]) -> str:
    """Say why a night's numbers may be no acceleration; empty where nothing speaks for it.

    Parameters
    ----------
    runs : sequence of Samples
        Of one sensor, in g as they were taken.
    """
    seconds = [part for run in runs if (part := _seconds(run)) is not None]
    if sum(len(part.mean) for part in seconds) < LONG_S:
        return ""
    mean = np.concatenate([part.mean for part in seconds])
    spread = np.concatenate([part.spread for part in seconds])
    still = mean[np.argsort(spread, kind="stable")[: round(STILL * len(mean))]]
    usual = np.median(still, axis=0, keepdims=True)
    hours = len(mean) / 3600
    if float((_angles(still, usual) > TURNED).mean()) < ELSEWHERE:
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
    # a sensor that is off by a few percent lies at its own length
    off = np.abs(lengths - float(np.median(lengths)))
    return _Seconds(
        mean=xyz.mean(axis=1, dtype=np.float64),
        spread=xyz.std(axis=1, dtype=np.float64).sum(axis=1),
        off=np.quantile(off, NEARLY_ALL, axis=1).astype(np.float64),
    )


def _in_movements(seconds: Iterable[_Seconds]) -> Iterable[NDArray[np.float64]]:
    """Give how far the length is off in each second in which the direction changes."""
    for mean, _, off in seconds:
        yield off[1:][_angles(mean[1:], mean[:-1]) > MOVES]


def _angles(these: NDArray[np.float64], those: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure the angles between vectors, row by row, degrees."""
    size = np.linalg.norm(these, axis=1) * np.linalg.norm(those, axis=1)
    cosine = (these * those).sum(axis=1) / np.maximum(size, 1e-9)
    degrees: NDArray[np.float64] = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return degrees
