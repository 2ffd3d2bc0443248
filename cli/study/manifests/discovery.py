"""Recordings found in a folder: a folder for each person, or names by a pattern."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.whole_files import HIDDEN
from limbwatch.cli.reading.placements import parse_placement, placement_by_words
from limbwatch.cli.study.manifests.counted_files import (
    of_axes_apart,
    of_other_endings,
    of_other_names,
    outside_folders,
    passed_over,
    without_placement,
)
from limbwatch.cli.study.manifests.labels import labels_of, without_prefix
from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.cli.study.manifests.neighbours import no_recordings
from limbwatch.cli.study.manifests.pattern import compiled
from limbwatch.sensor.files.axes_apart import axis_files
from limbwatch.sensor.files.several.named_place import ENDINGS, without_ending

PARTICIPANTS: Final = "participants.tsv"
PEOPLE_FILES: Final = (PARTICIPANTS, "participants.json")
"""What a study's folder says of its people, as BIDS has it: read for ages, and no recording."""


class FoundFiles(NamedTuple):
    """What a folder holds: rows, and what a person should know about them."""

    rows: tuple[ManifestRow, ...]
    remarks: tuple[str, ...]


class _Named(NamedTuple):
    """A file with what its name or folder tells, in the words that stand there."""

    path: PurePosixPath
    told: dict[str, str]


def by_pattern(folder: Path, pattern: str) -> FoundFiles:
    """Find files by a pattern of paths in the folder, see `compiled`.

    Rows are in order of subject, session and placement.

    Raises
    ------
    CommandError
        If no file has such a name, or names cannot be labels.
    """
    form = compiled(pattern)
    files = [path for path in _walk(folder) if str(path) not in PEOPLE_FILES]
    named = [
        _Named(path, match.groupdict())
        for path in files
        if (match := form.fullmatch(str(path))) is not None
    ]
    if not named:
        example = f", such as {files[0]}" if files else ""
        raise CommandError(
            f"no file in {folder} has a name like {pattern}; files in it: {len(files)}{example}."
        )
    others = [path for path in files if path.suffix.lower() in ENDINGS]
    left = len(set(others) - {one.path for one in named})
    remarks = [of_other_names(left, folder)] if left else []
    return _rows(_with_axes_together(folder, named, remarks), remarks)


def by_folders(folder: Path) -> FoundFiles:
    """Find the files of people who have a folder each: ``SUBJECT/FILE``, ``SUBJECT/SESSION/FILE``.

    Where the sensor was worn is told by words in the name of a file (``left ankle``, ``WristR``),
    or left empty for a person to write. A file that does not say it, beside others that do, is
    passed over if it holds no recording.

    Raises
    ------
    CommandError
        If there is no file, a file lies deeper, or names cannot be labels.
    """
    named: list[_Named] = []
    outside: list[str] = []
    passed = 0
    for path in _walk(folder):
        if str(path) in PEOPLE_FILES:
            continue
        if path.suffix.lower() not in ENDINGS:
            passed += 1
            continue
        if len(path.parts) < 2:
            outside.append(str(path))
            continue
        if len(path.parts) > 3:
            raise CommandError(
                f"{folder / path} lies {len(path.parts)} folders deep: two are subject and session."
                " Say what names mean with --pattern, such as "
                "'{subject}/**/{session}_{placement}.csv'."
            )
        session = {"session": path.parts[1]} if len(path.parts) == 3 else {}
        named.append(_Named(path, {"subject": path.parts[0], **session}))
    if not named:
        raise CommandError(
            f"there is no folder with recordings in {folder}: a study has a folder for each "
            "subject, or say what names mean with --pattern."
        )
    remarks = [of_other_endings(passed)] if passed else []
    remarks += [outside_folders(outside)] if outside else []
    return _rows(_with_axes_together(folder, named, remarks), remarks, beside_others=folder)


def _with_axes_together(folder: Path, named: Sequence[_Named], remarks: list[str]) -> list[_Named]:
    """Let one file stand for the three of a recording whose axes lie apart, and say so."""
    kept: list[_Named] = []
    found: set[tuple[Path, ...]] = set()
    for one in named:
        axes = axis_files(folder / one.path)
        if not axes or axes not in found:
            kept.append(one)
        found.add(axes)
    if count := len(found - {()}):
        remarks.append(of_axes_apart(count))
    return kept


def _walk(folder: Path) -> Iterator[PurePosixPath]:
    """Give every file below a folder, relative to it, in the order of names; links are followed."""
    seen: set[tuple[int, int]] = set()
    for place, below, names in os.walk(folder, followlinks=True):
        about = Path(place).stat()
        if (about.st_dev, about.st_ino) in seen:
            below.clear()  # a link back: its files are here already
            continue
        seen.add((about.st_dev, about.st_ino))
        below[:] = sorted(one for one in below if not one.startswith(HIDDEN))
        here = Path(place).relative_to(folder)
        yield from (
            PurePosixPath(here, name) for name in sorted(names) if not name.startswith(HIDDEN)
        )


def _rows(
    named: Sequence[_Named], remarks: list[str], beside_others: Path | None = None
) -> FoundFiles:
    labels = {
        what: labels_of(what, dict.fromkeys(one.told[what] for one in named if what in one.told))
        for what in ("subject", "session")
    }
    beside: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in named:
        beside[_company(one)][_telling(one)] = None
    rows = []
    for one in named:
        told = {what: text for what, text in one.told.items() if what not in labels}
        told |= {what: labels[what][one.told[what]] for what in labels if what in one.told}
        told["placement"] = _placement(one, beside[_company(one)])
        rows.append(ManifestRow(line=0, path=str(one.path), **told))
    remarks += [
        f"the {what} {name!r} is written {label!r}: labels are letters and digits (BIDS)"
        for what, found in labels.items()
        for name, label in found.items()
        if without_prefix(what, name) != label
    ]
    if beside_others is not None:
        passed = set(no_recordings(beside_others, rows))
        rows = [row for row in rows if row.path not in passed]
        remarks += [passed_over(passed)] if passed else []
    untold = [row.path for row in rows if not row.placement]
    if untold:
        remarks.append(without_placement(untold))
    rows.sort(key=lambda row: (row.subject, row.session, row.placement, row.path))
    return FoundFiles(tuple(rows), tuple(remarks))


def _company(one: _Named) -> str:
    """Group names that are read beside each other: initials need the other side beside them."""
    return "" if "placement" in one.told else str(one.path.parent)


def _telling(one: _Named) -> str:
    return one.told.get("placement", without_ending(one.path.name))


def _placement(one: _Named, company: Iterable[str]) -> str:
    """Tell where a sensor was worn by the placement in a name, or by its words."""
    try:
        return parse_placement(one.told.get("placement", "")).value
    except CommandError:
        telling = _telling(one)
        return placement_by_words(telling, [other for other in company if other != telling])
