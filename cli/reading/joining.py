"""Several files of one placement, joined into one recording."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.repeated_files import each_read_once, repeats_warning
from limbwatch.sensor import RATE_CHANGE, Placement, Quality, Recording, main_rate
from limbwatch.sensor.files.counts import by_one_count
from limbwatch.sensor.files.rows.start import NAME_SAYS
from limbwatch.sensor.files.times.writing.in_names import moment_in
from limbwatch.sensor.placement import by_placement

REPEATED_S = 2.0
"""Longest overlap of a file with the one before, seconds: recorders repeat a second at a change of
file. With a longer one it is another sensor. Chosen."""


def one_per_placement(
    recordings: tuple[Recording, ...], names: tuple[str, ...] = ()
) -> tuple[Recording, ...]:
    """Join consecutive files of one placement, and leave out copies.

    File names give the order of files that all count from 0. The result is in the order of
    `Placement`.

    Raises
    ------
    CommandError
        If two recordings of one placement overlap in time.
    """
    groups: defaultdict[Placement, list[Recording]] = defaultdict(list)
    named: defaultdict[Placement, list[str]] = defaultdict(list)
    for at, recording in enumerate(recordings):
        groups[recording.placement].append(recording)
        named[recording.placement].append(names[at] if at < len(names) else "")
    kept = (each_read_once(group, named[where]) for where, group in groups.items())
    joined = (_join(_place_in_time(group, names)) for group, names in kept)
    return by_one_count(by_placement(joined))


def _place_in_time(group: list[Recording], names: list[str]) -> list[Recording]:
    """Return files without dates with a start: by count, by name, or directly one after another."""
    counts = [recording.quality.counted_from for recording in group]
    if len(group) < 2 or any(count is None for count in counts):
        return group
    moments = [moment for moment in map(moment_in, names) if moment is not None]
    order = list(range(len(names)))
    if len(moments) == len(names):
        order.sort(key=moments.__getitem__)
    elif list(names) == sorted(names):
        # the shell sorts hour10 before hour2
        order.sort(key=lambda at: _natural_key(names[at]))
    group, names = [group[at] for at in order], [names[at] for at in order]
    begin = group[0].start
    spans = sorted(
        (float(one.quality.counted_from or 0.0), one.runs[-1].end, at)
        for at, one in enumerate(group)
    )
    by_count = [at for *_, at in spans]
    by_name = sorted(by_count, key=lambda at: _natural_key(names[at]))
    # a restarted logger counts less in a later file
    in_order = by_count in (sorted(by_count), by_name)
    apart = all(a + length <= b + REPEATED_S for (a, length, _), (b, _, _) in pairwise(spans))
    if in_order and apart:
        first = spans[0][0]
        starts = {at: begin + timedelta(seconds=count - first) for count, _, at in spans}
        return [replace(one, start=starts[at]) for at, one in enumerate(group)]
    named = _named_starts(group, sorted(moments))
    placed = [group[0]]
    for at, one in enumerate(group[1:], start=1):
        said = tuple(told for told in one.quality.warnings if not told.startswith(NAME_SAYS))
        placed.append(
            replace(
                one,
                start=named[at] if named else placed[-1].end,
                quality=replace(one.quality, warnings=said),
            )
        )
    return [placed[0].warned(_placement_warning(names, by_names=bool(named))), *placed[1:]]


def _placement_warning(names: list[str], *, by_names: bool) -> str:
    """Return how files were placed whose times do not show which is first."""
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    files = f"{len(names)} files count their time from the same second ({shown})"
    if by_names:
        return (
            f"{files}: they were put as far apart as the times in their names, which were taken "
            "for those at which they begin."
        )
    return (
        f"{files}: they were put right behind each other, in this order. What was lost between "
        "them is not known."
    )


def _named_starts(group: list[Recording], moments: list[datetime]) -> list[datetime]:
    """Return the starts in the names of files; empty unless each ends before the next starts."""
    if len(moments) < len(group):
        return []
    starts = [group[0].start + (moment - moments[0]) for moment in moments]
    ends = [start + (one.end - one.start) for start, one in zip(starts, group, strict=True)]
    late = timedelta(seconds=REPEATED_S)
    return starts if all(a <= b + late for a, b in zip(ends, starts[1:], strict=False)) else []


def _natural_key(name: str) -> list[tuple[int, str]]:
    """Return a sort key that orders numbers in names by value."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _join(group: list[Recording]) -> Recording:
    first, *others = sorted(group, key=lambda r: r.rebased(group[0].start).runs[0].start)
    joined = first
    changes = 0
    for other in others:
        before = other.quality.duplicated
        following = _cut_overlap(joined, other.rebased(joined.start))
        if following is None:
            raise CommandError(
                f"two files of {joined.placement.value} overlap in time: one ends at "
                f"{joined.end:%Y-%m-%d %H:%M:%S}, the next starts before it. Several files of one "
                "placement must follow each other; if they are two sensors, name each placement."
            )
        changes += following.quality.duplicated > before
        following = _note_rate_change(joined, following)
        runs = joined.runs + following.runs
        joined = replace(
            joined,
            runs=runs,
            rate=main_rate(runs),
            quality=_merge_quality(joined.quality, following.quality),
        )
    quality = joined.quality
    if changes:
        lost = quality.duplicated - sum(one.quality.duplicated for one in group)
        joined = replace(
            joined, quality=replace(quality, notes=(*quality.notes, repeats_warning(lost, changes)))
        )
    if len({one.serial for one in group if one.serial}) > 1:
        joined = joined.warned(_TWO_SENSORS)
    return joined


_TWO_SENSORS = (
    "The files name different sensors by their serial numbers, and were taken for one limb, as "
    "given. If one of them was worn elsewhere, give it with its own placement."
)


def _note_rate_change(first: Recording, second: Recording) -> Recording:
    """Note in the second recording if its rate differs from the first's."""
    before, after = first.runs[-1].rate, second.runs[0].rate
    if abs(after / before - 1) <= RATE_CHANGE:
        return second
    note = (
        f"The rate changes between files: {before:.2f} Hz, then {after:.2f} Hz. Each was read as "
        "such."
    )
    quality = second.quality
    return replace(second, quality=replace(quality, notes=(*quality.notes, note)))


def _merge_quality(first: Quality, second: Quality) -> Quality:
    return Quality(
        duplicated=first.duplicated + second.duplicated,
        batched=first.batched + second.batched,
        backward_jumps=first.backward_jumps + second.backward_jumps,
        invalid=first.invalid + second.invalid,
        saturated=first.saturated + second.saturated,
        held_s=first.held_s + second.held_s,
        drift_ppm=first.drift_ppm if second.drift_ppm is None else second.drift_ppm,
        notes=_merge_sentences(first.notes, second.notes),
        warnings=_merge_sentences(first.warnings, second.warnings),
        counted_from=first.counted_from,
    )


def _merge_sentences(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return first + tuple(sentence for sentence in second if sentence not in first)


def _cut_overlap(first: Recording, second: Recording) -> Recording | None:
    """Cut off what a file repeats of the one before; None if it is another recording."""
    end = first.runs[-1].end
    overlap = end - second.runs[0].start
    if overlap <= 0.5 / first.rate:
        return second
    runs = []
    for run in second.runs:
        past = int(np.ceil((end - run.start) * run.rate - 0.5))
        if past <= 0:
            runs.append(run)
        elif past < len(run):
            start = max(end, run.start + past / run.rate)
            runs.append(replace(run, start=start, xyz=run.xyz[past:]))
    lost = sum(map(len, second.runs)) - sum(map(len, runs))
    if not runs or not (overlap <= REPEATED_S or _repeats(first, second, lost)):
        return None
    quality = second.quality
    quality = replace(quality, duplicated=quality.duplicated + lost)
    return replace(second, runs=tuple(runs), quality=quality)


def _repeats(first: Recording, second: Recording, count: int) -> bool:
    """Tell whether the last samples of one recording are the first of the other."""
    before = np.concatenate([run.xyz for run in first.runs])[-count:]
    after = np.concatenate([run.xyz for run in second.runs])[:count]
    return before.shape == after.shape and bool(np.allclose(before, after, atol=1e-3))
