"""Files named on the command line, as sources of one night."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from filecmp import cmp
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.moved_sensor import was_moved
from limbwatch.cli.reading.placements import (
    likely_placements,
    parse_placement,
    placement_by_words,
)
from limbwatch.cli.reading.same_samples import same_samples
from limbwatch.command_line import shell_line, shell_word
from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.bounds import BOUNDS, require_length
from limbwatch.sensor.errors import forbidden
from limbwatch.sensor.files import NOTHING, TableOptions
from limbwatch.sensor.files.axes_apart import axis_files
from limbwatch.sensor.files.several.stated_place import without_ending
from limbwatch.sensor.long_recording import AnyRecording


class Source(NamedTuple):
    """A file, the placement of its sensor, and the options for reading it."""

    placement: Placement
    path: Path
    options: TableOptions = NOTHING
    """Options on columns, times and the sensor's name."""
    unit: str | None = None
    """Unit of acceleration; None to recognise it."""
    rate: float | None = None
    """Rate, Hz; None to take it from the file."""
    twice: tuple[Path, ...] = ()
    """Identical files given for the same placement."""
    start: datetime | None = None
    """Start of this file, as stated by a file beside it."""
    axes: tuple[Path, ...] = ()
    """Files of x, y and z, if each axis has its own."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files to read: the file itself, or those of its axes."""
        return self.axes or (self.path,)


def parse_sources(arguments: list[str]) -> tuple[Source, ...]:
    """Parse ``PLACEMENT=FILE`` arguments, in the order given.

    Identical files of one placement become one source that names the others.

    Raises
    ------
    CommandError
        If a placement is missing or unknown, or two placements have identical files.
    """
    _require_placements(arguments)
    named = (argument.partition("=") for argument in arguments)
    sources = _merge_axes([Source(parse_placement(name), Path(path)) for name, _, path in named])
    seen: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    twice: defaultdict[int, list[Path]] = defaultdict(list)
    left_out: set[int] = set()
    for number, source in enumerate(sources):
        if not source.path.is_file():
            continue
        begun_alike = seen[source.path.stat().st_size, _digest(source.path)]
        # compare all bytes: files that store each column in one piece begin with the times, which
        # two sensors that were started together may share for megabytes
        same = next(
            (one for one in begun_alike if cmp(source.path, sources[one].path, shallow=False)), None
        )
        if same is None:
            begun_alike.append(number)
            continue
        other = sources[same]
        if source.placement == other.placement:
            twice[same].append(source.path)
            left_out.add(number)
        elif not source.path.samefile(other.path):
            # one file for two placements may hold both sensors; that is checked on reading
            raise CommandError(
                same_content(
                    (source.placement.value, str(source.path)),
                    (other.placement.value, str(other.path)),
                ),
            )
    return tuple(
        source._replace(twice=tuple(twice[number]))
        for number, source in enumerate(sources)
        if number not in left_out
    )


def _merge_axes(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Merge sources that are files of the single axes of one recording; refuse two placements."""
    found: dict[tuple[Path, ...], Source] = {}
    kept = []
    for source in sources:
        axes = axis_files(source.path) if source.path.is_file() else ()
        if not axes:
            kept.append(source)
            continue
        other = found.get(axes)
        if other is None:
            found[axes] = source._replace(axes=axes)
            kept.append(found[axes])
        elif other.placement != source.placement:
            raise CommandError(
                f"{source.placement.value}={source.path} and "
                f"{other.placement.value}={other.path} are two axes of one recording, of one "
                "sensor: give both the same placement, or the files of each sensor a folder of "
                "their own."
            )
    return tuple(kept)


def same_content(one: tuple[str, str], other: tuple[str, str]) -> str:
    """Return the error that two files, each a placement and a path, are one recording."""
    told = f"{one[0]}={one[1]} has the same content as {other[0]}={other[1]}"
    if one[0] == other[0]:
        return f"{told}. Give it once."
    return (
        f"{told}: two sensors never record the same. Give each placement the file of its own "
        "sensor."
    )


def require_different_sensors(sources: Sequence[Source], recordings: Sequence[Recording]) -> None:
    """Raise an error if one sensor was given for two placements, as one file or as a copy.

    Raises
    ------
    CommandError
        If two placements have the same samples.
    """
    for (one, first), (other, second) in combinations(zip(sources, recordings, strict=True), 2):
        if one.placement == other.placement:
            continue
        if one.path == other.path and np.array_equal(first.runs[0].xyz, second.runs[0].xyz):
            if one.options.sensor and other.options.sensor:
                raise CommandError(
                    f"{one.path} was given for {one.placement.value} and {other.placement.value}, "
                    f"and --sensor names one sensor in it for both ({one.options.sensor!r} and "
                    f"{other.options.sensor!r}). Name another for one of them; without --sensor "
                    "the sensors that are in it are listed."
                )
            raise CommandError(
                f"{one.path} was given for {one.placement.value} and {other.placement.value}, and "
                "nothing in it tells two sensors apart. Give each placement the file of its own "
                "sensor, or name the sensors: --sensor PLACEMENT=NAME."
            )
        if same_samples(first, second):
            raise CommandError(
                f"{one.placement.value}={one.path} and {other.placement.value}={other.path} have "
                "the same samples, within rounding: one sensor, saved twice. Give each placement "
                "the file of its own sensor."
            )


def _digest(path: Path) -> bytes:
    """Hash the first megabyte, in which most files of two sensors differ."""
    try:
        with path.open("rb") as file:
            return hashlib.blake2b(file.read(1 << 20)).digest()
    except PermissionError as error:
        raise forbidden(path) from error


def _require_placements(arguments: Sequence[str]) -> None:
    """Raise an error for arguments without a placement, with suggestions from the file names."""
    _require_no_blanks(arguments)
    bare = [one for one in arguments if "=" not in one or one == "="]
    if not bare:
        return
    files = [one.strip("=") or "FILE" for one in bare]
    names = [without_ending(Path(file).name) for file in files]
    besides = [[one for one in names if one != name] for name in names]
    told = [placement_by_words(name, others) for name, others in zip(names, besides, strict=True)]
    taken = {*told, *(one.partition("=")[0] for one in arguments if one not in bare)}
    places = []
    for name, others, place in zip(names, besides, told, strict=True):
        likely = likely_placements(name, others) or [one.value for one in Placement]
        places.append(place or next((one for one in likely if _is_free(one, taken)), "PLACEMENT"))
        taken.add(places[-1])
    proposed = " ".join(
        shell_word(f"{place}={file}") for place, file in zip(places, files, strict=True)
    )
    words = ", ".join(placement.value for placement in Placement)
    which = ", ".join(map(repr, bare))
    sensors = f"was the sensor of {which}" if len(bare) == 1 else f"were the sensors of {which}"
    if all(told):
        raise CommandError(
            f"where {sensors} worn? Put its placement before each file; by their names it is "
            f"{proposed}. Placements: {words}."
        )
    raise CommandError(
        f"where {sensors} worn? Put its placement before each file, as in {proposed}, if that is "
        f"where it was. Placements: {words}."
    )


def _is_free(placement: str, taken: Collection[str]) -> bool:
    """Tell whether a placement is free on a body with two ankles and two wrists."""
    limb = placement.partition("_")[0]
    return placement not in taken and sum(one.partition("_")[0] == limb for one in taken) < 2


def _require_no_blanks(arguments: Sequence[str]) -> None:
    """Raise an error if a blank beside the ``=`` separates a placement from its file."""
    joined: list[str] = []
    for one in arguments:
        before = joined[-1] if joined else ""
        if (_lacks_file(before) and "=" not in one) or (
            one.startswith("=") and before and "=" not in before
        ):
            joined[-1] += one
        else:
            joined.append(one)
    alone = next((one for one in joined if _lacks_file(one) and one != "="), None)
    if alone is not None:
        raise CommandError(f"{alone!r} names no file: type {alone}FILE, without a space")
    if len(joined) < len(arguments):
        whole = [one for one in joined if one not in arguments]
        for one in whole:
            parse_placement(one.partition("=")[0])
        raise CommandError(
            f"a space beside the = separates a placement from its file: type {shell_line(whole)}"
        )


def _lacks_file(argument: str) -> bool:
    # a file name may itself end with an equals sign
    return argument.partition("=")[1:] == ("=", "")


def check_one_night(recordings: Sequence[AnyRecording]) -> None:
    """Raise an error for recordings, one for each placement, that are not of one night.

    Raises
    ------
    CommandError
        If one ends before the next starts, unless it may be a sensor moved to the other side.
    UnreadableFile
        If one or all together last longer than any recording can.
    """
    start = recordings[0].start
    spans = sorted(
        (apart + one.span[0], apart + one.span[1], index)
        for index, one in enumerate(recordings)
        for apart in ((one.start - start).total_seconds(),)
    )
    latest = spans[0]
    for before, after in pairwise(spans):
        latest = max(latest, before, key=lambda span: span[1])
        early, late = recordings[latest[2]], recordings[after[2]]
        if after[0] >= latest[1] and not was_moved(early, late):
            raise CommandError(
                f"these are not of one night: {early.placement.value} ends at "
                f"{early.end:%Y-%m-%d %H:%M:%S} and {late.placement.value} starts at "
                f"{late.begin:%Y-%m-%d %H:%M:%S}. Replay them one after the other; "
                "if a sensor's clock was set wrong, correct the times in its file."
            )
    require_length("this recording", max(end for _, end, _ in spans) - spans[0][0])


def with_length_warning(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    """Add a warning to the first recording if the night is longer than `BOUNDS.night_s`."""
    length = max(one.end for one in recordings) - min(one.begin for one in recordings)
    if length.total_seconds() <= BOUNDS.night_s:
        return recordings
    first, *others = recordings
    warning = (
        f"The recording lasts {length.total_seconds() / 3600:.0f} h and was scored as one night: "
        "sleep, indices and findings mix days and nights. Without --split none it is cut."
    )
    return (first.warned(warning), *others)
