"""Recordings found in a folder: by a folder for each person, or by a pattern of names."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
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
from limbwatch.cli.study.manifests.labels import changed_labels, labels_of
from limbwatch.cli.study.manifests.manifest import ManifestRow
from limbwatch.sensor.errors import ColumnsNotStated, NoTable, UnreadableFile, WrongKind
from limbwatch.sensor.files.axes_apart import axis_files
from limbwatch.sensor.files.recording_endings import ends_as_recording
from limbwatch.sensor.files.several.stated_place import without_ending
from limbwatch.sensor.placement import Placement

PARTICIPANTS: Final = "participants.tsv"
PEOPLE_FILES: Final = (PARTICIPANTS, "participants.json")
"""Files about the people of a study, as in BIDS: read for ages, and not recordings."""


class FoundFiles(NamedTuple):
    """Rows found in a folder, and remarks about them for a person."""

    rows: tuple[ManifestRow, ...]
    remarks: tuple[str, ...]


class _NamedFile(NamedTuple):
    """A file, and values of columns as its name or folder spells them."""

    path: PurePosixPath
    told: dict[str, str]


def by_pattern(folder: Path, pattern: str) -> FoundFiles:
    """Return the files that match a pattern of paths in the folder, see `compiled`.

    Rows are sorted by subject, session and placement.

    Raises
    ------
    CommandError
        If no file matches, or names cannot be labels.
    """
    form = compiled(pattern)
    files = [path for path in _walk(folder) if str(path) not in PEOPLE_FILES]
    named = [
        _NamedFile(path, match.groupdict())
        for path in files
        if (match := form.fullmatch(str(path))) is not None
    ]
    if not named:
        example = f", such as {files[0]}" if files else ""
        raise CommandError(
            f"no file in {folder} has a name like {pattern}; files in it: {len(files)}{example}."
        )
    others = [path for path in files if ends_as_recording(path.name)]
    unmatched = len(set(others) - {one.path for one in named})
    remarks = [of_other_names(unmatched, folder)] if unmatched else []
    return _rows(_merge_axes(folder, named, remarks), remarks)


def by_folders(folder: Path) -> FoundFiles:
    """Return the files of people who have a folder each: ``SUBJECT[/SESSION]/FILE``.

    The placement comes from words in the file name (``left ankle``, ``WristR``), or is left empty
    for a person to fill in. A file without such words, beside files that have them, is skipped if
    it holds no recording.

    Raises
    ------
    CommandError
        If there is no file, a file is deeper, or names cannot be labels.
    """
    named: list[_NamedFile] = []
    outside: list[str] = []
    skipped = 0
    for path in _walk(folder):
        if str(path) in PEOPLE_FILES:
            continue
        if not ends_as_recording(path.name):
            skipped += 1
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
        named.append(_NamedFile(path, {"subject": path.parts[0], **session}))
    if not named:
        raise CommandError(
            f"there is no folder with recordings in {folder}: a study has a folder for each "
            "subject, or say what names mean with --pattern."
        )
    remarks = [of_other_endings(skipped)] if skipped else []
    remarks += [outside_folders(outside)] if outside else []
    return _rows(_merge_axes(folder, named, remarks), remarks, beside_others=folder)


def _merge_axes(folder: Path, named: Sequence[_NamedFile], remarks: list[str]) -> list[_NamedFile]:
    """Keep one of the three files of a recording with separate axes, and add a remark."""
    kept: list[_NamedFile] = []
    seen: set[tuple[Path, ...]] = set()
    for file in named:
        axes = axis_files(folder / file.path)
        if not axes or axes not in seen:
            kept.append(file)
        seen.add(axes)
    if count := len(seen - {()}):
        remarks.append(of_axes_apart(count))
    return kept


def _walk(folder: Path) -> Iterator[PurePosixPath]:
    """Yield every file below a folder, relative to it, sorted by name; links are followed."""
    seen: set[tuple[int, int]] = set()
    for place, below, names in os.walk(folder, followlinks=True):
        stat = Path(place).stat()
        if (stat.st_dev, stat.st_ino) in seen:
            below.clear()  # a link back to a folder already visited
            continue
        seen.add((stat.st_dev, stat.st_ino))
        below[:] = sorted(one for one in below if not one.startswith(HIDDEN))
        here = Path(place).relative_to(folder)
        yield from (
            PurePosixPath(here, name) for name in sorted(names) if not name.startswith(HIDDEN)
        )


def _rows(
    named: Sequence[_NamedFile], remarks: list[str], beside_others: Path | None = None
) -> FoundFiles:
    labels = {
        what: labels_of(what, dict.fromkeys(file.told[what] for file in named if what in file.told))
        for what in ("subject", "session")
    }
    names_by_group: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for file in named:
        names_by_group[_group_of(file)][_placement_text(file)] = None
    rows = []
    for file in named:
        values = {what: text for what, text in file.told.items() if what not in labels}
        values |= {what: labels[what][file.told[what]] for what in labels if what in file.told}
        values["placement"] = _placement_of(file, names_by_group[_group_of(file)])
        rows.append(ManifestRow(line=0, path=str(file.path), **values))
    for what, found in labels.items():
        remarks += changed_labels(what, found)
    if beside_others is not None:
        skipped = set(no_recordings(beside_others, rows))
        rows = [row for row in rows if row.path not in skipped]
        remarks += [passed_over(skipped)] if skipped else []
    unplaced = [row.path for row in rows if not row.placement]
    if unplaced:
        remarks.append(without_placement(unplaced))
    rows.sort(key=lambda row: (row.subject, row.session, row.placement, row.path))
    return FoundFiles(tuple(rows), tuple(remarks))


def _group_of(file: _NamedFile) -> str:
    """Return the group of names that are read together: initials need the other side to compare."""
    return "" if "placement" in file.told else str(file.path.parent)


def _placement_text(file: _NamedFile) -> str:
    return file.told.get("placement", without_ending(file.path.name))


def _placement_of(file: _NamedFile, group: Iterable[str]) -> str:
    """Return the placement that a name states, or that its words imply."""
    try:
        return parse_placement(file.told.get("placement", "")).value
    except CommandError:
        text = _placement_text(file)
        return placement_by_words(text, [other for other in group if other != text])


def no_recordings(folder: Path, rows: Sequence[ManifestRow]) -> Iterator[str]:
    """Yield files without acceleration that lie beside files with a placement.

    Only files without a placement are opened: one with a placement is a recording by its name, and
    an error if it cannot be read. Files that are damaged, have several sensors, or do not tell
    which columns are the axes, are not among them.
    """
    with_placement = {PurePosixPath(row.path).parent for row in rows if row.placement}
    for row in rows:
        beside = PurePosixPath(row.path).parent in with_placement
        if beside and not row.placement and not _may_be_recording(folder / row.path):
            yield row.path


def _may_be_recording(path: Path) -> bool:
    """Return whether a file may be a recording, by trying to read it."""
    # imported here: the readers take longer to import than a folder takes to search
    from limbwatch.sensor.files import read_recorded_file

    try:
        read_recorded_file(path, placement=Placement.ANKLE, timezone=UTC)
    except (NoTable, WrongKind) as error:
        return isinstance(error, ColumnsNotStated)
    except UnreadableFile:
        pass  # damaged, or of several sensors: reported when it is scored
    return True


NAMED: Final = ("subject", "session", "placement", "start", "age", "sensor")
"""Columns that a name can state."""
_PART: Final = re.compile(r"\{(\w*)\}|\*\*/|\*|\?")


def is_pattern(text: str) -> bool:
    """Return whether a text is a pattern rather than a name."""
    return any(mark in text for mark in "{}*?")


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of paths relative to a folder, with ``/``; groups are named by columns.

    ``{name}`` stands for a column, ``{}`` and ``*`` for anything in a name, ``?`` for one
    character, ``**/`` for folders in between. A column that occurs twice must have the same value.

    Raises
    ------
    CommandError
        If there is no such column, or the subject is missing.
    """
    seen: set[str] = set()
    text, at = "", 0
    for part in _PART.finditer(pattern):
        text += re.escape(pattern[at : part.start()]) + _expression(pattern, part, seen)
        at = part.end()
    if "subject" not in seen:
        raise _unusable(pattern, "it does not name the subject: {subject} is missing")
    return re.compile(text + re.escape(pattern[at:]))


def _expression(pattern: str, part: re.Match[str], seen: set[str]) -> str:
    name = part[1]
    if name is None or name == "":
        return {"**/": "(?:[^/]+/)*", "?": "[^/]"}.get(part[0], "[^/]*")
    if name not in NAMED:
        raise _unusable(pattern, f"{{{name}}} is not one of {', '.join(NAMED)}")
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    # non-greedy, so that the next separator of the pattern ends it
    return f"(?P<{name}>[^/]+?)"


def _unusable(pattern: str, why: str) -> CommandError:
    return CommandError(
        f"the pattern {pattern!r} cannot be used: {why}. Write it like "
        "{subject}_{session}_{placement}.csv."
    )
