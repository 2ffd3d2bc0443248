"""Files of one placement that hold one recording: two files of a WFDB record, or a copy."""

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from limbwatch.cli.reading.same_samples import LATE_S, same_samples
from limbwatch.sensor import Recording

_HEADER = ".hea"
"""What the names of the headers of WFDB records end with; such a file holds no samples itself."""


def each_read_once(
    group: Sequence[Recording], names: Sequence[str]
) -> tuple[list[Recording], list[str]]:
    """Leave out what another file of the same placement holds, too, and say so.

    Of two files the one with more samples is kept, of equal ones the first. Files that are equal to
    the last byte are left out before they are read. Those that are kept are in the order given,
    beside the names of their files.
    """
    kept: list[int] = []
    told: dict[int, tuple[str, ...]] = {}
    for at in sorted(range(len(group)), key=lambda at: -sum(map(len, group[at].runs))):
        other = next((one for one in kept if _held(group[at], group[one])), None)
        if other is None:
            kept.append(at)
        else:
            told[other] = (*told.get(other, ()), *_said(names[at], names[other]))
    kept.sort()
    return [group[at].warned(*told.get(at, ())) for at in kept], [names[at] for at in kept]


def told_of_repeats(lost: int, changes: int) -> str:
    """Say how many samples files repeat of the one before."""
    if changes > 1:
        return f"{lost} samples at {changes} changes of a file were there before and were dropped."
    if lost == 1:
        return "1 sample at the change of a file was there before and was dropped."
    return f"{lost} samples at the change of a file were there before and were dropped."


def _held(one: Recording, other: Recording) -> bool:
    """Tell whether a recording lies in another, with the same samples at the same times."""
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
    return within and (_are_same(one, other) or same_samples(one, other))


def _are_same(one: Recording, other: Recording) -> bool:
    """Tell whether two recordings have the same samples to the last bit, also where none moved.

    The noise of a sensor at rest never comes again so; one value that is held says nothing.
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


def _said(name: str, kept: str) -> tuple[str, ...]:
    """Say that a file was left out; nothing of the two files that a WFDB record has."""
    ends = [PurePath(one).suffix.casefold() for one in (name, kept)]
    if ends.count(_HEADER) == 1 and PurePath(name).stem == PurePath(kept).stem:
        return ()
    return (f"{name} has the same samples as {kept}, and was left out.",)
