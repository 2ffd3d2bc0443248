"""Files of one placement with the same recording: two files of a WFDB record, or a copy."""

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from limbwatch.cli.reading.same_samples import LATE_S, same_samples
from limbwatch.sensor import Recording

_HEADER = ".hea"
"""Suffix of headers of WFDB records, which hold no samples themselves."""


def each_read_once(
    group: Sequence[Recording], names: Sequence[str]
) -> tuple[list[Recording], list[str]]:
    """Leave out recordings that another of the same placement contains, with a warning.

    Of two, the one with more samples is kept; of equal ones, the first. Identical files were left
    out before reading. The result is in the order given, with the names of the files.
    """
    kept: list[int] = []
    left_out: dict[int, tuple[str, ...]] = {}
    for at in sorted(range(len(group)), key=lambda at: -sum(map(len, group[at].runs))):
        other = next((one for one in kept if _is_contained(group[at], group[one])), None)
        if other is None:
            kept.append(at)
        else:
            left_out[other] = (
                *left_out.get(other, ()),
                *_left_out_warning(names[at], names[other]),
            )
    kept.sort()
    return [group[at].warned(*left_out.get(at, ())) for at in kept], [names[at] for at in kept]


def repeats_warning(lost: int, changes: int) -> str:
    """Return how many samples repeated from previous files were dropped."""
    if changes > 1:
        return f"{lost} samples at {changes} changes of a file were there before and were dropped."
    if lost == 1:
        return "1 sample at the change of a file was there before and was dropped."
    return f"{lost} samples at the change of a file were there before and were dropped."


def _is_contained(one: Recording, other: Recording) -> bool:
    """Tell whether a recording is contained in another: the same samples at the same times."""
    if one.quality.counted_from != other.quality.counted_from:
        return False
    apart = (one.start - other.start).total_seconds()
    within = all(
        any(
            around.start - LATE_S <= run.start + apart and run.end + apart <= around.end + LATE_S
            for around in other.runs
        )
        for run in one.runs
    )
    return within and (_are_identical(one, other) or same_samples(one, other))


def _are_identical(one: Recording, other: Recording) -> bool:
    """Tell whether two recordings have identical samples, even if the sensor never moved.

    The noise of a sensor at rest never repeats itself; a single constant value proves nothing.
    """
    return (
        one.start == other.start
        and len(one.runs) == len(other.runs)
        and all(
            mine.start == theirs.start and np.array_equal(mine.xyz, theirs.xyz)
            for mine, theirs in zip(one.runs, other.runs, strict=True)
        )
        and any((run.xyz != run.xyz[0]).any() for run in one.runs)
    )


def _left_out_warning(name: str, kept: str) -> tuple[str, ...]:
    """Return a warning about a file left out; none for the two files of a WFDB record."""
    ends = [PurePath(one).suffix.casefold() for one in (name, kept)]
    if ends.count(_HEADER) == 1 and PurePath(name).stem == PurePath(kept).stem:
        return ()
    return (f"{name} has the same samples as {kept}, and was left out.",)
