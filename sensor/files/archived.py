"""A recording in a ZIP archive, as apps export it and as people pack it."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from limbwatch.sensor.bounds import require_modest
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.axes_apart import axis_files
from limbwatch.sensor.files.containers.wfdb_header import files_named_in
from limbwatch.sensor.files.packed import STEP, ZIP_DAMAGE, shown_as
from limbwatch.sensor.files.recording_endings import ends_as_recording, is_never_recording
from limbwatch.sensor.files.several.alike_members import (
    copies_among,
    pieces_beside,
    remedy_for_pieces,
)
from limbwatch.sensor.files.several.choice import SensorNotFound, any_named, chosen
from limbwatch.sensor.files.several.in_turns import ACCELERATION, accelerations
from limbwatch.sensor.files.several.worn_words import worn
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.files.tables.heads.axis_names import names_of_axes
from limbwatch.sensor.files.tables.heads.beginning import HEAD_BYTES
from limbwatch.sensor.placement import Placement
from limbwatch.sensor.scratch import unpacking

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""First bytes of an archive, and of an empty one."""

MOST_MEMBERS = 1000
"""Most files of an archive that are examined. Chosen: a study packed whole has fewer nights."""

_SHEETS = {"xl/workbook.xml", "xl/workbook.bin", "mimetype"}
"""Members by which an archive is a spreadsheet, which is not opened here."""

_ACTIGRAPH = {"log.bin", "activity.bin"}
"""Members with samples in a new and an old ActiGraph file, which also has ``info.txt``."""

_BESIDE = re.compile(
    r"(?:^|/)(?:__MACOSX/|meta/|digital_biomarkers/|\.(?!\.?/)|thumbs\.db$|desktop\.ini$)",
    re.IGNORECASE,
)
"""Files that systems and apps put beside recordings: macOS twins, hidden files, phyphox's meta/,
and the figures per minute from Empatica's cloud."""

_HEADER = ".hea"
"""Extension of a WFDB header."""

_WORDS = re.compile(
    r"read[ _-]?me|lies[ _-]?mich|notes?|notizen|log|logs|licen[cs]e|lizenz|copying|info|about"
    r"|meta[ _-]?data|change[ _-]?log|description|comments?|citation"
    r"|records|annotators|(?:sha\d+|md5|check)[ _-]?sums?",
    re.IGNORECASE,
)
"""Names, without extension, of text files beside a recording; the last are PhysioNet's."""

_KEPT = re.compile(r"^(?:meta/.*|gravity[^/]*|unisens\.xml)$", re.IGNORECASE)
"""Files beside a recording that belong to it: phyphox's clock, Sensor Logger's gravity, and the
description of a Unisens measurement."""


def is_archive(path: Path, start: bytes) -> bool:
    """Return whether a file is a ZIP archive of files, and not a format that is packed this way."""
    if not start.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except ZIP_DAMAGE:
        return False  # the reader of ActiGraph's archives reports what is wrong
    return not (names & _SHEETS or ("info.txt" in names and names & _ACTIGRAPH))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """An unpacked file of an archive."""

    path: Path
    name: str
    """Its name in the archive, with folders."""
    by_name: bool
    """Whether the sensor's name given by a person chose it."""
    pieces: tuple[str, ...] = ()
    """Names of other files, if it may be one of several pieces of a recording."""
    copies: tuple[str, ...] = ()
    """Names of other files with the same content."""


@contextmanager
def unarchived(path: Path, placement: Placement, named: str | None) -> Iterator[ArchivedFile]:
    """Unpack the recording of a placement, or of a named sensor, while it is read.

    It lies in a temporary folder, with the files that belong to it.

    Raises
    ------
    UnreadableFile
        If the archive is damaged, encrypted, has no possible recording, or several of
        which none fits the request; and if the reader of the file raises it, with both names.
    """
    with unpacking() as folder:
        member = _unpack(path, placement, named, folder)
        with shown_as(member.path, f"{path} ({member.name})"):
            yield member


def _unpack(path: Path, placement: Placement, named: str | None, folder: Path) -> ArchivedFile:
    try:
        with zipfile.ZipFile(path) as archive:
            member, by_name = _choose_member(path, archive, placement, named, axes_apart=True)
            inner = _extract(path, archive, member, folder)
            axes = bool(_axes_beside(member.filename, archive.namelist()))
            if axes and not axis_files(inner):
                # three recordings whose names only look like those of axes
                member, by_name = _choose_member(path, archive, placement, named, axes_apart=False)
                inner = _extract(path, archive, member, folder)
            # equal axes are not copies: both may have been constant
            found = _recordings(archive)
            copies = {} if axes else copies_among(found)
            return ArchivedFile(
                path=inner,
                name=member.filename,
                by_name=by_name,
                pieces=pieces_beside(member.filename, found.keys() - copies) if by_name else (),
                copies=tuple(one for one, like in copies.items() if like == member.filename),
            )
    except NotImplementedError as error:
        raise UnreadableFile(
            f"{path} is a ZIP archive that is packed in a way that cannot be read ({error}). "
            "Unpack it with the program that made it and give the file with raw acceleration."
        ) from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError) as error:
        raise UnreadableFile(
            f"{path} is a damaged or cut-off ZIP archive ({error}). Copy or export it again."
        ) from error


def _choose_member(
    path: Path,
    archive: zipfile.ZipFile,
    placement: Placement,
    named: str | None,
    *,
    axes_apart: bool,
) -> tuple[zipfile.ZipInfo, bool]:
    """Choose the requested member; return it, and whether the given name chose it.

    With ``axes_apart``, the first of three files named for x, y and z stands for all of them.
    """
    members = _recordings(archive)
    if not members:
        shown = ", ".join(archive.namelist()[:4]) or "it is empty"
        raise UnreadableFile(
            f"{path} is a ZIP archive without a recording ({shown}). Give the file with raw "
            "acceleration."
        )
    if len(members) > MOST_MEMBERS:
        raise UnreadableFile(
            f"{path} is a ZIP archive of {len(members)} files; at most {MOST_MEMBERS} are looked "
            "through. Unpack it and give the file with raw acceleration."
        )
    members = _without_texts(members)
    parts = {one for name in members for one in _samples_of(archive, name)}
    parts |= {one for name in members for one in _annotations_of(name, members)}
    members = {name: one for name, one in members.items() if name not in parts}
    if axes_apart:
        members = {
            name: one
            for name, one in members.items()
            if name in (_axes_beside(name, members) or (name,))[:1]
        }
    members = _without_copies(members, named)
    if len(members) == 1:
        return next(iter(members.values())), False
    words = {name: words_of(PurePosixPath(name).stem) for name in members}
    if named is not None and any_named(named, members):
        name = chosen(words, placement, named=named, path=path, where="as files in it")
        return members[name], True
    kinds = {name for name in members if ACCELERATION.search(" ".join(words[name]))}
    kept = accelerations(kinds) if kinds else set(members)
    mine = {name: words[name] for name in kept}
    try:
        return members[
            chosen(mine, placement, named=None, path=path, where="as files in it")
        ], False
    except SensorNotFound:
        # the name of its folder may tell what a file is
        mine = {name: words_of(name) for name in kept}
    instead = remedy_for_pieces(mine, placement)
    name = chosen(mine, placement, named=None, path=path, where="as files in it", instead=instead)
    return members[name], False


def _recordings(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members that may be recordings, by name and size."""
    return {
        one.filename: one
        for one in archive.infolist()
        if not one.is_dir()
        and one.file_size
        and not _BESIDE.search(one.filename)
        and not is_never_recording(one.filename)
    }


def _axes_beside(name: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the three members whose names differ only in the letter of an axis; else none."""
    place = PurePosixPath(name)
    found = tuple(str(place.with_name(one + place.suffix)) for one in names_of_axes(place.stem))
    return found if found and all(one in names for one in found) else ()


def _samples_of(archive: zipfile.ZipFile, header: str) -> set[str]:
    """Return the names of the samples of a WFDB header; none for files of another kind."""
    if not header.casefold().endswith(_HEADER) or archive.getinfo(header).flag_bits & 1:
        return set()
    folder = header[: header.rfind("/") + 1]
    with archive.open(header) as stream:
        named = files_named_in(stream.read(HEAD_BYTES))
    # headers that a header names must stay
    return {folder + one for one in named if not one.casefold().endswith(_HEADER)}


def _annotations_of(header: str, names: Collection[str]) -> set[str]:
    """Return the annotations of a WFDB record: its name with an extension of no recording.

    Its ``.dat`` is among them: a header that is encrypted names no samples, but has them.
    """
    if not header.casefold().endswith(_HEADER):
        return set()
    stem = header[: -len(_HEADER)] + "."
    beside = {name for name in names if name.startswith(stem) and name != header}
    return {
        name for name in beside if not ends_as_recording(name) or name.casefold().endswith(".dat")
    }


def _without_texts(members: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Leave out texts about a recording, unless nothing else is there."""
    left = {
        name: one for name, one in members.items() if not _WORDS.fullmatch(PurePosixPath(name).stem)
    } or members
    tables = [name for name in left if name.casefold().endswith(".csv")]
    texts = [name for name in left if name.casefold().endswith(".txt")]
    alone = len(tables) == 1 and len(texts) == len(left) - 1
    # a text named for a placement may be another sensor
    if alone and not any(worn(words_of(PurePosixPath(name).stem)).parts_named() for name in texts):
        return {tables[0]: left[tables[0]]}
    return left


def _without_copies(
    members: dict[str, zipfile.ZipInfo], named: str | None
) -> dict[str, zipfile.ZipInfo]:
    """Leave out copies of other members, unless the given name fits only a copy."""
    copies = copies_among(members)
    kept = {name: one for name, one in members.items() if name not in copies}
    return kept if named is None or any_named(named, kept) else members


def _extract(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    """Unpack a member, and the files that belong to it, up to the size of a recording."""
    packed, room = path.stat().st_size, 0
    base = member.filename[: member.filename.rfind("/") + 1]
    inner = folder / _safe_name(PurePosixPath(member.filename).name)
    axes = _axes_beside(member.filename, archive.namelist())
    mine = {*axes, *_samples_of(archive, member.filename)}
    for one in archive.infolist():
        beside = one.filename.removeprefix(base)
        kept = one.filename.startswith(base) and (_KEPT.match(beside) or one.filename in mine)
        if one is not member and (one.is_dir() or not kept):
            continue
        if one.flag_bits & 1:
            raise UnreadableFile(
                f"{path} is a ZIP archive with a password. Unpack it and give the file with raw "
                "acceleration."
            )
        place = inner if one is member else folder.joinpath(*map(_safe_name, beside.split("/")))
        place.parent.mkdir(parents=True, exist_ok=True)
        # the stated sizes are only claims: count what comes out
        with archive.open(one) as stream, place.open("wb") as plain:
            while piece := stream.read(STEP):
                room += len(piece)
                require_modest(str(path), packed, room)
                plain.write(piece)
    return inner


def _safe_name(name: str) -> str:
    """Make a part of a member's name safe for every system, and unable to leave the folder."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name)[-120:].strip(". ") or "file"
