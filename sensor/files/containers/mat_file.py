"""MATLAB files (.mat) of version 5 to 7.2: arrays and structs of numbers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from limbwatch.sensor.errors import UnreadableFile, WrongKind
from limbwatch.sensor.files.containers.contained import Contained
from limbwatch.sensor.files.containers.mat_tables import mat_sheets
from limbwatch.sensor.files.containers.mat_values import MatValue, mat_values
from limbwatch.sensor.files.doubt import Doubt

WHAT = "a MATLAB file"

_HDF5 = b"MATLAB 7.3"
"""First bytes of version 7.3, which is HDF5 inside."""

_WRITERS = {"timetable": "writetimetable", "table": "writetable"}
"""MATLAB functions that write its own types as CSV."""
_PLAINER = {"datetime": "datenum", "string": "char"}
"""MATLAB functions that convert its own types to plain ones."""

_SHOWN = 8


def read_mat(path: Path, start: bytes) -> Contained:
    """Read a MATLAB file as tables: one for each struct, and for each length of arrays.

    Raises
    ------
    UnreadableFile
        If it is of version 7.3 or damaged.
    WrongKind
        If it has no arrays of numbers that form a table.
    """
    if start.startswith(_HDF5):
        raise UnreadableFile(
            f"{path} is {WHAT} of version 7.3, which is not read. In MATLAB, load it and save it "
            f"again: load('{path.name}'); save('{path.name}', '-v7'). Without MATLAB, write it as "
            "CSV with Python (h5py): time, x, y, z."
        )
    values, whole = mat_values(str(path), path.read_bytes())
    known = [value for value in values if value.name]
    sheets, notes = mat_sheets(known)
    if not known or not (sheets or whole):
        raise UnreadableFile(
            f"{path} is {WHAT} that is damaged, cut off or empty: no table of it is whole (its "
            f"variables: {_listed(known) or 'none'}). Copy or save it again."
        )
    foreign = [one for one in _walk(known) if one.kind in (*_WRITERS, *_PLAINER, "duration")]
    if not sheets:
        raise WrongKind(
            f"{path} is {WHAT} without a table of numbers (its variables: {_listed(known)}). "
            f"{_remedy(foreign)}"
        )
    doubts = [
        Doubt(
            f"{one.name} is a {one.kind} of MATLAB, which only MATLAB reads, and was left out. "
            f"Make it plain there and save again: {_plain_words(one)}"
        )
        for one in foreign
    ]
    if not whole:
        doubts.append(
            Doubt(
                "The file is damaged or cut off: of its variables were read "
                f"{_listed(known)}. Copy or save it again."
            )
        )
    return Contained(what=WHAT, sheets=sheets, notes=(*notes, *doubts))


def _walk(values: Sequence[MatValue]) -> Iterator[MatValue]:
    for value in values:
        yield value
        yield from _walk(value.inside)


def _plain_words(value: MatValue) -> str:
    name = value.name or "it"
    if value.kind in _WRITERS:
        return f"{_WRITERS[value.kind]}({name}, '{name}.csv')"
    if value.kind == "duration":
        return f"{name} = seconds({name})"  # no word to be translated
    return f"{name} = {_PLAINER[value.kind]}({name})"


def _listed(values: Sequence[MatValue]) -> str:
    shown = [
        f"{one.name} ({' x '.join(map(str, one.shape))} {one.kind})"
        if one.shape
        else f"{one.name} ({one.kind})"
        for one in values[:_SHOWN]
    ]
    return ", ".join(shown) + (", ..." if len(values) > _SHOWN else "")


def _remedy(foreign: Sequence[MatValue]) -> str:
    if foreign:
        return (
            f"Tables and times of MATLAB can be read by MATLAB alone; there: "
            f"{_plain_words(foreign[0])}"
        )
    return (
        "Save vectors of one length called t, x, y and z, or a matrix with a column for each; or "
        "write them as CSV with MATLAB (writematrix)."
    )
