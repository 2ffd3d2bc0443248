"""One recording in three files, one per axis: found by name, and put side by side."""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.containers.contained import BDF, EDF, Contained, Sheet
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.packed import read_unpacked
from limbwatch.sensor.files.tables.heads.axis_names import AXES, named_alike
from limbwatch.sensor.files.tables.heads.beginning import decoded, first_bytes
from limbwatch.sensor.files.tables.rewritten.axis_texts import (
    AxisTexts,
    UnlikeRows,
    axis_texts,
    side_by_side_axes,
)

_SIGNALS = slice(252, 256)
"""Header field of an EDF with the number of signals (EDF, "the header record")."""


def axis_files(path: Path) -> tuple[Path, ...]:
    """Find the files of x, y and z, given one of them: ``acceleration_X.csv``, ``dY.edf``.

    Empty unless the names of all three differ only in that letter, they are in one folder, and
    the beginning of each shows a single axis.
    """
    found = named_alike(path)
    if not found:
        return ()
    try:
        begun = [first_bytes(one) for one in found]
    except UnreadableFile:
        return ()
    starts = [start for start, _ in begun]
    if all(start.startswith((EDF, BDF)) for start in starts):
        uncompressed = not any(zipped for _, zipped in begun)  # a compressed EDF is not read
        return found if uncompressed and all(map(_has_one_axis, starts)) else ()
    return found if _axis_layout(found, starts) is not None else ()


def other_axes(path: Path) -> tuple[Path, ...]:
    """Return the files of the other two axes, if a file holds one."""
    return tuple(one for one in axis_files(path) if one.name != path.name)


def join_axes(paths: Sequence[Path]) -> Contained:
    """Put the files of x, y and z, from ``axis_files``, side by side.

    Raises
    ------
    UnreadableFile
        If their rows do not belong together, or one is damaged.
    """
    names = f"{paths[0].name}, {paths[1].name} and {paths[2].name}"
    note = f"{names} hold one axis each; they were put side by side."
    begun = [first_bytes(one) for one in paths]
    if begun[0][0].startswith((EDF, BDF)):
        # imported here, because its library is slow to import
        from limbwatch.sensor.files.containers.edf_channels import read_edf_axes  # noqa: PLC0415

        together = read_edf_axes(paths, begun[0][0])
        return replace(together, notes=(note, *together.notes))
    layout = _axis_layout(paths, [start for start, _ in begun])
    if layout is None:  # they changed after they were found
        raise UnreadableFile(f"{names} are not of one recording any more. Give them again.")
    try:
        with ExitStack() as files:
            lines = [
                files.enter_context(_open_lines(path, start, zipped=zipped))
                for path, (start, zipped) in zip(paths, begun, strict=True)
            ]
            table, lost = side_by_side_axes(lines, layout)
    except UnlikeRows as error:
        raise UnreadableFile(
            f"{names} hold one axis each, and their rows are not of one time: {error}. Export them "
            "again, of one stretch and rate; or put them side by side into one table: time, x, y, "
            "z."
        ) from error
    shorter = Doubt(
        f"{names} are not of one length: the last row is not in all three, or torn, and was left "
        "out."
        if lost == 1
        else f"{names} are not of one length: the last rows, {lost} of them, are not in all three "
        "and were left out."
    )
    return Contained(
        what="three files of one axis each",
        sheets=(Sheet(name="", content=table),),
        notes=(note, shorter) if lost else (note,),
    )


def _has_one_axis(start: bytes) -> bool:
    """Return whether an EDF header has fewer than three signals."""
    count_field = start[_SIGNALS].strip()
    return count_field.isdigit() and 0 < int(count_field) < len(AXES)


def _axis_layout(paths: Sequence[Path], starts: Sequence[bytes]) -> AxisTexts | None:
    try:
        texts = [decoded(start, path)[0] for path, start in zip(paths, starts, strict=True)]
    except UnreadableFile:
        return None
    return axis_texts(texts)


@contextmanager
def _open_lines(path: Path, start: bytes, *, zipped: bool) -> Iterator[TextIO]:
    """Open a text for reading line by line, unpacked if needed."""
    encoding = decoded(start, path)[1].replace("utf8", "utf-8-sig")
    if zipped:
        text = read_unpacked(path, zipped=True).decode(encoding, errors="replace")
        yield io.StringIO(text, newline=None)
        return
    with path.open(encoding=encoding, errors="replace") as file:
        yield file
