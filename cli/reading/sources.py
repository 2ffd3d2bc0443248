"""Files named on the command line, as recordings of one night."""

import hashlib
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.sensor import Placement, Quality, Recording, Samples


class Source(NamedTuple):
    """A file and where its sensor was worn."""

    placement: Placement
    path: Path


def parse_sources(arguments: list[str]) -> tuple[Source, ...]:
    """Understand ``PLACEMENT=FILE`` arguments.

    Parameters
    ----------
    arguments : list of str
        As typed.

    Returns
    -------
    tuple of Source
        In the order given.

    Raises
    ------
    CommandError
        If a placement is missing or unknown, or one file is named twice.
    """
    sources = tuple(_source(argument) for argument in arguments)
    seen: dict[tuple[int, bytes], Source] = {}
    for source in sources:
        if not source.path.is_file():
            continue
        key = (source.path.stat().st_size, _digest(source.path))
        if key in seen:
            raise CommandError(
                f"{source.placement.value}={source.path} has the same content as "
                f"{seen[key].placement.value}={seen[key].path}: two sensors never record the "
                "same. Give each placement the file of its own sensor.",
                exit_code=ExitCode.USAGE,
            )
        seen[key] = source
    return sources


def _digest(path: Path) -> bytes:
    """Hash the first megabyte, which two sensors never have in common."""
    with path.open("rb") as file:
        return hashlib.blake2b(file.read(1 << 20)).digest()


def _source(argument: str) -> Source:
    words = [placement.value for placement in Placement]
    name, equals, path = argument.partition("=")
    if not equals or not path:
        raise CommandError(
            f"where was the sensor of {argument!r} worn? Put its placement before it, as in "
            f"ankle_left={argument.strip('=') or 'FILE'}. Placements: {', '.join(words)}.",
            exit_code=ExitCode.USAGE,
        )
    return Source(parse_placement(name), Path(path))


def one_per_placement(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    """Join the files of one placement that follow each other in time.

    Parameters
    ----------
    recordings : tuple of Recording
        Any number for each placement.

    Returns
    -------
    tuple of Recording
        One for each placement, in the order of their first file.

    Raises
    ------
    CommandError
        If two of one placement overlap in time.
    """
    groups: defaultdict[Placement, list[Recording]] = defaultdict(list)
    for recording in recordings:
        groups[recording.placement].append(recording)
    return tuple(_joined(group) for group in groups.values())


def _joined(group: list[Recording]) -> Recording:
    first, *others = sorted(group, key=lambda r: r.rebased(group[0].start).runs[0].start)
    joined = first
    for other in others:
        following = other.rebased(joined.start)
        if following.runs[0].start < joined.runs[-1].end - 0.5 / joined.rate:
            raise CommandError(
                f"two files of {joined.placement.value} overlap in time: one ends at "
                f"{joined.end:%Y-%m-%d %H:%M:%S}, the next starts before it. Several files of one "
                "placement must follow each other; if they are two sensors, name each placement.",
                exit_code=ExitCode.USAGE,
            )
        runs = joined.runs + following.runs
        joined = replace(
            joined,
            runs=runs,
            rate=_rate(runs),
            quality=_together(joined.quality, following.quality),
        )
    return joined


def _rate(runs: tuple[Samples, ...]) -> float:
    return sum(len(run) for run in runs) / sum(len(run) / run.rate for run in runs)


def _together(first: Quality, second: Quality) -> Quality:
    return Quality(
        duplicated=first.duplicated + second.duplicated,
        batched=first.batched + second.batched,
        backward_jumps=first.backward_jumps + second.backward_jumps,
        invalid=first.invalid + second.invalid,
        saturated=first.saturated + second.saturated,
        held_s=first.held_s + second.held_s,
        drift_ppm=first.drift_ppm if second.drift_ppm is None else second.drift_ppm,
        notes=_each_once(first.notes, second.notes),
        warnings=_each_once(first.warnings, second.warnings),
    )


def _each_once(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return first + tuple(sentence for sentence in second if sentence not in first)


def check_one_night(recordings: tuple[Recording, ...]) -> None:
    """Refuse recordings that were not made in one night.

    Parameters
    ----------
    recordings : tuple of Recording
        One for each placement.

    Raises
    ------
    CommandError
        If one ends before the next starts.
    """
    start = recordings[0].start
    spans = sorted(
        (r.rebased(start).runs[0].start, r.rebased(start).runs[-1].end, index)
        for index, r in enumerate(recordings)
    )
    latest = spans[0]
    for before, after in pairwise(spans):
        latest = max(latest, before, key=lambda span: span[1])
        if after[0] >= latest[1]:
            early, late = recordings[latest[2]], recordings[after[2]]
            raise CommandError(
                f"these are not of one night: {early.placement.value} ends at "
                f"{early.end:%Y-%m-%d %H:%M} and {late.placement.value} starts at "
                f"{_begin(late)}. Replay them one after the other, or say when they started with "
                "--start.",
                exit_code=ExitCode.USAGE,
            )


def _begin(recording: Recording) -> str:
    return f"{recording.start:%Y-%m-%d %H:%M}"
